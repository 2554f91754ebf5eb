"""Findings are complete, ordered, and say in both languages what shows them."""

import re
from string import Formatter

import pytest

from casebook.compliance.contacts.audit import SEARCHES, audit
from casebook.compliance.contacts.evidence import words
from casebook.compliance.contacts.model import Disclosed
from casebook.law.contact_rules.checks import KINDS, Channel, FactKind, Per, Person
from casebook.law.contacts import jurisdictions, table
from compliance.contacts.records import audited, calls, contact, fact

SENTENCES = words()["sentences"]


def everything():
    """A record in which nearly everything is wrong."""
    bad = {"disclosed": "details", "recorded": False, "refused": True, "identified": False}
    night = {"channel": "visit", "visitors": 1, "entered": "without-consent"} | bad
    many = calls(*(f"2026-03-02T{hour}:00" for hour in range(10, 20)), connected="yes", **bad)
    tries = [contact(f"2026-03-03T{hour}:00", **bad) for hour in range(10, 19)]
    others = [
        contact(f"2026-03-0{day}T10:30", person=person, connected="yes", **bad)
        for day in (4, 5)
        for person in ("spouse", "colleague")
    ]
    visit = contact("2026-03-06T23:00", person="parent", **night)
    late = contact("2026-03-05T23:30")
    return [*many, *tries, *others, visit, late]


FILED = [
    *(fact(kind, "2026-03-01") for kind in ("signed-plan", "breathing-space", "represented")),
    fact("cease-request", "2026-03-05T12:00"),
    fact("agency-notified", "2026-03-04"),
    fact("work-forbidden"),
    fact("medium-refused", value="visit"),
]


def test_a_finding_is_plain_data():
    [found] = audited([contact("2026-03-02T23:00", id="N7")])

    assert found.to_dict() == {
        "id": "hours:N7",
        "rule": "CN-SEC-10",
        "check": "hours",
        "severity": "fail",
        "evidence": {
            "zh": "当地时间 2026-03-02 23:00（Asia/Shanghai）电话联络债务人本人，"
            "不在 08:00–22:00 之内，也没有同意此时段联络的记录。",
            "en": "Call to the debtor at 2026-03-02 23:00 local time (Asia/Shanghai), outside "
            "08:00-22:00; no consent to this hour is on record.",
        },
        "records": ["N7"],
    }


def test_a_clean_record_and_an_empty_one_have_no_findings():
    assert audited([contact("2026-03-02T10:00")]) == []
    assert audited([]) == []


def test_findings_come_in_the_order_of_time_then_of_the_table():
    night = contact("2026-03-02T23:00", person="parent", id="late")
    early = contact("2026-03-02T07:00", person="parent", id="early")

    found = audited([night, early])

    assert [each.id for each in found] == [
        *("hours:early", "third-party-contact:early"),
        *("hours:late", "third-party-contact:late"),
    ]


@pytest.mark.parametrize("jurisdiction", jurisdictions())
def test_every_check_of_a_table_can_find_something_and_ids_are_unique(jurisdiction):
    found = audited(everything(), FILED, jurisdiction)

    checks = {each.check for each in found}
    ids = [each.id for each in found]
    assert checks == {check.id for check in table(jurisdiction).checks}
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("jurisdiction", jurisdictions())
def test_what_is_said_has_the_same_numbers_in_both_languages(jurisdiction):
    for found in audited(everything(), FILED, jurisdiction):
        zh, en = (re.findall(r"\d+", text) for text in (found.evidence.zh, found.evidence.en))
        assert sorted(zh) == sorted(en), found.evidence


def test_every_kind_of_check_is_carried_out():
    assert set(SEARCHES) == set(KINDS.values())


@pytest.mark.parametrize("name", SENTENCES)
def test_a_sentence_asks_for_the_same_in_both_languages(name):
    zh, en = (
        {slot for _, slot, _, _ in Formatter().parse(SENTENCES[name][language]) if slot}
        for language in ("zh", "en")
    )

    assert zh == en


@pytest.mark.parametrize(
    ("listed", "kind"),
    [("channels", Channel), ("persons", Person), ("facts", FactKind), ("per", Per)],
)
def test_every_code_has_its_words(listed, kind):
    assert set(words()[listed]) == {str(member) for member in kind}


def test_what_can_be_disclosed_has_its_words():
    assert set(words()["disclosed"]) == set(Disclosed) - {Disclosed.NONE}


def test_an_audit_does_not_look_at_the_record_twice():
    once = iter([contact("2026-03-02T23:00")])

    assert len(audit(once, iter(()), table("CN"))) == 1
