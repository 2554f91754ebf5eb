"""Principal, order of payment and overdue interest agree with the law room, account by account."""

from decimal import Decimal

import numpy as np
import pytest

from casebook.law.interest.calculate import calculate
from casebook.portfolio.simulation.block import Block
from casebook.portfolio.simulation.model import Product
from casebook.portfolio.simulation.months import MONTHS
from casebook.portfolio.simulation.plans import LONGEST
from casebook.portfolio.simulation.reckoning import due_days, owed, paid_parts
from portfolio.simulation.book import block

ORDERS = {1: ["interest", "principal", "costs"], 2: ["principal", "interest", "costs"]}
ACCOUNTS, BLOCKS = 10_000, 18


def _yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02d}"


@pytest.mark.slow
def test_payments_are_split_as_the_law_room_splits_them() -> None:
    compared = 0
    for number in range(BLOCKS):
        one = block(number)
        paid = one.book.paid_fen[~one.book.is_card, :MONTHS].sum(axis=1)
        order = 1 + np.arange(len(paid)) % 2
        principal, interest = paid_parts(one.book.loans, paid, order)
        for row in np.flatnonzero(paid):
            totals = calculate(_allocation(one, row, int(paid[row]), int(order[row]))).totals
            assert totals["principal_paid"] == Decimal(_yuan(int(principal[row].sum())))
            assert totals["interest_paid"] == Decimal(_yuan(int(interest[row].sum())))
            assert totals["surplus"] == 0
            compared += 1
    assert compared >= ACCOUNTS


def _allocation(one: Block, row: int, paid: int, order: int) -> dict[str, object]:
    loans = one.book.loans
    amounts = (loans.principal_fen + loans.interest_fen)[row]
    due = due_days(one)[row]
    return {
        "kind": "allocation",
        "jurisdiction": "CN",
        "payment": _yuan(paid),
        "paid_on": str(one.window.as_of),
        "agreed_order": ORDERS[order],
        "debts": [
            {
                "name": str(number + 1),
                "interest": _yuan(int(loans.interest_fen[row, number])),
                "principal": _yuan(int(loans.principal_fen[row, number])),
                "due": str(due[number]),
                "security": "none",
                "burden_pct": "12",
            }
            for number in range(LONGEST)
            if amounts[number] > 0
        ],
    }


@pytest.mark.slow
def test_overdue_interest_is_what_the_law_room_reckons() -> None:
    compared = 0
    for number in range(BLOCKS):
        one = block(number)
        size = len(one.terms)
        days = np.where(np.arange(size) % 2, 360, 365)
        reckoned = owed(one, np.ones(size, dtype=np.int64), days)
        paid = one.book.paid_fen[~one.book.is_card, :MONTHS].sum(axis=1)
        principal, interest = paid_parts(one.book.loans, paid, np.ones(len(paid), dtype=np.int64))
        for row, account in enumerate(np.flatnonzero(~one.book.is_card)):
            expected = _overdue_interest(
                one, row, int(account), principal[row], interest[row], days
            )
            assert reckoned.overdue_interest_fen[account] == expected
            compared += expected > 0
    assert compared > 500


def _overdue_interest(
    one: Block,
    row: int,
    account: int,
    principal: np.ndarray,
    interest: np.ndarray,
    days: np.ndarray,
) -> int:
    loans, terms, as_of = one.book.loans, one.terms, np.datetime64(one.window.as_of)
    total = Decimal(0)
    for number, due in enumerate(due_days(one)[row][: loans.count[row]]):
        left = int(loans.principal_fen[row, number] - principal[number])
        is_unpaid = left + int(loans.interest_fen[row, number] - interest[number]) > 0
        if due < as_of and is_unpaid and left:
            case = {
                "kind": "loan",
                "jurisdiction": "CN",
                # The amount agreed is looked at, which no ceiling moves.
                "lender": "bank" if terms.product[account] != Product.PRIVATE_LOAN else "private",
                "contract": str(terms.signed_on[account]),
                "principal": _yuan(left),
                "from": str(due),
                "until": str(as_of),
                "rate_pct": str(Decimal(int(terms.overdue_bp[account])) / 100),
                "method": "simple",
                "day_count": str(days[account]),
            }
            total += calculate(case).totals["agreed_interest"]
    return int(total * 100)
