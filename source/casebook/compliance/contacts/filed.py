"""Contacts that something on file stands against."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime

from casebook.compliance.contacts.model import Fact
from casebook.compliance.contacts.record import Line
from casebook.compliance.contacts.scope import Breach, Scope, alone
from casebook.law.contact_rules.checks import FactKind, Notice, Person, Standing, Work

AT_WORK = frozenset({Person.EMPLOYER, Person.COLLEAGUE})


def standing(check: Standing, scope: Scope) -> Iterator[Breach]:
    """Find contacts while the fact stands: a signed plan, a breathing space, a cease request."""
    for line in scope.lines_with(check.fact):
        facts = scope.record.facts.standing(check.fact, line.contact, line.local)
        if facts and not scope.excuses(line) and not scope.lets_answer(line):
            yield alone(line, f"standing-{check.fact}", since=facts[0].begins)


def work(_check: Work, scope: Scope) -> Iterator[Breach]:
    """Find contacts at work after it was forbidden there.

    The fact's value is the number or address at work; without one, only a contact with employer or
    colleague is known to be at work.
    """
    for line in scope.lines_with(FactKind.WORK_FORBIDDEN):
        facts = scope.record.facts.standing(FactKind.WORK_FORBIDDEN, line.contact, line.local)
        at_work = [fact for fact in facts if _is_at_work(fact, line)]
        if at_work and not scope.excuses(line):
            yield alone(line, "work", since=at_work[0].begins)


def _is_at_work(fact: Fact, line: Line) -> bool:
    if fact.value:
        return line.contact.point == fact.value
    return line.contact.person in AT_WORK


def notice(_check: Notice, scope: Scope) -> Iterator[Breach]:
    """Find what an agency did before the debtor was told: one breach a fact, however many contacts.

    The fact begins when the debtor was told, or never if it has no beginning. Its value is the day
    on which the agency started; without one, every contact of the record is the agency's.
    """
    early: defaultdict[int, list[Line]] = defaultdict(list)
    told: dict[int, Fact] = {}
    for line in scope.lines_with(FactKind.AGENCY_NOTIFIED):
        for fact in scope.record.facts.of(FactKind.AGENCY_NOTIFIED, line.contact):
            if _is_early(fact, line.local) and not scope.excuses(line):
                early[id(fact)].append(line)
                told[id(fact)] = fact
    for key, lines in early.items():
        records = tuple(line.contact.id for line in lines)
        slots = {"since": told[key].begins, "total": len(lines)}
        yield Breach(lines[0], records, "notice", slots)


def _is_early(fact: Fact, local: datetime) -> bool:
    if fact.value and local.date() < date.fromisoformat(fact.value):
        return False
    return fact.begins is None or local < fact.begins
