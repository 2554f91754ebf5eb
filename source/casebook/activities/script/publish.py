"""Split an authored script into what a learner may see and what the marker knows."""

from collections.abc import Mapping
from dataclasses import dataclass

from casebook.activities.nouns import Kind
from casebook.activities.script.model import Length, Level, Script
from casebook.text import Language, Text


@dataclass(frozen=True, slots=True)
class PublicCriterion:
    """A criterion as a learner sees it: what earns how much, without the marker's notes."""

    id: str
    title: Text
    points: float
    levels: tuple[Level, ...]


@dataclass(frozen=True, slots=True)
class ScriptActivity:
    """A writing task as a learner sees it."""

    id: str
    kind: Kind
    title: Text
    teaches: tuple[str, ...]
    prompt: Text
    length: Mapping[Language, Length]
    rubric: tuple[PublicCriterion, ...]

    @property
    def points(self) -> float:
        """Points that the whole rubric is worth."""
        return sum(criterion.points for criterion in self.rubric)


def public(script: Script) -> ScriptActivity:
    """Return the public activity of `script`; the script itself is its key."""
    rubric = tuple(
        PublicCriterion(one.id, one.title, one.points, one.levels) for one in script.rubric
    )
    return ScriptActivity(
        script.id,
        Kind.SCRIPT,
        script.title,
        script.teaches,
        script.prompt,
        script.length,
        rubric,
    )
