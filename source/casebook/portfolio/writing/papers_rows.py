"""Rows of loans on credit records, and what the stock says of each kind of loan."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pyarrow as pa

from casebook.portfolio import stocks
from casebook.portfolio.simulation.draws import Draws, Float, Truth, Whole
from casebook.portfolio.simulation.model import Arrays, Days
from casebook.portfolio.writing.pieces import Figures

MONTHS_SHOWN = 24
CONSUMER, CAR, HOME = range(3)
KINDS = ("consumer", "car", "home")


@dataclass(frozen=True, slots=True)
class Loans(Arrays):
    """Loans on record, a row each, sorted by debtor and day of opening."""

    debtor: Whole  # place of the debtor in the block
    lender: Whole  # place in stocks.rows("institutions")
    kind: Whole  # place in KINDS
    opened_on: Days
    amount_fen: Whole
    balance_fen: Whole
    monthly_fen: Whole
    is_open: Truth
    is_ours: Truth
    months: Figures  # (rows, 24)


def lists(debtor: Whole, values: pa.Array, size: int) -> pa.Array:
    """Gather rows sorted by debtor into one list for each of `size` debtors."""
    offsets = np.searchsorted(debtor, np.arange(size + 1)).astype(np.int32)
    return pa.ListArray.from_arrays(pa.array(offsets), values)


@cache
def kinds() -> tuple[Mapping[str, Any], ...]:
    """Return what the stock says of each kind of loan, in the order of `KINDS`."""
    return tuple(stocks.words("credit-record")["loans"][kind] for kind in KINDS)


@cache
def figures_of(column: str) -> Float:
    """Return one figure of the stock for each kind of loan."""
    return np.array([float(about[column]) for about in kinds()])


@cache
def makers() -> Truth:
    """Tell which institutions make loans of each kind; shape (kinds, institutions)."""
    rows = stocks.rows("institutions")
    return np.array([[row["kind"] in about["makers"] for row in rows] for about in kinds()])


def other_lender(ours: Whole, kind: int, draws: Draws) -> Whole:
    """Draw a lender that makes such loans, ours excepted."""
    able = np.flatnonzero(makers()[kind])
    place = draws.whole(0, len(able) - 1, len(ours))
    again = draws.whole(1, len(able) - 1, len(ours))
    other: Whole = np.where(able[place] == ours, able[(place + again) % len(able)], able[place])
    return other
