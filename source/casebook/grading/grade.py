"""Grade an assignment: every hand-in, each on record before it is told."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from casebook.activities import learner as learners
from casebook.activities.nouns import Status, gravest
from casebook.errors import CasebookError, GradingError, SetupError
from casebook.grading import submission
from casebook.grading.course import Course, prepare_nbgrader
from casebook.grading.crew import Crew, Task, crew
from casebook.grading.keys import Keys, released_keys
from casebook.grading.marking import Marking, marking_of
from casebook.grading.outcomes import Outcome, Outcomes
from casebook.grading.pipeline import fingerprint
from casebook.grading.sandbox import warm
from casebook.grading.verdict import GradedSubmission
from casebook.grading.writer import Writer


@dataclass(frozen=True, slots=True)
class Graded:
    """What became of one hand-in; `is_fresh` is False where nothing had changed.

    `cells_s` is for how many seconds its cells ran, where it was graded now; `was` are the points
    that the machine gave before, where it was graded before and is now again.
    """

    learner: str
    status: Status
    points: float
    max_points: float
    facts: tuple[str, ...]
    is_fresh: bool = True
    cells_s: float = 0.0
    was: float | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return plain data for a JSON line."""
        return {
            "learner": self.learner,
            "status": self.status,
            "points": self.points,
            "max_points": self.max_points,
            "facts": list(self.facts),
            "fresh": self.is_fresh,
            "cells_s": round(self.cells_s, 3),
            "was": self.was,
        }


def grade(
    course: Course,
    assignment: str,
    *,
    learner: str | None = None,
    force: bool = False,
    jobs: int = 1,
    cluster: str | None = None,
    allow_unsealed: bool = False,
    begin: Callable[[int], object] = lambda _: None,
) -> Iterator[Graded]:
    """Grade the hand-ins of `assignment`; one that cannot be graded never stops the others.

    What has not changed since it was graded, hand-in, keys and engine, is not graded again.

    Parameters
    ----------
    learner : str, optional
        This learner alone.
    force : bool
        Grade again what has not changed.
    jobs : int
        How many processes of this machine do the work.
    cluster : str, optional
        The address of a Dask scheduler whose workers do it instead.
    allow_unsealed : bool
        Whether to run hand-ins where nothing can seal them.
    begin : callable
        Called with the number of hand-ins before the first of them.

    Raises
    ------
    GradingError
        Before the first hand-in, when the assignment was not released or a learner is unknown;
        later, when nothing can be written any more.
    SetupError
        Nothing can seal a run, or the cluster cannot be reached.
    """
    prepare_nbgrader()
    keys = released_keys(course, assignment)
    if jobs <= 1 and cluster is None:
        warm.prepare(keys.modules)  # while the keys are read
    keys.check_seal()
    names = handed_in(course, assignment, learner)
    begin(len(names))
    marking = marking_of(keys, allow_unsealed=allow_unsealed)
    with Writer(course, assignment) as writer:
        writer.finish()
        with crew(marking, jobs=min(jobs, len(names)), cluster=cluster) as hands:
            yield from _results(keys, marking, names, writer, hands, force=force)


def _results(
    keys: Keys,
    marking: Marking,
    names: list[str],
    writer: Writer,
    hands: Crew,
    *,
    force: bool,
) -> Iterator[Graded]:
    """Yield what is on record already as it is come upon, what is graded as it is done."""

    def tasks() -> Iterator[Task | Graded]:
        for name in names:
            folder = keys.course.submitted(keys.assignment, name)
            try:
                work = submission.pack(folder, keys.assignment, name)
                if not force and writer.is_on_record(name, fingerprint(work, marking)):
                    yield _on_record(writer.outcomes, keys.assignment, name)
                    continue
                number = keys.variant(name)
                task = Task(work, number, keys.casework_key(number))
            except (CasebookError, OSError) as error:
                yield _unfinished(name, error)
                continue
            yield task

    with closing(hands.results(tasks())) as done:
        for result in done:
            yield result if isinstance(result, Graded) else _entered(writer, *result)


def _entered(writer: Writer, name: str, result: GradedSubmission | Exception) -> Graded:
    if isinstance(result, SetupError):
        raise result  # not of this hand-in: no other would fare better
    if isinstance(result, Exception):
        return _unfinished(name, result)
    try:
        before = writer.enter(result)
    except CasebookError:
        raise  # nothing can be written: no other would fare better
    except Exception as error:  # noqa: BLE001 - one poisoned hand-in must not stop a batch
        return _unfinished(name, error)
    return Graded(
        name,
        result.status,
        result.points,
        result.max_points,
        result.facts,
        cells_s=result.cells_s,
        was=_points(before.values()) if before else None,
    )


def _points(parts: Iterable[Outcome]) -> float:
    return round(sum(one.points for one in parts), 2)


def _unfinished(name: str, error: Exception) -> Graded:
    is_known = isinstance(error, CasebookError)
    what = str(error) if is_known else f"the grader failed: {type(error).__name__}: {error}"
    what = what.encode("utf-8", "backslashreplace").decode("utf-8")
    return Graded(name, Status.NEEDS_REVIEW, 0, 0, (what,))


def handed_in(course: Course, assignment: str, learner: str | None = None) -> list[str]:
    """Return who handed in `assignment`, in order.

    Raises
    ------
    GradingError
        When `learner` did not, or nobody did.
    """
    found = sorted(
        path.parent.name
        for path in (course.folder / "submitted").glob(f"*/{assignment}")
        if path.is_dir() and not path.is_symlink() and learners.is_id(path.parent.name)
    )
    if learner is not None and learner not in found:
        raise GradingError(
            f"learner {learner}",
            f"has handed in nothing for {assignment}",
            f"one of: {', '.join(found) or 'nobody yet'}",
            f"put the hand-in at {course.submitted(assignment, learner)}",
        )
    if not found:
        raise GradingError(
            f"assignment {assignment}",
            "nobody has handed it in",
            f"folders at {course.folder / 'submitted'}/<learner>/{assignment}",
            "collect it with nbgrader, or copy the folders there",
        )
    return [learner] if learner is not None else found


def _on_record(outcomes: Outcomes, assignment: str, name: str) -> Graded:
    own = list(outcomes.of_learner(assignment, name).values())
    return Graded(
        name,
        gravest(one.status for one in own),
        _points(own),
        round(sum(one.max_points for one in own), 2),
        outcomes.facts(assignment).get(name, ()),
        is_fresh=False,
    )
