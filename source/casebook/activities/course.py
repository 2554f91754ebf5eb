"""The course as a whole: its parts and workbooks, and how far a learner has come in each.

How far means what was done, never what was right: that is a learner's own business in practice.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from pathlib import Path

from casebook.activities import library
from casebook.activities.authored import read_yaml, structure
from casebook.activities.dialogue.session import has_ended
from casebook.activities.journal import Journal
from casebook.activities.nouns import Kind, Plain
from casebook.activities.quiz.publish import publish
from casebook.text import Text

FILE = "course.yaml"


@dataclass(frozen=True, slots=True)
class Workbook:
    """One notebook of the course; while it is only planned it has no activities."""

    id: str
    title: Text
    minutes: int
    teaches: tuple[str, ...]
    activities: tuple[str, ...] = ()

    @property
    def number(self) -> str:
        """Return the number that its title begins with, such as `1-1`."""
        return "-".join(self.id.split("-")[:2])

    @property
    def notebook(self) -> str:
        """Return the name of its file."""
        return f"{self.id}.ipynb"

    @property
    def is_ready(self) -> bool:
        """Whether it is written and can be opened."""
        return bool(self.activities)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the course."""

    title: Text
    about: Text
    workbooks: tuple[Workbook, ...]


@dataclass(frozen=True, slots=True)
class Course:
    """The parts, in the order in which they are learned."""

    parts: tuple[Part, ...]

    @property
    def workbooks(self) -> tuple[Workbook, ...]:
        """Return every workbook, in order."""
        return tuple(workbook for part in self.parts for workbook in part.workbooks)


@cache
def course() -> Course:
    """Return the course that ships with the kit."""
    path = Path(str(files("casebook.activities") / FILE))
    return structure(read_yaml(path), Course, f"activities/{FILE}")


class Stage(StrEnum):
    """How far along something is."""

    PLANNED = "planned"
    FRESH = "fresh"
    BEGUN = "begun"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Share:
    """How much of something is done: `done` of `of`; it can be begun with nothing done yet."""

    done: int
    of: int
    is_begun: bool

    @property
    def stage(self) -> Stage:
        """Return how far along this is."""
        if self.of and self.done == self.of:
            return Stage.DONE
        return Stage.BEGUN if self.is_begun else Stage.FRESH


def title(activity_id: str) -> Text:
    """Return the title of a practice activity."""
    _, path = library.index()[activity_id]
    return Text(**read_yaml(path)["title"])


def share(activity_id: str, journal: Journal) -> Share:
    """Return how much of a practice activity was answered: of a dialogue, whether it ended."""
    match library.index()[activity_id][0]:
        case Kind.QUIZ:
            items = publish(library.quiz(activity_id))[0].items
            return answered((item.id for item in items), journal.answer(activity_id).values)
        case Kind.CASEWORK:
            tasks = library.casework(activity_id).tasks
            return answered((task.id for task in tasks), journal.answer(activity_id).values)
        case _:
            return _talk(activity_id, journal)


def _talk(activity_id: str, journal: Journal) -> Share:
    is_begun = any(journal.answer(activity_id).values.values())
    return Share(int(has_ended(activity_id, journal)), 1, is_begun)


def answered(items: Iterable[str], values: Mapping[str, Plain]) -> Share:
    """Return how many of `items` have an answer among `values`."""
    given = [values.get(item) not in (None, "", []) for item in items]
    return Share(sum(given), len(given), any(given))


def together(shares: Iterable[Share]) -> Share:
    """Return how many of several things are done."""
    each = tuple(shares)
    done = sum(one.stage is Stage.DONE for one in each)
    return Share(done, len(each), any(one.is_begun for one in each))


def stage(workbook: Workbook, journal: Journal) -> Stage:
    """Return how far along a learner is in a workbook."""
    if not workbook.is_ready:
        return Stage.PLANNED
    return together(share(activity, journal) for activity in workbook.activities).stage
