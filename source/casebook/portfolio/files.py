"""One debtor's rows while contradictions are planted, and the record of each."""

from dataclasses import dataclass
from datetime import date
from typing import Any

Row = dict[str, Any]


@dataclass(slots=True)
class File:
    """The rows of one debtor that planting may change."""

    as_of: date
    debtor: Row
    account: Row
    contract: Row
    payments: list[Row]
    documents: dict[str, Row]

    def body(self, kind: str) -> Row | None:
        """Return what that document says, if it is on file."""
        document = self.documents.get(kind)
        return document["body"] if document else None


@dataclass(frozen=True, slots=True)
class Plant:
    """What was planted: where, and a note in both languages."""

    where: str
    zh: str
    en: str
