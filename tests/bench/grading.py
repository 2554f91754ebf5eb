"""Time a hand-in under `casebook grade` and under stock nbgrader, in one run, and give the ratio.

Both run the same code cells of the same three hand-ins; stock nbgrader starts a kernel for each and
scores nothing of ours, so its time is a floor for any grader built on it.
"""

import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from casebook.grading.course import Course
from casebook.grading.grade import grade
from casebook.grading.release import api
from course.conftest import three_learners
from course.learners import ASSIGNMENT

STOCK = 'c = get_config()\nc.CourseDirectory.course_id = "casebook-specimen"\n'


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        course = three_learners(Path(folder) / "course")
        ours, hand_ins = seconds(lambda: len(list(grade(course, ASSIGNMENT))))
        (course.folder / "nbgrader_config.py").write_text(STOCK, encoding="utf-8")
        stock_api = api(Course(course.folder))
        stock, _ = seconds(
            lambda: [
                stock_api.autograde(ASSIGNMENT, path.name, force=True)
                for path in sorted((course.folder / "submitted").iterdir())
            ]
        )
    print(f"casebook grade     {ours / hand_ins:6.2f} s a hand-in")
    print(f"nbgrader autograde {stock / hand_ins:6.2f} s a hand-in")
    print(f"ratio              {stock / ours:6.2f}")


def seconds(work: Callable[[], Any]) -> tuple[float, Any]:
    began = time.perf_counter()
    made = work()
    return time.perf_counter() - began, made
