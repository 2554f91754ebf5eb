"""Split authored casework into what a learner may see and what the grader knows."""

from collections.abc import Mapping
from dataclasses import dataclass

from casebook.activities.casework.model import Casework, Choice, Form, Reference, Task
from casebook.activities.nouns import Kind
from casebook.errors import ContentError
from casebook.text import Text


@dataclass(frozen=True, slots=True)
class PublicTask:
    """A task as a learner sees it."""

    id: str
    form: Form
    points: float
    prompt: Text
    unit: Text | None = None
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseworkActivity:
    """Casework as a learner sees it."""

    id: str
    kind: Kind
    title: Text
    teaches: tuple[str, ...]
    tasks: tuple[PublicTask, ...]

    @property
    def points(self) -> float:
        """Points that the whole piece is worth."""
        return sum(task.points for task in self.tasks)

    def task(self, task_id: str) -> PublicTask | None:
        """Return the task of that id, if there is one."""
        return next((task for task in self.tasks if task.id == task_id), None)


@dataclass(frozen=True, slots=True)
class CaseworkKey:
    """What the grader knows of one variant: the authored tasks and the right answers to them."""

    id: str
    tasks: Mapping[str, Task]
    references: Mapping[str, Reference]


def publish(
    casework: Casework, references: Mapping[str, Reference]
) -> tuple[CaseworkActivity, CaseworkKey]:
    """Return the public activity and the key of `casework` for the case that was solved."""
    unsolved = [task.id for task in casework.tasks if task.id not in references]
    if unsolved:
        raise ContentError(
            f"casework {casework.id}", f"no answer for {', '.join(unsolved)}", "one for each task"
        )
    tasks = {task.id: task for task in casework.tasks}
    return public(casework), CaseworkKey(casework.id, tasks, dict(references))


def public(casework: Casework) -> CaseworkActivity:
    """Return the public activity alone, which is the same for every variant."""
    tasks = tuple(
        PublicTask(task.id, task.form, task.points, task.prompt, task.unit, task.choices)
        for task in casework.tasks
    )
    return CaseworkActivity(casework.id, Kind.CASEWORK, casework.title, casework.teaches, tasks)
