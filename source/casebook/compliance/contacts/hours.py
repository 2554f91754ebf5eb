"""Contacts at hours that are not allowed where the person is."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from casebook.compliance.contacts.record import Line
from casebook.compliance.contacts.scope import Breach, Scope, alone
from casebook.law.contact_rules.checks import Hours


def hours(check: Hours, scope: Scope) -> Iterator[Breach]:
    """Find contacts at a closed hour in any zone where the person may be."""
    for line in scope.lines():
        closed = _closed_place(check, line)
        if closed is None or scope.excuses(line):
            continue
        if not (scope.lets_answer(line) and _asked_that_night(check, line)):
            place, local = closed
            yield alone(
                line, "hours", opens=check.opens, closes=check.closes, then=local, zone=place
            )


def _closed_place(check: Hours, line: Line) -> tuple[str, datetime] | None:
    """Return the first place where the hour is closed, and the time there."""
    if _is_closed(check, line.local):
        return _name(line), line.local
    for zone in line.zones[1:]:
        local = _local(line.contact.at, zone)
        if _is_closed(check, local):
            return zone.key, local
    return None


def _is_closed(check: Hours, local: datetime) -> bool:
    clock = local.time()
    if clock == check.closes:
        return not check.closes_is_allowed
    return not check.opens <= clock < check.closes


def _asked_that_night(check: Hours, line: Line) -> bool:
    """Tell whether the person began at a closed hour of the same night."""
    if line.answers is None:
        return False
    began = line.answers.at
    local = _local(began, line.zones[0]) if line.zones else began.replace(tzinfo=None)
    return _is_closed(check, local) and line.contact.at - began < _night(check)


def _night(check: Hours) -> timedelta:
    on = datetime(2000, 1, 1, tzinfo=UTC)
    opened = datetime.combine(on, check.closes) - datetime.combine(on, check.opens)
    return timedelta(days=1) - opened


def _local(moment: datetime, zone: ZoneInfo) -> datetime:
    return moment.astimezone(zone).replace(tzinfo=None)


def _name(line: Line) -> str:
    return line.zones[0].key if line.zones else f"UTC{line.contact.at:%z}"
