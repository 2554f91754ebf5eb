"""The loans on a credit record: ours as it was paid, and those of other lenders."""

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pyarrow as pa

from casebook.portfolio import stocks
from casebook.portfolio.simulation.draws import Draws, Whole
from casebook.portfolio.simulation.model import PRODUCTS, Arrays, Days, People, Product, Terms
from casebook.portfolio.writing.json_text import objects
from casebook.portfolio.writing.papers_others import open_loans, settled_loans
from casebook.portfolio.writing.papers_rows import Loans, kinds, lists
from casebook.portfolio.writing.pieces import fixed, taken, vocabulary

# The character for each code of `OurLoan.paid`, from -1 on.
_CODES = np.frombuffer(b"*N1234567", dtype=np.uint8)


@dataclass(frozen=True, slots=True)
class OurLoan(Arrays):
    """Our own account as we reported it; n rows.

    The last of the 24 months in `paid` is the last one that had closed before the month of the
    review: 0 is on time, 1 to 7 months late (7: seven or more), -1 nothing to report.
    """

    paid: Whole  # (n, 24), int8 will do
    balance_fen: Whole
    monthly_fen: Whole


def loans(people: People, terms: Terms, ours: OurLoan, report_on: Days, draws: Draws) -> Loans:
    """List the loans on each record; nothing of others is late in the last month."""
    parts = (
        _ours(terms, ours, report_on),
        open_loans(people, terms, report_on, draws),
        settled_loans(people, terms, report_on, draws),
    )
    every = Loans(*(np.concatenate(column) for column in zip(*map(_columns, parts), strict=True)))
    return every.take(np.lexsort((every.opened_on, every.debtor)))


def loan_lists(loans: Loans, lender_names: pa.Array, size: int) -> pa.Array:
    """Write the list of each debtor's loans as JSON objects."""
    fields = {
        "lender": taken(lender_names, loans.lender),
        "kind": taken(vocabulary([about["word"] for about in kinds()]), loans.kind),
        "opened_on": pa.array(loans.opened_on),
        "amount_fen": pa.array(loans.amount_fen),
        "balance_fen": pa.array(loans.balance_fen),
        "monthly_fen": pa.array(loans.monthly_fen),
        "state": taken(vocabulary(("settled", "open")), loans.is_open),
        "months": fixed(loans.months),
    }
    return lists(loans.debtor, objects(fields), size)


def _columns(loans: Loans) -> tuple[Any, ...]:
    return tuple(getattr(loans, name) for name in Loans.__dataclass_fields__)


def _ours(terms: Terms, ours: OurLoan, report_on: Days) -> Loans:
    """List what we reported; a private person reports nothing, nor anybody a loan of this month."""
    this_month = report_on.astype("datetime64[M]").astype("datetime64[D]")
    debtor = np.flatnonzero((terms.lender >= 0) & (terms.opened_on < this_month))
    lent, loan = terms.take(debtor), ours.take(debtor)
    # A card stays open when nothing is owed on it.
    is_open = (loan.balance_fen > 0) | (lent.product == Product.CREDIT_CARD)
    return Loans(
        debtor=debtor,
        lender=lent.lender,
        kind=_reported_kinds()[lent.product],
        opened_on=lent.opened_on,
        amount_fen=lent.principal_fen,
        balance_fen=loan.balance_fen,
        monthly_fen=np.where(loan.balance_fen > 0, loan.monthly_fen, 0),
        is_open=is_open,
        is_ours=np.ones(len(debtor), dtype=bool),
        months=_CODES[loan.paid.astype(np.int64) + 1],
    )


@cache
def _reported_kinds() -> Whole:
    reported = stocks.words("credit-record")["reported_as"]
    words = [about["word"] for about in kinds()]
    return np.array([words.index(reported[product]) for product in PRODUCTS if product in reported])
