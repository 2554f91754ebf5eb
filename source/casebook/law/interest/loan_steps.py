"""The reasoning of one loan, from its principal to what is supported."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from casebook.law.interest.ceilings import LICENSED, Ceiling
from casebook.law.interest.ceilings import steps as ceiling_steps
from casebook.law.interest.money import pct, yuan
from casebook.law.interest.result import UNKNOWN, sentence, word
from casebook.law.interest.schedule import (
    Row,
    arithmetic,
    ceiling_on,
    outcome,
    supported,
    total,
)
from casebook.law.interest.terms import Charge, Lender
from casebook.law.reasoning import Step

if TYPE_CHECKING:
    from casebook.law.interest.loan import Loan, Overdue

# What a bank may add to the contract rate of an overdue loan in renminbi, in percent of that rate.
OVERDUE_ADDED = (Decimal(30), Decimal(50))


def steps(loan: Loan, rows: list[Row], known: tuple[Ceiling, ...]) -> tuple[Step, ...]:
    """Say how `rows` come about under the ceilings `known`, and what they add up to."""
    term = [row for row in rows if row.charge is Charge.INTEREST]
    lost = [row for row in rows if row.charge is Charge.ON_DEDUCTED]
    late = [row for row in rows if row.charge not in {Charge.INTEREST, Charge.ON_DEDUCTED}]
    return (
        *_opening(loan),
        *ceiling_steps(loan.lender, loan.contract, known),
        *(step for row in term for step in _said(loan, row, known)),
        *(_default(loan, loan.overdue) if loan.overdue else ()),
        *(step for row in late for step in _said(loan, row, known)),
        *_on_deducted(loan, lost),
        _closing(loan, rows),
    )


def _opening(loan: Loan) -> list[Step]:
    said = [Step(loan.from_, (), sentence(f"count-{loan.clock.count}"))]
    if loan.deducted:
        text = sentence(
            "deducted",
            face=yuan(loan.face),
            deducted=yuan(loan.deducted),
            principal=yuan(loan.principal),
        )
        said.append(Step(loan.from_, ("CN-INT-03",), text))
    if loan.rate_pct is None:
        said.append(Step(loan.from_, ("CN-INT-02",), sentence("no-rate")))
    if loan.every_months:
        text = sentence("compound", months=loan.every_months)
        said.append(Step(loan.from_, ("CN-INT-07",) if loan.is_private else (), text))
    return said


def _default(loan: Loan, overdue: Overdue) -> list[Step]:
    rate_pct, key, rules = loan.overdue_rate(overdue)
    said = [Step(overdue.from_, rules, sentence(key, first=overdue.from_, rate=pct(rate_pct)))]
    if loan.lender is Lender.BANK and loan.rate_pct:
        low, high = (loan.rate_pct * (100 + added) / 100 for added in OVERDUE_ADDED)
        text = sentence("overdue-bank", rate=pct(loan.rate_pct), low=pct(low), high=pct(high))
        said.append(Step(overdue.from_, ("CN-INT-24",), text))
    if overdue.damages_pct or overdue.fees:
        key = "together" if loan.is_private else "together-licensed"
        said.append(Step(overdue.from_, _together(loan), sentence(key)))
    return said


def _together(loan: Loan) -> tuple[str, ...]:
    """Return the rule that looks at interest, damages and fees as one sum."""
    if loan.is_private:
        return ("CN-INT-06",)
    return ("CN-INT-11",) if loan.lender in {*LICENSED, Lender.MICROLOAN} else ("CN-INT-17",)


def _said(loan: Loan, row: Row, known: tuple[Ceiling, ...]) -> list[Step]:
    """Say a row's arithmetic, then what of it is supported."""
    if not row.interest:
        return []
    rules = ceiling_on(row.from_, known).rules
    if row.charge is not Charge.INTEREST:
        rules = tuple(dict.fromkeys((*rules, *_together(loan))))
    amount = [] if row.base is None else [arithmetic(row, loan.clock, ())]
    return [*amount, outcome(row, rules)]


def _on_deducted(loan: Loan, lost: list[Row]) -> list[Step]:
    if not total(lost):
        return []
    text = sentence("on-deducted", base=yuan(loan.deducted), interest=yuan(total(lost)))
    return [Step(loan.from_, ("CN-INT-03",), text)]


def _closing(loan: Loan, rows: list[Row]) -> Step:
    paid = supported(rows)
    written = word(UNKNOWN) if paid is None else word("yuan", amount=yuan(paid))
    text = sentence("loan-total", agreed=yuan(total(rows)), supported=written)
    return Step(loan.until, (), text)
