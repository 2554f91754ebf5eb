"""What an author writes in a quiz file."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from casebook.activities.authored import read_yaml, structure
from casebook.activities.nouns import Kind
from casebook.errors import ContentError
from casebook.text import Text


class ItemKind(StrEnum):
    """How an item is answered."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    TRUE_FALSE = "true-false"
    NUMERIC = "numeric"


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a choice item, with the feedback that belongs to choosing it."""

    id: str
    text: Text
    right: bool
    feedback: Text


@dataclass(frozen=True, slots=True)
class Mistake:
    """A number that a known error leads to, and what to say of it."""

    value: float
    feedback: Text


@dataclass(frozen=True, slots=True)
class Item:
    """One question. Choice items have `options`; a numeric item has `answer` and `unit`."""

    id: str
    kind: ItemKind
    teaches: tuple[str, ...]
    points: float
    stem: Text
    rules: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    answer: float | None = None
    tolerance: float = 0.0
    unit: Text | None = None
    right: Text | None = None
    wrong: Text | None = None
    mistakes: tuple[Mistake, ...] = ()

    @property
    def is_choice(self) -> bool:
        """Whether the learner chooses among options."""
        return self.kind is not ItemKind.NUMERIC


@dataclass(frozen=True, slots=True)
class Quiz:
    """A quiz as authored: activity and key in one."""

    id: str
    kind: Kind
    title: Text
    teaches: tuple[str, ...]
    items: tuple[Item, ...]


def load(path: Path) -> Quiz:
    """Read the quiz at `path`.

    Raises
    ------
    ContentError
        Listing every fault of form or sense in the file.
    """
    return parse(read_yaml(path), str(path))


def parse(raw: Any, where: str) -> Quiz:
    """Make a quiz of plain data; `where` names it in messages."""
    quiz = structure(raw, Quiz, where)
    faults = tuple(_faults(quiz))
    if faults:
        raise ContentError.of(where, faults)
    return quiz


def _faults(quiz: Quiz) -> Iterator[str]:
    if quiz.kind is not Kind.QUIZ:
        yield f"kind: is {quiz.kind}, expected quiz"
    for item_id, times in Counter(item.id for item in quiz.items).items():
        if times > 1:
            yield f'item "{item_id}": stands {times} times, expected once; rename one'
    for item in quiz.items:
        check = _choice_faults if item.is_choice else _numeric_faults
        yield from (f'item "{item.id}": {fault}' for fault in check(item))
        if item.points <= 0:
            yield f'item "{item.id}": {item.points:g} points, expected more than 0'


def _choice_faults(item: Item) -> Iterator[str]:
    rights = sum(option.right for option in item.options)
    for option_id, times in Counter(option.id for option in item.options).items():
        if times > 1:
            yield f'option "{option_id}" stands {times} times, expected once'
    if len(item.options) < 2:
        yield f"{len(item.options)} options, expected 2 or more"
    if item.kind is ItemKind.MULTIPLE:
        if not 1 <= rights < len(item.options):
            yield f"{rights} of {len(item.options)} options are right, expected some but not all"
    elif rights != 1:
        yield f"{rights} options are right, expected 1; use kind: multiple"
    if item.kind is ItemKind.TRUE_FALSE and len(item.options) != 2:
        yield f"{len(item.options)} options, expected 2 for true-false"
    if item.answer is not None:
        yield "has an answer and options, expected options only"


def _numeric_faults(item: Item) -> Iterator[str]:
    if item.options:
        yield "has options, expected answer, unit, right and wrong for kind: numeric"
    for name in ("answer", "unit", "right", "wrong"):
        if getattr(item, name) is None:
            yield f"has no {name}, expected one for kind: numeric"
    if item.tolerance < 0:
        yield f"tolerance {item.tolerance:g}, expected 0 or more"
