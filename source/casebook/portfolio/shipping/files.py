"""Tables as files: Parquet or CSV, one file a table or one a part, written as rows come."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO, Protocol

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet as pq

from casebook.portfolio.shipping.order import Form

# A row group is closed at so many rows or bytes, whichever comes first: enough for readers to
# skip by, little enough for a dozen tables to wait in memory.
GROUP_ROWS, GROUP_BYTES = 131_072, 48 << 20
# Text that repeats less often than this is not worth a dictionary.
REPEATS = 4


class Sink(Protocol):
    """One open file."""

    def add(self, table: pa.Table) -> None:
        """Take more rows."""

    def close(self) -> None:
        """Write what is left and close the file."""

    def drop(self) -> None:
        """Close the file as it is, for it will be thrown away."""


class ParquetFile:
    """A Parquet file; rows gather until they fill a group. No times of writing, fixed options."""

    def __init__(self, path: Path) -> None:
        self._path, self._file = path, path.open("wb")
        self._writer: pq.ParquetWriter | None = None
        self._waiting: list[pa.Table] = []
        self._rows = self._bytes = 0

    def add(self, table: pa.Table) -> None:
        """Take more rows."""
        self._waiting.append(table)
        self._rows += table.num_rows
        self._bytes += table.nbytes
        if self._rows >= GROUP_ROWS or self._bytes >= GROUP_BYTES:
            self._write()

    def close(self) -> None:
        """Write what is left and close the file."""
        if self._waiting:
            self._write()
        if self._writer is not None:
            self._writer.close()
        self._file.close()

    def drop(self) -> None:
        """Close the file as it is."""
        if self._writer is not None:
            self._writer.is_open = False  # else it would write its end when it is collected
        _let_go(self._file)

    def _write(self) -> None:
        table = pa.concat_tables(self._waiting)
        self._waiting, self._rows, self._bytes = [], 0, 0
        if self._writer is None:
            self._writer = pq.ParquetWriter(
                self._file,
                table.schema,
                compression="zstd",
                version="2.6",
                store_schema=False,
                use_dictionary=_repeating(table),
            )
        self._writer.write_table(table, row_group_size=max(table.num_rows, 1))


def _repeating(table: pa.Table) -> list[str]:
    """Return the columns whose values repeat, judged by the first rows."""
    head = table.slice(0, 1_000)
    return [
        name
        for name in table.column_names
        if pc.count_distinct(head[name]).as_py() * REPEATS <= head.num_rows
    ]


class CsvFile:
    """A CSV file in UTF-8 with Unix line ends; text is quoted, nothing is an empty cell."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("wb")
        self._writer: Any = None

    def add(self, table: pa.Table) -> None:
        """Take more rows."""
        table = _as_text(table)
        if self._writer is None:
            self._writer = pyarrow.csv.CSVWriter(self._file, table.schema)
        self._writer.write_table(table)

    def close(self) -> None:
        """Close the file."""
        if self._writer is not None:
            self._writer.close()
        self._file.close()

    def drop(self) -> None:
        """Close the file as it is."""
        _let_go(self._file)


def _let_go(file: BinaryIO) -> None:
    with suppress(OSError):  # a full disk has been told of already
        file.close()


def _as_text(table: pa.Table) -> pa.Table:
    """Write times as in ISO 8601: 2026-06-30T09:15:00."""
    for place, column in enumerate(table.schema):
        if pa.types.is_timestamp(column.type):
            seconds = table[place].cast(pa.timestamp("s"))
            written = pc.strftime(seconds, format="%Y-%m-%dT%H:%M:%S")
            table = table.set_column(place, column.name, written)
    return table


SINKS: dict[Form, Callable[[Path], Sink]] = {Form.CSV: CsvFile, Form.PARQUET: ParquetFile}


class TableFiles:
    """The files of one table in `folder`, opened and closed as parts begin and end."""

    def __init__(self, folder: Path, name: str, form: Form, *, is_parted: bool) -> None:
        self.name, self.form = name, form
        self._folder, self._is_parted = folder, is_parted
        self._open: Sink | None = None
        self._part = -1
        self.paths: list[Path] = []
        self.rows: list[int] = []

    def add(self, table: pa.Table, part: int) -> None:
        """Take the rows of a block that belongs to `part`; parts come in order."""
        if self._open is None or (self._is_parted and part != self._part):
            self.close()
            self._begin(part)
        self.rows[-1] += table.num_rows
        if self._open is not None:
            self._open.add(table)

    def close(self) -> None:
        """Close the file that is open, if one is."""
        if self._open is not None:
            self._open.close()
            self._open = None

    def drop(self) -> None:
        """Close the file that is open as it is."""
        if self._open is not None:
            self._open.drop()

    def _begin(self, part: int) -> None:
        name = f"{self.name}.{self.form}"
        if self._is_parted:
            name = f"{self.name}/part-{part:05d}.{self.form}"
        path = self._folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        self._open, self._part = SINKS[self.form](path), part
        self.paths.append(path)
        self.rows.append(0)
