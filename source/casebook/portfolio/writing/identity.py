"""Identity numbers and telephone numbers that can belong to nobody.

An identity number has 18 characters (GB 11643-1999): six for the place, eight for the date of
birth, three in sequence (odd for men), and a check digit. Ours always carry a wrong one.
"""

from functools import cache

import numpy as np
import pyarrow as pa

from casebook.portfolio import stocks
from casebook.portfolio.simulation.draws import Draws, Truth, Whole
from casebook.portfolio.simulation.model import Days, People, Sex
from casebook.portfolio.writing.pieces import Figures, figures, fixed

CHECK_DIGITS = "10X98765432"
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)

# Not assigned to any operator (a press list of 2022-07-01 of what the ministry had yet to
# assign: 142, 143, 154, 161, 164, 194). We leave out the neighbours of ranges in use by machines
# (142, 143) and the one most likely to be opened next (194).
UNASSIGNED_PREFIXES = ("154", "161", "164")

_CHECKS = np.frombuffer(CHECK_DIGITS.encode(), dtype=np.uint8)
_WEIGHTS = np.array(WEIGHTS, dtype=np.float32)
_PREFIXES = figures(np.array([int(prefix) for prefix in UNASSIGNED_PREFIXES]), 3)
# Nobody here is born before or after.
FIRST_DAY, LAST_DAY = np.datetime64("1900-01-01"), np.datetime64("2099-12-31")
# A city whose districts have no codes of their own.
_NO_DISTRICTS = "4419"


def identity_numbers(people: People, draws: Draws) -> pa.Array:
    """Make numbers whose check digit is wrong."""
    size = len(people)
    sequence = 2 * draws.whole(0, 499, size) + (people.sex == Sex.MAN)
    area = figures(_areas(people.origin, draws), 6)
    first_17 = np.concatenate([area, _eight_figures(people.born), figures(sequence, 3)], axis=1)
    # Floats, for which NumPy has a fast product; every sum is a small whole number.
    total = first_17.astype(np.float32) @ _WEIGHTS - _WEIGHTS.sum() * ord("0")
    wrong = (total.astype(np.int64) + draws.whole(1, len(_CHECKS) - 1, size)) % len(_CHECKS)
    return fixed(first_17, _CHECKS[wrong, None])


def phones(size: int, draws: Draws) -> pa.Array:
    """Make mobile numbers in ranges that no operator has."""
    number = draws.whole(0, len(_PREFIXES) * 10**8 - 1, size)
    prefix = number // 10**8
    return fixed(_PREFIXES[prefix], figures(number - prefix * 10**8, 8))


def check_digit(first_17: str) -> str:
    """Return the check digit that the standard asks for."""
    total = sum(int(digit) * weight for digit, weight in zip(first_17, WEIGHTS, strict=True))
    return CHECK_DIGITS[total % 11]


def could_be_real(number: str) -> bool:
    """Tell whether the check digit is the right one, so that somebody could hold the number."""
    return number[17].upper() == check_digit(number[:17])


def _areas(origin: Whole, draws: Draws) -> Whole:
    city, has_districts = _cities()
    district = draws.whole(2, 6, len(origin)) * has_districts[origin]
    areas: Whole = city[origin] * 100 + district
    return areas


@cache
def _cities() -> tuple[Whole, Truth]:
    """Return the code of each city, and whether its districts have codes of their own."""
    codes = [row["area"] for row in stocks.rows("places")]
    return np.array([int(code) for code in codes]), np.array(
        [code != _NO_DISTRICTS for code in codes]
    )


def _eight_figures(born: Days) -> Figures:
    """Return birthdays as they stand in a number: 19850307."""
    figures_of_days: Figures = _calendar()[(born - FIRST_DAY).astype(np.int64)]
    return figures_of_days


@cache
def _calendar() -> Figures:
    """Return the eight figures of every day from the first to the last."""
    day = np.arange(FIRST_DAY, LAST_DAY + 1)
    month = day.astype("datetime64[M]")
    months = month.astype(np.int64) + 1970 * 12
    number = months // 12 * 10_000 + (months % 12 + 1) * 100 + (day - month).astype(np.int64) + 1
    return figures(number, 8)
