"""What is ordered: how many debtors, from which seed, in which form, cut into which pieces."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from casebook.errors import DataError
from casebook.law.rates import lpr
from casebook.portfolio.calendar import AS_OF, months_after
from casebook.portfolio.simulation.block import BLOCK
from casebook.portfolio.simulation.months import MONTHS

MOST_DEBTORS = 100_000_000
MOST_SEED = 2**63 - 1


class Form(StrEnum):
    """The form of the files."""

    CSV = "csv"
    PARQUET = "parquet"


@dataclass(frozen=True, slots=True)
class Sizes:
    """How a portfolio is cut, in debtors: blocks when made, parts when written.

    Up to `single` debtors a table is one file; beyond, one file for every `part` debtors.
    """

    block: int = BLOCK
    part: int = 250_000
    single: int = 1_000_000


@dataclass(frozen=True, slots=True)
class Order:
    """A portfolio that somebody wants.

    Raises
    ------
    DataError
        If there are too few debtors or too many, the seed is no whole number from 0, or the rates
        of the years before the review are not known.
    """

    debtors: int
    seed: int
    as_of: date = AS_OF
    changed: Mapping[str, float] = field(default_factory=dict)  # knobs that are not as usual
    form: Form = Form.PARQUET
    has_answers: bool = False
    sizes: Sizes = Sizes()

    def __post_init__(self) -> None:
        _within("debtors", self.debtors, 1, MOST_DEBTORS)
        _within("seed", self.seed, 0, MOST_SEED)
        _covered(self.as_of)

    @property
    def is_parted(self) -> bool:
        """Tell whether each table is several files."""
        return self.debtors > self.sizes.single

    def pieces(self) -> "list[Piece]":
        """Return the blocks to make, in order; of the last as many debtors as are still wanted."""
        size = self.sizes.block
        return [
            Piece(block, min(size, self.debtors - block * size), block * size // self.sizes.part)
            for block in range(-(-self.debtors // size))
        ]


@dataclass(frozen=True, slots=True)
class Piece:
    """A block: its number, how many of its debtors are wanted, and the part it goes to."""

    block: int
    debtors: int
    part: int


def _within(name: str, value: int, least: int, most: int) -> None:
    if not least <= value <= most:
        expected = f"a whole number from {least:,} to {most:,}"
        raise DataError(f"--{name}", f"is {value:,}", expected, "choose another")


def _covered(as_of: date) -> None:
    """Refuse a review before which private loans were signed at rates that nobody has looked up."""
    first, last = months_after(lpr().known_from, MONTHS), lpr().known_until
    if not first <= as_of <= last:
        what, do = f"is {as_of}", "choose another, or add later rates to law/tables/lpr.yaml"
        raise DataError("--as-of", what, f"a day from {first} to {last}", do)
