"""The report of an assignment: one line for each learner and task, with its status."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass, fields
from pathlib import Path

from nbgrader.api import Gradebook, MissingEntry, SubmittedAssignment

from casebook.activities.nouns import NEED_A_PERSON, Status
from casebook.errors import GradingError
from casebook.grading.course import Course
from casebook.grading.outcomes import Outcome, Outcomes


@dataclass(frozen=True, slots=True)
class Row:
    """One learner's one task. `points` are what counts: the manual score where there is one."""

    assignment: str
    learner: str
    task: str
    status: str
    points: float
    max_points: float
    auto_points: float | None
    manual_points: float | None
    needs_review: bool
    comment: str
    facts: str


def write(course: Course, assignment: str, output: Path | None = None) -> Path:
    """Write the report as CSV (UTF-8 with its mark, as spreadsheets want it); return its path."""
    path = output or course.folder / "reports" / f"{assignment}.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(path.name + ".new")
    with fresh.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(field.name for field in fields(Row))
        writer.writerows(
            [_harmless(value) for value in astuple(row)] for row in rows(course, assignment)
        )
    fresh.replace(path)
    return path


def _harmless(value: object) -> object:
    """Keep a spreadsheet from taking a learner's text for a formula."""
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return "'" + value
    return "" if value is None else value


def rows(course: Course, assignment: str) -> Iterator[Row]:
    """Yield a row for each known learner and task, whether or not they handed in.

    Raises
    ------
    GradingError
        When the gradebook does not know the assignment.
    """
    outcomes = Outcomes(course.outcomes)
    found = outcomes.read(assignment)
    facts = outcomes.facts(assignment)
    with Gradebook(course.db_url, course.id) as gradebook:
        try:
            cells = _cells(gradebook, assignment)
        except MissingEntry:
            raise GradingError(
                f"assignment {assignment}",
                "is not in the gradebook",
                "a released assignment",
                f"run: casebook release {assignment}",
            ) from None
        for student in sorted(gradebook.students, key=lambda one: str(one.id)):
            submitted = _submission(gradebook, assignment, student.id)
            own = {name: found[who, name] for who, name in found if who == student.id}
            told = facts.get(student.id, ())
            yield from _rows(assignment, student.id, cells, submitted, own, told)


def _cells(gradebook: Gradebook, assignment: str) -> list[tuple[str, float]]:
    notebooks = gradebook.find_assignment(assignment).notebooks
    return [(cell.name, cell.max_score) for notebook in notebooks for cell in notebook.grade_cells]


def _submission(gradebook: Gradebook, assignment: str, learner: str) -> SubmittedAssignment | None:
    try:
        return gradebook.find_submission(assignment, learner)
    except MissingEntry:
        return None


def _rows(
    assignment: str,
    learner: str,
    cells: Iterable[tuple[str, float]],
    submitted: SubmittedAssignment | None,
    own: dict[str, Outcome],
    told: tuple[str, ...],
) -> Iterator[Row]:
    if submitted is None:
        for name, most in cells:
            status = Status.NOT_SUBMITTED
            yield Row(assignment, learner, name, status, 0, most, None, None, False, "", "")
        return
    comments = {
        comment.name: comment.comment or ""
        for notebook in submitted.notebooks
        for comment in notebook.comments
    }
    for notebook in submitted.notebooks:
        for grade in notebook.grades:
            outcome = own.get(grade.name)
            status = outcome.status if outcome else Status.GRADED
            yield Row(
                assignment,
                learner,
                grade.name,
                status,
                grade.score,
                grade.max_score,
                grade.auto_score,
                grade.manual_score,
                bool(grade.needs_manual_grade) or status in NEED_A_PERSON,
                comments.get(grade.name, ""),
                "; ".join(dict.fromkeys((*(outcome.facts if outcome else ()), *told))),
            )
