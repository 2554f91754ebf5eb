"""The months simulated: month 35 closes on the day of the review, month 36 is the outcome."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from casebook.portfolio.simulation.draws import Whole
from casebook.portfolio.simulation.model import Days

MONTHS = 36
REVIEW = MONTHS - 1


@dataclass(frozen=True, slots=True)
class Window:
    """Months that each end on the review's day of the month, or the last day of a shorter month."""

    as_of: date

    def close(self, month: Whole | int) -> Days:
        """Return the day on which a month of the simulation closes."""
        first = self._calendar_month(month)
        last = (first + 1).astype("datetime64[D]") - 1
        wanted = first.astype("datetime64[D]") + (self.as_of.day - 1)
        if _is_last_of_month(self.as_of):
            ends: Days = last
            return ends
        close: Days = np.minimum(wanted, last)
        return close

    def due(self, month: Whole | int, day: Whole) -> Days:
        """Return the date with that day of the month (1 to 28) within a month of the simulation."""
        is_whole = _is_last_of_month(self.as_of)
        before = np.where(is_whole, 0, np.asarray(day) > self.as_of.day).astype(np.int64)
        first = self._calendar_month(np.asarray(month) - before)
        days = (np.asarray(day) - 1).astype("timedelta64[D]")
        on: Days = first.astype("datetime64[D]") + days
        return on

    def calendar_month(self, month: int) -> int:
        """Return the month of the year, 0 for January, in which a month closes."""
        return (self.as_of.year * 12 + self.as_of.month - 1 + month - REVIEW) % 12

    def _calendar_month(self, month: Whole | int) -> Days:
        now = np.datetime64(self.as_of, "M")
        then: Days = now + (np.asarray(month, dtype=np.int64) - REVIEW)
        return then


def _is_last_of_month(day: date) -> bool:
    today = np.datetime64(day, "D")
    return bool((today + 1).astype("datetime64[M]") != today.astype("datetime64[M]"))
