"""The figures of a review, computed from a case alone, apart from the generator's code."""

from datetime import date
from fractions import Fraction
from typing import Any

from casebook.portfolio.case import Case
from portfolio.papers_detector import body, open_elsewhere


def overdue_fen(case: Case) -> int:
    due = sum(row["amount_fen"] for row in case.instalments if _day(row["due_on"]) <= case.as_of)
    return max(due - sum(row["amount_fen"] for row in case.payments), 0)


def days_past_due(case: Case) -> int:
    left = sum(row["amount_fen"] for row in case.payments)
    for row in sorted(case.instalments, key=lambda row: row["number"]):
        left -= row["amount_fen"]
        if left < 0:
            return max((case.as_of - _day(row["due_on"])).days, 0)
    return 0


def verified_income_fen(case: Case) -> Fraction:
    slips = body(case, "income-proof")["slips"]
    return Fraction(sum(slip["net_fen"] for slip in slips), len(slips))


def other_debts_fen(case: Case) -> int:
    return sum(loan["monthly_fen"] for loan in open_elsewhere(case))


def disposable_income_fen(case: Case) -> Fraction:
    return verified_income_fen(case) - case.debtor["living_costs_fen"] - other_debts_fen(case)


def promises(case: Case) -> list[dict[str, Any]]:
    """The promises that fell due by the review."""
    made = [dict(row) for row in case.contacts if row["result"] == "promise"]
    return [row for row in made if _day(row["promised_on"]) <= case.as_of]


def is_kept(case: Case, promise: dict[str, Any]) -> bool:
    paid = sum(
        row["amount_fen"]
        for row in case.payments
        if promise["at"][:10] < row["paid_on"] <= promise["promised_on"]
    )
    return paid >= promise["promised_fen"]


def promises_kept(case: Case) -> int:
    return sum(is_kept(case, promise) for promise in promises(case))


def _day(text: str) -> date:
    return date.fromisoformat(text)
