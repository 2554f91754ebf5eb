"""A judgment debt paid late: the doubled part of the interest, and what payments meet first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from casebook.law.interest.money import NONE, fen, yuan
from casebook.law.interest.reading import Form
from casebook.law.interest.result import Result, Total, sentence
from casebook.law.interest.schedule import Row
from casebook.law.interest.terms import Charge, Goes, Kind
from casebook.law.reasoning import Step

DAILY_PCT = Decimal("0.0175")
RULES_FROM = date(2014, 8, 1)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Payment:
    """A sum paid on a day."""

    on: date
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Judgment:
    """Adjudged money, ordinary interest left out; the first and the last day late both count."""

    money: Decimal
    from_: date
    until: date
    paid: tuple[Payment, ...]

    def result(self) -> Result:
        """Answer with the doubled part, and what is left of both debts."""
        rows = tuple(_rows(self))
        doubled = sum((row.interest for row in rows), NONE)
        paid = sum((payment.amount for payment in self.paid), NONE)
        on_money = min(paid, self.money)
        on_doubled = min(paid - on_money, doubled)
        surplus = paid - on_money - on_doubled
        totals: dict[str, Total] = {
            "days": (self.until - self.from_).days + 1,
            "doubled_part": doubled,
            "money_left": self.money - on_money,
            "doubled_left": doubled - on_doubled,
            "surplus": surplus,
        }
        shares = {Goes.JUDGMENT: self.money, Goes.DOUBLED: doubled, Goes.SURPLUS: surplus}
        return Result(Kind.JUDGMENT, totals, rows, shares, _steps(self, rows, on_doubled))


def read(form: Form) -> Judgment:
    """Read the case of a judgment; its faults gather in `form`."""
    form.knows("kind", "jurisdiction", "money", "from", "until", "paid")
    money = form.money("money", is_positive=True)
    from_, until = form.day("from"), form.day("until")
    form.not_before("until", "from")
    if form.is_good("from") and from_ < RULES_FROM:
        do = "reckon the days before it by the rules of their time, which are not in this kit"
        form.fault("from", f"is {from_}", f"{RULES_FROM} or later", do)
    paid = [_payment(form, entry) for entry in form.forms_or_none("paid")]
    return Judgment(money, from_, until, tuple(sorted(paid, key=lambda payment: payment.on)))


def _payment(judgment: Form, form: Form) -> Payment:
    form.knows("on", "amount")
    payment = Payment(form.day("on"), form.money("amount", is_positive=True))
    form.within("on", judgment, "from", "until")
    return payment


def _rows(judgment: Judgment) -> Iterator[Row]:
    """Yield a row for each stretch of days with one balance; the day of a payment still counts."""
    left, first = judgment.money, judgment.from_
    for on in sorted({*(payment.on for payment in judgment.paid), judgment.until}):
        if left and first <= on:
            yield _row(first, on, left)
        left -= sum((each.amount for each in judgment.paid if each.on == on), NONE)
        left, first = max(left, NONE), on + DAY


def _row(first: date, last: date, base: Decimal) -> Row:
    days = (last - first).days + 1
    amount = fen(Fraction(base) * Fraction(DAILY_PCT) / 100 * days)
    return Row(first, last, days, base, None, amount, Charge.DOUBLED, None, None, amount, NONE)


def _steps(judgment: Judgment, rows: tuple[Row, ...], on_doubled: Decimal) -> tuple[Step, ...]:
    steps = [Step(judgment.from_, ("CN-INT-26",), sentence("judgment-rule"))]
    for row in rows:
        text = sentence(
            "judgment-row",
            first=row.from_,
            last=row.until,
            days=row.days,
            base=yuan(row.base or NONE),
            interest=yuan(row.interest),
        )
        steps.append(Step(row.from_, ("CN-INT-26",), text))
    doubled = sum((row.interest for row in rows), NONE)
    steps.append(
        Step(judgment.until, ("CN-INT-26",), sentence("judgment-total", doubled=yuan(doubled)))
    )
    if judgment.paid:
        text = sentence("judgment-order", on_doubled=yuan(on_doubled))
        steps.append(Step(judgment.paid[-1].on, ("CN-INT-27",), text))
    return tuple(steps)
