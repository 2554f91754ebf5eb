"""What a run's processes hold and use, as far as /proc tells; elsewhere nothing is known."""

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_PROC = Path("/proc")
_PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096
_TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100


@dataclass(frozen=True, slots=True)
class Usage:
    """What some processes hold at the moment, and the processor time that they have used."""

    memory_bytes: int
    processor_s: float


def owners() -> set[int]:
    """Return the user ids that own a process."""
    return {uid for pid in _pids() if (uid := _owner(pid)) is not None}


def count_tasks(uid: int) -> int:
    """Return how many tasks (processes and threads) `uid` has, as RLIMIT_NPROC counts them."""
    return sum(_tasks(pid) for pid in _pids() if _owner(pid) == uid)


def memory(pid: int) -> int:
    """Return the bytes that a process holds, its share of what it has in common with others.

    Where that is refused, all that it has in common counts as its own.
    """
    with suppress(OSError, ValueError):
        for line in (_PROC / str(pid) / "smaps_rollup").read_bytes().splitlines():
            if line.startswith(b"Pss:"):
                return int(line.split()[1]) << 10
    return resident(pid)


def resident(pid: int) -> int:
    """Return the bytes that a process holds, what it has in common with others among them.

    A hundred times as fast to tell as `memory`.
    """
    with suppress(OSError, ValueError):
        return int((_PROC / str(pid) / "statm").read_bytes().split()[1]) * _PAGE
    return 0


def held(root: int) -> int:
    """Return the bytes that a process and all its descendants hold, what is in common once."""
    return sum(map(memory, _family(root)))


def usage(root: int, *, enough: int) -> Usage:
    """Return what a process and all its descendants use; those that have ended count as well.

    What they have in common is counted once, but for as long as even counting it each time stays
    below `enough` bytes: that is told much faster.
    """
    family = list(_family(root))
    memory_bytes, used = sum(map(resident, family)), 0.0
    if memory_bytes > enough:
        memory_bytes = sum(map(memory, family))
    for pid in family:
        with suppress(OSError, ValueError, IndexError):
            times = (_PROC / str(pid) / "stat").read_bytes().rpartition(b")")[2].split()
            used += sum(map(int, times[11:15])) / _TICKS  # its own and of children waited for
    return Usage(memory_bytes, used)


def _family(root: int) -> Iterator[int]:
    waiting = [root]
    while waiting:
        pid = waiting.pop()
        yield pid
        with suppress(OSError, ValueError):
            for task in (_PROC / str(pid) / "task").iterdir():
                waiting.extend(map(int, (task / "children").read_bytes().split()))


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
