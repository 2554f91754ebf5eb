"""A credit card: daily interest, damages on the unpaid minimum, and the total beside 24 %."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from casebook.law.interest.ceilings import LINE_PCT, Ceiling, Standing
from casebook.law.interest.duration import years_between
from casebook.law.interest.money import NONE, fen, pct, percent, yuan
from casebook.law.interest.reading import Form
from casebook.law.interest.result import Result, Total, sentence
from casebook.law.interest.schedule import Clock, Row, divide, goes, total
from casebook.law.interest.terms import Charge, DayCount, Goes, Kind
from casebook.law.reasoning import Step

FIELDS = (
    *("kind", "jurisdiction", "balance", "daily_pct", "from", "until", "minimum_due"),
    *("minimum_paid", "damages_pct", "day_count"),
)


@dataclass(frozen=True, slots=True)
class Card:
    """One stretch of an overdraft; damages are a percentage of the unpaid part of the minimum."""

    balance: Decimal
    daily_pct: Decimal
    from_: date
    until: date
    minimum_due: Decimal
    minimum_paid: Decimal
    damages_pct: Decimal
    count: DayCount

    @property
    def days(self) -> int:
        """The days that bear interest; the last is not counted."""
        return (self.until - self.from_).days

    @property
    def shortfall(self) -> Decimal:
        """What was not paid of the minimum."""
        return max(self.minimum_due - self.minimum_paid, NONE)

    @property
    def annual_pct(self) -> Decimal:
        """The daily rate times the days of a year, without compounding."""
        return self.daily_pct * (360 if self.count is DayCount.BY_360 else 365)

    def result(self) -> Result:
        """Answer with interest, damages, the simple annual rate, and the total beside 24 %."""
        line = Ceiling(self.from_, None, LINE_PCT, Standing.ON_REQUEST)
        clock = Clock(self.count, self.from_)
        rows, _ = divide(_rows(self), (line,), self.balance, clock)
        above = sum((row.unsupported or NONE for row in rows), NONE)
        totals: dict[str, Total] = {
            "days": self.days,
            "interest": rows[0].interest,
            "damages": rows[1].interest,
            "annualised_simple_pct": self.annual_pct,
            "all_in_pct": _all_in(self, total(rows)),
            "line_pct": LINE_PCT,
            "above_line": above,
        }
        kept = (Goes.INTEREST, Goes.DAMAGES, Goes.ON_REQUEST)
        shares = {Goes.PRINCIPAL: self.balance, **goes(rows, *kept)}
        return Result(Kind.CARD, totals, tuple(rows), shares, _steps(self, rows, above))


def read(form: Form) -> Card:
    """Read the case of a card; its faults gather in `form`."""
    form.knows(*FIELDS)
    card = Card(
        form.money("balance", is_positive=True),
        form.percent("daily_pct"),
        form.day("from"),
        form.day("until"),
        form.money("minimum_due"),
        form.money("minimum_paid"),
        form.percent("damages_pct"),
        form.one_of("day_count", DayCount),
    )
    form.not_before("until", "from")
    return card


def _rows(card: Card) -> list[Row]:
    interest = fen(Fraction(card.balance) * Fraction(card.daily_pct) / 100 * card.days)
    damages = fen(Fraction(card.shortfall) * Fraction(card.damages_pct) / 100)
    span = (card.from_, card.until, card.days)
    return [
        Row(*span, card.balance, card.annual_pct, interest, Charge.INTEREST),
        Row(*span, card.shortfall, None, damages, Charge.DAMAGES),
    ]


def _all_in(card: Card, charged: Decimal) -> Decimal | None:
    """Return what was charged, as percent a year of the balance; None over no days at all."""
    years = years_between(card.count, card.from_, card.from_, card.until)
    return percent(Fraction(charged) / Fraction(card.balance) / years) if years else None


def _steps(card: Card, rows: list[Row], above: Decimal) -> tuple[Step, ...]:
    interest, damages = rows
    all_in = _all_in(card, total(rows))
    said = [
        (("CN-INT-25",), "card-interest"),
        (("CN-INT-25",), "card-damages"),
        (("CN-INT-16",), "card-annual"),
        (("CN-INT-12", "CN-INT-11"), "card-above" if above else "card-within"),
        (("CN-INT-12", "CN-INT-30"), "card-terms"),
    ]
    values = {
        "balance": yuan(card.balance),
        "daily": pct(card.daily_pct),
        "days": card.days,
        "interest": yuan(interest.interest),
        "due": yuan(card.minimum_due),
        "paid": yuan(card.minimum_paid),
        "shortfall": yuan(card.shortfall),
        "damages_pct": pct(card.damages_pct),
        "damages": yuan(damages.interest),
        "year": 360 if card.count is DayCount.BY_360 else 365,
        "annual": pct(card.annual_pct),
        "all_in": "–" if all_in is None else pct(all_in),
        "line": pct(LINE_PCT),
        "room": yuan(interest.room or NONE),
        "total": yuan(total(rows)),
        "above": yuan(above),
    }
    return tuple(Step(card.from_, rules, sentence(key, **values)) for rules, key in said)
