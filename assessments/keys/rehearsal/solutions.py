"""The right answer to the rehearsal, read from one case, and where known errors lead."""

from collections.abc import Mapping

from casebook.activities.casework.model import Reference
from casebook.portfolio.case import Case

FEN_A_YUAN = 100
YUAN_A_WAN = 10_000


def solve(case: Case, planted: frozenset[str]) -> dict[str, Reference]:
    """Return the right answer to each task of `case`; what is planted plays no part."""
    del planted
    principal = case.contract["principal_fen"] / FEN_A_YUAN
    mistakes = {
        "outstanding": case.account["outstanding_principal_fen"] / FEN_A_YUAN,
        "paid-out": case.account["disbursed_fen"] / FEN_A_YUAN,
        "left-in-fen": float(case.contract["principal_fen"]),
        "in-ten-thousands": principal / YUAN_A_WAN,
    }
    return {"principal": _reference(principal, mistakes)}


def _reference(answer: float, mistakes: Mapping[str, float]) -> Reference:
    """Return a reference without the mistakes that happen to lead to the answer."""
    return Reference(answer, {name: value for name, value in mistakes.items() if value != answer})
