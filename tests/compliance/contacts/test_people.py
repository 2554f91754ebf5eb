"""Some people are left alone, or told nothing, or not contacted again."""

import pytest

from compliance.contacts.records import audited, contact, fact, shown

OTHERS = ("spouse", "parent", "relative", "colleague", "employer", "emergency-contact", "other")


def reached(person, **given):
    return contact("2026-03-02T10:00", **({"person": person, "id": "c1"} | given))


@pytest.mark.parametrize("person", OTHERS)
def test_china_leaves_third_parties_alone(person):
    found = shown([reached(person)])

    assert found == [("third-party-contact", "CN-SEC-09", ("c1",))]


@pytest.mark.parametrize("person", ["debtor", "guarantor", "attorney", "unknown"])
def test_debtor_guarantor_attorney_and_whoever_is_not_known_are_no_third_parties(person):
    assert audited([reached(person, disclosed="details")]) == []


@pytest.mark.parametrize("ground", ["lost-contact", "deceased", "incapacitated"])
def test_a_lost_dead_or_incapable_debtor_lets_china_contact_a_third_party_from_that_day(ground):
    known = fact(ground, "2026-03-02")
    before = contact("2026-03-01T10:00", person="parent", id="before")

    found = shown([before, reached("parent")], [known])

    assert found == [("third-party-contact", "CN-SEC-09", ("before",))]


def test_the_ground_holds_for_its_own_debtor_and_debt_alone():
    elsewhere = [fact("lost-contact", debtor="D2"), fact("lost-contact", debt="A2")]

    assert audited([reached("parent")], elsewhere)
    assert audited([reached("parent")], [fact("lost-contact", debt="A1")]) == []


def test_the_evidence_names_the_grounds_that_are_missing():
    [found] = audited([reached("spouse", channel="visit")])

    assert "2026-03-02 10:00 上门联络债务人配偶" in found.evidence.zh
    assert "债务人失联" in found.evidence.zh
    assert "a debtor who is lost" in found.evidence.en


def test_third_party_contact_is_a_matter_of_the_rules_in_force():
    early = contact("2025-02-27T10:00", person="parent")

    assert audited([early]) == []


@pytest.mark.parametrize(
    ("person", "told"),
    [("spouse", {"CN", "UK"}), *((other, {"CN", "US", "UK"}) for other in OTHERS[1:])],
)
@pytest.mark.parametrize("jurisdiction", ["CN", "US", "UK"])
def test_the_spouse_may_be_told_in_the_us_alone(person, told, jurisdiction):
    informed = reached(person, disclosed="existence")

    found = audited([informed], jurisdiction=jurisdiction, check="third-party-disclosure")

    assert bool(found) is (jurisdiction in told)


@pytest.mark.parametrize(
    ("jurisdiction", "rule"), [("CN", "CN-PIP-01"), ("US", "US-10"), ("UK", "UK-08")]
)
def test_disclosure_to_a_third_party_blocks(jurisdiction, rule):
    informed = reached("colleague", disclosed="details")

    [found] = audited([informed], jurisdiction=jurisdiction, check="third-party-disclosure")

    assert (found.rule, found.severity) == (rule, "block")
    assert "details of the debt" in found.evidence.en


def test_disclosure_to_one_who_called_in_is_disclosure():
    informed = reached("parent", direction="in", connected="yes", disclosed="existence")

    assert [each.check for each in audited([informed])] == ["third-party-disclosure"]


@pytest.mark.parametrize("disclosed", ["none", None])
def test_nothing_told_or_not_known_is_no_disclosure(disclosed):
    kept = reached("parent", disclosed=disclosed)

    assert audited([kept], jurisdiction="UK") == []


@pytest.mark.parametrize("jurisdiction", ["CN", "US", "UK"])
def test_consent_lifts_the_ban_on_third_parties(jurisdiction):
    agreed = reached("parent", disclosed="details", consent="third-party")

    assert audited([agreed], jurisdiction=jurisdiction) == []


def refused_then(person, **later):
    first = contact("2026-03-02T10:00", person=person, refused=True, id="no")
    return [first, contact("2026-03-04T10:00", **({"person": person, "id": "again"} | later))]


def test_china_stops_once_a_third_party_refuses_in_whatever_medium():
    lost = [fact("lost-contact")]

    found = shown(refused_then("colleague", channel="sms"), lost)

    assert found == [("third-party-repeat", "CN-SEC-09", ("no", "again"))]


def test_the_refusal_of_one_colleague_binds_for_that_colleague_alone():
    lost = [fact("lost-contact")]

    assert audited(refused_then("colleague", point="13900000000"), lost) == []


def test_the_contact_of_the_refusal_itself_and_what_comes_in_are_no_breach():
    lost = [fact("lost-contact")]
    called_back = refused_then("colleague", direction="in", connected="yes")

    assert audited(called_back, lost) == []


def test_a_debtor_in_china_cannot_end_collection_by_refusing():
    assert audited(refused_then("debtor")) == []


@pytest.mark.parametrize(("jurisdiction", "rule"), [("US", "US-14"), ("UK", "UK-06")])
def test_a_debtor_may_rule_a_medium_out(jurisdiction, rule):
    found = shown(refused_then("debtor"), jurisdiction=jurisdiction)

    assert found == [("medium-refused", rule, ("no", "again"))]


@pytest.mark.parametrize(
    ("channel", "is_breach"),
    [("call", True), ("voice-bot", True), ("voicemail", True), ("sms", False), ("email", False)],
)
def test_stop_calling_means_no_calls_of_any_kind_and_nothing_else(channel, is_breach):
    found = audited(refused_then("debtor", channel=channel), jurisdiction="US")

    assert bool(found) is is_breach


def test_a_medium_ruled_out_on_file_stays_so_from_that_day():
    known = fact("medium-refused", "2026-03-03", value="sms")
    before = contact("2026-03-02T10:00", channel="sms")
    after = contact("2026-03-03T10:00", channel="sms", id="after")
    other = contact("2026-03-03T10:00", channel="email")

    found = shown([before, after, other], [known], "US")

    assert found == [("medium-refused", "US-14", ("after",))]


def test_a_refused_medium_may_answer_once_what_comes_in_through_it():
    known = fact("medium-refused", "2026-03-01", value="email")
    asked = contact("2026-03-02T10:00", channel="email", direction="in")
    answer = contact("2026-03-02T11:00", channel="email")
    further = contact("2026-03-02T12:00", channel="email", id="further")

    found = shown([asked, answer, further], [known], "US")

    assert found == [("medium-refused", "US-14", ("further",))]


def test_what_the_debtor_ruled_out_on_file_binds_for_the_debtor_alone():
    known = fact("medium-refused", value="sms")
    to_guarantor = contact("2026-03-02T10:00", channel="sms", person="guarantor")

    assert audited([to_guarantor], [known], "US") == []
