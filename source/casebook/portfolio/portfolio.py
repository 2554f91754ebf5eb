"""A portfolio: one data frame for each table, and the answers apart from them."""

import json
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
import pyarrow as pa

from casebook.errors import DataError
from casebook.portfolio import cutting
from casebook.portfolio.case import MANY, Case, Document
from casebook.portfolio.frames import typed
from casebook.portfolio.schema import Table, Type, on_file, table, tables


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class Portfolio:
    """Debtors and all that is on file about them, as of a day.

    Each table is a data frame with the columns of the data dictionary: amounts in whole fen,
    days as `datetime64`, `documents.body` as mappings. No public table shows what was planted; the
    last three are answers, and None where a portfolio came without them.
    """

    as_of: date
    debtors: pd.DataFrame
    accounts: pd.DataFrame
    contracts: pd.DataFrame
    instalments: pd.DataFrame
    payments: pd.DataFrame
    contacts: pd.DataFrame
    documents: pd.DataFrame
    complaints: pd.DataFrame
    staff: pd.DataFrame
    shifts: pd.DataFrame
    planted: pd.DataFrame | None = None
    outcomes: pd.DataFrame | None = None
    governing: pd.DataFrame | None = None

    def __repr__(self) -> str:
        return f"Portfolio(debtors={len(self.debtors)}, as_of={self.as_of.isoformat()})"

    def frames(self) -> Mapping[str, pd.DataFrame]:
        """Return every table that is there by name, the answers last."""
        every = {name: getattr(self, name) for name in tables()}
        return {name: frame for name, frame in every.items() if frame is not None}

    def flags(self, debtor_id: str) -> frozenset[str]:
        """Return the ids of the flags planted in a debtor's file.

        Raises
        ------
        DataError
            The portfolio came without its answers.
        """
        planted = self.known_flags
        return frozenset(planted.loc[planted["debtor_id"] == debtor_id, "flag"])

    @property
    def known_flags(self) -> pd.DataFrame:
        """The table `planted`; a DataError where the portfolio came without its answers."""
        if self.planted is None:
            raise DataError("portfolio", "came without its answers", "the table planted")
        return self.planted


def from_arrow(found: Mapping[str, pa.Table], as_of: date) -> Portfolio:
    """Return the tables of a block, or some of its rows, as a portfolio."""
    return Portfolio(
        as_of, **{name: from_arrow_table(one, table(name)) for name, one in found.items()}
    )


def files_of(tables: Mapping[str, pa.Table], debtor_ids: pa.ChunkedArray, as_of: date) -> Portfolio:
    """Return the files of some debtors of a block as a portfolio, without the shifts of the staff.

    Shifts belong to no file, and are the most rows of all.
    """
    kept = cutting.of(tables, debtor_ids)
    return from_arrow(kept | {"shifts": kept["shifts"].slice(0, 0)}, as_of)


def from_arrow_table(found: pa.Table, schema: Table) -> pd.DataFrame:
    """Return one table as a frame of the types that `Portfolio` has."""
    columns = {column.name: found[column.name].to_pylist() for column in schema.columns}
    for column in schema.columns:
        if column.type is Type.JSON:
            columns[column.name] = [json.loads(text) for text in columns[column.name]]
    return typed(columns, schema)


def gather(portfolio: Portfolio, debtor_id: str) -> Case:
    """Gather all that is on file about one debtor, contacts in the order of time.

    Raises
    ------
    DataError
        No debtor has that number.
    """
    debtor = _select(portfolio, "debtors", debtor_id=debtor_id)
    if not debtor:
        ids = portfolio.debtors["debtor_id"]
        raise DataError(
            "table debtors",
            f"no debtor {debtor_id!r}",
            f"one from {ids.min()} to {ids.max()}",
            "look the number up in the table",
        )
    account = _select(portfolio, "accounts", debtor_id=debtor_id)[0]
    rows = {name: _select(portfolio, name, account_id=account["account_id"]) for name in MANY}
    rows["contacts"].sort(key=lambda row: str(row["at"]))
    return Case(
        id=debtor_id,
        as_of=portfolio.as_of,
        debtor=debtor[0],
        account=account,
        **{name: tuple(own) for name, own in rows.items()},
        documents=tuple(
            Document(
                row["document_id"], row["kind"], date.fromisoformat(row["issued_on"]), row["body"]
            )
            for row in _select(portfolio, "documents", debtor_id=debtor_id)
        ),
    )


def plain_rows(frame: pd.DataFrame, table: Table) -> list[dict[str, Any]]:
    """Return the rows of a table as plain values: dates as ISO text, `None` for nothing."""
    columns = [_plain(frame[column.name], column.type) for column in table.columns]
    return [dict(zip(table.names, row, strict=True)) for row in zip(*columns, strict=True)]


def _select(portfolio: Portfolio, name: str, **key: str) -> list[dict[str, Any]]:
    frame = getattr(portfolio, name)
    for column, value in key.items():
        frame = frame[frame[column] == value]
    return plain_rows(frame, on_file(name))


def _plain(values: "pd.Series[Any]", type_: Type) -> list[Any]:
    if type_.is_moment:
        form = "%Y-%m-%d" if type_ is Type.DATE else "%Y-%m-%dT%H:%M:%S"
        values = values.dt.strftime(form)
    if type_ is Type.JSON:
        return [deepcopy(body) for body in values]
    absent = values.isna()
    return [
        None if gone else value
        for gone, value in zip(absent.tolist(), values.tolist(), strict=True)
    ]
