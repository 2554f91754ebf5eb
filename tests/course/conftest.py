"""One real course a session: released, handed in by three learners, graded by `casebook grade`."""

import pytest

from casebook.grading.grade import grade
from casebook.grading.release import api, release
from course.demo import fresh_course
from course.learners import ASSIGNMENT, three_hand_in


@pytest.fixture(scope="session")
def released(tmp_path_factory):
    """A course whose assignment is released, with nobody's work in it."""
    course = fresh_course(tmp_path_factory.mktemp("released") / "course")
    release(course, ASSIGNMENT, variants=12)
    return course


@pytest.fixture(scope="session")
def worked(tmp_path_factory):
    """A course that three learners have handed in to, not yet graded."""
    return three_learners(tmp_path_factory.mktemp("worked") / "course")


def three_learners(folder):
    course = fresh_course(folder)
    release(course, ASSIGNMENT, variants=12)
    three_hand_in(course)
    return course


@pytest.fixture(scope="session")
def results(worked):
    """What `casebook grade` said of each learner, with feedback pages made."""
    found = {one.learner: one for one in grade(worked, ASSIGNMENT)}
    made = api(worked).generate_feedback(ASSIGNMENT)
    assert made["success"], made
    return found
