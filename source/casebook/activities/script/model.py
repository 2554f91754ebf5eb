"""What an author writes in a script file: what is to be written, and the rubric to mark it by."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from casebook.activities.authored import read_yaml, structure
from casebook.activities.nouns import Kind
from casebook.errors import ContentError
from casebook.text import Language, Text


@dataclass(frozen=True, slots=True)
class Length:
    """How long a text should be: Chinese characters in Chinese, words in English."""

    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Level:
    """What earns how many points of a criterion."""

    points: float
    text: Text


@dataclass(frozen=True, slots=True)
class RubricCriterion:
    """One thing that a person marks; `look_for` is for the marker alone."""

    id: str
    title: Text
    points: float
    levels: tuple[Level, ...]
    look_for: Text
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Script:
    """A writing task as authored: activity and key in one."""

    id: str
    kind: Kind
    title: Text
    teaches: tuple[str, ...]
    prompt: Text
    length: Mapping[Language, Length]
    rubric: tuple[RubricCriterion, ...]

    @property
    def points(self) -> float:
        """Points that the whole rubric is worth."""
        return sum(criterion.points for criterion in self.rubric)

    def criterion(self, name: str) -> RubricCriterion | None:
        """Return the criterion of that id, if there is one."""
        return next((one for one in self.rubric if one.id == name), None)


def load(path: Path) -> Script:
    """Read the script at `path`.

    Raises
    ------
    ContentError
        Listing every fault of form or sense in the file.
    """
    return parse(read_yaml(path), str(path))


def parse(raw: Any, where: str) -> Script:
    """Make a script of plain data; `where` names it in messages."""
    script = structure(raw, Script, where)
    faults = tuple(_faults(script))
    if faults:
        raise ContentError.of(where, faults)
    return script


def _faults(script: Script) -> Iterator[str]:
    if script.kind is not Kind.SCRIPT:
        yield f"kind: is {script.kind}, expected script"
    for language in Language:
        length = script.length.get(language)
        if length is None or not 0 < length.least < length.most:
            yield f"length: {language} is {length}, expected least and most, least the smaller"
    for name, times in Counter(one.id for one in script.rubric).items():
        if times > 1:
            yield f'criterion "{name}": stands {times} times, expected once; rename one'
    for criterion in script.rubric:
        yield from (f'criterion "{criterion.id}": {f}' for f in _criterion_faults(criterion))
    if not script.rubric:
        yield "has no rubric, expected one criterion or more"


def _criterion_faults(criterion: RubricCriterion) -> Iterator[str]:
    points = [level.points for level in criterion.levels]
    if points != sorted(set(points), reverse=True):
        yield f"its levels stand at {points}, expected the highest first, each once"
    if not points or points[0] != criterion.points or points[-1] != 0:
        yield f"its levels stand at {points}, expected from {criterion.points:g} down to 0"
