"""A real formgrader on a course, and the address of one learner's work in it."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from nbgrader.api import Gradebook

from browser.conftest import TOKEN, serving
from casebook.grading.course import Course
from course.learners import ASSIGNMENT

HEADERS = {"Authorization": f"token {TOKEN}"}


@contextmanager
def opened(course: Course, root: Path) -> Iterator[str]:
    """Serve formgrader on `course`, its home and settings in `root`; yield its address."""
    command = [sys.executable, "-m", "jupyterlab", "--no-browser"]
    command += [f"--ServerApp.root_dir={course.folder}"]
    command += ["--allow-root"] if os.getuid() == 0 else []
    with serving(command, root, at=course.folder) as address:
        yield f"{address}/formgrader"


def work_of(course: Course, learner: str) -> str:
    """Return where formgrader shows what `learner` handed in."""
    with Gradebook(course.db_url, course.id) as gradebook:
        notebook = gradebook.find_submission_notebook(ASSIGNMENT, ASSIGNMENT, learner)
        return f"submissions/{notebook.id}/"
