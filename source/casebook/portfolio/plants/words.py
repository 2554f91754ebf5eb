"""Single names and firms for plants, from the stocks that all others come from."""

from bisect import bisect_right
from collections.abc import Mapping
from functools import cache
from itertools import accumulate
from typing import Any

from casebook.portfolio import stocks
from casebook.portfolio.plants.choose import Lot
from casebook.portfolio.writing.names import ERAS, ONE_CHARACTER, YOUNGER_FROM


def surname(lot: Lot) -> str:
    """Draw a surname by how common it is."""
    listed, bounds = _surnames()
    return listed[bisect_right(bounds, lot.share() * bounds[-1])]


def given_name(sex: str, birth_year: int, lot: Lot) -> str:
    """Draw a given name of that sex and age."""
    given: Mapping[str, str] = _names()["given"][sex][ERAS[birth_year >= YOUNGER_FROM]]
    if lot.happens(ONE_CHARACTER):
        return lot.one_of(given["one"])
    return lot.one_of(given["first"]) + lot.one_of(given["second"])


def mistyped(name: str) -> str | None:
    """Return the name with its last character confused for one alike; None if none is known."""
    alike: str | None = _names()["alike"].get(name[-1])
    return name[:-1] + alike if alike else None


def other_firm(city: str, letter_employer: str, lot: Lot) -> str:
    """Make a firm of that city whose brand has no character in common with another name."""
    # No character in common, so that nobody takes the other firm for a slip of the pen.
    brand = "".join(
        lot.one_of([one for one in characters if one not in letter_employer])
        for characters in stocks.words("words")["brand"].values()
    )
    forms: list[str] = stocks.words("employers")["forms"]["company"]
    return city.removesuffix("市") + brand + lot.one_of(_industries()) + lot.one_of(forms)


def _names() -> Any:
    return stocks.words("names")


@cache
def _surnames() -> tuple[list[str], list[float]]:
    weights: Mapping[str, float] = _names()["surnames"]
    return list(weights), list(accumulate(weights.values()))


@cache
def _industries() -> list[str]:
    rows = stocks.rows("trades")
    return sorted({row["industry"] for row in rows if row["form"] == "company"})
