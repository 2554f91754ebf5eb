"""JSON text of many objects at once, compact, as `json.dumps` would write it."""

from collections.abc import Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from casebook.portfolio.writing.pieces import joined


def objects(fields: Mapping[str, pa.Array]) -> pa.Array:
    """Write one object for each row of the columns.

    Whole numbers stand bare, text and days in quotes; a list holds objects already written. Text
    must have no quote, backslash or control character in it: our stocks have none.
    """
    pieces: list[Any] = []
    before = "{"
    for name, column in fields.items():
        value, opening, closing = _value(column)
        pieces += [f'{before}"{name}":{opening}', value]
        before = f"{closing},"
    return joined(*pieces, before.removesuffix(",") + "}")


def _value(column: pa.Array) -> tuple[pa.Array, str, str]:
    """Return the text of a column, and what stands before and after each cell of it."""
    if pa.types.is_list(column.type):
        return pc.binary_join(column, ","), "[", "]"
    if pa.types.is_integer(column.type):
        return column.cast(pa.string()), "", ""
    return column.cast(pa.string()), '"', '"'
