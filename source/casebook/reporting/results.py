"""The results of an assignment: who handed in, and what each task of each work came to."""

from dataclasses import dataclass
from enum import StrEnum

from casebook.activities.nouns import Criterion, Status
from casebook.text import Text


class State(StrEnum):
    """How far one learner's work has come."""

    GRADED = "graded"
    UNGRADED = "ungraded"
    NOT_SUBMITTED = "not-submitted"


@dataclass(frozen=True, slots=True)
class Task:
    """One graded cell of the assignment, under the heading that learners saw."""

    name: str
    max_points: float
    title: Text


@dataclass(frozen=True, slots=True)
class Row:
    """One learner's one task. `points` are what counts: the manual score where there is one."""

    learner: str
    task: str
    status: Status
    points: float
    max_points: float
    auto_points: float | None = None
    manual_points: float | None = None
    needs_review: bool = False
    comment: str = ""
    facts: tuple[str, ...] = ()
    criteria: tuple[Criterion, ...] = ()

    @property
    def is_unmarked(self) -> bool:
        """Whether no one, neither scorer nor person, has given it points yet."""
        return self.auto_points is None and self.manual_points is None


@dataclass(frozen=True, slots=True)
class Work:
    """What one learner handed in, or that nothing came; `penalty` is what being late cost."""

    learner: str
    name: str
    state: State
    rows: tuple[Row, ...]
    facts: tuple[str, ...] = ()
    penalty: float = 0

    @property
    def points(self) -> float:
        """Points that count so far."""
        return round(max(sum(row.points for row in self.rows) - self.penalty, 0), 2)

    @property
    def needs_review(self) -> bool:
        """Whether a person has still to look at any part."""
        return any(row.needs_review for row in self.rows)


@dataclass(frozen=True, slots=True)
class Results:
    """All that is known of one assignment in one course; `variants` is None where not on record."""

    course: str
    assignment: str
    title: Text
    variants: int | None
    tasks: tuple[Task, ...]
    works: tuple[Work, ...]

    @property
    def graded(self) -> tuple[Work, ...]:
        """The works that are graded, in the order of their learners."""
        return self.of(State.GRADED)

    @property
    def max_points(self) -> float:
        """Points that could be earned."""
        return round(sum(task.max_points for task in self.tasks), 2)

    def of(self, state: State) -> tuple[Work, ...]:
        """Return the works that have come as far as `state`."""
        return tuple(work for work in self.works if work.state is state)
