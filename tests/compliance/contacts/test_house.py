"""A house policy may tighten the rules and never loosen them."""

from dataclasses import replace
from datetime import time

import pytest

from casebook.compliance.contacts.audit import audit
from casebook.compliance.contacts.house import overlay
from casebook.errors import ContentError
from casebook.law.contact_rules.checks import Channel, Consent, FactKind, Hours, Per, Person
from casebook.law.contacts import Table, table
from casebook.law.model import Severity
from casebook.text import Text
from compliance.contacts.records import calls, contact

CN = table("CN")
LAW = {check.id: check for check in CN.checks}
NAME = Text("本机构联络规定", "House rules of contact")


def house(*checks, jurisdiction="CN"):
    return Table(jurisdiction, NAME, checks)


def changed(id_, **fields):
    return house(replace(LAW[id_], **fields))


def loosenings(policy, law=CN):
    with pytest.raises(ContentError) as caught:
        overlay(law, policy)
    return caught.value.faults


def test_tighter_hours_find_what_the_law_allows_and_say_whose_rule_it_is():
    laid = overlay(CN, changed("hours", opens=time(9), closes=time(20)))
    evening = contact("2026-03-02T20:30", id="c1")

    [found] = audit([evening], (), laid)

    assert audit([evening], (), CN) == ()
    assert (found.check, found.rule) == ("hours", "CN-SEC-10")
    assert found.evidence.zh.startswith("按本机构更严格的内部规定：")
    assert found.evidence.en.startswith("By the house's own stricter policy: ")


def test_a_lower_counter_bites_earlier():
    laid = overlay(CN, changed("calls-connected", limit=2))
    three = calls(*(f"2026-03-02T{hour}:00" for hour in (10, 11, 12)), connected="yes")

    assert [each.check for each in audit(three, (), laid)] == ["calls-connected"]


def test_checks_that_the_house_does_not_name_stay_and_in_their_order():
    laid = overlay(CN, changed("calls-attempted", severity=Severity.FAIL))

    assert [check.id for check in laid.checks] == [check.id for check in CN.checks]
    assert {check.id for check in laid.checks if check.is_house} == {"calls-attempted"}
    assert laid.title == NAME


def test_a_check_repeated_as_it_is_stays_the_law_s():
    laid = overlay(CN, house(LAW["hours"]))

    assert laid.checks == CN.checks


def test_a_house_may_add_a_check_such_as_hours_where_the_law_has_no_clock():
    uk = table("UK")
    hours = Hours(
        id="house-hours",
        rules=("UK-06",),
        severity=Severity.WARN,
        persons=frozenset(Person),
        channels=frozenset({Channel.CALL}),
        opens=time(8),
        closes=time(20),
        closes_is_allowed=True,
    )

    laid = overlay(uk, house(hours, jurisdiction="UK"))

    [found] = audit([contact("2026-03-02T20:01", "Europe/London")], (), laid)
    assert (found.rule, found.check) == ("UK-06", "house-hours")
    assert "stricter policy" in found.evidence.en


@pytest.mark.parametrize(
    ("id_", "fields"),
    [
        ("hours", {"opens": time(7, 59)}),
        ("hours", {"closes": time(22, 1)}),
        ("hours", {"closes_is_allowed": True}),
        ("hours", {"may_answer_once": True}),
        ("hours", {"persons": frozenset({Person.DEBTOR})}),
        ("hours", {"channels": frozenset({Channel.CALL})}),
        ("hours", {"unless_consent": frozenset(Consent)}),
        ("hours", {"unless_facts": frozenset(FactKind)}),
        ("hours", {"severity": Severity.WARN}),
        ("hours", {"rules": ("CN-SEC-10",)}),
        ("calls-connected", {"limit": 4}),
        ("calls-connected", {"per": (Per.DEBTOR, Per.DEBT)}),
        ("calls-connected", {"connected": frozenset()}),
        ("visit-visitors", {"least": 1}),
        ("plan-stop", {"fact": FactKind.DECEASED}),
    ],
    ids=str,
)
def test_each_loosening_is_refused_and_named(id_, fields):
    [fault] = loosenings(changed(id_, **fields))

    assert f'check "{id_}": {next(iter(fields))} is' in fault
    assert "expected" in fault


def test_every_loosening_is_told_at_once():
    loose = house(
        replace(LAW["hours"], opens=time(6), closes=time(23)),
        replace(LAW["calls-connected"], limit=10),
    )

    assert len(loosenings(loose)) == 3


def test_a_longer_window_is_stricter_and_a_shorter_one_looser():
    us = table("US")
    seven = next(check for check in us.checks if check.id == "calls-in-seven-days")

    overlay(us, house(replace(seven, days=14), jurisdiction="US"))
    overlay(us, house(replace(seven, days=None), jurisdiction="US"))

    [fault] = loosenings(house(replace(seven, days=6), jurisdiction="US"), us)
    assert "days is 6, expected at least 7" in fault


def test_the_same_closing_hour_may_be_shut_sharp_and_an_earlier_one_open():
    us = table("US")
    hours = next(check for check in us.checks if check.id == "hours")

    sharp = replace(hours, closes_is_allowed=False)
    laid = overlay(us, house(sharp, jurisdiction="US"))

    assert audit([contact("2026-03-02T21:00", "America/New_York")], (), laid)
    assert overlay(CN, changed("hours", closes=time(21), closes_is_allowed=True))


def test_a_check_of_another_kind_cannot_take_the_place():
    [fault] = loosenings(house(replace(LAW["visit-entry"], id="hours")))

    assert 'check "hours": kind is entry, expected hours' in fault


def test_a_policy_for_another_jurisdiction_is_refused():
    [fault] = loosenings(house(jurisdiction="US"))

    assert 'jurisdiction is "US", expected "CN"' in fault
