"""nbgrader's exchange between an instructor's folder and a learner's, by its own commands."""

import getpass
import shutil
import sqlite3
from contextlib import closing

import nbformat
import pytest
from nbgrader.api import Gradebook

from casebook.activities import journal
from casebook.activities import learner as learners
from casebook.activities.journal import Writer
from casebook.activities.learner import Learner
from casebook.grading.keys import released_keys
from casebook.grading.restore import grade_id
from casebook.text import Language
from course.commands import add_to_configuration, run
from course.demo import fresh_course
from course.learners import ASSIGNMENT, right_cells, right_choices

pytestmark = pytest.mark.slow

# nbgrader names a learner after the user of the machine, and asks no one else.
ME = getpass.getuser()


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    return tmp_path_factory.mktemp("exchange")


@pytest.fixture(scope="module")
def released(root):
    """An instructor's course whose assignment lies in the exchange."""
    course = fresh_course(root / "instructor")
    exchange = root / "exchange"
    exchange.mkdir()
    exchange.chmod(0o777)
    add_to_configuration(
        course.folder, "c.Casebook.variants = 6", f"c.Exchange.root = {str(exchange)!r}"
    )
    at = {"folder": course.folder, "home": root / "instructors-home"}
    run("casebook", "release", ASSIGNMENT, "--course", ".", "--variants", "6", **at)
    run("nbgrader", "release_assignment", ASSIGNMENT, **at)
    return course


@pytest.fixture(scope="module")
def desk(root, released):
    """A learner's folder and home, which know the exchange and the course's name alone."""
    folder = root / "learner"
    folder.mkdir()
    config = f"c = get_config()\nc.Exchange.root = {str(root / 'exchange')!r}\n"
    (folder / "nbgrader_config.py").write_text(config)
    return {"folder": folder, "home": root / "learners-home"}


@pytest.fixture(scope="module")
def fetched(desk, released):
    run("nbgrader", "fetch_assignment", ASSIGNMENT, "--course", released.id, **desk)
    return desk["folder"] / ASSIGNMENT


@pytest.fixture(scope="module")
def collected(fetched, desk, released, root):
    """The instructor's folder after the learner filled it in and submitted it."""
    fill_in(fetched, released)
    run("nbgrader", "submit", ASSIGNMENT, "--course", released.id, **desk)
    at = {"folder": released.folder, "home": root / "instructors-home"}
    run("nbgrader", "collect", ASSIGNMENT, **at)
    return released.submitted(ASSIGNMENT, ME)


def fill_in(folder, course):
    """Do in `folder` what a careful learner who reads English does, but for the plan."""
    keys = released_keys(course, ASSIGNMENT)
    learners.write(folder, Learner(ME, Language.EN))
    writer = Writer(folder, learner=ME)
    for item, value in right_choices(keys).items():
        writer.write("file-review-quiz", item, value)
    path = folder / f"{ASSIGNMENT}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    cells = {name: code for name, code in right_cells(keys, ME).items() if name != "plan"}
    for cell in notebook.cells:
        cell.source = cells.get(grade_id(cell), cell.source)
    nbformat.write(notebook, path)


@pytest.fixture(scope="module")
def graded(collected, released, root):
    """The course graded, with feedback; the same work was handed in as a folder too."""
    by_folder = released.submitted(ASSIGNMENT, "by-folder")
    shutil.copytree(collected, by_folder)
    (by_folder / "timestamp.txt").unlink()
    rename(by_folder, "by-folder", released)
    at = {"folder": released.folder, "home": root / "instructors-home"}
    run("casebook", "grade", ASSIGNMENT, "--course", ".", **at)
    run("nbgrader", "generate_feedback", ASSIGNMENT, **at)
    # It stops at a learner without a time of submission, such as a folder handed in.
    run("nbgrader", "release_feedback", ASSIGNMENT, "--student", ME, **at)
    return released


def rename(folder, learner, course):
    """Let the work in `folder` be another learner's, who has another case."""
    shutil.rmtree(folder / "answers")
    (folder / learners.FILE).unlink()
    keys = released_keys(course, ASSIGNMENT)
    learners.write(folder, Learner(learner))
    writer = Writer(folder, learner=learner)
    for item, value in right_choices(keys).items():
        writer.write("file-review-quiz", item, value)


def scores(course, learner):
    with Gradebook(course.db_url, course.id) as gradebook:
        submission = gradebook.find_submission(ASSIGNMENT, learner)
        return {one.name: one.auto_score for nb in submission.notebooks for one in nb.grades}


def test_a_learner_fetches_the_notebook_the_activities_and_the_cases_and_no_more(fetched):
    names = {path.name for path in fetched.rglob("*")}

    assert names == {f"{ASSIGNMENT}.ipynb", "assignment.json", "cases.zip"}


def test_the_answers_and_the_learner_s_name_travel(collected, fetched):
    assert learners.read(collected) == Learner(ME, Language.EN)
    assert journal.read(collected).entries == journal.read(fetched).entries
    assert len(journal.read(collected).entries) == 8
    assert journal.read(collected).faults == ()


def test_what_was_submitted_through_the_exchange_earns_its_points(graded):
    found = scores(graded, ME)

    assert sum(found.values()) == 25
    assert (found["plan"], found["quiz"], found["red-flags"]) == (0, 8, 6)


def test_the_time_of_submission_reaches_the_gradebook(graded, collected):
    with Gradebook(graded.db_url, graded.id) as gradebook:
        when = gradebook.find_submission(ASSIGNMENT, ME).timestamp
        by_folder = gradebook.find_submission(ASSIGNMENT, "by-folder").timestamp

    written = (collected / "timestamp.txt").read_text()
    assert f"{when:%Y-%m-%d %H:%M:%S}" == written[:19]
    assert by_folder is None


def test_a_folder_is_as_good_as_the_exchange(graded):
    found = scores(graded, "by-folder")

    assert found["quiz"] == 8
    with closing(sqlite3.connect(graded.outcomes)) as database:
        facts = database.execute("SELECT facts FROM grading WHERE learner = 'by-folder'")
        assert facts.fetchall() == [("[]",)]


def test_the_learner_fetches_feedback_in_their_language(graded, desk):
    run("nbgrader", "fetch_feedback", ASSIGNMENT, "--course", graded.id, **desk)

    pages = list((desk["folder"] / ASSIGNMENT / "feedback").rglob("*.html"))
    assert len(pages) == 1
    assert "8 of 8" in pages[0].read_text(encoding="utf-8")
    assert 'lang="en"' in pages[0].read_text(encoding="utf-8")


def test_a_second_submission_takes_the_place_of_the_first(graded, fetched, desk, root):
    Writer(fetched, learner=ME).write("file-review-quiz", *wrong_choice(graded))
    run("nbgrader", "submit", ASSIGNMENT, "--course", graded.id, **desk)
    at = {"folder": graded.folder, "home": root / "instructors-home"}
    run("nbgrader", "collect", ASSIGNMENT, "--update", **at)
    run("casebook", "grade", ASSIGNMENT, "--course", ".", **at)

    assert scores(graded, ME)["quiz"] == 7


def wrong_choice(course):
    keys = released_keys(course, ASSIGNMENT)
    rights = right_choices(keys)
    item = next(id_ for id_, one in keys.quiz_key.items.items() if one.kind == "single")
    return item, next(o for o in keys.quiz_key.parts[item] if o != rights[item])
