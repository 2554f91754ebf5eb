"""Read a case of each kind: which fields it has, and which of them cannot stand together."""

from collections.abc import Callable, Mapping
from datetime import date

from casebook.law.limitation.cases import (
    BreathingSpace,
    BritishClaim,
    Case,
    Claim,
    Clause,
    Event,
    Guarantee,
    Judgment,
    Mode,
    Name,
    Nation,
    Respite,
    Validation,
)
from casebook.law.limitation.events import (
    BRITISH_EVENTS,
    CLAIM_EVENTS,
    GUARANTEE_EVENTS,
    JUDGMENT_EVENTS,
    Form,
    read_events,
)
from casebook.law.limitation.reading import Faults, Fields, parsed

SCHEME_BEGAN = date(2021, 5, 4)  # UK-18
_COMMON = ("jurisdiction", "kind", "as_of")


def read(text: str, where: str) -> Case:
    """Return the case that the YAML or JSON `text` describes; errors call it `where`.

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
    case = _case(Fields(raw, "", faults))
    faults.stop()
    if case is None:  # pragma: no cover - a case is missing only where a fault was noted
        raise AssertionError(where)
    return case


def _case(fields: Fields) -> Case | None:
    wanted = (fields.raw.get("jurisdiction"), fields.raw.get("kind"))
    for known, form in _FORMS.items():
        if wanted == known:
            return form(fields)
    if fields.raw:
        expected = "; or ".join(f"{jurisdiction} with {kind}" for jurisdiction, kind in _FORMS)
        what = f"jurisdiction is {wanted[0]!r} and kind is {wanted[1]!r}"
        fields.fault(what, expected, "choose a pair")
    return None


def _claim(fields: Fields) -> Claim:
    _check_fields(fields, "events", "contract", "due", "instalments", "knew", "injury")
    _check_at_most_one(fields, "due", "instalments")
    contract, as_of = fields.day("contract"), fields.day("as_of")
    case = Claim(
        events=_events(fields, CLAIM_EVENTS, as_of, contract),
        as_of=as_of,
        contract=contract,
        due=fields.day("due"),
        instalments=fields.days("instalments"),
        knew=fields.day("knew"),
        injury=fields.day("injury"),
    )
    _check_claim(case, fields)
    return case


def _check_claim(case: Claim, fields: Fields) -> None:
    for name, day in _dues(case):
        _check_order(fields, ("the contract", case.contract), (name, day))
    _check_order(fields, ("the contract", case.contract), ("injury", case.injury))
    _check_order(fields, ("the contract", case.contract), ("as_of", case.as_of))
    _check_order(fields, ("the last due date", case.last_due), ("knew", case.knew))
    _check_order(fields, ("knew", case.knew), ("as_of", case.as_of))
    if fields.has("due") or fields.has("instalments"):
        _check_dated(case.events, fields)
    elif case.knew:
        fields.fault("knew is given with no due date", "a due date too", "add due, or strike knew")


def _dues(case: Claim) -> tuple[tuple[str, date | None], ...]:
    return (("due", case.due), *(("an instalment", day) for day in case.instalments or ()))


def _check_dated(events: tuple[Event, ...], fields: Fields) -> None:
    """Note what makes sense only where the debt has no due date."""
    for event in events:
        if event.event is Name.REFUSAL or event.grace_until:
            what = f"event {event.event} of {event.on}: a refusal or a grace period is told"
            expected = "it only where the debt has no due date"
            fields.fault(what, expected, "take it out, or the due date")


def _judgment(fields: Fields) -> Judgment:
    starts = ("performance_until", "instalments", "effective")
    _check_fields(fields, "events", *starts)
    _check_at_most_one(fields, *starts)
    _check_one_of(fields, *starts)
    as_of = fields.day("as_of")
    return Judgment(
        events=_events(fields, JUDGMENT_EVENTS, as_of),
        as_of=as_of,
        performance_until=fields.day("performance_until"),
        instalments=fields.days("instalments"),
        effective=fields.day("effective"),
    )


def _guarantee(fields: Fields) -> Guarantee:
    dues, periods = ("main_due", "instalments"), ("agreed_until", "agreed_months", "clause")
    _check_fields(fields, "events", "mode", *dues, *periods)
    fields.check_given("mode")
    for group in (dues, periods):
        _check_at_most_one(fields, *group)
        _check_one_of(fields, *group)
    as_of = fields.day("as_of")
    return Guarantee(
        mode=fields.choice("mode", Mode) or Mode.UNCLEAR,
        events=_events(fields, GUARANTEE_EVENTS, as_of),
        as_of=as_of,
        main_due=fields.day("main_due"),
        instalments=fields.days("instalments"),
        agreed_until=fields.day("agreed_until"),
        agreed_months=fields.months("agreed_months"),
        clause=fields.choice("clause", Clause),
    )


def _british_claim(fields: Fields) -> BritishClaim:
    _check_fields(fields, "events", "nation", "due", "default_notice_expired")
    fields.check_given("nation", "due")
    as_of, due = fields.day("as_of"), fields.day("due")
    notice = fields.day("default_notice_expired")
    _check_order(fields, ("due", due), ("default_notice_expired", notice))
    return BritishClaim(
        nation=fields.choice("nation", Nation) or Nation.ENGLAND_WALES,
        due=due or date.min,
        events=_events(fields, BRITISH_EVENTS, as_of),
        as_of=as_of,
        default_notice_expired=notice,
    )


def _breathing_space(fields: Fields) -> BreathingSpace:
    _check_fields(fields, "type", "started", "treatment_ended", "creditor_notified")
    fields.check_given("type", "started")
    case = BreathingSpace(
        type=fields.choice("type", Respite) or Respite.STANDARD,
        started=fields.day("started") or SCHEME_BEGAN,
        as_of=fields.day("as_of"),
        treatment_ended=fields.day("treatment_ended"),
        creditor_notified=fields.day("creditor_notified"),
    )
    _check_order(fields, ("the scheme", SCHEME_BEGAN), ("started", case.started))
    for name, day in (
        ("treatment_ended", case.treatment_ended),
        ("creditor_notified", case.creditor_notified),
        ("as_of", case.as_of),
    ):
        _check_order(fields, ("started", case.started), (name, day))
    if case.treatment_ended and case.type is Respite.STANDARD:
        expected = "it only where type is mental-health"
        fields.fault("treatment_ended is given", expected, "take it out or correct type")
    return case


def _validation(fields: Fields) -> Validation:
    _check_fields(fields, "sent", "received", "disputed")
    fields.check_given("sent")
    sent, received, disputed = (fields.day(name) for name in ("sent", "received", "disputed"))
    _check_order(fields, ("sent", sent), ("received", received))
    _check_order(fields, ("sent", sent), ("disputed", disputed))
    as_of = fields.day("as_of")
    _check_order(fields, ("sent", sent), ("as_of", as_of))
    _check_order(fields, ("received", received), ("as_of", as_of))
    _check_order(fields, ("disputed", disputed), ("as_of", as_of))
    return Validation(sent or date.min, as_of, received, disputed)


_FORMS: Mapping[tuple[str, str], Callable[[Fields], Case]] = {
    ("CN", "claim"): _claim,
    ("CN", "guarantee"): _guarantee,
    ("CN", "judgment"): _judgment,
    ("UK", "claim"): _british_claim,
    ("UK", "breathing-space"): _breathing_space,
    ("US", "validation"): _validation,
}


def _check_fields(fields: Fields, *own: str) -> None:
    fields.check_known((*_COMMON, *own))


def _events(
    fields: Fields, forms: Mapping[Name, Form], as_of: date | None, first: date | None = None
) -> tuple[Event, ...]:
    return read_events(fields.raw.get("events"), forms, fields.faults, first=first, as_of=as_of)


def _check_at_most_one(fields: Fields, *names: str) -> None:
    given = [name for name in names if fields.has(name)]
    if len(given) > 1:
        fields.fault(f"{' and '.join(given)} are given", "one of them", "take the others out")


def _check_one_of(fields: Fields, *names: str) -> None:
    if not any(map(fields.has, names)):
        fields.fault("none of them is given", f"one of {', '.join(names)}", "add one")


def _check_order(
    fields: Fields, earlier: tuple[str, date | None], later: tuple[str, date | None]
) -> None:
    if earlier[1] and later[1] and later[1] < earlier[1]:
        what = f"{later[0]} {later[1]} is before {earlier[0]} of {earlier[1]}"
        fields.fault(what, f"{earlier[1]} or later", "correct one of the two days")
