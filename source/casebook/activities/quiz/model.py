"""What an author writes in a quiz file."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from casebook.activities.authored import CONVERTER, read_yaml, structure
from casebook.activities.nouns import Kind
from casebook.activities.quiz.item import Item, repeated
from casebook.activities.quiz.kinds import KINDS
from casebook.errors import ContentError
from casebook.text import Text


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
    yield from repeated([item.id for item in quiz.items], "item")
    for item in quiz.items:
        yield from (f'item "{item.id}": {fault}' for fault in item.faults())
        if item.points <= 0:
            yield f'item "{item.id}": {item.points:g} points, expected more than 0'
        if item.difficulty is not None and not 0 < item.difficulty < 1:
            yield f'item "{item.id}": difficulty {item.difficulty:g}, expected between 0 and 1'


def _structure(raw: Any, _: type[Item]) -> Item:
    """Make an item of the kind that it says it is."""
    kind = str(raw.get("kind")) if isinstance(raw, Mapping) else ""
    if kind not in KINDS:
        raise ValueError(f'kind "{kind}", expected one of {", ".join(sorted(KINDS))}')
    return CONVERTER.structure(raw, KINDS[kind])


CONVERTER.register_structure_hook_func(lambda kind: kind is Item, _structure)
