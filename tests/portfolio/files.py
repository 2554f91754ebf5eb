"""The file of each debtor of a simulated portfolio, gathered from its public tables alone."""

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import pyarrow as pa

from casebook.portfolio.case import MANY, Case, Document
from casebook.portfolio.schema import Type, table

Row = dict[str, Any]


@dataclass(slots=True)
class File:
    """What is on file about one debtor; the first contract is the one that the account names."""

    as_of: date
    debtor: Row
    account: Row
    contracts: list[Row] = field(default_factory=list)
    instalments: list[Row] = field(default_factory=list)
    payments: list[Row] = field(default_factory=list)
    contacts: list[Row] = field(default_factory=list)
    complaints: list[Row] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)

    @property
    def contract(self) -> Row:
        """The contract that the account names."""
        return self.contracts[0]


def file_of(case: Case) -> File:
    """Return a case as such a file, its dates and times read."""
    many = {name: [_read(name, row) for row in getattr(case, name)] for name in MANY}
    many["contracts"].sort(key=lambda row: row["contract_id"] != case.account["contract_id"])
    return File(
        case.as_of,
        _read("debtors", case.debtor),
        _read("accounts", case.account),
        **many,
        documents=list(case.documents),
    )


def _read(name: str, row: Mapping[str, Any]) -> Row:
    read = {Type.DATE: date.fromisoformat, Type.DATETIME: datetime.fromisoformat}
    kinds = {column.name: column.type for column in table(name).columns}
    return {
        key: read[kinds[key]](value) if value and kinds[key] in read else value
        for key, value in row.items()
    }


def files_of(tables: Mapping[str, pa.Table], as_of: date) -> dict[str, File]:
    """Gather files by the id of the debtor."""
    accounts = {row["debtor_id"]: row for row in tables["accounts"].to_pylist()}
    files = {
        row["debtor_id"]: File(as_of, row, accounts[row["debtor_id"]])
        for row in tables["debtors"].to_pylist()
    }
    by_account = {file.account["account_id"]: file for file in files.values()}
    for name in ("contracts", "instalments", "payments", "contacts", "complaints"):
        rows = defaultdict(list)
        for row in tables[name].to_pylist():
            rows[row["account_id"]].append(row)
        for account_id, own in rows.items():
            setattr(by_account[account_id], name, own)
    for file in files.values():
        file.contacts.sort(key=lambda row: row["at"])
    for file in files.values():
        named = file.account["contract_id"]
        file.contracts.sort(key=lambda row, named=named: row["contract_id"] != named)
    for row in tables["documents"].to_pylist():
        body = json.loads(row["body"])
        paper = Document(row["document_id"], row["kind"], row["issued_on"], body)
        files[row["debtor_id"]].documents.append(paper)
    return files
