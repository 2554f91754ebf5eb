"""How a contact was carried out: recorded, by two, with consent to enter, under a name."""

import pytest

from compliance.contacts.records import audited, contact, shown


def call(**given):
    return contact("2026-03-02T10:00", **({"connected": "yes", "id": "c1"} | given))


def visit(**given):
    return contact("2026-03-02T10:00", channel="visit", id="v1", **given)


@pytest.mark.parametrize(
    ("recorded", "found"),
    [(False, [("call-recording", "CN-SEC-21", ("c1",))]), (True, []), (None, [])],
)
def test_an_answered_call_is_recorded_and_what_is_not_known_is_not_held_against_it(recorded, found):
    assert shown([call(recorded=recorded)]) == found


def test_a_call_that_came_in_is_recorded_too():
    assert [each.check for each in audited([call(recorded=False, direction="in")])] == [
        "call-recording"
    ]


def test_an_unanswered_call_leaves_nothing_to_record():
    assert audited([call(recorded=False, connected="no")]) == []


def test_before_the_guideline_the_card_rule_asks_for_a_record():
    [found] = audited([contact("2024-03-01T10:00", connected="yes", recorded=False)])

    assert (found.rule, found.also) == ("CN-SEC-02", ())


def test_a_visit_is_recorded():
    assert shown([visit(recorded=False)]) == [("visit-recording", "CN-SEC-02", ("v1",))]


@pytest.mark.parametrize(("came", "is_breach"), [(0, True), (1, True), (2, False), (3, False)])
def test_a_visit_is_made_by_two_at_least(came, is_breach):
    found = audited([visit(visitors=came)])

    assert [(each.check, each.severity) for each in found] == (
        [("visit-visitors", "block")] if is_breach else []
    )


def test_a_visit_by_nobody_knows_how_many_is_no_finding():
    assert audited([visit()]) == []


@pytest.mark.parametrize(("jurisdiction", "rule"), [("CN", "CN-SEC-21"), ("UK", "UK-10")])
@pytest.mark.parametrize("entered", ["no", "with-consent", "without-consent"])
def test_nobody_goes_in_without_consent(jurisdiction, rule, entered):
    found = shown([visit(entered=entered)], jurisdiction=jurisdiction)

    assert found == ([("visit-entry", rule, ("v1",))] if entered == "without-consent" else [])


def test_entry_was_a_crime_before_the_guideline():
    [found] = audited([contact("2024-03-01T10:00", channel="visit", entered="without-consent")])

    assert found.rule == "CN-CRM-06"


def test_visitors_say_who_they_are():
    assert shown([visit(identified=False)]) == [("visit-identity", "CN-SEC-21", ("v1",))]
    assert audited([visit(identified=True)]) == []


@pytest.mark.parametrize(("connected", "is_breach"), [("yes", True), ("no", False)])
def test_a_us_call_that_is_answered_is_not_anonymous(connected, is_breach):
    found = audited([call(identified=False, connected=connected)], jurisdiction="US")

    assert [each.rule for each in found] == (["US-17"] if is_breach else [])
