"""Take a CSV or JSON-lines text apart into rows of plain text, and tell every torn line."""

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import StringIO
from operator import itemgetter
from typing import Any

from casebook.compliance.jsonlines import lines_of, parsed
from casebook.errors import DataError

MOST_TOLD = 200

#: A line number in the text, and the values of the columns, in their order; "" where empty.
Row = tuple[int, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns that a text must and may have."""

    required: tuple[str, ...]
    optional: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[str, ...]:
        """Return every column, in order."""
        return self.required + self.optional


@dataclass(slots=True)
class Faults:
    """The faults of one text, gathered while it is read."""

    where: str
    found: list[str] = field(default_factory=list)

    def add(self, line: int, what: str, expected: str) -> None:
        """Note a fault in a line."""
        self.found.append(f"{self.where}: line {line}: {what}, expected {expected}")

    def stop(self) -> None:
        """Raise a DataError with every fault, if there is any; of very many, the first ones."""
        if not self.found:
            return
        more = len(self.found) - MOST_TOLD
        last = [f"and {more} more"] if more > 0 else []
        told = [f"{len(self.found)} fault(s)", *self.found[:MOST_TOLD], *last]
        raise DataError(self.where, "\n  ".join(told))


def read_rows(text: str, columns: Columns, faults: Faults) -> Iterator[Row]:
    """Yield the rows of `text`; JSON lines begin with a brace, anything else is CSV.

    Raises
    ------
    DataError
        If the text is empty or the header of the CSV does not fit; other faults go to `faults`.
    """
    text = text.removeprefix("\ufeff")
    if not text.strip():
        raise DataError(faults.where, "is empty", f"a header with {', '.join(columns.required)}")
    is_json = text.lstrip().startswith("{")
    return (_json_rows if is_json else _csv_rows)(text, columns, faults)


def _csv_rows(text: str, columns: Columns, faults: Faults) -> Iterator[Row]:
    reader = csv.reader(StringIO(text, newline=""), strict=True)
    header = [name.strip() for name in _next_row(reader, faults) or []]
    _check_header(header, columns, faults)
    # A column that is absent takes its value from an empty field put behind the row.
    places = [header.index(name) if name in header else -1 for name in columns.all]
    pick = itemgetter(*places)
    width = len(header)
    while (row := _next_row(reader, faults)) is not None:
        if len(row) == width:
            row.append("")
            yield reader.line_num, tuple(map(str.strip, pick(row)))
        elif row:
            faults.add(reader.line_num, f"has {len(row)} fields", f"{width}; the line may be torn")


def _next_row(reader: Any, faults: Faults) -> list[str] | None:
    first = reader.line_num + 1
    try:
        row: list[str] | None = next(reader, None)
    except csv.Error as error:
        faults.add(first, f"is not readable ({error})", "fields with closed quotation marks")
        return []
    return row


def _check_header(header: list[str], columns: Columns, faults: Faults) -> None:
    wanted = f"the columns {', '.join(columns.required)}"
    for name, count in Counter(header).items():
        if count > 1:
            faults.add(1, f'column "{name}" is there {count} times', "it once")
        if name not in columns.all:
            faults.add(1, f'column "{name}" is unknown', f"one of {', '.join(columns.all)}")
    for name in columns.required:
        if name not in header:
            faults.add(1, f'column "{name}" is missing', wanted)
    faults.stop()


def _json_rows(text: str, columns: Columns, faults: Faults) -> Iterator[Row]:
    known, required = set(columns.all), columns.required
    for number, line in lines_of(text):
        entry = _json_object(line, number, faults)
        if entry is None:
            continue
        for name in sorted(entry.keys() - known):
            faults.add(number, f'field "{name}" is unknown', f"one of {', '.join(columns.all)}")
        missing = [name for name in required if name not in entry]
        for name in missing:
            faults.add(number, f'field "{name}" is missing', "it, even if empty")
        if not missing:
            values = (_plain(entry.get(name), name, number, faults) for name in columns.all)
            yield number, tuple(values)


def _json_object(line: str, number: int, faults: Faults) -> dict[str, Any] | None:
    try:
        entry = parsed(line)
    except (ValueError, RecursionError) as error:
        faults.add(number, f"is not JSON ({error})", "one object a line; the line may be torn")
        return None
    if isinstance(entry, dict):
        return entry
    faults.add(number, f"is {line.strip()[:40]!r}", "a JSON object")
    return None


def _plain(value: object, name: str, number: int, faults: Faults) -> str:
    if isinstance(value, str):
        return value.strip()
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return str(value)
    faults.add(number, f"{name} is {value!r:.60}", "text, a whole number, true, false or null")
    return ""
