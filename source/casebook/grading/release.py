"""Release an assignment: nbgrader's student version, the public activities and a pool of cases."""

from pathlib import Path
from typing import Any

from nbgrader.apps.api import NbGraderAPI
from traitlets.config import Config

from casebook.errors import GradingError, SetupError
from casebook.grading.course import Course, prepare_nbgrader
from casebook.grading.plugins import VARIANTS


def release(course: Course, assignment: str, *, variants: int = VARIANTS) -> Path:
    """Release `assignment` into the course's release folder, and return that folder.

    Raises
    ------
    GradingError
        When a key, a cell or the source stands in the way.
    SetupError
        When there is no such assignment or course.
    """
    source = course.source(assignment)
    if not (source / f"{assignment}.ipynb").is_file():
        known = sorted(path.name for path in source.parent.glob("*") if path.is_dir())
        raise SetupError(
            f"assignment {assignment}",
            f"has no notebook {source / assignment}.ipynb",
            f"one of: {', '.join(known) or 'none yet'}",
            "check the name",
        )
    if variants < 1:
        raise SetupError("--variants", str(variants), "1 or more")
    course.secret()
    course.config.Casebook.variants = variants
    _tell(api(course).generate_assignment(assignment, force=True), assignment)
    return course.release(assignment)


def api(course: Course) -> NbGraderAPI:
    """Return nbgrader's interface to `course`."""
    prepare_nbgrader()
    return NbGraderAPI(coursedir=course.directory, config=Config(course.config))


def _tell(result: dict[str, Any], assignment: str) -> None:
    if not result["success"]:
        raise GradingError(
            f"assignment {assignment}", f"nbgrader could not release it:\n{last_error(result)}"
        )


def last_error(result: dict[str, Any]) -> str:
    """Return what nbgrader's log says went wrong: our own error where there is one."""
    log = f"{result.get('log') or ''}\n{result.get('error') or ''}"
    _, ours, after = log.rpartition("casebook.errors.")
    if ours:
        return after.partition(": ")[2].partition("\n[")[0].strip()
    lines = log.strip().splitlines()
    return lines[-1] if lines else "no reason given"
