"""Read a portfolio back from its CSV files, strictly: what is torn or missing is said."""

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from casebook.errors import DataError
from casebook.portfolio.frames import typed
from casebook.portfolio.papers import fault_in_body
from casebook.portfolio.portfolio import Portfolio
from casebook.portfolio.schema import Column, Table, Type, tables
from casebook.portfolio.shipping.folder import ANSWERS_FOLDER, CARD

DO = "restore the file from the release, or run: casebook data build"


def read(folder: Path) -> Portfolio:
    """Read the portfolio in `folder`, with the answers in the folder within it if there are any.

    Raises
    ------
    DataError
        A file is missing or torn, a column is missing, a value is of the wrong type, or a row
        refers to another that is not there; the message says where.
    """
    has_answers = (folder / ANSWERS_FOLDER).is_dir()
    places = {
        name: folder / ANSWERS_FOLDER if table.is_answer else folder
        for name, table in tables().items()
        if has_answers or not table.is_answer
    }
    packages = {place: _read_package(place / CARD) for place in set(places.values())}
    frames = {
        name: _read_table(place / f"{name}.csv", tables()[name], _counts(packages[place]))
        for name, place in places.items()
    }
    for name, place in places.items():
        _check_keys(place / f"{name}.csv", tables()[name], frames)
    return Portfolio(as_of=date.fromisoformat(packages[folder]["as_of"]), **frames)


def _read_package(path: Path) -> dict[str, Any]:
    try:
        package: dict[str, Any] = json.loads(_read_text(path))
        date.fromisoformat(package["as_of"])
        _ = _counts(package)
    except (json.JSONDecodeError, KeyError, TypeError, ValueError) as error:
        raise DataError(str(path), "not a data package", "as_of and resources", DO) from error
    return package


def _counts(package: Mapping[str, Any]) -> dict[str, int]:
    return {resource["name"]: resource["rows"] for resource in package["resources"]}


def _read_table(path: Path, table: Table, counts: Mapping[str, int]) -> pd.DataFrame:
    return typed(_read_rows(path, table, counts.get(table.name)), table)


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
    if column.type is Type.NUMBER and _NUMBER.fullmatch(cell):
        return float(cell)
    if column.type is Type.TRUTH:
        return _TRUTHS.get(cell, cell)
    if column.type is Type.JSON:
        try:
            return json.loads(cell)
        except json.JSONDecodeError:
            return cell
    return cell


_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_TRUTHS = {"true": True, "false": False}


def _check_keys(path: Path, table: Table, frames: Mapping[str, pd.DataFrame]) -> None:
    frame = frames[table.name]
    twice = frame[frame.duplicated(list(table.key))]
    if len(twice):
        key = " ".join(str(twice.iloc[0][name]) for name in table.key)
        raise DataError(str(path), f"{key} stands twice", "each key once", DO)
    for column, other in table.references.items():
        unknown = frame[frame[column].notna() & ~frame[column].isin(frames[other][column])]
        if len(unknown):
            value = unknown.iloc[0][column]
            raise DataError(str(path), f"unknown {column} {value}", f"one from {other}.csv", DO)
