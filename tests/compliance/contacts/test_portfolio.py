"""The portfolio's own contacts can be audited."""

import csv
from pathlib import Path

import pytest

from casebook.compliance.contacts.audit import audit
from casebook.compliance.contacts.portfolio import PARTIES, RELATIONS, from_portfolio
from casebook.errors import DataError
from casebook.law.contact_rules.checks import Channel, Connected, Person
from casebook.law.contacts import table
from casebook.portfolio.schema import table as schema

SAMPLE = Path(__file__).parents[3] / "datasets" / "sample"
ACCOUNTS = [{"account_id": "A1", "debtor_id": "D1"}]
DEBTORS = [
    {
        "debtor_id": "D1",
        "phone": "15400000000",
        "contact_relation": "母亲",
        "contact_phone": "16100000000",
    }
]


def row(**given):
    return {
        "contact_id": "N1",
        "account_id": "A1",
        "at": "2026-03-02T22:15:00",
        "channel": "call",
        "direction": "out",
        "party": "debtor",
        "result": "no-answer",
    } | given


def rows(name):
    with (SAMPLE / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_a_row_becomes_a_contact_in_beijing_time():
    [found] = from_portfolio([row()], ACCOUNTS, DEBTORS)

    assert (found.id, found.debtor, found.debt) == ("N1", "D1", "A1")
    assert found.at.isoformat() == "2026-03-02T22:15:00+08:00"
    assert (found.channel, found.connected) == (Channel.CALL, Connected.NO)
    assert (found.person, found.point) == (Person.DEBTOR, "15400000000")
    assert [each.check for each in audit([found], (), table("CN"))] == ["hours"]


@pytest.mark.parametrize(
    ("channel", "result", "connected"),
    [
        ("call", "reached", Connected.YES),
        ("call", "wrong-number", Connected.YES),
        ("call", "no-answer", Connected.NO),
        ("sms", "no-answer", None),
        ("letter", "reached", None),
    ],
)
def test_a_call_connected_if_somebody_answered(channel, result, connected):
    [found] = from_portfolio([row(channel=channel, result=result)], ACCOUNTS)

    assert found.connected is connected


def test_refusing_to_pay_is_no_refusal_of_contact():
    [found] = from_portfolio([row(result="refused")], ACCOUNTS)

    assert found.refused is None


def test_the_contact_person_is_who_the_file_says_or_else_the_emergency_contact():
    [known] = from_portfolio([row(party="contact")], ACCOUNTS, DEBTORS)
    [unknown] = from_portfolio([row(party="contact")], ACCOUNTS)

    assert (known.person, known.point) == (Person.PARENT, "16100000000")
    assert (unknown.person, unknown.point) == (Person.EMERGENCY_CONTACT, "")


def test_every_code_of_the_schema_has_its_meaning_here():
    columns = {column.name: set(column.values) for column in schema("contacts").columns}
    relations = {column.name: set(column.values) for column in schema("debtors").columns}

    assert columns["party"] == set(PARTIES)
    assert relations["contact_relation"] == set(RELATIONS)
    assert columns["channel"] <= set(Channel)


def test_every_row_that_does_not_fit_is_told():
    bad = [row(account_id="A9"), row(channel="fax"), row(at="2026-03-02")]

    with pytest.raises(DataError) as caught:
        from_portfolio(bad, ACCOUNTS)

    assert "3 fault(s)" in str(caught.value)
    assert "'A9' is not known" in str(caught.value)
    assert "'fax' is not a valid Channel" in str(caught.value)
    assert "at does not fit" in str(caught.value)


def test_the_sample_reads_whole_and_only_planted_calls_are_at_night():
    contacts, planted = rows("contacts"), rows("answers/planted")

    found = from_portfolio(contacts, rows("accounts"), rows("debtors"))

    findings = audit(found, (), table("CN"))
    debtors = {each.id: each.debtor for each in found}
    at_night = {
        debtors[name] for each in findings if each.check == "hours" for name in each.records
    }
    assert len(found) == len(contacts)
    assert {each.check for each in findings} - {"hours"} == {"third-party-contact"}
    assert at_night <= {row["debtor_id"] for row in planted if row["flag"] == "unlawful-contact"}
