"""Walk through dated events in order and say of each what it does to a period that runs."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date

from casebook.law.days import china_shift
from casebook.law.limitation.cases import Event, Name
from casebook.law.limitation.effects import Effect, LateEffect, cause, effect, say
from casebook.law.limitation.events import PROCEEDINGS
from casebook.law.limitation.period import REFORM, Obstacle, Period
from casebook.law.reasoning import Step

Late = Callable[[Event], LateEffect]


@dataclass(frozen=True, slots=True)
class Course:
    """How matters stand after some of the events.

    `begun` is the day from whose end time first ran, by the rule `begins`. `open_since` is the day
    of the last proceedings whose end is not told. `defence_lost` is None where that is not known.
    """

    period: Period
    begun: date
    begins: str
    steps: tuple[Step, ...] = ()
    open_since: date | None = None
    defence_lost: bool | None = False

    def told(self, *steps: Step) -> "Course":
        """Return the course with more steps."""
        return replace(self, steps=(*self.steps, *steps))


def walk(
    period: Period,
    events: Iterable[Event],
    late: Late,
    begins: str,
    *,
    open_since: date | None = None,
) -> Course:
    """Take the events in order; `late` says what one does once the period has run out.

    `begins` is the rule by which `period` opened, and `open_since` the day of proceedings that
    opened it and whose end is not told.
    """
    course = Course(period, period.opening, begins, open_since=open_since)
    for event in events:
        course = _after(course, event, late)
    return course


def _after(course: Course, event: Event, late: Late) -> Course:
    if event.event is Name.OBSTACLE:
        return _hindered(course, event)
    found = effect(event)
    if not found.interrupts:
        words = say("no-effect", on=event.on, cause=cause(event), reason=say(found.reason))
        return course.told(Step(event.on, found.rules, words))
    if event.on > course.period.last:
        return _too_late(course, event, late(event))
    if event.on <= course.begun and not (event.ended and event.ended > course.begun):
        return _too_early(course, event)
    return _interrupted(course, event, found)


def _too_late(course: Course, event: Event, found: LateEffect) -> Course:
    words = say(found.sentence, on=event.on, cause=cause(event), last=course.period.last)
    lost = _either(course.defence_lost, found.loses_defence)
    return replace(course.told(Step(event.on, found.rules, words)), defence_lost=lost)


def _either(one: bool | None, other: bool | None) -> bool | None:
    """Join two answers: true if either is, else unknown if either is."""
    if one or other:
        return True
    return None if None in (one, other) else False


def _too_early(course: Course, event: Event) -> Course:
    words = say("early", on=event.on, cause=cause(event), begun=course.begun)
    return _opened(course, event).told(Step(event.on, (course.begins,), words))


def _interrupted(course: Course, event: Event, found: Effect) -> Course:
    opening = event.ended or event.on
    period = course.period.interrupted(opening)
    words = say(
        _interruption(event, period),
        on=event.on,
        cause=cause(event),
        opening=period.opening,
        years=period.years,
        end=period.nominal,
    )
    former = ("CN-LIM-28",) if period.opening < REFORM and not period.fixed_years else ()
    course = replace(_opened(course, event), period=period)
    return course.told(Step(event.on, (*found.rules, *former), words), *_held(event.on, period))


def _interruption(event: Event, period: Period) -> str:
    """Choose the sentence for an interruption."""
    if period.opening > (event.ended or event.on):
        return "interrupts-within"
    if event.ended:
        return "interrupts-ended"
    return "interrupts-open" if event.event in PROCEEDINGS else "interrupts"


def _opened(course: Course, event: Event) -> Course:
    """Remember proceedings of which no end is told."""
    is_open = event.event in PROCEEDINGS and not event.ended
    return replace(course, open_since=event.on) if is_open else course


def _held(on: date, period: Period) -> tuple[Step, ...]:
    """Say that an obstacle already told still stands in the last six months."""
    holding = period.holding
    if holding is None:
        return ()
    words = say("suspended-still", until=holding.until, end=period.uncapped)
    return (Step(on, ("CN-LIM-08",), words),)


def _hindered(course: Course, event: Event) -> Course:
    obstacle = Obstacle(event.on, event.until or event.on)
    before, after = course.period, course.period.hindered(obstacle)
    words = say(
        _suspension(event, before, after),
        on=event.on,
        cause=cause(event),
        until=obstacle.until,
        window=before.window,
        last=before.last,
        end=after.uncapped,
    )
    steps = [Step(event.on, ("CN-LIM-08",), words)]
    if after.uncapped > before.uncapped and obstacle.until < REFORM:
        steps.append(Step(event.on, ("CN-LIM-08", "CN-LIM-28"), say("suspended-formerly")))
    return replace(course.told(*steps), period=after)


def _suspension(event: Event, before: Period, after: Period) -> str:
    """Choose the sentence for an obstacle."""
    if event.on > before.last:
        return "obstacle-late"
    if after.uncapped > before.uncapped:
        return "suspended"
    is_before_window = event.until is not None and event.until <= before.window
    return "obstacle-early" if is_before_window else "obstacle-no-later"


def last_day_steps(end: date, counted_from: date | None) -> tuple[Step, ...]:
    """Say how the last day was found: the corresponding day, and any shift for rest days.

    `counted_from` is the opening day, or None where `end` was not counted in months or years.
    """
    shift, found = china_shift(end), []
    if counted_from and end.day < counted_from.day:
        found.append(say("no-corresponding-day", opening=counted_from, end=end))
    found.append(say("shifted" if shift.last > end else "not-shifted", end=end, last=shift.last))
    if shift.unknown:
        found.append(say("calendar-unknown", years=[str(year) for year in shift.unknown]))
    return tuple(Step(end, ("CN-LIM-27",), words) for words in found)
