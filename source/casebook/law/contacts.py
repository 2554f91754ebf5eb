"""Contact rules as data: what a record of contacts is held against, one table a jurisdiction.

The compliance room carries the checks out. Whom a check protects, its limits and hours, its
severity and the rules it rests on stand in `contact_rules/*.yaml`.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import time
from functools import cache
from typing import Any

from casebook.errors import ContentError
from casebook.law.contact_rules.checks import (
    KINDS,
    Channel,
    Check,
    Connected,
    Consent,
    FactKind,
    Hours,
    Per,
    Person,
    RuledOut,
)
from casebook.law.entries import Closed, Entries, read_yaml
from casebook.law.model import Severity
from casebook.law.rules import rules
from casebook.law.shelf import jurisdictions_in, text_for
from casebook.text import Text


@dataclass(frozen=True, slots=True)
class Table:
    """The checks of one jurisdiction, or of one house within it, in the order of the file."""

    jurisdiction: str
    title: Text
    checks: tuple[Check, ...]


def jurisdictions() -> tuple[str, ...]:
    """Return the jurisdictions that have a contact-rule table, such as `CN`."""
    return jurisdictions_in("contact_rules")


@cache
def table(jurisdiction: str) -> Table:
    """Return the contact-rule table that ships for `jurisdiction`.

    Raises
    ------
    ContentError
        If there is no such table, or the table has faults.
    """
    return read_table(*text_for(jurisdiction, "contact_rules", "contact rules"))


def read_table(text: str, where: str) -> Table:
    """Return the table written in `text`, in YAML that errors call `where`.

    Raises
    ------
    ContentError
        With all faults of the table at once; a rule that no pack holds is one.
    """
    raw = read_yaml(text, where)
    reading = _Reading(where)
    read = reading.table(raw)
    if reading.faults:
        raise ContentError.of(where, reading.faults)
    return read


class _Unfit(Exception):  # noqa: N818 - says what was expected, and never leaves this module
    """A value does not fit; its message says what was expected."""


class _Reading(Entries):
    """One reading of one table."""

    def __init__(self, where: str) -> None:
        super().__init__(where)
        self.known = {rule.id for rule in rules()}

    def table(self, raw: object) -> Table:
        top = self.mapping(raw, "the table", ("jurisdiction", "title", "checks"))
        jurisdiction = self.string(top, "jurisdiction", "the table")
        title = self.text(top, "title", "the table")
        listed = self.value(top, "checks", "the table", _filled_list) or []
        checks = [self.check(entry, place) for place, entry in enumerate(listed, 1)]
        for id_, count in Counter(check.id for check in checks if check).items():
            if count > 1:
                self.fault(f'check "{id_}"', f"id is used {count} times", "once")
        return Table(jurisdiction, title, tuple(check for check in checks if check))

    def check(self, raw: object, place: int) -> Check | None:
        id_ = raw.get("id") if isinstance(raw, dict) else None
        item = f'check "{id_}"' if isinstance(id_, str) else f"check no. {place}"
        if not isinstance(raw, dict) or raw.get("kind") not in list(KINDS):
            self.fault(
                item, f"is {raw!r:.60}", f"a mapping whose kind is one of {', '.join(KINDS)}"
            )
            return None
        kind, before = KINDS[raw["kind"]], len(self.faults)
        values = self.fields(raw, kind, item)
        if len(self.faults) > before:
            return None
        check = kind(**values)
        self.sense(check, item)
        return check

    def fields(self, raw: dict[str, Any], kind: type[Check], item: str) -> dict[str, Any]:
        """Read what the kind has; a field with a default may be absent, or null."""
        known = {each.name: each for each in fields(kind) if each.name in _READERS}
        may = {name for name, each in known.items() if each.default is not MISSING}
        entry = self.mapping(dict.fromkeys(may) | raw, item, ("kind", *known))
        written = [name for name in known if name in entry]
        given = [name for name in written if name not in may or entry[name] is not None]
        return {name: self.value(entry, name, item, _READERS[name]) for name in given}

    def sense(self, check: Check, item: str) -> None:
        for id_ in check.rules:
            if id_ not in self.known:
                self.fault(item, f'no rule is called "{id_}"', "the id of a rule in law/packs")
        if isinstance(check, Hours) and not check.opens < check.closes:
            self.fault(item, f"closes at {check.closes}", f"a time after {check.opens}")

    def value(
        self, entry: dict[str, Any], field: str, item: str, read: Callable[[object], Any]
    ) -> Any:
        if field not in entry:  # its absence is already told
            return None
        try:
            return read(entry[field])
        except _Unfit as unfit:
            self.fault(item, f"{field} is {entry[field]!r}", str(unfit))
            return None


def _name(value: object) -> str:
    if isinstance(value, str) and value.strip():
        return value.strip()
    raise _Unfit("text")


def _twins(value: object) -> Text:
    if isinstance(value, dict) and set(value) == {"zh", "en"}:
        return Text(_name(value["zh"]), _name(value["en"]))
    raise _Unfit("a mapping with zh and en")


def _filled_list(value: object) -> list[Any]:
    if isinstance(value, list) and value:
        return value
    raise _Unfit("a list that is not empty")


def _names(value: object) -> tuple[str, ...]:
    return tuple(map(_name, _filled_list(value)))


def _one_of(kind: Iterable[Closed]) -> Callable[[object], Closed]:
    members = {str(member): member for member in kind}

    def read(value: object) -> Closed:
        if isinstance(value, str) and value in members:
            return members[value]
        raise _Unfit(f"one of {', '.join(members)}")

    return read


def _many_of(kind: type[Closed]) -> Callable[[object], tuple[Closed, ...]]:
    one = _one_of(kind)
    return lambda value: tuple(map(one, _filled_list(value)))


def _set_of(kind: type[Closed]) -> Callable[[object], frozenset[Closed]]:
    many = _many_of(kind)
    return lambda value: frozenset(kind if value == "all" else many(value))


def _flag(value: object) -> bool:
    if isinstance(value, bool):
        return value
    raise _Unfit("true or false")


def _whole(value: object) -> int:
    if type(value) is int and value > 0:
        return value
    raise _Unfit("a whole number above 0")


def _clock(value: object) -> time:
    # Without quotes YAML takes 22:00 for the number 1320.
    try:
        read = time.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        read = None
    if read is None or read.tzinfo:
        raise _Unfit('a time in quotes, such as "22:00"')
    return read


_READERS: Mapping[str, Callable[[object], Any]] = {
    "id": _name,
    "rules": _names,
    "severity": _one_of((Severity.BLOCK, Severity.FAIL, Severity.WARN)),
    "persons": _set_of(Person),
    "channels": _set_of(Channel),
    "unless_consent": _set_of(Consent),
    "unless_facts": _set_of(FactKind),
    "may_answer_once": _flag,
    "remark": _twins,
    "opens": _clock,
    "closes": _clock,
    "closes_is_allowed": _flag,
    "per": _many_of(Per),
    "days": _whole,
    "limit": _whole,
    "connected": _set_of(Connected),
    "rules_out": _one_of(RuledOut),
    "fact": _one_of(FactKind),
    "least": _whole,
}
