"""nbgrader's gradebook, kept open for a run: a hand-in's points enter it in one transaction."""

import os
from collections.abc import Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbgrader.api import (
    BaseCell,
    Comment,
    Grade,
    Gradebook,
    MissingEntry,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
)
from nbgrader.preprocessors import AssignLatePenalties
from nbgrader.utils import parse_utc

from casebook.errors import GradingError
from casebook.grading.course import Course
from casebook.grading.outcomes import Outcome
from casebook.grading.plugins import SaveScores


class Book:
    """The gradebook of one course, for one assignment.

    Raises
    ------
    GradingError
        The gradebook does not know the assignment.
    """

    def __init__(self, course: Course, assignment: str) -> None:
        self._course, self._assignment = course, assignment
        self._gradebook = Gradebook(course.db_url, course.id)
        self._db = self._gradebook.db
        try:
            notebook = self._gradebook.find_notebook(assignment, assignment)
        except MissingEntry:
            raise GradingError(
                f"assignment {assignment}",
                f"is not in the gradebook {course.db_url}",
                "what release entered",
                f"run: casebook release {assignment}",
            ) from None
        self._notebook_id = notebook.id
        cells = (notebook.grade_cells, notebook.solution_cells, notebook.task_cells)
        self._names = {cell.id: cell.name for some in cells for cell in some}
        self._db.remove()

    def close(self) -> None:
        """Let the database go."""
        self._gradebook.close()

    def roll_back(self) -> None:
        """Forget what has not been committed."""
        self._db.remove()

    def enter(self, learner: str, notebook: NotebookNode, outcomes: Mapping[str, Outcome]) -> None:
        """Enter a graded hand-in; marks and comments that a person gave stay."""
        submitted = self._submission(learner)
        page = (
            self._db.query(SubmittedNotebook)
            .filter_by(assignment_id=submitted.id, notebook_id=self._notebook_id)
            .one()
        )
        scores = SaveScores(config=self._course.config)
        scores.save_onto(self._page(page), notebook, outcomes)
        page.late_submission_penalty = None
        is_late = submitted.total_seconds_late > 0
        self._db.commit()
        # The next hand-in is read afresh, for others write here too.
        self._db.remove()
        if is_late:
            self._punish(learner, notebook)

    def _page(self, page: SubmittedNotebook) -> "_Page":
        grades = self._db.query(Grade).filter_by(notebook_id=page.id)
        comments = self._db.query(Comment).filter_by(notebook_id=page.id)
        return _Page(
            {self._names[one.cell_id]: one for one in grades},
            {self._names[one.cell_id]: one for one in comments},
        )

    def _submission(self, learner: str) -> SubmittedAssignment:
        """Return the record of a hand-in, made with all that it holds where there is none."""
        handed_in_at = _timestamp(self._course.submitted(self._assignment, learner))
        try:
            submitted = self._gradebook.find_submission(self._assignment, learner)
        except MissingEntry:
            submitted = self._new_submission(learner)
        if handed_in_at:
            submitted.timestamp = parse_utc(handed_in_at)
        return submitted

    def _new_submission(self, learner: str) -> SubmittedAssignment:
        student = self._db.get(Student, learner)
        if student is None:
            student = Student(id=learner)
            self._db.add(student)
        assignment = self._gradebook.find_assignment(self._assignment)
        with self._db.no_autoflush:
            submitted = SubmittedAssignment(assignment=assignment, student=student)
            for notebook in assignment.notebooks:
                page = SubmittedNotebook(notebook=notebook, assignment=submitted)
                for cell in (*notebook.grade_cells, *notebook.task_cells):
                    Grade(cell_id=cell.id, notebook=page)
                for cell in (*notebook.solution_cells, *notebook.task_cells):
                    Comment(cell_id=cell.id, notebook=page)
            self._db.add(submitted)
        self._db.flush()
        return submitted

    def _punish(self, learner: str, notebook: NotebookNode) -> None:
        """Take off for lateness by the course's own plug-in."""
        told = {
            "student": learner,
            "assignment": self._assignment,
            "notebook": self._assignment,
            "db_url": self._course.db_url,
        }
        with _working_in(self._course.folder):
            AssignLatePenalties(config=self._course.config).preprocess(notebook, {"nbgrader": told})


class _Page:
    """What `SaveScores` asks of a gradebook, for one hand-in whose records are fetched at once.

    Whoever made it commits.
    """

    def __init__(self, grades: dict[str, Grade], comments: dict[str, Comment]) -> None:
        self._grades, self._comments = grades, comments
        self.db = self

    def find_grade(self, name: str, *_: str) -> Grade:
        return self._grades[name]

    def find_comment(self, name: str, *_: str) -> Comment:
        return self._comments[name]

    def commit(self) -> None:
        """Leave that to whoever made this."""


@contextmanager
def _working_in(folder: Path) -> Any:
    before = Path.cwd()
    # nbgrader's steps find the course by the working directory, as under its own commands.
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


def scores(course: Course) -> list[tuple[str, str, float | None, bool]]:
    """Return what stands in a gradebook, in order.

    Each row has learner, cell, the points given by the machine, and whether a person must mark it.
    """
    with Gradebook(course.db_url, course.id) as book:
        rows = (
            book.db.query(
                SubmittedAssignment.student_id,
                BaseCell.name,
                Grade.auto_score,
                Grade.needs_manual_grade,
            )
            .select_from(Grade)
            .join(BaseCell, BaseCell.id == Grade.cell_id)
            .join(SubmittedNotebook, SubmittedNotebook.id == Grade.notebook_id)
            .join(SubmittedAssignment, SubmittedAssignment.id == SubmittedNotebook.assignment_id)
        )
        return sorted(tuple(row) for row in rows)


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
