"""When a claim runs out under Chinese law (Civil Code 188-204 and its interpretations)."""

from dataclasses import dataclass
from datetime import date

from casebook.law.days import years_after
from casebook.law.limitation.cases import Claim, Event, Name
from casebook.law.limitation.effects import cause, effect, late_effect, say
from casebook.law.limitation.events import PROCEEDINGS
from casebook.law.limitation.period import FORMER_YEARS, LONGEST_YEARS, REFORM, Period
from casebook.law.limitation.result import ClaimLimitation
from casebook.law.limitation.walk import Course, last_day_steps, walk
from casebook.law.reasoning import Step

# The rules held here are those of the Civil Code and of what was made for it.
PRESENT_LAW = date(2021, 1, 1)
_CLAIMS = {Name.DEMAND, Name.MEDIA_NOTICE, *PROCEEDINGS}


@dataclass(frozen=True, slots=True)
class _Beginning:
    """The day from whose end time runs, by which rule, and the events still to be looked at."""

    opening: date
    rule: str
    steps: tuple[Step, ...]
    events: tuple[Event, ...]
    open_since: date | None = None


def claim(case: Claim) -> ClaimLimitation:
    """Work out when the claim runs out."""
    beginning = _dated(case) if case.last_due else _undated(case)
    if beginning is None:
        return _not_begun(case)
    outer = years_after(case.injury or case.last_due or beginning.opening, LONGEST_YEARS)
    period = Period(beginning.opening, outer=outer)
    course = walk(
        period, beginning.events, late_effect, beginning.rule, open_since=beginning.open_since
    )
    steps = (*beginning.steps, _length(period), *course.steps, *_closing(course, case))
    return ClaimLimitation(
        expires=course.period.last,
        expires_unshifted=course.period.end,
        outer=outer,
        expired=is_expired(course, case.as_of),
        defence_lost=course.defence_lost,
        steps=(*steps, *verdict(course, case.as_of, *_expiry(course))),
    )


def is_expired(course: Course, as_of: date | None) -> bool | None:
    """Say whether the period has run out; None if no day is asked or a suit may still be on."""
    if as_of is None:
        return None
    if as_of <= course.period.last:
        return False
    return None if course.open_since else True


def verdict(
    course: Course, as_of: date | None, expired: str, rules: tuple[str, ...]
) -> tuple[Step, ...]:
    """Say how matters stand on the day asked about, and what is in doubt.

    `expired` is the sentence for a period that has run out, and `rules` what it rests on.
    """
    steps = []
    if course.open_since:
        words = say("proceedings-open", on=course.open_since, last=course.period.last)
        steps.append(Step(course.open_since, ("CN-LIM-09",), words))
    if as_of:
        key = {True: expired, False: "not-expired", None: "expiry-unknown"}
        found = is_expired(course, as_of)
        words = say(key[found], as_of=as_of, last=course.period.last)
        steps.append(Step(as_of, rules if found else ("CN-LIM-27",), words))
    return tuple(steps)


def former_law(events: tuple[Event, ...], *others: date) -> tuple[Step, ...]:
    """Say that what came before the Civil Code was judged by the rules of today."""
    days = [*others, *(event.on for event in events)]
    if all(day >= PRESENT_LAW for day in days):
        return ()
    return (Step(None, (), say("former-law", day=PRESENT_LAW)),)


def _dated(case: Claim) -> _Beginning:
    due = case.last_due or date.min
    opening = max(due, case.knew or due)
    rule = "CN-LIM-03" if case.instalments else "CN-LIM-02"
    key = "begin-instalments" if case.instalments else "begin-due"
    steps = [Step(due, (rule,), say(key, due=due, number=len(case.instalments or ())))]
    if opening > due:
        steps.append(Step(opening, ("CN-LIM-02",), say("begin-knew", knew=opening)))
    steps.append(Step(opening, ("CN-LIM-27",), say("opening-day", opening=opening)))
    return _Beginning(opening, rule, tuple(steps), case.events)


def _undated(case: Claim) -> _Beginning | None:
    """Find the first claim: from the end of its grace, or from a refusal, time runs."""
    asked = [event for event in case.events if _claims(event)]
    if not asked:
        return None
    first = [event for event in asked if event.on == asked[0].on]
    grace = min(event.ended or event.grace_until or event.on for event in first)
    refusals = [e for e in case.events if e.event is Name.REFUSAL and e.on <= grace]
    opening = min([grace, *(event.on for event in refusals)])
    words = say(
        _undated_key(first[0], grace, is_refused=bool(refusals)),
        on=first[0].on,
        cause=cause(first[0]),
        opening=opening,
    )
    return _Beginning(
        opening,
        "CN-LIM-25",
        (Step(first[0].on, ("CN-LIM-25",), words),),
        tuple(event for event in case.events if event not in (*first, *refusals)),
        first[0].on if any(e.event in PROCEEDINGS and not e.ended for e in first) else None,
    )


def _claims(event: Event) -> bool:
    is_refusal = event.event is Name.REFUSAL
    return is_refusal or (event.event in _CLAIMS and effect(event).interrupts)


def _undated_key(first: Event, grace: date, *, is_refused: bool) -> str:
    if is_refused:
        return "begin-refusal"
    return "begin-grace" if grace > first.on else "begin-no-grace"


def _not_begun(case: Claim) -> ClaimLimitation:
    told = [
        Step(e.on, ("CN-LIM-25",), say("before-first-demand", on=e.on, cause=cause(e)))
        for e in case.events
    ]
    return ClaimLimitation(
        expires=None,
        expires_unshifted=None,
        outer=years_after(case.injury, LONGEST_YEARS) if case.injury else None,
        expired=False if case.as_of else None,
        defence_lost=False,
        steps=(*told, Step(None, ("CN-LIM-25",), say("not-begun"))),
    )


def _length(period: Period) -> Step:
    if period.opening >= REFORM:
        return Step(period.opening, ("CN-LIM-01",), say("length", end=period.nominal))
    key = "length-former" if period.years == FORMER_YEARS else "length-transition"
    former = years_after(period.opening, FORMER_YEARS)
    words = say(key, former=former, end=period.nominal)
    return Step(period.opening, ("CN-LIM-28", "CN-LIM-01"), words)


def _expiry(course: Course) -> tuple[str, tuple[str, ...]]:
    if course.defence_lost:
        return "expired-agreed", ("CN-LIM-05",)
    return "expired", ("CN-LIM-04", "CN-LIM-06")


def _closing(course: Course, case: Claim) -> tuple[Step, ...]:
    """Say how the 20 years and the rest days bear on the last day."""
    period = course.period
    key = "outer-cuts" if period.is_capped else "outer"
    rules = ("CN-LIM-02", "CN-LIM-26")
    outer = Step(period.outer, rules, say(key, outer=period.outer, end=period.uncapped))
    counted = None if period.is_capped or period.holding else period.opening
    return (outer, *last_day_steps(period.end, counted), *former_law(case.events))
