"""What this machine has and lacks, each with its remedy."""

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum
from importlib import metadata
from pathlib import Path

OLDEST_PYTHON = (3, 11)
ROOM_MB = 2000  # an environment takes about 1.2 GB, a course's run the rest
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")
SECRET = Path("keys", "course.secret")


class State(StrEnum):
    """How grave a finding is: `fail` stops the main job, `warn` stops a part of it."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at, what was found, and what to do about it."""

    state: State
    subject: str
    what: str
    remedy: str = ""

    def __str__(self) -> str:
        remedy = f"; {self.remedy}" if self.remedy else ""
        return f"{self.state:<4}  {self.subject}: {self.what}{remedy}"

    def to_dict(self) -> dict[str, str]:
        """Return the finding as plain data."""
        return {name: str(value) for name, value in asdict(self).items()}


def examine(course: Path) -> tuple[Finding, ...]:
    """Look at the machine, and at the course folder `course` if there is one."""
    return (
        python(sys.version_info[:2]),
        room(shutil.disk_usage(Path.cwd()).free),
        package("jupyterlab", State.FAIL, "install with start.sh, start.bat or make setup"),
        package("nbgrader", State.WARN, "only graders need it: make setup, or casebook[grading]"),
        alembic(os.environ.get("PATH", "")),
        browser(os.environ.get("PATH", "")),
        chinese_font(),
        seal(),
        *in_course(course),
    )


def python(version: tuple[int, ...]) -> Finding:
    """Judge the interpreter's version."""
    told = ".".join(map(str, version))
    if version >= OLDEST_PYTHON:
        return Finding(State.OK, "Python", told)
    return Finding(State.FAIL, "Python", f"{told}, expected 3.11 or newer", "install a newer one")


def room(free_bytes: int) -> Finding:
    """Judge the free space where the work is done."""
    free_mb = free_bytes // 1_000_000
    if free_mb >= ROOM_MB:
        return Finding(State.OK, "disk", f"{free_mb} MB free")
    what = f"{free_mb} MB free, expected {ROOM_MB} MB"
    return Finding(State.WARN, "disk", what, "free some space")


def package(name: str, missing: State, remedy: str) -> Finding:
    """Say which version of the package `name` is installed."""
    try:
        return Finding(State.OK, name, metadata.version(name))
    except metadata.PackageNotFoundError:
        return Finding(missing, name, "is not installed", remedy)


def alembic(path: str) -> Finding:
    """Look for the program that nbgrader calls by its bare name when it makes a gradebook."""
    programs = Path(sys.executable).parent
    if shutil.which("alembic", path=path):
        return Finding(State.OK, "alembic", "on PATH, so plain nbgrader commands work")
    if not shutil.which("alembic", path=str(programs)):
        return Finding(State.WARN, "alembic", "is not installed", "it comes with nbgrader")
    return Finding(
        State.WARN,
        "alembic",
        "is not on PATH: plain nbgrader fails to make a gradebook (casebook does not)",
        f'export PATH="{programs}:$PATH"',
    )


def browser(path: str) -> Finding:
    """Look for a browser that the tests can drive."""
    found = next(filter(None, (shutil.which(name, path=path) for name in BROWSERS)), None)
    if found:
        return Finding(State.OK, "browser", found)
    return Finding(
        State.WARN,
        "browser",
        "no Chromium on PATH; only the browser tests need it",
        "apt-get install chromium, or your system's way",
    )


def chinese_font() -> Finding:
    """Look for a font that shows Chinese in screenshots; plots bring their own."""
    if sys.platform in {"win32", "darwin"}:
        return Finding(State.OK, "Chinese font", "the system has one")
    listed = shutil.which("fc-list") and subprocess.run(
        ["fc-list", ":lang=zh", "family"],  # noqa: S607
        capture_output=True,
        check=False,
        text=True,
    )
    families = sorted(set(listed.stdout.splitlines())) if listed else []
    if families:
        return Finding(State.OK, "Chinese font", families[0])
    return Finding(
        State.WARN, "Chinese font", "none found", "apt-get install fonts-wqy-microhei, or your own"
    )


def seal() -> Finding:
    """Say what stands between a learner's code and everything else."""
    try:
        from casebook.grading import sandbox

        strongest = sandbox.strongest_seal()
    except ImportError as error:
        return Finding(
            State.WARN,
            "sandbox",
            f"cannot run here ({error})",
            "grade on Linux, macOS or WSL with casebook[grading]",
        )
    if strongest is sandbox.Seal.NONE:
        return Finding(
            State.WARN,
            "sandbox",
            f"learners' code cannot be sealed here ({'; '.join(sandbox.missing_seals())})",
            "grade on Linux with user namespaces or Landlock; elsewhere only with --unsealed",
        )
    return Finding(State.OK, "sandbox", f"sealed by {strongest}")


def in_course(course: Path) -> Iterator[Finding]:
    """Look at the course folder, its secret and its gradebook."""
    if not course.is_dir():
        yield Finding(
            State.WARN,
            "course",
            f"{course} is not there; only graders need it",
            "name it with --course",
        )
        return
    yield writable(course)
    yield secret(course / SECRET)
    yield gradebook(course / "gradebook.db")


def writable(folder: Path) -> Finding:
    """Try to write into the course folder."""
    try:
        with tempfile.TemporaryFile(dir=folder):
            return Finding(State.OK, "course", f"{folder} can be written")
    except OSError as error:
        what = f"{folder} cannot be written ({error.strerror})"
        return Finding(State.FAIL, "course", what, "give yourself the right to, or copy it")


def secret(path: Path) -> Finding:
    """Look at the secret that the variants are drawn from."""
    if not path.is_file():
        return Finding(
            State.WARN, "course secret", "there is none yet", "casebook release makes it"
        )
    if os.name == "posix" and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        what = f"others on this machine can read {path}"
        return Finding(State.WARN, "course secret", what, f"chmod 600 {path}")
    return Finding(State.OK, "course secret", str(path))


def gradebook(path: Path) -> Finding:
    """Compare the gradebook's version stamp with what this nbgrader expects."""
    if not path.is_file():
        return Finding(State.OK, "gradebook", "none yet; the first grading makes it")
    try:
        with sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True) as database:
            (stamp,) = database.execute("SELECT version_num FROM alembic_version").fetchone()
    except (sqlite3.Error, TypeError):
        return Finding(
            State.FAIL,
            "gradebook",
            f"{path} has no version stamp: the run that made it was cut short",
            "if nothing is graded yet, delete it; else nbgrader db upgrade after a copy",
        )
    newest = newest_stamp()
    if newest in {None, stamp}:
        return Finding(State.OK, "gradebook", f"version {stamp}")
    return Finding(
        State.FAIL,
        "gradebook",
        f"{path} is version {stamp}, expected {newest}",
        "copy it, then run: nbgrader db upgrade",
    )


def newest_stamp() -> str | None:
    """Return the version that this nbgrader gives a new gradebook, or None without nbgrader."""
    try:
        from alembic.script import ScriptDirectory
    except ImportError:
        return None
    scripts = metadata.distribution("nbgrader").locate_file("nbgrader/alembic")
    return ScriptDirectory(str(scripts)).get_current_head()
