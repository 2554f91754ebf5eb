"""Measures of the loans of a book, and of what is written off."""

import numpy as np

from casebook.portfolio.calibration.model import REVIEW, Measured, Observed
from casebook.portfolio.calibration.reckoning import Band, ratio, share, within
from casebook.portfolio.simulation.draws import Truth, Whole
from casebook.portfolio.simulation.model import Product

#: Months late at a close: 4 to 6 are 91 to 180 days, 3 and more are over 60, 6 over 150.
NINETY_TO_180_DAYS: Band = (4, 6)
UP_TO_180_DAYS: Band = (0, 6)
OVER_60, OVER_150 = 3, 6


def _of(book: Observed, *products: Product) -> Observed:
    return book.take(np.isin(book.product, products))


def _consumer(book: Observed) -> Observed:
    return _of(book, Product.INSTALMENT_LOAN, Product.CASH_LOAN)


def recovered_in_thirty_days(book: Observed) -> Measured:
    """Return what was paid within 30 days of the amounts newly in arrears.

    Of instalment and cash loans, by amount, over the three months before the review month. New
    are those on time at the close before and late at the close, as seen. What was made good
    within days counts whole; else what was short at the close, as far as the next month's
    payments reach, for payments cover the oldest amount first.
    """
    loans = _consumer(book)
    sums = [_new_arrears(loans, month) for month in range(REVIEW - 3, REVIEW)]
    recovered, fallen = (np.concatenate(part) for part in zip(*sums, strict=True))
    return ratio(recovered, fallen)


def _new_arrears(loans: Observed, month: int) -> tuple[Whole, Whole]:
    """Return what was recovered and what fell into arrears, of loans newly late in `month`."""
    is_new = (loans.late[:, month - 1] == 0) & (loans.late_seen[:, month] >= 1)
    new = loans.take(is_new & loans.on_book(month))
    due = new.due_fen[:, month]
    is_made_good = new.late[:, month] == 0
    short = np.where(is_made_good, due, np.maximum(due - new.paid_fen[:, month], 0))
    paid = np.where(is_made_good, due, np.minimum(short, new.paid_fen[:, month + 1]))
    return paid, short


def ninety_days_late(book: Observed) -> Measured:
    """Return the principal 91 to 180 days late over all principal.

    Of instalment and cash loans at the review; loans over 180 days late or written off are in
    neither.
    """
    loans = _consumer(book)
    late, owed = loans.late_seen[:, REVIEW], loans.owed_fen[:, REVIEW]
    is_counted = loans.on_book(REVIEW) & within(late, UP_TO_180_DAYS)
    return ratio(np.where(within(late, NINETY_TO_180_DAYS), owed, 0)[is_counted], owed[is_counted])


def ever_sixty_days_late(book: Observed, *, instalments: int) -> Measured:
    """Return the share of instalment loans ever over 60 days late at their first closes.

    Of loans that began within the window and whose first `instalments` closes are all seen.
    """
    loans = _of(book, Product.INSTALMENT_LOAN)
    loans = loans.take((loans.opened >= 0) & (loans.opened + instalments <= REVIEW))
    closes = loans.opened[:, None] + np.arange(1, instalments + 1)
    late = np.take_along_axis(loans.late, closes, axis=1)
    return share(np.asarray(np.any(late >= OVER_60, axis=1)))


def charged_off(book: Observed, *, checked: int | None = None) -> Measured:
    """Return the share charged off of the instalment loans that have come to an end.

    Charged off is what was written off or stands over 150 days late at the review; the other
    end is that all was paid. Of loans that began within the window and whose term has run out,
    so that short lives do not count twice; `checked` takes one way of checking income alone.
    """
    loans = _of(book, Product.INSTALMENT_LOAN)
    is_run = (loans.opened >= 0) & (loans.opened + loans.term <= REVIEW)
    is_asked = is_run if checked is None else is_run & (loans.checked == checked)
    loans = loans.take(is_asked)
    is_off = _is_written_off(loans) | (loans.late_seen[:, REVIEW] >= OVER_150)
    is_paid = (loans.late_seen[:, REVIEW] < 0) & ~is_off
    return share(is_off[is_off | is_paid])


def _is_written_off(book: Observed) -> Truth:
    is_off: Truth = (book.written_off >= 0) & (book.written_off <= REVIEW)
    return is_off


def recovered_after_write_off(book: Observed) -> Measured:
    """Return what was paid after write-off, up to the review, over the principal written off."""
    off = book.take(_is_written_off(book))
    owed = np.take_along_axis(off.owed_fen, off.written_off[:, None], axis=1)[:, 0]
    is_after = np.arange(REVIEW + 1) > off.written_off[:, None]
    paid = (off.paid_fen[:, : REVIEW + 1] * is_after).sum(axis=1)
    return ratio(np.minimum(paid, owed), owed)
