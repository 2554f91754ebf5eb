"""Look rules up, by id or by the day on which they bind."""

from collections.abc import Mapping
from datetime import date
from difflib import get_close_matches
from functools import cache
from re import sub

from casebook.errors import ContentError
from casebook.law.loader import read_pack
from casebook.law.model import Basis, Confidence, Rank, Review, Rule, Severity
from casebook.law.shelf import jurisdictions_in, text_for

__all__ = [
    "Basis",
    "Confidence",
    "Rank",
    "Review",
    "Rule",
    "Severity",
    "jurisdictions",
    "pack",
    "rule",
    "rules",
]


def jurisdictions() -> tuple[str, ...]:
    """Return the jurisdictions that have a pack, such as `CN`."""
    return jurisdictions_in("packs")


@cache
def pack(jurisdiction: str) -> tuple[Rule, ...]:
    """Return the rules of `jurisdiction`, in the order of its file.

    Raises
    ------
    ContentError
        If there is no such pack, or the pack has faults.
    """
    return read_pack(*text_for(jurisdiction, "packs", "pack"))


def rules(on: date | None = None, jurisdiction: str | None = None) -> tuple[Rule, ...]:
    """Return every rule, or only those in force on the day `on`, or those of one `jurisdiction`.

    Raises
    ------
    ContentError
        If there is no pack for `jurisdiction`.
    """
    wanted = jurisdictions() if jurisdiction is None else (jurisdiction,)
    every = (rule for each in wanted for rule in pack(each))
    return tuple(rule for rule in every if on is None or rule.is_in_force(on))


def rule(id: str) -> Rule:  # noqa: A002 - the word that content files and notebooks use
    """Return the rule called `id`, such as `CN-INT-03`.

    Raises
    ------
    ContentError
        If no rule is called so; the message offers the ids most like it.
    """
    known = _by_id()
    if id in known:
        return known[id]
    near = get_close_matches(sub(r"-(\d)$", r"-0\1", str(id).upper()), known, n=3)
    do = f"did you mean {' or '.join(near)}?" if near else "look in law/packs"
    raise ContentError("law", f'no rule is called "{id}"', "the id of a rule", do)


@cache
def _by_id() -> Mapping[str, Rule]:
    return {rule.id: rule for rule in rules()}
