"""The red flags of a whole portfolio: those of the sample, and those that need more tables."""

from functools import cache
from pathlib import Path

import yaml

from casebook.portfolio.flags import Flag, flags
from casebook.text import Text

BOOK = Path(__file__).parents[1] / "flags-book.yaml"


@cache
def book_flags() -> tuple[Flag, ...]:
    """Return every flag that a simulated portfolio can hold, those of the sample first."""
    entries = yaml.safe_load(BOOK.read_text(encoding="utf-8"))
    more = (
        Flag(entry["id"], Text(**entry["name"]), Text(**entry["definition"])) for entry in entries
    )
    return (*flags(), *more)


@cache
def ids() -> tuple[str, ...]:
    """Return the ids of the flags; a place in this list names a flag in arrays."""
    return tuple(flag.id for flag in book_flags())


@cache
def places() -> dict[str, int]:
    """Return the place of each flag in `ids`."""
    return {flag: place for place, flag in enumerate(ids())}
