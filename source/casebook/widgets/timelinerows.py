"""The rows of a limitation time line.

What an event did is found by working the case out without it and with it.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from casebook.law.limitation.calculate import calculate
from casebook.law.limitation.cases import (
    BreathingSpace,
    BritishClaim,
    Case,
    Claim,
    Event,
    Guarantee,
    Judgment,
    Name,
    Nation,
    Validation,
)
from casebook.law.limitation.effects import cause
from casebook.law.limitation.result import Limitation
from casebook.widgets.timeline import Does, Row, Span, Speaker

Eventful = Claim | Judgment | Guarantee | BritishClaim

_CALCULATORS_WORDS = (Claim, Judgment)


def rows(case: Case, result: Limitation, speak: Speaker) -> tuple[Row, ...]:
    """Return the rows of `case`, whose calculation came to `result`, from above to below."""
    match case:
        case BreathingSpace():
            return tuple(sorted(_respite(case, result, speak), key=_by_day))
        case Validation():
            return tuple(sorted(_validation(case, result, speak), key=_by_day))
        case _:
            return tuple(sorted(_eventful(case, result, speak), key=_after_start))


def day(result: Limitation, name: str) -> date | None:
    """Return the day of a result that is called `name`, if it has one."""
    value = result.values().get(name)
    return value if isinstance(value, date) else None


def _by_day(row: Row) -> date:
    return row.on


def _after_start(row: Row) -> date:
    """Order rows by day, below the one that begins, whatever came before it."""
    return date.min if row.does is Does.STARTS else row.on


def worked_out(case: Eventful, events: tuple[Event, ...]) -> Limitation:
    """Work `case` out with these events only, whatever day is asked about."""
    return calculate(replace(case, events=events, as_of=None))


def _end(result: Limitation) -> date | None:
    """Return the last day before any shift for rest days, where there is such a thing."""
    return day(result, "expires_unshifted") or day(result, "expires")


def _eventful(case: Eventful, result: Limitation, speak: Speaker) -> Iterator[Row]:
    state = worked_out(case, ())
    yield from _start(case, state, speak)
    for place, event in enumerate(case.events, 1):
        following = worked_out(case, case.events[:place])
        row = _row(event, _name(case, event, speak))
        if state.values() != following.values():
            yield _acted(row, event, state, following, speak)
        elif _is_missed(case, event, result):
            yield replace(row, told=speak("did-helps"), does=Does.MARKS)
        else:
            yield replace(row, told=speak(_idle(event, state)))
        state = following
    yield from _ending(case, result, speak)


def _is_missed(case: Eventful, event: Event, result: Limitation) -> bool:
    """Say whether the case would come out otherwise without an event that did nothing alone."""
    others = tuple(one for one in case.events if one is not event)
    return calculate(replace(case, events=others)).values() != result.values()


def _start(case: Eventful, state: Limitation, speak: Speaker) -> Iterator[Row]:
    opening, end = _opening(case), _end(state)
    if opening and end:
        first, sentence = opening
        told = speak("did-starts", end=end)
        yield Row(first, speak(sentence), told, Does.STARTS, Span(first, end))


def _opening(case: Eventful) -> tuple[date, str] | None:
    """Return the day from whose end time runs, and what it is called; None: not before a demand."""
    if isinstance(case, Claim):
        return _claim_opening(case)
    if isinstance(case, BritishClaim):
        notice = case.default_notice_expired
        is_england = case.nation is Nation.ENGLAND_WALES
        return (notice, "start-notice") if notice and is_england else (case.due, "start-british")
    last = max(case.instalments or (), default=None)
    if isinstance(case, Guarantee):
        return _called(case.main_due or last, "start-guarantee")
    performance = case.performance_until or last
    return _called(performance, "start-judgment") or _called(case.effective, "start-effective")


def _claim_opening(case: Claim) -> tuple[date, str] | None:
    due = case.last_due
    if due and case.knew and case.knew > due:
        return case.knew, "start-knew"
    return _called(due, "start-claim")


def _called(on: date | None, sentence: str) -> tuple[date, str] | None:
    return (on, sentence) if on else None


def _row(event: Event, name: str) -> Row:
    until = event.ended or event.until
    lasts = Span(event.on, until) if until else None
    return Row(event.on, name, "", Does.NOTHING, lasts=lasts)


def _name(case: Eventful, event: Event, speak: Speaker) -> str:
    """Name what happened; for China's claims the calculator has the words."""
    if not isinstance(case, _CALCULATORS_WORDS):
        return speak(f"event-{event.event}")
    name = cause(event).say(speak.language)
    return name[:1].upper() + name[1:]


def _idle(event: Event, before: Limitation) -> str:
    """Choose the sentence for an event without any effect."""
    last = day(before, "expires")
    if last is None:
        return "did-waits"
    return "did-late" if event.on > last else "did-nothing"


def _acted(row: Row, event: Event, before: Limitation, after: Limitation, speak: Speaker) -> Row:
    """Say of an event that changed something what it changed."""
    former, end = _end(before), _end(after)
    if end is None or former == end:
        return replace(row, told=speak(_answered(event, before, after)), does=Does.MARKS)
    if former and event.event is Name.OBSTACLE:
        told = speak("did-suspends", end=end)
        return replace(row, told=told, does=Does.SUSPENDS, runs=Span(former, end))
    first = event.ended or event.grace_until or event.new_due or event.on
    told = speak(_restarted(event, former, first), first=first, end=end)
    return replace(row, told=told, does=Does.RESTARTS, runs=Span(first, end))


def _restarted(event: Event, former: date | None, first: date) -> str:
    """Choose the sentence for an event from which the period runs, or runs anew."""
    if former is None:
        return "did-begins"
    if event.event is Name.TERM_CHANGED:
        return "did-moves"
    return "did-restarts-from" if first > event.on else "did-restarts"


def _answered(event: Event, before: Limitation, after: Limitation) -> str:
    """Choose the sentence for an event that changed an answer other than the last day."""
    was, now, last = before.values(), after.values(), day(before, "expires")
    if was.get("defence_lost") != now.get("defence_lost"):
        return "did-forfeits" if now["defence_lost"] else "did-doubts"
    return "did-renews" if last and event.on > last else "did-keeps"


def _ending(case: Eventful, result: Limitation, speak: Speaker) -> Iterator[Row]:
    last, end, outer = (day(result, name) for name in ("expires", "expires_unshifted", "outer"))
    if last is None:
        return
    sentence = "did-outer" if end and end == outer else "did-last"
    if end and last > end:
        sentence = "did-shifted"
    yield Row(last, speak("last"), speak(sentence, end=end or last), Does.ENDS)
    yield from _asked(
        case.as_of, last, speak, is_known=result.values().get("expired", 0) is not None
    )


def _asked(
    as_of: date | None, last: date | None, speak: Speaker, *, is_known: bool = True
) -> Iterator[Row]:
    """Say whether the last day is past on the day asked about, whatever follows from that."""
    if as_of:
        is_past = last is not None and as_of > last
        sentence = "asked-yes" if is_past else "asked-no"
        told = speak(sentence if is_known else "asked-unknown")
        yield Row(as_of, speak("as-of"), told, Does.ASKS)


def _respite(case: BreathingSpace, result: Limitation, speak: Speaker) -> Iterator[Row]:
    ends, review = day(result, "ends"), day(result, "review_by")
    told = speak("did-starts", end=ends) if ends else speak("did-goes-on")
    runs = Span(case.started, ends)
    yield Row(case.started, speak("start-respite"), told, Does.STARTS, runs)
    marks = (
        (case.creditor_notified, "notified"),
        (review, "review"),
        (case.treatment_ended, "treated"),
    )
    for on, what in marks:
        if on:
            yield Row(on, speak(what), speak(f"did-{what}"), Does.MARKS)
    if ends:
        yield Row(ends, speak("last"), speak("did-last"), Does.ENDS)
    yield from _asked(case.as_of, ends, speak)


def _validation(case: Validation, result: Limitation, speak: Speaker) -> Iterator[Row]:
    assumed, expires = day(result, "assumed_received"), day(result, "expires")
    if assumed is None or expires is None:  # pragma: no cover - this result always has both
        return
    yield Row(case.sent, speak("sent"), speak("did-sent"), Does.MARKS)
    told, runs = speak("did-starts", end=expires), Span(case.received or assumed, expires)
    if case.received:
        yield Row(assumed, speak("assumed"), speak("did-waiting"), Does.NOTHING)
        yield Row(case.received, speak("received"), told, Does.STARTS, runs)
    else:
        yield Row(assumed, speak("assumed"), told, Does.STARTS, runs)
    if case.disputed:
        in_time = result.values()["dispute_in_time"]
        told = speak("did-in-time" if in_time else "did-too-late")
        does = Does.MARKS if in_time else Does.NOTHING
        yield Row(case.disputed, speak("disputed"), told, does)
    yield Row(expires, speak("last"), speak("did-last"), Does.ENDS)
    yield from _asked(case.as_of, expires, speak)
