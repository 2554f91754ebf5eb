"""What is checked, an utterance, and what is found in it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from casebook.law.model import Severity
from casebook.text import Language, Text


class Kind(StrEnum):
    """What can be found; the first fifteen in a collector's words, the rest in a client's."""

    THREAT_VIOLENCE = "threat_violence"
    ARREST_THREAT = "arrest_threat"
    FALSE_AUTHORITY = "false_authority"
    BLACKLIST_THREAT = "blacklist_threat"
    SELF_HELP_SEIZURE = "self_help_seizure"
    THIRD_PARTY_DISCLOSURE = "third_party_disclosure"
    FAMILY_MUST_PAY = "family_must_pay"
    INSULT = "insult"
    ADVISE_NEW_LOAN = "advise_new_loan"
    PRIVATE_ACCOUNT = "private_account"
    MISSING_IDENTITY = "missing_identity"
    AMOUNT_NOT_SPLIT = "amount_not_split"
    PRESSURE_VULNERABLE = "pressure_vulnerable"
    FALSE_LEGAL_CONSEQUENCE = "false_legal_consequence"
    UNLAWFUL_HOURS_STATEMENT = "unlawful_hours_statement"
    CLIENT_VULNERABLE = "client_vulnerable"
    CLIENT_DISPUTES = "client_disputes"
    CLIENT_DISTRESS_OR_SELF_HARM = "client_distress_or_self_harm"
    CLIENT_REQUESTS_STOP = "client_requests_stop"
    CLIENT_SAYS_WRONG_PERSON = "client_says_wrong_person"

    @property
    def is_of_client(self) -> bool:
        """Whether it is a sign in the client's own words, not a breach by the collector."""
        return self.startswith("client_")


class Speaker(StrEnum):
    """Who said or wrote it."""

    COLLECTOR = "collector"
    CLIENT = "client"
    THIRD_PARTY = "third_party"


class Channel(StrEnum):
    """How it was said."""

    CALL = "call"
    SMS = "sms"
    CHAT = "chat"
    EMAIL = "email"
    LETTER = "letter"
    VOICEMAIL = "voicemail"
    VISIT = "visit"
    NOTE = "note"
    OTHER = "other"

    @property
    def is_written(self) -> bool:
        """Whether the person reads it."""
        return self in {Channel.SMS, Channel.CHAT, Channel.EMAIL, Channel.LETTER}


@dataclass(frozen=True, slots=True)
class Utterance:
    """One line of a message, a letter or a talk, with what is known of it."""

    id: str
    lang: Language
    jurisdiction: str
    speaker: Speaker
    channel: Channel
    text: str
    conversation: str | None = None
    turn: int | None = None
    to: str | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_first(self) -> bool:
        """Whether it is known to open the contact."""
        is_opening = self.turn is not None and self.turn <= 1
        return is_opening or bool(self.facts.get("first_contact"))


@dataclass(frozen=True, slots=True)
class Finding:
    """One breach, or one sign: where it stands, what it rests on, and what to say instead.

    `span` is (start, end) in characters of the text, or None where something is missing.
    """

    kind: Kind
    span: tuple[int, int] | None
    rule: str | None
    severity: Severity
    why: Text
    rewording: Text

    def to_dict(self, language: Language) -> dict[str, Any]:
        """Return plain values for JSON, with `why` and `rewording` in `language`."""
        return {
            "kind": str(self.kind),
            "span": list(self.span) if self.span else None,
            "rule": self.rule,
            "severity": str(self.severity),
            "why": self.why.say(language),
            "rewording": self.rewording.say(language),
        }
