"""Personal names by sex and age, many at once."""

from dataclasses import dataclass
from functools import cache

import numpy as np
import pyarrow as pa

from casebook.portfolio import stocks
from casebook.portfolio.simulation.draws import Draws, Whole
from casebook.portfolio.simulation.model import SEXES
from casebook.portfolio.simulation.odds import Odds
from casebook.portfolio.writing.pieces import combined, taken

# Fashions in names change; here they change once.
YOUNGER_FROM = 1986
ERAS = ("older", "younger")
# How many have one character after the surname instead of two.
ONE_CHARACTER = 0.3


@dataclass(frozen=True, slots=True)
class GivenNames:
    """All given names in one list: for each group those of one character, then those of two."""

    words: list[str]
    start: Whole  # (4,) where the names of a group begin
    ones: Whole  # (4,) how many have one character
    twos: Whole


def groups(sex: Whole, birth_year: Whole) -> Whole:
    """Return who is named alike: by sex, then by age."""
    return sex * len(ERAS) + (birth_year >= YOUNGER_FROM)


def surnames(draws: Draws, size: int) -> Whole:
    """Draw surnames, as places in the stock."""
    return draws.place(_surnames()[1], size)


def given_names(draws: Draws, group: Whole) -> Whole:
    """Draw given names for members of those groups, as places in the stock."""
    given = _given_names()
    share = draws.share(len(group))
    two = (share - ONE_CHARACTER) / (1 - ONE_CHARACTER) * given.twos[group]
    is_one = share < ONE_CHARACTER
    place = np.where(
        is_one, share / ONE_CHARACTER * given.ones[group], given.ones[group] + np.floor(two)
    )
    return given.start[group] + place.astype(np.int64)


def another(given: Whole, group: Whole) -> Whole:
    """Return the next given name of the group, so that it differs."""
    names = _given_names()
    start, count = names.start[group], (names.ones + names.twos)[group]
    return start + (given - start + 1) % count


def names(surname: Whole, given: Whole) -> pa.Array:
    """Write names from places of surnames and given names."""
    return taken(_names(), surname * len(_given_names().words) + given)


@cache
def _surnames() -> tuple[list[str], Odds]:
    stock = stocks.words("names")["surnames"]
    return list(stock), Odds(stock)


@cache
def _names() -> pa.Array:
    """Return every given name behind every surname, surname after surname."""
    return combined(_surnames()[0], _given_names().words)


@cache
def _given_names() -> GivenNames:
    stock = stocks.words("names")["given"]
    lists = [
        (list(given["one"]), [a + b for a in given["first"] for b in given["second"] if a != b])
        for given in (stock[sex][era] for sex in SEXES for era in ERAS)
    ]
    counts = [len(ones) + len(twos) for ones, twos in lists]
    return GivenNames(
        words=[name for ones, twos in lists for name in (*ones, *twos)],
        start=np.cumsum([0, *counts[:-1]]),
        ones=np.array([len(ones) for ones, _ in lists]),
        twos=np.array([len(twos) for _, twos in lists]),
    )
