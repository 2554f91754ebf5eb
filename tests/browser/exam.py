"""A released assignment, and its notebook in a folder of the learner's."""

import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from browser.lab import Lab
from casebook.activities import journal, learner, released
from casebook.activities.learner import Learner
from casebook.activities.released import Released
from casebook.grading.course import Course
from casebook.grading.keys import Keys, released_keys
from course.demo import fresh_course

ASSIGNMENT = "file-review"
SETUP = "import casebook as cb"


@dataclass(frozen=True, slots=True)
class Exam:
    """The specimen assignment as released, and its keys."""

    folder: Path
    keys: Keys

    def put(
        self,
        lab: Lab,
        name: str,
        *cells: str,
        language: str = "zh",
        known_as: str | None = "li-ming",
    ) -> Path:
        """Put the assignment and a notebook of `cells` in a folder of its own, and return it."""
        folder = lab.folder / name
        shutil.copytree(self.folder, folder)
        if known_as:
            learner.write(folder, Learner(known_as))
        lab.put(f"{name}/exam.ipynb", SETUP, *cells, language=language)
        return folder

    @property
    def public(self) -> Released:
        """What every learner is given."""
        found = released.read(self.folder)
        assert found is not None
        return found


def release(folder: Path) -> Exam:
    """Release the specimen assignment from a fresh course in `folder`.

    A process of its own does it: while Playwright runs, nothing else in ours can run a loop.
    """
    course: Course = fresh_course(folder)
    command = [sys.executable, "-m", "casebook.cli", "release", ASSIGNMENT]
    subprocess.run([*command, "--variants", "3", "--course", folder], check=True, timeout=120)
    return Exam(folder / "release" / ASSIGNMENT, released_keys(course, ASSIGNMENT))


def answers_in(folder: Path) -> dict[str, object]:
    """Return the answers on disk, by item; a damaged record fails the test."""
    found = journal.read(folder)
    assert found.faults == ()
    return {entry.item: entry.value for entry in found.entries}
