"""What a contact, a fact on file and a finding are."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from casebook.law.contact_rules.checks import Channel, Connected, Consent, FactKind, Person
from casebook.law.model import Severity
from casebook.text import Text


class Direction(StrEnum):
    """Who began the contact: the collector, or the person."""

    OUT = "out"
    IN = "in"


class Disclosed(StrEnum):
    """What was let known of the debt."""

    NONE = "none"
    EXISTENCE = "existence"
    DETAILS = "details"


class Entered(StrEnum):
    """Whether visitors went in."""

    NO = "no"
    WITH_CONSENT = "with-consent"
    WITHOUT_CONSENT = "without-consent"


@dataclass(frozen=True, slots=True)
class Contact:
    """One contact; None means not known, and a check that needs it stays silent.

    `at` knows its zone. `zones` are all the zones where the person may be, the first one the best
    guess; with none, the clock of `at` itself is taken for the person's.
    """

    id: str
    debtor: str
    debt: str
    at: datetime
    zones: tuple[ZoneInfo, ...]
    channel: Channel
    direction: Direction
    connected: Connected | None
    point: str
    person: Person
    consent: frozenset[Consent] = frozenset()
    disclosed: Disclosed | None = None
    refused: bool | None = None
    recorded: bool | None = None
    visitors: int | None = None
    entered: Entered | None = None
    identified: bool | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """What is on file about a debtor, or about one debt, in the debtor's own local time.

    It stands from `begins` (None: always) until just before `ends` (None: still). `value` is a
    channel, a number, a zone or a day, as the kind needs. An empty `debt` means all debts.
    """

    debtor: str
    debt: str
    kind: FactKind
    begins: datetime | None
    ends: datetime | None
    value: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One breach: the rule it breaks, the check that found it, what shows it, in which records.

    `also` names further rules in force that day which forbid the same.
    """

    id: str
    rule: str
    check: str
    severity: Severity
    evidence: Text
    records: tuple[str, ...]
    also: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the finding as plain values for JSON."""
        return {
            "id": self.id,
            "rule": self.rule,
            "check": self.check,
            "severity": str(self.severity),
            "evidence": {"zh": self.evidence.zh, "en": self.evidence.en},
            "records": list(self.records),
        }
