"""Contact-rule tables are read strictly; the shipped ones say what the rules say."""

from datetime import time

import pytest
import yaml

from casebook.errors import ContentError
from casebook.law.contact_rules.checks import (
    Channel,
    Connected,
    Consent,
    Count,
    FactKind,
    Hours,
    Per,
    Person,
)
from casebook.law.contacts import Table, jurisdictions, read_table, table
from casebook.law.model import Severity
from casebook.law.rules import pack, rule
from casebook.text import Text

ROLES = {Person.DEBTOR, Person.GUARANTOR, Person.ATTORNEY, Person.UNKNOWN}


def check(**given):
    return {
        "id": "hours",
        "kind": "hours",
        "rules": ["CN-SEC-10"],
        "severity": "fail",
        "persons": "all",
        "channels": ["call", "sms"],
        "opens": "08:00",
        "closes": "22:00",
        "closes_is_allowed": False,
    } | given


def written(*checks, **top):
    title = {"zh": "规则", "en": "Rules"}
    raw = {"jurisdiction": "CN", "title": title, "checks": list(checks)} | top
    return yaml.safe_dump(raw, allow_unicode=True)


def faults(text):
    with pytest.raises(ContentError) as caught:
        read_table(text, "cn.yaml")
    return caught.value.faults


def shipped(jurisdiction, id_):
    [found] = [check for check in table(jurisdiction).checks if check.id == id_]
    return found


def test_a_table_is_read_whole():
    remark = {"zh": "另行约定", "en": "Agreed"}

    read = read_table(written(check(unless_consent=["hours"], remark=remark)), "cn.yaml")

    expected = Hours(
        id="hours",
        rules=("CN-SEC-10",),
        severity=Severity.FAIL,
        persons=frozenset(Person),
        channels=frozenset({Channel.CALL, Channel.SMS}),
        unless_consent=frozenset({Consent.HOURS}),
        remark=Text("另行约定", "Agreed"),
        opens=time(8),
        closes=time(22),
        closes_is_allowed=False,
    )
    assert read == Table("CN", Text("规则", "Rules"), (expected,))


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"kind": "mood"}, "expected a mapping whose kind is one of hours, count"),
        ({"rules": ["CN-SEC-99"]}, 'no rule is called "CN-SEC-99"'),
        ({"rules": []}, "rules is [], expected a list that is not empty"),
        ({"severity": "note"}, "severity is 'note', expected one of block, fail, warn"),
        ({"persons": ["neighbour"]}, "persons is ['neighbour'], expected one of debtor"),
        ({"channels": "call"}, "channels is 'call', expected a list"),
        ({"opens": 480}, "opens is 480, expected a time in quotes"),
        ({"opens": "8 am"}, "opens is '8 am', expected a time in quotes"),
        ({"opens": "08:00+08:00"}, "expected a time in quotes"),
        ({"closes": "07:00"}, "closes at 07:00:00, expected a time after 08:00:00"),
        ({"closes_is_allowed": "no"}, "closes_is_allowed is 'no', expected true or false"),
        ({"limit": 3}, 'field "limit" is unknown'),
        ({"is_house": True}, 'field "is_house" is unknown'),
        ({"remark": {"zh": "话"}}, "remark is {'zh': '话'}, expected a mapping with zh and en"),
    ],
    ids=str,
)
def test_a_field_that_does_not_fit_is_told(given, told):
    [fault] = faults(written(check(**given)))

    assert fault.startswith('cn.yaml: check "hours": ')
    assert told in fault


def test_a_missing_field_is_told():
    entry = check()
    del entry["opens"]

    assert faults(written(entry)) == (
        'cn.yaml: check "hours": field "opens" is missing, expected it, even if null',
    )


def test_all_faults_are_told_at_once():
    text = written(check(severity="note", opens="late"), check(rules=["X"]), "none", title="T")

    assert len(faults(text)) == 5


def test_an_id_used_twice_is_told():
    [fault] = faults(written(check(), check()))

    assert 'check "hours": id is used 2 times' in fault


@pytest.mark.parametrize("limit", [0, -1, 2.5, True])
def test_a_limit_is_a_whole_number_above_none(limit):
    entry = {key: value for key, value in check().items() if not key.startswith(("ope", "clo"))}
    count = entry | {"kind": "count", "per": ["debtor"], "limit": limit, "connected": "all"}

    [fault] = faults(written(count))

    assert "expected a whole number above 0" in fault


@pytest.mark.parametrize("text", ["- a", "a: [", "jurisdiction: CN\njurisdiction: US", ""])
def test_what_is_no_table_is_refused(text):
    assert faults(text)


def test_the_tables_that_ship():
    assert jurisdictions() == ("CN", "UK", "US")


@pytest.mark.parametrize("jurisdiction", jurisdictions())
def test_a_table_cites_its_own_jurisdiction_and_no_rule_that_cannot_be_breached(jurisdiction):
    cited = {id_ for check in table(jurisdiction).checks for id_ in check.rules}

    assert cited <= {each.id for each in pack(jurisdiction)}
    assert {id_ for id_ in cited if rule(id_).severity is Severity.NOTE} == set()


def test_an_unknown_jurisdiction_names_those_that_are_known():
    with pytest.raises(ContentError, match='no contact rules for "XX", expected one of CN'):
        table("XX")


def test_china_closes_at_22_sharp_and_the_us_after_21():
    cn, us = shipped("CN", "hours"), shipped("US", "hours")

    assert (cn.opens, cn.closes, cn.closes_is_allowed) == (time(8), time(22), False)
    assert (us.opens, us.closes, us.closes_is_allowed) == (time(8), time(21), True)


def test_the_two_chinese_counters():
    connected, attempted = shipped("CN", "calls-connected"), shipped("CN", "calls-attempted")

    assert (connected.limit, connected.days, connected.per) == (3, 1, (Per.DEBTOR,))
    assert connected.connected == {Connected.YES}
    assert (attempted.limit, attempted.days, attempted.severity) == (6, 1, Severity.WARN)
    assert Per.POINT in attempted.per
    assert Connected.YES not in attempted.connected


def test_the_us_counts_seven_in_seven_and_pauses_for_seven():
    seven, pause = shipped("US", "calls-in-seven-days"), shipped("US", "pause-after-conversation")

    assert (seven.limit, seven.days, pause.days) == (7, 7, 7)
    assert seven.per == pause.per == (Per.DEBTOR, Per.DEBT, Per.PERSON)


@pytest.mark.parametrize("jurisdiction", jurisdictions())
def test_the_spouse_is_a_third_party_except_in_the_us(jurisdiction):
    told = shipped(jurisdiction, "third-party-disclosure").persons
    consumers = {Person.SPOUSE} if jurisdiction == "US" else set()

    assert told == set(Person) - ROLES - consumers


def test_a_check_without_days_counts_for_ever():
    once = shipped("US", "location-once")

    assert isinstance(once, Count)
    assert once.days is None


def test_china_lets_a_third_party_be_contacted_on_three_grounds():
    assert shipped("CN", "third-party-contact").unless_facts == {
        *(FactKind.LOST_CONTACT, FactKind.DECEASED, FactKind.INCAPACITATED)
    }


def test_the_uk_has_no_check_of_hours():
    assert not [check for check in table("UK").checks if isinstance(check, Hours)]


@pytest.mark.parametrize(
    ("severity", "ids"),
    [
        (Severity.WARN, {"calls-attempted"}),
        (
            Severity.FAIL,
            {
                *("hours", "calls-connected", "plan-stop", "outsourcing-notice"),
                *("call-recording", "visit-recording", "visit-identity"),
            },
        ),
        (
            Severity.BLOCK,
            {
                *("third-party-contact", "third-party-repeat", "third-party-disclosure"),
                *("visit-visitors", "visit-entry"),
            },
        ),
    ],
)
def test_how_hard_each_chinese_check_counts(severity, ids):
    assert {check.id for check in table("CN").checks if check.severity is severity} == ids
