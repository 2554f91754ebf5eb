"""What is owed on each account on the day of the review: principal, arrears, overdue interest.

Held equal to the law room's calculators by tests: payments meet the oldest instalment first
(CN-INT-20), within it what the contract says first; overdue interest is simple, on the principal
that is overdue, at the agreed overdue rate.
"""

from dataclasses import dataclass

import numpy as np

from casebook.portfolio.simulation.block import Block
from casebook.portfolio.simulation.draws import Whole
from casebook.portfolio.simulation.loans import LoanLedger
from casebook.portfolio.simulation.model import Arrays, Days
from casebook.portfolio.simulation.months import MONTHS, REVIEW
from casebook.portfolio.simulation.plans import LONGEST

PRINCIPAL_FIRST = 2  # the code of an order of payment that begins with the principal


@dataclass(frozen=True, slots=True)
class Owed(Arrays):
    """What n accounts owe at the review (fen)."""

    principal_fen: Whole  # not yet repaid; of a card the balance
    overdue_fen: Whole  # fallen due and unpaid: principal and interest, of a card minimums
    overdue_interest_fen: Whole  # on overdue principal of loans, since each due day
    oldest_due_on: Days  # of the oldest unpaid instalment; NaT if none is overdue


def due_days(block: Block) -> Days:
    """Return the due day of each instalment of every loan; shape (loans, 60)."""
    loans, terms = block.book.loans, block.terms
    month = loans.first_due[:, None] + np.arange(LONGEST)
    day = terms.due_day[~block.book.is_card]
    return block.window.due(month, np.broadcast_to(day[:, None], month.shape))


def owed(block: Block, order: Whole, day_count: Whole) -> Owed:
    """Reckon what each account owes.

    Parameters
    ----------
    order : array (n,)
        Which part of an instalment a payment meets first; 2 is the principal.
    day_count : array (n,)
        Days of a year, 360 or 365.
    """
    is_card = block.book.is_card
    size = len(is_card)
    parts = {
        "principal_fen": np.zeros(size, dtype=np.int64),
        "overdue_fen": np.zeros(size, dtype=np.int64),
        "overdue_interest_fen": np.zeros(size, dtype=np.int64),
        "oldest_due_on": np.full(size, np.datetime64("NaT"), dtype="datetime64[D]"),
    }
    for name, values in _loans(block, order[~is_card], day_count[~is_card]).items():
        parts[name][~is_card] = values
    for name, values in _cards(block).items():
        parts[name][is_card] = values
    return Owed(**parts)


def paid_parts(loans: LoanLedger, paid_fen: Whole, order: Whole) -> tuple[Whole, Whole]:
    """Split what was paid on each loan over its instalments: principal and interest (fen).

    Shapes (n, 60). Payments meet the oldest instalment first; within it interest before
    principal, or the other way where `order` says so.
    """
    amounts = loans.principal_fen + loans.interest_fen
    before = np.cumsum(amounts, axis=1) - amounts
    here = np.clip(paid_fen[:, None] - before, 0, amounts)
    principal_first = (order == PRINCIPAL_FIRST)[:, None]
    interest = np.where(
        principal_first,
        np.maximum(here - loans.principal_fen, 0),
        np.minimum(here, loans.interest_fen),
    )
    return here - interest, interest


def _loans(block: Block, order: Whole, day_count: Whole) -> dict[str, Whole | Days]:
    loans, terms = block.book.loans, block.terms.take(~block.book.is_card)
    paid = block.book.paid_fen[~block.book.is_card, :MONTHS].sum(axis=1)
    principal, interest = paid_parts(loans, paid, order)
    left_principal = loans.principal_fen - principal
    left = left_principal + loans.interest_fen - interest
    due = due_days(block)
    is_due = (due <= np.datetime64(block.window.as_of)) & (
        np.arange(LONGEST) < loans.count[:, None]
    )
    is_overdue = is_due & (left > 0)
    days = (np.datetime64(block.window.as_of) - due).astype(np.int64)
    charged = _to_the_fen(left_principal * terms.overdue_bp[:, None] * days, day_count * 10_000)
    late_interest = np.where(is_overdue, charged, 0).sum(axis=1)
    oldest = np.where(is_overdue, due, np.datetime64("9999-12-31")).min(axis=1)
    return {
        "principal_fen": left_principal.sum(axis=1),
        "overdue_fen": np.where(is_overdue, left, 0).sum(axis=1),
        "overdue_interest_fen": late_interest,
        "oldest_due_on": np.where(is_overdue.any(axis=1), oldest, np.datetime64("NaT")),
    }


def _to_the_fen(amounts: Whole, by: Whole) -> Whole:
    """Divide exactly, a half going up, as the law room rounds."""
    below = by[:, None]
    fen: Whole = (2 * amounts + below) // (2 * below)
    return fen


def _cards(block: Block) -> dict[str, Whole | Days]:
    book, window = block.book, block.window
    is_card = book.is_card
    late = book.late[is_card, REVIEW]
    first = np.maximum(REVIEW - late + 1, 0)
    due = window.due(first, block.terms.due_day[is_card])
    months = np.arange(MONTHS)
    asked = np.where(months >= first[:, None], book.billed_fen[is_card, :MONTHS], 0).sum(axis=1)
    overdue = np.minimum(asked, book.owed_fen[is_card, REVIEW])
    return {
        "principal_fen": book.owed_fen[is_card, REVIEW],
        "overdue_fen": np.where(late > 0, overdue, 0),
        "oldest_due_on": np.where(late > 0, due, np.datetime64("NaT")),
    }
