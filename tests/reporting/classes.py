"""A class of any size: a course folder whose gradebook and store are filled by their own functions.

Nothing is graded here; `give` puts on record what a grader or a marker would have.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from nbgrader.api import Gradebook

from casebook.activities.nouns import Criterion, Status, gravest
from casebook.grading.course import Course, prepare_nbgrader
from casebook.grading.outcomes import Outcomes
from casebook.grading.verdict import GradedSubmission, PartVerdict
from casebook.text import Text

ASSIGNMENT = "file-review"


@dataclass(frozen=True)
class Cell:
    """One graded cell of the class's assignment; a rubric's is a task cell, in Markdown."""

    name: str
    points: float
    zh: str
    en: str
    is_task: bool = False


CELLS = (
    Cell("income", 2, "## 1 有印证的月收入（2 分）", "## 1 Verified income (2 points)"),
    Cell("red-flags", 6, "## 2 疑点（6 分）", "## 2 Red flags (6 points)"),
    Cell("quiz", 3, "## 3 测验（3 分）", "## 3 Quiz (3 points)"),
    Cell("talk", 10, "## 4 对话（10 分）", "## 4 Dialogue (10 points)"),
    Cell("script", 0, "## 5 话术", "## 5 Script"),
    Cell("script-tone", 3, "### 语气（3 分）", "### Tone (3 points)", is_task=True),
    Cell("script-law", 4, "**合规 · Law**（4 分 · 4 points）", "", is_task=True),
)


def make_course(folder: Path, cells: Sequence[Cell] = CELLS) -> Course:
    """Make a course whose assignment of `cells` is released."""
    prepare_nbgrader()
    release = folder / "release" / ASSIGNMENT
    release.mkdir(parents=True)
    (folder / "nbgrader_config.py").write_text(
        'c = get_config()\nc.CourseDirectory.course_id = "evening-class"\n'
    )
    (release / f"{ASSIGNMENT}.ipynb").write_text(json.dumps(_notebook(cells), ensure_ascii=False))
    course = Course(folder)
    with Gradebook(course.db_url, course.id) as gradebook:
        gradebook.update_or_create_assignment(ASSIGNMENT)
        gradebook.update_or_create_notebook(ASSIGNMENT, ASSIGNMENT)
        where = (ASSIGNMENT, ASSIGNMENT)
        for cell in reversed(cells):  # in no helpful order, as a gradebook may give them
            if cell.is_task:
                gradebook.update_or_create_task_cell(
                    cell.name, *where, max_score=cell.points, cell_type="markdown"
                )
            else:
                gradebook.update_or_create_grade_cell(
                    cell.name, *where, max_score=cell.points, cell_type="code"
                )
                gradebook.update_or_create_solution_cell(cell.name, *where)
    return course


def _notebook(cells: Sequence[Cell]) -> dict[str, object]:
    title = [_prose("# 作业：档案审阅", "zh"), _prose("# Assignment: file review", "en")]
    body = [part for cell in cells for part in _parts(cell)]
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [*title, *body]}


def _prose(source: str, tag: str) -> dict[str, object]:
    return {"cell_type": "markdown", "metadata": {"tags": [tag]}, "source": source}


def _parts(cell: Cell) -> Iterable[dict[str, object]]:
    told = {"grade_id": cell.name, "grade": not cell.is_task, "task": cell.is_task}
    if cell.is_task:
        source = f"{cell.zh}\n\n…\n\n{cell.en}"
        yield {"cell_type": "markdown", "metadata": {"nbgrader": told}, "source": source}
        return
    yield _prose(cell.zh, "zh")
    yield _prose(cell.en, "en")
    yield {"cell_type": "code", "metadata": {"nbgrader": told}, "source": "# none"}


def text(zh: str, en: str = "") -> Text:
    return Text(zh, en or zh)


def criterion(
    name: str,
    points: float,
    most: float,
    *feedback: Text,
    status: Status = Status.GRADED,
    title: Text | None = None,
) -> Criterion:
    return Criterion(name, title or text(name), points, most, status, None, feedback)


def part(name: str, *criteria: Criterion, facts: Iterable[str] = ()) -> PartVerdict:
    points = sum(one.points for one in criteria)
    most = sum(one.max_points for one in criteria)
    status = gravest(one.status for one in criteria)
    return PartVerdict(name, points, most, status, criteria, tuple(facts))


def full_parts(income: float = 2, flags: float = 6, quiz: float = 3, talk: float = 10):
    """The parts of a whole hand-in; the points given are spread over what a part is made of."""
    wrong = text("您平均的是应发工资。", "You averaged gross pay.")
    right = text("对。", "Right.")
    stray = text("“姓名不一致”在材料中找不到依据。", '"Names differ": nothing bears this out.')
    return (
        part("income", criterion("income", income, 2, right if income == 2 else wrong)),
        part("red-flags", criterion("red-flags", flags, 6, right if flags == 6 else stray)),
        part(
            "quiz",
            *(
                criterion(f"q{n}", float(quiz > n), 1, right if quiz > n else wrong, title=_stem(n))
                for n in range(3)
            ),
        ),
        part(
            "talk",
            criterion("lawful", talk * 0.6, 6, title=text("合法", "Lawful")),
            criterion("humane", talk * 0.4, 4, title=text("体谅", "Humane")),
            criterion("transcript", 0, 0, text("逐句记录", "Transcript")),
        ),
        part("script", criterion("script", 0, 0)),
    )


def _stem(n: int) -> Text:
    return text(
        f"第 {n} 题：客户说下个月一定还，催收员最应当先核实的是哪一项？",
        f"Question {n}: the client promises to pay next month; what should be checked first?",
    )


def give(
    course: Course,
    learner: str,
    parts: Sequence[PartVerdict],
    *,
    facts: Iterable[str] = (),
    marks: dict[str, float] | None = None,
    penalty: float = 0,
) -> None:
    """Put a graded hand-in on record; `marks` are those that a person gave in formgrader."""
    graded = GradedSubmission(
        learner, ASSIGNMENT, "", 0, None, tuple(parts), tuple(facts), "namespaces"
    )
    Outcomes(course.outcomes).save(graded)
    with Gradebook(course.db_url, course.id) as gradebook:
        gradebook.update_or_create_student(learner)
        submission = gradebook.update_or_create_submission(ASSIGNMENT, learner)
        by_name = {one.grade_id: one for one in parts}
        for notebook in submission.notebooks:
            notebook.late_submission_penalty = penalty
            for grade in notebook.grades:
                verdict = by_name.get(grade.name)
                grade.auto_score = verdict.points if verdict else None
                grade.manual_score = (marks or {}).get(grade.name)
                grade.needs_manual_grade = verdict is None and grade.manual_score is None
        gradebook.db.commit()


def enrol(course: Course, learner: str, *, first: str = "", last: str = "") -> None:
    with Gradebook(course.db_url, course.id) as gradebook:
        gradebook.update_or_create_student(learner, first_name=first, last_name=last)
