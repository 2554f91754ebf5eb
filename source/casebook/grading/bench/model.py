"""What a measurement tells: each way of grading, and how they compare."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import mean
from typing import Any

#: In so many parts a pass is told, to see whether it slows down or grows.
PARTS = 4


@dataclass(frozen=True, slots=True)
class Pass:
    """Hand-ins graded in one way. Wall times are in seconds.

    Parameters
    ----------
    way : str
        Who graded: ours, Dask, nbgrader, or the floor.
    workers : int
        How many processes did the work.
    start_s : float
        From the command to its first result.
    times_s : sequence of float
        When each result was there, from the first on, in order; `times_s[0]` is 0.
    cells_s : float
        For how long the cells of a hand-in ran, on average.
    memory_bytes : sequence of int
        What a worker held, its warm process and the hand-in it ran included, from time to time.
    scores : object
        What stands in the gradebook afterwards; None where it is not ours to compare.
    """

    way: str
    workers: int
    start_s: float
    times_s: Sequence[float]
    cells_s: float
    memory_bytes: Sequence[int] = ()
    scores: object = None

    @property
    def hand_in_s(self) -> float:
        """Seconds a hand-in, once the first is there."""
        return self.times_s[-1] / max(1, len(self.times_s) - 1)

    @property
    def overhead_s(self) -> float:
        """What a hand-in takes a worker beyond the time of its own cells."""
        return self.hand_in_s * self.workers - self.cells_s

    @property
    def quarters_s(self) -> tuple[float, ...]:
        """Seconds a hand-in in each quarter of the pass."""
        bounds = [round(i * (len(self.times_s) - 1) / PARTS) for i in range(PARTS + 1)]
        return tuple(
            (self.times_s[end] - self.times_s[begin]) / max(1, end - begin)
            for begin, end in pairwise(bounds)
        )

    def to_dict(self) -> dict[str, Any]:
        """Return plain data for JSON; times in seconds."""
        return {
            "way": self.way,
            "workers": self.workers,
            "hand_ins": len(self.times_s),
            "start_s": round(self.start_s, 3),
            "hand_in_s": round(self.hand_in_s, 4),
            "cells_s": round(self.cells_s, 4),
            "overhead_s": round(self.overhead_s, 4),
            "quarters_s": [round(one, 4) for one in self.quarters_s],
            "memory_bytes": list(self.memory_bytes),
        }


@dataclass(frozen=True, slots=True)
class Bench:
    """One measurement: the passes over the same hand-ins, and what the libraries take to import."""

    assignment: str
    submissions: int
    import_s: float
    passes: tuple[Pass, ...]

    def find(self, way: str, workers: int = 1) -> Pass | None:
        """Return the pass made in a way by so many workers."""
        return next((one for one in self.passes if (one.way, one.workers) == (way, workers)), None)

    @property
    def ratios(self) -> dict[str, float]:
        """How the passes compare, as far as they were made."""
        own, two = self.find("casebook"), self.find("casebook", 2)
        stock, floor, dask = self.find("nbgrader"), self.find("floor"), self.find("dask", 2)
        told: dict[str, float] = {}
        if own and stock:
            told["nbgrader_overhead_to_ours"] = stock.overhead_s / own.overhead_s
        if own and floor:
            told["ours_to_floor"] = own.hand_in_s / floor.hand_in_s
        if own and two:
            told["two_workers_to_one"] = own.hand_in_s / two.hand_in_s
        if own and dask:
            told["dask_two_workers_to_one"] = own.hand_in_s / dask.hand_in_s
        if own:
            told["first_grade_to_import"] = own.start_s / self.import_s
        return {name: round(ratio, 2) for name, ratio in told.items()}

    @property
    def is_same_gradebook(self) -> bool:
        """Whether all passes of ours left the same points."""
        kept = [one.scores for one in self.passes if one.scores is not None]
        return all(one == kept[0] for one in kept)

    def to_dict(self) -> dict[str, Any]:
        """Return plain data for JSON."""
        return {
            "assignment": self.assignment,
            "submissions": self.submissions,
            "import_s": round(self.import_s, 3),
            "passes": [one.to_dict() for one in self.passes],
            "ratios": self.ratios,
            "same_gradebook": self.is_same_gradebook,
        }


def average(values: Sequence[float]) -> float:
    """Return the mean, 0 of nothing."""
    return mean(values) if values else 0.0
