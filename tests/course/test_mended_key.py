"""A question that turned out to be wrong: it is mended or void, and who gains by it is told."""

import shutil

import pytest
import yaml

from casebook import cli
from casebook.grading.course import Course
from casebook.grading.grade import grade
from course.learners import ASSIGNMENT, THREE


@pytest.fixture
def course(worked, tmp_path):
    """A course graded once, with a copy of the keys of its own."""
    folder = shutil.copytree(worked.folder, tmp_path / "course")
    for made in ("autograded", "feedback"):
        shutil.rmtree(folder / made, ignore_errors=True)
    return Course(folder)


def change(course, **more):
    """Let the first question of the quiz say more."""
    path = course.keys(ASSIGNMENT) / "quiz.yaml"
    raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    raw["items"][0] |= more
    path.write_text(yaml.safe_dump(raw, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return raw["items"][0]["points"]


def test_a_void_question_gives_everybody_its_points_and_takes_none(course):
    first = {one.learner: one for one in grade(course, ASSIGNMENT, force=True)}
    points = change(course, void=True)

    again = {one.learner: one for one in grade(course, ASSIGNMENT)}

    assert all(one.is_fresh for one in again.values())
    gained = {name: again[name].points - first[name].points for name in again}
    assert {name: one.was for name, one in again.items()} == {
        name: one.points for name, one in first.items()
    }
    assert gained[THREE[0]] == 0  # who had it right
    assert gained[THREE[2]] == points  # who had not answered at all
    assert again[THREE[0]].max_points == first[THREE[0]].max_points


def test_the_command_lists_whose_points_changed_and_by_how_much(course, capsys):
    list(grade(course, ASSIGNMENT, force=True))
    points = change(course, void=True)
    capsys.readouterr()

    assert cli.main(["grade", ASSIGNMENT, "--course", str(course.folder)]) == 0

    told = capsys.readouterr().out.partition("points changed")[2]
    assert THREE[0] not in told
    assert f"{THREE[2]} " in told
    assert f"(+{points:.2f})" in told


def test_nothing_is_listed_where_nothing_changed(course, capsys):
    list(grade(course, ASSIGNMENT, force=True))

    cli.main(["grade", ASSIGNMENT, "--force", "--course", str(course.folder)])

    assert "points changed" not in capsys.readouterr().out
