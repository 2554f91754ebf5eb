"""Ledgers of loans changed after the fact: other figures, the same course of events."""

from copy import copy
from dataclasses import replace
from typing import Any

import numpy as np

from casebook.portfolio.simulation.block import Block
from casebook.portfolio.simulation.draws import Float, Whole
from casebook.portfolio.simulation.loans import LoanLedger
from casebook.portfolio.simulation.model import Terms
from casebook.portfolio.simulation.plans import LONGEST, plan


def changed(loans: LoanLedger, **arrays: Whole) -> LoanLedger:
    """Return a ledger with some other arrays; the one given stays as it is."""
    other = copy(loans)
    for name, values in arrays.items():
        setattr(other, name, values)
    return other


def dearer(block: Block, places: Whole, terms: Terms) -> Block:
    """Return the block as if loans had been made on other terms.

    The loans at `places` get the plans that `terms` give them, and every payment the sum that
    brings it just as far through the new plan as through the old. So nobody is later or sooner
    than before. The loans must not have been settled early, and each instalment must ask for
    something.
    """
    loan = (np.cumsum(~block.book.is_card) - 1)[places]
    asked = plan(terms.take(places))
    loans = block.book.loans
    principal, interest = loans.principal_fen.copy(), loans.interest_fen.copy()
    principal[loan], interest[loan] = asked.principal_fen, asked.interest_fen
    after = changed(loans, principal_fen=principal, interest_fen=interest)
    return replace(
        block, terms=terms, book=replace(block.book, **_course(block, places, loan, after))
    )


def _course(block: Block, places: Whole, loan: Whole, after: LoanLedger) -> dict[str, Any]:
    book = block.book
    names = ("paid_fen", "recovered_fen", "billed_fen", "owed_fen")
    series = {name: getattr(book, name).copy() for name in names}
    for place, row in zip(places.tolist(), loan.tolist(), strict=True):
        paid = _paid(book.loans, after, row, book.paid_fen[place])
        series["paid_fen"][place] = np.diff(paid, prepend=0)
        is_recovered = book.recovered_fen[place] > 0
        series["recovered_fen"][place] = np.where(is_recovered, series["paid_fen"][place], 0)
        series["billed_fen"][place] = _billed(after, row, book.billed_fen[place] > 0)
        series["owed_fen"][place] = _owed(after, row, paid)
    return {"loans": after, **series}


def _sums(loans: LoanLedger, row: int) -> Whole:
    amounts = loans.principal_fen[row] + loans.interest_fen[row]
    count = int(loans.count[row])
    return np.concatenate(([0], np.cumsum(amounts[:count])))


def _paid(before: LoanLedger, after: LoanLedger, row: int, paid_fen: Whole) -> Whole:
    """Return what has been paid in all by each close."""
    upto = np.cumsum(paid_fen)
    paid: Float = np.interp(upto, _sums(before, row), _sums(after, row))
    return np.rint(paid).astype(np.int64)


def _billed(after: LoanLedger, row: int, is_billed: np.ndarray) -> Whole:
    number = np.clip(np.arange(len(is_billed)) - after.first_due[row], 0, LONGEST - 1)
    amounts = after.principal_fen[row] + after.interest_fen[row]
    return np.where(is_billed, amounts[number], 0)


def _owed(after: LoanLedger, row: int, paid: Whole) -> Whole:
    """Return the principal left at each close: payments meet interest first in each instalment."""
    amounts = after.principal_fen[row] + after.interest_fen[row]
    before = np.cumsum(amounts) - amounts
    here = np.clip(paid[:, None] - before, 0, amounts)
    repaid = np.maximum(here - after.interest_fen[row], 0).sum(axis=1)
    owed: Whole = after.principal_fen[row].sum() - repaid
    return owed
