"""Measures of the loans, on books small enough to count by hand."""

from typing import Any

import numpy as np
import pytest

from casebook.portfolio.calibration import loans
from casebook.portfolio.calibration.model import REVIEW, Observed
from casebook.portfolio.simulation.model import Product
from portfolio.calibration.invented import YUAN, book, closes, joined

LAST = REVIEW - 1  # the last month whose following month is before the outcome


def instalments(size: int, **columns: Any) -> Observed:
    usual = {"product": [Product.INSTALMENT_LOAN] * size, "opened": [0] * size, "term": [24] * size}
    return book(size, **(usual | columns))


def test_what_was_made_good_within_days_is_recovered_whole() -> None:
    seen = closes([{LAST: 1}]).astype(np.int8)
    one = instalments(1, late_seen=seen)

    assert loans.recovered_in_thirty_days(one).value == 1


def test_of_what_stayed_late_the_next_months_payment_is_recovered_up_to_what_was_short() -> None:
    late = closes([{LAST: 1, REVIEW: 1}, {LAST: 1, REVIEW: 2}, {LAST: 1}])
    paid = closes(
        [
            {LAST: 400 * YUAN, REVIEW: 300 * YUAN},  # 600 short, 300 of it paid
            {LAST: 0, REVIEW: 0},  # 1,000 short
            {LAST: 0, REVIEW: 2000 * YUAN},  # 1,000 short, all paid
        ],
        usual=1000 * YUAN,
    )
    three = instalments(3, **joined(late=late), paid_fen=paid)

    assert loans.recovered_in_thirty_days(three).value == pytest.approx(1300 / 2600)


def test_who_was_late_before_is_not_newly_in_arrears() -> None:
    late = closes([dict.fromkeys(range(REVIEW - 4, REVIEW + 1), 1)])

    assert loans.recovered_in_thirty_days(instalments(1, **joined(late=late))).n == 0


@pytest.mark.parametrize(
    ("month", "count"),
    [(REVIEW - 4, 0), (REVIEW - 3, 1), (REVIEW - 1, 1), (REVIEW, 0)],
    ids=["too-early", "first", "last", "the-review-month"],
)
def test_new_arrears_are_those_of_three_months(month: int, count: int) -> None:
    late = closes([{month: 1}])

    assert loans.recovered_in_thirty_days(instalments(1, **joined(late=late))).n == count


def test_ninety_days_late_leaves_out_what_is_over_180_days_or_written_off() -> None:
    # 91 days, 180 days, on time, over 180 days, written off, and a card.
    late = closes([{REVIEW: status} for status in (4, 6, 0, 7, 5, 5)])
    owed = closes([{REVIEW: yuan * YUAN} for yuan in (100, 200, 700, 5000, 5000, 5000)])
    six = book(
        6,
        **joined(late=late),
        owed_fen=owed,
        product=[Product.CASH_LOAN] * 5 + [Product.CREDIT_CARD],
        written_off=[-1, -1, -1, -1, 30, -1],
    )

    found = loans.ninety_days_late(six)

    assert (found.value, found.n) == (pytest.approx(0.3), 3)


def test_61_days_late_counts_and_60_do_not() -> None:
    late = closes([{8: 3}, {8: 2}])

    found = loans.ever_sixty_days_late(instalments(2, **joined(late=late)), instalments=12)

    assert (found.value, found.n) == (0.5, 2)


def test_the_first_twelve_closes_are_looked_at_and_no_other() -> None:
    late = closes([{5: 3}, {6: 3}, {17: 3}, {18: 3}])

    found = loans.ever_sixty_days_late(
        instalments(4, **joined(late=late), opened=[5] * 4), instalments=12
    )

    assert found.value == 0.5


def test_loans_whose_first_twelve_closes_are_not_all_seen_are_left_out() -> None:
    four = instalments(4, opened=[-1, 0, REVIEW - 12, REVIEW - 11])

    assert loans.ever_sixty_days_late(four, instalments=12).n == 2


def test_charged_off_are_the_written_off_and_the_over_150_days_late() -> None:
    # Paid; written off; 151 days late; 150 days late, which is neither.
    late = closes([{REVIEW: -1}, {REVIEW: -1}, {REVIEW: 6}, {REVIEW: 5}])
    four = instalments(4, **joined(late=late), written_off=[-1, 20, -1, -1])

    found = loans.charged_off(four)

    assert (found.value, found.n) == (pytest.approx(2 / 3), 3)


def test_only_loans_whose_term_has_run_out_within_the_window_have_ended() -> None:
    late = closes([{REVIEW: -1}] * 4)
    four = instalments(
        4, **joined(late=late), opened=[-1, 0, REVIEW - 24, REVIEW - 23], term=[24] * 4
    )

    assert loans.charged_off(four).n == 2


def test_charged_off_by_check_of_income_takes_one_way_alone() -> None:
    late = closes([{REVIEW: -1}] * 3)
    three = instalments(3, **joined(late=late), checked=[0, 2, 2], written_off=[-1, 9, -1])

    assert loans.charged_off(three, checked=2).value == 0.5
    assert loans.charged_off(three, checked=0).value == 0


def test_recovery_is_what_was_paid_after_the_month_of_write_off_over_what_was_owed_in_it() -> None:
    paid = closes([{20: 900 * YUAN, 21: 100 * YUAN, REVIEW: 50 * YUAN, REVIEW + 1: 999 * YUAN}, {}])
    owed = closes([{20: 1000 * YUAN}, {30: 500 * YUAN}])
    two = book(2, paid_fen=paid, owed_fen=owed, written_off=[20, 30])

    assert loans.recovered_after_write_off(two).value == pytest.approx(150 / 1500)


def test_recovery_never_passes_the_principal() -> None:
    paid, owed = closes([{21: 3000 * YUAN}]), closes([{20: 1000 * YUAN}])

    found = loans.recovered_after_write_off(book(1, paid_fen=paid, owed_fen=owed, written_off=[20]))

    assert found.value == 1


def test_without_a_write_off_there_is_no_recovery_to_measure() -> None:
    assert np.isnan(loans.recovered_after_write_off(book(2)).value)
