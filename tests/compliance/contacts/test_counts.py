"""Counters count what the rule counts, in the days of the debtor."""

import pytest

from compliance.contacts.records import audited, calls, contact, shown

EASTERN = "America/New_York"


def on(day, *hours):
    return [f"2026-{day}T{hour:02d}:00" for hour in hours]


def test_three_connected_calls_a_day_are_allowed_and_a_fourth_is_not():
    three = calls(*on("03-02", 9, 11, 14), connected="yes")
    fourth = contact("2026-03-02T16:00", connected="yes", id="fourth")

    assert shown(three) == []
    assert shown([*three, fourth]) == [
        ("calls-connected", "CN-SEC-11", ("c1", "c2", "c3", "fourth"))
    ]


def test_a_day_over_the_limit_is_one_breach_however_far_over():
    [found] = audited(calls(*on("03-02", 9, 10, 11, 12, 13, 14), connected="yes"))

    assert found.id == "calls-connected:c4"
    assert "6 answered calls to one debtor on 2026-03-02; the limit is 3 a day" in found.evidence.en
    assert "接通的通话共 6 次" in found.evidence.zh
    assert "2 more went over" in found.evidence.en


def test_two_days_over_the_limit_are_two_breaches():
    both = [*on("03-02", 9, 10, 11, 12), *on("03-03", 9, 10, 11, 12)]

    found = shown(calls(*both, connected="yes"))

    assert [records for _, _, records in found] == [
        ("c1", "c2", "c3", "c4"),
        ("c5", "c6", "c7", "c8"),
    ]


def test_connected_calls_count_for_the_debtor_whatever_the_number_debt_or_machine():
    mixed = [
        contact("2026-03-02T09:00", connected="yes", point="1"),
        contact("2026-03-02T10:00", connected="yes", point="2"),
        contact("2026-03-02T11:00", connected="yes", debt="A2"),
        contact("2026-03-02T12:00", connected="yes", channel="voice-bot"),
    ]

    assert [each.rule for each in audited(mixed)] == ["CN-SEC-11"]


@pytest.mark.parametrize(
    "fourth",
    [
        {"connected": "no"},
        {"direction": "in", "connected": "yes"},
        {"channel": "sms"},
        {"debtor": "D2", "connected": "yes"},
        {"person": "guarantor", "connected": "yes"},
    ],
    ids=["unanswered", "incoming", "a message", "another debtor", "the guarantor"],
)
def test_what_is_no_connected_call_to_the_debtor_does_not_count(fourth):
    three = calls(*on("03-02", 9, 11, 14), connected="yes")

    assert audited([*three, contact("2026-03-02T16:00", **fourth)]) == []


def test_the_day_ends_at_midnight_where_the_debtor_is():
    # 10:00 to 13:00 in Beijing are 21:00 to midnight in New York.
    times = [f"2026-03-02T{hour}:00:00+08:00" for hour in (10, 11, 12, 13)]

    here = calls(*times, zone="Asia/Shanghai", connected="yes")
    abroad = calls(*times, zone=EASTERN, connected="yes")

    assert audited(here, check="calls-connected")
    assert audited(abroad, check="calls-connected") == []


def test_six_unanswered_tries_a_day_are_allowed_and_a_seventh_is_a_warning():
    six = calls(*on("03-02", 9, 10, 11, 12, 13, 14))
    seventh = contact("2026-03-02T15:00", id="seventh")

    [found] = audited([*six, seventh])

    assert audited(six) == []
    assert (found.check, found.rule, found.severity) == ("calls-attempted", "CN-SEC-18", "warn")
    assert found.records == ("c1", "c2", "c3", "c4", "c5", "c6", "seventh")
    assert "不宜" in found.evidence.zh


@pytest.mark.parametrize(
    "seventh",
    [{"point": "13900000000"}, {"connected": "yes"}, {"point": ""}, {"consent": "calls"}],
    ids=["another number", "answered", "number not known", "agreed with the debtor"],
)
def test_what_is_no_unanswered_try_to_the_number_does_not_count(seventh):
    six = calls(*on("03-02", 9, 10, 11, 12, 13, 14))

    assert audited([*six, contact("2026-03-02T15:00", **seventh)]) == []


def test_tries_to_numbers_that_are_not_known_are_not_counted_together():
    tries = calls(*on("03-02", 9, 10, 11, 12, 13, 14, 15), point="")

    assert audited(tries) == []


def test_a_busy_or_dead_number_is_an_unanswered_try_in_china():
    tries = calls(*on("03-02", 9, 10, 11, 12, 13, 14, 15), connected="unreachable")

    assert [each.rule for each in audited(tries)] == ["CN-SEC-18"]


def test_unanswered_tries_do_not_count_before_the_guideline():
    tries = calls(*(f"2026-01-29T{hour}:00" for hour in range(10, 18)))

    assert audited(tries) == []


# The examples of the commentary to 1006.14(b), moved to years when the rule is in force.
def test_seven_calls_in_seven_days_and_an_eighth_on_day_eight_are_allowed():
    days = ["04-01", "04-02", "04-03", "04-04", "04-05", "04-06", "04-07", "04-08"]

    assert shown(calls(*(f"2026-{day}T10:00" for day in days), zone=EASTERN), (), "US") == []


def test_an_eighth_call_within_seven_days_is_a_presumed_violation():
    days = ["04-01", "04-02", "04-02", "04-03", "04-03", "04-06", "04-06", "04-07"]
    times = [f"2026-{day}T1{place}:00" for place, day in enumerate(days)]

    [found] = audited(calls(*times, zone=EASTERN), jurisdiction="US")

    assert (found.check, found.rule) == ("calls-in-seven-days", "US-01")
    assert found.records == tuple(f"c{place}" for place in range(1, 9))
    assert "presumption" in found.evidence.en
    assert "推定" in found.evidence.zh


def test_the_seven_days_are_counted_in_days_across_summer_time():
    # The clocks go forward on 8 March 2026; seven days after 5 March is 12 March all the same.
    late = [f"2026-03-{day:02d}T20:30" for day in (5, 6, 7, 8, 9, 10, 11)]

    allowed = calls(*late, "2026-03-12T08:00", zone=EASTERN)
    eighth = calls(*late, "2026-03-11T20:45", zone=EASTERN)

    assert audited(allowed, jurisdiction="US") == []
    assert [each.rule for each in audited(eighth, jurisdiction="US")] == ["US-01"]


def test_the_debtor_s_midnight_divides_the_days():
    # 23:30 Pacific on 1 April is 2 April in New York, so the window of 8 April holds seven there.
    first = ["2026-04-01T23:30:00-07:00"]
    rest = [f"2026-04-0{day}T12:00:00-07:00" for day in range(2, 8)]
    last = ["2026-04-08T12:00:00-07:00"]

    pacific = calls(*first, *rest, *last, zone="America/Los_Angeles")
    eastern = calls(*first, *rest, *last, zone=EASTERN)

    assert audited(pacific, jurisdiction="US", check="calls-in-seven-days") == []
    assert audited(eastern, jurisdiction="US", check="calls-in-seven-days")


def test_the_us_counts_a_debt_and_a_person_each_by_itself():
    seven = calls(*(f"2026-04-01T{hour}:00" for hour in range(10, 17)), zone=EASTERN)
    others = [
        contact("2026-04-01T17:00", EASTERN, debt="A2"),
        contact("2026-04-01T18:00", EASTERN, person="spouse"),
    ]

    assert audited([*seven, *others], jurisdiction="US") == []


@pytest.mark.parametrize(
    ("eighth", "is_breach"),
    [
        ({}, True),
        ({"channel": "voicemail"}, True),
        ({"channel": "voice-bot"}, True),
        ({"point": "another"}, True),
        ({"connected": "unreachable"}, False),
        ({"consent": "calls"}, False),
        ({"channel": "sms"}, False),
        ({"direction": "in"}, False),
        ({"person": "attorney"}, False),
    ],
    ids=str,
)
def test_the_us_counts_calls_that_connect_to_the_number_without_consent(eighth, is_breach):
    seven = calls(*(f"2026-04-01T{hour}:00" for hour in range(10, 17)), zone=EASTERN)

    found = audited([*seven, contact("2026-04-01T18:00", EASTERN, **eighth)], jurisdiction="US")

    assert [each.rule for each in found] == (["US-01"] if is_breach else [])


def test_days_on_end_over_the_limit_are_one_breach_and_a_later_week_another():
    week = [f"2026-04-{day:02d}T{hour}:00" for day in range(1, 6) for hour in (10, 12)]
    later = [f"2026-04-{day:02d}T{hour}:00" for day in range(20, 25) for hour in (10, 12)]

    first, second = audited(calls(*week, *later, zone=EASTERN), jurisdiction="US")

    assert first.records == tuple(f"c{place}" for place in range(1, 11))
    assert second.records == tuple(f"c{place}" for place in range(11, 21))


def test_us_calls_before_the_rule_do_not_count():
    before = [f"2021-11-29T{hour}:00" for hour in range(10, 17)]

    found = audited(calls(*before, "2021-11-30T10:00", zone=EASTERN), jurisdiction="US")

    assert found == []


def test_a_third_party_is_asked_where_the_debtor_is_once():
    asked = [
        contact("2026-04-01T10:00", EASTERN, person="relative", connected="yes", id="first"),
        contact("2026-05-01T10:00", EASTERN, person="relative", connected="no"),
        contact("2026-06-01T10:00", EASTERN, person="relative", connected="yes", id="second"),
        contact("2026-06-02T10:00", EASTERN, person="relative", connected="yes", point="other"),
    ]

    [found] = audited(asked, jurisdiction="US")

    assert (found.rule, found.severity) == ("US-12", "warn")
    assert found.records == ("first", "second")


def test_the_order_of_the_record_does_not_matter():
    made = calls(*on("03-02", 9, 10, 11, 12), connected="yes")

    assert audited(made[::-1]) == audited(made)
