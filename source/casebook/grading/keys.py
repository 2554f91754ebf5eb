"""The keys of an assignment: what only the trusted process ever holds."""

import hashlib
import hmac
import importlib.util
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.metadata import version
from pathlib import Path
from types import ModuleType
from typing import Any

from casebook.activities import library
from casebook.activities import released as releases
from casebook.activities.casework import model as casework_model
from casebook.activities.casework import publish as casework_publish
from casebook.activities.casework.model import Casework, Reference
from casebook.activities.casework.publish import CaseworkKey
from casebook.activities.dialogue import model as dialogue_model
from casebook.activities.dialogue import publish as dialogue_publish
from casebook.activities.dialogue.model import Dialogue
from casebook.activities.dialogue.publish import DialogueActivity, DialogueKey
from casebook.activities.draw import variant
from casebook.activities.quiz import model as quiz_model
from casebook.activities.quiz import publish as quiz_publish
from casebook.activities.quiz.model import Quiz
from casebook.activities.quiz.publish import QuizKey
from casebook.activities.released import Published, Released
from casebook.activities.script import model as script_model
from casebook.activities.script import publish as script_publish
from casebook.activities.script.model import Script
from casebook.errors import ContentError, GradingError
from casebook.grading.course import Course
from casebook.portfolio import pool
from casebook.portfolio.case import Case
from casebook.portfolio.pool import Variant

QUIZ, CASEWORK, SOLUTIONS = "quiz.yaml", "casework.yaml", "solutions.py"
DIALOGUE, SCRIPT = "dialogue.yaml", "script.yaml"
MANIFEST = "manifest.json"

Solve = Callable[[Case, frozenset[str]], Mapping[str, Reference]]


@dataclass(frozen=True)
class Keys:
    """The authored activities of one assignment, the pool of variants and their solutions."""

    course: Course
    assignment: str
    variants: int

    @property
    def folder(self) -> Path:
        """Where the keys lie."""
        return self.course.keys(self.assignment)

    @cached_property
    def quiz(self) -> Quiz | None:
        """The authored quiz, if the assignment has one."""
        path = self.folder / QUIZ
        return quiz_model.load(path) if path.is_file() else None

    @cached_property
    def casework(self) -> Casework | None:
        """The authored casework, if the assignment has any."""
        path = self.folder / CASEWORK
        if not path.is_file():
            return None
        return casework_model.load(path, library.flag_choices())

    @cached_property
    def quiz_key(self) -> QuizKey | None:
        """The quiz's key."""
        return quiz_publish.publish(self.quiz, salt=self._salt)[1] if self.quiz else None

    @cached_property
    def dialogue(self) -> Dialogue | None:
        """The authored dialogue, if the assignment has one."""
        path = self.folder / DIALOGUE
        return dialogue_model.load(path) if path.is_file() else None

    @cached_property
    def dialogue_key(self) -> DialogueKey | None:
        """The dialogue's key."""
        return self._talk[1] if self._talk else None

    @cached_property
    def _talk(self) -> tuple[DialogueActivity, DialogueKey] | None:
        if self.dialogue is None:
            return None
        return dialogue_publish.publish(self.dialogue, salt=self._salt)

    @cached_property
    def script(self) -> Script | None:
        """The authored script, if the assignment has one; it is its own key."""
        path = self.folder / SCRIPT
        return script_model.load(path) if path.is_file() else None

    @cached_property
    def _salt(self) -> str:
        """What public ids are drawn with: told by the course's secret, and not telling it."""
        name = f"ids of {self.assignment}".encode()
        return hmac.new(self.course.secret(), name, hashlib.sha256).hexdigest()

    @cached_property
    def pool(self) -> tuple[Variant, ...]:
        """Every variant with its planted flags, drawn from the course's secret."""
        return _drawn(self.course.secret(), self.assignment, self.variants)

    def variant(self, learner: str) -> int:
        """Return the number of the variant that `learner` has."""
        return variant(self.course.id, self.assignment, learner, self.variants)

    def _given(self, number: int) -> Variant:
        """Return a variant as it was released, with what was planted in it."""
        planted = self._released.get("planted")
        if planted is None:  # released by an earlier version
            return self.pool[number]
        return Variant(
            releases.case(self.course.release(self.assignment), number), frozenset(planted[number])
        )

    def casework_key(self, number: int) -> CaseworkKey | None:
        """Return the key to the casework on variant `number`."""
        if self.casework is None:
            return None
        if number not in self._solved:
            given = self._given(number)
            references = self._solve(given.case, given.planted)
            self._solved[number] = casework_publish.publish(self.casework, references)[1]
        return self._solved[number]

    @cached_property
    def _solved(self) -> dict[int, CaseworkKey]:
        """The casework keys made so far: many learners share a variant."""
        return {}

    @cached_property
    def _solve(self) -> Solve:
        path = self.folder / SOLUTIONS
        try:
            solve: Solve = _module(path).solve
        except (OSError, AttributeError) as error:
            raise ContentError(
                str(path), f"gives no solutions ({error})", "a function solve(case, planted)"
            ) from error
        return solve

    def publish(self) -> Released:
        """Return the public half of the assignment."""
        found: list[Published | None] = [
            quiz_publish.publish(self.quiz, salt=self._salt)[0] if self.quiz else None,
            casework_publish.public(self.casework) if self.casework else None,
            self._talk[0] if self._talk else None,
            script_publish.public(self.script) if self.script else None,
        ]
        activities = tuple(one for one in found if one is not None)
        return Released(self.course.id, self.assignment, self.variants, activities)

    @cached_property
    def digest(self) -> str:
        """A digest of all that decides a score: keys, secret, and the engine's version."""
        whole = hashlib.sha256(version("casebook").encode() + self.course.secret())
        for path in sorted(self.folder.glob("*.*")):
            whole.update(path.name.encode() + hashlib.sha256(path.read_bytes()).digest())
        return whole.hexdigest()

    @cached_property
    def modules(self) -> tuple[str, ...]:
        """What the released notebook imports, for graders to import once."""
        return tuple(self._released.get("modules", ()))

    @cached_property
    def _released(self) -> dict[str, Any]:
        return _manifest(self._manifest_path)

    @property
    def _manifest_path(self) -> Path:
        return self.folder / "released" / MANIFEST

    def seal(self, modules: Sequence[str] = ()) -> None:
        """Note what is being released, so that the grader can tell if a rebuilt case differs.

        `modules` are what the notebook imports.
        """
        path = self._manifest_path
        path.parent.mkdir(parents=True, exist_ok=True)
        manifest = {
            "variants": self.variants,
            "secret": self._secret_print(),
            "cases": [_print(case_bytes(one.case)) for one in self.pool],
            "planted": [sorted(one.planted) for one in self.pool],
            "modules": list(modules),
        }
        path.write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")

    def check_seal(self) -> None:
        """Hold the secret and the released cases to what was noted at the release.

        Raises
        ------
        GradingError
            When the secret is another, or a case is no longer what learners were given.
        """
        noted, release = self._released, self.course.release(self.assignment)
        if noted.get("secret", self._secret_print()) != self._secret_print():
            raise GradingError(
                f"assignment {self.assignment}",
                "the cases drawn from the course's secret differ from those released",
                "the secret that released it",
                "put keys/course.secret back from your backup",
            )
        given = releases.case_files(release, range(self.variants))
        if list(map(_print, given)) != noted["cases"]:
            raise GradingError(
                str(release / releases.CASES),
                "the cases differ from those released",
                "the same cases, bit for bit",
                "put the release folder back as it was",
            )

    def _secret_print(self) -> str:
        return _print(b"released with " + self.course.secret())


def released_keys(course: Course, assignment: str) -> Keys:
    """Return the keys of an assignment as it was released.

    Raises
    ------
    GradingError
        When it has not been released from this course folder.
    """
    path = course.keys(assignment) / "released" / MANIFEST
    if not path.is_file() or not (course.release(assignment) / releases.FILE).is_file():
        raise GradingError(
            f"assignment {assignment}",
            "has not been released from this course folder",
            f"{path}",
            f"run: casebook release {assignment}",
        )
    return Keys(course, assignment, int(_manifest(path)["variants"]))


def _manifest(path: Path) -> dict[str, Any]:
    try:
        manifest: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise GradingError(
            str(path), f"cannot be read ({error})", "what release wrote", "release again"
        ) from None
    return manifest


def _print(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@lru_cache(maxsize=4)
def _drawn(secret: bytes, assignment: str, variants: int) -> tuple[Variant, ...]:
    """Draw a pool once: plain nbgrader asks for the keys anew with every hand-in."""
    return pool.draw(secret, assignment, variants)


def case_bytes(case: Case) -> bytes:
    """Return the file that stands for `case` in a pool: the same bytes for the same case."""
    return (json.dumps(case.to_dict(), ensure_ascii=False, sort_keys=True) + "\n").encode()


def _module(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"solutions_{path.parent.name}", path)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
