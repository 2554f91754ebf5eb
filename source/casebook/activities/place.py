"""Where a notebook stands: its folder, its assignment, its learner and its language."""

import json
import os
from dataclasses import dataclass
from pathlib import Path

from casebook.activities import channel, journal
from casebook.activities import learner as learners
from casebook.activities import released as releases
from casebook.activities.learner import Learner
from casebook.activities.released import Released
from casebook.text import Language

LANGUAGE = "CASEBOOK_LANGUAGE"
#: What `casebook start` leaves in a learner's folder: the language, and what was delivered.
DELIVERED = ".casebook.json"
#: How far above an assignment its learner's folder may be.
LEVELS_UP = 2


@dataclass(frozen=True, slots=True)
class Place:
    """What is known of a notebook's surroundings."""

    folder: Path
    assignment: Released | None
    learner: Learner | None
    language: Language
    is_graded: bool

    @property
    def is_recording(self) -> bool:
        """Whether answers given here are kept: never under grading or in an author's source."""
        return not (
            self.is_graded or _is_authors(self.folder) or "CASEBOOK_UNRECORDED" in os.environ
        )

    def writer(self) -> journal.Writer | None:
        """Return this kernel session's journal, or None where nothing is kept."""
        if not self.is_recording:
            return None
        return _writer(self.folder, self.learner.id if self.learner else "")

    def answers(self) -> journal.Journal:
        """Return what has been answered here so far."""
        return journal.read(self.folder) if self.is_recording else journal.Journal()


def here(folder: Path | None = None) -> Place:
    """Return the place of the running notebook, whose folder is the kernel's working one."""
    folder = folder or Path.cwd()
    learner = _learner(folder)
    return Place(
        folder, releases.read(folder), learner, language(folder, learner), channel.is_open()
    )


def language(folder: Path, learner: Learner | None = None) -> Language:
    """Return the language to speak.

    The one asked for, else the notebook's, else the learner's, else that of the copy of the
    workbooks in which an assignment was fetched, else Chinese.
    """
    asked = os.environ.get(LANGUAGE) or _notebook_language(folder)
    if asked in set(Language):
        return Language(asked)
    if learner:
        return learner.language
    around = (folder, *folder.resolve().parents[:LEVELS_UP])
    return next(filter(None, map(_delivered_language, around)), Language.ZH)


def _delivered_language(folder: Path) -> Language | None:
    """Return the language of the workbooks that were delivered into `folder`."""
    try:
        card = json.loads((folder / DELIVERED).read_text(encoding="utf-8"))
        return Language(card["language"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def set_language(choice: Language | str) -> None:
    """Speak `choice` from now on in this kernel."""
    os.environ[LANGUAGE] = Language(choice)


def _learner(folder: Path) -> Learner | None:
    graded_as = os.environ.get("CASEBOOK_LEARNER")
    if graded_as:
        return Learner(graded_as)
    return learners.read(folder) or _hub_learner(folder)


def _hub_learner(folder: Path) -> Learner | None:
    name = learners.on_hub()
    if name is None or not (folder / releases.FILE).is_file():
        return None
    learner = Learner(name)
    learners.write(folder, learner)
    return learner


def _notebook_language(folder: Path) -> str | None:
    """Return the language the running notebook was bundled in; Jupyter names it to the kernel."""
    session = os.environ.get("JPY_SESSION_NAME", "")
    path = folder / Path(session).name
    if not session.endswith(".ipynb") or not path.is_file():
        return None
    try:
        metadata = json.loads(path.read_text(encoding="utf-8"))["metadata"]
        found = metadata["casebook"]["language"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return str(found)


def _is_authors(folder: Path) -> bool:
    return (
        folder.parent.name == "source" and (folder.parent.parent / "nbgrader_config.py").is_file()
    )


_writers: dict[tuple[Path, str], journal.Writer] = {}


def _writer(folder: Path, learner: str) -> journal.Writer:
    """Return the one writer of this session for `folder`, so that its lines stay numbered."""
    key = (folder.resolve(), learner)
    if key not in _writers:
        _writers[key] = journal.Writer(folder, learner=learner)
    return _writers[key]
