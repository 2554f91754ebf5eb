"""Who works on the floor: names, and the words for teams, roles and skills (`stock/staff.yaml`)."""

from dataclasses import dataclass
from enum import IntEnum
from functools import cache

from casebook.portfolio import stocks
from casebook.portfolio.simulation.draws import Draws
from casebook.portfolio.writing import names
from casebook.text import Text


class Role(IntEnum):
    """Places in `roles()`."""

    FRONT_LINE = 0
    SENIOR = 1
    TEAM_LEAD = 2
    QUALITY = 3


@dataclass(frozen=True, slots=True)
class Word:
    """A code and what it is called."""

    id: str
    name: Text


def staff_names(size: int, draws: Draws) -> list[str]:
    """Draw names of members of staff; two may have the same, as on any floor."""
    group = names.groups(draws.whole(0, 1, size), draws.whole(1976, 2004, size))
    written = names.names(names.surnames(draws, size), names.given_names(draws, group))
    listed: list[str] = written.to_pylist()
    return listed


def surnames(staff: list[str]) -> list[str]:
    """Return the surnames, by which debtors remember who called: 那个姓周的."""
    return [name[0] for name in staff]


def teams() -> tuple[Word, ...]:
    """Return the teams of a floor."""
    return _words("teams")


def roles() -> tuple[Word, ...]:
    """Return the roles, in the order of `Role`."""
    return _words("roles")


def skills() -> tuple[Word, ...]:
    """Return what a member of staff may be good at."""
    return _words("skills")


@cache
def _words(kind: str) -> tuple[Word, ...]:
    listed = stocks.words("staff")[kind]
    return tuple(Word(word["id"], Text(zh=word["zh"], en=word["en"])) for word in listed)
