"""Who is learning, and in which language."""

import getpass
import json
import os
import re
from dataclasses import asdict, dataclass
from pathlib import Path

from casebook.errors import DataError
from casebook.text import Language

FILE = "learner.json"
_ID = re.compile(r"[0-9A-Za-z][0-9A-Za-z._@-]{0,63}")


@dataclass(frozen=True, slots=True)
class Learner:
    """A learner's id (nbgrader's student id) and language."""

    id: str
    language: Language = Language.ZH


def is_id(text: str) -> bool:
    """Whether `text` can be a learner's id, and so a folder's name on any system."""
    return bool(_ID.fullmatch(text)) and not text.endswith(".")


def read(folder: Path) -> Learner | None:
    """Return the learner that `folder`/learner.json names, or None where there is no such file.

    Raises
    ------
    DataError
        When the file is torn or names no one.
    """
    path = folder / FILE
    if path.is_symlink() or not path.is_file():
        return None
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        learner = Learner(_known(raw["id"]), Language(raw.get("language", "zh")))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise DataError(
            str(path),
            f"names no learner ({error})",
            '{"id": "your-id", "language": "zh"}',
            "delete the file; you will be asked for your id again",
        ) from None
    return learner


def _known(text: str) -> str:
    if not is_id(text):
        raise ValueError(text)
    return text


def write(folder: Path, learner: Learner) -> None:
    """Write `learner` to `folder`/learner.json, whole or not at all."""
    if not is_id(learner.id):
        raise DataError(
            FILE,
            f"{learner.id!r} cannot be a learner's id",
            "letters, digits and . _ @ - only, 64 at most",
            "use the id your instructor gave you",
        )
    path = folder / FILE
    fresh = path.with_suffix(".json.new")
    fresh.write_text(json.dumps(asdict(learner), ensure_ascii=False) + "\n", encoding="utf-8")
    fresh.replace(path)


def on_hub() -> str | None:
    """Return the id under which a hub or a shared exchange knows this learner, if there is one."""
    name = os.environ.get("JUPYTERHUB_USER")
    return name if name and is_id(name) else None


def likely_id() -> str:
    """Return the id to propose when asking: what nbgrader would call this learner."""
    try:
        return getpass.getuser()
    except OSError:
        return ""
