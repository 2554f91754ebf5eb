"""Many draws at once, from uniform numbers alone, so that no change of NumPy moves them."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from casebook.portfolio.simulation.odds import Float, Odds, Whole

__all__ = ["Draws", "Float", "Truth", "Whole", "streams"]

Truth = npt.NDArray[np.bool_]


class Draws:
    """A stream of draws over one generator; each method gives an array of `size`."""

    def __init__(self, seed: np.random.SeedSequence) -> None:
        self._rng = np.random.default_rng(seed)

    def share(self, size: int | tuple[int, ...]) -> Float:
        """Draw numbers from 0 up to 1."""
        return self._rng.random(size)

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


def streams(seed: int, block: int, names: tuple[str, ...]) -> dict[str, Draws]:
    """Give each part of a block its own stream, so that a change to one leaves the others."""
    root = np.random.SeedSequence(seed, spawn_key=(block,))
    return dict(zip(names, map(Draws, root.spawn(len(names))), strict=True))
