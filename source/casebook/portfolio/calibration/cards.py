"""Measures of the credit cards of a book.

Most are those of the card clients of Taiwan, April to September 2005 (UCI): six closes, of which
the first five are known as they turned out and the last as it stood on the day. Its code for one
month late is hardly used before the last close, so one and two months are one bucket in what is
pooled over the earlier closes.
"""

from collections.abc import Sequence

import numpy as np

from casebook.portfolio.calibration.model import (
    OUTCOME,
    REVIEW,
    Measured,
    Months,
    Observed,
)
from casebook.portfolio.calibration.reckoning import (
    Band,
    mean,
    quantile,
    quartiles,
    ratio,
    share,
    smallest_step,
    within,
)
from casebook.portfolio.simulation.draws import Float, Truth, Whole
from casebook.portfolio.simulation.model import Product

#: The closes known as they turned out, before the review's own.
EARLIER = range(REVIEW - 5, REVIEW)
LATE: Band = (1, 127)


def _are_cards(book: Observed) -> Truth:
    """Tell which accounts are cards that stand in the book at the review."""
    are_cards: Truth = (book.product == Product.CREDIT_CARD) & book.on_book(REVIEW)
    return are_cards


def _seen(book: Observed) -> Months:
    """Return how late the cards are at the review, as seen."""
    seen: Months = book.late_seen[_are_cards(book), REVIEW]
    return seen


def status_share(book: Observed, *, months: Band) -> Measured:
    """Return the share of cards late by `months` at the review, as seen."""
    return share(within(_seen(book), months))


def status_distance(book: Observed, *, bands: Sequence[Band], shares: Sequence[float]) -> Measured:
    """Return the total-variation distance of the status mix at the review from `shares`."""
    found = [status_share(book, months=band) for band in bands]
    apart = sum(abs(one.value - given) for one, given in zip(found, shares, strict=True)) / 2
    return Measured(apart, found[0].n)


def _six_closes(book: Observed) -> Months:
    """Return how late cards were at the six closes; those that stood in the book at each."""
    are_cards = _are_cards(book)
    statuses = np.column_stack([book.late[are_cards][:, EARLIER], _seen(book)])
    stood: Months = statuses[np.all(statuses >= 0, axis=1)]
    return stood


def ever_late(book: Observed) -> Measured:
    """Return the share of cards late at any of the six closes."""
    return share(np.asarray(np.any(_six_closes(book) > 0, axis=1)))


def transition(book: Observed, *, start: Band, end: Band) -> Measured:
    """Return the share of cards late by `start` that are late by `end` a month later.

    Pooled over the four steps between the five closes before the review.
    """
    statuses = _six_closes(book)[:, :-1]
    begins, ends = statuses[:, :-1].ravel(), statuses[:, 1:].ravel()
    return share(within(ends[within(begins, start)], end))


def entry_as_closed(book: Observed) -> Measured:
    """Return the monthly share of cards on time that turn late, as in `transition`."""
    return transition(book, start=(0, 0), end=LATE)


def entry_as_seen(book: Observed) -> Measured:
    """Return the share of cards on time a month before the review that are late at it."""
    statuses = _six_closes(book)
    return share(statuses[statuses[:, -2] == 0, -1] > 0)


def _outcomes(book: Observed) -> tuple[Whole, Truth]:
    """Return the places of the cards whose next month is known, and whether they default in it."""
    is_off = book.written_off == OUTCOME
    is_known = (book.late_seen[:, OUTCOME] >= 0) | is_off
    at = np.flatnonzero(_are_cards(book) & is_known)
    return at, (book.late_seen[at, OUTCOME] >= 1) | is_off[at]


def default_by_status(book: Observed, *, months: Band) -> Measured:
    """Return the share in default next month of the cards late by `months` at the review."""
    at, is_default = _outcomes(book)
    return share(is_default[within(book.late_seen[at, REVIEW], months)])


def default_by_limit(book: Observed, *, quartile: int) -> Measured:
    """Return the share in default next month in a quartile of the limits, 1 the lowest."""
    at, is_default = _outcomes(book)
    if not at.size:
        return share(is_default)
    return share(is_default[quartiles(book.limit_fen[at]) == quartile])


def default_rises_with_status(book: Observed, *, statuses: Sequence[int]) -> Measured:
    """Return the smallest rise of default from one of the `statuses` to the next."""
    return smallest_step([default_by_status(book, months=(one, one)) for one in statuses])


def default_falls_with_limit(book: Observed) -> Measured:
    """Return the smallest fall of default from a quartile of the limits to the next higher."""
    return smallest_step([default_by_limit(book, quartile=one) for one in (4, 3, 2, 1)])


def limit_mean(book: Observed) -> Measured:
    """Return the mean limit in fen."""
    return mean(book.limit_fen[_are_cards(book)])


def limit_over_mean(book: Observed, *, place: float) -> Measured:
    """Return a quantile of the limits over their mean."""
    limits = book.limit_fen[_are_cards(book)]
    found = quantile(limits, place)
    return Measured(found.value / mean(limits).value, found.n)


def limits_used(book: Observed) -> Measured:
    """Return all balances over all limits."""
    are_cards = _are_cards(book)
    return ratio(book.owed_fen[are_cards, REVIEW], book.limit_fen[are_cards])


def utilisation(book: Observed, *, place: float) -> Measured:
    """Return a quantile of the statement at the review over the limit."""
    have_limit = _are_cards(book) & (book.limit_fen > 0)
    return quantile(book.due_fen[have_limit, REVIEW] / book.limit_fen[have_limit], place)


def age_mean(book: Observed) -> Measured:
    """Return the mean of cardholders' ages in completed years."""
    return mean(np.floor(book.age[_are_cards(book)]))


def age_outside(book: Observed, *, low: int, high: int) -> Measured:
    """Return the share of cardholders who are not `low` to `high` completed years old."""
    return share(~within(np.floor(book.age[_are_cards(book)]), (low, high)))


def paying_nothing(book: Observed, *, months: Band) -> Measured:
    """Return the share that paid nothing in the review month, of cards late by `months` in it."""
    paid = book.paid_fen[_are_cards(book), REVIEW]
    return share(paid[within(_seen(book), months)] == 0)


def bill_paid_median(book: Observed) -> Measured:
    """Return the median share of the bill that late cards paid, as in `bill_paid_mean`."""
    return quantile(_bill_paid(book), 0.5)


def bill_paid_mean(book: Observed) -> Measured:
    """Return the mean share of the bill that late cards paid.

    Paid in the review month over the statement before it, at most 1; of cards late at the
    review that had a statement.
    """
    return mean(_bill_paid(book))


def _bill_paid(book: Observed) -> Float:
    bill = book.due_fen[:, REVIEW - 1]
    are_asked = _are_cards(book) & (book.late_seen[:, REVIEW] >= 1) & (bill > 0)
    paid: Float = book.paid_fen[are_asked, REVIEW] / bill[are_asked]
    return np.clip(paid, 0, 1)


def balance_late(book: Observed, *, months: Band) -> Measured:
    """Return the balances of cards late by `months` at the review over all balances."""
    owed = book.owed_fen[_are_cards(book), REVIEW]
    return ratio(np.where(within(_seen(book), months), owed, 0), owed)
