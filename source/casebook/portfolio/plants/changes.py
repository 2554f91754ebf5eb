"""Tables whose cells are changed one at a time, and one debtor's part of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa

from casebook.portfolio.plants.cells import listed, replaced
from casebook.portfolio.plants.papers_on_file import PapersOnFile

Columns = dict[str, pa.Array]


class Changes:
    """Tables as columns; what is put into a cell shows when they are taken out again."""

    def __init__(self, tables: Mapping[str, Columns]) -> None:
        self._tables = dict(tables)
        self._changed: dict[tuple[str, str], dict[int, Any]] = {}
        self._lists: dict[tuple[str, str], list[Any]] = {}

    def get(self, table: str, column: str, row: int) -> Any:
        """Return what a cell holds now."""
        changed = self._changed.get((table, column))
        if changed is not None and row in changed:
            return changed[row]
        return self._tables[table][column][row].as_py()

    def listed(self, table: str, column: str) -> list[Any]:
        """Return a column as it is now: for those of which many cells are looked at."""
        key = table, column
        if key not in self._lists:
            self._lists[key] = listed(self._tables[table][column])
            for row, value in self._changed.get(key, {}).items():
                self._lists[key][row] = value
        return self._lists[key]

    def put(self, table: str, column: str, row: int, value: Any) -> None:
        """Change a cell."""
        key = table, column
        self._changed.setdefault(key, {})[row] = value
        if key in self._lists:
            self._lists[key][row] = value

    def table(self, name: str) -> Columns:
        """Return the columns of a table as they are now."""
        self._tables[name] = {
            column: replaced(values, self._changed.pop((name, column), {}))
            for column, values in self._tables[name].items()
        }
        return self._tables[name]

    def tables(self) -> dict[str, Columns]:
        """Return all tables as they are now."""
        return {name: self.table(name) for name in self._tables}


@dataclass(frozen=True, slots=True)
class File:
    """What is on file about the debtor at one place of a block; rows of his are at that place."""

    place: int
    as_of: date
    changes: Changes
    papers: PapersOnFile
    payments: range  # rows of table `payments`

    def get(self, table: str, column: str) -> Any:
        """Return a cell of the debtor's row in `debtors`, `accounts` or `contracts`."""
        return self.changes.listed(table, column)[self.place]

    def put(self, table: str, column: str, value: Any) -> None:
        """Change a cell of the debtor's row."""
        self.changes.put(table, column, self.place, value)
