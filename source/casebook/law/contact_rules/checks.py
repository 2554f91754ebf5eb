"""The closed kinds of check that a contact-rule table may hold, and the words that it uses."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from enum import StrEnum
from typing import ClassVar

from casebook.law.model import Severity
from casebook.text import Text


class Channel(StrEnum):
    """How a contact is made."""

    CALL = "call"
    VOICE_BOT = "voice-bot"
    VOICEMAIL = "voicemail"
    SMS = "sms"
    EMAIL = "email"
    CHAT = "chat"
    LETTER = "letter"
    VISIT = "visit"


class Person(StrEnum):
    """Who is contacted, as seen from the debt."""

    DEBTOR = "debtor"
    GUARANTOR = "guarantor"
    SPOUSE = "spouse"
    PARENT = "parent"
    RELATIVE = "relative"
    COLLEAGUE = "colleague"
    EMPLOYER = "employer"
    EMERGENCY_CONTACT = "emergency-contact"
    ATTORNEY = "attorney"
    OTHER = "other"
    UNKNOWN = "unknown"


class Connected(StrEnum):
    """What became of a call: answered; not answered; or the number itself not reached."""

    YES = "yes"
    NO = "no"
    UNREACHABLE = "unreachable"


class Consent(StrEnum):
    """What the person agreed to beforehand."""

    HOURS = "hours"
    CALLS = "calls"
    THIRD_PARTY = "third-party"
    WORK = "work"


class FactKind(StrEnum):
    """What is on file about a debtor, or one debt, for a time."""

    SIGNED_PLAN = "signed-plan"
    BREATHING_SPACE = "breathing-space"
    REPRESENTED = "represented"
    CEASE_REQUEST = "cease-request"
    HOURS_CONSENT = "hours-consent"
    MEDIUM_REFUSED = "medium-refused"
    WORK_FORBIDDEN = "work-forbidden"
    DECEASED = "deceased"
    INCAPACITATED = "incapacitated"
    LOST_CONTACT = "lost-contact"
    AGENCY_NOTIFIED = "agency-notified"
    ZONE = "zone"


class Per(StrEnum):
    """What contacts are counted together by."""

    DEBTOR = "debtor"
    DEBT = "debt"
    PERSON = "person"
    POINT = "point"


class RuledOut(StrEnum):
    """What a refusal rules out: any further contact, or the medium that it was made in."""

    CONTACT = "contact"
    MEDIUM = "medium"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """What every check has; `rules` are ordered, and the first in force on the day is cited.

    `may_answer_once` lets one answer go out to a contact that came in through the same medium.
    `remark` is added to what a finding says. `is_house` says that a house policy has made the check
    stricter than its rules.
    """

    kind: ClassVar[str]
    id: str
    rules: tuple[str, ...]
    severity: Severity
    persons: frozenset[Person]
    channels: frozenset[Channel]
    unless_consent: frozenset[Consent] = frozenset()
    unless_facts: frozenset[FactKind] = frozenset()
    may_answer_once: bool = False
    remark: Text | None = None
    is_house: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours(Check):
    """No contact before `opens` or after `closes`; `closes` itself is allowed if it says so."""

    kind: ClassVar[str] = "hours"
    opens: time
    closes: time
    closes_is_allowed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Count(Check):
    """At most `limit` contacts within `days` consecutive days, or ever if `days` is None.

    A call counts if it ended in one of the ways in `connected`; other channels always count.
    """

    kind: ClassVar[str] = "count"
    per: tuple[Per, ...]
    limit: int
    connected: frozenset[Connected]
    days: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause(Check):
    """No call within `days` days of a conversation; the day of the conversation is the first."""

    kind: ClassVar[str] = "pause"
    per: tuple[Per, ...]
    days: int
    connected: frozenset[Connected]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contacted(Check):
    """No contact with these persons at all."""

    kind: ClassVar[str] = "contacted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosure(Check):
    """The debt is not disclosed to these persons, whoever began the contact."""

    kind: ClassVar[str] = "disclosure"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal(Check):
    """Once one of these persons refuses, the contact or the medium is over."""

    kind: ClassVar[str] = "refusal"
    rules_out: RuledOut


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing(Check):
    """No contact while the `fact` stands."""

    kind: ClassVar[str] = "standing"
    fact: FactKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Work(Check):
    """No contact at work once it is known to be forbidden there."""

    kind: ClassVar[str] = "work"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice(Check):
    """No agency starts before the debtor was told of it."""

    kind: ClassVar[str] = "notice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording(Check):
    """What was said is recorded: in an answered call, whoever made it, and on a visit."""

    kind: ClassVar[str] = "recording"


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitors(Check):
    """A visit is made by at least so many collectors."""

    kind: ClassVar[str] = "visitors"
    least: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry(Check):
    """Nobody goes in without consent."""

    kind: ClassVar[str] = "entry"


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity(Check):
    """The collector says who he or she is."""

    kind: ClassVar[str] = "identity"


KINDS: Mapping[str, type[Check]] = {
    each.kind: each
    for each in (
        *(Hours, Count, Pause, Contacted, Disclosure, Refusal, Standing),
        *(Work, Notice, Recording, Visitors, Entry, Identity),
    )
}
