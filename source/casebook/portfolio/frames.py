"""Data frames out of plain rows: the columns of the schema, dates parsed, amounts in fen."""

from typing import TYPE_CHECKING, Any

import pandas as pd

from casebook.errors import DataError
from casebook.portfolio.schema import Table, Type, table

if TYPE_CHECKING:
    from casebook.portfolio.case import Case

# Lists inside a document: where they stand, and which of their columns are dates.
LISTS = {
    "slips": ("income-proof", ("paid_on",)),
    "loans": ("credit-record", ("opened_on",)),
    "queries": ("credit-record", ("on",)),
}


def typed(rows: Any, table: Table) -> pd.DataFrame:
    """Return `rows` (mappings, columns, a frame) with the columns of `table`, in their types.

    Dates and times become `datetime64[us]`, whole numbers `int64` (`Int64` where optional).
    """
    frame = pd.DataFrame(rows, columns=list(table.names))
    return frame.astype(
        {column.name: _dtype(column.type, column.optional) for column in table.columns}
    )


def case_frame(case: "Case", name: str) -> pd.DataFrame:
    """Return the table `name` of one case; see `Case.frame`."""
    data = case.to_dict()
    if name in LISTS:
        return _list_frame(case, name)
    if name in data and name != "id":
        return typed(data[name], table(name))
    if name.removesuffix("s") in ("debtor", "account", "contract"):
        return typed([data[name.removesuffix("s")]], table(name))
    known = ["debtors", "accounts", "contracts", "instalments", "payments", "contacts", "documents"]
    raise DataError(
        f"case {case.id}",
        f"no table {name!r}",
        f"one of {', '.join([*known, *LISTS])}",
        "choose one of these",
    )


def _list_frame(case: "Case", name: str) -> pd.DataFrame:
    kind, moments = LISTS[name]
    frame = pd.DataFrame(case.document(kind).body[name])
    return frame.astype({moment: "datetime64[us]" for moment in moments if moment in frame})


def _dtype(type_: Type, optional: bool) -> str:
    if type_.is_moment:
        return "datetime64[us]"
    if type_.is_whole:
        return "Int64" if optional else "int64"
    return "object" if type_ is Type.JSON else "str"
