"""One learner's hand-in, packed to travel and read without trusting a byte of it."""

import hashlib
import json
import os
import re
import stat
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from casebook.activities import journal
from casebook.activities import learner as learners
from casebook.activities import released as releases
from casebook.activities.journal import Journal
from casebook.errors import DataError
from casebook.grading import cells as making
from casebook.text import Language

MAX_NOTEBOOK_BYTES = 50_000_000
#: The most that a hand-in's other files may weigh together; what goes beyond is left out.
MAX_FILES_BYTES, MAX_FILES = 64_000_000, 2_000
_CELL_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


@dataclass(frozen=True, slots=True)
class Parcel:
    """The files of a hand-in, to be graded anywhere; `digest` is over all that was handed in."""

    learner: str
    assignment: str
    files: Mapping[str, bytes]
    facts: tuple[str, ...]
    digest: str


@dataclass(frozen=True, slots=True)
class Submission:
    """What was handed in. `notebook` is None where it is missing or cannot be read."""

    learner: str
    assignment: str
    folder: Path
    notebook: NotebookNode | None
    journal: Journal
    language: Language
    facts: tuple[str, ...]


def pack(folder: Path, assignment: str, learner: str) -> Parcel:
    """Pack the hand-in in `folder`; links are never followed, and what is too large stays out.

    The release's own files are not taken along: the grader has them.
    """
    facts = [f"{_name(path, folder)}: is a link; ignored" for path in _links(folder)]
    packed: dict[str, bytes] = {}
    whole, room = hashlib.sha256(), MAX_FILES_BYTES
    for path in files(folder):
        if _is_shared(path, folder, assignment):
            facts.append(f"{_name(path, folder)}: is a hard link; ignored")
            continue
        name = path.relative_to(folder)
        size = path.lstat().st_size
        is_notebook = str(name) == f"{assignment}.ipynb"
        fits = size <= (MAX_NOTEBOOK_BYTES if is_notebook else room) and len(packed) < MAX_FILES
        data = _read(path) if fits else b""
        digest = hashlib.sha256(data).digest() if fits else _digest(path)
        whole.update(str(name).encode("utf-8", "surrogateescape") + b"\0" + digest)
        if not fits:
            most = MAX_NOTEBOOK_BYTES if is_notebook else MAX_FILES_BYTES
            too = f"is larger than {most} bytes, or one file too many"
            facts.append(f"{_name(path, folder)}: {too}; ignored")
        elif name.name != f"{assignment}.ipynb" and name.suffix == ".ipynb":
            continue
        elif str(name) not in (releases.FILE, releases.CASES):
            packed[str(name)] = data
            room -= 0 if is_notebook else size
    return Parcel(learner, assignment, packed, tuple(facts), whole.hexdigest())


def unpack(parcel: Parcel, folder: Path) -> Submission:
    """Lay a parcel out in an empty `folder` and read it; what is wrong with it becomes a fact."""
    for name, data in parcel.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    facts: list[str] = []
    notebook = _notebook(folder / f"{parcel.assignment}.ipynb", facts)
    answers = journal.read(folder)
    facts.extend(answers.faults)
    facts.extend(parcel.facts)
    language = _language(folder, parcel.learner, answers, facts)
    return Submission(
        parcel.learner, parcel.assignment, folder, notebook, answers, language, tuple(facts)
    )


def _read(path: Path) -> bytes:
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with os.fdopen(handle, "rb") as file:
        return file.read(MAX_FILES_BYTES + 1)


def _digest(path: Path) -> bytes:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()


def _notebook(path: Path, facts: list[str]) -> NotebookNode | None:
    if not path.is_file():
        facts.append(f"{path.name}: is not in the hand-in; what the journal holds is graded")
        return None
    try:
        return _parse(path)
    except Exception as error:  # noqa: BLE001 - a hand-in can break the reader in any way
        reason = " ".join(str(error).split())[:200]
        facts.append(
            f"{path.name}: is not a notebook that can be read ({type(error).__name__}: {reason}); "
            "what the journal holds is graded"
        )
        return None


def _parse(path: Path) -> NotebookNode:
    raw: Any = json.loads(path.read_text(encoding="utf-8-sig"))
    if raw.get("nbformat") != 4:
        raw = nbformat.convert(nbformat.from_dict(raw), 4)
    return making.notebook([_cell(cell) for cell in raw["cells"]])


def _cell(raw: Any) -> NotebookNode:
    """Return what grading needs of a cell, and nothing else that a hand-in may have put there."""
    kind, source = raw["cell_type"], raw.get("source", "")
    text = source if isinstance(source, str) else "".join(source)
    make = {"code": making.code, "raw": making.raw}
    cell = make.get(kind, making.markdown)(text)
    metadata = raw.get("metadata")
    named = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    name = named.get("grade_id") if isinstance(named, dict) else None
    if isinstance(name, str):
        cell.metadata["nbgrader"] = {"grade_id": name}
    if isinstance(raw.get("id"), str) and _CELL_ID.fullmatch(raw["id"]):
        cell["id"] = raw["id"]
    return cell


def _language(folder: Path, learner: str, answers: Journal, facts: list[str]) -> Language:
    try:
        known = learners.read(folder)
    except DataError as error:
        facts.append(f"{learners.FILE}: {error.what}")
        known = None
    names = answers.learners | ({known.id} if known else set())
    facts.extend(
        f'the work names the learner "{name}", but was handed in as "{learner}"'
        for name in sorted(names - {learner})
    )
    return known.language if known else Language.ZH


def is_anothers(submission: Submission) -> bool:
    """Whether the work names a learner other than the one who handed it in."""
    return any("was handed in as" in fact for fact in submission.facts)


def files(folder: Path) -> Iterator[Path]:
    """Yield the regular files of a hand-in, in order; links and devices are passed over."""
    for root, folders, names in os.walk(folder, followlinks=False):
        folders.sort()
        for name in sorted(names):
            path = Path(root, name)
            with suppress(OSError):  # a path can be too long for the system
                if stat.S_ISREG(path.lstat().st_mode):
                    yield path


def side_files(folder: Path, assignment: str) -> Iterator[Path]:
    """Yield the files to show beside a graded notebook: no notebook, nothing too large."""
    room, left = MAX_FILES_BYTES, MAX_FILES
    for path in files(folder):
        size = path.lstat().st_size
        is_fit = path.suffix != ".ipynb" and not _is_shared(path, folder, assignment)
        if is_fit and size <= room and left > 0:
            room, left = room - size, left - 1
            yield path


def _is_shared(path: Path, folder: Path, assignment: str) -> bool:
    """Whether a side file is also a file elsewhere, which may be one of the grader's own.

    The notebook, the journal and the learner's card are read for their form alone.
    """
    name = path.relative_to(folder)
    is_work = str(name) in (f"{assignment}.ipynb", learners.FILE) or name.parts[0] == journal.FOLDER
    return path.lstat().st_nlink > 1 and not is_work


def _name(path: Path, folder: Path) -> str:
    """Return what to call a file in a fact, whatever bytes its name is made of."""
    name = str(path.relative_to(folder))
    return name.encode("utf-8", "backslashreplace").decode("utf-8")


def _links(folder: Path) -> Iterator[Path]:
    for root, folders, names in os.walk(folder, followlinks=False):
        for name in (*folders, *names):
            with suppress(OSError):  # a path can be too long for the system
                if stat.S_ISLNK(Path(root, name).lstat().st_mode):
                    yield Path(root, name)
