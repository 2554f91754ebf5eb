"""Periods are counted as the Civil Code counts them, and rest days follow the official calendar."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.law.days import (
    business_days_after,
    china_shift,
    days_after,
    is_china_year_known,
    months_after,
    years_after,
)

DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))


@pytest.mark.parametrize(
    ("opening", "months", "last"),
    [
        ("2022-06-15", 36, "2025-06-15"),
        ("2024-02-29", 36, "2027-02-28"),
        ("2024-08-31", 6, "2025-02-28"),
        ("2023-08-31", 6, "2024-02-29"),
        ("2023-08-30", 6, "2024-02-29"),
        ("2024-12-31", 2, "2025-02-28"),
        ("2024-03-31", -1, "2024-02-29"),
        ("2024-01-31", -2, "2023-11-30"),
    ],
)
def test_a_period_ends_on_the_corresponding_day_or_the_last_of_the_month(opening, months, last):
    assert months_after(date.fromisoformat(opening), months) == date.fromisoformat(last)


def test_the_opening_day_is_not_counted():
    assert days_after(date(2024, 2, 28), 1) == date(2024, 2, 29)
    assert years_after(date(2022, 6, 15), 1) == date(2023, 6, 15)


@pytest.mark.parametrize(
    ("end", "last"),
    [
        pytest.param("2025-06-15", "2025-06-16", id="a Sunday"),
        pytest.param("2025-06-14", "2025-06-16", id="a Saturday"),
        pytest.param("2025-06-16", "2025-06-16", id="a Monday"),
        pytest.param("2024-10-01", "2024-10-08", id="National Day week"),
        pytest.param("2025-10-08", "2025-10-09", id="a day off moved from a weekend"),
        pytest.param("2024-10-12", "2024-10-12", id="a Saturday made up"),
        pytest.param("2019-05-05", "2019-05-05", id="a Sunday made up"),
        pytest.param("2026-02-28", "2026-02-28", id="a Saturday made up in 2026"),
        pytest.param("2023-12-30", "2024-01-02", id="over New Year"),
    ],
)
def test_a_rest_day_moves_the_last_day_and_a_made_up_one_does_not(end, last):
    shift = china_shift(date.fromisoformat(end))

    assert shift.last == date.fromisoformat(last)
    assert shift.unknown == ()


def test_a_year_without_a_known_arrangement_is_moved_by_weekends_only_and_says_so():
    holiday, sunday = china_shift(date(2060, 10, 1)), china_shift(date(2060, 10, 3))

    assert (holiday.last, holiday.unknown) == (date(2060, 10, 1), (2060,))
    assert (sunday.last, sunday.unknown) == (date(2060, 10, 4), (2060,))


@pytest.mark.parametrize(
    ("year", "known"), [(2000, False), (2001, True), (2008, True), (2026, True), (2060, False)]
)
def test_a_year_is_known_where_make_up_days_are_entered(year, known):
    assert is_china_year_known(year) is known


@given(DAYS, DAYS)
def test_the_shift_keeps_the_order_of_days_and_never_goes_back(one, other):
    earlier, later = sorted((one, other))

    assert earlier <= china_shift(earlier).last <= china_shift(later).last


@given(DAYS)
def test_the_shift_ends_on_a_day_that_is_itself_not_moved(day):
    last = china_shift(day).last

    assert china_shift(last).last == last


@pytest.mark.parametrize(
    ("sent", "assumed"),
    [
        pytest.param("2024-04-01", "2024-04-08", id="a plain week"),
        pytest.param("2024-06-28", "2024-07-08", id="over Independence Day, sent on a Friday"),
        pytest.param("2024-11-25", "2024-12-03", id="over Thanksgiving"),
        pytest.param("2020-06-15", "2020-06-22", id="before Juneteenth was a holiday"),
        pytest.param("2024-06-14", "2024-06-24", id="over Juneteenth"),
        pytest.param("2021-12-27", "2022-01-03", id="New Year on a Saturday"),
    ],
)
def test_business_days_leave_out_weekends_and_federal_holidays(sent, assumed):
    assert business_days_after(date.fromisoformat(sent), 5) == date.fromisoformat(assumed)


def test_a_day_in_lieu_is_left_out_only_when_asked():
    sent = date(2021, 12, 27)

    assert business_days_after(sent, 5, observed=True) == date(2022, 1, 4)
