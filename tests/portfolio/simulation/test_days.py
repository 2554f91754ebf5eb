"""Months counted from many days at once, held against the reckoning of one day."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.portfolio import calendar
from casebook.portfolio.simulation.days import month_ends, months_later, whole_months
from casebook.portfolio.writing.ages import months_of_age

days = st.dates(date(1945, 1, 1), date(2030, 12, 31))


def one(day: date) -> np.ndarray:
    return np.array([day], dtype="datetime64[D]")


@given(days, st.integers(-300, 300))
def test_a_day_some_months_later_is_that_of_the_calendar(day: date, months: int) -> None:
    assert months_later(one(day), months)[0] == calendar.months_after(day, months)


@given(days, days)
def test_full_months_are_those_of_an_age(born: date, on: date) -> None:
    assert whole_months(one(born), one(on))[0] == months_of_age(born, on)


@pytest.mark.parametrize("day", [date(2026, 6, 1), date(2026, 6, 30), date(2024, 3, 15)])
def test_month_ends_are_those_of_the_calendar(day: date) -> None:
    assert month_ends(one(day), 24)[0].tolist() == calendar.month_ends(day, 24)
