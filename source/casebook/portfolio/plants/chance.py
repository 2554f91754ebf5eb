"""Draws one at a time from uniform numbers, for what is planted file by file."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from typing import TypeVar

Thing = TypeVar("Thing")


class Chance:
    """A stream of chances over uniform numbers from 0 up to 1."""

    def __init__(self, shares: Iterator[float]) -> None:
        self._shares = shares

    def share(self) -> float:
        """Draw a number from 0 up to 1."""
        return next(self._shares)

    def happens(self, probability: float) -> bool:
        """Tell whether a thing of that probability happens."""
        return self.share() < probability

    def whole(self, low: int, high: int) -> int:
        """Draw a whole number from `low` to `high`, both within."""
        return low + int(self.share() * (high - low + 1))

    def between(self, low: float, high: float) -> float:
        """Draw a number between `low` and `high`."""
        return low + self.share() * (high - low)

    def one_of(self, things: Sequence[Thing]) -> Thing:
        """Draw one thing, each as likely as the next."""
        return things[int(self.share() * len(things))]

    def weighted(self, weights: Mapping[Thing, float]) -> Thing:
        """Draw one thing by its weight."""
        bounds = list(accumulate(weights.values()))
        mark = self.share() * bounds[-1]
        return next(thing for thing, bound in zip(weights, bounds, strict=True) if mark < bound)

    def some_of(self, things: Sequence[Thing], count: int) -> list[Thing]:
        """Draw `count` different things, in the order in which they stand."""
        left = list(range(len(things)))
        drawn = [left.pop(int(self.share() * len(left))) for _ in range(min(count, len(left)))]
        return [things[place] for place in sorted(drawn)]
