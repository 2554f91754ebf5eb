"""One learner's hand-in, read without trusting a byte of it."""

import hashlib
import json
import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from casebook.activities import journal
from casebook.activities import learner as learners
from casebook.activities.journal import Journal
from casebook.errors import DataError
from casebook.text import Language

MAX_NOTEBOOK_BYTES = 50_000_000
_CELL_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


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
    digest: str


def read(folder: Path, assignment: str, learner: str) -> Submission:
    """Read the hand-in in `folder`; whatever is wrong with it becomes a fact, not an error.

    Links are never followed: a hand-in can hold only what lies in it.
    """
    facts: list[str] = []
    notebook = _notebook(folder / f"{assignment}.ipynb", facts)
    answers = journal.read(folder)
    facts.extend(answers.faults)
    facts.extend(f"{path.relative_to(folder)}: is a link; ignored" for path in _links(folder))
    language = _language(folder, learner, answers, facts)
    return Submission(
        learner, assignment, folder, notebook, answers, language, tuple(facts), digest(folder)
    )


def _notebook(path: Path, facts: list[str]) -> NotebookNode | None:
    if not path.is_file() or path.is_symlink():
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
    if path.stat().st_size > MAX_NOTEBOOK_BYTES:
        raise ValueError(f"larger than {MAX_NOTEBOOK_BYTES} bytes")
    raw: Any = json.loads(path.read_text(encoding="utf-8"))
    if raw.get("nbformat") != 4:
        raw = nbformat.convert(nbformat.from_dict(raw), 4)
    return nbformat.v4.new_notebook(cells=[_cell(cell) for cell in raw["cells"]])


def _cell(raw: Any) -> NotebookNode:
    """Return what grading needs of a cell, and nothing else that a hand-in may have put there."""
    kind, source = raw["cell_type"], raw.get("source", "")
    text = source if isinstance(source, str) else "".join(source)
    make = {"code": nbformat.v4.new_code_cell, "raw": nbformat.v4.new_raw_cell}
    cell = make.get(kind, nbformat.v4.new_markdown_cell)(text)
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
            if stat.S_ISREG(path.lstat().st_mode):
                yield path


def _links(folder: Path) -> Iterator[Path]:
    for root, folders, names in os.walk(folder, followlinks=False):
        yield from (path for name in (*folders, *names) if (path := Path(root, name)).is_symlink())


def digest(folder: Path) -> str:
    """Return a digest of all that was handed in."""
    whole = hashlib.sha256()
    for path in files(folder):
        whole.update(str(path.relative_to(folder)).encode() + b"\0")
        whole.update(hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()
