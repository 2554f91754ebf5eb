"""What runs on this machine, as far as /proc tells; elsewhere nothing is known."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

_PROC = Path("/proc")


def owners() -> set[int]:
    """Return the user ids that own a process."""
    return {uid for pid in _pids() if (uid := _owner(pid)) is not None}


def count_tasks(uid: int) -> int:
    """Return how many tasks (processes and threads) `uid` has, as RLIMIT_NPROC counts them."""
    return sum(_tasks(pid) for pid in _pids() if _owner(pid) == uid)


def end_group(group: int) -> None:
    """Kill a process group that this process started and has not yet waited for."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(group, signal.SIGKILL)


def end_all_of(uid: int | None, home: Path, *, patience_s: float = 5) -> bool:
    """Kill what a run left behind; return whether nothing is left.

    With an identity of its own, a run's processes are known by their owner; else by the HOME
    they were started with, which a process may have rubbed out.
    """
    mark = f"HOME={home}".encode()
    if uid is None:
        return _end(lambda pid: mark in _environment(pid), patience_s)
    return _end(lambda pid: _owner(pid) == uid, patience_s)


def _end(is_ours: Callable[[int], bool], patience_s: float) -> bool:
    until = time.monotonic() + patience_s
    while left := [pid for pid in _pids() if is_ours(pid) and not _is_dead(pid)]:
        if time.monotonic() > until:
            return False
        for pid in left:
            end_process(pid)
        time.sleep(0.005)
    return True


def end_process(pid: int) -> None:
    """Kill one process, if it is still there."""
    with suppress(ProcessLookupError, PermissionError):
        os.kill(pid, signal.SIGKILL)


def _pids() -> Iterator[int]:
    if _PROC.is_dir():
        yield from (int(entry.name) for entry in _PROC.iterdir() if entry.name.isdigit())


def _owner(pid: int) -> int | None:
    try:
        return (_PROC / str(pid)).stat().st_uid
    except OSError:
        return None


def _tasks(pid: int) -> int:
    try:
        return len(list((_PROC / str(pid) / "task").iterdir()))
    except OSError:
        return 0


def _environment(pid: int) -> list[bytes]:
    try:
        return (_PROC / str(pid) / "environ").read_bytes().split(b"\0")
    except OSError:
        return []


def _is_dead(pid: int) -> bool:
    """Say whether a process only waits for its parent to note its end."""
    try:
        return (_PROC / str(pid) / "stat").read_bytes().rpartition(b")")[2].split()[0] in b"ZX"
    except OSError:
        return True
