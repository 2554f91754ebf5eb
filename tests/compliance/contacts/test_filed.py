"""What is on file stands against contact while it stands."""

import pytest

from compliance.contacts.records import audited, contact, fact, shown


def at(day, **given):
    return contact(f"2026-03-{day:02d}T10:00", **({"id": f"c{day}"} | given))


@pytest.mark.parametrize(
    ("jurisdiction", "kind", "check", "rule"),
    [
        ("CN", "signed-plan", "plan-stop", "CN-SEC-05"),
        ("US", "cease-request", "cease-request", "US-09"),
        ("US", "represented", "represented", "US-07"),
        ("UK", "breathing-space", "breathing-space", "UK-18"),
    ],
)
def test_no_contact_from_the_first_through_the_last_day_of_the_fact(
    jurisdiction, kind, check, rule
):
    known = fact(kind, "2026-03-02", "2026-03-05")

    found = shown([at(day) for day in (1, 2, 4, 5)], [known], jurisdiction)

    assert found == [(check, rule, ("c2",)), (check, rule, ("c4",))]


@pytest.mark.parametrize("jurisdiction", ["CN", "UK"])
def test_what_another_jurisdiction_protects_is_no_breach_here(jurisdiction):
    known = [fact("cease-request"), fact("represented")]

    assert audited([at(2)], known, jurisdiction) == []


def test_a_plan_for_one_debt_leaves_the_other_alone():
    plan = fact("signed-plan", debt="A2")

    assert shown([at(2), at(3, debt="A2")], [plan]) == [("plan-stop", "CN-SEC-05", ("c3",))]


def test_a_broken_plan_stands_no_more():
    broken = fact("signed-plan", "2026-03-01", "2026-03-02T09:00")

    assert audited([at(2)], [broken]) == []


@pytest.mark.parametrize(
    ("begins", "ends", "is_breach"),
    [
        ("2026-03-02T10:00", "", True),
        ("2026-03-02T10:00:01", "", False),
        ("", "2026-03-02T10:00", False),
        ("", "2026-03-02T10:00:01", True),
    ],
)
def test_a_fact_stands_from_its_hour_until_just_before_its_end(begins, ends, is_breach):
    assert bool(audited([at(2)], [fact("signed-plan", begins, ends)])) is is_breach


def test_a_fact_without_a_beginning_has_always_stood_and_the_evidence_says_so():
    [found] = audited([at(2)], [fact("breathing-space")], "UK")

    assert "no date on file" in found.evidence.en
    assert "档案未注明" in found.evidence.zh


def test_the_first_day_is_told_without_a_clock():
    [found] = audited([at(2)], [fact("signed-plan", "2026-03-01")])

    assert "(2026-03-01)" in found.evidence.en


def test_a_letter_after_a_cease_request_may_be_the_notice_that_is_allowed():
    assert audited([at(2, channel="letter")], [fact("cease-request")], "US") == []


@pytest.mark.parametrize("person", ["attorney", "colleague", "guarantor"])
def test_the_attorney_and_others_are_not_the_represented_consumer(person):
    assert audited([at(2, person=person)], [fact("represented")], "US") == []


def test_the_spouse_is_a_consumer_in_the_us():
    known = [fact("represented"), fact("cease-request")]

    found = audited([at(2, person="spouse")], known, "US")

    assert [each.rule for each in found] == ["US-07", "US-09"]


def test_what_a_represented_consumer_begins_may_be_answered_but_not_a_cease_request():
    asked = at(2, channel="email", direction="in")
    answer = at(3, channel="email")

    assert audited([asked, answer], [fact("represented")], "US") == []
    assert audited([asked, answer], [fact("cease-request")], "US")


def test_contact_at_a_forbidden_workplace_is_known_by_its_number():
    forbidden = fact("work-forbidden", "2026-03-02", value="555-0100")
    contacts = [at(1, point="555-0100"), at(2, point="555-0100"), at(3, point="555-0199")]

    assert shown(contacts, [forbidden], "US") == [("work", "US-08", ("c2",))]


@pytest.mark.parametrize(("person", "is_breach"), [("employer", True), ("debtor", False)])
def test_without_a_number_contact_at_work_is_known_by_the_person(person, is_breach):
    found = audited([at(2, person=person)], [fact("work-forbidden")], "UK")

    assert [each.rule for each in found] == (["UK-06"] if is_breach else [])


def test_consent_lets_the_debtor_be_contacted_at_work():
    forbidden = fact("work-forbidden", value="13800000000")

    assert audited([at(2, consent="work")], [forbidden], "US") == []


def test_an_agency_that_starts_before_notice_is_one_breach():
    told = fact("agency-notified", "2026-03-03")

    found = shown([at(1), at(2), at(3), at(4)], [told])

    assert found == [("outsourcing-notice", "CN-SEC-24", ("c1", "c2"))]


def test_an_agency_may_start_at_the_very_time_of_the_notice():
    assert audited([at(2)], [fact("agency-notified", "2026-03-02T10:00")]) == []


def test_what_the_bank_did_before_the_agency_started_is_no_breach():
    told = fact("agency-notified", "2026-03-03", value="2026-03-02")

    assert shown([at(1), at(2)], [told]) == [("outsourcing-notice", "CN-SEC-24", ("c2",))]


def test_a_notice_never_given_leaves_every_contact_of_the_agency_a_breach():
    never = fact("agency-notified", value="2026-03-02")

    assert shown([at(1), at(2), at(3)], [never]) == [
        ("outsourcing-notice", "CN-SEC-24", ("c2", "c3"))
    ]


def test_nothing_on_file_about_an_agency_says_nothing():
    assert audited([at(1)]) == []
