"""Months and years between two days, as a contract counts them."""

from datetime import date
from fractions import Fraction

from casebook.law.days import months_after
from casebook.law.interest.terms import DayCount


def months_between(first: date, day: date) -> Fraction:
    """Return the months from `first` to `day`: whole ones, and a broken one by its days."""
    whole = (day.year - first.year) * 12 + day.month - first.month
    whole -= months_after(first, whole) > day
    begun, ends = months_after(first, whole), months_after(first, whole + 1)
    return whole + Fraction((day - begun).days, (ends - begun).days)


def years_between(count: DayCount, anchor: date, first: date, last: date) -> Fraction:
    """Return the years from `first` to `last`, of which the last day is not counted.

    By 365 or 360, days are divided so. As they fall (`actual`), each full year since `anchor`
    counts as one, whether it has 365 days or 366, and the days left over are divided by the length
    of the year in which they lie.
    """
    if count is not DayCount.ACTUAL:
        return Fraction((last - first).days, int(count))
    return _years_since(anchor, last) - _years_since(anchor, first)


def factor(count: DayCount, anchor: date, first: date, last: date) -> str:
    """Write the years from `first` to `last` as a learner would multiply: 365/365, 1+20/366."""
    if count is not DayCount.ACTUAL:
        return f"{(last - first).days}/{count}"
    if first != anchor:
        return str(years_between(count, anchor, first, last))
    whole, rest, length = _parts(anchor, last)
    return "+".join(filter(None, (str(whole) if whole else "", f"{rest}/{length}" if rest else "")))


def _years_since(anchor: date, day: date) -> Fraction:
    whole, rest, length = _parts(anchor, day)
    return whole + Fraction(rest, length)


def _parts(anchor: date, day: date) -> tuple[int, int, int]:
    """Return the full years since `anchor`, the days left over, and the length of their year."""
    whole = day.year - anchor.year
    whole -= months_after(anchor, whole * 12) > day
    begun, ends = months_after(anchor, whole * 12), months_after(anchor, whole * 12 + 12)
    return whole, (day - begun).days, (ends - begun).days
