"""The identity card that each debtor held on the day of signing."""

from collections.abc import Mapping
from datetime import date

import numpy as np
import pyarrow as pa

from casebook.portfolio import stocks
from casebook.portfolio.simulation.days import months_later, whole_months
from casebook.portfolio.simulation.draws import Draws, Whole
from casebook.portfolio.simulation.model import Days, People
from casebook.portfolio.writing.homes import addresses, provinces_on_cards, shortened
from casebook.portfolio.writing.json_text import objects
from casebook.portfolio.writing.pieces import chosen, joined, taken, vocabulary, written

# Second-generation cards have been issued since this day; before, nobody held one.
FIRST_CARDS = date(2004, 3, 29)
LONG_TERM = "长期"
# A card is at least so many days old when its holder signs, for it takes weeks to be made.
OLD_ENOUGH = 30
# Of people who live where their card is from, how many live at the very address.
STILL_THERE = 0.6


def identity_cards(
    people: People, debtors: Mapping[str, pa.Array], signed_on: Days, draws: Draws
) -> tuple[Days, pa.Array]:
    """Return the day of issue and the body of each card, valid when its holder signed."""
    issued_on = _issued_on(people.born, signed_on, draws)
    groups = stocks.words("words")["ethnic_groups"]
    fields = {
        "name": debtors["name"],
        "sex": debtors["sex"],
        "ethnic_group": taken(vocabulary(list(groups)), draws.place(groups, len(people))),
        "birth_date": debtors["birth_date"],
        "address": _addresses(people, debtors, draws),
        "id_number": debtors["id_number"],
        "valid_from": pa.array(issued_on),
        "valid_until": _valid_until(people.born, issued_on),
    }
    return issued_on, objects(fields)


def years_valid(born: Days, issued_on: Days) -> Whole:
    """Return for how many years cards issued on those days are valid; 0 means without end.

    Ten years at 16 to 25, twenty at 26 to 45, then long term (Resident Identity Card Law, art. 5).
    """
    age = whole_months(born, issued_on) // 12
    return np.select([age < 26, age < 46], [10, 20], 0)


def _issued_on(born: Days, signed_on: Days, draws: Draws) -> Days:
    latest = signed_on - OLD_ENOUGH
    earliest = np.maximum(np.datetime64(FIRST_CARDS), months_later(born, 16 * 12))
    earliest = np.minimum(np.maximum(earliest, months_later(signed_on, -20 * 12)), latest)
    issued_on = _between(earliest, latest, draws)
    # Where that card has run out by the day of signing, its holder has a newer one: less than
    # ten years old, it cannot have.
    newer = np.maximum(earliest, months_later(signed_on, -10 * 12) + 1)
    renewed_on = _between(newer, latest, draws)
    return np.where(_until(born, issued_on) < signed_on, renewed_on, issued_on)


def _between(first: Days, last: Days, draws: Draws) -> Days:
    span = (last - first).astype(np.int64)
    day: Days = first + draws.whole(0, span, len(first))
    return day


def _until(born: Days, issued_on: Days) -> Days:
    """Return the last day of validity; for long-term cards a day that nobody sees."""
    years = years_valid(born, issued_on)
    return months_later(issued_on, 12 * np.where(years > 0, years, 100))


def _valid_until(born: Days, issued_on: Days) -> pa.Array:
    has_no_end = years_valid(born, issued_on) == 0
    return chosen(has_no_end, LONG_TERM, written(_until(born, issued_on)))


def _addresses(people: People, debtors: Mapping[str, pa.Array], draws: Draws) -> pa.Array:
    size = len(people)
    lives_there = (people.origin == people.home) & draws.happens(STILL_THERE, size)
    home = chosen(lives_there, debtors["address"], addresses(people.origin, draws))
    as_printed = chosen(draws.happens(0.3, size), shortened(home), home)
    return joined(taken(provinces_on_cards(), people.origin), as_printed)
