"""What contracts agree on, and what unlawful ones do, in codes."""

from enum import IntEnum


class Order(IntEnum):
    """What a payment on one debt goes to first; by law costs do (CN-INT-19)."""

    COSTS_FIRST = 0  # costs, interest, principal
    INTEREST_FIRST = 1  # interest, principal, costs
    PRINCIPAL_FIRST = 2
    BY_LATENESS = 3  # charges before principal up to 90 days late, after it from the 91st day


class Costs(IntEnum):
    """Who bears the lawyer's fee and the like."""

    NOT_AGREED = 0
    DEBTOR = 1
    EACH_OWN = 2


class Forum(IntEnum):
    """Where a dispute goes."""

    NOT_AGREED = 0
    LENDER = 1  # the court at the lender's seat
    BORROWER = 2  # the court at the borrower's home
    SIGNING = 3  # the court of the place of signing
    ARBITRATION = 4
    LENDERS_CHOICE = 5  # unlawful: wherever the lender likes


class Unlawful(IntEnum):
    """What an unlawful clause does."""

    NONE = 0
    ABOVE_CEILING = 1
    DEDUCTED = 2
    SELF_HELP = 3
    TELLING_OTHERS = 4
    RIGHTS_CUT_OFF = 5
