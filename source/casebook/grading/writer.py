"""The one writer of a course: it puts a graded hand-in on record so that no crash loses a grade.

Files are staged beside their place, the outcome is saved, the gradebook commits, the files are
renamed into place, and the outcome is noted as entered. Whatever was cut short in between is
finished by the next writer, from what the last one left.
"""

import errno
import json
import os
import shutil
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import nbformat
from filelock import FileLock
from nbformat import NotebookNode
from sqlalchemy.exc import IntegrityError, OperationalError

from casebook.errors import GradingError
from casebook.grading import submission
from casebook.grading.course import Course
from casebook.grading.gradebook import Book
from casebook.grading.outcomes import Outcome, Outcomes
from casebook.grading.verdict import GradedSubmission

_STAGED, _OLD = ".staged-", ".old-"
#: How often, and after how many seconds, a gradebook that another is writing to is tried again.
_TRIES, _PAUSE_S = 8, 0.25
_DISK = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM, errno.EFBIG}


class Writer:
    """Writes one assignment's results; made once a run, and closed by `with`."""

    def __init__(self, course: Course, assignment: str) -> None:
        self.outcomes = Outcomes(course.outcomes)
        self._course, self._assignment = course, assignment
        self._lock = FileLock(f"{course.outcomes}.lock")
        self._book: Book | None = None

    def __enter__(self) -> "Writer":
        self._book = Book(self._course, self._assignment)
        return self

    def __exit__(self, *_: object) -> None:
        if self._book:
            self._book.close()

    def is_on_record(self, learner: str, fingerprint: str) -> bool:
        """Whether the same hand-in, graded by the same keys, stands in every place."""
        own = self.outcomes.fingerprint(self._assignment, learner)
        return own == fingerprint and self._target(learner).is_dir()

    def finish(self) -> None:
        """Finish what a run that was ended in the middle had begun."""
        with self._writing():
            for learner, fingerprint in self.outcomes.unentered(self._assignment).items():
                self._finish(learner, fingerprint)
            for path in self._course.folder.glob(f"autograded/*/.*-{self._assignment}-*"):
                if path.name.startswith((_STAGED, _OLD)):
                    _remove(path)

    def enter(self, graded: GradedSubmission) -> dict[str, Outcome]:
        """Put a graded hand-in on record: in the gradebook, beside it, and under `autograded`.

        What was on record of it before is returned.

        Raises
        ------
        GradingError
            The disk is full, or a folder or the gradebook cannot be written; what was on record
            before is still there, and the next run takes up here.
        """
        with self._writing():
            staged = self._stage(graded)
            before = self.outcomes.save(graded)
            self._enter(graded.learner, graded.notebook)
            self._publish(graded.learner, staged)
            self.outcomes.note_entered(self._assignment, graded.learner)
        return before

    def _finish(self, learner: str, fingerprint: str) -> None:
        staged, target = self._staging(learner, fingerprint), self._target(learner)
        where = staged if staged.is_dir() else target
        path = where / f"{self._assignment}.ipynb"
        if not path.is_file():
            self.outcomes.forget(self._assignment, learner)
            return
        self._enter(learner, nbformat.read(path, as_version=4))
        if where == staged:
            self._publish(learner, staged)
        self.outcomes.note_entered(self._assignment, learner)

    def _enter(self, learner: str, notebook: NotebookNode) -> None:
        """Enter the points in the gradebook; another's writing is waited for."""
        if self._book is None:
            raise ValueError("the writer is not open")
        outcomes = self.outcomes.of_learner(self._assignment, learner)
        for left in reversed(range(_TRIES)):
            try:
                self._book.enter(learner, notebook, outcomes)
            except (OperationalError, IntegrityError):
                self._book.roll_back()
                if not left:
                    raise
                time.sleep(_PAUSE_S * (_TRIES - left))
            else:
                return

    # Files.

    def _target(self, learner: str) -> Path:
        return self._course.autograded(self._assignment, learner)

    def _staging(self, learner: str, fingerprint: str) -> Path:
        name = f"{_STAGED}{self._assignment}-{fingerprint[:12]}"
        return self._target(learner).with_name(name)

    def _stage(self, graded: GradedSubmission) -> Path:
        """Write the graded files aside, to the disk itself."""
        folder = self._staging(graded.learner, graded.fingerprint)
        _remove(folder)
        folder.mkdir(parents=True)
        handed_in = self._course.submitted(self._assignment, graded.learner)
        # As under nbgrader: feedback is made of every notebook here, and fails on others.
        for path in submission.side_files(handed_in, self._assignment):
            place = folder / path.relative_to(handed_in)
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, place)
        text = json.dumps(graded.notebook, ensure_ascii=False, indent=1) + "\n"
        with (folder / f"{self._assignment}.ipynb").open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        folder.chmod(0o755)
        return folder

    def _publish(self, learner: str, staged: Path) -> None:
        """Put staged files in place of what stood there."""
        target = self._target(learner)
        if target.exists():
            old = staged.with_name(staged.name.replace(_STAGED, _OLD))
            _remove(old)
            target.rename(old)
            staged.rename(target)
            _remove(old)
        else:
            staged.rename(target)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Be the only one who writes, and say what stands in the way of writing."""
        try:
            with self._lock:
                yield
        except OSError as error:
            if error.errno not in _DISK:
                raise
            raise self._blocked(error.strerror or str(error), error.filename) from error
        except OperationalError as error:
            raise self._blocked(str(error.orig), None) from error

    def _blocked(self, why: str, where: Any) -> GradingError:
        return GradingError(
            str(where or self._course.folder),
            f"cannot be written ({why})",
            "room on the disk, and a folder and gradebook that you may write",
            "mend that and run it again: what is graded is kept, the rest is taken up",
        )


def _remove(folder: Path) -> None:
    if folder.is_symlink() or folder.is_file():
        folder.unlink()
    elif folder.exists():
        shutil.rmtree(folder, onerror=_make_writable)


def _make_writable(remove: Callable[..., Any], path: str, _: object) -> None:
    """Remove what nbgrader left read-only."""
    with suppress(OSError):
        Path(path).parent.chmod(stat.S_IRWXU)
        Path(path).chmod(stat.S_IRWXU)
    remove(path)
