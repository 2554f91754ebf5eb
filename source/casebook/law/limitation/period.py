"""A running period of Chinese limitation: its length, interruption, suspension and last day."""

from dataclasses import dataclass, replace
from datetime import date

from casebook.law.days import china_shift, months_after, years_after

# The General Provisions of the Civil Law took effect, and three years replaced two (CN-LIM-28).
REFORM = date(2017, 10, 1)
GENERAL_YEARS, FORMER_YEARS, LONGEST_YEARS = 3, 2, 20
SUSPENSION_MONTHS = 6


@dataclass(frozen=True, slots=True, order=True)
class Obstacle:
    """Days on which the creditor could not claim; `until` is the day on which the obstacle went."""

    on: date
    until: date


@dataclass(frozen=True, slots=True)
class Period:
    """A period that runs from the end of its `opening` day.

    `fixed_years` is None for the general period, whose length changed on 2017-10-01. `outer` is
    the last day of the 20 years, which nothing moves.
    """

    opening: date
    obstacles: tuple[Obstacle, ...] = ()
    fixed_years: int | None = None
    outer: date | None = None

    @property
    def years(self) -> int:
        """Return the length of the period in years (Civil Code 188; CN-LIM-28)."""
        if self.fixed_years:
            return self.fixed_years
        is_former = self.opening < REFORM and _last(self._end(FORMER_YEARS)) < REFORM
        return FORMER_YEARS if is_former else GENERAL_YEARS

    @property
    def nominal(self) -> date:
        """Return the last day before any suspension."""
        return years_after(self.opening, self.years)

    @property
    def uncapped(self) -> date:
        """Return the last day after any suspension, whatever the 20 years say."""
        return self._end(self.years)

    @property
    def end(self) -> date:
        """Return the last day before any shift for rest days."""
        return min(self.uncapped, self.outer) if self.outer else self.uncapped

    @property
    def last(self) -> date:
        """Return the last day, after any shift for rest days."""
        return _last(self.end)

    @property
    def is_capped(self) -> bool:
        """Say whether the 20 years cut the period short."""
        return self.outer is not None and self.uncapped > self.outer

    @property
    def window(self) -> date:
        """Return the day after which the last six months of the period run."""
        return _window(self.uncapped)

    @property
    def holding(self) -> Obstacle | None:
        """Return the obstacle that sets the last day, if one does."""
        if self.uncapped == self.nominal:
            return None
        return max(self.obstacles, key=lambda obstacle: (self._moves(obstacle), obstacle.until))

    def interrupted(self, opening: date) -> "Period":
        """Return the period run anew from `opening`, or from where it runs already, if later."""
        return replace(self, opening=max(self.opening, opening))

    def hindered(self, obstacle: Obstacle) -> "Period":
        """Return the period with one more obstacle."""
        return replace(self, obstacles=tuple(sorted({*self.obstacles, obstacle})))

    def _end(self, years: int) -> date:
        end = years_after(self.opening, years)
        for obstacle in self.obstacles:
            end = _suspended(end, obstacle)
        return end

    def _moves(self, obstacle: Obstacle) -> bool:
        return months_after(obstacle.until, SUSPENSION_MONTHS) == self.uncapped


def _suspended(end: date, obstacle: Obstacle) -> date:
    """Move `end` to six months after an obstacle that stood in the last six months.

    A period already so moved has six months left from the day on which the former obstacle went:
    all of it is its last six months, and a later obstacle moves it again (Civil Code 194).
    """
    if obstacle.until <= _window(end) or obstacle.on > _last(end):
        return end
    return max(end, months_after(obstacle.until, SUSPENSION_MONTHS))


def _window(end: date) -> date:
    return months_after(end, -SUSPENSION_MONTHS)


def _last(end: date) -> date:
    return china_shift(end).last
