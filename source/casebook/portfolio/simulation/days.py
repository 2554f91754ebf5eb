"""Months counted from many days at once."""

import numpy as np

from casebook.portfolio.simulation.draws import Whole
from casebook.portfolio.simulation.model import Days


def months_later(day: Days, months: Whole | int) -> Days:
    """Return each day so many months later, or the last day of a shorter month."""
    month = day.astype("datetime64[M]")
    target = month + months
    last: Days = (target + 1).astype("datetime64[D]") - 1
    later: Days = np.minimum(target.astype("datetime64[D]") + (day - month), last)
    return later


def whole_months(since: Days, until: Days) -> Whole:
    """Count the full months between days: ages, where `since` is a birthday."""
    first, last = since.astype("datetime64[M]"), until.astype("datetime64[M]")
    is_short = (until - last).astype(np.int64) < (since - first).astype(np.int64)
    months: Whole = (last - first).astype(np.int64) - is_short
    return months


def month_ends(day: Days, count: int) -> Days:
    """Return the last days of the `count` full months before each day, oldest first."""
    months = day.astype("datetime64[M]")[:, None] - np.arange(count - 1, -1, -1)
    ends: Days = months.astype("datetime64[D]") - 1
    return ends
