"""Who gets which flags, and the chances of each flag on each file."""

from collections.abc import Iterator, Mapping

import numpy as np

from casebook.errors import DataError
from casebook.portfolio.flags import ids, places
from casebook.portfolio.plants.chance import Chance
from casebook.portfolio.simulation.block import Block
from casebook.portfolio.simulation.draws import Draws, Float, Truth, Whole

# Contradictions come in company: three files in ten have twice the rate, the others less.
DOUBTFUL, MORE, LESS = 0.3, 2.0, 0.6
# Uniform numbers drawn for each flag on each file; who needs more goes on from these.
WIDTH = 12
STRETCH = 7919

Wanted = Mapping[int, frozenset[str]]


class Lot(Chance):
    """The chances of one flag on one file: no other file or flag has a part in them."""

    def __init__(self, shares: list[float]) -> None:
        super().__init__(_endless(shares))


class Lots:
    """The chances of every flag on every file of a block."""

    def __init__(self, draws: Draws, size: int) -> None:
        self._shares = draws.share((size, len(ids()), WIDTH))

    def each(self, place: Whole, flag: Whole) -> Iterator[Lot]:
        """Yield the chances of flags on files, both as places."""
        return map(Lot, self._shares[place, flag].tolist())

    def of(self, place: int, flag: str) -> Lot:
        """Return the chances of a flag on the file at that place of the block."""
        return Lot(self._shares[place, places()[flag]].tolist())


def choose(
    draws: Draws, knobs: Mapping[str, float], block: Block, wanted: Wanted | None = None
) -> Truth:
    """Choose the flags of each file; shape (n, flags), in the order of `flags.ids`.

    A flag that is chosen is planted where the file has room for it.

    Parameters
    ----------
    wanted : mapping, optional
        By place in the block, the flags that a file is to have, exactly.

    Raises
    ------
    DataError
        A wanted flag is unknown.
    """
    size = len(block.terms)
    weight = np.where(draws.happens(DOUBTFUL, size), MORE, LESS)
    chosen = draws.happens(weight[:, None] * rates(knobs), (size, len(ids())))
    for place, flags in (wanted or {}).items():
        _known(flags)
        chosen[place] = [flag in flags for flag in ids()]
    return chosen


def rates(knobs: Mapping[str, float]) -> Float:
    """Return how often each flag is planted where it can be."""
    return np.array([knobs[f"planted-{flag}"] for flag in ids()])


def _known(flags: frozenset[str]) -> None:
    if unknown := sorted(flags - set(ids())):
        raise DataError(
            "planting", f"no flag {unknown[0]!r}", f"one of {', '.join(ids())}", "mend the id"
        )


def _endless(shares: list[float]) -> Iterator[float]:
    while True:
        yield from shares
        shares = [share * STRETCH % 1 for share in shares]
