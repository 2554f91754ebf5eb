"""The loan: contract, account and level instalments, for many accounts at once."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import numpy.typing as npt

from casebook.portfolio import stocks
from casebook.portfolio.calendar import months_after
from casebook.portfolio.chance import Chance
from casebook.portfolio.people import Person

Whole = npt.NDArray[np.int64]

# No lender may take more than 24 % a year all in (CN-INT-11, CN-INT-13, CN-INT-14).
CEILING_BP = 2400
KINDS = {"bank": 34, "consumer-finance": 40, "microloan": 26}
TERMS = {
    "bank": {12: 3, 24: 4, 36: 4},
    "consumer-finance": {6: 1, 12: 5, 18: 2, 24: 4},
    "microloan": {6: 3, 12: 6},
}
# The most lent, in yuan, and the share of gross pay that one instalment takes.
LIMITS = {"bank": 150_000, "consumer-finance": 80_000, "microloan": 25_000}
BURDEN = {"bank": (0.18, 0.4), "consumer-finance": (0.13, 0.32), "microloan": (0.1, 0.26)}


@dataclass(frozen=True, slots=True)
class Loan:
    """One contract and the plan of its instalments, before anything was paid."""

    contract: dict[str, Any]
    account: dict[str, Any]
    signed_on: date
    opened_on: date
    due_on: tuple[date, ...]
    plan: Whole  # columns: principal, interest (fen), one row an instalment

    @property
    def amounts(self) -> Whole:
        """Give the amount due for each instalment (fen)."""
        amounts: Whole = self.plan.sum(axis=1)
        return amounts


def loan(person: Person, months_late: int, as_of: date, chance: Chance) -> Loan:
    """Lend to a person, early enough that `months_late` instalments can be unpaid on `as_of`."""
    number = person.row["debtor_id"][1:]
    kind = chance.weighted(KINDS)
    lenders = [row for row in stocks.rows("lenders") if row["kind"] == kind]
    lender = chance.one_of(lenders)
    rate_bp = int(chance.one_of(lender["rates_bp"].split()))
    term = chance.weighted(TERMS[kind])
    signed_on = _signing_day(term, months_late, as_of, chance)
    opened_on = signed_on + timedelta(days=chance.weighted({0: 5, 1: 4, 2: 2}))
    due_day = chance.one_of((5, 8, 10, 12, 15, 16, 18, 20, 22, 25, 26, 28))
    plan = instalment_plan(_principal_fen(person, kind, rate_bp, term, chance), rate_bp, term)
    principal_fen = int(plan[:, 0].sum())
    contract = {
        "contract_id": f"C{number}",
        "account_id": f"A{number}",
        "signed_on": signed_on.isoformat(),
        "signatory_name": person.row["name"],
        "signatory_id_number": person.row["id_number"],
        "principal_fen": principal_fen,
        "term_months": term,
        "annual_rate_bp": rate_bp,
        "overdue_rate_bp": min(CEILING_BP, round(rate_bp * chance.one_of((1.3, 1.4, 1.5)))),
        "due_day": due_day,
        "purpose": chance.one_of(stocks.words("words")["loan_purposes"]),
        "stated_employer": person.row["employer"],
    }
    account = {
        "account_id": f"A{number}",
        "debtor_id": person.row["debtor_id"],
        "contract_id": f"C{number}",
        "product": _product(kind, term, chance),
        "lender": lender["name"],
        "lender_kind": kind,
        "opened_on": opened_on.isoformat(),
        "disbursed_fen": principal_fen,
    }
    first = 1 if (months_after(opened_on, 1, on=due_day) - opened_on).days >= 20 else 2
    due_on = tuple(months_after(opened_on, first + i, on=due_day) for i in range(term))
    return Loan(contract, account, signed_on, opened_on, due_on, plan)


def instalment_plan(principal_fen: int, rate_bp: int, term: int) -> Whole:
    """Return principal and interest (fen) of each level payment; the last takes the rounding.

    Shape (term, 2). Interest is a twelfth of the annual rate on what is left, to the fen.
    """
    monthly = rate_bp / 10_000 / 12
    level = round(principal_fen * monthly / (1 - (1 + monthly) ** -term))
    plan = np.zeros((term, 2), dtype=np.int64)
    left = principal_fen
    for i in range(term):
        interest = round(left * monthly)
        principal = left if i == term - 1 else level - interest
        plan[i] = principal, interest
        left -= principal
    return plan


def covered(amounts: Whole, paid_fen: int) -> Whole:
    """Return what of each instalment is covered when payments go to the oldest first (fen)."""
    before = np.cumsum(amounts) - amounts
    part: Whole = np.clip(paid_fen - before, 0, amounts)
    return part


def outstanding_principal_fen(plan: Whole, paid_fen: int) -> int:
    """Return the principal not yet repaid; within an instalment interest is paid first."""
    repaid = np.maximum(covered(plan.sum(axis=1), paid_fen) - plan[:, 1], 0)
    return int(plan[:, 0].sum() - repaid.sum())


def days_past_due(due_on: tuple[date, ...], amounts: Whole, paid_fen: int, on: date) -> int:
    """Count the days since the oldest instalment not fully covered fell due; 0 if none has."""
    oldest = int(np.searchsorted(np.cumsum(amounts), paid_fen, side="right"))
    if oldest == len(due_on) or due_on[oldest] > on:
        return 0
    return (on - due_on[oldest]).days


def stage(days: int) -> str:
    """Name the stage: M1 is 1-30 days past due, M6 151-180, M6+ more."""
    return "M6+" if days > 180 else f"M{-(-days // 30)}"


def _signing_day(term: int, months_late: int, as_of: date, chance: Chance) -> date:
    # A loan not in arrears must still run; one in arrears must have run long enough to be so.
    least = months_late + 3
    most = max(min(30, term + 6), least) if months_late else min(30, term - 1)
    months = chance.whole(min(least, most), most)
    return months_after(as_of, -months) - timedelta(days=chance.whole(0, 29))


def _principal_fen(person: Person, kind: str, rate_bp: int, term: int, chance: Chance) -> int:
    low, high = BURDEN[kind]
    level = person.gross_fen * chance.between(low, high)
    monthly = rate_bp / 10_000 / 12
    affordable = level * (1 - (1 + monthly) ** -term) / monthly
    step = 100_000 if kind != "microloan" else 50_000
    most = LIMITS[kind] * 100
    return int(min(max(round(affordable / step), 2) * step, most))


def _product(kind: str, term: int, chance: Chance) -> str:
    cash = {"bank": 0.1, "consumer-finance": 0.4, "microloan": 0.75}[kind]
    return "cash-loan" if term <= 12 and chance.happens(cash) else "instalment-loan"
