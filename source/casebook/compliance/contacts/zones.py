"""Time zones by their names, and moments read in them."""

from datetime import UTC, datetime
from functools import cache
from zoneinfo import ZoneInfo

YEARS = range(1900, 2200)


class NotAMomentError(ValueError):
    """A moment cannot be read; the message says what was expected."""


@cache
def zones(names: str) -> tuple[ZoneInfo, ...] | None:
    """Return the zones in `names`, joined by semicolons; None if one is not known."""
    try:
        return tuple(ZoneInfo(name.strip()) for name in names.split(";") if name.strip())
    except (KeyError, ValueError, OSError):  # the last for a folder, such as "America"
        return None


def read_local(text: str) -> datetime:
    """Read a date-time in ISO form; it may lack an offset, but not the time.

    Raises
    ------
    NotAMomentError
        If it is none, or lies centuries away.
    """
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    # The standard library also reads a bare day, and takes midnight for it.
    if moment is None or len(text) < len("2026-06-30T09:15") or moment.year not in YEARS:
        raise NotAMomentError("a date and time such as 2026-06-30T09:15:00 or ...09:15:00+08:00")
    return moment


def read_moment(text: str, where: tuple[ZoneInfo, ...]) -> datetime:
    """Read a date-time that has an offset, or else is local to the first of the zones `where`.

    Raises
    ------
    NotAMomentError
        If it is none, lacks both offset and zone, or names an hour that the clocks skipped.
    """
    moment = read_local(text)
    if moment.tzinfo is not None:
        return moment
    if not where:
        raise NotAMomentError("an offset such as +08:00, or a zone")
    placed = moment.replace(tzinfo=where[0])
    if placed.astimezone(UTC).astimezone(where[0]).replace(tzinfo=None) != moment:
        raise NotAMomentError(f"a time that exists in {where[0].key}; the clocks went forward")
    return placed
