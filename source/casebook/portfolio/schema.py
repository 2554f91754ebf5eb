"""The schema of the tables, from `tables.yaml`; files, dictionary, loader and checks share it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
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
    NUMBER = "number"
    TRUTH = "truth"
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
class Bounds:
    """What values may be beyond their type: least, most, the regular expression of all of it."""

    minimum: int | None = None
    maximum: int | None = None
    pattern: str = ""

    @property
    def said(self) -> str:
        """Say the bounds after the name of a type."""
        least = f"of at least {self.minimum}" if self.minimum is not None else ""
        most = f"of at most {self.maximum}" if self.maximum is not None else ""
        like = f"like {self.pattern}" if self.pattern else ""
        said = " and ".join(part for part in (least, most, like) if part)
        return f", {said}" if said else ""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table; `codes` says what its `values` mean, where the file does.

    What `is_derived` follows from other tables, and a case leaves it out.
    """

    name: str
    type: Type
    meaning: Text
    values: tuple[str, ...] = ()
    optional: bool = False
    codes: Mapping[str, Text] = field(default_factory=dict)
    bounds: Bounds = Bounds()
    is_derived: bool = False

    def fault_in(self, value: object) -> str:
        """Say what is wrong with a plain `value`; nothing if it fits."""
        if value is None:
            return "" if self.optional else f"nothing, expected {self.expected}"
        if self.type.is_whole:
            fits = type(value) is int and value >= 0
        elif self.type is Type.NUMBER:
            fits = type(value) in {int, float}
        elif self.type is Type.TRUTH:
            fits = type(value) is bool
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
        return _EXPECTED[self.type] + self.bounds.said

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
    Type.NUMBER: "a number",
    Type.TRUTH: "true or false",
    Type.JSON: "a JSON object",
}


class Relation(StrEnum):
    """How columns of one row stand to each other."""

    ORDER = "order"  # no value is less, or earlier, than the one before it; gaps are passed over
    SUM = "sum"  # the last is the sum of the others
    GIVEN = "given"  # filled in where another column holds one of some values, and nowhere else
    NEEDS = "needs"  # filled in there, and perhaps elsewhere
    TOGETHER = "together"  # all filled in or none
    PAPER = "paper"  # a body with the fields of its kind of document: kind, body


@dataclass(frozen=True, slots=True)
class Rule:
    """What holds between the columns of each row.

    `where` and `values` belong to GIVEN and NEEDS: the other column and what it holds.
    """

    relation: Relation
    columns: tuple[str, ...]
    meaning: Text
    where: str = ""
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its columns in order, its key, the tables it refers to."""

    name: str
    title: Text
    note: Text
    key: tuple[str, ...]
    references: Mapping[str, str]
    columns: tuple[Column, ...]
    rules: tuple[Rule, ...] = ()
    is_answer: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """Give the names of the columns, in order."""
        return tuple(column.name for column in self.columns)


@cache
def tables() -> Mapping[str, Table]:
    """Return every table by name, the answers last."""
    text = Path(__file__).with_name("tables.yaml").read_text(encoding="utf-8")
    return {name: _table(name, entry) for name, entry in yaml.safe_load(text).items()}


def table(name: str) -> Table:
    """Return the table called `name`."""
    return tables()[name]


@cache
def on_file(name: str) -> Table:
    """Return the table called `name` as a case has it, without what a reviewer is to work out."""
    whole = table(name)
    return replace(whole, columns=tuple(one for one in whole.columns if not one.is_derived))


def _table(name: str, entry: Mapping[str, Any]) -> Table:
    return Table(
        name=name,
        title=Text(**entry["title"]),
        note=Text(**entry["note"]),
        key=tuple(entry["key"]),
        references=dict(entry.get("references", {})),
        columns=columns(entry["columns"]),
        rules=tuple(_rule(rule) for rule in entry.get("rules", ())),
        is_answer=entry.get("answer", False),
    )


def _rule(entry: Mapping[str, Any]) -> Rule:
    (relation,) = (relation for relation in Relation if relation in entry)
    return Rule(
        relation=relation,
        columns=tuple(entry[relation]),
        meaning=Text(zh=entry["zh"], en=entry["en"]),
        where=entry.get("where", ""),
        values=tuple(entry.get("is", ())),
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
        codes=_codes(entry.get("values", ())),
        bounds=Bounds(**entry.get("check", {})),
        is_derived=entry.get("derived", False),
    )


def _codes(values: Sequence[str] | Mapping[str, Mapping[str, str]]) -> Mapping[str, Text]:
    """Return what codes mean, where they are listed with their meaning."""
    if not isinstance(values, Mapping):
        return {}
    return {code: Text(**said) for code, said in values.items()}
