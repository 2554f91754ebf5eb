"""What calibration speaks of: a simulated book as observed, published figures, assumptions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from enum import StrEnum
from math import sqrt
from typing import Any

import numpy as np
import numpy.typing as npt

from casebook.portfolio.simulation.draws import Float, Truth, Whole
from casebook.portfolio.simulation.model import Arrays
from casebook.text import Text

Months = npt.NDArray[np.int8]

#: The close of the review month, and that of the month after, which is known as outcome alone.
REVIEW, OUTCOME = 35, 36


@dataclass(frozen=True, slots=True)
class Observed(Arrays):
    """A simulated book as its lender sees it: n accounts, T = 37 monthly closes.

    Months are numbered 0 to 35 up to the review; column 36 is the month after. At a close an
    account is late by 1 when its oldest unpaid amount is 1 to 30 days past due, by 2 at 31 to
    60, and so on; 0 is on time, -1 not open yet or closed. After a write-off `paid_fen` and
    `owed_fen` go on. For a card `due_fen[:, t]` is the statement struck at the close of month
    t, which is paid in t + 1; for a loan it is what fell due in month t.
    """

    product: Whole  # (n,) Product
    opened: Whole  # (n,) month in which it began; negative before the window
    late: Months  # (n, T) as known afterwards: a delay made good within days counts 0
    late_seen: Months  # (n, T) as it stood on the day itself: such a delay counts 1
    due_fen: Whole  # (n, T)
    paid_fen: Whole  # (n, T) paid in the month
    owed_fen: Whole  # (n, T) principal, for a card its balance
    limit_fen: Whole  # (n,) of a card; 0 else
    written_off: Whole  # (n,) month, or -1
    checked: Whole  # (n,) how income was checked: 0 not, 1 its source, 2 its amount
    age: Float  # (n,) in years at the review
    rate_bp: Whole  # (n,)
    term: Whole  # (n,) in months; 0 for a card

    def on_book(self, month: int) -> Truth:
        """Tell which accounts are open and not written off at the close of `month`."""
        is_off = (self.written_off >= 0) & (self.written_off <= month)
        return (self.late_seen[:, month] >= 0) & ~is_off


def together(blocks: Sequence[Observed]) -> Observed:
    """Join blocks into one book."""
    names = [field.name for field in fields(Observed)]
    return Observed(*(np.concatenate([getattr(one, name) for one in blocks]) for name in names))


@dataclass(frozen=True, slots=True)
class Measured:
    """A figure of the simulated book, and how many accounts it rests on."""

    value: float
    n: int


class Unit(StrEnum):
    """What a figure counts."""

    SHARE = "share"
    RATIO = "ratio"
    FEN = "fen"
    YEARS = "years"
    TIMES = "times"


class Confidence(StrEnum):
    """How well a published figure is known; the grades of the reference list."""

    A = "A"
    A_MINUS = "A-"
    B = "B"


class Book(StrEnum):
    """The accounts that a figure is about."""

    CREDIT_CARD = "credit-card"
    INSTALMENT_LOAN = "instalment-loan"
    CONSUMER_LOANS = "consumer-loans"  # instalment and cash loans
    ALL = "all-products"
    ELSEWHERE = "elsewhere"  # nobody's in a mainland lender's book


class Rule(StrEnum):
    """When a measured figure is near enough to the published one."""

    TWO_POINTS = "two-points"  # two percentage points, or two standard errors of the source
    TWO_PERCENT = "two-percent"  # two per cent of the figure, or two standard errors
    AT_MOST = "at-most"  # no more than the figure
    IN_ORDER = "in-order"  # the smallest step of a series in order is above nought


@dataclass(frozen=True, slots=True)
class Source:
    """Where figures were published."""

    id: str
    name: Text


@dataclass(frozen=True, slots=True)
class Target:
    """A published figure and the measure that stands against it.

    Where `bound` is false, `why` says why the simulation is not held to it; it may have a
    measure all the same.
    """

    id: str
    name: Text
    value: float
    value_to: float | None  # where a span was published
    unit: Unit
    confidence: Confidence
    source: Source
    n: int | None  # sample size of the source
    se: float | None  # standard error of the source, where n does not give it
    product: Book
    measure: str | None
    arguments: Mapping[str, Any] = field(hash=False)
    tolerance: Rule | None = None
    bound: bool = False
    why: Text | None = None
    note: Text | None = None

    @property
    def standard_error(self) -> float:
        """Return the standard error of the source; 0 where its sample is unknown."""
        if self.se is not None:
            return self.se
        if self.n is None or self.unit is not Unit.SHARE or not 0 <= self.value <= 1:
            return 0.0
        return sqrt(self.value * (1 - self.value) / self.n)
