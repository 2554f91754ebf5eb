"""The error table: each published figure, the simulated one, and whether they agree."""

from dataclasses import dataclass
from math import inf, isnan

from casebook.portfolio.calibration.measures import measure
from casebook.portfolio.calibration.model import Observed, Rule, Target, Unit
from casebook.portfolio.calibration.targets import targets

POINTS, PERCENT = 0.02, 0.02
#: The last bit of a difference of two floats is no reason to fail.
SLACK = 1e-9
#: Where a tolerance is no smaller than the figure itself, what is off by more than this factor
#: is within, but not near.
FACTOR = 3


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table; what has no measure has neither value nor verdict.

    `n` is the number of simulated accounts that the value rests on. `is_within` is None where
    the figure is not bound.
    """

    target: Target
    measured: float | None
    n: int | None
    difference: float | None
    tolerance: float | None
    is_within: bool | None

    @property
    def is_loose(self) -> bool:
        """Tell whether the tolerance alone would let nought pass."""
        return self.tolerance is not None and self.tolerance >= abs(self.target.value)

    @property
    def is_far(self) -> bool:
        """Tell whether it is within only because its tolerance is loose."""
        if not (self.is_within and self.is_loose) or self.measured is None:
            return False
        value = self.target.value
        return not value / FACTOR - SLACK <= self.measured <= value * FACTOR + SLACK


@dataclass(frozen=True, slots=True)
class Counts:
    """How many figures there are, and how many agree."""

    all: int
    bound: int
    within: int
    loose: int
    far: int

    @property
    def outside(self) -> int:
        """Return how many bound figures do not agree."""
        return self.bound - self.within

    @property
    def unbound(self) -> int:
        """Return how many figures are shown only."""
        return self.all - self.bound


def table(observed: Observed, figures: tuple[Target, ...] | None = None) -> tuple[Row, ...]:
    """Measure a simulated book against every published figure, in the order of the file."""
    return tuple(_row(observed, one) for one in (targets() if figures is None else figures))


def counts(rows: tuple[Row, ...]) -> Counts:
    """Count the rows."""
    bound = [row for row in rows if row.target.bound]
    within = [row for row in bound if row.is_within]
    loose, far = sum(row.is_loose for row in within), sum(row.is_far for row in within)
    return Counts(len(rows), len(bound), len(within), loose, far)


def is_good(rows: tuple[Row, ...]) -> bool:
    """Tell whether every bound row is within its tolerance; none bound is not good."""
    verdicts = [row.is_within for row in rows if row.target.bound]
    return bool(verdicts) and all(verdicts)


def tolerance(target: Target) -> float | None:
    """Return how far a figure may be off, in the figure's own unit; None without such a rule."""
    two_errors = 2 * target.standard_error
    match target.tolerance:
        case Rule.TWO_POINTS:
            return max(POINTS, two_errors)
        case Rule.TWO_PERCENT:
            return max(PERCENT * abs(target.value), two_errors)
        case _:
            return None


def _row(observed: Observed, target: Target) -> Row:
    if target.measure is None:
        return Row(target, None, None, None, None, None)
    found = measure(observed, target.measure, target.arguments)
    if isnan(found.value):  # nobody to count: what is bound to it has failed
        return Row(target, None, found.n, None, tolerance(target), _verdict(target, None))
    return Row(
        target,
        found.value,
        found.n,
        found.value - target.value,
        tolerance(target),
        _verdict(target, found.value),
    )


def _verdict(target: Target, measured: float | None) -> bool | None:
    if not target.bound:
        return None
    return measured is not None and _agrees(target, measured)


def _agrees(target: Target, measured: float) -> bool:
    if target.tolerance is Rule.IN_ORDER:
        return measured > 0
    low, high = band(target)
    return low - SLACK <= measured <= high + SLACK


def band(target: Target) -> tuple[float, float]:
    """Return from where to where a simulated figure agrees; of a step in order, from 0."""
    value, allowed = target.value, tolerance(target)
    if target.tolerance is Rule.IN_ORDER:
        return 0.0, inf
    if target.tolerance is Rule.AT_MOST or allowed is None:
        return 0.0, value
    return value - allowed, value + allowed


def figure(target: Target, value: float) -> str:
    """Write a value without its unit, as many places as its unit bears."""
    match target.unit:
        case Unit.SHARE:
            places = 2 if abs(value) < 0.1 else 1
            return f"{value * 100:.{places}f}%"
        case Unit.FEN:
            return f"{value / 100:,.0f}"
        case Unit.RATIO:
            return f"{value:.3f}"
        case Unit.YEARS:
            return f"{value:.1f}"
        case _:
            return f"{value:,.0f}" if value == int(value) else f"{value:,.2f}"
