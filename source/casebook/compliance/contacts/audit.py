"""Hold a record of contacts against a table of contact rules."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from casebook.compliance.contacts.conduct import entry, identity, recording, visitors
from casebook.compliance.contacts.counts import count
from casebook.compliance.contacts.evidence import say
from casebook.compliance.contacts.filed import notice, standing, work
from casebook.compliance.contacts.hours import hours
from casebook.compliance.contacts.model import Contact, Fact, Finding
from casebook.compliance.contacts.pauses import pause
from casebook.compliance.contacts.people import contacted, disclosure, refusal
from casebook.compliance.contacts.record import Record
from casebook.compliance.contacts.scope import Breach, Scope
from casebook.law.contact_rules import checks
from casebook.law.contacts import Table

Search = Callable[[Any, Scope], Iterator[Breach]]

SEARCHES: Mapping[type[checks.Check], Search] = {
    checks.Hours: hours,
    checks.Count: count,
    checks.Pause: pause,
    checks.Contacted: contacted,
    checks.Disclosure: disclosure,
    checks.Refusal: refusal,
    checks.Standing: standing,
    checks.Work: work,
    checks.Notice: notice,
    checks.Recording: recording,
    checks.Visitors: visitors,
    checks.Entry: entry,
    checks.Identity: identity,
}


def audit(contacts: Iterable[Contact], facts: Iterable[Fact], table: Table) -> tuple[Finding, ...]:
    """Return one finding for each breach, in the order of time, then of the table's checks.

    A rule makes no finding for a day on which it is not in force. Its cost grows with the number
    of contacts; their order does not matter.

    Raises
    ------
    ContentError
        If the table cites a rule that no pack holds.
    """
    record = Record.of(contacts, facts)
    found = [each for check in table.checks for each in _findings(check, record)]
    found.sort(key=lambda each: each[0])  # stable, so the order of the checks stays
    return tuple(finding for _, finding in found)


def _findings(check: checks.Check, record: Record) -> Iterator[tuple[float, Finding]]:
    scope = Scope(check, record)
    for breach in SEARCHES[type(check)](check, scope):
        moment = breach.line.contact.at.timestamp()
        yield moment, _finding(check, scope, breach)


def _finding(check: checks.Check, scope: Scope, breach: Breach) -> Finding:
    rule, *also = scope.binding(breach.line.day)
    return Finding(
        id=f"{check.id}:{breach.line.contact.id}",
        rule=rule,
        check=check.id,
        severity=check.severity,
        evidence=say(breach, check),
        records=breach.records,
        also=tuple(also),
    )
