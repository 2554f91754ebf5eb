"""The journal of answers: appended line by line, never rewritten, merged by its reader.

Each kernel session writes a file of its own, ``answers/<session>.jsonl``, so that two tabs, two
kernels and a network home need no lock. A line is one JSON object with its own checksum; it is
flushed and synced before the learner is told that the answer is kept. A torn or damaged line costs
that line alone, and is said.
"""

import errno
import hashlib
import json
import os
import re
import stat
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from casebook.activities.nouns import Answer, Plain
from casebook.errors import JournalError

FOLDER = "answers"
VERSION = 1

#: A journal larger than this is not a learner's clicks.
MAX_FILE_BYTES = 4_000_000
MAX_FILES = 2_000
MAX_LINE_BYTES = 100_000

_NAME = re.compile(r"[0-9A-Za-z-]{1,64}\.jsonl")


@dataclass(frozen=True, slots=True)
class Entry:
    """One answer to one item, as it was given."""

    at: str
    session: str
    number: int
    activity: str
    item: str
    value: Plain
    learner: str = ""


@dataclass(frozen=True, slots=True)
class Journal:
    """All that could be read, in order of time, and what could not be."""

    entries: tuple[Entry, ...] = ()
    faults: tuple[str, ...] = ()
    learners: frozenset[str] = field(default_factory=frozenset)

    def answer(self, activity: str) -> Answer:
        """Return the latest answer to each item of `activity`."""
        own = (entry for entry in self.entries if entry.activity == activity)
        return Answer(activity, {entry.item: entry.value for entry in own})


def _now() -> datetime:
    return datetime.now(UTC)


class Writer:
    """Appends the answers of one kernel session under `folder`.

    Raises
    ------
    JournalError
        When the answer could not be put on disk; nothing half-written is left behind.
    """

    def __init__(
        self,
        folder: Path,
        *,
        learner: str = "",
        session: str | None = None,
        clock: Callable[[], datetime] = _now,
    ) -> None:
        self.session = session or f"{clock():%Y%m%dT%H%M%SZ}-{uuid.uuid4().hex[:12]}"
        self.path = folder / FOLDER / f"{self.session}.jsonl"
        self.learner = learner
        self._clock = clock
        self._number = 0

    def write(self, activity: str, item: str, value: Plain) -> Entry:
        """Put one answer on disk and return it."""
        at = self._clock().isoformat(timespec="microseconds")
        entry = Entry(at, self.session, self._number + 1, activity, item, value, self.learner)
        line = encode(entry)
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            _append(self.path, line)
        except OSError as error:
            raise JournalError(
                str(self.path),
                f"the answer could not be saved ({error.strerror})",
                "room and permission to write",
                "free some space or ask whoever runs this machine, then answer again",
            ) from error
        self._number += 1
        return entry


def _append(path: Path, line: bytes) -> None:
    """Append all of `line` or, if that fails, nothing."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    try:
        before = os.fstat(handle).st_size
        try:
            _write_whole(handle, line)
            os.fsync(handle)
        except OSError:
            os.ftruncate(handle, before)
            raise
    finally:
        os.close(handle)


def _write_whole(handle: int, line: bytes) -> None:
    if os.write(handle, line) != len(line):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def encode(entry: Entry) -> bytes:
    """Return the line that stands for `entry`."""
    record: dict[str, Any] = {
        "v": VERSION,
        "at": entry.at,
        "session": entry.session,
        "n": entry.number,
        "learner": entry.learner,
        "activity": entry.activity,
        "item": entry.item,
        "value": entry.value,
    }
    record["sum"] = _checksum(record)
    return (json.dumps(record, ensure_ascii=False, allow_nan=False) + "\n").encode()


def _checksum(record: Mapping[str, Any]) -> str:
    rest = {name: value for name, value in record.items() if name != "sum"}
    canonical = json.dumps(rest, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()[:16]


def read(folder: Path) -> Journal:
    """Read every session's file under `folder`/answers; a folder without any gives no entries."""
    entries: list[Entry] = []
    faults: list[str] = []
    for path in _files(folder / FOLDER, faults):
        for found in _read_file(path):
            if isinstance(found, Entry):
                entries.append(found)
            else:
                faults.append(f"{FOLDER}/{path.name}{found}")
    entries.sort(key=lambda entry: (entry.at, entry.session, entry.number))
    learners = frozenset(entry.learner for entry in entries if entry.learner)
    return Journal(tuple(entries), tuple(faults), learners)


def _files(folder: Path, faults: list[str]) -> Iterable[Path]:
    if folder.is_symlink() or not folder.is_dir():
        return ()
    paths = sorted(path for path in folder.iterdir() if path.suffix == ".jsonl")
    if len(paths) > MAX_FILES:
        faults.append(f"{FOLDER}/: {len(paths)} files, expected {MAX_FILES} at most; the rest left")
    return paths[:MAX_FILES]


def _read_file(path: Path) -> Iterator[Entry | str]:
    if not _NAME.fullmatch(path.name):
        yield ": is not a session's name; left unread"
        return
    try:
        raw = _read_bytes(path)
    except OSError as error:
        yield f": could not be read ({error.strerror or error})"
        return
    *lines, tail = raw.split(b"\n")
    for place, line in enumerate(lines, start=1):
        entry = decode(line)
        yield entry or f", line {place}: is damaged; the other lines stand"
    if tail:
        yield decode(tail) or f", line {len(lines) + 1}: was cut off while being written; dropped"


def _read_bytes(path: Path) -> bytes:
    handle = os.open(
        path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    )
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError(errno.EINVAL, "not a regular file")
        raw = file.read(MAX_FILE_BYTES + 1)
    if len(raw) > MAX_FILE_BYTES:
        raise OSError(errno.EFBIG, f"larger than {MAX_FILE_BYTES} bytes")
    return raw


def decode(line: bytes) -> Entry | None:
    """Return the entry that `line` stands for, or None if it is damaged."""
    if len(line) > MAX_LINE_BYTES:
        return None
    try:
        record = json.loads(line)
        whole = isinstance(record, dict) and record.get("sum") == _checksum(record)
    except (ValueError, RecursionError):
        return None
    return _entry(record) if whole else None


def _entry(record: Mapping[str, Any]) -> Entry | None:
    texts = [record.get(name) for name in ("at", "session", "activity", "item", "learner")]
    number = record.get("n")
    if record.get("v") != VERSION or type(number) is not int:
        return None
    if not all(isinstance(text, str) and len(text) <= 200 for text in texts):
        return None
    at, session, activity, item, learner = (str(text) for text in texts)
    return Entry(at, session, number, activity, item, record.get("value"), learner)
