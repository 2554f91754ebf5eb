"""What changed in the packs since a day: rules that began, ended, or whose record was mended."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from casebook.law.model import Rule
from casebook.law.rules import rules


class What(StrEnum):
    """What happened to a rule."""

    BEGAN = "came into force"
    ENDED = "went out of force"
    REVISED = "record revised"


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """One thing that happened to the rule on the day `on`."""

    on: date
    id: str
    what: What


def changes(since: date, until: date, among: Iterable[Rule] | None = None) -> tuple[Change, ...]:
    """Return what changed after the day `since` and up to the day `until`, by day and id.

    A rule goes out of force on the day after its last. `among` is every pack's rules by default.
    """
    every = rules() if among is None else among
    found = (change for rule in every for change in _of(rule))
    return tuple(sorted(change for change in found if since < change.on <= until))


def _of(rule: Rule) -> Iterator[Change]:
    if rule.in_force_from:
        yield Change(rule.in_force_from, rule.id, What.BEGAN)
    if rule.in_force_until:
        yield Change(rule.in_force_until + timedelta(days=1), rule.id, What.ENDED)
    yield Change(rule.revised, rule.id, What.REVISED)
