"""Say what an event does to a running period, and to one that has run out, under Chinese law."""

from collections.abc import Mapping
from dataclasses import dataclass

from casebook.law.limitation.cases import Against, Amount, Event, Means, Media, Name
from casebook.law.limitation.events import GOOD_SIGNERS
from casebook.law.reasoning import sentences
from casebook.text import Text

PACKAGE = "casebook.law.limitation"

_RULES: Mapping[Name, str] = {
    Name.PROMISE: "CN-LIM-09",
    Name.PART_PAYMENT: "CN-LIM-18",
    Name.INSTALMENT_PAID: "CN-LIM-18",
    Name.SECURITY_GIVEN: "CN-LIM-18",
    Name.ASKED_FOR_TIME: "CN-LIM-18",
    Name.REPAYMENT_PLAN: "CN-LIM-18",
    Name.AGREED_AFTER_EXPIRY: "CN-LIM-09",
    Name.PAID_AFTER_EXPIRY: "CN-LIM-18",
    Name.DEBIT: "CN-LIM-12",
    Name.MEDIA_NOTICE: "CN-LIM-13",
    Name.SUIT: "CN-LIM-15",
    Name.ARBITRATION: "CN-LIM-09",
    Name.PAYMENT_ORDER: "CN-LIM-16",
    Name.BANKRUPTCY_PROOF: "CN-LIM-16",
    Name.PRE_SUIT_PRESERVATION: "CN-LIM-16",
    Name.ENFORCEMENT_APPLICATION: "CN-LIM-16",
    Name.JOINDER: "CN-LIM-16",
    Name.SET_OFF: "CN-LIM-16",
    Name.MEDIATION_REQUEST: "CN-LIM-17",
    Name.REPORT: "CN-LIM-17",
    Name.ASSIGNMENT_NOTICE: "CN-LIM-20",
    Name.SIGNED_NOTICE: "CN-LIM-11",
}
_WRITTEN = (Means.LETTER, Means.SMS, Means.EMAIL, Means.CHAT)
_AGREEMENTS = (
    Name.PROMISE,
    Name.AGREED_AFTER_EXPIRY,
    Name.REPAYMENT_PLAN,
    Name.SECURITY_GIVEN,
)
_PAYMENTS = (Name.PART_PAYMENT, Name.INSTALMENT_PAID, Name.PAID_AFTER_EXPIRY)


@dataclass(frozen=True, slots=True)
class Effect:
    """What an event does while the period runs; `reason` says why it does nothing."""

    interrupts: bool
    rules: tuple[str, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class LateEffect:
    """What an event does after the period has run out: the defence is lost, or not, or unknown."""

    loses_defence: bool | None
    rules: tuple[str, ...]
    sentence: str


def say(key: str, **values: object) -> Text:
    """Fill the sentence `key` of this calculator."""
    return sentences(PACKAGE).say(key, **values)


def cause(event: Event) -> Text:
    """Name the event as a step begins: what was done, without its effect."""
    if event.event is Name.OBSTACLE:
        return say(f"obstacle-{event.cause}")
    name = f"demand-{event.by}" if event.event is Name.DEMAND else str(event.event)
    return say(f"cause-{name}")


def effect(event: Event) -> Effect:
    """Say whether `event` interrupts a running period (Civil Code 195 and its interpretation)."""
    found = _effect(event)
    if found.interrupts and event.against is Against.JOINT_DEBTOR:
        return Effect(True, (*found.rules, "CN-LIM-19"))
    return found


def late_effect(event: Event) -> LateEffect:
    """Say what `event` does once the period has run out (Civil Code 192)."""
    if event.event in _AGREEMENTS:
        return LateEffect(True, ("CN-LIM-05",), "late-agreed")
    if event.event in _PAYMENTS:
        return LateEffect(None, ("CN-LIM-05",), "late-paid")
    if event.event is Name.SIGNED_NOTICE:
        if event.agrees:
            return LateEffect(True, ("CN-LIM-22", "CN-LIM-05"), "late-signed-agrees")
        return LateEffect(False, ("CN-LIM-22",), "late-signed-only")
    if event.event is Name.ASKED_FOR_TIME:
        return LateEffect(False, ("CN-LIM-05",), "late-asked-for-time")
    return LateEffect(False, ("CN-LIM-09", "CN-LIM-04"), "late")


def _effect(event: Event) -> Effect:
    if event.event is Name.DEMAND:
        return _demand(event)
    if event.event is Name.MEDIA_NOTICE and event.media is Media.OTHER:
        return Effect(False, ("CN-LIM-13",), "reason-other-media")
    if event.event not in _RULES:
        return Effect(False, ("CN-LIM-09",), f"reason-{event.event}")
    return Effect(True, _with_general(_RULES[event.event]))


def _demand(event: Event) -> Effect:
    rule = _demand_rule(event)
    if event.by is Means.HAND:
        arrived, reason = event.signed_by in GOOD_SIGNERS or event.reached, "reason-not-signed"
    else:
        arrived, reason = event.reached, "reason-not-reached"
    if not arrived:
        return Effect(False, (rule,), reason)
    if event.rest_waived:
        return Effect(False, ("CN-LIM-14",), "reason-rest-waived")
    part = ("CN-LIM-14",) if event.amount is Amount.PART else ()
    return Effect(True, (*_with_general(rule), *part))


def _demand_rule(event: Event) -> str:
    if event.by is Means.HAND:
        return "CN-LIM-11"
    return "CN-LIM-10" if event.by in _WRITTEN else "CN-LIM-09"


def _with_general(rule: str) -> tuple[str, ...]:
    return (rule,) if rule == "CN-LIM-09" else (rule, "CN-LIM-09")
