"""Effective demands on a card: after the limit or term, received, thirty days apart, lawful."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from casebook.law.days import days_after, months_after
from casebook.law.limitation.reading import Faults, Fields, parsed
from casebook.law.reasoning import Step, said, sentences
from casebook.text import Language, Text

PACKAGE = "casebook.law.overdraft"
RULE, INTENT = "CN-CRM-19", "CN-CRM-18"
APART_DAYS, UNPAID_MONTHS = 30, 3


@dataclass(frozen=True, slots=True)
class Demand:
    """A demand of the bank on a day; `received` is confirmed, `evaded` on purpose."""

    on: date
    received: bool
    evaded: bool = False
    lawful: bool = True


@dataclass(frozen=True, slots=True)
class Case:
    """When the limit or the term was passed, and the bank's demands."""

    passed: date
    demands: tuple[Demand, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """The first pair of effective demands, if any, and the reasoning step by step.

    The debt must still be unpaid after the day `unpaid_past`.
    """

    first: date | None
    second: date | None
    unpaid_past: date | None
    steps: tuple[Step, ...]

    @property
    def two_effective(self) -> bool:
        """Whether there are two effective demands."""
        return self.second is not None

    def to_dict(self) -> dict[str, Any]:
        """Return plain values for JSON: days ISO, steps last."""
        days = {"first": self.first, "second": self.second, "unpaid_past": self.unpaid_past}
        plain = {name: day.isoformat() if day else None for name, day in days.items()}
        steps = [step.to_dict() for step in self.steps]
        return {"two_effective": self.two_effective, **plain, "steps": steps}

    def lines(self, language: Language | str = Language.ZH) -> list[str]:
        """Return the result as lines of text: answers, then the numbered steps."""
        spoken = Language(language)
        colon = "：" if spoken is Language.ZH else ": "
        answers = (
            ("two-effective", _say("yes" if self.two_effective else "no")),
            *((name, _day(getattr(self, name))) for name in ("first", "second", "unpaid_past")),
        )
        told = [f"{_say(name).say(spoken)}{colon}{v.say(spoken)}" for name, v in answers]
        steps = [f"{place}. {step.say(spoken)}" for place, step in enumerate(self.steps, 1)]
        return [*told, "", *steps]


def read(text: str, where: str) -> Case:
    """Return the case that the YAML or JSON `text` describes; errors call it `where`.

    It holds `passed` (the day on which the limit or the term was passed) and `demands`, each with
    `on`, `received` (confirmed), and if need be `evaded` and `lawful`.

    Raises
    ------
    DataError
        With all faults at once.
    """
    return read_case(parsed(text, where), where)


def read_case(raw: object, where: str) -> Case:
    """Return the case that the mapping `raw` describes; errors call it `where`.

    Raises
    ------
    DataError
        With all faults at once.
    """
    faults = Faults(where)
    fields = Fields(raw, "", faults)
    fields.check_known(("passed", "demands"))
    fields.check_given("passed", "demands")
    listed = fields.raw.get("demands")
    if fields.has("demands") and (not isinstance(listed, list) or not listed):
        fields.fault(f"demands is {listed!r}", "a list of demands", "write one entry a demand")
    entries = listed if isinstance(listed, list) else []
    demands = tuple(
        _demand(Fields(one, f"demand {no}", faults)) for no, one in enumerate(entries, 1)
    )
    passed = fields.day("passed") or date.min
    faults.stop()
    return Case(passed, tuple(sorted(demands, key=lambda demand: demand.on)))


def _demand(fields: Fields) -> Demand:
    fields.check_known(("on", "received", "evaded", "lawful"))
    fields.check_given("on", "received")
    lawful = fields.flag("lawful")
    return Demand(
        on=fields.day("on") or date.min,
        received=bool(fields.flag("received")),
        evaded=bool(fields.flag("evaded")),
        lawful=True if lawful is None else lawful,
    )


def calculate(case: Case) -> Answer:
    """Find the first two effective demands (SPC and SPP interpretation of 2018, new article 7)."""
    good = [demand.on for demand in case.demands if _reason(demand, case).startswith("counts")]
    first = good[0] if good else None
    second = next((on for on in good if first and (on - first).days >= APART_DAYS), None)
    past = months_after(second, UNPAID_MONTHS) if second else None
    return Answer(first, second, past, tuple(_steps(case, first, second, past)))


def _reason(demand: Demand, case: Case) -> str:
    if demand.on <= case.passed:
        return "too-early"
    if not demand.lawful:
        return "unlawful"
    if demand.received:
        return "counts"
    return "counts-evaded" if demand.evaded else "not-received"


def _steps(
    case: Case, first: date | None, second: date | None, past: date | None
) -> Iterator[Step]:
    yield Step(case.passed, (RULE,), _say("passed", passed=case.passed))
    for demand in case.demands:
        reason = _reason(demand, case)
        yield Step(demand.on, (RULE,), _say(reason, on=demand.on))
        is_near = first and first < demand.on < days_after(first, APART_DAYS)
        if first and is_near and reason.startswith("counts"):
            days = (demand.on - first).days
            yield Step(demand.on, (RULE,), _say("too-close", on=demand.on, first=first, days=days))
    if first and second:
        days = (second - first).days
        told = _say("two", first=first, second=second, days=days, past=past)
        yield Step(second, (RULE, INTENT), told)
    else:
        yield Step(None, (RULE,), _say("none"))
    yield Step(None, (INTENT,), _say("alone"))


def _say(key: str, **values: object) -> Text:
    return sentences(PACKAGE).say(key, **values)


def _day(day: date | None) -> Text:
    if day is None:
        return _say("nothing")
    return Text(said(day, Language.ZH), said(day, Language.EN))
