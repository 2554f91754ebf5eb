"""The closed sets of the interest calculator, in the words of its input and output."""

from enum import StrEnum


class Kind(StrEnum):
    """What is asked."""

    CEILING = "ceiling"
    LOAN = "loan"
    REPAPERED = "re-papered"
    ALLOCATION = "allocation"
    JUDGMENT = "judgment"
    CARD = "card"
    COST = "cost"


class Lender(StrEnum):
    """Who lent; the type decides which ceiling there is."""

    PRIVATE = "private"
    BANK = "bank"
    CONSUMER_FINANCE = "consumer-finance"
    MICROLOAN = "microloan"
    PAWNSHOP = "pawnshop"
    FINANCING_GUARANTEE = "financing-guarantee"
    FINANCE_LEASE = "finance-lease"
    COMMERCIAL_FACTORING = "commercial-factoring"
    LOCAL_AMC = "local-amc"


class DayCount(StrEnum):
    """How days become years: by 365, by 360, or by the years as they fall."""

    BY_365 = "365"
    BY_360 = "360"
    ACTUAL = "actual"


class Method(StrEnum):
    """Whether interest itself bears interest."""

    SIMPLE = "simple"
    COMPOUND = "compound"


class Security(StrEnum):
    """What secures a debt, least first."""

    NONE = "none"
    GUARANTEE = "guarantee"
    MORTGAGE = "mortgage"


class Part(StrEnum):
    """A part of a debt, in the order in which an insufficient payment meets it by law."""

    COSTS = "costs"
    INTEREST = "interest"
    PRINCIPAL = "principal"


class Charge(StrEnum):
    """What a row of a schedule charges."""

    INTEREST = "interest"
    ON_DEDUCTED = "interest-on-deducted"
    OVERDUE = "overdue-interest"
    DAMAGES = "damages"
    FEES = "fees"
    DOUBLED = "doubled-part"


class Goes(StrEnum):
    """Where a yuan goes.

    `unsupported` is beyond a ceiling that holds by itself, `on-request` beyond a line to which a
    court cuts only when asked, `undetermined` where this kit knows no ceiling.
    """

    PRINCIPAL = "principal"
    INTEREST = "interest"
    DAMAGES = "damages"
    FEES = "fees"
    UNSUPPORTED = "unsupported"
    ON_REQUEST = "on-request"
    UNDETERMINED = "undetermined"
    DEDUCTED = "deducted-in-advance"
    COSTS = "costs"
    INTEREST_PAID = "interest-paid"
    PRINCIPAL_PAID = "principal-paid"
    JUDGMENT = "judgment-money"
    DOUBLED = "doubled-part"
    FINANCING = "financing-cost"
    SURPLUS = "surplus"
