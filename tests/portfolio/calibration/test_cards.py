"""Measures of the cards, on books small enough to count by hand."""

from collections import Counter
from itertools import pairwise

import numpy as np
import pytest

from casebook.portfolio.calibration import cards
from casebook.portfolio.calibration.model import OUTCOME, REVIEW
from casebook.portfolio.simulation.model import Product
from portfolio.calibration.invented import YUAN, book, closes, joined, taiwan

EARLY = REVIEW - 5


def at_review(*statuses: int) -> dict[str, object]:
    return joined(late=closes([{REVIEW: status} for status in statuses]))


def test_shares_of_statuses_count_cards_as_seen_at_the_review() -> None:
    seen = closes([{REVIEW: status} for status in (0, 1, 2, 7)]).astype(np.int8)

    found = cards.status_share(book(4, late_seen=seen), months=(1, 2))

    assert (found.value, found.n) == (0.5, 4)


def test_other_products_closed_cards_and_cards_written_off_are_not_counted() -> None:
    four = book(
        4,
        **at_review(1, 1, -1, 1),
        product=[Product.CREDIT_CARD, Product.CASH_LOAN, Product.CREDIT_CARD, Product.CREDIT_CARD],
        written_off=[-1, -1, -1, REVIEW],
    )

    assert cards.status_share(four, months=(0, 99)).n == 1


def test_a_card_written_off_only_after_the_review_still_counts() -> None:
    one = book(1, written_off=[OUTCOME])

    assert cards.status_share(one, months=(0, 0)).n == 1


def test_the_distance_of_two_mixes_is_half_the_sum_of_their_differences() -> None:
    bands, shares = [[0, 0], [1, 2], [3, 99]], [0.75, 0.25, 0.0]

    found = cards.status_distance(book(4, **at_review(0, 0, 1, 3)), bands=bands, shares=shares)

    assert found.value == pytest.approx(0.25)


def test_ever_late_looks_at_six_closes_and_no_more() -> None:
    late = closes([{EARLY - 1: 3}, {EARLY: 1}, {REVIEW: 1}, {}])

    assert cards.ever_late(book(4, **joined(late=late))).value == 0.5


def test_a_card_not_open_at_all_six_closes_has_no_history() -> None:
    late = closes([{EARLY: -1}, {}])

    assert cards.ever_late(book(2, **joined(late=late))).n == 1


def test_transitions_pool_four_steps_and_leave_the_last_out() -> None:
    # From 3 months late: to 4 in the first step, cured in the fourth; the fifth is not counted.
    late = closes([{EARLY: 3, EARLY + 1: 4}, {REVIEW - 2: 3}, {REVIEW - 1: 3, REVIEW: 4}])
    three = book(3, **joined(late=late))

    assert cards.transition(three, start=(3, 3), end=(4, 4)).value == 0.5
    assert cards.transition(three, start=(3, 3), end=(0, 0)).n == 2


def test_one_and_two_months_late_are_one_bucket() -> None:
    late = closes([{EARLY: 1, EARLY + 1: 2}])

    found = cards.transition(book(1, **joined(late=late)), start=(1, 2), end=(1, 2))

    assert (found.value, found.n) == (0.5, 2)


def test_entry_as_closed_leaves_out_what_was_made_good_and_entry_as_seen_has_it() -> None:
    seen = closes([{EARLY + 1: 1, REVIEW: 1}, {}]).astype(np.int8)
    two = book(2, late_seen=seen)

    assert cards.entry_as_closed(two).value == 0
    assert cards.entry_as_seen(two).value == 0.5


def test_entry_as_seen_asks_only_those_on_time_a_month_before() -> None:
    late = closes([{REVIEW - 1: 2, REVIEW: 3}, {REVIEW: 1}])

    found = cards.entry_as_seen(book(2, **joined(late=late)))

    assert (found.value, found.n) == (1, 1)


def test_transitions_of_a_large_book_agree_with_a_count_one_card_at_a_time() -> None:
    large = taiwan(3000)
    steps: Counter[tuple[int, int]] = Counter()
    for row in large.late[:, EARLY:REVIEW].tolist():
        steps.update(pairwise(row))
    from_3 = sum(count for (start, _), count in steps.items() if start == 3)

    found = cards.transition(large, start=(3, 3), end=(4, 4))

    assert found.n == from_3 > 50
    assert found.value == pytest.approx(steps[3, 4] / from_3)


def test_default_is_being_late_a_month_after_the_review_or_written_off_in_it() -> None:
    late = closes([{OUTCOME: 1}, {}, {OUTCOME: -1}, {OUTCOME: -1}])
    four = book(4, **joined(late=late), written_off=[-1, -1, OUTCOME, -1])

    found = cards.default_by_status(four, months=(0, 99))

    assert found.n == 3  # the fourth was closed: nothing is known of it
    assert found.value == pytest.approx(2 / 3)


def test_default_by_status_takes_the_status_as_seen_at_the_review() -> None:
    seen = closes([{REVIEW: 1, OUTCOME: 1}, {REVIEW: 1}, {OUTCOME: 2}]).astype(np.int8)

    found = cards.default_by_status(book(3, late_seen=seen), months=(1, 1))

    assert (found.value, found.n) == (0.5, 2)


def test_a_limit_on_the_bound_of_two_quarters_belongs_to_the_lower() -> None:
    limits = np.repeat([10, 20, 30, 40, 50], 2) * 1000 * YUAN
    late = closes([{OUTCOME: 1}, {OUTCOME: 1}, *[{}] * 8])
    ten = book(10, **joined(late=late), limit_fen=limits)

    assert cards.default_by_limit(ten, quartile=1).n == 4
    assert cards.default_by_limit(ten, quartile=1).value == 0.5
    assert cards.default_by_limit(ten, quartile=4).n == 2


def test_steps_are_in_order_only_where_every_one_is_above_nought() -> None:
    rows = [{}, {}, {REVIEW: 1}, {REVIEW: 1, OUTCOME: 2}, {REVIEW: 2, OUTCOME: 3}]
    rising = book(5, **joined(late=closes(rows)))

    assert cards.default_rises_with_status(rising, statuses=[0, 1, 2]).value == 0.5
    assert cards.default_rises_with_status(rising, statuses=[0, 2, 1]).value == -0.5


def test_default_falls_with_limit_where_the_poorest_default_most() -> None:
    limits = np.repeat([10, 20, 30, 40], 4) * 1000 * YUAN
    late = closes([{OUTCOME: 1} if place % 4 > place // 4 else {} for place in range(16)])
    falling = book(16, **joined(late=late), limit_fen=limits)

    assert cards.default_falls_with_limit(falling).value == pytest.approx(0.25)


def test_limits_are_measured_by_mean_shape_and_use() -> None:
    limits = np.array([10, 20, 30, 40, 100]) * 1000 * YUAN
    owed = closes([{}] * 5, usual=5000 * YUAN)
    five = book(5, limit_fen=limits, owed_fen=owed)

    assert cards.limit_mean(five).value == 40_000 * YUAN
    assert cards.limit_over_mean(five, place=0.5).value == pytest.approx(0.75)
    assert cards.limits_used(five).value == pytest.approx(25 / 200)


def test_utilisation_is_the_statement_over_the_limit() -> None:
    due = closes([{REVIEW: 2000 * YUAN}, {REVIEW: 5000 * YUAN}, {REVIEW: 9000 * YUAN}])

    assert cards.utilisation(book(3, due_fen=due), place=0.5).value == pytest.approx(0.5)


def test_ages_are_completed_years() -> None:
    three = book(3, age=[20.99, 21.0, 79.99])

    assert cards.age_mean(three).value == pytest.approx(40)
    assert cards.age_outside(three, low=21, high=79).value == pytest.approx(1 / 3)


def test_paying_nothing_is_asked_of_the_late_and_of_the_others_apart() -> None:
    paid = closes([{REVIEW: 0}, {}, {REVIEW: 0}, {}], usual=100 * YUAN)
    four = book(4, **at_review(1, 2, 0, 0), paid_fen=paid)

    assert cards.paying_nothing(four, months=(1, 99)).value == 0.5
    assert cards.paying_nothing(four, months=(0, 0)).n == 2


def test_the_share_of_the_bill_is_of_the_statement_before_and_at_most_one() -> None:
    bill = closes([{REVIEW - 1: yuan * YUAN} for yuan in (1000, 1000, 1000, 0)], usual=77 * YUAN)
    paid = closes([{REVIEW: yuan * YUAN} for yuan in (0, 200, 3000, 500)])
    four = book(4, **at_review(1, 1, 1, 1), due_fen=bill, paid_fen=paid)

    assert cards.bill_paid_mean(four).value == pytest.approx(0.4)
    assert cards.bill_paid_median(four).value == pytest.approx(0.2)
    assert cards.bill_paid_mean(four).n == 3  # one had no statement


def test_balances_over_six_months_late_are_weighed_by_amount() -> None:
    owed = closes([{REVIEW: 3000 * YUAN}, {REVIEW: 9000 * YUAN}])
    two = book(2, **at_review(7, 6), owed_fen=owed)

    assert cards.balance_late(two, months=(7, 99)).value == pytest.approx(0.25)


@pytest.mark.parametrize("product", [Product.CASH_LOAN, Product.CAR_LOAN])
def test_a_book_without_cards_measures_nothing(product: Product) -> None:
    none = book(3, product=[product] * 3)

    for found in (cards.ever_late(none), cards.default_by_limit(none, quartile=1)):
        assert np.isnan(found.value)
        assert found.n == 0
