"""What must hold of every claim: order does not matter, and an interruption never costs a day."""

import json
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from casebook.law.limitation.calculate import calculate, read_case
from casebook.law.limitation.effects import late_effect
from casebook.law.limitation.period import Period
from casebook.law.limitation.walk import walk

SIMPLE = (
    "promise",
    "part-payment",
    "instalment-paid",
    "security-given",
    "asked-for-time",
    "repayment-plan",
    "debit",
    "assignment-notice",
)
PROCEEDINGS = ("suit", "arbitration", "payment-order", "report", "enforcement-application")
LATE = ("agreed-after-expiry", "paid-after-expiry", "internal-note")
DAYS = st.dates(date(2010, 1, 1), date(2032, 12, 31))
FEW = settings(max_examples=150, deadline=None)


def acts(days=DAYS):
    return st.builds(lambda on, event: {"on": on, "event": event}, days, st.sampled_from(SIMPLE))


def suits(days=DAYS):
    def suit(on, event, length):
        ended = {} if length is None else {"ended": on + timedelta(length)}
        return {"on": on, "event": event, **ended}

    lengths = st.none() | st.integers(0, 900)
    return st.builds(suit, days, st.sampled_from(PROCEEDINGS), lengths)


def demands(days=DAYS):
    def demand(on, reached):
        return {"on": on, "event": "demand", "by": "sms", "reached": reached}

    return st.builds(demand, days, st.booleans())


def obstacles(days=DAYS):
    def obstacle(on, length):
        until = on + timedelta(length)
        return {"on": on, "event": "obstacle", "until": until, "cause": "other"}

    return st.builds(obstacle, days, st.integers(0, 700))


def others(days=DAYS):
    return st.builds(lambda on, event: {"on": on, "event": event}, days, st.sampled_from(LATE))


def interruptions(days=DAYS):
    return acts(days) | suits(days) | demands(days)


def events(days=DAYS):
    return st.lists(interruptions(days) | obstacles(days) | others(days), max_size=7)


def work(due, told, kind="claim"):
    start = {"due": due} if kind == "claim" else {"performance_until": due}
    case = {"jurisdiction": "CN", "kind": kind, **start, "events": told}
    return calculate(read_case(case, "case.yaml"))


@FEW
@given(due=DAYS, told=events(), extra=interruptions(), kind=st.sampled_from(["claim", "judgment"]))
def test_an_added_interruption_never_brings_the_day_forward(due, told, extra, kind):
    assert work(due, [*told, extra], kind).expires >= work(due, told, kind).expires


@FEW
@given(due=DAYS, told=events(), extra=obstacles())
def test_an_added_obstacle_never_brings_the_day_forward(due, told, extra):
    assert work(due, [*told, extra]).expires >= work(due, told).expires


@FEW
@given(due=DAYS, told=events(), data=st.data())
def test_the_order_of_the_list_does_not_matter(due, told, data):
    shuffled = data.draw(st.permutations(told))

    assert work(due, shuffled).to_dict() == work(due, told).to_dict()


@FEW
@given(day=st.dates(date(2020, 6, 1), date(2023, 6, 30)), data=st.data())
def test_the_order_of_events_of_one_day_does_not_matter(day, data):
    told = data.draw(events(st.just(day)))
    shuffled = data.draw(st.permutations(told))

    assert work(date(2020, 1, 6), shuffled).to_dict() == work(date(2020, 1, 6), told).to_dict()


@FEW
@given(day=st.dates(date(2022, 6, 1), date(2023, 2, 28)), data=st.data())
def test_events_of_one_day_lead_to_the_same_even_where_nothing_sorts_them(day, data):
    case = {"jurisdiction": "CN", "kind": "claim", "due": date(2020, 1, 6)}
    told = read_case({**case, "events": data.draw(events(st.just(day)))}, "case.yaml").events
    shuffled = data.draw(st.permutations(told))

    courses = [
        walk(Period(date(2020, 1, 6)), order, late_effect, "CN-LIM-02")
        for order in (told, shuffled)
    ]

    first, second = ((course.period, course.defence_lost, course.open_since) for course in courses)
    assert first == second


@FEW
@given(due=DAYS, told=events())
def test_a_claim_never_outlives_the_twenty_years_and_is_plain_json(due, told):
    result = work(due, told)

    assert result.expires_unshifted <= result.outer
    assert result.expires_unshifted <= result.expires <= result.expires_unshifted + timedelta(12)
    assert json.loads(json.dumps(result.to_dict()))["expires"] == result.expires.isoformat()
    assert all(step.text.zh and step.text.en for step in result.steps)


@FEW
@given(due=DAYS, later=DAYS)
def test_a_later_due_date_never_runs_out_earlier(due, later):
    first, second = sorted((due, later))

    assert work(first, []).expires <= work(second, []).expires
