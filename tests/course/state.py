"""What a run of grading leaves behind, to hold one run to another."""

import sqlite3
from contextlib import closing

from casebook.grading.course import Course
from casebook.grading.gradebook import scores


def state(course: Course) -> list[list[object]]:
    """Return points by learner and cell, what is on record, the files; plain lists."""
    with closing(sqlite3.connect(course.outcomes)) as store:
        record = store.execute(
            "SELECT learner, fingerprint, is_entered FROM grading ORDER BY learner"
        ).fetchall()
        verdicts = store.execute(
            "SELECT learner, grade_id, status, points, facts FROM verdict ORDER BY 1, 2"
        ).fetchall()
    files = sorted(
        (str(path.relative_to(course.folder)),)
        for path in (course.folder / "autograded").rglob("*")
        if path.is_file()
    )
    return [list(map(list, rows)) for rows in (scores(course), record, verdicts, files)]
