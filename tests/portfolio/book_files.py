"""The file of each debtor of a simulated portfolio, gathered from its public tables alone."""

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pyarrow as pa

from casebook.portfolio.case import Document

Row = dict[str, Any]


@dataclass(slots=True)
class BookFile:
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


def book_files(tables: Mapping[str, pa.Table], as_of: date) -> dict[str, BookFile]:
    """Gather files by the id of the debtor."""
    accounts = {row["debtor_id"]: row for row in tables["accounts"].to_pylist()}
    files = {
        row["debtor_id"]: BookFile(as_of, row, accounts[row["debtor_id"]])
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
