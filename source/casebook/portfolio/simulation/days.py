"""Months counted from many days at once."""

from datetime import date
from functools import cache

import numpy as np

from casebook.portfolio.simulation.draws import Whole
from casebook.portfolio.simulation.model import Days

MOST_YEARS = 130


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


def whole_years(days: Whole, until: date) -> Whole:
    """Count the full years in so many days before a day: ages, in days and in years."""
    ago = _years_ago(until)
    guess = days * 4 // 1461
    years: Whole = guess + (ago[guess + 1] <= days) - (ago[guess] > days)
    return years


@cache
def _years_ago(until: date) -> Whole:
    """Return how many days ago each year's day was, from this year's back."""
    today = np.datetime64(until, "D")
    same_days = months_later(np.full(MOST_YEARS, today), -12 * np.arange(MOST_YEARS))
    ago: Whole = (today - same_days).astype(np.int64)
    return ago


def month_ends(day: Days, count: int) -> Days:
    """Return the last days of the `count` full months before each day, oldest first."""
    months = day.astype("datetime64[M]")[:, None] - np.arange(count - 1, -1, -1)
    ends: Days = months.astype("datetime64[D]") - 1
    return ends
