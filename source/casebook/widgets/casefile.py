"""One debtor's file as a person would read it."""

from typing import Any

from casebook.portfolio import sample
from casebook.portfolio.case import Case


def case(debtor_id: str) -> "CaseView":
    """Open the file of a sample debtor."""
    return CaseView(sample.case(debtor_id))


class CaseView:
    """A case; its attributes are the Case's own."""

    def __init__(self, case: Case) -> None:
        self._case = case

    def __getattr__(self, name: str) -> Any:
        return getattr(self._case, name)

    def __repr__(self) -> str:
        return repr(self._case)
