"""Which ceiling on interest holds for whose loan, and on which days."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from casebook.law.interest.money import pct
from casebook.law.interest.reading import Form
from casebook.law.interest.result import UNKNOWN, Line, Result, sentence, word
from casebook.law.interest.terms import Kind, Lender
from casebook.law.rates import lpr
from casebook.law.reasoning import Step
from casebook.text import Text

TIMES = 4
DAY = timedelta(days=1)
NEW_RULES = date(2020, 8, 20)  # private lending: four times the LPR, art. 31
OLD_RULES = date(2015, 9, 1)  # private lending: 24 and 36 %, arts 26 and 29 of the text of 2015
OLD_PCT = Decimal(24)
LINE_PCT = Decimal(24)  # licensed lenders: the line of the opinions of 2017
LINE_FROM = date(2017, 8, 4)
MICROLOAN_FROM = date(2025, 12, 24)  # the guideline was circulated
MICROLOAN_RUNG = date(2028, 1, 1)  # "by the end of 2027"
FACILITATION_FROM = date(2025, 10, 1)
LICENSED = frozenset({Lender.BANK, Lender.CONSUMER_FINANCE})


class Standing(StrEnum):
    """What a ceiling rests on, or why none is known."""

    LPR = "four-times-lpr"
    LPR_AT_SUIT = "four-times-lpr-at-suit"
    OLD = "old-interpretation"
    ON_REQUEST = "cut-on-request"
    MICROLOAN = "microloan-24"
    MICROLOAN_LPR = "microloan-four-times-lpr"
    LPR_UNKNOWN = "lpr-unknown"
    OLD_UNKNOWN = "old-text-unknown"
    SUIT_UNKNOWN = "day-of-suit-missing"
    LINE_UNKNOWN = "before-the-line"
    NOT_FOUND = "no-ceiling-found"


# A ceiling of these holds by itself; any other only when a court is asked or a supervisor acts.
_AUTOMATIC = frozenset({Standing.LPR, Standing.LPR_AT_SUIT, Standing.OLD})

_RULES = {
    Standing.LPR: ("CN-INT-04",),
    Standing.LPR_AT_SUIT: ("CN-INT-08",),
    Standing.OLD: ("CN-INT-08",),
    Standing.ON_REQUEST: ("CN-INT-11",),
    Standing.MICROLOAN: ("CN-INT-14", "CN-INT-11"),
    Standing.MICROLOAN_LPR: ("CN-INT-14",),
    Standing.LPR_UNKNOWN: ("CN-INT-04",),
    Standing.OLD_UNKNOWN: ("CN-INT-08",),
    Standing.SUIT_UNKNOWN: ("CN-INT-08",),
    Standing.LINE_UNKNOWN: ("CN-INT-11",),
    Standing.NOT_FOUND: ("CN-INT-10", "CN-INT-17"),
}


@dataclass(frozen=True, slots=True)
class Ceiling(Line):
    """A ceiling in percent a year, from its first to its `last` day, both counted.

    `rate_pct` is None where this kit knows none; `standing` says why. `last` None: it has no end.
    `lpr_on` is the day whose LPR it multiplies.
    """

    from_: date
    last: date | None
    rate_pct: Decimal | None
    standing: Standing
    lpr_on: date | None = None

    @property
    def is_automatic(self) -> bool:
        """Whether it holds without anybody asking for it."""
        return self.standing in _AUTOMATIC

    @property
    def rules(self) -> tuple[str, ...]:
        """The ids of the rules that it rests on."""
        return _RULES[self.standing]

    def to_dict(self) -> dict[str, object]:
        """Return the ceiling as plain values, with its rules."""
        named = {"automatic": self.is_automatic, "rules": list(self.rules)}
        return super(Ceiling, self).to_dict() | named

    def text(self) -> Text:
        """Return the ceiling as the command line prints it."""
        return word(
            "row-ceiling" if self.last else "row-ceiling-open",
            first=self.from_,
            last=self.last,
            rate=word(UNKNOWN) if self.rate_pct is None else pct(self.rate_pct),
            standing=word(f"name-{self.standing}"),
        )


@dataclass(frozen=True, slots=True)
class Question:
    """Which ceilings hold for a loan; `filed` is the day of suit at first instance."""

    lender: Lender
    contract: date
    filed: date | None

    def result(self) -> Result:
        """Answer with every ceiling and the days for which it holds."""
        found = ceilings(self.lender, self.contract, self.filed)
        return Result(
            Kind.CEILING,
            {"lender": self.lender, "contract": self.contract, "ceiling_pct": found[-1].rate_pct},
            found,
            {},
            steps(self.lender, self.contract, found),
        )


def read(form: Form) -> Question:
    """Read the case of a ceiling; its faults gather in `form`."""
    form.knows("kind", "jurisdiction", "lender", "contract", "filed")
    lender, contract = form.one_of("lender", Lender), form.day("contract")
    filed = form.day_or_none("filed")
    form.not_before("filed", "contract")
    return Question(lender, contract, filed)


def ceilings(lender: Lender, contract: date, filed: date | None = None) -> tuple[Ceiling, ...]:
    """Return the ceilings of a loan, in order of time, without a gap from the contract on.

    Source: CN-INT-04, 08 to 11 and 14.
    """
    if lender is Lender.PRIVATE:
        return _private(contract, filed)
    if lender is Lender.MICROLOAN and contract >= MICROLOAN_FROM:
        return (_microloan(contract),)
    if lender in LICENSED or lender is Lender.MICROLOAN:
        return (_line(contract, filed),)
    return (Ceiling(contract, None, None, Standing.NOT_FOUND),)


def steps(lender: Lender, contract: date, found: tuple[Ceiling, ...]) -> tuple[Step, ...]:
    """Say why `found` are the ceilings of this lender's loan."""
    said = [_scope(lender, contract)]
    said += [_step(ceiling) for ceiling in found]
    if lender is Lender.BANK and contract >= FACILITATION_FROM:
        said.append(Step(contract, ("CN-INT-13",), sentence("facilitation")))
    return tuple(said)


def _private(contract: date, filed: date | None) -> tuple[Ceiling, ...]:
    if contract >= NEW_RULES:
        return (_times(Standing.LPR, contract, contract),)
    if filed is not None and filed < NEW_RULES:
        return (_old(contract, None),)
    return (_old(contract, NEW_RULES - DAY), _at_suit(filed))


def _old(contract: date, last: date | None) -> Ceiling:
    if contract < OLD_RULES:
        return Ceiling(contract, last, None, Standing.OLD_UNKNOWN)
    return Ceiling(contract, last, OLD_PCT, Standing.OLD)


def _at_suit(filed: date | None) -> Ceiling:
    if filed is None:
        return Ceiling(NEW_RULES, None, None, Standing.SUIT_UNKNOWN)
    return _times(Standing.LPR_AT_SUIT, NEW_RULES, filed)


def _times(standing: Standing, first: date, lpr_on: date) -> Ceiling:
    if not lpr().is_known(lpr_on):
        return Ceiling(first, None, None, Standing.LPR_UNKNOWN, lpr_on)
    return Ceiling(first, None, TIMES * lpr().rate_pct(lpr_on), standing, lpr_on)


def _microloan(contract: date) -> Ceiling:
    if contract >= MICROLOAN_RUNG:
        return _times(Standing.MICROLOAN_LPR, contract, contract)
    return Ceiling(contract, None, LINE_PCT, Standing.MICROLOAN)


def _line(contract: date, filed: date | None) -> Ceiling:
    if filed is not None and filed < LINE_FROM:
        return Ceiling(contract, None, None, Standing.LINE_UNKNOWN)
    return Ceiling(contract, None, LINE_PCT, Standing.ON_REQUEST)


def _scope(lender: Lender, contract: date) -> Step:
    if lender is Lender.PRIVATE:
        return Step(contract, ("CN-INT-01",), sentence("scope-private"))
    if lender in LICENSED:
        rules, key = ("CN-INT-09",), "scope-licensed"
    else:
        rules, key = ("CN-INT-10",), "scope-local"
    return Step(contract, rules, sentence(key, lender=word(f"name-{lender}")))


def _step(ceiling: Ceiling) -> Step:
    on = ceiling.lpr_on
    known = on is not None and lpr().is_known(on)
    text = sentence(
        f"ceiling-{ceiling.standing}",
        first=ceiling.from_,
        last=ceiling.last,
        on=on,
        lpr=f"{lpr().rate_pct(on)}%" if on and known else "",
        rate=pct(ceiling.rate_pct) if ceiling.rate_pct is not None else "",
        known_from=lpr().known_from,
        known_until=lpr().known_until,
    )
    if on and known and not lpr().is_confirmed(on):
        note = sentence("one-source", on=on)
        text = Text(text.zh + note.zh, f"{text.en} {note.en}")
    return Step(ceiling.from_, ceiling.rules, text)
