"""What one check looks at: the lines it reaches, what excuses them, the rules that bind."""

from collections.abc import Mapping
from datetime import date
from itertools import product
from typing import Any, NamedTuple

from casebook.compliance.contacts.model import Direction
from casebook.compliance.contacts.record import Line, Record
from casebook.law.contact_rules.checks import Check, FactKind
from casebook.law.rules import rule

OUT = (Direction.OUT,)
BOTH = (Direction.OUT, Direction.IN)


class Breach(NamedTuple):
    """What a check found: the line that breaks the rule, all lines that show it, and the words."""

    line: Line
    records: tuple[str, ...]
    sentence: str
    slots: Mapping[str, Any]


def alone(line: Line, sentence: str, **slots: Any) -> Breach:
    """Make a breach that one line shows by itself."""
    return Breach(line, (line.contact.id,), sentence, slots)


class Scope:
    """One check over one record."""

    def __init__(self, check: Check, record: Record) -> None:
        self.check, self.record = check, record
        self._rules = [rule(id_) for id_ in check.rules]
        self._binding: dict[int, tuple[str, ...]] = {}

    def binding(self, day: int) -> tuple[str, ...]:
        """Return the rules of the check that are in force on the day, in the check's order."""
        if day not in self._binding:
            on = date.fromordinal(day)
            self._binding[day] = tuple(each.id for each in self._rules if each.is_in_force(on))
        return self._binding[day]

    def lines(self, directions: tuple[Direction, ...] = OUT) -> list[Line]:
        """Return the lines that the check reaches on days when one of its rules is in force."""
        reaches = product(directions, self.check.channels, self.check.persons)
        found = self.record.lines(reaches)
        if not found or self._binds_throughout(found[0].day, found[-1].day):
            return found
        return [line for line in found if self.binding(line.day)]

    def lines_with(self, kind: FactKind) -> list[Line]:
        """Return those of the lines whose debtor has a fact of this kind, at whatever time."""
        debtors = self.record.facts.debtors(kind)
        return [line for line in self.lines() if line.contact.debtor in debtors]

    def _binds_throughout(self, first: int, last: int) -> bool:
        # A rule is in force for one stretch of time, so the two ends answer for the days between.
        return bool(set(self.binding(first)) & set(self.binding(last)))

    def excuses(self, line: Line) -> bool:
        """Tell whether a consent noted on the line, or a fact on file, excuses it."""
        contact, check = line.contact, self.check
        if contact.consent & check.unless_consent:
            return True
        facts = self.record.facts
        return any(facts.standing(kind, contact, line.local) for kind in check.unless_facts)

    def lets_answer(self, line: Line) -> bool:
        """Tell whether the line is the one answer that the check allows."""
        return self.check.may_answer_once and line.answers is not None
