"""The schema of the tables, read from `tables.yaml`; files, dictionary and loader share it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from casebook.text import Text


class Type(StrEnum):
    """What a column holds."""

    ID = "id"
    TEXT = "text"
    CODE = "code"
    DATE = "date"
    DATETIME = "datetime"
    FEN = "fen"
    COUNT = "count"
    BASIS_POINTS = "basis-points"
    JSON = "json"

    @property
    def is_whole(self) -> bool:
        """Tell whether values are whole numbers."""
        return self in {Type.FEN, Type.COUNT, Type.BASIS_POINTS}

    @property
    def is_moment(self) -> bool:
        """Tell whether values are dates or times."""
        return self in {Type.DATE, Type.DATETIME}


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table."""

    name: str
    type: Type
    meaning: Text
    values: tuple[str, ...] = ()
    optional: bool = False

    def fault_in(self, value: object) -> str:
        """Say what is wrong with a plain `value`; nothing if it fits."""
        if value is None:
            return "" if self.optional else f"nothing, expected {self.expected}"
        if self.type.is_whole:
            fits = type(value) is int and value >= 0
        elif self.type is Type.JSON:
            fits = isinstance(value, dict)
        else:
            fits = isinstance(value, str) and self._reads(value)
        return "" if fits else f"{value!r:.60}, expected {self.expected}"

    @property
    def expected(self) -> str:
        """Say in words what a value looks like."""
        if self.values:
            return "one of " + ", ".join(self.values)
        return _EXPECTED[self.type]

    def _reads(self, value: str) -> bool:
        if self.values:
            return value in self.values
        if not self.type.is_moment:
            return True
        read = date if self.type is Type.DATE else datetime
        try:
            return read.fromisoformat(value).isoformat() == value
        except ValueError:
            return False


_EXPECTED = {
    Type.ID: "an id",
    Type.TEXT: "text",
    Type.CODE: "a code",
    Type.DATE: "a date such as 2026-06-30",
    Type.DATETIME: "a time such as 2026-06-30T09:15:00",
    Type.FEN: "a whole number of fen, not negative",
    Type.COUNT: "a whole number, not negative",
    Type.BASIS_POINTS: "a whole number of basis points",
    Type.JSON: "a JSON object",
}


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its columns in order, its key, the tables it refers to."""

    name: str
    title: Text
    note: Text
    key: tuple[str, ...]
    references: Mapping[str, str]
    columns: tuple[Column, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Give the names of the columns, in order."""
        return tuple(column.name for column in self.columns)


@cache
def tables() -> Mapping[str, Table]:
    """Return every table by name, `planted` last."""
    text = Path(__file__).with_name("tables.yaml").read_text(encoding="utf-8")
    return {name: _table(name, entry) for name, entry in yaml.safe_load(text).items()}


def table(name: str) -> Table:
    """Return the table called `name`."""
    return tables()[name]


def _table(name: str, entry: Mapping[str, Any]) -> Table:
    return Table(
        name=name,
        title=Text(**entry["title"]),
        note=Text(**entry["note"]),
        key=tuple(entry["key"]),
        references=dict(entry.get("references", {})),
        columns=columns(entry["columns"]),
    )


def columns(entries: Mapping[str, Mapping[str, Any]]) -> tuple[Column, ...]:
    """Read columns from their entries, in order."""
    return tuple(_column(*item) for item in entries.items())


def _column(name: str, entry: Mapping[str, Any]) -> Column:
    return Column(
        name=name,
        type=Type(entry["type"]),
        meaning=Text(zh=entry["zh"], en=entry["en"]),
        values=tuple(entry.get("values", ())),
        optional=entry.get("optional", False),
    )
