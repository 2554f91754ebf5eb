"""A run of grading that is cut short anywhere ends, when it is run again, as if it never was."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from casebook.errors import GradingError, SetupError
from casebook.grading import outcomes, writer
from casebook.grading.course import Course
from casebook.grading.grade import grade
from casebook.grading.gradebook import Book
from casebook.grading.release import release
from casebook.grading.simulated import hand_in_all
from course import postgresql
from course.commands import add_to_configuration
from course.learners import ASSIGNMENT
from course.state import state

LEARNERS = 4
#: How many lives are killed at random moments; 100 for the record in CONTRIBUTING.md.
KILLS = os.environ.get("KILLS", "20")


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


def killed(course: Course, expected: object, seed: int) -> None:
    """Let a course be graded in lives that are killed; what is left is held to `expected`."""
    told = subprocess.run(
        [sys.executable, "-m", "course.lives", str(course.folder), ASSIGNMENT, KILLS, str(seed)],
        input=json.dumps(expected) + "\n",
        capture_output=True,
        encoding="utf-8",
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])},
        check=False,
    )
    assert told.returncode == 0, told.stderr[-2_000:]
    lives = json.loads(told.stdout.splitlines()[-1])
    assert lives["killed"] == int(KILLS)
    assert lives["ended"] >= 1


def test_a_run_killed_at_random_moments_ends_as_an_unkilled_one(handed_in, expected, tmp_path):
    killed(copied(handed_in, tmp_path), expected, seed=6)


@pytest.mark.skipif(postgresql.programs() is None, reason="PostgreSQL is not installed")
def test_a_run_killed_over_postgresql_ends_as_an_unkilled_one(handed_in, expected, tmp_path):
    with on_postgresql(copied(handed_in, tmp_path)) as course:
        killed(course, expected, seed=7)


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


@contextmanager
def on_postgresql(course: Course) -> Iterator[Course]:
    """Give a course that was released a gradebook on PostgreSQL."""
    with postgresql.database() as address:
        add_to_configuration(course.folder, f"c.CourseDirectory.db_url = {address!r}")
        served = Course(course.folder)
        release(served, ASSIGNMENT, variants=12)
        yield served


@pytest.mark.skipif(postgresql.programs() is None, reason="PostgreSQL is not installed")
def test_a_gradebook_on_postgresql_says_the_same(handed_in, expected, tmp_path):
    with on_postgresql(copied(handed_in, tmp_path)) as course:
        list(grade(course, ASSIGNMENT, jobs=2))
        left = state(course)

    assert left == expected
