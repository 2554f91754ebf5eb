"""Check the tables of a portfolio against their schemas, and say what is wrong and where."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import pandas as pd
import pandera.pandas as pandera
import pyarrow as pa
import pyarrow.compute as pc
from pandera.errors import SchemaError, SchemaErrorReason, SchemaErrors

from casebook.errors import DataError
from casebook.portfolio.relations import fault_on_paper
from casebook.portfolio.schema import Relation, Rule, Table
from casebook.portfolio.schema import tables as known_tables
from casebook.portfolio.schemas import frame, schemas, usual

SHOWN = 10
DO = "make the portfolio afresh, or mend what wrote it"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong, in all rows that have it."""

    where: str
    what: str
    expected: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}, expected {self.expected}"


def check(tables: Mapping[str, pa.Table]) -> None:
    """Check every table, its keys, and that each reference leads somewhere.

    Parameters
    ----------
    tables : mapping
        Arrow tables by name: all public ones; the answers may be left out.

    Raises
    ------
    DataError
        Something is wrong. `where`, `what` and `expected` are of the first fault, and the message
        lists the first ten; a fault names its table, column, first row (counted from 1) and value.
    """
    found = list(faults(tables))
    if not found:
        return
    first, *others = found
    listed = [str(fault) for fault in others[: SHOWN - 1]]
    if len(others) > len(listed):
        listed.append(f"and {len(others) - len(listed)} more")
    do = "\n  ".join([f"{DO}; also" if listed else DO, *listed])
    raise DataError(first.where, first.what, first.expected, do)


def faults(tables: Mapping[str, pa.Table]) -> Iterator[Fault]:
    """Yield every fault of the tables, table by table in the order of the schemas."""
    known = known_tables()
    for name in tables:
        if name not in known:
            yield Fault("tables", f"unknown table {name}", ", ".join(known))
    found = {name: usual(table) for name, table in tables.items()}
    for name, table in known.items():
        if name in found:
            yield from _faults_in(table, found[name])
            yield from _loose_ends(table, found)
        elif not table.is_answer:
            yield Fault("tables", f"no table {name}", f"the table {name}")


def _faults_in(table: Table, found: pa.Table) -> Iterator[Fault]:
    rows = frame(found)
    try:
        schemas()[table.name].validate(rows, lazy=True)
    except SchemaErrors as errors:
        yield from _told(table, rows, errors.schema_errors)


def _told(table: Table, rows: pd.DataFrame, errors: list[SchemaError]) -> Iterator[Fault]:
    shapes = [error for error in errors if error.reason_code in _SHAPES]
    yield from (_SHAPES[error.reason_code](table, rows, error) for error in shapes)
    reasons = {error.reason_code for error in errors}
    if SchemaErrorReason.COLUMN_NOT_ORDERED in reasons and not shapes:
        columns = ", ".join(rows.columns)
        yield Fault(
            f"table {table.name}", f"columns in the order {columns}", ", ".join(table.names)
        )
    for error in errors:
        if error.reason_code in _VALUES:
            yield _in_rows(table, rows, error)
        elif error.reason_code is SchemaErrorReason.CHECK_ERROR and not shapes:
            yield Fault(f"table {table.name}", f"{error.check} failed", str(error.failure_cases))


def _missing(table: Table, _: pd.DataFrame, error: SchemaError) -> Fault:
    where = f"table {table.name}, column {error.failure_cases}"
    return Fault(where, "missing", f"columns {', '.join(table.names)}")


def _unknown(table: Table, _: pd.DataFrame, error: SchemaError) -> Fault:
    where = f"table {table.name}, column {error.failure_cases}"
    return Fault(where, "unknown", f"columns {', '.join(table.names)}")


def _of_another_type(table: Table, rows: pd.DataFrame, error: SchemaError) -> Fault:
    name = error.schema.name
    where, what = f"table {table.name}, column {name}", f"type {rows[name].dtype}"
    if len(rows):
        where = f"{where}, {_row(table, rows, 0, name)}"
        what = f"{_say(rows[name].iloc[0])} of {what}"
    return Fault(where, what, f"type {schemas()[table.name].columns[name].dtype}")


_SHAPES: Mapping[SchemaErrorReason, Callable[[Table, pd.DataFrame, SchemaError], Fault]] = {
    SchemaErrorReason.COLUMN_NOT_IN_DATAFRAME: _missing,
    SchemaErrorReason.COLUMN_NOT_IN_SCHEMA: _unknown,
    SchemaErrorReason.WRONG_DATATYPE: _of_another_type,
}
_VALUES = {
    SchemaErrorReason.DUPLICATES,
    SchemaErrorReason.SERIES_CONTAINS_NULLS,
    SchemaErrorReason.DATAFRAME_CHECK,
}


def _in_rows(table: Table, rows: pd.DataFrame, error: SchemaError) -> Fault:
    places = sorted(set(error.failure_cases["index"]))
    columns, what, expected = _meant(table, rows.iloc[places[0]], error)
    row = _row(table, rows, places[0], *columns)
    where = f"table {table.name}, {_columns(columns)}, {row}"
    return Fault(where, f"{what}{_more(places)}", expected)


def _meant(table: Table, row: pd.Series, error: SchemaError) -> tuple[tuple[str, ...], str, str]:
    """Return the columns at fault, what stands there, and what should."""
    if error.reason_code is SchemaErrorReason.DUPLICATES:
        said = " ".join(_say(row[name]) for name in table.key)
        return table.key, f"{said} stands twice", "each key once"
    if isinstance(error.schema, pandera.DataFrameSchema):
        rule = table.rules[int(error.check.name)]
        return _columns_of(rule), _stands(rule, row), f"that {rule.meaning.en}"
    (column,) = (column for column in table.columns if column.name == error.schema.name)
    is_text = getattr(error.check, "name", "") == "str_length"
    expected = f"{column.expected}, not empty" if is_text else column.expected
    return (column.name,), _say(row[column.name]), expected


def _columns_of(rule: Rule) -> tuple[str, ...]:
    return (*filter(None, [rule.where]), *rule.columns)


def _stands(rule: Rule, row: pd.Series) -> str:
    if rule.relation is Relation.PAPER:
        return fault_on_paper(*(row[name] for name in rule.columns))
    return ", ".join(_say(row[name]) for name in _columns_of(rule))


def _loose_ends(table: Table, tables: Mapping[str, pa.Table]) -> Iterator[Fault]:
    found = tables[table.name]
    for column, other in table.references.items():
        known = tables.get(other)
        if known is None or not _are_alike(column, found, known):
            continue  # told already
        is_known = pc.is_in(found[column], value_set=known[column].combine_chunks())
        is_loose = pc.and_not(found[column].is_valid(), is_known)
        places = pc.indices_nonzero(is_loose).to_pylist()
        if places:
            yield _loose_end(table, frame(found), column, other, places)


def _are_alike(column: str, *tables: pa.Table) -> bool:
    if any(column not in table.column_names for table in tables):
        return False
    return len({str(table[column].type) for table in tables}) == 1


def _loose_end(
    table: Table, rows: pd.DataFrame, column: str, other: str, places: list[int]
) -> Fault:
    where = f"table {table.name}, column {column}, {_row(table, rows, places[0], column)}"
    what = f"unknown {_say(rows[column].iloc[places[0]])}{_more(places)}"
    return Fault(where, what, f"one from table {other}")


def _more(places: list[int]) -> str:
    return f" (and {len(places) - 1} more rows)" if len(places) > 1 else ""


def _columns(names: tuple[str, ...]) -> str:
    return f"column {names[0]}" if len(names) == 1 else f"columns {' and '.join(names)}"


def _row(table: Table, rows: pd.DataFrame, place: int, *shown: str) -> str:
    """Name a row by its number from 1, and by its key where that is not what is at fault."""
    key = [name for name in table.key if name in rows.columns and name not in shown]
    said = ", ".join(f"{name} {rows[name].iloc[place]}" for name in key)
    return f"row {place + 1} ({said})" if said else f"row {place + 1}"


def _say(value: object) -> str:
    if value is None or value is pd.NA or value is pd.NaT:
        return "nothing"
    return f"{value!r:.60}" if isinstance(value, str) else str(value)
