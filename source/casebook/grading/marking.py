"""What grading needs of an assignment, as plain data that can travel to whoever does the work."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from casebook.activities import released as releases
from casebook.activities.casework.publish import CaseworkKey
from casebook.activities.dialogue.publish import DialogueKey
from casebook.activities.quiz.publish import QuizKey
from casebook.activities.script.model import Script
from casebook.errors import GradingError
from casebook.grading.keys import Keys
from casebook.grading.sandbox import Limits


@dataclass(frozen=True, slots=True)
class Marking:
    """The keys of an assignment and its release; those of one variant once `variant` is chosen.

    `files` are the release's own, laid over those of a hand-in; `digest` is over all that decides
    a score.
    """

    assignment: str
    digest: str
    notebook: NotebookNode
    files: Mapping[str, bytes]
    quiz: QuizKey | None
    dialogue: DialogueKey | None
    script: Script | None
    modules: tuple[str, ...]
    limits: Limits
    allow_unsealed: bool
    variant: int = 0
    casework: CaseworkKey | None = None

    def of_variant(self, number: int, casework: CaseworkKey | None) -> "Marking":
        """Return the keys for the learners who have variant `number`."""
        quiz = self.quiz.of_set(number) if self.quiz else None
        return replace(self, variant=number, quiz=quiz, casework=casework)

    def of_learner(self, keys: Keys, learner: str) -> "Marking":
        """Return the keys for one learner."""
        number = keys.variant(learner)
        return self.of_variant(number, keys.casework_key(number))


def marking_of(keys: Keys, *, allow_unsealed: bool = False) -> Marking:
    """Gather what grading needs of a released assignment; no variant is chosen yet."""
    release = keys.course.release(keys.assignment)
    return Marking(
        assignment=keys.assignment,
        digest=keys.digest,
        notebook=_notebook(release / f"{keys.assignment}.ipynb", keys.assignment),
        files={name: (release / name).read_bytes() for name in (releases.FILE, releases.CASES)},
        quiz=keys.quiz_key,
        dialogue=keys.dialogue_key,
        script=keys.script,
        modules=keys.modules,
        limits=keys.course.limits,
        allow_unsealed=allow_unsealed or keys.course.allows_unsealed,
    )


def _notebook(path: Path, assignment: str) -> NotebookNode:
    try:
        return nbformat.read(path, as_version=4)
    except OSError as error:
        raise GradingError(
            str(path),
            f"cannot be read ({error.strerror})",
            "the released notebook",
            f"run: casebook release {assignment}",
        ) from None
