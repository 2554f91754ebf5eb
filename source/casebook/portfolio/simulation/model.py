"""What a block of simulated debtors is made of: arrays of one length, a place for each debtor."""

from dataclasses import dataclass, fields
from enum import IntEnum
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from casebook.portfolio.simulation.draws import Truth, Whole

Days = npt.NDArray[np.datetime64]  # datetime64[D]


class Sex(IntEnum):
    """Places in `SEXES`."""

    MAN = 0
    WOMAN = 1


SEXES = ("男", "女")


class Family(IntEnum):
    """Places in `FAMILIES`."""

    SINGLE = 0
    MARRIED = 1
    DIVORCED = 2


FAMILIES = ("未婚", "已婚", "离异")


class Product(IntEnum):
    """Places in `PRODUCTS`."""

    CREDIT_CARD = 0
    INSTALMENT_LOAN = 1
    CASH_LOAN = 2
    CAR_LOAN = 3
    BUSINESS_LOAN = 4
    PRIVATE_LOAN = 5


PRODUCTS = (
    "credit-card",
    "instalment-loan",
    "cash-loan",
    "car-loan",
    "business-loan",
    "private-loan",
)


class Method(IntEnum):
    """How a loan is paid back; places in `METHODS`."""

    LEVEL = 0  # level payments
    INTEREST_FIRST = 1  # interest each month, the principal with the last
    AT_ONCE = 2  # principal and interest in one payment
    CARD = 3  # a statement each month with a minimum


METHODS = ("level", "interest-first", "at-once", "card")


@dataclass(frozen=True, slots=True)
class Arrays:
    """Columns of one length."""

    def take(self, index: Whole | Truth | slice) -> Self:
        """Return the rows at those places."""
        return type(self)(*(_taken(getattr(self, field.name), index) for field in fields(self)))

    def __len__(self) -> int:
        return len(getattr(self, fields(self)[0].name))


def _taken(values: Any, index: Whole | Truth | slice) -> Any:
    return values[index]


@dataclass(frozen=True, slots=True)
class People(Arrays):
    """Who the debtors are, in numbers; places refer to the stocks.

    Amounts are whole fen a month, at what they are without season or misfortune.
    """

    sex: Whole  # Sex
    born: Days
    home: Whole  # place in stocks.rows("places")
    origin: Whole  # where the identity card is from; place in stocks.rows("places")
    work: Whole  # place in stocks.rows("trades")
    family: Whole  # Family
    dependants: Whole
    gross_fen: Whole  # pay before tax
    net_fen: Whole  # what arrives: pay after insurance and tax
    stated_income_fen: Whole  # as written on the application
    living_costs_fen: Whole  # necessary costs of the household
    elsewhere_fen: Whole  # due each month to other lenders
    elsewhere: Whole  # how many open loans of other lenders


@dataclass(frozen=True, slots=True)
class Terms(Arrays):
    """What was agreed. A card's `principal_fen` is its limit, its `term` 0."""

    product: Whole  # Product
    lender: Whole  # place in stocks.rows("institutions"); -1 for a private person
    signed_on: Days
    opened_on: Days  # the day the money was paid out, or the card was first used
    principal_fen: Whole
    term: Whole  # in months
    method: Whole  # Method
    rate_bp: Whole  # a year, simple
    overdue_bp: Whole  # a year, after the due date
    due_day: Whole  # day of the month, 1 to 28
    checked: Whole  # how income was checked: 0 not, 1 its source, 2 its amount
