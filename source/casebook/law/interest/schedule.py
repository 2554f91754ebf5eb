"""The rows of a schedule, and how a ceiling divides what they charge."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import pairwise

from casebook.law.interest.ceilings import Ceiling
from casebook.law.interest.duration import factor, years_between
from casebook.law.interest.money import NONE, fen, pct, portion, yuan
from casebook.law.interest.result import Line, sentence, word
from casebook.law.interest.terms import Charge, DayCount, Goes
from casebook.law.reasoning import Step
from casebook.text import Text


@dataclass(frozen=True, slots=True)
class Row(Line):
    """What one charge comes to over some days on one base at one rate.

    `days` says how many days count: in a loan the last day does not, in enforcement it does.
    `interest` is what the contract or the law makes of it, in yuan, whatever the charge. `room` is
    what the ceiling still left for it. Where no ceiling is known, `ceiling_pct`, `room`,
    `supported` and `unsupported` are None; `is_automatic` says whether what is beyond is lost
    without anybody asking.
    """

    from_: date
    until: date
    days: int
    base: Decimal | None
    rate_pct: Decimal | None
    interest: Decimal
    charge: Charge
    ceiling_pct: Decimal | None = None
    room: Decimal | None = None
    supported: Decimal | None = None
    unsupported: Decimal | None = None
    is_automatic: bool = True

    @property
    def goes(self) -> Goes:
        """Where the supported part goes."""
        return _GOES[self.charge]

    def text(self) -> Text:
        """Return the row as the command line prints it."""
        if self.supported is None:
            key = "row-unknown"
        else:
            key = "row-known" if self.room is not None else "row-plain"
        return word(
            key,
            first=self.from_,
            last=self.until,
            days=self.days,
            charge=word(f"charge-{self.charge}"),
            interest=yuan(self.interest),
            supported=yuan(self.supported or NONE),
        )


_GOES = {
    Charge.INTEREST: Goes.INTEREST,
    Charge.ON_DEDUCTED: Goes.UNSUPPORTED,
    Charge.OVERDUE: Goes.INTEREST,
    Charge.DAMAGES: Goes.DAMAGES,
    Charge.FEES: Goes.FEES,
    Charge.DOUBLED: Goes.DOUBLED,
}


@dataclass(frozen=True, slots=True)
class Clock:
    """How the days of one contract become years: the count, and the day from which it runs."""

    count: DayCount
    anchor: date

    def row(self, charge: Charge, first: date, last: date, base: Decimal, rate_pct: Decimal) -> Row:
        """Charge `rate_pct` percent a year on `base` from `first` until, not on, `last`."""
        amount = self.amount(base, rate_pct, first, last)
        return Row(first, last, (last - first).days, base, rate_pct, amount, charge)

    def amount(self, base: Decimal, rate_pct: Decimal, first: date, last: date) -> Decimal:
        """Return the interest from `first` until `last`, rounded to the fen."""
        return fen(portion(base, rate_pct, years_between(self.count, self.anchor, first, last)))

    def factor(self, first: date, last: date) -> str:
        """Write the years from `first` until `last` as a learner multiplies them."""
        return factor(self.count, self.anchor, first, last)


def pieces(first: date, last: date, cuts: Iterable[date]) -> Iterator[tuple[date, date]]:
    """Divide the time from `first` until `last` at each of `cuts` that lies within it."""
    bounds = sorted({first, last, *(cut for cut in cuts if first < cut < last)})
    yield from pairwise(bounds)


def ceiling_on(day: date, known: Sequence[Ceiling]) -> Ceiling:
    """Return the one of the ceilings `known` that holds on `day`."""
    return next(each for each in reversed(known) if each.from_ <= day)


def divide(
    rows: Iterable[Row], known: Sequence[Ceiling], principal: Decimal, clock: Clock
) -> tuple[list[Row], Decimal | None]:
    """Set beside each row what the ceiling supports of it, earlier charges first.

    The ceiling is taken as simple interest on `principal`. Days under one ceiling share their room,
    so that compound interest may use what it left of it earlier; another ceiling begins anew.

    Returns the rows, and the room left at the end, or None if a ceiling was not known.
    """
    divided: list[Row] = []
    left: Decimal | None = NONE
    room, at, holding = NONE, date.min, None
    for row in rows:
        ceiling = ceiling_on(row.from_, known)
        if ceiling.rate_pct is None:
            left, holding = None, ceiling
            divided.append(replace(row, is_automatic=ceiling.is_automatic))
            continue
        if ceiling is not holding:
            left = None if left is None else left + room
            room, holding = NONE, ceiling
        if row.from_ != at:  # rows of the same days share one room
            room += clock.amount(principal, ceiling.rate_pct, row.from_, row.until)
            at = row.from_
        divided.append(_under(row, ceiling, room))
        room -= min(row.interest, room)
    return divided, None if left is None else left + room


def _under(row: Row, ceiling: Ceiling, room: Decimal) -> Row:
    supported = min(row.interest, room)
    return replace(
        row,
        ceiling_pct=ceiling.rate_pct,
        room=room,
        supported=supported,
        unsupported=row.interest - supported,
        is_automatic=ceiling.is_automatic,
    )


def goes(rows: Iterable[Row], *kept: Goes) -> dict[Goes, Decimal]:
    """Add up where each yuan of `rows` goes, with a 0 for each of `kept` that gets none."""
    shares = dict.fromkeys(kept, NONE)
    for row in rows:
        if row.supported is None or row.unsupported is None:
            _add(shares, Goes.UNDETERMINED, row.interest)
        else:
            _add(shares, row.goes, row.supported)
            beyond = Goes.UNSUPPORTED if row.is_automatic else Goes.ON_REQUEST
            _add(shares, beyond, row.unsupported)
    return shares


def total(rows: Iterable[Row]) -> Decimal:
    """Add up what the rows charge."""
    return sum((row.interest for row in rows), NONE)


def supported(rows: Iterable[Row]) -> Decimal | None:
    """Add up what is supported of the rows, or return None if that is unknown of any."""
    known = [row.supported for row in rows]
    if None in known:
        return None
    return sum((amount for amount in known if amount is not None), NONE)


def arithmetic(row: Row, clock: Clock, rules: tuple[str, ...]) -> Step:
    """Say how a row with a base and a rate comes about, and what is supported of it."""
    text = sentence(
        "row-amount",
        first=row.from_,
        last=row.until,
        days=row.days,
        charge=word(f"charge-{row.charge}"),
        base=yuan(row.base or NONE),
        rate=pct(row.rate_pct or NONE),
        factor=clock.factor(row.from_, row.until),
        interest=yuan(row.interest),
    )
    return Step(row.from_, rules, text)


def outcome(row: Row, rules: tuple[str, ...]) -> Step:
    """Say what a ceiling leaves of `row`."""
    text = sentence(
        _outcome_key(row),
        charge=word(f"charge-{row.charge}"),
        interest=yuan(row.interest),
        ceiling=pct(row.ceiling_pct or NONE),
        room=yuan(row.room or NONE),
        supported=yuan(row.supported or NONE),
        unsupported=yuan(row.unsupported or NONE),
    )
    return Step(row.from_, rules, text)


def _outcome_key(row: Row) -> str:
    if row.supported is None:
        return "row-unknown"
    if not row.unsupported:
        return "row-within"
    cut = "row-cut" if row.supported else "row-no-room"
    return cut if row.is_automatic else f"{cut}-on-request"


def _add(shares: dict[Goes, Decimal], where: Goes, amount: Decimal) -> None:
    shares[where] = shares.get(where, NONE) + amount
