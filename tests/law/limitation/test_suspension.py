"""An obstacle in the last six months ends the period six months after the obstacle goes."""

from datetime import date

import pytest

from casebook.law.limitation.calculate import calculate, read_case

# Due 2021-06-01, so the period ends on 2024-06-01, a Saturday, moved to Monday 2024-06-03;
# its last six months are the days after 2023-12-01.
DUE = "2021-06-01"


def work(*events, due=DUE):
    case = {"jurisdiction": "CN", "kind": "claim", "due": due, "events": list(events)}
    return calculate(read_case(case, "case.yaml"))


def obstacle(on, until):
    return {"on": on, "event": "obstacle", "until": until, "cause": "controlled"}


def promise(on):
    return {"on": on, "event": "promise"}


@pytest.mark.parametrize(
    ("events", "unshifted"),
    [
        pytest.param([obstacle("2023-10-01", "2023-12-01")], "2024-06-01", id="gone before"),
        pytest.param([obstacle("2023-10-01", "2023-12-02")], "2024-06-02", id="gone a day within"),
        pytest.param([obstacle("2024-02-01", "2024-02-10")], "2024-08-10", id="within"),
        pytest.param([obstacle("2024-05-31", "2024-09-15")], "2025-03-15", id="begun just before"),
        pytest.param([obstacle("2024-06-03", "2024-09-15")], "2025-03-15", id="on the last day"),
        pytest.param([obstacle("2024-06-04", "2024-09-15")], "2024-06-01", id="a day too late"),
        pytest.param([obstacle("2024-03-01", "2024-08-31")], "2025-02-28", id="no 31 February"),
        pytest.param([obstacle("2021-07-01", "2024-03-01")], "2024-09-01", id="long before"),
        pytest.param(
            [obstacle("2024-01-10", "2024-03-01"), obstacle("2024-08-20", "2024-10-10")],
            "2025-04-10",
            id="a second one in the months left",
        ),
        pytest.param(
            [obstacle("2024-01-10", "2024-05-01"), obstacle("2024-02-01", "2024-03-01")],
            "2024-11-01",
            id="one within another",
        ),
        pytest.param(
            [obstacle("2024-01-10", "2024-03-01"), obstacle("2024-02-01", "2024-05-01")],
            "2024-11-01",
            id="overlapping",
        ),
        pytest.param(
            [obstacle("2024-01-10", "2024-03-01"), obstacle("2024-09-03", "2024-10-10")],
            "2024-09-01",
            id="a second one begun too late",
        ),
    ],
)
def test_the_period_ends_six_months_after_the_last_obstacle_that_counts(events, unshifted):
    result = work(*events)

    assert result.expires_unshifted == date.fromisoformat(unshifted)
    told = [step for step in result.steps if step.rules == ("CN-LIM-08",)]
    assert len(told) == len(events)


def test_a_step_says_when_the_obstacle_was_too_early():
    early = work(obstacle("2023-10-01", "2023-12-01"))

    assert any("不发生中止" in step.text.zh for step in early.steps)


def test_an_interruption_during_an_obstacle_restarts_the_whole_period():
    result = work(obstacle("2024-02-01", "2024-08-01"), promise("2024-07-10"))

    assert result.expires_unshifted == date(2027, 7, 10)


def test_an_interruption_in_the_months_left_restarts_the_whole_period():
    result = work(obstacle("2024-02-01", "2024-08-01"), promise("2025-02-03"))

    assert result.expires_unshifted == date(2028, 2, 3)


def test_an_obstacle_that_outlasts_an_interruption_may_suspend_the_new_period():
    result = work(obstacle("2024-03-01", "2027-03-01"), promise("2024-04-01"))

    assert result.expires_unshifted == date(2027, 9, 1)
    assert any("仍在重新计算后的最后六个月之内" in step.text.zh for step in result.steps)


def test_an_obstacle_over_before_2017_10_01_carries_a_warning():
    result = work(obstacle("2016-10-01", "2016-12-01"), due="2015-01-05")

    assert any("当时的中止规则" in step.text.zh for step in result.steps)


def test_an_obstacle_cannot_move_the_twenty_years():
    demands = [
        {"on": f"{year}-01-15", "event": "demand", "by": "letter", "reached": True}
        for year in (2005, 2006, 2008, 2009, 2011, 2012, 2014, 2015, 2017, 2020)
    ]

    result = work(*demands, obstacle("2022-12-01", "2023-12-01"), due="2004-01-15")

    assert result.expires == date(2024, 1, 15)
