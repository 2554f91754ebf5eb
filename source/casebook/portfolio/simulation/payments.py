"""On which day each payment came, and how: one row a payment, in the order of accounts and days."""

from dataclasses import dataclass

import numpy as np

from casebook.portfolio.simulation.book import Book
from casebook.portfolio.simulation.draws import Draws, Truth, Whole
from casebook.portfolio.simulation.model import Arrays, Days, Product, Terms
from casebook.portfolio.simulation.months import MONTHS, REVIEW, Window
from casebook.portfolio.simulation.moves import seen

CHANNELS = ("auto-debit", "app", "transfer")
# How many have given the lender leave to debit their account: an assumption.
BY_DEBIT = 0.65
# How many pay on the due day, one day before it, two, three, four: an assumption.
EARLY = np.array((60.0, 12.0, 10.0, 10.0, 8.0))


@dataclass(frozen=True, slots=True)
class Payments(Arrays):
    """k payments on file."""

    account: Whole  # place of the account in its block
    month: Whole
    on: Days
    amount_fen: Whole
    channel: Whole  # place in CHANNELS


def payments(draws: Draws, terms: Terms, book: Book, window: Window) -> Payments:
    """Date the payments of every account up to the review."""
    paid = book.paid_fen[:, :MONTHS]
    account, month = np.nonzero(paid > 0)
    on = _days(draws, terms, book, window, account, month)
    on = np.maximum(on, terms.opened_on[account])
    return Payments(
        account=account,
        month=month,
        on=on,
        amount_fen=paid[account, month],
        channel=_channels(draws, terms, book, account, month),
    )


def _days(
    draws: Draws, terms: Terms, book: Book, window: Window, account: Whole, month: Whole
) -> Days:
    due = window.due(month, terms.due_day[account])
    first, last = window.close(month - 1) + 1, window.close(month)
    on_time = np.maximum(due - _early(draws, account), first)
    is_late = _was_late(book, account, month) | (book.late[account, month] > 0)
    span = (last - first).astype(np.int64) + 1
    any_day = first + (draws.share(len(account)) * span).astype(np.int64)
    # Who pays only a part of what falls due now pays it then or later.
    fresh = ~_was_late(book, account, month)
    any_day = np.where(fresh, np.maximum(any_day, due), any_day)
    return np.where(
        is_late, any_day, _some_days_late(draws, terms, book, account, month, on_time, due, last)
    )


def _early(draws: Draws, account: Whole) -> Whole:
    """Return how many days before its due day a payment comes; debits come on the day."""
    return draws.place(EARLY, len(account))


def _was_late(book: Book, account: Whole, month: Whole) -> Truth:
    before = book.late[account, np.maximum(month - 1, 0)]
    late: Truth = (before > 0) & (month > 0)
    return late


def _some_days_late(
    draws: Draws,
    terms: Terms,
    book: Book,
    account: Whole,
    month: Whole,
    on_time: Days,
    due: Days,
    last: Days,
) -> Days:
    """Let some payments come days after their due day: at the review those marked so."""
    often = seen("on-time")[terms.product[account]]
    is_short = draws.happens(often, len(account)) & (month < REVIEW)
    is_short |= book.delayed[account] & (month == REVIEW)
    days = 1 + (draws.share(len(account)) ** 2 * 12).astype(np.int64)
    return np.where(is_short, np.minimum(due + days, last), on_time)


def _channels(draws: Draws, terms: Terms, book: Book, account: Whole, month: Whole) -> Whole:
    size = len(account)
    debits = draws.happens(BY_DEBIT, len(terms))[account]
    debits &= terms.product[account] != Product.PRIVATE_LOAN
    by_hand = 1 + draws.happens(0.3, size)
    is_late = _was_late(book, account, month) | (book.late[account, month] > 0)
    return np.where(debits & ~is_late, 0, by_hand)


def last_day(payments: Payments, size: int) -> Days:
    """Return the day of the last payment on each account; NaT if there is none."""
    last = np.full(size, np.datetime64("NaT"), dtype="datetime64[D]")
    order = np.lexsort((payments.on, payments.account))
    last[payments.account[order]] = payments.on[order]
    return last
