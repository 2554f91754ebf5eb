"""The right answers to the file review, worked out from one case, and where known errors lead.

Money is reckoned in whole fen or exact fractions of them, and handed over in yuan to the fen.
"""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from casebook.activities.casework.model import PlanTerms, Reference
from casebook.portfolio.case import Case, Row

FEN = Decimal("0.01")
# As the prompts allow: a mistake nearer to the answer than this would be no mistake.
WITHIN_YUAN = 1.0
FIRST_WITHIN_DAYS, MONTHS_AT_MOST = 30, 24


def solve(case: Case, planted: frozenset[str]) -> dict[str, Reference]:
    """Return the right answer to each task of `case`, whose planted flags are `planted`."""
    return {
        "verified_income": _verified_income(case),
        "disposable_income": _disposable_income(case),
        "overdue_amount": _overdue_amount(case),
        "days_past_due": _days_past_due(case),
        "promises_kept": _promises_kept(case),
        "red_flags": Reference(tuple(sorted(planted)), {}),
        "plan": Reference(_plan_terms(case), {}),
    }


def _reference(answer: float, mistakes: Mapping[str, float], *, within: float = 0) -> Reference:
    """Return a reference without the mistakes that happen to lead to the answer."""
    apart = {name: value for name, value in mistakes.items() if abs(value - answer) > within}
    return Reference(answer, apart)


def _in_yuan(fen: Fraction | int) -> float:
    exact = Fraction(fen) / 100
    quotient = Decimal(exact.numerator) / Decimal(exact.denominator)
    return float(quotient.quantize(FEN, rounding=ROUND_HALF_UP))


# Income


def _verified_income(case: Case) -> Reference:
    slips = _pay_slips(case)
    mistakes: dict[str, Fraction | int] = {
        "letter-figure": _letter_fen(case),
        "gross-pay": _average_pay(case, "gross_fen"),
        "stated-income": case.debtor["stated_income_fen"],
        "latest-slip": max(slips, key=lambda slip: slip["month"])["net_fen"],
        "not-divided": sum(slip["net_fen"] for slip in slips),
        "left-in-fen": 100 * _average_pay(case, "net_fen"),
    }
    return _reference(
        _in_yuan(_average_pay(case, "net_fen")),
        {name: _in_yuan(fen) for name, fen in mistakes.items()},
        within=WITHIN_YUAN,
    )


def _average_pay(case: Case, column: str) -> Fraction:
    slips = _pay_slips(case)
    return Fraction(sum(slip[column] for slip in slips), len(slips))


def _pay_slips(case: Case) -> list[Row]:
    return list(case.document("income-proof").body["slips"])


def _letter_fen(case: Case) -> int:
    return int(case.document("income-proof").body["monthly_income_fen"])


# What is left of it


def _disposable_income(case: Case) -> Reference:
    net, costs = _average_pay(case, "net_fen"), case.debtor["living_costs_fen"]
    elsewhere = _monthly_fen(case, lambda loan: _is_open(loan) and not _is_ours(case, loan))
    mistakes: dict[str, Fraction | int] = {
        "from-letter": _letter_fen(case) - costs - elsewhere,
        "from-gross": _average_pay(case, "gross_fen") - costs - elsewhere,
        "from-stated": case.debtor["stated_income_fen"] - costs - elsewhere,
        "own-deducted": net - costs - _monthly_fen(case, _is_open),
        "debts-left-in": net - costs,
        "costs-left-in": net - elsewhere,
        "left-in-fen": 100 * (net - costs - elsewhere),
    }
    return _reference(
        _in_yuan(net - costs - elsewhere),
        {name: _in_yuan(fen) for name, fen in mistakes.items()},
        within=WITHIN_YUAN,
    )


def _monthly_fen(case: Case, is_counted: Callable[[Row], bool]) -> int:
    loans = case.document("credit-record").body["loans"]
    return sum(loan["monthly_fen"] for loan in loans if is_counted(loan))


def _is_open(loan: Row) -> bool:
    return bool(loan["state"] == "open")


def _is_ours(case: Case, loan: Row) -> bool:
    return bool(loan["lender"] == case.account["lender"])


# Arrears


def _overdue_amount(case: Case) -> Reference:
    paid = _paid_fen(case)
    due = sum(line["amount_fen"] for line in _fallen_due(case))
    mistakes = {
        "not-yet-due": sum(line["amount_fen"] for line in case.instalments) - paid,
        "payments-ignored": due,
        "principal-only": sum(line["principal_fen"] for line in _fallen_due(case)) - paid,
        "whole-principal": case.account["outstanding_principal_fen"],
        "oldest-only": _shortfalls(case)[0][1],
        "left-in-fen": 100 * (due - paid),
    }
    return _reference(
        _in_yuan(due - paid),
        {name: _in_yuan(fen) for name, fen in mistakes.items()},
        within=float(FEN),
    )


def _days_past_due(case: Case) -> Reference:
    short = _shortfalls(case)
    oldest, missing = short[0]
    since = _days_since(case, oldest["due_on"])
    mistakes = {
        "from-latest-due": _days_since(case, _fallen_due(case)[-1]["due_on"]),
        "payments-ignored": _days_since(case, _fallen_due(case)[0]["due_on"]),
        "due-day-counted": since + 1,
    }
    if case.payments:
        last = max(payment["paid_on"] for payment in case.payments)
        mistakes["from-last-payment"] = _days_since(case, last)
    if missing < oldest["amount_fen"] and len(short) > 1:
        mistakes["part-paid-skipped"] = _days_since(case, short[1][0]["due_on"])
    return _reference(since, mistakes)


def _shortfalls(case: Case) -> list[tuple[Row, int]]:
    """Return each instalment due that payments, oldest first, do not fill, with what it lacks."""
    left, short = _paid_fen(case), []
    for line in _fallen_due(case):
        covered = min(left, line["amount_fen"])
        left -= covered
        if covered < line["amount_fen"]:
            short.append((line, line["amount_fen"] - covered))
    return short


def _fallen_due(case: Case) -> list[Row]:
    lines = sorted(case.instalments, key=lambda line: line["due_on"])
    return [line for line in lines if date.fromisoformat(line["due_on"]) <= case.as_of]


def _paid_fen(case: Case) -> int:
    return sum(payment["amount_fen"] for payment in case.payments)


def _days_since(case: Case, day: str) -> int:
    return (case.as_of - date.fromisoformat(day)).days


# Promises


def _promises_kept(case: Case) -> Reference:
    made = [contact for contact in case.contacts if contact["result"] == "promise"]
    due = [one for one in made if date.fromisoformat(one["promised_on"]) <= case.as_of]
    kept = sum(_received_fen(case, one) >= one["promised_fen"] for one in due)
    mistakes = {
        "promises-made": len(made),
        "promises-due": len(due),
        "promises-broken": len(due) - kept,
        "short-sum-taken": sum(_received_fen(case, one) > 0 for one in due),
        "late-taken": sum(_received_late_fen(case, one) >= one["promised_fen"] for one in due),
    }
    return _reference(kept, mistakes)


def _received_fen(case: Case, promise: Row) -> int:
    return _between_fen(case, promise["at"][:10], promise["promised_on"])


def _received_late_fen(case: Case, promise: Row) -> int:
    return _between_fen(case, promise["at"][:10], case.as_of.isoformat())


def _between_fen(case: Case, after: str, until: str) -> int:
    return sum(one["amount_fen"] for one in case.payments if after < one["paid_on"] <= until)


# A plan


def _plan_terms(case: Case) -> PlanTerms:
    """Return the house policy's terms; a month may ask for as much as the income task forgives."""
    overdue, income = _overdue_amount(case).answer, _disposable_income(case).answer
    if not isinstance(overdue, float) or not isinstance(income, float):
        raise TypeError("a plan is measured by two sums of money")
    return PlanTerms(
        total=overdue,
        monthly_at_most=round(income + WITHIN_YUAN, 2),
        from_date=case.as_of.isoformat(),
        first_within_days=FIRST_WITHIN_DAYS,
        months_at_most=MONTHS_AT_MOST,
    )
