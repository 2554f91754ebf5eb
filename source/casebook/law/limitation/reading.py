"""Read the fields of a case strictly, gathering every fault before any is raised."""

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

import yaml

from casebook.errors import CasebookError, DataError
from casebook.law.days import FIRST_DAY, LAST_DAY

A_DAY = f"a date such as 2022-06-15, from {FIRST_DAY} to {LAST_DAY}"
MOST_MONTHS = 1200

Closed = TypeVar("Closed", bound=StrEnum)


class _Loader(yaml.SafeLoader):
    """Read `on` as a word, as YAML 1.2 does, and refuse a key written twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        keys = [str(self.construct_object(key, deep=True)) for key, _ in node.value]
        for key, count in Counter(keys).items():
            if count > 1:
                line = node.start_mark.line + 1
                raise yaml.YAMLError(f'line {line}: key "{key}" is written {count} times')
        return super().construct_mapping(node, deep=deep)


_BOOL = "tag:yaml.org,2002:bool"
_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != _BOOL]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver(
    _BOOL, re.compile("^(?:true|True|TRUE|false|False|FALSE)$"), list("tTfF")
)


def parsed(text: str, where: str) -> object:
    """Return what the YAML or JSON `text` says.

    Raises
    ------
    DataError
        If the text is torn.
    """
    try:
        return yaml.load(text, Loader=_Loader)  # noqa: S506 - a safe loader, with one check more
    except (yaml.YAMLError, ValueError, RecursionError) as error:  # 30 February: a ValueError
        what = f"not readable YAML or JSON: {error}"
        raise DataError(where, what, "one mapping", "mend the file") from error


class Faults:
    """The faults of one input, each saying where, what, expected and what to do."""

    def __init__(self, where: str) -> None:
        self.where = where
        self.found: list[str] = []

    def add(self, item: str, what: str, expected: str, do: str) -> None:
        """Note a fault of `item`."""
        place = f"{self.where}: {item}" if item else self.where
        self.found.append(str(CasebookError(place, what, expected, do)))

    def stop(self) -> None:
        """Raise a DataError with every fault noted so far, if there is any."""
        if self.found:
            told = "\n  ".join((f"{len(self.found)} fault(s)", *self.found))
            raise DataError(self.where, told)


class Fields:
    """The fields of one mapping; a field at fault reads as None and is noted."""

    def __init__(self, raw: object, item: str, faults: Faults) -> None:
        self.item, self.faults = item, faults
        self.raw: Mapping[object, object] = raw if isinstance(raw, Mapping) else {}
        if not isinstance(raw, Mapping):
            faults.add(item, f"is {raw!r}", "a mapping of fields", "write name: value pairs")

    def fault(self, what: str, expected: str, do: str) -> None:
        """Note a fault of this mapping."""
        self.faults.add(self.item, what, expected, do)

    def check_known(self, known: Iterable[str]) -> None:
        """Note each field that is not among `known`."""
        names = sorted(known)
        for name in sorted(set(map(str, self.raw)) - set(names)):
            self.fault(f'field "{name}" is unknown', f"one of {', '.join(names)}", "take it out")

    def has(self, name: str) -> bool:
        """Say whether the field is there and not null."""
        return self.raw.get(name) is not None

    def check_given(self, *names: str) -> None:
        """Note each of the fields `names` that is absent."""
        for name in names:
            if not self.has(name):
                self.fault(f'field "{name}" is missing', "it", "add it")

    def day(self, name: str) -> date | None:
        """Return a date, written as YAML's date or as text."""
        return _day(self.raw[name], name, self) if self.has(name) else None

    def days(self, name: str) -> tuple[date, ...] | None:
        """Return a list of distinct dates, one or more."""
        if not self.has(name):
            return None
        listed = self.raw[name]
        if not isinstance(listed, list) or not listed:
            self.fault(f"{name} is {listed!r}", "a list of dates", "write [2022-01-31, …]")
            return None
        read = [_day(value, name, self) for value in listed]
        for day, count in Counter(day for day in read if day).items():
            if count > 1:
                self.fault(f"{name} has {day} {count} times", "each day once", "strike one")
        return tuple(day for day in read if day) or None

    def flag(self, name: str) -> bool | None:
        """Return true or false."""
        value = self.raw.get(name)
        if value is None or isinstance(value, bool):
            return value
        self.fault(f"{name} is {value!r}", "true or false", "write one of them without quotes")
        return None

    def months(self, name: str) -> int | None:
        """Return a number of months, none or more."""
        value = self.raw.get(name)
        if value is None or (type(value) is int and 0 <= value <= MOST_MONTHS):
            return value
        expected = f"a whole number from 0 to {MOST_MONTHS}"
        self.fault(f"{name} is {value!r}", expected, "count the months")
        return None

    def choice(self, name: str, kind: type[Closed]) -> Closed | None:
        """Return a member of the closed set `kind`."""
        value = self.raw.get(name)
        if value is None:
            return None
        if isinstance(value, str) and value in list(kind):
            return kind(value)
        self.fault(f"{name} is {value!r}", f"one of {', '.join(kind)}", "choose one of them")
        return None


def _day(value: object, name: str, fields: Fields) -> date | None:
    day = _written(value) if isinstance(value, str) else value
    if type(day) is date and FIRST_DAY <= day <= LAST_DAY:
        return day
    fields.fault(f"{name} is {value!r}", A_DAY, "correct the date")
    return None


def _written(text: str) -> date | None:
    """Read one form of date only: fromisoformat takes 20220615 and 2022-W24-3 too."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.isoformat() == text else None
