"""The validation period ends 30 days after receipt, or after its assumed day."""

from datetime import date

import pytest

from casebook.law.limitation.calculate import calculate, read_case


def work(**fields):
    case = {"jurisdiction": "US", "kind": "validation", **fields}
    return calculate(read_case(case, "case.yaml"))


def test_receipt_is_assumed_after_five_business_days_and_the_period_ends_thirty_later():
    result = work(sent="2024-04-01")

    assert (result.assumed_received, result.expires) == (date(2024, 4, 8), date(2024, 5, 8))
    assert (result.expired, result.dispute_in_time) == (None, None)


def test_a_known_receipt_counts_and_the_assumed_day_is_told():
    result = work(sent="2024-04-01", received="2024-04-03")

    assert result.expires == date(2024, 5, 3)
    assert any("2024年5月8日" in step.text.zh for step in result.steps)


@pytest.mark.parametrize(("day", "in_time"), [("2024-05-08", True), ("2024-05-09", False)])
def test_a_dispute_on_the_last_day_is_in_time(day, in_time):
    assert work(sent="2024-04-01", disputed=day).dispute_in_time is in_time
    assert work(sent="2024-04-01", as_of=day).expired is not in_time


def test_a_day_in_lieu_of_a_holiday_is_told():
    result = work(sent="2021-12-27")

    assert result.assumed_received == date(2022, 1, 3)
    assert any(step.on == date(2022, 1, 4) for step in result.steps)
