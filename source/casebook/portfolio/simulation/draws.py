"""Many draws at once, from uniform numbers alone, so that no change of NumPy moves them."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from casebook.portfolio.simulation.odds import Float, Odds, Whole

__all__ = ["Draws", "Float", "Truth", "Whole", "stream", "streams"]

Truth = npt.NDArray[np.bool_]

# The parts of a block in the order of their seeds; new parts go to the end.
STREAMS = (
    "people",
    "minds",
    "terms",
    "fortunes",
    "book",
    "payments",
    "contacts",
    "debtors",
    "contracts",
    "papers",
    "complaints",
    "staff",
    "planting",
    "keeping",
)


class Draws:
    """A stream of draws; each method gives an array of `size`.

    Over several seeds it is their streams side by side: each has an equal stretch of the rows, and
    in it what it would have drawn alone.
    """

    def __init__(self, *seeds: np.random.SeedSequence) -> None:
        self._rngs = [np.random.default_rng(seed) for seed in seeds]

    def share(self, size: int | tuple[int, ...]) -> Float:
        """Draw numbers from 0 up to 1."""
        if len(self._rngs) == 1:
            return self._rngs[0].random(size)
        rows, *rest = (size,) if isinstance(size, int) else size
        stretch = rows // len(self._rngs)
        drawn: Float = np.concatenate([rng.random((stretch, *rest)) for rng in self._rngs])
        return drawn

    def happens(self, probability: float | Float, size: int | tuple[int, ...]) -> Truth:
        """Tell where a thing of that probability happens."""
        happened: Truth = self.share(size) < probability
        return happened

    def whole(self, low: int | Whole, high: int | Whole, size: int | tuple[int, ...]) -> Whole:
        """Draw whole numbers from `low` to `high`, both within."""
        drawn: Whole = (self.share(size) * (high - low + 1)).astype(np.int64) + low
        return drawn

    def between(
        self, low: float | Float, high: float | Float, size: int | tuple[int, ...]
    ) -> Float:
        """Draw numbers between `low` and `high`."""
        drawn: Float = low + self.share(size) * (high - low)
        return drawn

    def bell(self, size: int | tuple[int, ...]) -> Float:
        """Draw from the logistic curve, scaled to mean 0 and standard deviation 1."""
        share = np.clip(self.share(size), 1e-12, 1 - 1e-12)
        bell: Float = np.log(share / (1 - share)) * (np.sqrt(3) / np.pi)
        return bell

    def place(self, weights: Odds | Float | Mapping[Any, float], size: int) -> Whole:
        """Draw places in a list of weights; one drawn from often is prepared as `Odds`."""
        odds = weights if isinstance(weights, Odds) else Odds(weights)
        return odds.places(self.share(size))

    def place_in_group(self, odds: Odds, group: Whole) -> Whole:
        """Draw a place for each member from the list of the member's group."""
        return odds.places(self.share(len(group)), group)


def stream(seed: int, blocks: Sequence[int], part: str) -> Draws:
    """Return the stream of a part of a block, so that a change to one part leaves the others.

    The streams of several blocks, all of one size, stand side by side.
    """
    place = STREAMS.index(part)
    return Draws(*(np.random.SeedSequence(seed, spawn_key=(block, place)) for block in blocks))


def streams(seed: int, block: int) -> dict[str, Draws]:
    """Return the streams of all parts of a block."""
    return {part: stream(seed, [block], part) for part in STREAMS}
