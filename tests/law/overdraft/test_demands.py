"""Two effective demands on a card, by the interpretation's four conditions."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.errors import DataError
from casebook.law.overdraft.demands import calculate, read, read_case

PASSED = date(2026, 1, 10)


def demand(days, **fields):
    return {"on": PASSED + timedelta(days=days), "received": True, **fields}


def work(*demands):
    return calculate(read_case({"passed": PASSED, "demands": list(demands)}, "case"))


def test_golden_case_12_two_demands_twenty_days_apart_are_not_two_effective_demands():
    answer = work(demand(5), demand(25))

    assert not answer.two_effective
    assert answer.first == date(2026, 1, 15)
    assert any("20天" in step.text.zh for step in answer.steps)
    assert {rule for step in answer.steps for rule in step.rules} == {"CN-CRM-18", "CN-CRM-19"}


@pytest.mark.parametrize(("apart", "are_two"), [(29, False), (30, True), (31, True)])
def test_thirty_days_apart_are_enough_and_a_day_less_is_not(apart, are_two):
    assert work(demand(1), demand(1 + apart)).two_effective is are_two


def test_a_third_demand_makes_up_for_one_too_close():
    answer = work(demand(1), demand(15), demand(31))

    assert (answer.first, answer.second) == (date(2026, 1, 11), date(2026, 2, 10))
    assert answer.unpaid_past == date(2026, 5, 10)


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ({"received": False}, "不能确认持卡人收悉"),
        ({"lawful": False}, "不符合催收的有关规定"),
        ({"on": PASSED}, "还没有超过规定限额"),
    ],
    ids=["not received", "against the rules", "on the day itself"],
)
def test_a_demand_that_lacks_a_condition_does_not_count(fault, words):
    answer = work(demand(1, **fault), demand(40))

    assert not answer.two_effective
    assert any(words in step.text.zh for step in answer.steps)


def test_one_who_evades_on_purpose_need_not_have_received_it():
    assert work(demand(1, received=False, evaded=True), demand(40)).two_effective


def test_the_answer_always_says_that_not_paying_is_no_crime_in_itself():
    for answer in (work(demand(1)), work(demand(1), demand(31))):
        assert "不等于犯罪" in answer.steps[-1].text.zh
        assert answer.steps[-1].rules == ("CN-CRM-18",)


@given(st.lists(st.integers(1, 200), min_size=1, max_size=8, unique=True), st.randoms())
def test_the_order_in_which_demands_are_written_does_not_matter(days, rng):
    shuffled = rng.sample(days, k=len(days))

    assert work(*map(demand, days)) == work(*map(demand, shuffled))


@given(st.lists(st.integers(1, 200), min_size=2, max_size=8, unique=True))
def test_there_are_two_just_when_the_outermost_lie_thirty_days_apart(days):
    assert work(*map(demand, days)).two_effective is (max(days) - min(days) >= 30)


def test_all_faults_of_a_case_are_told_at_once():
    text = "passed: soon\ndemands:\n  - {on: 2026-02-01, arrived: true}\n  - 5\n"

    with pytest.raises(DataError) as caught:
        read(text, "card.yaml")

    told = str(caught.value)
    for words in (
        "passed is 'soon'",
        'demand 1: field "arrived" is unknown',
        'demand 1: field "received" is missing',
        "demand 2: is 5, expected a mapping",
    ):
        assert words in told


def test_the_result_is_plain_for_json_and_readable_in_both_languages():
    answer = work(demand(1), demand(31))

    assert answer.to_dict()["second"] == "2026-02-10"
    assert answer.lines("zh")[0] == "是否有两次有效催收：是"
    assert answer.lines("en")[0] == "Two effective demands: yes"
