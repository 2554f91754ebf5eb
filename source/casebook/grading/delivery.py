"""Filling a learner's folder without ever overwriting what the learner changed.

A file counts as changed when it is no longer what was delivered; the manifest in the folder
remembers that. A changed file stays, and a newer version is placed beside it.
"""

import hashlib
import itertools
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path, PurePosixPath

from casebook.activities import place
from casebook.text import Language

MANIFEST = place.DELIVERED


class Outcome(StrEnum):
    """What became of one delivered file."""

    DELIVERED = "delivered"
    UPDATED = "updated"
    BESIDE = "beside"
    KEPT = "kept"


@dataclass(frozen=True, slots=True)
class Delivered:
    """One file, where it was put, and what became of it."""

    name: str
    placed: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a folder was given: the language, and each file's digest as delivered."""

    language: Language | None = None
    digests: dict[str, str] = field(default_factory=dict)


def manifest(folder: Path) -> Manifest:
    """Read the folder's manifest; a missing or damaged one is empty.

    An empty manifest is safe: every file that differs from a new one then counts as changed.
    """
    try:
        card = json.loads((folder / MANIFEST).read_text("utf-8"))
        return Manifest(Language(card["language"]), {k: str(v) for k, v in card["files"].items()})
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Manifest()


def deliver(
    files: Mapping[str, bytes], folder: Path, *, language: Language
) -> tuple[Delivered, ...]:
    """Put `files` into `folder` and remember what was delivered."""
    digests = manifest(folder).digests
    delivered = tuple(
        _deliver(name, content, folder, digests) for name, content in sorted(files.items())
    )
    card = {"language": str(language), "files": dict(sorted(digests.items()))}
    _write(folder / MANIFEST, f"{json.dumps(card, ensure_ascii=False, indent=1)}\n".encode())
    return delivered


def _deliver(name: str, content: bytes, folder: Path, digests: dict[str, str]) -> Delivered:
    digest = _digest(content)
    for placed in _names(name):
        path = folder / placed
        present = _digest(path.read_bytes()) if path.is_file() else None
        changed = present is not None and present not in {digest, digests.get(placed)}
        if changed and digests.get(placed) != digest:
            continue
        digests[placed] = digest
        if changed or present == digest:
            return Delivered(name, placed, Outcome.KEPT)
        _write(path, content)
        return Delivered(name, placed, _outcome(name, placed, is_new=present is None))
    raise AssertionError("names never end")


def _outcome(name: str, placed: str, *, is_new: bool) -> Outcome:
    if placed != name:
        return Outcome.BESIDE
    return Outcome.DELIVERED if is_new else Outcome.UPDATED


def _names(name: str) -> Iterator[str]:
    """Yield `a.ipynb`, `a.new.ipynb`, `a.new2.ipynb` and so on."""
    path = PurePosixPath(name)
    yield name
    yield str(path.with_name(f"{path.stem}.new{path.suffix}"))
    for number in itertools.count(2):
        yield str(path.with_name(f"{path.stem}.new{number}{path.suffix}"))


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.part")
    draft.write_bytes(content)
    os.replace(draft, path)  # noqa: PTH105 - one step, so that a stop leaves old or new, never half


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
