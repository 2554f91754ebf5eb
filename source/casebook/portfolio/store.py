"""Write a portfolio to a folder and read it back: CSV to read, Parquet beside it for speed.

The same portfolio gives the same bytes: no times of writing, fixed options, Unix line ends.
"""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from casebook.errors import DataError
from casebook.portfolio.datapackage import datapackage
from casebook.portfolio.frames import typed
from casebook.portfolio.papers import fault_in_body
from casebook.portfolio.portfolio import Portfolio, plain_rows
from casebook.portfolio.schema import Column, Table, Type, tables

DO = "restore the file from the release, or run: casebook data build"

ARROW = {
    Type.DATE: pa.date32(),
    Type.DATETIME: pa.timestamp("ms"),
    Type.FEN: pa.int64(),
    Type.COUNT: pa.int64(),
    Type.BASIS_POINTS: pa.int64(),
}


def write(portfolio: Portfolio, folder: Path, *, seed: int) -> None:
    """Write every table as CSV and Parquet, and `datapackage.json`, into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    counts = {}
    for name, table in tables().items():
        rows = plain_rows(getattr(portfolio, name), table)
        counts[name] = len(rows)
        _write_text(folder / f"{name}.csv", _csv(rows, table))
        pq.write_table(
            _arrow(rows, table),
            folder / f"{name}.parquet",
            compression="zstd",
            version="2.6",
            store_schema=False,
        )
    package = datapackage(portfolio.as_of, seed, counts)
    _write_text(folder / "datapackage.json", json.dumps(package, ensure_ascii=False, indent=2))


def read(folder: Path) -> Portfolio:
    """Read a portfolio from the CSV files in `folder`.

    Raises
    ------
    DataError
        A file is missing or torn, a column is missing, a value is of the wrong type, or a row
        refers to another that is not there; the message says where.
    """
    package = _read_package(folder / "datapackage.json")
    counts = {resource["name"]: resource["rows"] for resource in package["resources"]}
    frames = {
        name: typed(_read_rows(folder / f"{name}.csv", table, counts.get(name)), table)
        for name, table in tables().items()
    }
    for name, table in tables().items():
        _check_keys(folder / f"{name}.csv", table, frames)
    return Portfolio(as_of=date.fromisoformat(package["as_of"]), **frames)


def _write_text(path: Path, text: str) -> None:
    path.write_text(text.rstrip("\n") + "\n", encoding="utf-8", newline="\n")


def _csv(rows: list[dict[str, Any]], table: Table) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(table.names)
    writer.writerows([_cell(row[column.name], column) for column in table.columns] for row in rows)
    return out.getvalue()


def _cell(value: Any, column: Column) -> Any:
    return _json(value) if column.type is Type.JSON else value


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _arrow(rows: list[dict[str, Any]], table: Table) -> pa.Table:
    columns = {
        column.name: _arrow_column([row[column.name] for row in rows], column)
        for column in table.columns
    }
    return pa.table(columns)


def _arrow_column(values: list[Any], column: Column) -> pa.Array:
    if column.type is Type.JSON:
        values = [_json(value) for value in values]
    if column.type.is_moment:
        return pa.array(values, pa.string()).cast(ARROW[column.type])
    return pa.array(values, ARROW.get(column.type, pa.string()))


def _read_package(path: Path) -> dict[str, Any]:
    try:
        package: dict[str, Any] = json.loads(_read_text(path))
        date.fromisoformat(package["as_of"])
        _ = {resource["name"]: resource["rows"] for resource in package["resources"]}
    except (json.JSONDecodeError, KeyError, TypeError, ValueError) as error:
        raise DataError(str(path), "not a data package", "as_of and resources", DO) from error
    return package


def _read_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise DataError(str(path), "missing", "the file to be there", DO) from error
    except UnicodeDecodeError as error:
        raise DataError(str(path), "not UTF-8 text", "a CSV file in UTF-8", DO) from error


def _read_rows(path: Path, table: Table, count: int | None) -> list[dict[str, Any]]:
    lines = csv.reader(io.StringIO(_read_text(path), newline=""))
    header = next(lines, [])
    missing = [name for name in table.names if name not in header]
    if missing:
        raise DataError(str(path), f"no column {', '.join(missing)}", ", ".join(table.names), DO)
    rows = list(_rows(path, table, header, lines))
    if count is not None and len(rows) != count:
        raise DataError(str(path), f"{len(rows)} rows", f"{count} (datapackage.json)", DO)
    return rows


def _rows(
    path: Path, table: Table, header: list[str], lines: "Iterator[list[str]]"
) -> Iterator[dict[str, Any]]:
    for number, cells in enumerate(lines, 2):
        where = f"{path}, row {number}"
        if len(cells) != len(header):
            raise DataError(where, f"torn: {len(cells)} values", f"{len(header)}", DO)
        cell = dict(zip(header, cells, strict=True))
        row = {column.name: _value(where, cell[column.name], column) for column in table.columns}
        if table.name == "documents" and (fault := fault_in_body(row["kind"], row["body"])):
            raise DataError(where, fault, do=DO)
        yield row


def _value(where: str, cell: str, column: Column) -> Any:
    value = _parsed(cell, column)
    if fault := column.fault_in(value):
        raise DataError(where, f"{column.name} is {fault}", do=DO)
    return value


def _parsed(cell: str, column: Column) -> Any:
    """Read a cell if it can be read; what cannot stays text, and so is found at fault."""
    if not cell and column.optional:
        return None
    if column.type.is_whole and cell.isascii() and cell.isdigit():
        return int(cell)
    if column.type is Type.JSON:
        try:
            return json.loads(cell)
        except json.JSONDecodeError:
            return cell
    return cell


def _check_keys(path: Path, table: Table, frames: Mapping[str, pd.DataFrame]) -> None:
    frame = frames[table.name]
    twice = frame[frame.duplicated(list(table.key))]
    if len(twice):
        key = " ".join(str(twice.iloc[0][name]) for name in table.key)
        raise DataError(str(path), f"{key} stands twice", "each key once", DO)
    for column, other in table.references.items():
        unknown = frame[~frame[column].isin(frames[other][column])]
        if len(unknown):
            value = unknown.iloc[0][column]
            raise DataError(str(path), f"unknown {column} {value}", f"one from {other}.csv", DO)
