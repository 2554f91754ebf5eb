"""Months and days, as lenders count them."""

from datetime import date

# The day of the review in all that ships.
AS_OF = date(2026, 6, 30)


def months_after(day: date, months: int, *, on: int | None = None) -> date:
    """Return the day `months` later, on day `on` of that month (or its last day)."""
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (on or day.day, 30, 29, 28):
        try:
            return date(years, month + 1, last)
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


def month_ends(day: date, count: int) -> list[date]:
    """Return the last days of the `count` full months before `day`, oldest first."""
    firsts = [months_after(day, -back, on=1) for back in range(count)]
    return [date.fromordinal(first.toordinal() - 1) for first in reversed(firsts)]
