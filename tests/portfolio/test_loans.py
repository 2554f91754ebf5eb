"""Plans, coverage and days past due, at the bound and past it."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.portfolio.calendar import month_ends, months_after
from casebook.portfolio.loans import (
    covered,
    days_past_due,
    instalment_plan,
    outstanding_principal_fen,
    stage,
)


@given(st.integers(100_000, 20_000_000), st.integers(300, 2400), st.sampled_from([6, 12, 24, 36]))
def test_a_plan_repays_the_principal_in_level_payments(lent: int, rate: int, term: int) -> None:
    plan = instalment_plan(lent, rate, term)

    amounts = plan.sum(axis=1)

    assert plan[:, 0].sum() == lent
    assert len(set(amounts[:-1])) == 1
    assert abs(amounts[-1] - amounts[0]) <= term


@given(st.integers(0, 3_000_000))
def test_coverage_and_what_is_left_add_up(paid: int) -> None:
    plan = instalment_plan(2_000_000, 2400, 12)
    amounts = plan.sum(axis=1)

    part = covered(amounts, paid)

    assert part.sum() == min(paid, amounts.sum())
    assert (np.diff((part < amounts).astype(int)) >= 0).all()
    assert 0 <= outstanding_principal_fen(plan, paid) <= 2_000_000


@pytest.mark.parametrize(
    ("paid", "on", "days"),
    [
        (0, date(2026, 1, 9), 0),
        (0, date(2026, 1, 10), 0),
        (0, date(2026, 1, 11), 1),
        (99, date(2026, 1, 11), 1),
        (100, date(2026, 1, 11), 0),
        (100, date(2026, 2, 12), 2),
        (200, date(2027, 1, 1), 0),
    ],
)
def test_days_count_from_the_oldest_instalment_not_covered(paid: int, on: date, days: int) -> None:
    due_on = (date(2026, 1, 10), date(2026, 2, 10))

    assert days_past_due(due_on, np.array([100, 100]), paid, on) == days


@pytest.mark.parametrize(
    ("days", "name"),
    [(0, "M0"), (1, "M1"), (30, "M1"), (31, "M2"), (180, "M6"), (181, "M6+")],
)
def test_stages_change_after_each_thirty_days(days: int, name: str) -> None:
    assert stage(days) == name


@pytest.mark.parametrize(
    ("day", "months", "on", "expected"),
    [
        (date(2026, 1, 31), 1, None, date(2026, 2, 28)),
        (date(2023, 12, 31), 2, None, date(2024, 2, 29)),
        (date(2026, 3, 15), -3, None, date(2025, 12, 15)),
        (date(2026, 3, 15), 1, 5, date(2026, 4, 5)),
    ],
)
def test_months_after_keeps_to_the_month(
    day: date, months: int, on: int | None, expected: date
) -> None:
    assert months_after(day, months, on=on) == expected


def test_month_ends_are_the_full_months_before() -> None:
    assert month_ends(date(2026, 3, 15), 3) == [
        date(2025, 12, 31),
        date(2026, 1, 31),
        date(2026, 2, 28),
    ]
