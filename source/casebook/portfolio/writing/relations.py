"""The person whom each debtor named as a contact: who that is, and what the name is."""

from dataclasses import dataclass
from functools import cache

import numpy as np
import pyarrow as pa

from casebook.portfolio import stocks
from casebook.portfolio.simulation.draws import Draws, Float, Truth, Whole
from casebook.portfolio.simulation.model import SEXES, Family, People
from casebook.portfolio.simulation.odds import Odds
from casebook.portfolio.simulation.trades import works
from casebook.portfolio.writing.names import another, given_names, groups, names, surnames
from casebook.portfolio.writing.pieces import taken, vocabulary

# Whoever was born before this year no longer names a parent; a parent is so much older.
PARENTS_LIVE_FROM, PARENTS_OLDER_BY = 1966, 26


@dataclass(frozen=True, slots=True)
class Relations:
    """The stock of relations as arrays."""

    words: pa.Array
    weight: Float
    sex: Whole  # (k, 2) for a man, for a woman: place in SEXES, -1 for either
    same_surname: Truth
    is_parent: Truth
    is_spouse: Truth
    is_colleague: Truth


def contact_people(
    people: People, birth_year: Whole, surname: Whole, given: Whole, draws: Draws
) -> tuple[pa.Array, pa.Array]:
    """Return name and relation of the person named by each debtor; never the debtor's own name."""
    stock = _relations()
    relation = draws.place_in_group(_odds(), _circles(people, birth_year))
    group = groups(
        _their_sex(people.sex, relation, draws),
        birth_year - PARENTS_OLDER_BY * stock.is_parent[relation],
    )
    drawn = surnames(draws, len(people))
    their_surname = np.where(stock.same_surname[relation], surname, drawn)
    their_given = given_names(draws, group)
    is_namesake = (their_surname == surname) & (their_given == given)
    their_given[is_namesake] = another(their_given[is_namesake], group[is_namesake])
    return names(their_surname, their_given), taken(stock.words, relation)


@cache
def _relations() -> Relations:
    rows = stocks.rows("relations")
    sexes = {SEXES[0]: (0, 0), SEXES[1]: (1, 1), "either": (-1, -1), "other": (1, 0)}
    is_so = {
        column: np.array([row[column] == "1" for row in rows])
        for column in ("same_surname", "is_parent", "is_spouse", "is_colleague")
    }
    return Relations(
        words=vocabulary([row["relation"] for row in rows]),
        weight=np.array([float(row["weight"]) for row in rows]),
        sex=np.array([sexes[row["sex"]] for row in rows]),
        **is_so,
    )


def _circles(people: People, birth_year: Whole) -> Whole:
    """Say whom people can name: a spouse, a parent, a colleague; a group of `_odds`."""
    trades = works()
    has_spouse = people.family == Family.MARRIED
    has_parents = birth_year >= PARENTS_LIVE_FROM
    has_colleagues = ~(trades.is_self_employed | trades.is_retired)[people.work]
    circles: Whole = has_spouse * 4 + has_parents * 2 + has_colleagues.astype(np.int64)
    return circles


@cache
def _odds() -> Odds:
    stock = _relations()
    circles = np.arange(8)[:, None]
    can_be = (~stock.is_spouse | (circles & 4 > 0)) & (~stock.is_parent | (circles & 2 > 0))
    return Odds(stock.weight * (can_be & (~stock.is_colleague | (circles & 1 > 0))))


def _their_sex(sex: Whole, relation: Whole, draws: Draws) -> Whole:
    theirs = _relations().sex[relation, sex]
    return np.where(theirs < 0, draws.whole(0, 1, len(sex)), theirs)
