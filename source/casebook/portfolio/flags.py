"""The vocabulary of red flags, from `flags.yaml`."""

from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path

import yaml

from casebook.errors import DataError
from casebook.text import Text


@dataclass(frozen=True, slots=True)
class Flag:
    """A red flag: what it is called, and when exactly it stands.

    `effort`, 1 to 3, is what a reader of one file has to do to find it; None where a review of
    one file does not judge it.
    """

    id: str
    name: Text
    definition: Text
    effort: int | None


@cache
def flags() -> tuple[Flag, ...]:
    """Return every flag, those of a file review first."""
    text = Path(__file__).with_name("flags.yaml").read_text(encoding="utf-8")
    return tuple(
        Flag(entry["id"], Text(**entry["name"]), Text(**entry["definition"]), entry.get("effort"))
        for entry in yaml.safe_load(text)
    )


@cache
def review_flags() -> tuple[Flag, ...]:
    """Return the flags that a file review may report, in the order in which a file is read."""
    return tuple(flag for flag in flags() if flag.effort is not None)


@cache
def ids() -> tuple[str, ...]:
    """Return the ids of the flags; a place in this list names a flag in arrays."""
    return tuple(flag.id for flag in flags())


@cache
def places() -> dict[str, int]:
    """Return the place of each flag in `ids`."""
    return {flag: place for place, flag in enumerate(ids())}


def flag(flag_id: str) -> Flag:
    """Return the flag of that id.

    Raises
    ------
    DataError
        No flag has that id; the message names the nearest.
    """
    known = {each.id: each for each in flags()}
    if flag_id in known:
        return known[flag_id]
    near = get_close_matches(flag_id, known, n=3) or list(known)
    raise DataError(
        "flags.yaml", f"no flag {flag_id!r}", f"one of {', '.join(near)}", "mend the id"
    )
