"""A run of grading that is cut short anywhere ends, when it is run again, as if it never was."""

import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from casebook.errors import GradingError, SetupError
from casebook.grading import outcomes, writer
from casebook.grading.course import Course
from casebook.grading.grade import grade
from casebook.grading.gradebook import Book
from casebook.grading.release import release
from casebook.grading.simulated import hand_in_all
from course import postgresql
from course.learners import ASSIGNMENT

LEARNERS = 4


@pytest.fixture(scope="module")
def handed_in(released, tmp_path_factory):
    course = copied(released, tmp_path_factory.mktemp("handed-in"))
    hand_in_all(course, ASSIGNMENT, LEARNERS)
    return course


@pytest.fixture(scope="module")
def expected(handed_in, tmp_path_factory):
    course = copied(handed_in, tmp_path_factory.mktemp("unkilled"))
    assert len(list(grade(course, ASSIGNMENT))) == LEARNERS
    return state(course)


def copied(course: Course, folder: Path) -> Course:
    shutil.copytree(course.folder, folder / "course")
    return Course(folder / "course")


def state(course: Course) -> tuple[object, ...]:
    """What a run leaves: points by learner and cell, what is on record, the files."""
    with closing(sqlite3.connect(course.folder / "gradebook.db")) as book:
        points = book.execute(
            "SELECT submitted_assignment.student_id, base_cell.name, grade.auto_score,"
            " grade.needs_manual_grade FROM grade JOIN base_cell ON base_cell.id = grade.cell_id"
            " JOIN submitted_notebook ON submitted_notebook.id = grade.notebook_id"
            " JOIN submitted_assignment ON"
            " submitted_assignment.id = submitted_notebook.assignment_id"
            " ORDER BY 1, 2"
        ).fetchall()
    with closing(sqlite3.connect(course.outcomes)) as store:
        record = store.execute(
            "SELECT learner, fingerprint, is_entered FROM grading ORDER BY learner"
        ).fetchall()
        verdicts = store.execute(
            "SELECT learner, grade_id, status, points, facts FROM verdict ORDER BY 1, 2"
        ).fetchall()
    files = sorted(
        str(path.relative_to(course.folder))
        for path in (course.folder / "autograded").rglob("*")
        if path.is_file()
    )
    return points, record, verdicts, files


class Cut(BaseException):
    """Stands for the end of the process: nothing catches it."""


STEPS = {
    "before the outcome is saved": (outcomes.Outcomes, "save"),
    "before the gradebook": (Book, "enter"),
    "before the files are in place": (writer.Writer, "_publish"),
    "before it is noted": (outcomes.Outcomes, "note_entered"),
}


@pytest.mark.parametrize("step", STEPS)
def test_a_run_cut_short_at_any_step_is_taken_up(handed_in, expected, tmp_path, monkeypatch, step):
    course, (owner, name) = copied(handed_in, tmp_path), STEPS[step]
    ours, times = getattr(owner, name), iter(range(100))

    def cut(*given: object, **more: object) -> object:
        if next(times) == 1:  # the second hand-in
            raise Cut
        return ours(*given, **more)

    with monkeypatch.context() as patched:
        patched.setattr(owner, name, cut)
        with pytest.raises(Cut):
            list(grade(course, ASSIGNMENT))

    list(grade(course, ASSIGNMENT))

    assert state(course) == expected


def test_a_killed_run_ends_as_an_unkilled_one(handed_in, expected, tmp_path):
    course, draw = copied(handed_in, tmp_path), random.Random(6)
    command = [sys.executable, "-m", "casebook.cli", "grade", ASSIGNMENT, "--jobs", "2"]
    for _ in range(4):
        run = subprocess.Popen(
            [*command, "--course", str(course.folder)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(draw.uniform(2, 6))
        run.send_signal(signal.SIGKILL)
        run.wait()

    list(grade(course, ASSIGNMENT))

    assert state(course) == expected


def test_two_workers_give_what_one_gives(handed_in, expected, tmp_path):
    course = copied(handed_in, tmp_path)

    results = list(grade(course, ASSIGNMENT, jobs=2))

    assert len(results) == LEARNERS
    assert state(course) == expected


def test_a_second_run_grades_nothing_and_says_the_same(handed_in, tmp_path):
    course = copied(handed_in, tmp_path)
    first = list(grade(course, ASSIGNMENT))

    again = list(grade(course, ASSIGNMENT))

    assert [one.is_fresh for one in again] == [False] * LEARNERS
    assert [(one.learner, one.points) for one in again] == [
        (one.learner, one.points) for one in first
    ]


def test_a_worker_that_is_lost_loses_no_hand_in(handed_in, expected, tmp_path):
    course = copied(handed_in, tmp_path)
    results = grade(course, ASSIGNMENT, jobs=2)
    told = [next(results)]
    mine = subprocess.run(
        ["pgrep", "-P", str(os.getpid()), "-f", "spawn_main"],
        capture_output=True,
        text=True,
        check=True,
    )
    subprocess.run(["kill", "-9", mine.stdout.split()[0]], check=True)

    told.extend(results)

    assert sorted(one.learner for one in told) == [f"sim-{n:05d}" for n in range(1, LEARNERS + 1)]
    assert state(course) == expected


def test_a_folder_that_cannot_be_written_stops_the_run_and_loses_nothing(
    handed_in, expected, tmp_path, monkeypatch
):
    course = copied(handed_in, tmp_path)

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device", "disk")

    with monkeypatch.context() as patched:
        patched.setattr(writer.shutil, "copyfile", full)
        with pytest.raises(GradingError, match="No space left on device"):
            list(grade(course, ASSIGNMENT))

    list(grade(course, ASSIGNMENT))
    assert state(course) == expected


def test_a_cluster_gives_what_one_process_gives(handed_in, expected, tmp_path):
    course = copied(handed_in, tmp_path)

    with scheduler(tmp_path) as address:
        results = list(grade(course, ASSIGNMENT, cluster=address))

    assert len(results) == LEARNERS
    assert state(course) == expected


@contextmanager
def scheduler(folder: Path) -> Iterator[str]:
    """A real scheduler and two real workers, on loopback."""
    tell = folder / "scheduler.json"
    dask = [sys.executable, "-m", "distributed.cli.dask_scheduler"]
    work = [sys.executable, "-m", "distributed.cli.dask_worker"]
    own = ["--scheduler-file", str(tell), "--no-dashboard"]
    with ExitStack() as running:
        for command in (
            [*dask, *own, "--host", "127.0.0.1", "--port", "0"],
            [*work, *own, "--nworkers", "2", "--nthreads", "1", "--local-directory", str(folder)],
        ):
            process = subprocess.Popen(
                command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
            running.callback(process.wait)
            running.callback(process.terminate)
            until = time.monotonic() + 30
            while not tell.is_file() and time.monotonic() < until:
                time.sleep(0.1)
        yield json.loads(tell.read_text())["address"]


def test_a_cluster_that_is_not_there_says_so(handed_in, tmp_path, monkeypatch):
    course = copied(handed_in, tmp_path)
    monkeypatch.setattr("casebook.grading.crew.PATIENCE_S", 1)

    with pytest.raises(SetupError, match=r"--cluster tcp://127.0.0.1:1\b.*cannot be reached"):
        list(grade(course, ASSIGNMENT, cluster="tcp://127.0.0.1:1"))


@pytest.mark.skipif(postgresql.programs() is None, reason="PostgreSQL is not installed")
def test_a_gradebook_on_postgresql_says_the_same(handed_in, tmp_path):
    first, second = copied(handed_in, tmp_path / "a"), copied(handed_in, tmp_path / "b")
    ours = {one.learner: one.points for one in grade(first, ASSIGNMENT)}

    with postgresql.database() as address:
        configuration = second.folder / "nbgrader_config.py"
        said = configuration.read_text() + f"\nc.CourseDirectory.db_url = {address!r}\n"
        configuration.write_text(said)
        release(second, ASSIGNMENT, variants=12)
        list(grade(second, ASSIGNMENT, jobs=2))
        with Gradebook(address, second.id) as book:
            theirs = {one.student_id: one.score for one in book.assignment_submissions(ASSIGNMENT)}

    assert theirs == pytest.approx(ours)
