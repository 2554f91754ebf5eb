"""A payment that does not cover everything: which debt, and which part of it, comes first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby

from casebook.law.interest.money import FEN, NONE, yuan
from casebook.law.interest.reading import Form, twice
from casebook.law.interest.result import Line, Result, Total, sentence, word
from casebook.law.interest.terms import Goes, Kind, Part, Security
from casebook.law.reasoning import Step
from casebook.text import Text

BY_LAW = tuple(Part)
_WEIGHT = tuple(Security)


@dataclass(frozen=True, slots=True)
class Debt:
    """One debt to the creditor, with what is owed on it, in yuan."""

    name: str
    costs: Decimal
    interest: Decimal
    principal: Decimal
    due: date
    security: Security
    burden_pct: Decimal

    @property
    def owed(self) -> Decimal:
        """Everything owed on this debt."""
        return self.costs + self.interest + self.principal


@dataclass(frozen=True, slots=True)
class Paid(Line):
    """What one debt got of the payment, and what is left of it; `place` is its turn, from 1."""

    place: int
    debt: str
    paid: Decimal
    costs_paid: Decimal
    interest_paid: Decimal
    principal_paid: Decimal
    costs_left: Decimal
    interest_left: Decimal
    principal_left: Decimal

    def text(self) -> Text:
        """Return the row as the command line prints it."""
        amounts = {
            name: yuan(getattr(self, name)) for name in self.__slots__ if name not in _NO_AMOUNT
        }
        return word("row-paid", place=self.place, debt=self.debt, **amounts)


_NO_AMOUNT = ("place", "debt")


@dataclass(frozen=True, slots=True)
class Allocation:
    """A payment on one or several debts; `order` is that of the parts of a debt."""

    payment: Decimal
    paid_on: date
    debts: tuple[Debt, ...]
    designated: tuple[str, ...]
    order: tuple[Part, ...]
    is_agreed: bool

    def result(self) -> Result:
        """Answer with what each debt gets; the parts and the surplus add up to the payment."""
        turns, rows, left = _turns(self), list[Paid](), self.payment
        for turn in turns:
            given = _share(min(left, _owed(turn)), turn)
            rows += [
                _pay(place, debt, amount, self.order)
                for place, (debt, amount) in enumerate(zip(turn, given, strict=True), len(rows) + 1)
            ]
            left -= sum(given, NONE)
        return Result(
            Kind.ALLOCATION,
            _totals(self, rows, left),
            tuple(rows),
            _shares(rows, left),
            _steps(self, turns, rows, left),
        )


def read(form: Form) -> Allocation:
    """Read the case of a payment; its faults gather in `form`."""
    form.knows("kind", "jurisdiction", "payment", "paid_on", "debts", "designated", "agreed_order")
    payment, paid_on = form.money("payment", is_positive=True), form.day("paid_on")
    debts = tuple(_read_debt(entry) for entry in form.forms("debts"))
    names = [debt.name for debt in debts]
    for name in twice(names):
        form.fault("debts", f'two are called "{name}"', "a name of its own for each", "rename one")
    designated = form.names("designated")
    for name in dict.fromkeys(designated):
        if names and name not in names:
            expected = f"one of {', '.join(names)}"
            form.fault("designated", f'names "{name}"', expected, "name a debt of the list")
    order = form.names("agreed_order")
    if order and sorted(order) != sorted(Part):
        expected = f"each of {', '.join(Part)}, in the agreed order"
        form.fault("agreed_order", f"is {', '.join(order)}", expected, "write all three")
        order = ()
    parts = tuple(map(Part, order)) or BY_LAW
    return Allocation(payment, paid_on, debts, designated, parts, bool(order))


def _read_debt(form: Form) -> Debt:
    form.knows("name", "costs", "interest", "principal", "due", "security", "burden_pct")
    return Debt(
        form.name("name"),
        form.money_or_none("costs"),
        form.money_or_none("interest"),
        form.money("principal"),
        form.day("due"),
        form.one_of("security", Security),
        form.percent("burden_pct"),
    )


def _turns(case: Allocation) -> list[list[Debt]]:
    """Return the debts in turn: named ones as named, the rest by law; equals share a turn."""
    named = {name: place for place, name in enumerate(case.designated)}
    chosen = sorted((d for d in case.debts if d.name in named), key=lambda d: named[d.name])
    rest = sorted((d for d in case.debts if d.name not in named), key=lambda d: _rank(case, d))
    tied = groupby(rest, key=lambda debt: _rank(case, debt))
    return [[debt] for debt in chosen] + [list(debts) for _, debts in tied]


def _rank(case: Allocation, debt: Debt) -> tuple[bool, int, Decimal, date]:
    """Rank by Civil Code 560(2): due, least secured, heaviest burden, earliest due."""
    is_not_due = debt.due > case.paid_on
    return is_not_due, _WEIGHT.index(debt.security), -debt.burden_pct, debt.due


def _owed(debts: Iterable[Debt]) -> Decimal:
    return sum((debt.owed for debt in debts), NONE)


def _share(amount: Decimal, debts: Sequence[Debt]) -> list[Decimal]:
    """Divide `amount` among equals in proportion to what is owed on each.

    In whole fen: each gets its share rounded down, and the fen left over go one each to those whose
    share lost most by that, so that nothing is created or lost.
    """
    whole, owed = int(amount / FEN), [int(debt.owed / FEN) for debt in debts]
    everything = sum(owed)
    if not everything:
        return [NONE for _ in debts]
    shares = [divmod(whole * each, everything) for each in owed]
    over = whole - sum(share for share, _ in shares)
    lost_most = sorted(range(len(debts)), key=lambda place: -shares[place][1])[:over]
    return [(share + (place in lost_most)) * FEN for place, (share, _) in enumerate(shares)]


def _pay(place: int, debt: Debt, amount: Decimal, order: tuple[Part, ...]) -> Paid:
    owed = {Part.COSTS: debt.costs, Part.INTEREST: debt.interest, Part.PRINCIPAL: debt.principal}
    paid, left = dict.fromkeys(owed, NONE), amount
    for part in order:
        paid[part] = min(left, owed[part])
        left -= paid[part]
    rest = {part: owed[part] - paid[part] for part in owed}
    return Paid(place, debt.name, amount, *_each(paid), *_each(rest))


def _each(parts: dict[Part, Decimal]) -> tuple[Decimal, Decimal, Decimal]:
    return parts[Part.COSTS], parts[Part.INTEREST], parts[Part.PRINCIPAL]


def _totals(case: Allocation, rows: list[Paid], left: Decimal) -> dict[str, Total]:
    return {
        "payment": case.payment,
        "costs_paid": sum((row.costs_paid for row in rows), NONE),
        "interest_paid": sum((row.interest_paid for row in rows), NONE),
        "principal_paid": sum((row.principal_paid for row in rows), NONE),
        "left_owing": _owed(case.debts) - (case.payment - left),
        "surplus": left,
    }


def _shares(rows: list[Paid], left: Decimal) -> dict[Goes, Decimal]:
    return {
        Goes.COSTS: sum((row.costs_paid for row in rows), NONE),
        Goes.INTEREST_PAID: sum((row.interest_paid for row in rows), NONE),
        Goes.PRINCIPAL_PAID: sum((row.principal_paid for row in rows), NONE),
        Goes.SURPLUS: left,
    }


def _steps(
    case: Allocation, turns: list[list[Debt]], rows: list[Paid], left: Decimal
) -> tuple[Step, ...]:
    steps = _order_steps(case, turns) if len(case.debts) > 1 else []
    key, rules = ("parts-agreed" if case.is_agreed else "parts-by-law"), ("CN-INT-19",)
    parts = tuple(word(f"part-{part}") for part in case.order)
    steps.append(Step(case.paid_on, rules, sentence(key, parts=parts)))
    steps += [Step(case.paid_on, rules, _paid(row)) for row in rows if row.paid]
    if left:
        steps.append(Step(case.paid_on, (), sentence("surplus", left=yuan(left))))
    return tuple(steps)


def _order_steps(case: Allocation, turns: list[list[Debt]]) -> list[Step]:
    rules, steps = ("CN-INT-20",), []
    if case.designated:
        text = sentence("designated", debts=case.designated)
        steps.append(Step(case.paid_on, rules, text))
    if len(case.designated) < len(case.debts):
        text = sentence("order-by-law", debts=tuple(map(_names, turns[len(case.designated) :])))
        steps.append(Step(case.paid_on, rules, text))
    if any(debt.due > case.paid_on for debt in case.debts):
        steps.append(Step(case.paid_on, rules, sentence("not-due-last")))
    steps += [
        Step(case.paid_on, rules, sentence("pro-rata", debts=tuple(debt.name for debt in turn)))
        for turn in turns
        if len(turn) > 1
    ]
    return steps


def _names(turn: list[Debt]) -> str:
    return " = ".join(debt.name for debt in turn)


def _paid(row: Paid) -> Text:
    return sentence(
        "paid-on-debt",
        debt=row.debt,
        paid=yuan(row.paid),
        costs=yuan(row.costs_paid),
        interest=yuan(row.interest_paid),
        principal=yuan(row.principal_paid),
        left=yuan(row.costs_left + row.interest_left + row.principal_left),
        principal_left=yuan(row.principal_left),
    )
