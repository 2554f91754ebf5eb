"""One debtor's file, in plain Python values, so that a browser kernel can hold it too."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Self

from casebook.errors import DataError
from casebook.portfolio.papers import fault_in_body
from casebook.portfolio.schema import Table, on_file

if TYPE_CHECKING:
    import pandas as pd

Row = Mapping[str, Any]

ONE = ("debtor", "account")
MANY = ("contracts", "instalments", "payments", "contacts", "complaints")


@dataclass(frozen=True, slots=True)
class Document:
    """One document of a file: what it says, as a mapping of plain values.

    Dates inside `body` are ISO text, amounts are whole fen (`*_fen`).
    """

    id: str
    kind: str
    issued_on: date
    body: Row


@dataclass(frozen=True, slots=True, repr=False)
class Case:
    """All that is on file about one debtor, as of a day.

    Rows hold plain values: text, whole fen, ISO dates as text, `None` for nothing.
    The columns are those of the data dictionary in `datasets/README.md`, without the derived ones.
    """

    id: str
    as_of: date
    debtor: Row
    account: Row
    contracts: tuple[Row, ...]
    instalments: tuple[Row, ...]
    payments: tuple[Row, ...]
    contacts: tuple[Row, ...]
    complaints: tuple[Row, ...]
    documents: tuple[Document, ...]

    def __repr__(self) -> str:
        return f"Case({self.id!r})"

    @property
    def contract(self) -> Row:
        """The contract that the account rests on."""
        named = self.account["contract_id"]
        return next(row for row in self.contracts if row["contract_id"] == named)

    def document(self, kind: str) -> Document:
        """Return the document of that kind: identity-card, income-proof or credit-record.

        Raises
        ------
        DataError
            The file holds none.
        """
        for document in self.documents:
            if document.kind == kind:
                return document
        held = ", ".join(document.kind for document in self.documents) or "none"
        raise DataError(
            f"case {self.id}", f"no document {kind!r}", f"one of: {held}", "choose one on file"
        )

    def frame(self, name: str) -> "pd.DataFrame":
        """Return one table of the file as a tidy data frame, dates parsed, amounts in fen.

        Parameters
        ----------
        name : str
            A table (`debtors`, `accounts`, `contracts`, `instalments`, `payments`, `contacts`,
            `complaints`, `documents`) or a list inside a document (`slips`, `loans`, `queries`).
        """
        from casebook.portfolio.frames import case_frame

        return case_frame(self, name)

    def to_dict(self) -> dict[str, Any]:
        """Return the file as plain values that JSON can hold."""
        return {
            "id": self.id,
            "as_of": self.as_of.isoformat(),
            **{name: dict(getattr(self, name)) for name in ONE},
            **{name: [dict(row) for row in getattr(self, name)] for name in MANY},
            "documents": [_document_to_dict(self.debtor, document) for document in self.documents],
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read a file back from plain values, strictly.

        Raises
        ------
        DataError
            Something is missing, unknown or of the wrong type; the message says where.
        """
        where = f"case {data.get('id')!r}" if isinstance(data, Mapping) else "case"
        _same_names(where, data, ("id", "as_of", *ONE, *MANY, "documents"))
        for name in ONE:
            _row(f"{where}, {name}", data[name], on_file(f"{name}s"))
        for name in (*MANY, "documents"):
            for at, row in _rows(where, name, data[name]):
                _row(at, row, on_file(name))
        _contract_is_there(where, data)
        return cls(
            id=data["debtor"]["debtor_id"],
            as_of=_day(where, data["as_of"]),
            debtor=dict(data["debtor"]),
            account=dict(data["account"]),
            **{name: tuple(dict(row) for row in data[name]) for name in MANY},
            documents=tuple(_document_from_dict(row) for row in data["documents"]),
        )


def _document_to_dict(debtor: Row, document: Document) -> dict[str, Any]:
    return {
        "document_id": document.id,
        "debtor_id": debtor["debtor_id"],
        "kind": document.kind,
        "issued_on": document.issued_on.isoformat(),
        "body": dict(document.body),
    }


def _document_from_dict(row: Row) -> Document:
    issued_on = date.fromisoformat(row["issued_on"])
    return Document(row["document_id"], row["kind"], issued_on, dict(row["body"]))


def _rows(where: str, name: str, rows: object) -> Iterator[tuple[str, Row]]:
    if not isinstance(rows, list | tuple):
        raise DataError(f"{where}, {name}", f"{type(rows).__name__}", "a list of rows", _DO)
    for number, row in enumerate(rows, 1):
        yield f"{where}, {name}, row {number}", row


def _row(where: str, row: Row, table: Table) -> None:
    _same_names(where, row, table.names)
    for column in table.columns:
        if fault := column.fault_in(row[column.name]):
            raise DataError(where, f"{column.name} is {fault}", do=_DO)
    if table.name == "documents" and (fault := fault_in_body(row["kind"], row["body"])):
        raise DataError(where, fault, do=_DO)


def _contract_is_there(where: str, data: Mapping[str, Any]) -> None:
    named = data["account"]["contract_id"]
    held = [row["contract_id"] for row in data["contracts"]]
    if named not in held:
        found = f"the account rests on contract {named!r}"
        raise DataError(where, found, f"one of {', '.join(held) or 'none'}", _DO)


def _same_names(where: str, found: object, expected: tuple[str, ...]) -> None:
    if not isinstance(found, Mapping):
        raise DataError(where, type(found).__name__, "a mapping", _DO)
    missing = [name for name in expected if name not in found]
    unknown = [str(name) for name in found if name not in expected]
    if missing or unknown:
        faults = [f"missing {', '.join(missing)}"] * bool(missing)
        faults += [f"unknown {', '.join(unknown)}"] * bool(unknown)
        raise DataError(where, "; ".join(faults), "the columns of the data dictionary", _DO)


def _day(where: str, value: object) -> date:
    try:
        return date.fromisoformat(value)  # type: ignore[arg-type]
    except (TypeError, ValueError) as error:
        raise DataError(where, f"as_of is {value!r}", "a date such as 2026-06-30", _DO) from error


_DO = "take the file from the release again"
