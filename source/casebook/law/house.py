"""Lay a house policy over the rules of a pack: it may tighten them, never loosen them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from datetime import date
from re import escape, fullmatch

from casebook.errors import CasebookError, ContentError
from casebook.law.model import Rank, Rule

#: What a house may change of a law's record; all else is not its to say.
_ITS_OWN = ("severity", "in_force_from", "in_force_until", "revised")
_THE_LAWS = tuple(field.name for field in fields(Rule) if field.name not in _ITS_OWN)


def lay_over(rules: Iterable[Rule], house: Iterable[Rule]) -> tuple[Rule, ...]:
    """Return `rules` with those of `house` in place of those of the same id, and its own after.

    A house is written as a pack is, so `read_pack` reads it. A record with the id of a rule of law
    may raise the severity, begin earlier and end later, and changes nothing else but `revised`. A
    rule of the house's own is called `CN-HSE-01` and has the rank `house-policy`.

    Raises
    ------
    ContentError
        With every way in which the house is looser than the law, or says what is not its to say.
    """
    law = {rule.id: rule for rule in rules}
    ours = {rule.id: rule for rule in house}
    faults = [fault for rule in ours.values() for fault in _faults(rule, law)]
    if faults:
        raise ContentError.of("house policy", faults)
    return tuple((law | ours).values())


def _faults(rule: Rule, law: Mapping[str, Rule]) -> Iterator[str]:
    item = f'house policy: rule "{rule.id}"'
    found = _loosenings(law[rule.id], rule) if rule.id in law else _misfits(rule, law)
    for what, expected, do in found:
        yield str(CasebookError(item, what, expected, do))


def _loosenings(law: Rule, house: Rule) -> Iterator[tuple[str, str, str]]:
    """Yield what was found, what was expected and what to do, for each loosening."""
    if house.severity.weight < law.severity.weight:
        yield f"severity is {house.severity}", f"at least {law.severity}", "raise it"
    if _begins_later(law.in_force_from, house.in_force_from):
        first = _bound(law.in_force_from, "or earlier")
        yield f"in_force_from is {house.in_force_from or 'null'}", first, "let it begin in time"
    if _ends_earlier(law.in_force_until, house.in_force_until):
        last = _bound(law.in_force_until, "or later")
        yield f"in_force_until is {house.in_force_until or 'null'}", last, "let it last as long"
    for field in _THE_LAWS:
        if getattr(house, field) != getattr(law, field):
            own = f"write a rule {law.jurisdiction}-HSE-01 for what the house adds"
            yield f"{field} is not the law's", "it word for word", f"copy it again; {own}"


def _begins_later(law: date | None, house: date | None) -> bool:
    return house is not None and (law is None or house > law)


def _ends_earlier(law: date | None, house: date | None) -> bool:
    return house is not None and (law is None or house < law)


def _bound(day: date | None, beyond: str) -> str:
    return "null, as the law has it" if day is None else f"{day} {beyond}, or null"


def _misfits(rule: Rule, law: Mapping[str, Rule]) -> Iterator[tuple[str, str, str]]:
    """Yield what does not fit in a rule of the house's own."""
    known = sorted({each.jurisdiction for each in law.values()})
    if rule.jurisdiction not in known:
        what = f"jurisdiction is {rule.jurisdiction}"
        yield what, f"one of {', '.join(known)}", "lay it over the pack it belongs to"
    if not fullmatch(rf"{escape(rule.jurisdiction)}-HSE-\d\d", rule.id):
        form = f"{rule.jurisdiction}-HSE-01"
        yield "no rule of law is called so", f"its id, or one such as {form}", "mend the id"
    if rule.rank is not Rank.HOUSE_POLICY:
        yield f"rank is {rule.rank}", Rank.HOUSE_POLICY, "write that; only law has another"
