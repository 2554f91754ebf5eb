"""Months are counted as lenders count them."""

from datetime import date

import pytest

from casebook.portfolio.calendar import month_ends, months_after


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
