"""When a claim runs out, and a breathing space ends, in the United Kingdom."""

from dataclasses import dataclass, replace
from datetime import date

from casebook.law.days import days_after, years_after
from casebook.law.limitation.cases import (
    BreathingSpace,
    BritishClaim,
    Event,
    Name,
    Nation,
    Respite,
)
from casebook.law.limitation.effects import say
from casebook.law.limitation.result import BritishLimitation, Moratorium
from casebook.law.reasoning import Step

YEARS = {Nation.ENGLAND_WALES: 6, Nation.NORTHERN_IRELAND: 6, Nation.SCOTLAND: 5}
RESPITE_DAYS, AFTER_TREATMENT_DAYS, REVIEW_DAYS = 60, 30, 20


@dataclass(frozen=True, slots=True)
class _Course:
    """How matters stand after some of the events."""

    nation: Nation
    opening: date
    steps: tuple[Step, ...] = ()
    is_sued: bool = False

    @property
    def end(self) -> date:
        return years_after(self.opening, YEARS[self.nation])

    def told(self, on: date, rules: tuple[str, ...], key: str) -> "_Course":
        words = say(key, on=on, opening=self.opening, years=YEARS[self.nation], end=self.end)
        return replace(self, steps=(*self.steps, Step(on, rules, words)))


def british_claim(case: BritishClaim) -> BritishLimitation:
    """Work out when the claim runs out in its nation; rest days do not move the last day here."""
    course = _begun(case)
    for event in case.events:
        course = _after(course, event)
    expired = None if case.as_of is None else case.as_of > course.end and not course.is_sued
    if case.as_of:
        course = course.told(case.as_of, *_verdict(course, expired=bool(expired)))
    return BritishLimitation(
        expires=course.end, expired=expired, sued_in_time=course.is_sued, steps=course.steps
    )


def _begun(case: BritishClaim) -> _Course:
    notice = case.default_notice_expired
    is_doyle = notice and case.nation is Nation.ENGLAND_WALES
    course = _Course(case.nation, notice if notice and is_doyle else case.due)
    if is_doyle:
        course = course.told(course.opening, ("UK-17",), "british-notice")
    elif notice:
        course = course.told(notice, ("UK-17",), "british-notice-elsewhere")
    else:
        course = course.told(course.opening, ("UK-14",), "british-due")
    return course.told(course.opening, ("UK-14",), f"british-{case.nation}")


def _after(course: _Course, event: Event) -> _Course:
    is_scots = course.nation is Nation.SCOTLAND
    if event.event is Name.TALK:
        return course.told(event.on, ("UK-16",), "british-talk")
    if event.event is Name.WRITTEN_ACKNOWLEDGEMENT and not event.signed:
        return course.told(event.on, ("UK-16",), "british-unsigned")
    if event.on > course.end and not course.is_sued:
        key = "british-late-scotland" if is_scots else "british-late"
        return course.told(event.on, ("UK-14", "UK-15"), key)
    if event.on <= course.opening:
        return course.told(event.on, ("UK-14",), "british-early")
    if event.event is Name.SUIT:
        return replace(course, is_sued=True).told(event.on, ("UK-14",), "british-sued")
    key = "british-restarts-scotland" if is_scots else "british-restarts"
    return replace(course, opening=event.on).told(event.on, ("UK-16",), key)


def _verdict(course: _Course, *, expired: bool) -> tuple[tuple[str, ...], str]:
    if course.is_sued:
        return ("UK-14",), "british-verdict-sued"
    if not expired:
        return ("UK-14",), "british-verdict-running"
    if course.nation is Nation.SCOTLAND:
        return ("UK-14",), "british-verdict-ceased"
    return ("UK-14", "UK-15"), "british-verdict-barred"


def breathing_space(case: BreathingSpace) -> Moratorium:
    """Work out when the moratorium ends and by when its review may be asked for."""
    ends, review = _ends(case), _last_of(REVIEW_DAYS, case.started)
    rule, key = _respite(case)
    told: list[tuple[date, tuple[str, ...], str]] = [(case.started, (rule,), key)]
    if case.creditor_notified:
        told.append((case.creditor_notified, ("UK-20",), "respite-notified"))
    told += [(review, ("UK-21",), "respite-review"), (case.started, ("UK-18",), "respite-count")]
    if case.as_of:
        is_over = ends is not None and case.as_of > ends
        told.append((case.as_of, (rule,), "respite-over" if is_over else "respite-running"))
    values = {"started": case.started, "ends": ends or "", "review": review}
    return Moratorium(
        ends=ends,
        review_by=review,
        running=None if case.as_of is None else ends is None or case.as_of <= ends,
        steps=tuple(
            Step(on, rules, say(k, on=on, **_stated(case), **values)) for on, rules, k in told
        ),
    )


def _ends(case: BreathingSpace) -> date | None:
    if case.type is Respite.STANDARD:
        return _last_of(RESPITE_DAYS, case.started)
    treated = case.treatment_ended
    return _last_of(AFTER_TREATMENT_DAYS, treated) if treated else None


def _last_of(days: int, first: date) -> date:
    """Return the last of so many days that begin with `first` (SI 2020/1311 reg. 26(2))."""
    return days_after(first, days - 1)


def _respite(case: BreathingSpace) -> tuple[str, str]:
    if case.type is Respite.STANDARD:
        return "UK-18", "respite-standard"
    return "UK-19", "respite-treated" if case.treatment_ended else "respite-in-treatment"


def _stated(case: BreathingSpace) -> dict[str, date | str]:
    return {"treated": case.treatment_ended or ""}
