"""What a loan really costs: the internal rate of what was received and what is paid."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext
from fractions import Fraction

from casebook.errors import DataError
from casebook.law.interest.duration import months_between
from casebook.law.interest.money import NONE, fen, pct, percent, yuan
from casebook.law.interest.reading import Form
from casebook.law.interest.result import Line, Result, sentence, word
from casebook.law.interest.terms import Goes, Kind
from casebook.law.reasoning import Step
from casebook.text import Text

STATEMENT_FROM = date(2026, 8, 1)
DIGITS = 60
ENOUGH = Decimal("1e-18")
HIGHEST = Decimal(10_000)  # a month, as a share: beyond it the effective rate says nothing


@dataclass(frozen=True, slots=True)
class Flow(Line):
    """A payment, `months` after the money was received, and what it is worth on that day."""

    on: date
    amount: Decimal
    months: Decimal
    present_value: Decimal

    def text(self) -> Text:
        """Return the row as the command line prints it."""
        return word(
            "row-flow",
            on=self.on,
            amount=yuan(self.amount),
            months=self.months,
            value=yuan(self.present_value),
        )


@dataclass(frozen=True, slots=True)
class Cost:
    """What was really received, and every payment for it, of whatever name."""

    received: Decimal
    on: date
    flows: tuple[tuple[date, Decimal], ...]

    @property
    def timed(self) -> list[tuple[Fraction, Decimal]]:
        """The payments with their distance in months."""
        return [(months_between(self.on, on), amount) for on, amount in self.flows]

    def result(self) -> Result:
        """Answer with the monthly internal rate times 12, the effective rate and a simple one."""
        repaid = sum((amount for _, amount in self.flows), NONE)
        with localcontext(prec=DIGITS):
            monthly = _internal_rate(self)
            rates = (percent(monthly * 12), percent((1 + monthly) ** 12 - 1))
            rows = tuple(_row(self, on, amount, monthly) for on, amount in self.flows)
        totals = {
            "received": self.received,
            "repaid": repaid,
            "financing_cost": repaid - self.received,
            "irr_monthly_x12": rates[0],
            "irr_effective": rates[1],
            "simple_annualised": percent(_simple(self, repaid)),
        }
        shares = {
            Goes.PRINCIPAL: min(self.received, repaid),
            Goes.FINANCING: max(repaid - self.received, NONE),
        }
        return Result(Kind.COST, totals, rows, shares, _steps(self, totals, percent(monthly)))


def read(form: Form) -> Cost:
    """Read the case of a cost; its faults gather in `form`."""
    form.knows("kind", "jurisdiction", "received", "on", "flows")
    received, on = form.money("received", is_positive=True), form.day("on")
    flows = [_flow(form, entry) for entry in form.forms("flows")]
    return Cost(received, on, tuple(sorted(flows)))


def _flow(cost: Form, form: Form) -> tuple[date, Decimal]:
    form.knows("on", "amount")
    on, amount = form.day("on"), form.money("amount", is_positive=True)
    if form.is_good("on") and cost.is_good("on") and on <= cost.day("on"):
        do = "take what was paid on the first day off what was received"
        form.fault("on", f"is {on}", f"a day after {cost.day('on')} (on)", do)
    return on, amount


def _internal_rate(cost: Cost) -> Decimal:
    """Return the monthly rate at which the payments are worth what was received.

    The value of the payments falls and is convex in the rate, so Newton's steps from a rate that is
    too low approach the answer from below and never pass it.

    Raises
    ------
    DataError
        If the rate is above 10,000 times a month.
    """
    rate = _too_low(cost)
    for _ in range(500):
        excess, slope = _excess(cost, rate), _slope(cost, rate)
        step = -excess / slope
        rate += step
        if rate > HIGHEST:
            what = "costs more than 10,000 times what was received a month"
            raise DataError("flows", what, "payments of a loan", "look at days and amounts")
        if abs(step) <= ENOUGH * (1 + rate):
            break
    return rate


def _too_low(cost: Cost) -> Decimal:
    rate, gap = Decimal(0), Decimal(1)
    while _excess(cost, rate) < 0:  # less came back than went out
        gap /= 2
        rate = gap - 1
    return rate


def _excess(cost: Cost, rate: Decimal) -> Decimal:
    return sum((_worth(amount, months, rate) for months, amount in cost.timed), -cost.received)


def _slope(cost: Cost, rate: Decimal) -> Decimal:
    each = (
        -_decimal(months) * _worth(amount, months, rate) / (1 + rate)
        for months, amount in cost.timed
    )
    return sum(each, NONE)


def _worth(amount: Decimal, months: Fraction, rate: Decimal) -> Decimal:
    return amount / (1 + rate) ** _decimal(months)


def _decimal(months: Fraction) -> Decimal:
    return Decimal(months.numerator) / months.denominator


def _row(cost: Cost, on: date, amount: Decimal, rate: Decimal) -> Flow:
    months = months_between(cost.on, on)
    return Flow(on, amount, fen(months), fen(_worth(amount, months, rate)))


def _simple(cost: Cost, repaid: Decimal) -> Fraction:
    """Return the cost as a share a year of the principal in use, without compounding.

    Each payment is taken to return principal in the proportion of the principal to all payments.
    """
    used = sum((Fraction(amount) * months for months, amount in cost.timed), Fraction(0))
    in_use = used * Fraction(cost.received) / Fraction(repaid) / 12
    return Fraction(repaid - cost.received) / in_use


def _steps(cost: Cost, totals: dict[str, Decimal], monthly: Decimal) -> tuple[Step, ...]:
    amounts = {name: yuan(totals[name]) for name in ("received", "repaid", "financing_cost")}
    rates = {
        name: pct(totals[name])
        for name in ("irr_monthly_x12", "irr_effective", "simple_annualised")
    }
    said = [
        (("CN-INT-16",), "cost-received"),
        (("CN-INT-16",), "cost-irr"),
        (("CN-INT-16",), "cost-simple"),
    ]
    if cost.on >= STATEMENT_FROM:
        said.append((("CN-INT-15",), "cost-statement"))
    values = {**amounts, **rates, "monthly": pct(monthly), "count": len(cost.flows)}
    return tuple(Step(cost.on, rules, sentence(key, **values)) for rules, key in said)
