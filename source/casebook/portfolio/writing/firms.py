"""Invented employers, and the bodies that confirm what other people live from."""

import re
from functools import cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from casebook.portfolio import stocks
from casebook.portfolio.simulation.draws import Draws, Whole
from casebook.portfolio.writing.pieces import combined, joined, taken, vocabulary

CITY = "市"


def employers(work: Whole, home: Whole, draws: Draws) -> pa.Array:
    """Make an employer in each city for each trade: town, brand, line of business, legal form."""
    brands, size = _brands(), len(work)
    of_town = len(brands) // len(stocks.rows("places"))
    brand = home * of_town + draws.whole(0, of_town - 1, size)
    lines, start, count = _lines()
    line = start[work] + draws.share(size) * count[work]
    return joined(taken(brands, brand), taken(lines, line))


def short_names(employers: pa.Array) -> pa.Array:
    """Return what people call each employer: the name without town and legal form."""
    return pc.replace_substring_regex(employers, _long_form(), r"\1")


@cache
def _long_form() -> str:
    towns = "|".join(map(re.escape, _towns()))
    forms = stocks.words("employers")["forms"]
    endings = sorted({ending for each in forms.values() for ending in each if ending})
    return f"^(?:{towns})(.*?)(?:{'|'.join(map(re.escape, endings))})?$"


def _towns() -> list[str]:
    return [row["city"].removesuffix(CITY) for row in stocks.rows("places")]


@cache
def _brands() -> pa.Array:
    """Return every brand in every town, town after town."""
    brand = stocks.words("words")["brand"]
    return combined(_towns(), brand["first"], brand["second"], brand["third"])


@cache
def _lines() -> tuple[pa.Array, Whole, Whole]:
    """Return lines of business with legal forms, and which are each trade's: first and number."""
    forms = stocks.words("employers")["forms"]
    lines = [
        [row["industry"] + ending for ending in forms[row["form"]]] for row in stocks.rows("trades")
    ]
    count = np.array([len(each) for each in lines])
    return vocabulary([line for each in lines for line in each]), np.cumsum(count) - count, count
