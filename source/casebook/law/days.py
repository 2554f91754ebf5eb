"""Count periods of the civil law, and tell rest days from working days."""

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

SATURDAY = 5
# The days that a case may name; any other is a slip of the pen.
FIRST_DAY, LAST_DAY = date(1949, 10, 1), date(2199, 12, 31)


@dataclass(frozen=True, slots=True)
class Shift:
    """Where the last day of a period comes to lie once rest days are passed over.

    `unknown` are the years looked at whose official holiday arrangement is not held: in those only
    Saturdays and Sundays were taken for rest days.
    """

    last: date
    unknown: tuple[int, ...] = ()


def months_after(opening: date, months: int) -> date:
    """Return the last day of a period of `months` that opens on `opening`, a day not counted.

    It is the corresponding day of the last month or, where there is none, that month's last day
    (Civil Code 201, 202). A negative number counts back.
    """
    year, month = divmod(opening.year * 12 + opening.month - 1 + months, 12)
    return date(year, month + 1, min(opening.day, monthrange(year, month + 1)[1]))


def years_after(opening: date, years: int) -> date:
    """Return the last day of a period of `years` that opens on `opening`, a day not counted."""
    return months_after(opening, 12 * years)


def days_after(opening: date, days: int) -> date:
    """Return the last day of a period of `days` that opens on `opening`, a day not counted."""
    return opening + timedelta(days)


def china_shift(last: date) -> Shift:
    """Move `last` past rest days of mainland China to the day on which the period ends.

    Weekends count as rest days and make-up working days do not; that the Civil Code's 法定休假日
    takes in weekends is a reading, not its words (Civil Code 203).
    """
    day, unknown = last, set()
    while _rests_in_china(day):
        day += timedelta(1)
    for year in range(last.year, day.year + 1):
        if not is_china_year_known(year):
            unknown.add(year)
    return Shift(day, tuple(sorted(unknown)))


@cache
def is_china_year_known(year: int) -> bool:
    """Say whether the State Council's arrangement of `year` is held.

    Every arrangement since 2001 has set make-up working days, which no rule foretells; a year
    without any has not been entered.
    """
    return any(day.year == year for day in _china(year)[1])


def business_days_after(opening: date, days: int, *, observed: bool = False) -> date:
    """Count `days` after `opening` without weekends and United States federal holidays.

    The holidays are the days that 5 USC 6103(a) names; with `observed`, also the days in lieu of
    one that falls on a weekend (6103(b)).
    """
    return _counted(opening, days, lambda day: not _rests_in_us(day, observed=observed))


def _counted(opening: date, days: int, counts: Callable[[date], bool]) -> date:
    day = opening
    while days:
        day += timedelta(1)
        days -= counts(day)
    return day


def _rests_in_china(day: date) -> bool:
    is_weekend = day.weekday() >= SATURDAY
    if not is_china_year_known(day.year):
        return is_weekend
    off, made_up = _china(day.year)
    return day not in made_up if is_weekend else day in off


def _rests_in_us(day: date, *, observed: bool) -> bool:
    return day.weekday() >= SATURDAY or day in _united_states(day.year, observed=observed)


@cache
def _china(year: int) -> tuple[frozenset[date], frozenset[date]]:
    """Return the days off of `year`, and the weekend days that are worked, of any year."""
    from holidays import country_holidays  # imported late: it takes half a second

    calendar = country_holidays("CN", years=year)
    return frozenset(calendar), frozenset(calendar.weekend_workdays)


@cache
def _united_states(year: int, *, observed: bool) -> frozenset[date]:
    from holidays import country_holidays  # late, for the same reason

    # The day in lieu of next New Year may be this year's last.
    return frozenset(country_holidays("US", years=(year, year + 1), observed=observed))
