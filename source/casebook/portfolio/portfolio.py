"""A portfolio: one data frame for each table, and the planted layer apart from them."""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from casebook.errors import DataError
from casebook.portfolio.case import Case, Document
from casebook.portfolio.schema import Table, Type, table, tables

PUBLIC = ("debtors", "accounts", "contracts", "instalments", "payments", "contacts", "documents")


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class Portfolio:
    """Debtors and all that is on file about them, as of a day.

    Each table is a data frame with the columns of the data dictionary: amounts in whole fen,
    days as `datetime64`, `documents.body` as mappings. No public table shows what was planted.
    """

    as_of: date
    debtors: pd.DataFrame
    accounts: pd.DataFrame
    contracts: pd.DataFrame
    instalments: pd.DataFrame
    payments: pd.DataFrame
    contacts: pd.DataFrame
    documents: pd.DataFrame
    planted: pd.DataFrame

    def __repr__(self) -> str:
        return f"Portfolio(debtors={len(self.debtors)}, as_of={self.as_of.isoformat()})"

    def frames(self) -> Mapping[str, pd.DataFrame]:
        """Return every table by name, `planted` last."""
        return {name: getattr(self, name) for name in tables()}

    def flags(self, debtor_id: str) -> frozenset[str]:
        """Return the ids of the flags planted in a debtor's file."""
        of_debtor = self.planted["debtor_id"] == debtor_id
        return frozenset(self.planted.loc[of_debtor, "flag"])


def gather(portfolio: Portfolio, debtor_id: str) -> Case:
    """Gather all that is on file about one debtor.

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
    of_account = {"account_id": account["account_id"]}
    return Case(
        id=debtor_id,
        as_of=portfolio.as_of,
        debtor=debtor[0],
        account=account,
        contract=_select(portfolio, "contracts", **of_account)[0],
        instalments=tuple(_select(portfolio, "instalments", **of_account)),
        payments=tuple(_select(portfolio, "payments", **of_account)),
        contacts=tuple(_select(portfolio, "contacts", **of_account)),
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
    return plain_rows(frame, table(name))


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
