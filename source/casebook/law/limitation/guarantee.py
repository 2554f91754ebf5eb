"""When a guarantee period ends under Chinese law (Civil Code 692-695)."""

from dataclasses import dataclass, replace
from datetime import date

from casebook.law.days import china_shift, months_after
from casebook.law.limitation.cases import Clause, Event, Guarantee, Mode, Name
from casebook.law.limitation.effects import say
from casebook.law.limitation.result import GuaranteePeriod
from casebook.law.limitation.walk import last_day_steps
from casebook.law.reasoning import Step

STATUTORY_MONTHS = 6
_SUITS = (Name.SUIT_AGAINST_DEBTOR, Name.ARBITRATION_AGAINST_DEBTOR)
_CLAIMS = (Name.CLAIM_ON_GUARANTOR, Name.SIGNED_NOTICE_BY_GUARANTOR)


@dataclass(frozen=True, slots=True)
class _Span:
    """The guarantee period: after the main due day, up to `end` before any shift.

    `key` is the sentence that says whence the end comes; `counted` says whether it was counted in
    months from the due day.
    """

    due: date
    end: date
    key: str
    rule: str
    counted: bool

    @property
    def last(self) -> date:
        return china_shift(self.end).last


@dataclass(frozen=True, slots=True)
class _Course:
    """How matters stand after some of the events."""

    span: _Span
    steps: tuple[Step, ...] = ()
    is_kept: bool = False
    is_renewed: bool = False

    def told(self, event: Event, rules: tuple[str, ...], key: str) -> "_Course":
        words = say(key, on=event.on, due=self.span.due, last=self.span.last)
        return replace(self, steps=(*self.steps, Step(event.on, rules, words)))


def guarantee(case: Guarantee) -> GuaranteePeriod:
    """Work out when the guarantee period ends, and whether the guarantor is free."""
    due = max(case.instalments) if case.instalments else case.main_due or date.min
    span = _span(case, due)
    course = _Course(span, _beginning(case, span))
    for event in case.events:
        course = _after(course, event, case)
    freed = _is_freed(course, case.as_of)
    counted = course.span.due if course.span.counted else None
    return GuaranteePeriod(
        expires=course.span.last,
        expires_unshifted=course.span.end,
        freed=freed,
        steps=(
            *course.steps,
            *last_day_steps(course.span.end, counted),
            _verdict(course, case.as_of, freed),
        ),
    )


def _span(case: Guarantee, due: date) -> _Span:
    statutory = months_after(due, STATUTORY_MONTHS)
    if case.clause is Clause.UNTIL_PAID_IN_FULL:
        return _Span(due, statutory, "period-until-paid", "CN-WHO-12", True)
    if case.clause:
        return _Span(due, statutory, f"period-clause-{case.clause}", "CN-WHO-11", True)
    agreed = case.agreed_until or months_after(due, case.agreed_months or 0)
    if agreed <= due:
        return _Span(due, statutory, "period-not-later", "CN-WHO-11", True)
    return _Span(due, agreed, "period-agreed", "CN-WHO-11", case.agreed_until is None)


def _beginning(case: Guarantee, span: _Span) -> tuple[Step, ...]:
    mode = say(f"mode-{case.mode}")
    rules = ("CN-WHO-08", "CN-WHO-13") if case.mode is Mode.UNCLEAR else ("CN-WHO-13",)
    steps = [Step(None, rules, mode)]
    if case.instalments:
        steps.append(Step(span.due, (), say("period-instalments", due=span.due)))
    fixed = Step(span.due, ("CN-WHO-11",), say("period-fixed"))
    return (*steps, _span_step(span), fixed, Step(None, (), say("period-former-law")))


def _span_step(span: _Span) -> Step:
    rules = (span.rule, "CN-WHO-11") if span.rule != "CN-WHO-11" else (span.rule,)
    return Step(span.due, rules, say(span.key, due=span.due, end=span.end))


def _after(course: _Course, event: Event, case: Guarantee) -> _Course:
    if event.event is Name.TERM_CHANGED:
        return _changed(course, event, case)
    if event.event is Name.PHONE_CALL_TO_DEBTOR:
        return course.told(event, ("CN-WHO-11",), "call-to-debtor")
    if event.event is Name.CLAIM_ON_OTHER_GUARANTOR:
        return course.told(event, ("CN-WHO-15",), "other-guarantor")
    is_notice = event.event is Name.SIGNED_NOTICE_BY_GUARANTOR
    if is_notice and event.on > course.span.last and not course.is_kept:
        return _signed_late(course, event)
    return _claimed(course, event, case.mode)


def _changed(course: _Course, event: Event, case: Guarantee) -> _Course:
    if not event.guarantor_consented:
        return course.told(event, ("CN-WHO-16",), "term-not-consented")
    if event.on > course.span.last:
        return course.told(event, ("CN-WHO-13", "CN-WHO-16"), "term-too-late")
    span = _span(case, event.new_due or course.span.due)
    course = replace(course.told(event, ("CN-WHO-16",), "term-consented"), span=span)
    return replace(course, steps=(*course.steps, _span_step(span)))


def _signed_late(course: _Course, event: Event) -> _Course:
    if event.new_guarantee:
        return replace(course.told(event, ("CN-WHO-14",), "signed-anew"), is_renewed=True)
    return course.told(event, ("CN-WHO-14",), "signed-late")


def _claimed(course: _Course, event: Event, mode: Mode) -> _Course:
    wanted = _CLAIMS if mode is Mode.JOINT else _SUITS
    if event.event not in wanted:
        key = "not-the-debtor" if mode is Mode.JOINT else "not-the-guarantor"
        return course.told(event, ("CN-WHO-13",), key)
    if event.on <= course.span.due:
        return course.told(event, ("CN-WHO-13",), "claim-early")
    if event.on > course.span.last:
        return course.told(event, ("CN-WHO-13",), "claim-late")
    key = "claimed" if mode is Mode.JOINT else "sued"
    return replace(course.told(event, ("CN-WHO-13",), key), is_kept=True)


def _is_freed(course: _Course, as_of: date | None) -> bool | None:
    if course.is_kept or course.is_renewed:
        return False
    return as_of > course.span.last if as_of else None


def _verdict(course: _Course, as_of: date | None, freed: bool | None) -> Step:
    if course.is_kept:
        key = "guarantee-kept"
    elif course.is_renewed:
        key = "guarantee-renewed"
    else:
        key = {True: "guarantor-free", False: "guarantee-running", None: "guarantee-asked"}[freed]
    return Step(as_of, ("CN-WHO-13",), say(key, as_of=as_of or "", last=course.span.last))
