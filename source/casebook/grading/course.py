"""A course's folder: where its sources, releases, hand-ins, keys and gradebook lie."""

import os
import secrets
import shutil
import sys
import warnings
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import Any

from sqlalchemy.exc import SAWarning
from traitlets.config import Config, PyFileConfigLoader

from casebook.errors import SetupError
from casebook.grading.sandbox.model import Limits

CONFIG = "nbgrader_config.py"
SECRET_BYTES = 32


@dataclass(frozen=True)
class Course:
    """One nbgrader course.

    Raises
    ------
    SetupError
        On first use of its configuration, when `folder` is not a course.
    """

    folder: Path

    def sources_to(self, folder: Path) -> "Course":
        """Make a new course of this one's sources, keys and configuration; nobody is in it yet."""
        ignored = shutil.ignore_patterns("course.secret", "released")
        for part in ("source", "keys"):
            shutil.copytree(self.folder / part, folder / part, ignore=ignored)
        shutil.copy(self.folder / CONFIG, folder)
        return Course(folder)

    @cached_property
    def config(self) -> Config:
        """Configuration of this course for nbgrader, rooted in its folder."""
        path = self.folder / CONFIG
        if not path.is_file():
            raise SetupError(
                str(self.folder),
                f"has no {CONFIG}",
                "a course folder",
                "name one with --course, or start from assessments/",
            )
        config = PyFileConfigLoader(path.name, path=str(path.parent.resolve())).load_config()
        config.CourseDirectory.root = str(self.folder.resolve())
        return config

    @property
    def id(self) -> str:
        """The course's name, part of what draws a learner's variant."""
        return str(self.config.CourseDirectory.course_id or "casebook")

    @property
    def directory(self) -> Any:
        """The own view of nbgrader of the folder."""
        from nbgrader.coursedir import CourseDirectory

        return CourseDirectory(config=self.config)

    @property
    def db_url(self) -> str:
        """The gradebook's address."""
        return str(self.directory.db_url)

    @property
    def limits(self) -> Limits:
        """The most that a hand-in may take: `c.Casebook.limits`, by the names of `Limits`."""
        try:
            return Limits(**self.config.Casebook.get("limits", {}))
        except TypeError as error:
            raise SetupError(
                str(self.folder / CONFIG),
                f"has limits that do not fit ({error})",
                f"some of {', '.join(one.name for one in fields(Limits))}",
            ) from None

    @property
    def allows_unsealed(self) -> bool:
        """Whether hand-ins may run where nothing can seal them: `c.Casebook.unsealed`."""
        return bool(self.config.Casebook.get("unsealed", False))

    @property
    def outcomes(self) -> Path:
        """Where statuses and criterion feedback are kept, beside the gradebook."""
        return self.folder / "casebook.db"

    def source(self, assignment: str) -> Path:
        """Return the author's folder of `assignment`."""
        return self.folder / "source" / assignment

    def release(self, assignment: str) -> Path:
        """Return the folder that learners get."""
        return self.folder / "release" / assignment

    def keys(self, assignment: str) -> Path:
        """Return the folder of keys, which is never released."""
        return self.folder / "keys" / assignment

    def submitted(self, assignment: str, learner: str) -> Path:
        """Return a learner's hand-in."""
        return self.folder / "submitted" / learner / assignment

    def autograded(self, assignment: str, learner: str) -> Path:
        """Return where a graded hand-in stands."""
        return self.folder / "autograded" / learner / assignment

    def secret(self) -> bytes:
        """Return the course's secret, drawn at random the first time it is asked for.

        Every variant is drawn from it: whoever has it can rebuild every case and its planted flags.
        """
        path = self.folder / "keys" / "course.secret"
        if not path.is_file():
            path.parent.mkdir(parents=True, exist_ok=True)
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w") as file:
                file.write(secrets.token_hex(SECRET_BYTES) + "\n")
        try:
            secret = bytes.fromhex(path.read_text(encoding="ascii").strip())
        except ValueError:
            secret = b""
        if len(secret) != SECRET_BYTES:
            raise SetupError(
                str(path),
                "is torn",
                f"{2 * SECRET_BYTES} hexadecimal digits",
                "restore it from your backup; without it no released variant can be graded",
            )
        return secret


def prepare_nbgrader() -> None:
    """Make nbgrader work in an environment that is not activated.

    It calls `alembic` by its bare name; and its gradebook sets off warnings of SQLAlchemy's that
    no instructor can act on.
    """
    warnings.filterwarnings("ignore", category=SAWarning, module="nbgrader")
    own = str(Path(sys.executable).parent)
    path = os.environ.get("PATH", os.defpath)
    if own not in path.split(os.pathsep):
        os.environ["PATH"] = os.pathsep.join((own, path))
