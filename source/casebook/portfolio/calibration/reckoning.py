"""How shares, means and steps are reckoned; where there is nobody to count, the value is NaN."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from casebook.portfolio.calibration.model import Measured
from casebook.portfolio.simulation.draws import Float, Truth

Numbers = npt.NDArray[np.number]

#: Months late from the first to the second, both within.
Band = Sequence[int]


def share(hits: Truth) -> Measured:
    """Return the share of `hits` that are true."""
    return Measured(float(hits.mean()) if hits.size else np.nan, int(hits.size))


def mean(values: Numbers) -> Measured:
    """Return the mean of `values`."""
    return Measured(float(values.mean()) if values.size else np.nan, int(values.size))


def quantile(values: Numbers, place: float) -> Measured:
    """Return the quantile of `values` at `place`."""
    return Measured(float(np.quantile(values, place)) if values.size else np.nan, int(values.size))


def ratio(above: Numbers, below: Numbers) -> Measured:
    """Return the sum of `above` over that of `below`, two arrays of the same accounts."""
    total = float(below.sum())
    return Measured(float(above.sum()) / total if total else np.nan, int(below.size))


def smallest_step(values: Sequence[Measured]) -> Measured:
    """Return the smallest rise from one value to the next: above 0 where they are in order."""
    steps = [after.value - before.value for before, after in pairwise(values)]
    return Measured(float(np.min(steps)), sum(value.n for value in values))


def within(values: Numbers, band: Band) -> Truth:
    """Tell which values lie in `band`."""
    lies: Truth = (values >= band[0]) & (values <= band[1])
    return lies


def quartiles(values: Numbers) -> npt.NDArray[np.int64]:
    """Return the quartile of each value, 1 to 4; a value on a bound belongs below."""
    bounds: Float = np.quantile(values, [0.25, 0.5, 0.75])
    return np.searchsorted(bounds, values, side="left") + 1
