"""One real course a session, and small classes made by hand."""

import shutil
from datetime import date

import pytest

from casebook.grading.course import Course
from casebook.grading.grade import grade
from casebook.grading.release import release
from casebook.reporting import report
from course import learners
from course.demo import fresh_course
from reporting.classes import ASSIGNMENT, full_parts, give, make_course

TODAY = date(2026, 7, 1)


@pytest.fixture(scope="session")
def empty(tmp_path_factory):
    """A course with nobody in it, to copy: nbgrader takes seconds to make a gradebook."""
    return make_course(tmp_path_factory.mktemp("empty") / "course")


@pytest.fixture
def course(empty, tmp_path):
    """A course with nobody in it."""
    return Course(shutil.copytree(empty.folder, tmp_path / "course"))


@pytest.fixture(scope="session")
def a_class(empty, tmp_path_factory):
    """Twelve learners, from nothing to everything right, with the script marked for all."""
    course = Course(shutil.copytree(empty.folder, tmp_path_factory.mktemp("class") / "course"))
    for n in range(12):
        parts = full_parts(2 * (n > 2), 6 * (n > 8), min(n // 3, 3), 10 * (n > 5))
        give(course, f"learner-{n:02}", parts, marks={"script-tone": n % 4, "script-law": 4})
    return course


@pytest.fixture(scope="session")
def worked(tmp_path_factory):
    """A real course that three learners have handed in to, graded."""
    course = fresh_course(tmp_path_factory.mktemp("worked") / "course")
    release(course, learners.ASSIGNMENT, variants=4)
    learners.three_hand_in(course)
    list(grade(course, learners.ASSIGNMENT))
    return course


def pages(course):
    """Publish the report; return the page in each language."""
    paths = report.publish(course, ASSIGNMENT, today=TODAY)
    return {path.name.split(".")[1]: path.read_text("utf-8") for path in paths[1:]}
