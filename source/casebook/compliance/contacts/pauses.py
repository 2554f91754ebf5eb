"""Calls too soon after a conversation."""

from collections.abc import Iterator, Sequence

from casebook.compliance.contacts.counts import counts_as_call, grouped
from casebook.compliance.contacts.model import Direction
from casebook.compliance.contacts.record import Line
from casebook.compliance.contacts.scope import BOTH, Breach, Scope
from casebook.law.contact_rules.checks import Connected, Pause


def pause(check: Pause, scope: Scope) -> Iterator[Breach]:
    """Find each call placed in the pause that a conversation, whoever began it, sets off."""
    for lines in grouped(check.per, scope.lines(BOTH)).values():
        yield from _too_soon(check, scope, lines)


def _too_soon(check: Pause, scope: Scope, lines: Sequence[Line]) -> Iterator[Breach]:
    talk: Line | None = None
    for line in lines:
        is_soon = talk is not None and line.day - talk.day < check.days
        if talk is not None and is_soon and _is_call(check, line) and not scope.excuses(line):
            records = (talk.contact.id, line.contact.id)
            slots = {"days": check.days, "talk": talk.local, "nth": line.day - talk.day + 1}
            yield Breach(line, records, "pause", slots)
        if line.contact.connected is Connected.YES:
            talk = line


def _is_call(check: Pause, line: Line) -> bool:
    return line.contact.direction is Direction.OUT and counts_as_call(line, check.connected)
