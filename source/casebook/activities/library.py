"""The practice content that ships with the kit, by id."""

from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from pathlib import Path

from casebook.activities.authored import read_yaml
from casebook.activities.casework import model as casework_model
from casebook.activities.casework.model import Casework, Choice
from casebook.activities.dialogue import model as dialogue_model
from casebook.activities.dialogue.model import Dialogue
from casebook.activities.nouns import Kind
from casebook.activities.quiz import model as quiz_model
from casebook.activities.quiz.model import Quiz
from casebook.errors import ContentError
from casebook.portfolio.flags import review_flags


def folder() -> Path:
    """Return the folder of practice content."""
    return Path(str(files("casebook.activities") / "content"))


def flag_choices() -> tuple[Choice, ...]:
    """Return the vocabulary of red flags, as codes that a casework answer may name."""
    return tuple(Choice(flag.id, flag.name) for flag in review_flags())


@cache
def quiz(activity_id: str) -> Quiz:
    """Return the practice quiz of that id; raises ContentError for an unknown one."""
    return quiz_model.load(_path(activity_id, Kind.QUIZ))


@cache
def casework(activity_id: str) -> Casework:
    """Return the practice casework of that id; raises ContentError for an unknown one."""
    return casework_model.load(_path(activity_id, Kind.CASEWORK), flag_choices())


@cache
def dialogue(activity_id: str) -> Dialogue:
    """Return the practice dialogue of that id; raises ContentError for an unknown one."""
    return dialogue_model.load(_path(activity_id, Kind.DIALOGUE))


@cache
def index() -> dict[str, tuple[Kind, Path]]:
    """Return the kind and file of every practice activity, by id."""
    found: dict[str, tuple[Kind, Path]] = {}
    for path in sorted(folder().rglob("*.yaml")):
        head = read_yaml(path)
        found[str(head["id"])] = (Kind(head["kind"]), path)
    return found


def _path(activity_id: str, kind: Kind) -> Path:
    known = {name: path for name, (own, path) in index().items() if own is kind}
    if activity_id not in known:
        near = get_close_matches(activity_id, known, n=1) or sorted(known)
        raise ContentError(
            f'cb.{kind}("{activity_id}")',
            f"no {kind} has that id",
            "one of the practice activities",
            f'did you mean "{near[0]}"?' if near else "check the id",
        )
    return known[activity_id]
