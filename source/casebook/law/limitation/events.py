"""Read the events of a case, strictly: which there are, what each must say, what cannot be."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from casebook.law.limitation.cases import (
    Against,
    Amount,
    Event,
    Hindrance,
    Means,
    Media,
    Name,
    Signer,
)
from casebook.law.limitation.reading import Faults, Fields


@dataclass(frozen=True, slots=True)
class Form:
    """The details that an event must have, and those that it may have."""

    needed: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()


_DEMAND = ("reached", "signed_by", "amount", "rest_waived", "grace_until", "against")
_ACT = Form(optional=("against",))
_PROCEEDINGS = Form(optional=("ended", "against"))
_BARE = Form()

CLAIM_EVENTS: Mapping[Name, Form] = {
    Name.DEMAND: Form(("by",), _DEMAND),
    Name.REFUSAL: _BARE,
    Name.PROMISE: _ACT,
    Name.PART_PAYMENT: _ACT,
    Name.INSTALMENT_PAID: _ACT,
    Name.SECURITY_GIVEN: _ACT,
    Name.ASKED_FOR_TIME: _ACT,
    Name.REPAYMENT_PLAN: _ACT,
    Name.DEBIT: _ACT,
    Name.MEDIA_NOTICE: Form(("media",), ("against",)),
    Name.SUIT: _PROCEEDINGS,
    Name.ARBITRATION: _PROCEEDINGS,
    Name.PAYMENT_ORDER: _PROCEEDINGS,
    Name.BANKRUPTCY_PROOF: _PROCEEDINGS,
    Name.PRE_SUIT_PRESERVATION: _PROCEEDINGS,
    Name.ENFORCEMENT_APPLICATION: _PROCEEDINGS,
    Name.JOINDER: _PROCEEDINGS,
    Name.SET_OFF: _PROCEEDINGS,
    Name.MEDIATION_REQUEST: _PROCEEDINGS,
    Name.REPORT: _PROCEEDINGS,
    Name.ASSIGNMENT_NOTICE: _ACT,
    Name.OBSTACLE: Form(("until", "cause")),
    Name.AGREED_AFTER_EXPIRY: _ACT,
    Name.PAID_AFTER_EXPIRY: _ACT,
    Name.SIGNED_NOTICE: Form(("agrees",), ("against",)),
    Name.INTERNAL_NOTE: _BARE,
}
JUDGMENT_EVENTS: Mapping[Name, Form] = {
    name: form for name, form in CLAIM_EVENTS.items() if name is not Name.REFUSAL
}
GUARANTEE_EVENTS: Mapping[Name, Form] = {
    Name.CLAIM_ON_GUARANTOR: _BARE,
    Name.SUIT_AGAINST_DEBTOR: _BARE,
    Name.ARBITRATION_AGAINST_DEBTOR: _BARE,
    Name.PHONE_CALL_TO_DEBTOR: _BARE,
    Name.SIGNED_NOTICE_BY_GUARANTOR: Form((), ("new_guarantee",)),
    Name.CLAIM_ON_OTHER_GUARANTOR: _BARE,
    Name.TERM_CHANGED: Form(("new_due", "guarantor_consented")),
}
BRITISH_EVENTS: Mapping[Name, Form] = {
    Name.PAYMENT: _BARE,
    Name.WRITTEN_ACKNOWLEDGEMENT: Form(("signed",)),
    Name.TALK: _BARE,
    Name.SUIT: _BARE,
}
PROCEEDINGS = frozenset(n for n, form in CLAIM_EVENTS.items() if "ended" in form.optional)
GOOD_SIGNERS = (Signer.DEBTOR, Signer.CO_RESIDENT_RELATIVE, Signer.AUTHORISED)

_READERS: Mapping[str, Callable[[Fields], object]] = {
    "by": lambda fields: fields.choice("by", Means),
    "reached": lambda fields: fields.flag("reached"),
    "signed_by": lambda fields: fields.choice("signed_by", Signer),
    "amount": lambda fields: fields.choice("amount", Amount),
    "rest_waived": lambda fields: fields.flag("rest_waived"),
    "grace_until": lambda fields: fields.day("grace_until"),
    "media": lambda fields: fields.choice("media", Media),
    "ended": lambda fields: fields.day("ended"),
    "until": lambda fields: fields.day("until"),
    "cause": lambda fields: fields.choice("cause", Hindrance),
    "against": lambda fields: fields.choice("against", Against),
    "agrees": lambda fields: fields.flag("agrees"),
    "new_guarantee": lambda fields: fields.flag("new_guarantee"),
    "new_due": lambda fields: fields.day("new_due"),
    "guarantor_consented": lambda fields: fields.flag("guarantor_consented"),
    "signed": lambda fields: fields.flag("signed"),
}


def read_events(
    raw: object,
    forms: Mapping[Name, Form],
    faults: Faults,
    *,
    first: date | None,
    as_of: date | None,
) -> tuple[Event, ...]:
    """Return the events in an order that does not hang on the order of the list.

    `first` is the day of the contract, if known; nothing is before it, nor after `as_of`.
    """
    if raw is None:
        return ()
    if not isinstance(raw, list):
        faults.add("events", f"is {raw!r}", "a list of events", "write one event a line")
        return ()
    read = [_event(entry, place, forms, faults) for place, entry in enumerate(raw, 1)]
    for place, event in enumerate(read, 1):
        if event:
            _check_days(event, place, faults, first=first, as_of=as_of)
    return tuple(sorted((event for event in read if event), key=_order))


def _order(event: Event) -> tuple[date, str]:
    return event.on, repr(event)


def _event(raw: object, place: int, forms: Mapping[Name, Form], faults: Faults) -> Event | None:
    fields = Fields(raw, f"event {place}", faults)
    fields.check_given("on", "event")
    on, name = fields.day("on"), fields.choice("event", Name)
    if name and name not in forms:
        fields.fault(f"event is {name!s}", f"one of {', '.join(forms)}", "choose one of them")
        return None
    if on is None or name is None:
        return None
    fields.item = f"event {place} ({name}, {on})"
    return Event(on=on, event=name, **_details(fields, name, forms[name]))


def _details(fields: Fields, name: Name, form: Form) -> dict[str, Any]:
    known = (*form.needed, *form.optional)
    fields.check_known(("on", "event", *known))
    fields.check_given(*form.needed)
    details = {detail: _READERS[detail](fields) for detail in known}
    if name is Name.DEMAND:
        _check_demand(details, fields)
    return details


def _check_demand(details: Mapping[str, Any], fields: Fields) -> None:
    is_by_hand = details["by"] is Means.HAND
    if is_by_hand:
        fields.check_given("signed_by")
    elif details["by"]:
        fields.check_given("reached")
    if details["signed_by"] and not is_by_hand:
        fields.fault("signed_by is given", "it only where by is hand", "take it out")
    if details["signed_by"] in GOOD_SIGNERS and details["reached"] is False:
        fields.fault("it is signed for, yet reached is false", "one or the other", "correct one")
    if details["rest_waived"] and details["amount"] is not Amount.PART:
        fields.fault("rest_waived is true", "it only where amount is part", "correct one of them")


def _check_days(
    event: Event, place: int, faults: Faults, *, first: date | None, as_of: date | None
) -> None:
    item = f"event {place} ({event.event}, {event.on})"
    if first and event.on < first:
        what, do = f"is before the contract of {first}", "correct one of the two days"
        faults.add(item, what, f"{first} or later", do)
    if as_of and event.on > as_of:
        do = "correct the day, take the event out, or choose a later as_of"
        faults.add(item, f"is after as_of {as_of}", f"{as_of} or earlier", do)
    _check_later(event, item, faults, as_of)


def _check_later(event: Event, item: str, faults: Faults, as_of: date | None) -> None:
    ends = {"ended": event.ended, "until": event.until, "grace_until": event.grace_until}
    for name, day in ends.items():
        if day and day < event.on:
            what = f"{name} {day} is before the event itself"
            faults.add(item, what, f"{event.on} or later", "correct one of the two days")
        if day and as_of and day > as_of and name != "grace_until":
            what, do = f"{name} {day} is after as_of {as_of}", "correct it or choose a later as_of"
            faults.add(item, what, f"{as_of} or earlier, for it cannot be known yet", do)
