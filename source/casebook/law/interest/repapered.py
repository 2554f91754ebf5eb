"""A private loan settled and written anew: how much of the later notes is principal."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from casebook.law.days import months_after
from casebook.law.interest.ceilings import NEW_RULES, TIMES
from casebook.law.interest.money import NONE, pct, yuan
from casebook.law.interest.reading import Form
from casebook.law.interest.result import Result, Total, sentence
from casebook.law.interest.schedule import Clock, Row
from casebook.law.interest.terms import Charge, DayCount, Goes, Kind, Lender
from casebook.law.rates import lpr
from casebook.law.reasoning import Step

RULES = ("CN-INT-07",)


@dataclass(frozen=True, slots=True)
class Note:
    """One note, from the day on which it was written until it falls due."""

    on: date
    until: date
    principal: Decimal
    rate_pct: Decimal

    @property
    def ceiling_pct(self) -> Decimal:
        """Four times the LPR of the day on which the note was written."""
        return TIMES * lpr().rate_pct(self.on)


@dataclass(frozen=True, slots=True)
class Repapered:
    """The notes in order of time, each taking over where the one before ended."""

    notes: tuple[Note, ...]
    count: DayCount

    def result(self) -> Result:
        """Answer with the principal that counts, and the most that may be claimed in all."""
        rows = _rows(self)
        first, last = self.notes[0], self.notes[-1]
        supported = rows[-1].base or NONE
        due = supported + (rows[-1].supported or NONE)
        most = first.principal + _whole_term(self)
        clock = Clock(self.count, last.on)
        claimed = last.principal + clock.amount(last.principal, last.rate_pct, last.on, last.until)
        totals: dict[str, Total] = {
            "original_principal": first.principal,
            "principal_supported": supported,
            "total_claimed": claimed,
            "total_ceiling": most,
            "total_supported": min(due, most),
            "unsupported_interest": claimed - min(due, most),
        }
        lent = min(first.principal, due, most)
        shares = {
            Goes.PRINCIPAL: lent,
            Goes.INTEREST: min(due, most) - lent,
            Goes.UNSUPPORTED: claimed - min(due, most),
        }
        return Result(Kind.REPAPERED, totals, rows, shares, _steps(self, rows, due, most))


def read(form: Form) -> Repapered:
    """Read the case of a re-papered loan; its faults gather in `form`."""
    form.knows("kind", "jurisdiction", "lender", "notes", "day_count")
    if form.one_of("lender", Lender) is not Lender.PRIVATE and form.is_good("lender"):
        do = "for another lender use kind: loan with method: compound"
        form.fault("lender", "is not private", "private, to which alone the rule applies", do)
    forms = form.forms("notes")
    notes = [_read_note(entry) for entry in forms]
    _must_follow(forms, notes)
    return Repapered(tuple(notes), _count(form, notes))


def _read_note(form: Form) -> Note:
    form.knows("on", "until", "principal", "rate_pct")
    on, until = form.day("on"), form.day("until")
    form.not_before("until", "on")
    if form.is_good("on") and not (on >= NEW_RULES and lpr().is_known(on)):
        do = "for an earlier note see CN-INT-08; for a later one add the LPR to law/tables/lpr.yaml"
        form.fault("on", f"is {on}", f"a day from {NEW_RULES} to {lpr().known_until}", do)
    return Note(on, until, form.money("principal", is_positive=True), form.percent("rate_pct"))


def _must_follow(forms: list[Form], notes: list[Note]) -> None:
    for place in range(1, len(notes)):
        before, form = notes[place - 1], forms[place]
        if not (form.is_good("on") and forms[place - 1].is_good("until")):
            continue
        if notes[place].on != before.until:
            do = "let the former note run until the day on which the next one replaced it"
            form.fault("on", f"is {notes[place].on}", f"{before.until}, where no. {place} ends", do)


def _count(form: Form, notes: list[Note]) -> DayCount:
    """Read the day count, which notes that run full years do without."""
    if not form.has("day_count") and notes and all(map(_runs_full_years, notes)):
        return DayCount.ACTUAL
    return form.one_of("day_count", DayCount)


def _runs_full_years(note: Note) -> bool:
    return months_after(note.on, 12 * (note.until.year - note.on.year)) == note.until


def _rows(loan: Repapered) -> tuple[Row, ...]:
    rows: list[Row] = []
    for note in loan.notes:
        principal = note.principal
        if rows:
            former = (rows[-1].base or NONE) + (rows[-1].supported or NONE)
            principal = min(principal, former)
        rows.append(_row(note, principal, Clock(loan.count, note.on)))
    return tuple(rows)


def _row(note: Note, principal: Decimal, clock: Clock) -> Row:
    agreed = clock.amount(principal, note.rate_pct, note.on, note.until)
    room = clock.amount(principal, note.ceiling_pct, note.on, note.until)
    return Row(
        note.on, note.until, (note.until - note.on).days, principal, note.rate_pct, agreed,
        Charge.INTEREST, note.ceiling_pct, room, min(agreed, room), agreed - min(agreed, room),
    )  # fmt: skip


def _whole_term(loan: Repapered) -> Decimal:
    """Return the interest at the first note's ceiling on its principal, over the whole time."""
    first, last = loan.notes[0], loan.notes[-1]
    clock = Clock(loan.count, first.on)
    return clock.amount(first.principal, first.ceiling_pct, first.on, last.until)


def _steps(loan: Repapered, rows: tuple[Row, ...], due: Decimal, most: Decimal) -> tuple[Step, ...]:
    steps = [Step(None, (), sentence(f"count-{loan.count}"))]
    for place, (note, row) in enumerate(zip(loan.notes, rows, strict=True), 1):
        if place > 1:
            steps.append(_taken_over(place, note, row, rows[place - 2]))
        steps.append(_reckoned(place, row, Clock(loan.count, note.on)))
    first = loan.notes[0]
    text = sentence(
        "notes-most",
        principal=yuan(first.principal),
        ceiling=pct(first.ceiling_pct),
        factor=Clock(loan.count, first.on).factor(first.on, loan.notes[-1].until),
        interest=yuan(_whole_term(loan)),
        most=yuan(most),
    )
    steps.append(Step(first.on, RULES, text))
    key = "notes-over" if due > most else "notes-within"
    text = sentence(key, due=yuan(due), most=yuan(most))
    return (*steps, Step(loan.notes[-1].until, RULES, text))


def _taken_over(place: int, note: Note, row: Row, former: Row) -> Step:
    text = sentence(
        "notes-principal",
        place=place,
        stated=yuan(note.principal),
        former=yuan(former.base or NONE),
        interest=yuan(former.supported or NONE),
        most=yuan((former.base or NONE) + (former.supported or NONE)),
        principal=yuan(row.base or NONE),
    )
    return Step(note.on, RULES, text)


def _reckoned(place: int, row: Row, clock: Clock) -> Step:
    text = sentence(
        "notes-interest",
        place=place,
        base=yuan(row.base or NONE),
        rate=pct(row.rate_pct or NONE),
        ceiling=pct(row.ceiling_pct or NONE),
        lpr=f"{lpr().rate_pct(row.from_)}%",
        factor=clock.factor(row.from_, row.until) if row.days else "0",
        interest=yuan(row.interest),
        room=yuan(row.room or NONE),
        supported=yuan(row.supported or NONE),
    )
    return Step(row.from_, ("CN-INT-04", *RULES), text)
