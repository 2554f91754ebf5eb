"""Data frames out of plain rows: the columns of the schema, dates parsed, amounts in fen."""

from typing import TYPE_CHECKING, Any

import pandas as pd

from casebook.errors import DataError
from casebook.portfolio.case import MANY, ONE
from casebook.portfolio.papers import papers
from casebook.portfolio.schema import Column, Table, Type, on_file

if TYPE_CHECKING:
    from casebook.portfolio.case import Case


PLURAL = {"debtor": "debtors", "account": "accounts"}
SINGULAR = {many: one for one, many in PLURAL.items()}


def typed(rows: Any, table: Table) -> pd.DataFrame:
    """Return `rows` (mappings, columns, a frame) with the columns of `table`, in their types.

    Dates and times become `datetime64[us]`, whole numbers `int64` (`Int64` where optional).
    """
    return _typed(rows, table.columns)


def case_frame(case: "Case", name: str) -> pd.DataFrame:
    """Return the table `name` of one case; see `Case.frame`."""
    lists = {part.name: (paper, part) for paper in papers().values() for part in paper.lists}
    if name in lists:
        paper, part = lists[name]
        return _typed(case.document(paper.kind).body[name], part.fields)
    known = [*(PLURAL[one] for one in ONE), *MANY, "documents"]
    if name not in known:
        expected = f"one of {', '.join([*known, *lists])}"
        raise DataError(f"case {case.id}", f"no table {name!r}", expected, "choose one of these")
    rows = case.to_dict()[SINGULAR.get(name, name)]
    return typed([rows] if name in SINGULAR else rows, on_file(name))


def _typed(rows: Any, columns: tuple[Column, ...]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=[column.name for column in columns])
    return frame.astype({column.name: _dtype(column) for column in columns})


def _dtype(column: Column) -> str:
    if column.type.is_moment:
        return "datetime64[us]"
    if column.type.is_whole:
        return "Int64" if column.optional else "int64"
    return _DTYPES.get(column.type, "str")


_DTYPES = {Type.JSON: "object", Type.NUMBER: "float64", Type.TRUTH: "bool"}
