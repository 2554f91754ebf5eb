"""A released assignment as it lies beside a learner's notebook."""

import json
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from casebook.activities.authored import structure, unstructure
from casebook.activities.casework.publish import CaseworkActivity
from casebook.activities.dialogue.publish import DialogueActivity
from casebook.activities.draw import variant
from casebook.activities.nouns import Kind
from casebook.activities.quiz.publish import QuizActivity
from casebook.activities.script.publish import ScriptActivity
from casebook.errors import DataError
from casebook.portfolio.case import Case

FILE = "assignment.json"
CASES = "cases.zip"

Published = QuizActivity | CaseworkActivity | DialogueActivity | ScriptActivity
P = TypeVar("P", QuizActivity, CaseworkActivity, DialogueActivity, ScriptActivity)

_TYPES: dict[str, type[Published]] = {
    Kind.QUIZ: QuizActivity,
    Kind.CASEWORK: CaseworkActivity,
    Kind.DIALOGUE: DialogueActivity,
    Kind.SCRIPT: ScriptActivity,
}


@dataclass(frozen=True, slots=True)
class Released:
    """The public half of an assignment: its activities and how many variants of the case."""

    course: str
    assignment: str
    variants: int
    activities: tuple[Published, ...]

    def quiz(self) -> QuizActivity | None:
        """Return the assignment's quiz, if it has one."""
        return self._first(QuizActivity)

    def casework(self) -> CaseworkActivity | None:
        """Return the assignment's casework, if it has any."""
        return self._first(CaseworkActivity)

    def dialogue(self) -> DialogueActivity | None:
        """Return the assignment's dialogue, if it has one."""
        return self._first(DialogueActivity)

    def script(self) -> ScriptActivity | None:
        """Return the assignment's script, if it has one."""
        return self._first(ScriptActivity)

    def _first(self, kind: type[P]) -> P | None:
        return next((one for one in self.activities if isinstance(one, kind)), None)

    def variant(self, learner: str) -> int:
        """Return the number of this learner's variant."""
        return variant(self.course, self.assignment, learner, self.variants)


def encode(released: Released) -> bytes:
    """Return the file that stands for `released`: the same bytes for the same content."""
    return (json.dumps(unstructure(released), ensure_ascii=False, indent=1) + "\n").encode()


def read(folder: Path) -> Released | None:
    """Return the assignment released into `folder`, or None where there is none.

    Raises
    ------
    DataError
        When the file is torn.
    """
    path = folder / FILE
    if not path.is_file():
        return None
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        activities = tuple(_activity(one, path) for one in raw.pop("activities"))
        return Released(**raw, activities=activities)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _torn(path, error) from None


def _activity(raw: dict[str, Any], path: Path) -> Published:
    return structure(raw, _TYPES[raw["kind"]], str(path))


def case(folder: Path, number: int) -> Case:
    """Return the case of that number from the pool released into `folder`.

    Raises
    ------
    DataError
        When the pool is missing or torn.
    """
    [data] = case_files(folder, [number])
    try:
        return Case.from_dict(json.loads(data))
    except ValueError as error:
        raise _torn(folder / CASES, error) from None


def case_files(folder: Path, numbers: Iterable[int]) -> list[bytes]:
    """Return the files that stand for cases in the pool released into `folder`; raises as `case`.

    Parameters
    ----------
    numbers : iterable of int
        The numbers of the cases.
    """
    path = folder / CASES
    try:
        with zipfile.ZipFile(path) as pool:
            return [pool.read(case_name(number)) for number in numbers]
    except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise _torn(path, error) from None


def case_name(number: int) -> str:
    """Return the name of a case inside the pool."""
    return f"{number:03d}.json"


def _torn(path: Path, error: Exception) -> DataError:
    return DataError(
        str(path),
        f"cannot be read ({error})",
        "the file as it was released",
        "fetch the assignment again; your answers stay where they are",
    )
