"""The pandera schema of each table of a portfolio, made from `tables.yaml`.

Checks, data package and dictionary all read these schemas. The `metadata` of a schema holds its
`table`, that of a column its `column`, as `schema.py` describes them.
"""

import json
from collections.abc import Iterator, Mapping
from functools import cache, partial

import pandas as pd
import pandera.pandas as pandera
import pyarrow as pa

from casebook.portfolio.relations import holds
from casebook.portfolio.schema import Column, Rule, Table, Type, tables

ARROW: Mapping[Type, pa.DataType] = {
    Type.ID: pa.string(),
    Type.TEXT: pa.string(),
    Type.CODE: pa.string(),
    Type.DATE: pa.date32(),
    Type.DATETIME: pa.timestamp("ms"),
    Type.FEN: pa.int64(),
    Type.COUNT: pa.int64(),
    Type.BASIS_POINTS: pa.int64(),
    Type.NUMBER: pa.float64(),
    Type.TRUTH: pa.bool_(),
    Type.JSON: pa.string(),
}


@cache
def schemas() -> Mapping[str, pandera.DataFrameSchema]:
    """Return the schema of every table by name, the answers last.

    They fit frames whose columns are of Arrow's types, as `frame` makes them.
    """
    return {name: _schema(table) for name, table in tables().items()}


def usual(table: pa.Table) -> pa.Table:
    """Return `table` with texts and times in the schemas' one form, however they are stored."""
    fields = [field.with_type(_usual(field.type)) for field in table.schema]
    return table.cast(pa.schema(fields), safe=False)


def frame(table: pa.Table) -> pd.DataFrame:
    """Return `table` as a frame of Arrow's types."""
    rows: pd.DataFrame = table.to_pandas(types_mapper=pd.ArrowDtype)
    return rows


def arrow(frame: pd.DataFrame) -> pa.Table:
    """Return the frame's columns as a table, without its index."""
    return pa.Table.from_pandas(frame, preserve_index=False)


def _usual(kind: pa.DataType) -> pa.DataType:
    if pa.types.is_dictionary(kind):
        return _usual(kind.value_type)
    if pa.types.is_timestamp(kind) and kind.tz is None:
        return ARROW[Type.DATETIME]
    return pa.string() if pa.types.is_large_string(kind) else kind


def _schema(table: Table) -> pandera.DataFrameSchema:
    return pandera.DataFrameSchema(
        {column.name: _column(column) for column in table.columns},
        checks=[
            pandera.Check(partial(_holds, rule), name=str(place))
            for place, rule in enumerate(table.rules)
        ],
        unique=list(table.key),
        report_duplicates="exclude_first",
        strict=True,
        ordered=True,
        name=table.name,
        title=f"{table.title.zh} {table.title.en}",
        description=f"{table.note.zh} / {table.note.en}",
        metadata={"table": table},
    )


def _holds(rule: Rule, frame: pd.DataFrame) -> pd.Series:
    return pd.Series(holds(rule, arrow(frame)).to_numpy(), index=frame.index)


def _column(column: Column) -> pandera.Column:
    return pandera.Column(
        pd.ArrowDtype(ARROW[column.type]),
        checks=list(_checks(column)),
        nullable=column.optional,
        title=column.meaning.zh,
        description=f"{column.meaning.zh} / {column.meaning.en}",
        metadata={"column": column},
    )


def _checks(column: Column) -> Iterator[pandera.Check]:
    bounds = column.bounds
    least = 0 if column.type.is_whole and bounds.minimum is None else bounds.minimum
    if least is not None:
        yield pandera.Check.ge(least)
    if bounds.maximum is not None:
        yield pandera.Check.le(bounds.maximum)
    if bounds.pattern:
        yield pandera.Check.str_matches(f"^(?:{bounds.pattern})$")
    if column.values:
        yield pandera.Check.isin(column.values)
    elif column.type is Type.JSON:
        yield pandera.Check(_is_object, name="json", element_wise=True)
    elif column.type in {Type.ID, Type.TEXT}:
        yield pandera.Check.str_length(min_value=1)


def _is_object(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict)
    except json.JSONDecodeError:
        return False
