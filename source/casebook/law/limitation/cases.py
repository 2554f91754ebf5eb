"""What a calculation is asked: the closed sets, the dated event, and a case of each kind."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Name(StrEnum):
    """What happened on the day of an event."""

    DEMAND = "demand"
    REFUSAL = "refusal"
    PROMISE = "promise"
    PART_PAYMENT = "part-payment"
    INSTALMENT_PAID = "instalment-paid"
    SECURITY_GIVEN = "security-given"
    ASKED_FOR_TIME = "asked-for-time"
    REPAYMENT_PLAN = "repayment-plan"
    DEBIT = "debit"
    MEDIA_NOTICE = "media-notice"
    SUIT = "suit"
    ARBITRATION = "arbitration"
    PAYMENT_ORDER = "payment-order"
    BANKRUPTCY_PROOF = "bankruptcy-proof"
    PRE_SUIT_PRESERVATION = "pre-suit-preservation"
    ENFORCEMENT_APPLICATION = "enforcement-application"
    JOINDER = "joinder"
    SET_OFF = "set-off"
    MEDIATION_REQUEST = "mediation-request"
    REPORT = "report"
    ASSIGNMENT_NOTICE = "assignment-notice"
    OBSTACLE = "obstacle"
    AGREED_AFTER_EXPIRY = "agreed-after-expiry"
    PAID_AFTER_EXPIRY = "paid-after-expiry"
    SIGNED_NOTICE = "signed-notice"
    INTERNAL_NOTE = "internal-note"
    CLAIM_ON_GUARANTOR = "claim-on-guarantor"
    SUIT_AGAINST_DEBTOR = "suit-against-debtor"
    ARBITRATION_AGAINST_DEBTOR = "arbitration-against-debtor"
    PHONE_CALL_TO_DEBTOR = "phone-call-to-debtor"
    SIGNED_NOTICE_BY_GUARANTOR = "signed-notice-by-guarantor"
    CLAIM_ON_OTHER_GUARANTOR = "claim-on-other-guarantor"
    TERM_CHANGED = "term-changed"
    PAYMENT = "payment"
    WRITTEN_ACKNOWLEDGEMENT = "written-acknowledgement"
    TALK = "talk"


class Means(StrEnum):
    """How a demand was made."""

    LETTER = "letter"
    SMS = "sms"
    EMAIL = "email"
    CHAT = "chat"
    PHONE = "phone"
    HAND = "hand"
    VISIT = "visit"


class Signer(StrEnum):
    """Who signed for a demand handed over."""

    DEBTOR = "debtor"
    CO_RESIDENT_RELATIVE = "co-resident-relative"
    AUTHORISED = "authorised"
    OTHER = "other"
    NOBODY = "nobody"


class Amount(StrEnum):
    """How much of the debt was demanded."""

    PART = "part"
    ALL = "all"


class Media(StrEnum):
    """Where a notice to a missing debtor was printed."""

    NATIONAL = "national"
    PROVINCIAL_AT_DOMICILE = "provincial-at-domicile"
    OTHER = "other"


class Hindrance(StrEnum):
    """What kept the creditor from claiming."""

    FORCE_MAJEURE = "force-majeure"
    NO_REPRESENTATIVE = "no-representative"
    ESTATE_UNDETERMINED = "estate-undetermined"
    CONTROLLED = "controlled"
    OTHER = "other"


class Against(StrEnum):
    """Whom of several debtors the event concerns."""

    DEBTOR = "debtor"
    JOINT_DEBTOR = "joint-debtor"


class Mode(StrEnum):
    """The mode of a guarantee."""

    ORDINARY = "ordinary"
    JOINT = "joint"
    UNCLEAR = "unclear"


class Clause(StrEnum):
    """What a contract of guarantee says of its period where it names no end."""

    NONE = "none"
    UNCLEAR = "unclear"
    UNTIL_PAID_IN_FULL = "until-paid-in-full"


class Nation(StrEnum):
    """A law district of the United Kingdom."""

    ENGLAND_WALES = "england-wales"
    NORTHERN_IRELAND = "northern-ireland"
    SCOTLAND = "scotland"


class Respite(StrEnum):
    """A type of breathing space."""

    STANDARD = "standard"
    MENTAL_HEALTH = "mental-health"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened on a day; a detail that its kind does not have is None.

    `ended` is the last day of proceedings and `until` the day on which an obstacle went.
    """

    on: date
    event: Name
    by: Means | None = None
    reached: bool | None = None
    signed_by: Signer | None = None
    amount: Amount | None = None
    rest_waived: bool | None = None
    grace_until: date | None = None
    media: Media | None = None
    ended: date | None = None
    until: date | None = None
    cause: Hindrance | None = None
    against: Against | None = None
    agrees: bool | None = None
    new_guarantee: bool | None = None
    new_due: date | None = None
    guarantor_consented: bool | None = None
    signed: bool | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim under Chinese law: with a due date, in instalments, or with no due date at all."""

    events: tuple[Event, ...]
    as_of: date | None = None
    contract: date | None = None
    due: date | None = None
    instalments: tuple[date, ...] | None = None
    knew: date | None = None
    injury: date | None = None

    @property
    def last_due(self) -> date | None:
        """Return the day on which the whole debt was due, if any is set."""
        return max(self.instalments) if self.instalments else self.due


@dataclass(frozen=True, slots=True)
class Judgment:
    """A Chinese judgment to be enforced."""

    events: tuple[Event, ...]
    as_of: date | None = None
    performance_until: date | None = None
    instalments: tuple[date, ...] | None = None
    effective: date | None = None


@dataclass(frozen=True, slots=True)
class Guarantee:
    """A guarantee under Chinese law; its period is agreed by day or by months, or a clause says."""

    mode: Mode
    events: tuple[Event, ...]
    as_of: date | None = None
    main_due: date | None = None
    instalments: tuple[date, ...] | None = None
    agreed_until: date | None = None
    agreed_months: int | None = None
    clause: Clause | None = None


@dataclass(frozen=True, slots=True)
class BritishClaim:
    """A claim under the law of one of the United Kingdom's nations."""

    nation: Nation
    due: date
    events: tuple[Event, ...]
    as_of: date | None = None
    default_notice_expired: date | None = None


@dataclass(frozen=True, slots=True)
class BreathingSpace:
    """A moratorium of England and Wales; `treatment_ended` is None while treatment goes on."""

    type: Respite
    started: date
    as_of: date | None = None
    treatment_ended: date | None = None
    creditor_notified: date | None = None


@dataclass(frozen=True, slots=True)
class Validation:
    """A validation notice under the United States' Regulation F."""

    sent: date
    as_of: date | None = None
    received: date | None = None
    disputed: date | None = None


Case = Claim | Judgment | Guarantee | BritishClaim | BreathingSpace | Validation
