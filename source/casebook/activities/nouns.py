"""The nouns that all activities share: answer, criterion, score, and their statuses."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from casebook.text import Text

#: A plain value: None, bool, int, float, str, or a list or dict of plain values.
Plain = Any


class Kind(StrEnum):
    """What kind of thing the learner does."""

    QUIZ = "quiz"
    CASEWORK = "casework"
    DIALOGUE = "dialogue"
    SCRIPT = "script"


class Status(StrEnum):
    """What became of one answer, or of a whole hand-in."""

    GRADED = "graded"
    NEEDS_REVIEW = "needs-review"
    NOT_ANSWERED = "not-answered"
    NOT_SUBMITTED = "not-submitted"
    CRASHED = "crashed"
    TIMED_OUT = "timed-out"
    ALTERED = "altered"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a learner gave for one activity: a plain value for each item or task answered."""

    activity: str
    values: Mapping[str, Plain] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Criterion:
    """The verdict on one item or task.

    `given` is the answer as a person would read it, `None` where nothing was given;
    `feedback` is what this answer earned and nothing more.
    """

    id: str
    title: Text
    points: float
    max_points: float
    status: Status
    given: Text | None = None
    feedback: tuple[Text, ...] = ()
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Score:
    """The verdict on one activity, made only by a kind's `score(key, answer)`."""

    activity: str
    criteria: tuple[Criterion, ...]

    @property
    def points(self) -> float:
        """Points earned, rounded to hundredths."""
        return round(sum(criterion.points for criterion in self.criteria), 2)

    @property
    def max_points(self) -> float:
        """Points that could be earned."""
        return round(sum(criterion.max_points for criterion in self.criteria), 2)

    @property
    def status(self) -> Status:
        """The gravest status among the criteria that were answered."""
        return gravest(criterion.status for criterion in self.criteria)


#: From the one that most needs an instructor's eye to the one that needs it least.
_GRAVITY = (
    Status.CRASHED,
    Status.TIMED_OUT,
    Status.NEEDS_REVIEW,
    Status.ALTERED,
    Status.GRADED,
    Status.NOT_ANSWERED,
    Status.NOT_SUBMITTED,
)


#: An instructor should look before these points stand.
NEED_A_PERSON = frozenset({Status.NEEDS_REVIEW, Status.CRASHED, Status.TIMED_OUT})


def gravest(statuses: Iterable[Status]) -> Status:
    """Return the status an instructor should see first; nothing at all is not answered."""
    return min(statuses, key=_GRAVITY.index, default=Status.NOT_ANSWERED)
