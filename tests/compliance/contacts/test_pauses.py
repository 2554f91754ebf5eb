"""After a conversation about a debt, a US collector does not call for seven days."""

from datetime import date, timedelta

import pytest

from compliance.contacts.records import audited, contact, shown

EASTERN = "America/New_York"


def talk(at="2026-08-14T10:00", **given):
    return contact(at, EASTERN, **({"connected": "yes", "id": "talk"} | given))


def call(at, **given):
    return contact(at, EASTERN, **({"id": "call"} | given))


def paused(*contacts):
    return shown(contacts, jurisdiction="US", check="pause-after-conversation")


BREACH = [("pause-after-conversation", "US-01", ("talk", "call"))]


@pytest.mark.parametrize(
    ("days", "is_breach"), [(0, True), (1, True), (6, True), (7, False), (8, False)]
)
def test_the_day_of_the_conversation_is_the_first_of_seven(days, is_breach):
    # The commentary: talk on 14 August, and no call before 21 August.
    day = date(2026, 8, 14) + timedelta(days=days)

    assert paused(talk(), call(f"{day}T18:00")) == (BREACH if is_breach else [])


@pytest.mark.parametrize(("day", "is_breach"), [(10, True), (11, False)])
def test_the_pause_is_counted_in_days_across_summer_time(day, is_breach):
    # The clocks go forward on 8 March 2026.
    found = paused(talk("2026-03-04T20:30"), call(f"2026-03-{day}T08:15"))

    assert found == (BREACH if is_breach else [])


def test_a_conversation_that_the_debtor_began_sets_the_pause_off_too():
    assert paused(talk(direction="in"), call("2026-08-20T10:00")) == BREACH


def test_each_call_in_the_pause_is_a_breach_and_names_its_conversation():
    first, second = call("2026-08-15T10:00", id="one"), call("2026-08-16T10:00", id="two")

    found = paused(talk(), first, second)

    assert [records for _, _, records in found] == [("talk", "one"), ("talk", "two")]


def test_a_conversation_in_the_pause_begins_it_anew():
    again = talk("2026-08-18T10:00", id="again")
    late = call("2026-08-24T10:00")

    found = paused(talk(), again, late)

    assert [records for _, _, records in found] == [("talk", "again"), ("again", "call")]


@pytest.mark.parametrize(
    "given",
    [
        {"debt": "A2"},
        {"person": "spouse"},
        {"consent": "calls"},
        {"connected": "unreachable"},
        {"channel": "sms"},
        {"direction": "in", "connected": "yes"},
    ],
    ids=str,
)
def test_other_debts_and_persons_consent_and_what_is_no_call_are_free(given):
    assert paused(talk(), call("2026-08-15T10:00", **given)) == []


@pytest.mark.parametrize("given", [{"connected": "no"}, {"channel": "voicemail"}], ids=str)
def test_an_unanswered_call_or_a_voicemail_is_no_conversation(given):
    first = contact("2026-08-14T10:00", EASTERN, **given)

    assert paused(first, call("2026-08-15T10:00")) == []


def test_a_call_before_the_conversation_of_the_day_is_free():
    assert paused(call("2026-08-14T09:00"), talk()) == []


def test_the_evidence_says_when_they_talked_and_which_day_it_is():
    [found] = audited([talk(), call("2026-08-16T10:00")], jurisdiction="US")

    assert "a call on day 3 of the 7 days' pause" in found.evidence.en
    assert "已于 2026-08-14 10:00 与债务人本人通话" in found.evidence.zh


def test_china_has_no_pause():
    assert (
        audited([contact("2026-03-02T10:00", connected="yes"), contact("2026-03-02T11:00")]) == []
    )
