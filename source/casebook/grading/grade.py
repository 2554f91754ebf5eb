"""Grade an assignment: every hand-in, one after another, each on record before the next."""

import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbgrader.api import Gradebook
from nbgrader.preprocessors import AssignLatePenalties
from nbgrader.utils import parse_utc

from casebook.activities import learner as learners
from casebook.activities.nouns import Status, gravest
from casebook.errors import CasebookError, GradingError
from casebook.grading import submission
from casebook.grading.course import Course, prepare_nbgrader
from casebook.grading.keys import Keys, released_keys
from casebook.grading.outcomes import Outcomes
from casebook.grading.pipeline import fingerprint, grade_submission
from casebook.grading.plugins import SaveScores
from casebook.grading.submission import Submission
from casebook.grading.verdict import GradedSubmission


@dataclass(frozen=True, slots=True)
class Graded:
    """What became of one hand-in; `is_fresh` is False where nothing had changed."""

    learner: str
    status: Status
    points: float
    max_points: float
    facts: tuple[str, ...]
    is_fresh: bool = True

    def __str__(self) -> str:
        facts = "".join(f"\n    {fact}" for fact in self.facts)
        return f"{self.learner:24} {self.points:7.2f} / {self.max_points:<6g} {self.status}{facts}"

    def to_dict(self) -> dict[str, Any]:
        """Return plain data for a JSON line."""
        return {
            "learner": self.learner,
            "status": self.status,
            "points": self.points,
            "max_points": self.max_points,
            "facts": list(self.facts),
            "fresh": self.is_fresh,
        }


def grade(
    course: Course, assignment: str, *, learner: str | None = None, force: bool = False
) -> Iterator[Graded]:
    """Grade the hand-ins of `assignment`; one that cannot be graded never stops the others.

    Raises
    ------
    GradingError
        Before the first hand-in, when the assignment was not released or a learner is unknown.
    """
    prepare_nbgrader()
    keys = released_keys(course, assignment)
    keys.check_seal()
    for name in handed_in(course, assignment, learner):
        try:
            yield _grade_one(keys, name, force=force)
        except CasebookError as error:
            yield Graded(name, Status.NEEDS_REVIEW, 0, 0, (str(error),))
        except Exception as error:  # noqa: BLE001 - one poisoned hand-in must not stop a batch
            what = f"the grader failed: {type(error).__name__}: {error}"
            yield Graded(name, Status.NEEDS_REVIEW, 0, 0, (what,))


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


def _grade_one(keys: Keys, name: str, *, force: bool) -> Graded:
    course, assignment = keys.course, keys.assignment
    work = submission.read(course.submitted(assignment, name), assignment, name)
    outcomes = Outcomes(course.outcomes)
    is_same = outcomes.fingerprint(assignment, name) == fingerprint(work, keys)
    if is_same and not force and course.autograded(assignment, name).is_dir():
        return _on_record(outcomes, assignment, name)
    graded = grade_submission(work, keys)
    with _staged(course, work, graded) as staging:
        outcomes.save(graded)
        _enter(course, work, graded)
        staging.publish()
    return Graded(name, graded.status, graded.points, graded.max_points, graded.facts)


def _on_record(outcomes: Outcomes, assignment: str, name: str) -> Graded:
    own = [one for (who, _), one in outcomes.read(assignment).items() if who == name]
    return Graded(
        name,
        gravest(one.status for one in own),
        round(sum(one.points for one in own), 2),
        round(sum(one.max_points for one in own), 2),
        outcomes.facts(assignment).get(name, ()),
        is_fresh=False,
    )


def _enter(course: Course, work: Submission, graded: GradedSubmission) -> None:
    """Enter the points in nbgrader's gradebook, through its own steps."""
    told = {
        "student": graded.learner,
        "assignment": graded.assignment,
        "notebook": graded.assignment,
        "db_url": course.db_url,
    }
    with Gradebook(course.db_url, course.id) as gradebook:
        gradebook.update_or_create_student(graded.learner)
        handed_in_at = _timestamp(work.folder)
        when = {"timestamp": handed_in_at} if handed_in_at else {}
        gradebook.update_or_create_submission(graded.assignment, graded.learner, **when)
    before = Path.cwd()
    # nbgrader's steps find the course by the working directory, as under its own commands.
    os.chdir(course.folder)
    try:
        notebook, resources = graded.notebook, {"nbgrader": told}
        for step in (SaveScores, AssignLatePenalties):
            notebook, resources = step(config=course.config).preprocess(notebook, resources)
    finally:
        os.chdir(before)


def _timestamp(folder: Path) -> str | None:
    path = folder / "timestamp.txt"
    if not path.is_file() or path.is_symlink():
        return None
    text = path.read_text(encoding="utf-8", errors="replace")[:100].strip()
    try:
        parse_utc(text)
    except (ValueError, OverflowError):
        return None
    return text


class _staged:  # noqa: N801 - used as a context manager, like a function
    """The graded files, made aside and then put in place in one step."""

    def __init__(self, course: Course, work: Submission, graded: GradedSubmission) -> None:
        self._target = course.autograded(graded.assignment, graded.learner)
        self._work, self._graded = work, graded

    def __enter__(self) -> "_staged":
        self._target.parent.mkdir(parents=True, exist_ok=True)
        self._folder = Path(tempfile.mkdtemp(prefix=".staging-", dir=self._target.parent))
        for path in submission.files(self._work.folder):
            if path.suffix == ".ipynb":
                # As under nbgrader: feedback is made of every notebook here, and fails on others.
                continue
            place = self._folder / path.relative_to(self._work.folder)
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, place)
        nbformat.write(self._graded.notebook, self._folder / f"{self._graded.assignment}.ipynb")
        self._folder.chmod(0o755)
        return self

    def publish(self) -> None:
        """Put the files in place of what stood there."""
        if self._target.exists():
            old = self._folder.with_name(self._folder.name + ".old")
            self._target.rename(old)
            self._folder.rename(self._target)
            shutil.rmtree(old, onerror=_make_writable)
        else:
            self._folder.rename(self._target)

    def __exit__(self, *_: object) -> None:
        if self._folder.exists():
            shutil.rmtree(self._folder, ignore_errors=True)


def _make_writable(remove: Any, path: str, _: object) -> None:
    """Remove what nbgrader left read-only."""
    Path(path).parent.chmod(stat.S_IRWXU)
    Path(path).chmod(stat.S_IRWXU)
    remove(path)
