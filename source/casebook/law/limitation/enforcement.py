"""When the time to apply for enforcement runs out under Chinese law (Civil Procedure Law 250)."""

from datetime import date

from casebook.law.limitation.cases import Event, Judgment, Name
from casebook.law.limitation.china import former_law, is_expired, verdict
from casebook.law.limitation.effects import LateEffect, late_effect, say
from casebook.law.limitation.period import Period
from casebook.law.limitation.result import ClaimLimitation
from casebook.law.limitation.walk import Course, last_day_steps, walk
from casebook.law.reasoning import Step

ENFORCEMENT_YEARS = 2
_RULE = "CN-LIM-29"


def judgment(case: Judgment) -> ClaimLimitation:
    """Work out when the time to apply for enforcement runs out; there is no outer limit."""
    opening, key = _opening(case)
    period = Period(opening, fixed_years=ENFORCEMENT_YEARS)
    begin = Step(opening, (_RULE,), say(key, opening=opening, end=period.nominal))
    counting = Step(opening, ("CN-LIM-27",), say("enforcement-opening-day", opening=opening))
    course = walk(period, case.events, _late, _RULE)
    return ClaimLimitation(
        expires=course.period.last,
        expires_unshifted=course.period.end,
        outer=None,
        expired=is_expired(course, case.as_of),
        defence_lost=course.defence_lost,
        steps=(begin, counting, *course.steps, *_closing(course, case, opening)),
    )


def _opening(case: Judgment) -> tuple[date, str]:
    if case.instalments:
        return max(case.instalments), "begin-judgment-instalments"
    if case.performance_until:
        return case.performance_until, "begin-judgment"
    return case.effective or date.min, "begin-judgment-effective"


def _late(event: Event) -> LateEffect:
    """Say what an event does once the period has run out; of agreement the rules say nothing."""
    found = late_effect(event)
    if found.sentence == "late-paid":
        return LateEffect(False, ("CN-LIM-30",), "late-judgment-paid")
    if found.loses_defence:
        return LateEffect(None, ("CN-LIM-30",), "late-judgment-agreed")
    if event.event is Name.ENFORCEMENT_APPLICATION:
        return LateEffect(False, ("CN-LIM-30",), "late-judgment-application")
    return LateEffect(False, (_RULE, "CN-LIM-30"), "late-judgment")


def _closing(course: Course, case: Judgment, opening: date) -> tuple[Step, ...]:
    period = course.period
    doubt = Step(None, (_RULE, "CN-LIM-08"), say("enforcement-suspension"))
    return (
        *((doubt,) if period.holding else ()),
        *last_day_steps(period.end, None if period.holding else period.opening),
        *former_law(case.events, opening),
        *verdict(course, case.as_of, "expired-judgment", ("CN-LIM-30",)),
    )
