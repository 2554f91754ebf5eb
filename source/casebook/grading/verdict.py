"""What grading one hand-in brings forth."""

from dataclasses import dataclass, field

from nbformat import NotebookNode

from casebook.activities.nouns import Criterion, Status, gravest


@dataclass(frozen=True, slots=True)
class PartVerdict:
    """The verdict on one graded cell: a task, or a whole quiz with a criterion an item."""

    grade_id: str
    points: float
    max_points: float
    status: Status
    criteria: tuple[Criterion, ...]
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GradedSubmission:
    """A hand-in graded: pure of the gradebook, so that any process can make it.

    `cells_s` is for how many seconds its cells ran.
    """

    learner: str
    assignment: str
    fingerprint: str
    variant: int
    notebook: NotebookNode
    parts: tuple[PartVerdict, ...]
    facts: tuple[str, ...]
    seal: str
    cells_s: float = field(default=0.0, compare=False)

    @property
    def points(self) -> float:
        """Points earned."""
        return round(sum(part.points for part in self.parts), 2)

    @property
    def max_points(self) -> float:
        """Points that could be earned."""
        return round(sum(part.max_points for part in self.parts), 2)

    @property
    def status(self) -> Status:
        """The gravest status among the parts."""
        return gravest(part.status for part in self.parts)
