"""The vocabulary of red flags that a file review may report, from `flags.yaml`."""

from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path

import yaml

from casebook.errors import DataError
from casebook.text import Text


@dataclass(frozen=True, slots=True)
class Flag:
    """A red flag: what it is called, and when exactly it stands."""

    id: str
    name: Text
    definition: Text


@cache
def flags() -> tuple[Flag, ...]:
    """Return every flag, in the order in which a file is read."""
    text = Path(__file__).with_name("flags.yaml").read_text(encoding="utf-8")
    return tuple(
        Flag(entry["id"], Text(**entry["name"]), Text(**entry["definition"]))
        for entry in yaml.safe_load(text)
    )


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
