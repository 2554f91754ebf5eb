"""What an author writes in a casework file."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from casebook.activities.authored import read_yaml, structure
from casebook.activities.nouns import Kind
from casebook.errors import ContentError
from casebook.text import Text


class Form(StrEnum):
    """The form an answer takes.

    `number` and `integer` are plain numbers; `codes` is a list of ids out of `choices`; `plan` is a
    repayment plan as columns `due_on` (ISO dates) and `amount` (yuan).
    """

    NUMBER = "number"
    INTEGER = "integer"
    CODES = "codes"
    PLAN = "plan"


#: The code that says of a file that nothing in it has to be asked.
NOTHING = "none"


@dataclass(frozen=True, slots=True)
class Choice:
    """One code that may be named in a `codes` answer."""

    id: str
    text: Text


@dataclass(frozen=True, slots=True)
class Mistake:
    """A known error: what to say of it, and, in practice, the number it leads to."""

    id: str
    feedback: Text
    value: float | None = None


@dataclass(frozen=True, slots=True)
class PlanTerms:
    """What a plan must meet; amounts in yuan, dates in ISO form."""

    total: float
    monthly_at_most: float
    from_date: str
    first_within_days: int
    months_at_most: int


#: A number, the codes to be named, or the terms that a plan must meet.
Solution = float | tuple[str, ...] | PlanTerms


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to work out.

    `answer` (`codes` or `plan` for those forms) stands here in practice only; in an assessment it
    differs by variant and is worked out by the assignment's `solutions.py`. `case` is a sample
    debtor's id, in practice, for a task about a file of its own.
    """

    id: str
    form: Form
    points: float
    prompt: Text
    right: Text
    wrong: Text
    rules: tuple[str, ...] = ()
    unit: Text | None = None
    tolerance: float = 0.0
    choices: tuple[Choice, ...] = ()
    hints: tuple[Text, ...] = ()
    mistakes: tuple[Mistake, ...] = ()
    answer: float | None = None
    codes: tuple[str, ...] | None = None
    plan: PlanTerms | None = None
    case: str | None = None

    @property
    def solution(self) -> Solution | None:
        """The right answer where it stands in the file."""
        match self.form:
            case Form.CODES:
                return self.codes
            case Form.PLAN:
                return self.plan
            case _:
                return self.answer


@dataclass(frozen=True, slots=True)
class Casework:
    """A piece of casework as authored; `case` is a sample debtor's id in practice.

    Where `nothing` says so in words, a `codes` task also takes the code `none`: looked, and found
    nothing to ask. An empty answer cannot mean that, since it means that nobody answered.
    """

    id: str
    kind: Kind
    title: Text
    teaches: tuple[str, ...]
    tasks: tuple[Task, ...]
    case: str | None = None
    nothing: Text | None = None

    @property
    def is_practice(self) -> bool:
        """Whether it is about files of the sample, and so holds its own answers."""
        return self.case is not None or any(task.case is not None for task in self.tasks)

    def case_of(self, task: Task) -> str | None:
        """Return the sample debtor whose file `task` is about."""
        return task.case or self.case

    def task(self, task_id: str) -> Task | None:
        """Return the task of that id, if there is one."""
        return next((task for task in self.tasks if task.id == task_id), None)


def load(path: Path, vocabulary: tuple[Choice, ...] = ()) -> Casework:
    """Read the casework at `path`; a `codes` task without choices of its own takes `vocabulary`.

    Raises
    ------
    ContentError
        Listing every fault of form or sense in the file.
    """
    return parse(read_yaml(path), str(path), vocabulary)


def parse(raw: Any, where: str, vocabulary: tuple[Choice, ...] = ()) -> Casework:
    """Make casework of plain data; `where` names it in messages."""
    casework = structure(raw, Casework, where)
    if casework.nothing is not None:
        vocabulary = (*vocabulary, Choice(NOTHING, casework.nothing))
    casework = replace(
        casework, tasks=tuple(_with_choices(task, vocabulary) for task in casework.tasks)
    )
    faults = tuple(_faults(casework))
    if faults:
        raise ContentError.of(where, faults)
    return casework


def _with_choices(task: Task, vocabulary: tuple[Choice, ...]) -> Task:
    wants = task.form is Form.CODES and not task.choices
    return replace(task, choices=vocabulary) if wants else task


def _faults(casework: Casework) -> Iterator[str]:
    if casework.kind is not Kind.CASEWORK:
        yield f"kind: is {casework.kind}, expected casework"
    for task_id, times in Counter(task.id for task in casework.tasks).items():
        if times > 1:
            yield f'task "{task_id}": stands {times} times, expected once; rename one'
    for task in casework.tasks:
        faults = _task_faults(task, casework.is_practice)
        yield from (f'task "{task.id}": {fault}' for fault in faults)
        if casework.is_practice and casework.case_of(task) is None:
            yield f'task "{task.id}": names no case, expected one as the other tasks do'


def _task_faults(task: Task, is_practice: bool) -> Iterator[str]:
    if not task.id.isidentifier() or task.id != task.id.lower():
        yield "its id is not a lower-case Python name, which cb.answer needs"
    if task.points <= 0:
        yield f"{task.points:g} points, expected more than 0"
    if task.form is Form.CODES and not task.choices:
        yield "has no choices, expected the codes that may be named"
    if is_practice and task.solution is None:
        yield "has no answer, expected one in practice"
    if not is_practice and task.solution is not None:
        yield "has an answer, expected none: solutions.py works it out for each variant"
    for code in set(task.codes or ()) - {choice.id for choice in task.choices}:
        yield f'codes name "{code}", which is not among the choices'


@dataclass(frozen=True, slots=True)
class Reference:
    """The right answer to one task of one case, and the numbers that known errors lead to."""

    answer: Solution
    mistakes: Mapping[str, float]


def practice_references(casework: Casework) -> dict[str, Reference]:
    """Return the reference for each task, as practice casework states it."""
    return {task.id: _practice_reference(task) for task in casework.tasks}


def _practice_reference(task: Task) -> Reference:
    if task.solution is None:
        raise ContentError(f'task "{task.id}"', "has no answer", "one in practice")
    return Reference(task.solution, {m.id: m.value for m in task.mistakes if m.value is not None})
