"""Lay a house policy over a table of contact rules: it may tighten the table, never loosen it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, replace
from typing import Any

from casebook.errors import ContentError
from casebook.law.contact_rules.checks import Check, Hours
from casebook.law.contacts import Table

Rule = tuple[Callable[[Any, Any], bool], str]


def _same(law: object, house: object) -> bool:
    return law == house


#: For each field, whether the house's value is as strict as the law's, and what would be.
_STRICT: Mapping[str, Rule] = {
    "rules": (lambda law, house: set(law) <= set(house), "all of"),
    "severity": (lambda law, house: law.weight <= house.weight, "at least"),
    "persons": (lambda law, house: law <= house, "all of"),
    "channels": (lambda law, house: law <= house, "all of"),
    "connected": (lambda law, house: law <= house, "all of"),
    "unless_consent": (lambda law, house: law >= house, "nothing beyond"),
    "unless_facts": (lambda law, house: law >= house, "nothing beyond"),
    "may_answer_once": (lambda law, house: law or not house, "no more than"),
    "opens": (lambda law, house: law <= house, "no earlier than"),
    "closes": (lambda law, house: law >= house, "no later than"),
    "limit": (lambda law, house: law >= house, "at most"),
    "least": (lambda law, house: law <= house, "at least"),
    "days": (lambda law, house: house is None or (law is not None and law <= house), "at least"),
    # Whoever counts a debtor's contacts together counts more than whoever counts them by debt.
    "per": (lambda law, house: set(law) >= set(house), "nothing beyond"),
    "rules_out": (lambda law, house: law == house or house == "contact", "the same as"),
    "fact": (_same, "the same as"),
}


def overlay(table: Table, house: Table) -> Table:
    """Return `table` with the checks of `house` in place of those of the same id, and added.

    A check that takes another's place is marked as the house's own; so is one added. A check that
    the house repeats unchanged stays the law's.

    Raises
    ------
    ContentError
        With every way in which the house's checks are looser than the table's.
    """
    faults = list(_loosenings(table, house))
    if faults:
        raise ContentError.of(f"house policy for {table.jurisdiction}", faults)
    ours = {check.id: check for check in house.checks}
    laid = tuple(_laid(check, ours.pop(check.id, check)) for check in table.checks)
    added = tuple(replace(check, is_house=True) for check in ours.values())
    return Table(table.jurisdiction, house.title, laid + added)


def _laid(law: Check, house: Check) -> Check:
    return law if house == law else replace(house, is_house=True)


def _loosenings(table: Table, house: Table) -> Iterator[str]:
    if house.jurisdiction != table.jurisdiction:
        what = f'jurisdiction is "{house.jurisdiction}"'
        yield f'house policy: {what}, expected "{table.jurisdiction}"'
        return
    ours = {check.id: check for check in house.checks}
    for law in table.checks:
        if law.id in ours:
            yield from _looser(law, ours[law.id])


def _looser(law: Check, house: Check) -> Iterator[str]:
    item = f'house policy: check "{law.id}"'
    if type(law) is not type(house):
        yield f"{item}: kind is {house.kind}, expected {law.kind}"
        return
    for field in (each.name for each in fields(law) if each.name in _STRICT):
        is_strict, bound = _STRICT[field]
        before, after = getattr(law, field), getattr(house, field)
        if not is_strict(before, after):
            yield f"{item}: {field} is {_say(after)}, expected {bound} {_say(before)}"
    if isinstance(law, Hours) and isinstance(house, Hours) and _closes_later(law, house):
        yield f"{item}: closes_is_allowed is true, expected false at {house.closes}"


def _closes_later(law: Hours, house: Hours) -> bool:
    at_the_same_time = law.closes == house.closes
    return at_the_same_time and house.closes_is_allowed and not law.closes_is_allowed


def _say(value: object) -> str:
    if isinstance(value, frozenset | tuple):
        return ", ".join(sorted(map(str, value))) or "nothing"
    return str(value)
