"""Read an assignment's results once: the gradebook and the store of statuses, joined.

The gradebook owns points, overrides and comments, and a manual score wins. The store owns statuses,
facts and the criteria inside a part.
"""

from collections.abc import Iterator, Mapping, Sequence

from nbgrader.api import BaseCell, Grade, Gradebook, MissingEntry, Student, SubmittedAssignment

from casebook.activities import learner as learners
from casebook.activities.nouns import NEED_A_PERSON, Status
from casebook.errors import GradingError
from casebook.grading.course import Course
from casebook.grading.keys import released_keys
from casebook.grading.outcomes import Outcome, Outcomes
from casebook.reporting.headings import headings
from casebook.reporting.results import Results, Row, State, Task, Work
from casebook.text import Text

UNGRADED = "handed in, not graded yet"


def read(course: Course, assignment: str) -> Results:
    """Read the results of `assignment`, with every learner whom the course knows.

    Raises
    ------
    GradingError
        When the gradebook does not know the assignment.
    """
    title, titles = headings(course, assignment)
    with Gradebook(course.db_url, course.id) as gradebook:
        cells = _cells(gradebook, assignment)
        tasks = _tasks(cells, titles)
        works = tuple(_works(course, gradebook, assignment, tasks))
    return Results(course.id, assignment, title, _variants(course, assignment), tasks, works)


def _works(
    course: Course, gradebook: Gradebook, assignment: str, tasks: tuple[Task, ...]
) -> Iterator[Work]:
    outcomes = Outcomes(course.outcomes)
    found, facts = outcomes.read(assignment), outcomes.facts(assignment)
    known = {str(student.id): _name(student) for student in gradebook.students}
    sent = _handed_in(course, assignment)
    for who in sorted({*known, *sent}):
        submitted = _submission(gradebook, assignment, who)
        if submitted is None:
            yield _nothing(who, known.get(who, ""), tasks, is_sent=who in sent)
            continue
        own = {task: one for (learner, task), one in found.items() if learner == who}
        rows = tuple(_rows(who, submitted, own, tasks))
        lost = float(submitted.late_submission_penalty or 0)
        yield Work(who, known[who], State.GRADED, rows, facts.get(who, ()), lost)


def _cells(gradebook: Gradebook, assignment: str) -> list[BaseCell]:
    """Return the cells that grades and comments belong to.

    While they are held, the gradebook need not read them again for every learner.
    """
    try:
        notebooks = gradebook.find_assignment(assignment).notebooks
    except MissingEntry:
        raise GradingError(
            f"assignment {assignment}",
            "is not in the gradebook",
            "a released assignment",
            f"run: casebook release {assignment}",
        ) from None
    return [
        cell
        for notebook in notebooks
        for cell in (*notebook.grade_cells, *notebook.task_cells, *notebook.solution_cells)
    ]


def _tasks(cells: Sequence[BaseCell], titles: Mapping[str, Text]) -> tuple[Task, ...]:
    """Return the graded cells in the assignment's order; the gradebook keeps none."""
    order = {name: place for place, name in enumerate(titles)}
    worth = {str(cell.name): float(cell.max_score) for cell in cells if hasattr(cell, "max_score")}
    return tuple(
        Task(name, worth[name], titles.get(name, Text(name, name)))
        for name in sorted(worth, key=lambda name: order.get(name, len(order)))
    )


def _name(student: Student) -> str:
    """Write a name as its language does: 王芳, Anna Smith."""
    first, last = (student.first_name or "").strip(), (student.last_name or "").strip()
    return f"{first} {last}".strip() if f"{first}{last}".isascii() else f"{last}{first}"


def _handed_in(course: Course, assignment: str) -> set[str]:
    """Return whose work lies in the course's folder, graded or not."""
    found = (course.folder / "submitted").glob(f"*/{assignment}")
    return {
        path.parent.name
        for path in found
        if path.is_dir() and not path.is_symlink() and learners.is_id(path.parent.name)
    }


def _submission(gradebook: Gradebook, assignment: str, learner: str) -> SubmittedAssignment | None:
    try:
        return gradebook.find_submission(assignment, learner)
    except MissingEntry:
        return None


def _variants(course: Course, assignment: str) -> int | None:
    try:
        return released_keys(course, assignment).variants
    except GradingError:
        return None


def _nothing(learner: str, name: str, tasks: tuple[Task, ...], *, is_sent: bool) -> Work:
    """Return the work of a learner of whom the gradebook holds none."""
    state = State.UNGRADED if is_sent else State.NOT_SUBMITTED
    status = Status.NEEDS_REVIEW if is_sent else Status.NOT_SUBMITTED
    facts = (UNGRADED,) if is_sent else ()
    rows = tuple(
        Row(learner, task.name, status, 0, task.max_points, needs_review=is_sent) for task in tasks
    )
    return Work(learner, name, state, rows, facts)


def _rows(
    learner: str,
    submitted: SubmittedAssignment,
    own: Mapping[str, Outcome],
    tasks: Sequence[Task],
) -> Iterator[Row]:
    comments = {
        comment.name: comment.comment or ""
        for notebook in submitted.notebooks
        for comment in notebook.comments
    }
    grades = {grade.name: grade for book in submitted.notebooks for grade in book.grades}
    for task in tasks:
        grade = grades.get(task.name)
        if grade is None:  # the cell came with a later release
            yield Row(learner, task.name, Status.NOT_ANSWERED, 0, task.max_points, 0)
            continue
        outcome = own.get(task.name)
        yield Row(
            learner,
            task.name,
            _status(grade, outcome),
            grade.score,
            task.max_points,  # asking each grade for it would be one query more a cell
            grade.auto_score,
            grade.manual_score,
            _needs_review(grade, outcome),
            comments.get(task.name, ""),
            outcome.facts if outcome else (),
            outcome.criteria if outcome else (),
        )


def _status(grade: Grade, outcome: Outcome | None) -> Status:
    if outcome is not None:
        return outcome.status
    is_unmarked = grade.auto_score is None and grade.manual_score is None
    return Status.NEEDS_REVIEW if is_unmarked else Status.GRADED


def _needs_review(grade: Grade, outcome: Outcome | None) -> bool:
    """Say whether a person is waited for: where one has marked one of our parts, none is.

    A cell of nbgrader's own, such as a rubric's, waits for as long as formgrader says so; it also
    says so of one that was marked and then handed in anew.
    """
    if outcome is None:
        return bool(grade.needs_manual_grade)
    return grade.manual_score is None and (
        bool(grade.needs_manual_grade) or outcome.status in NEED_A_PERSON
    )
