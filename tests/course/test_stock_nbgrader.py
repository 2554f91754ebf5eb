"""nbgrader's own command lines, with this course's configuration and without it."""

import json
import os
import shutil
import sqlite3
from contextlib import closing

import nbformat
import pytest
from nbgrader.api import Gradebook

from casebook.grading.course import Course
from casebook.grading.keys import released_keys
from course.commands import add_to_configuration, run
from course.demo import fresh_course
from course.learners import (
    ASSIGNMENT,
    THREE,
    edit,
    hand_in,
    right_choices,
    three_hand_in,
)

BARE = 'c = get_config()\nc.CourseDirectory.course_id = "casebook-specimen"\n'

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def given(tmp_path_factory):
    """A course released by plain nbgrader, with every learner's work of this module in it."""
    root = tmp_path_factory.mktemp("stock")
    course = fresh_course(root / "given")
    add_to_configuration(course.folder, "c.Casebook.variants = 6")
    run("nbgrader", "generate_assignment", ASSIGNMENT, folder=course.folder, home=root / "home")
    keys = released_keys(course, ASSIGNMENT)
    choices = right_choices(keys)
    three_hand_in(course)
    answer_in_widgets_alone(hand_in(course, "dan-widgets"), choices)
    plant_links(hand_in(course, "eve-links", choices=choices), course)
    link_the_notebook(hand_in(course, "fay-linked-notebook", choices=choices), course)
    edit(hand_in(course, "gus-tests"), turned_into_tests)
    return course


def answer_in_widgets_alone(folder, choices):
    """Save the right choices where a widget keeps its state, and nowhere else."""
    state = {
        "model_name": "AnyModel",
        "model_module": "anywidget",
        "state": {"answers": choices, "_anywidget_id": "casebook.widgets.quiz.QuizView"},
    }
    saved = {"state": {"0f0f": state}, "version_major": 2, "version_minor": 0}
    view = {"model_id": "0f0f", "version_major": 2, "version_minor": 0}
    path = folder / f"{ASSIGNMENT}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.metadata["widgets"] = {"application/vnd.jupyter.widget-state+json": saved}
    cell = next(c for c in notebook.cells if c.source == "cb.quiz()")
    shown = {"application/vnd.jupyter.widget-view+json": view, "text/plain": json.dumps(choices)}
    cell.outputs = [nbformat.v4.new_output("display_data", shown)]
    cell.metadata["answers"] = choices
    nbformat.write(notebook, path)


def plant_links(folder, course):
    secret = course.folder / "keys" / "course.secret"
    (folder / "borrowed.txt").symlink_to(secret)
    (folder / "to-keys").symlink_to(course.folder / "keys")
    (folder / "deeper").mkdir()
    (folder / "deeper" / "quiz.yaml").symlink_to(course.keys(ASSIGNMENT) / "quiz.yaml")
    (folder / "deeper" / "relative").symlink_to(os.path.relpath(secret, folder / "deeper"))
    (folder / "answers" / "borrowed.jsonl").symlink_to(secret)
    (folder / "deeper" / "own.txt").write_text("a file of the learner's own")


def link_the_notebook(folder, course):
    """Hand in, as the notebook, a link to another learner's."""
    (folder / f"{ASSIGNMENT}.ipynb").unlink()
    theirs = course.submitted(ASSIGNMENT, "an-careful") / f"{ASSIGNMENT}.ipynb"
    (folder / f"{ASSIGNMENT}.ipynb").symlink_to(theirs)


def turned_into_tests(cells):
    """Turn graded answers into tests that pass, as nbgrader by itself would have it."""
    for cell in cells:
        if "nbgrader" in cell.metadata:
            cell.metadata.nbgrader.update(solution=False, locked=True)
            # More than the points of a cell would stop nbgrader.
            cell.source = "1" if cell.metadata.nbgrader.get("points") else "0"
    return cells


def a_copy(given, name):
    folder = given.folder.parent / name
    shutil.copytree(given.folder, folder, symlinks=True)
    return Course(folder)


@pytest.fixture(scope="module")
def by_nbgrader(given):
    """The hand-ins graded by plain `nbgrader autograde` and `generate_feedback`."""
    course = a_copy(given, "by-nbgrader")
    at = {"folder": course.folder, "home": given.folder.parent / "home"}
    # One hand-in has no notebook but a link, so that nbgrader ends by saying that it failed.
    run("nbgrader", "autograde", ASSIGNMENT, **at, fails=True)
    run("nbgrader", "generate_feedback", ASSIGNMENT, **at)
    return course


@pytest.fixture(scope="module")
def by_casebook(given):
    """The same hand-ins graded by `casebook grade`."""
    course = a_copy(given, "by-casebook")
    at = {"folder": course.folder, "home": given.folder.parent / "home"}
    run("casebook", "grade", ASSIGNMENT, "--course", ".", **at)
    run("nbgrader", "generate_feedback", ASSIGNMENT, **at)
    return course


@pytest.fixture(scope="module")
def unconfigured(given):
    """The same hand-ins graded by nbgrader without a word of our configuration."""
    course = a_copy(given, "unconfigured")
    (course.folder / "nbgrader_config.py").write_text(BARE)
    at = {"folder": course.folder, "home": given.folder.parent / "home"}
    run("nbgrader", "autograde", ASSIGNMENT, "--student", "[a-cg]*", **at)
    return course


def grades(course, learner):
    """What the gradebook says of each cell."""
    with Gradebook(course.db_url, course.id) as gradebook:
        submission = gradebook.find_submission(ASSIGNMENT, learner)
        return {
            one.name: (one.auto_score, one.max_score, one.manual_score, one.needs_manual_grade)
            for notebook in submission.notebooks
            for one in notebook.grades
        }


def outcomes(course, learner):
    """What is on record of each cell beside the gradebook, and of the hand-in."""
    with closing(sqlite3.connect(course.outcomes)) as database:
        verdicts = database.execute(
            "SELECT grade_id, status, points, max_points, criteria, facts FROM verdict"
            " WHERE learner = ? ORDER BY grade_id",
            (learner,),
        ).fetchall()
        whole = database.execute(
            "SELECT fingerprint, variant, seal FROM grading WHERE learner = ?", (learner,)
        ).fetchall()
    return verdicts, whole


def page(course, learner):
    folder = course.folder / "feedback" / learner / ASSIGNMENT
    return (folder / f"{ASSIGNMENT}.html").read_text(encoding="utf-8")


def total(course, learner):
    return sum(auto or 0 for auto, *_ in grades(course, learner).values())


def test_the_first_command_stamps_the_gradebook_though_nothing_is_activated(given):
    with closing(sqlite3.connect(given.folder / "gradebook.db")) as database:
        assert database.execute("SELECT version_num FROM alembic_version").fetchall()


@pytest.mark.parametrize("learner", [*THREE, "dan-widgets", "gus-tests"])
def test_plain_nbgrader_gives_what_casebook_grade_gives(by_nbgrader, by_casebook, learner):
    assert grades(by_nbgrader, learner) == grades(by_casebook, learner)
    assert outcomes(by_nbgrader, learner) == outcomes(by_casebook, learner)
    assert page(by_nbgrader, learner) == page(by_casebook, learner)


def test_plain_nbgrader_tells_the_learners_apart(by_nbgrader):
    careful, halfway, untouched = (total(by_nbgrader, learner) for learner in THREE)

    assert (careful, untouched) == (39, 0)
    assert 8 < halfway < 26


def test_plain_nbgrader_makes_feedback_with_points_and_reasons(by_nbgrader):
    assert "得分 2 / 2" in page(by_nbgrader, "an-careful")
    assert "得分 0 / 2" in page(by_nbgrader, "bo-halfway")
    assert "您平均的是应发工资" in page(by_nbgrader, "bo-halfway")
    assert "您平均的是应发工资" not in page(by_nbgrader, "an-careful")


#: Cells that a learner leaves as they are: what was clicked, said or written is in the journal.
CLICKED = frozenset({"quiz", "talk", "script"})


@pytest.mark.parametrize("learner", THREE)
def test_without_our_configuration_no_activity_earns_a_point(unconfigured, learner):
    found = grades(unconfigured, learner)

    assert len(found) == 14
    assert {auto for auto, *_ in found.values()} <= {0, None}


def test_a_right_answer_without_our_configuration_waits_for_a_person(unconfigured):
    found = grades(unconfigured, "an-careful")

    assert all(waits for name, (*_, waits) in found.items() if name not in CLICKED)


@pytest.mark.xfail(
    strict=True,
    reason="nbgrader takes a hand-in's word that a graded answer is a test that it ran; "
    "only our configuration puts the released marks back",
)
def test_without_our_configuration_forged_marks_earn_nothing(unconfigured):
    assert total(unconfigured, "gus-tests") == 0


def test_forged_marks_earn_nothing_by_plain_nbgrader_with_our_configuration(by_nbgrader):
    assert total(by_nbgrader, "gus-tests") == 0


def test_answers_in_widget_state_alone_earn_nothing(by_casebook, by_nbgrader):
    for course in (by_casebook, by_nbgrader):
        assert total(course, "dan-widgets") == 0


def test_the_same_answers_in_the_journal_earn(by_casebook):
    assert grades(by_casebook, "eve-links")["quiz"][0] == 8


def brought_out(course):
    """Names and contents of what lies among the graded files, and links among them."""
    paths = [p for part in ("autograded", "feedback") for p in (course.folder / part).rglob("*")]
    contents = b"\0".join(path.read_bytes() for path in paths if path.is_file())
    return {path.name for path in paths}, contents, [path for path in paths if path.is_symlink()]


@pytest.mark.parametrize("way", ["by_nbgrader", "by_casebook"])
def test_no_link_in_a_hand_in_brings_out_what_it_points_at(way, given, request):
    course = request.getfixturevalue(way)
    names, contents, links = brought_out(course)
    secret = (given.folder / "keys" / "course.secret").read_bytes().strip()
    key = (given.keys(ASSIGNMENT) / "quiz.yaml").read_bytes()

    assert links == []
    assert names.isdisjoint({"borrowed.txt", "to-keys", "quiz.yaml", "relative", "borrowed.jsonl"})
    assert secret not in contents
    assert key[:2000] not in contents
    assert "own.txt" in names


def test_links_are_told_to_the_instructor(by_casebook):
    with closing(sqlite3.connect(by_casebook.outcomes)) as database:
        ((facts,),) = database.execute("SELECT facts FROM grading WHERE learner = 'eve-links'")

    for name in ("borrowed.txt", "to-keys", "deeper/quiz.yaml", "deeper/relative"):
        assert f"{name}: is a link; ignored" in json.loads(facts)


def test_a_link_in_place_of_the_notebook_borrows_no_ones_answers(by_casebook):
    found = grades(by_casebook, "fay-linked-notebook")

    assert found["quiz"][0] == 8
    assert sum(auto for auto, *_ in found.values()) == 8


def test_nbgrader_by_itself_cannot_open_a_link_and_grades_the_others(by_nbgrader):
    assert not by_nbgrader.autograded(ASSIGNMENT, "fay-linked-notebook").exists()
    assert total(by_nbgrader, "an-careful") == 39
