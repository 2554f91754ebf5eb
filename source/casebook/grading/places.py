"""Where things lie: the author's repository, or the bundle that a learner was given."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from casebook.errors import DataError, SetupError
from casebook.text import Language

BUNDLE_CARD = "bundle.json"
NOT_DELIVERED = frozenset({"answers", "learner.json", ".ipynb_checkpoints", "__pycache__"})


@dataclass(frozen=True, slots=True)
class Shelf:
    """The workbooks and released assignments that a learner's folder is filled from."""

    root: Path
    workbooks: Path
    assignments: Path
    languages: tuple[Language, ...]

    def files(self) -> Iterator[tuple[str, Path]]:
        """Yield each file to deliver: its name in the learner's folder, and where it lies."""
        for folder in (self.workbooks, self.assignments):
            for path in sorted(folder.rglob("*")):
                name = path.relative_to(folder)
                if path.is_file() and not NOT_DELIVERED.intersection(name.parts):
                    yield name.as_posix(), path


def repository(at: Path) -> Path:
    """Return the repository that `at` lies in.

    Raises
    ------
    SetupError
        `at` is not inside a Casebook repository.
    """
    for folder in (at.resolve(), *at.resolve().parents):
        if _is_repository(folder):
            return folder
    raise SetupError(
        str(at), "is not inside a Casebook repository", do="go to the repository's folder"
    )


def shelf(at: Path) -> Shelf:
    """Return what can be delivered from `at`: an unpacked bundle, or the repository around it.

    Raises
    ------
    SetupError
        `at` is neither.
    DataError
        The bundle's card cannot be read.
    """
    if (at / BUNDLE_CARD).is_file():
        return Shelf(at, at / "workbooks", at / "assignments", _languages(at / BUNDLE_CARD))
    try:
        return repository_shelf(repository(at))
    except SetupError:
        raise SetupError(
            str(at.resolve()),
            "holds no workbooks",
            "the folder of the bundle (with bundle.json) or the Casebook repository",
            "go there and run it again",
        ) from None


def repository_shelf(root: Path) -> Shelf:
    """Return what the repository at `root` delivers."""
    return Shelf(root, root / "workbooks", root / "assessments" / "release", tuple(Language))


def _is_repository(folder: Path) -> bool:
    return (folder / "workbooks").is_dir() and (folder / "source" / "casebook").is_dir()


def _languages(card: Path) -> tuple[Language, ...]:
    try:
        return tuple(Language(name) for name in json.loads(card.read_text("utf-8"))["languages"])
    except (ValueError, KeyError, TypeError) as error:
        raise DataError(
            str(card), f"cannot be read ({error})", do="unpack the bundle afresh"
        ) from None
