"""One loan: interest for the term and after it, damages and fees, under the lender's ceiling."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import takewhile

from casebook.errors import DataError
from casebook.law.days import months_after
from casebook.law.interest.ceilings import Ceiling, ceilings
from casebook.law.interest.loan_steps import steps
from casebook.law.interest.money import NONE
from casebook.law.interest.reading import Form
from casebook.law.interest.result import Result, Total
from casebook.law.interest.schedule import (
    Clock,
    Row,
    ceiling_on,
    divide,
    goes,
    pieces,
    supported,
    total,
)
from casebook.law.interest.terms import Charge, DayCount, Goes, Kind, Lender, Method
from casebook.law.rates import lpr

FIELDS = (
    *("kind", "jurisdiction", "lender", "contract", "principal", "deducted_in_advance", "from"),
    *("until", "rate_pct", "method", "compound_every_months", "day_count", "overdue", "filed"),
)


@dataclass(frozen=True, slots=True)
class Overdue:
    """What is agreed for default: the rate (None: nothing agreed), damages and fees."""

    from_: date
    rate_pct: Decimal | None
    damages_pct: Decimal
    fees: Decimal


@dataclass(frozen=True, slots=True)
class Loan:
    """A loan as the contract has it; `face` is the principal that the note states."""

    lender: Lender
    contract: date
    filed: date | None
    face: Decimal
    deducted: Decimal
    from_: date
    until: date
    rate_pct: Decimal | None
    every_months: int | None
    clock: Clock
    overdue: Overdue | None

    @property
    def principal(self) -> Decimal:
        """What was handed over, on which alone interest is reckoned (CN-INT-03)."""
        return self.face - self.deducted

    @property
    def is_private(self) -> bool:
        """Whether the rules on private lending apply."""
        return self.lender is Lender.PRIVATE

    @property
    def term_ends(self) -> date:
        """The first day of default, or the last day reckoned."""
        return self.overdue.from_ if self.overdue else self.until

    def overdue_rate(self, overdue: Overdue) -> tuple[Decimal, str, tuple[str, ...]]:
        """Return the agreed or legal overdue rate, the sentence that says so, and its rules."""
        if overdue.rate_pct is not None:
            rules = "CN-INT-05" if self.is_private else "CN-INT-21"
            return overdue.rate_pct, "overdue-agreed", (rules,)
        if not self.is_private:
            key = "overdue-not-agreed" if self.rate_pct else "overdue-none"
            return self.rate_pct or NONE, key, ("CN-INT-21",)
        if self.rate_pct:
            return self.rate_pct, "overdue-goes-on", ("CN-INT-05",)
        return lpr().rate_pct(overdue.from_), "overdue-lpr", ("CN-INT-05",)

    def result(self) -> Result:
        """Answer with what is agreed, what is supported, and a schedule."""
        known = ceilings(self.lender, self.contract, self.filed)
        term, _ = divide(_term(self, known, self.principal), known, self.principal, self.clock)
        late, room = divide(_late(self, known), known, self.principal, self.clock)
        fees = _fees(self, known, room)
        lost = [_lost(row) for row in _on_deducted(self, known)]
        rows = [*term, *late, *fees, *lost]
        return Result(
            Kind.LOAN,
            _totals(self, rows),
            tuple(rows),
            _shares(self, rows),
            steps(self, rows, known),
        )


def read(form: Form) -> Loan:
    """Read the case of a loan; its faults gather in `form`."""
    form.knows(*FIELDS)
    lender = form.one_of("lender", Lender)
    face = form.money("principal", is_positive=True)
    deducted = form.money_or_none("deducted_in_advance")
    form.not_above("deducted_in_advance", "principal")
    contract, from_, until = map(form.day, ("contract", "from", "until"))
    filed = form.day_or_none("filed")
    form.not_before("from", "contract")
    form.not_before("until", "from")
    form.not_before("filed", "contract")
    rate_pct = form.percent_or_none("rate_pct")
    clock = Clock(form.one_of("day_count", DayCount), from_)
    overdue = _read_overdue(form, form.form("overdue")) if form.has("overdue") else None
    if overdue and overdue.rate_pct is None and not rate_pct and lender is Lender.PRIVATE:
        _needs_lpr(form, overdue.from_)
    return Loan(
        lender, contract, filed, face, deducted, from_, until, rate_pct, _read_months(form), clock,
        overdue,
    )  # fmt: skip


def _read_months(form: Form) -> int | None:
    if form.one_of("method", Method) is Method.COMPOUND:
        return form.whole("compound_every_months", "a number of months from 1 to 1200")
    if form.has("compound_every_months") and form.is_good("method"):
        do = "leave it out, or write method: compound"
        form.fault("compound_every_months", "is given", "nothing for simple interest", do)
    return None


def _read_overdue(loan: Form, form: Form) -> Overdue:
    form.knows("from", "rate_pct", "damages_pct", "fees")
    overdue = Overdue(
        form.day("from"),
        form.percent_or_none("rate_pct"),
        form.percent_or_none("damages_pct") or NONE,
        form.money_or_none("fees"),
    )
    form.within("from", loan, "from", "until")
    return overdue


def _needs_lpr(form: Form, on: date) -> None:
    if on == date.min:  # unread, and already told
        return
    try:
        lpr().rate_pct(on)
    except DataError as error:
        what = f"is null, and the LPR of {on}, which takes its place, is not known"
        form.fault("overdue: rate_pct", what, error.expected, error.do)


def _cuts(loan: Loan, known: tuple[Ceiling, ...]) -> set[date]:
    return {ceiling.from_ for ceiling in known} | set(_rests(loan)) | {loan.term_ends}


def _rests(loan: Loan) -> Iterator[date]:
    """Yield the days on which interest is added to the principal."""
    if loan.every_months:
        every = (months_after(loan.from_, loan.every_months * k) for k in range(1, 20_000))
        yield from takewhile(lambda day: day < loan.until, every)


def _charged(loan: Loan, known: tuple[Ceiling, ...], base: Decimal) -> Iterator[Row]:
    """Charge interest on `base` from the first day to the last; compound interest joins it."""
    rests, pending = set(_rests(loan)), NONE
    late = loan.overdue_rate(loan.overdue)[0] if loan.overdue else NONE
    for first, last in pieces(loan.from_, loan.until, _cuts(loan, known)):
        is_late = first >= loan.term_ends
        charge = Charge.OVERDUE if is_late else Charge.INTEREST
        rate_pct = late if is_late else loan.rate_pct or NONE
        row = loan.clock.row(charge, first, last, base, rate_pct)
        pending += row.interest
        if last in rests:
            base, pending = base + pending, NONE
        yield row


def _term(loan: Loan, known: tuple[Ceiling, ...], base: Decimal) -> list[Row]:
    return [row for row in _charged(loan, known, base) if row.charge is Charge.INTEREST]


def _late(loan: Loan, known: tuple[Ceiling, ...]) -> Iterator[Row]:
    """Yield overdue interest and damages by turns, so that both share the room of their days."""
    for row in _charged(loan, known, loan.principal):
        if row.charge is Charge.OVERDUE:
            yield row
            if loan.overdue and loan.overdue.damages_pct:
                rate_pct = loan.overdue.damages_pct
                yield loan.clock.row(Charge.DAMAGES, row.from_, row.until, loan.principal, rate_pct)


def _fees(loan: Loan, known: tuple[Ceiling, ...], room: Decimal | None) -> list[Row]:
    """Set the fees last: they get what interest and damages left of the ceiling's room."""
    if not loan.overdue or not loan.overdue.fees:
        return []
    fees, first = loan.overdue.fees, loan.overdue.from_
    ceiling = ceiling_on(max(loan.until, loan.contract), known)
    is_known = room is not None and ceiling.rate_pct is not None
    given = min(fees, room or NONE) if is_known else None
    return [
        Row(
            first, loan.until, (loan.until - first).days, None, None, fees, Charge.FEES,
            ceiling.rate_pct, room, given, None if given is None else fees - given,
            ceiling.is_automatic,
        )
    ]  # fmt: skip


def _on_deducted(loan: Loan, known: tuple[Ceiling, ...]) -> list[Row]:
    return list(_charged(loan, known, loan.deducted)) if loan.deducted else []


def _lost(row: Row) -> Row:
    """Turn interest on money never handed over into a row of which nothing is supported."""
    return Row(
        row.from_, row.until, row.days, row.base, row.rate_pct, row.interest, Charge.ON_DEDUCTED,
        None, NONE, NONE, row.interest,
    )  # fmt: skip


def _totals(loan: Loan, rows: list[Row]) -> dict[str, Total]:
    paid, agreed = supported(rows), total(rows)
    return {
        "principal": loan.principal,
        "deducted_in_advance": loan.deducted,
        "agreed_interest": agreed,
        "supported_interest": paid,
        "unsupported_interest": None if paid is None else agreed - paid,
        "total_supported": None if paid is None else loan.principal + paid,
    }


def _shares(loan: Loan, rows: list[Row]) -> dict[Goes, Decimal]:
    shares = {Goes.PRINCIPAL: loan.principal, Goes.DEDUCTED: loan.deducted}
    kept = (Goes.INTEREST, Goes.DAMAGES, Goes.FEES, Goes.UNSUPPORTED, Goes.ON_REQUEST)
    return shares | goes(rows, *kept, Goes.UNDETERMINED)
