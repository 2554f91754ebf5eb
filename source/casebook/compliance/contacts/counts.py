"""Too many contacts within so many days."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from casebook.compliance.contacts.record import Line
from casebook.compliance.contacts.scope import Breach, Scope
from casebook.law.contact_rules.checks import Connected, Count, Per

Group = tuple[object, ...]

_KEYS: Mapping[Per, Callable[[Line], object]] = {
    Per.DEBTOR: lambda line: line.contact.debtor,
    Per.DEBT: lambda line: line.contact.debt,
    Per.PERSON: lambda line: line.who,
    Per.POINT: lambda line: line.contact.point,
}


class Run(NamedTuple):
    """A stretch over the limit, in places of its sequence.

    It reaches from the `first` line of the first full window through the one that `crossed` the
    limit to the `last` one over it; `over` says how many were over.
    """

    first: int
    crossed: int
    last: int
    over: int


def count(check: Count, scope: Scope) -> Iterator[Breach]:
    """Find every stretch of contacts above the limit: one breach, however long it goes on."""
    for lines in grouped(check.per, _counted(check, scope)).values():
        for run in runs(lines, check.days, check.limit):
            yield _breach(check, lines, run)


def _counted(check: Count, scope: Scope) -> Iterator[Line]:
    return (
        line
        for line in scope.lines()
        if counts_as_call(line, check.connected) and not scope.excuses(line)
    )


def counts_as_call(line: Line, connected: frozenset[Connected]) -> bool:
    """Tell whether a call ended in one of the ways `connected`; what is no call always does."""
    return line.contact.connected is None or line.contact.connected in connected


def grouped(per: Sequence[Per], lines: Iterable[Line]) -> dict[Group, list[Line]]:
    """Put together the lines that count together; without a point there is nothing to count by."""
    groups: defaultdict[Group, list[Line]] = defaultdict(list)
    keys = [_KEYS[each] for each in per]
    by_point = Per.POINT in per
    for line in lines:
        if line.contact.point or not by_point:
            groups[tuple(key(line) for key in keys)].append(line)
    return groups


def runs(lines: Sequence[Line], days: int | None, limit: int) -> Iterator[Run]:
    """Yield the stretches of `lines`, in order of time, with more than `limit` in any `days`."""
    left, run = 0, None
    for place, line in enumerate(lines):
        while days is not None and lines[left].day <= line.day - days:
            left += 1
        if place - left < limit:
            continue
        if run is not None and (days is None or line.day - lines[run.last].day < days):
            run = run._replace(last=place, over=run.over + 1)
            continue
        if run is not None:
            yield run
        run = Run(left, place, place, 1)
    if run is not None:
        yield run


def _breach(check: Count, lines: Sequence[Line], run: Run) -> Breach:
    shown = lines[run.first : run.last + 1]
    sentence = {None: "count-ever", 1: "count-day"}.get(check.days, "count-days")
    slots = {
        "days": check.days,
        "limit": check.limit,
        "total": len(shown),
        "place": check.limit + 1,
        "per": check.per[-1],
        "what": _what(check),
        "further": run.over - 1,
    }
    return Breach(lines[run.crossed], tuple(each.contact.id for each in shown), sentence, slots)


def _what(check: Count) -> str:
    if check.connected == {Connected.YES}:
        return "answered"
    return "placed" if Connected.YES in check.connected else "unanswered"
