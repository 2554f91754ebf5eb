"""Two years to apply for enforcement, with the rules on interruption and suspension."""

from datetime import date

import pytest

from casebook.law.limitation.calculate import calculate, read_case


def work(*events, **fields):
    case = {"jurisdiction": "CN", "kind": "judgment", "events": list(events), **fields}
    return calculate(read_case(case, "case.yaml"))


@pytest.mark.parametrize(
    "fields",
    [
        {"performance_until": "2023-03-15"},
        {"instalments": ["2022-03-15", "2023-03-15", "2022-09-15"]},
        {"effective": "2023-03-15"},
    ],
    ids=["performance", "instalments", "effective"],
)
def test_two_years_run_from_the_last_day_of_performance_or_from_effect(fields):
    result = work(**fields)

    assert result.expires_unshifted == date(2025, 3, 15)
    assert result.expires == date(2025, 3, 17)  # from a Saturday
    assert result.outer is None
    assert result.steps[0].rules == ("CN-LIM-29",)


def test_a_former_two_year_period_stays_two_years_in_enforcement():
    assert work(performance_until="2016-05-05").expires_unshifted == date(2018, 5, 5)


def test_an_application_interrupts_until_enforcement_ends():
    applied = {"on": "2024-01-02", "event": "enforcement-application", "ended": "2024-08-06"}

    assert work(applied, performance_until="2023-03-15").expires == date(2026, 8, 6)


def test_a_suspension_names_the_interpretation_that_reads_otherwise():
    obstacle = {
        "on": "2025-01-02",
        "event": "obstacle",
        "until": "2025-02-03",
        "cause": "force-majeure",
    }

    result = work(obstacle, performance_until="2023-03-15")

    assert result.expires_unshifted == date(2025, 8, 3)
    assert "执行程序若干问题的解释》第19条" in str(result)
    assert "执行程序若干问题的解释》第19条" not in str(work(performance_until="2023-03-15"))


@pytest.mark.parametrize(
    ("event", "lost", "words"),
    [
        ({"event": "enforcement-application"}, False, "法院仍应受理"),
        ({"event": "promise"}, None, "没有收录相应规则"),
        ({"event": "paid-after-expiry"}, False, "执行回转"),
        ({"event": "demand", "by": "sms", "reached": True}, False, "没有期间可以中断"),
    ],
)
def test_what_comes_after_the_two_years_is_told_by_its_own_rule(event, lost, words):
    result = work({"on": "2025-06-01", **event}, performance_until="2023-03-15")

    assert result.expires == date(2025, 3, 17)
    assert result.defence_lost is lost
    assert any(words in step.text.zh for step in result.steps)


def test_a_late_application_is_still_accepted():
    result = work(performance_until="2023-03-15", as_of="2025-03-18")

    assert result.expired is True
    assert result.steps[-1].rules == ("CN-LIM-30",)
