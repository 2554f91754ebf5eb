"""A disk that is full and a folder that is read-only: a clear error, and nothing is lost."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from casebook.grading.course import Course
from casebook.grading.grade import grade
from course.learners import ASSIGNMENT
from course.state import state
from course.test_resume import expected, handed_in  # noqa: F401 - fixtures

#: Runs a script where it may mount: in a mount namespace of its own.
AS_ROOT = () if os.geteuid() == 0 else ("--user", "--map-root-user")
OWN_MOUNTS = ("unshare", *AS_ROOT, "--mount", "sh", "-euc")
GRADE = f"{sys.executable} -m casebook.cli grade {ASSIGNMENT} --course"


def can_mount() -> bool:
    if shutil.which("unshare") is None:
        return False
    tried = [*OWN_MOUNTS, "mount -t tmpfs none /mnt"]
    return subprocess.run(tried, check=False, capture_output=True).returncode == 0


pytestmark = pytest.mark.skipif(not can_mount(), reason="nothing may be mounted here")


def run(script: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*OWN_MOUNTS, script], check=False, capture_output=True, text=True)


def test_a_read_only_folder_says_so_and_keeps_what_there_is(
    handed_in,  # noqa: F811
    expected,  # noqa: F811
    tmp_path,
):
    course = Course(shutil.copytree(handed_in.folder, tmp_path / "course"))
    here = course.folder

    said = run(f"mount --bind {here} {here}; mount -o remount,bind,ro {here}; {GRADE} {here}")

    assert said.returncode == 2, said.stderr
    assert "cannot be written (" in said.stderr
    assert "Traceback" not in said.stderr
    list(grade(course, ASSIGNMENT))
    assert state(course) == expected


@pytest.mark.parametrize("spare_kb", [0, 40, 200, 400], ids=lambda kb: f"{kb} KB left")
def test_a_full_disk_says_so_and_the_next_run_takes_up(
    handed_in,  # noqa: F811
    expected,  # noqa: F811
    tmp_path,
    spare_kb,
):
    small, left = tmp_path / "small", tmp_path / "left"
    small.mkdir()
    size = sum(-(-path.stat().st_size // 4096) + 1 for path in handed_in.folder.rglob("*")) * 4
    script = f"""
        mount -t tmpfs -o size={size + spare_kb}k none {small}
        cp -r {handed_in.folder} {small}/course
        code=0; {GRADE} {small}/course || code=$?
        mount -o remount,size=1g {small}
        {GRADE} {small}/course >&2
        cp -r {small}/course {left}
        exit $code
    """

    said = run(script)

    assert said.returncode == 2, said.stderr
    assert "cannot be written (" in said.stderr
    assert "Traceback" not in said.stderr
    found = state(Course(Path(left)))
    assert [found[0], found[2], found[3]] == [expected[0], expected[2], expected[3]]
