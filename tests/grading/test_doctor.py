"""The doctor names what is missing, how grave it is, and the remedy."""

import sqlite3
from pathlib import Path

import pytest

from casebook.grading import doctor
from casebook.grading.doctor import State


def test_this_machine_can_do_the_main_job() -> None:
    findings = {f.subject: f.state for f in doctor.examine(Path("no-such-course"))}

    assert State.FAIL not in findings.values()
    assert {"Python", "disk", "jupyterlab", "nbgrader", "alembic", "browser", "sandbox"} < set(
        findings
    )


@pytest.mark.parametrize(
    ("version", "state"),
    [((3, 10), State.FAIL), ((3, 11), State.OK), ((3, 13), State.OK)],
    ids=["too old", "oldest", "newer"],
)
def test_python_must_be_new_enough(version: tuple[int, int], state: State) -> None:
    assert doctor.python(version).state is state


@pytest.mark.parametrize(
    ("free_mb", "state"), [(doctor.ROOM_MB - 1, State.WARN), (doctor.ROOM_MB, State.OK)]
)
def test_a_full_disk_is_a_warning(free_mb: int, state: State) -> None:
    assert doctor.room(free_mb * 1_000_000).state is state


def test_a_missing_package_is_named_with_its_remedy() -> None:
    finding = doctor.package("no-such-package", State.FAIL, "install it")

    assert str(finding) == "fail  no-such-package: is not installed; install it"


def test_without_alembic_on_path_the_remedy_names_our_programs(tmp_path: Path) -> None:
    finding = doctor.alembic(str(tmp_path))

    assert finding.state is State.WARN
    assert "export PATH=" in finding.remedy


def test_a_browser_is_looked_for_on_path(tmp_path: Path) -> None:
    missing = doctor.browser(str(tmp_path))
    program = tmp_path / "chromium"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)

    assert missing.state is State.WARN
    assert doctor.browser(str(tmp_path)).what == str(program)


def test_a_new_course_has_no_secret_and_no_gradebook_yet(tmp_path: Path) -> None:
    states = {f.subject: f.state for f in doctor.in_course(tmp_path)}

    assert states == {
        "course": State.OK,
        "course secret": State.WARN,
        "gradebook": State.OK,
    }


def test_a_secret_that_others_can_read_is_a_warning(tmp_path: Path) -> None:
    path = tmp_path / "course.secret"
    path.write_bytes(bytes(32))
    path.chmod(0o644)
    assert doctor.secret(path).remedy == f"chmod 600 {path}"

    path.chmod(0o600)
    assert doctor.secret(path).state is State.OK


def gradebook(path: Path, stamp: str | None) -> Path:
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE course (id TEXT)")
        if stamp is not None:
            database.execute("CREATE TABLE alembic_version (version_num TEXT)")
            database.execute("INSERT INTO alembic_version VALUES (?)", [stamp])
    return path


def test_a_gradebook_of_this_nbgrader_is_well(tmp_path: Path) -> None:
    newest = doctor.newest_stamp()

    assert newest
    assert doctor.gradebook(gradebook(tmp_path / "gradebook.db", newest)).state is State.OK


@pytest.mark.parametrize(
    ("stamp", "remedy"), [(None, "delete it"), ("50a4d84c131a", "nbgrader db upgrade")]
)
def test_an_unstamped_or_old_gradebook_fails_with_a_remedy(
    tmp_path: Path, stamp: str | None, remedy: str
) -> None:
    finding = doctor.gradebook(gradebook(tmp_path / "gradebook.db", stamp))

    assert finding.state is State.FAIL
    assert remedy in finding.remedy


def test_what_is_no_database_has_no_stamp(tmp_path: Path) -> None:
    (tmp_path / "gradebook.db").write_bytes(b"not a database" * 100)

    assert doctor.gradebook(tmp_path / "gradebook.db").state is State.FAIL


def test_nothing_is_written_where_the_doctor_looks(tmp_path: Path) -> None:
    list(doctor.in_course(tmp_path))

    assert list(tmp_path.iterdir()) == []
