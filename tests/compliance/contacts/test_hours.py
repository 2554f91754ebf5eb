"""Contacts are held to the hours where the person is."""

from datetime import date

import pytest

from compliance.contacts.records import audited, contact, fact, shown

EASTERN, PACIFIC = "America/New_York", "America/Los_Angeles"


@pytest.mark.parametrize(
    ("clock", "is_breach"),
    [
        ("07:59:59", True),
        ("08:00:00", False),
        ("21:59:59", False),
        ("22:00:00", True),
        ("23:30:00", True),
        ("00:00:00", True),
    ],
)
def test_china_allows_contact_from_8_to_before_22(clock, is_breach):
    found = shown([contact(f"2026-03-02T{clock}", id="c1")])

    assert found == ([("hours", "CN-SEC-10", ("c1",))] if is_breach else [])


@pytest.mark.parametrize(
    ("clock", "is_breach"),
    [("07:59:59", True), ("08:00", False), ("21:00:00", False), ("21:00:01", True)],
)
def test_the_us_allows_contact_from_8_through_9_pm_sharp(clock, is_breach):
    found = shown([contact(f"2026-03-02T{clock}", EASTERN, id="c1")], jurisdiction="US")

    assert found == ([("hours", "US-05", ("c1",))] if is_breach else [])


def test_the_uk_has_no_clock():
    assert shown([contact("2026-03-02T03:00", "Europe/London")], jurisdiction="UK") == []


@pytest.mark.parametrize(
    ("clock", "is_breach"),
    [("10:59", True), ("11:00", False), ("21:00", False), ("21:01", True)],
)
def test_conflicting_zones_leave_only_the_hours_good_in_all(clock, is_breach):
    # The example of the commentary: an Eastern area code and a Pacific address.
    night = contact(f"2026-06-01T{clock}:00-04:00", f"{EASTERN};{PACIFIC}")

    assert bool(audited([night], jurisdiction="US")) is is_breach


def test_the_finding_names_the_zone_and_the_hour_there():
    early = contact("2026-06-01T10:30:00", f"{EASTERN};{PACIFIC}")

    [found] = audited([early], jurisdiction="US")

    assert "2026-06-01 07:30 local time (America/Los_Angeles)" in found.evidence.en
    assert "当地时间 2026-06-01 07:30（America/Los_Angeles）" in found.evidence.zh


def test_the_offset_of_the_caller_gives_way_to_the_zone_of_the_debtor():
    # 9:00 in Beijing is 7:00 in Almaty.
    away = contact("2026-03-02T09:00:00+08:00", "Asia/Almaty")

    assert [each.check for each in audited([away])] == ["hours"]


@pytest.mark.parametrize(("day", "is_breach"), [(7, True), (8, False)])
def test_summer_time_moves_the_hour(day, is_breach):
    # 12:30 UTC is 7:30 in New York on 7 March 2026, and 8:30 the day after.
    called = contact(f"2026-03-0{day}T12:30:00+00:00", EASTERN)

    assert bool(audited([called], jurisdiction="US")) is is_breach


def test_a_zone_on_file_beats_the_zone_of_the_record_while_it_stands():
    moved = fact("zone", "2026-03-01", "2026-03-03", value=PACIFIC)
    before, during, after = (contact(f"2026-{day}T09:00", EASTERN, id=day) for day in DAYS)

    found = shown([before, during, after], [moved], "US")

    assert found == [("hours", "US-05", ("03-02",))]


DAYS = ("02-28", "03-02", "03-03")


@pytest.mark.parametrize("channel", ["call", "voice-bot", "sms", "email", "chat", "visit"])
def test_every_channel_that_disturbs_has_hours(channel):
    assert audited([contact("2026-03-02T23:00", channel=channel)], check="hours")


def test_a_letter_has_no_hour():
    assert audited([contact("2026-03-02T23:00", channel="letter")]) == []


def test_a_contact_that_comes_in_at_night_is_no_breach():
    assert audited([contact("2026-03-02T23:00", direction="in", connected="yes")]) == []


@pytest.mark.parametrize("jurisdiction", ["CN", "US"])
def test_consent_on_the_record_opens_the_hour(jurisdiction):
    night = contact("2026-03-02T23:00", consent="hours")

    assert audited([night], jurisdiction=jurisdiction) == []


def test_consent_on_file_opens_the_hour_while_it_stands():
    agreed = fact("hours-consent", "2026-03-02", "2026-03-03")
    within, after = contact("2026-03-02T22:30"), contact("2026-03-03T22:30", id="late")

    assert shown([within, after], [agreed]) == [("hours", "CN-SEC-10", ("late",))]


def test_a_us_collector_may_answer_once_what_comes_in_at_night():
    asked = contact("2026-03-02T22:00", EASTERN, channel="email", direction="in")
    first = contact("2026-03-02T22:05", EASTERN, channel="email")
    second = contact("2026-03-02T22:10", EASTERN, channel="email", id="second")

    found = shown([asked, first, second], jurisdiction="US")

    assert found == [("hours", "US-05", ("second",))]


@pytest.mark.parametrize(
    ("asked_at", "channel"),
    [("2026-03-02T15:00", "email"), ("2026-03-01T22:00", "email"), ("2026-03-02T22:00", "chat")],
    ids=["asked by day", "asked the night before", "asked by another medium"],
)
def test_no_other_question_lets_the_answer_go_out_at_night(asked_at, channel):
    asked = contact(asked_at, EASTERN, channel=channel, direction="in")
    answer = contact("2026-03-02T22:05", EASTERN, channel="email", id="answer")

    assert shown([asked, answer], jurisdiction="US") == [("hours", "US-05", ("answer",))]


def test_a_us_location_call_to_a_third_party_is_not_held_to_the_consumer_s_hours():
    call = contact("2026-03-02T23:00", EASTERN, person="colleague")

    assert audited([call], jurisdiction="US") == []


@pytest.mark.parametrize(
    ("day", "rules"),
    [
        (date(2025, 2, 27), None),
        (date(2025, 2, 28), ("CN-SEC-10",)),
        (date(2026, 1, 29), ("CN-SEC-10",)),
        (date(2026, 1, 30), ("CN-SEC-10", "CN-SEC-17")),
    ],
)
def test_only_rules_in_force_on_the_day_are_cited(day, rules):
    found = audited([contact(f"{day}T23:00")])

    assert [(each.rule, *each.also) for each in found] == ([rules] if rules else [])


def test_the_day_that_counts_is_the_day_where_the_debtor_is():
    # 2025-02-28 00:30 in Beijing is still 27 February, 23:30, in Bangkok.
    night = "2025-02-28T00:30:00+08:00"

    assert audited([contact(night, "Asia/Bangkok")]) == []
    assert audited([contact(night, "Asia/Shanghai")])
