"""Whom it may concern: contacts with people who are to be left alone, or told nothing."""

from collections.abc import Hashable, Iterator

from casebook.compliance.contacts.model import Direction, Disclosed, Fact
from casebook.compliance.contacts.record import MEDIA, Line
from casebook.compliance.contacts.scope import BOTH, Breach, Scope, alone
from casebook.law.contact_rules.checks import (
    Channel,
    Contacted,
    Disclosure,
    FactKind,
    Person,
    Refusal,
    RuledOut,
)


def contacted(check: Contacted, scope: Scope) -> Iterator[Breach]:
    """Find contacts with people who may be contacted only where something on file allows it."""
    facts = tuple(sorted(check.unless_facts))
    sentence = "contacted" if facts else "contacted-never"
    for line in scope.lines():
        if not scope.excuses(line):
            yield alone(line, sentence, facts=facts)


def disclosure(_check: Disclosure, scope: Scope) -> Iterator[Breach]:
    """Find contacts, whoever began them, in which such a person was told of the debt."""
    for line in scope.lines(BOTH):
        told = line.contact.disclosed
        if told in (Disclosed.EXISTENCE, Disclosed.DETAILS) and not scope.excuses(line):
            yield alone(line, "disclosure", told=told)


def refusal(check: Refusal, scope: Scope) -> Iterator[Breach]:
    """Find contacts after the person refused further contact, or refused the medium."""
    refused: dict[Hashable, Line] = {}
    for line in scope.lines(BOTH):
        what = (
            line.who,
            MEDIA[line.contact.channel] if check.rules_out is RuledOut.MEDIUM else None,
        )
        if line.contact.direction is Direction.OUT:
            yield from _after_refusal(check, scope, line, refused.get(what))
        if line.contact.refused:
            refused[what] = line


def _after_refusal(
    check: Refusal, scope: Scope, line: Line, earlier: Line | None
) -> Iterator[Breach]:
    fact = None if earlier else _refused_on_file(scope, line)
    if (not earlier and not fact) or scope.excuses(line) or scope.lets_answer(line):
        return
    if earlier:
        records = (earlier.contact.id, line.contact.id)
        yield Breach(line, records, f"refusal-{check.rules_out}", {"since": earlier.local})
    elif fact:
        yield alone(line, "refusal-on-file", since=fact.begins)


def _refused_on_file(scope: Scope, line: Line) -> Fact | None:
    """Return the fact that the debtor, whom alone such facts are about, refused the medium."""
    contact = line.contact
    if contact.person is not Person.DEBTOR:
        return None
    standing = scope.record.facts.standing(FactKind.MEDIUM_REFUSED, contact, line.local)
    medium = MEDIA[contact.channel]
    return next((fact for fact in standing if MEDIA[Channel(fact.value)] is medium), None)
