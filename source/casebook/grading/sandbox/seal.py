"""What the learner's process does to itself, before the first line of the learner's code.

The grading engine's full seal (namespaces or Landlock, no network) belongs here, in `seal`.
"""

import ctypes
import os
import resource
import sys
from pathlib import Path
from typing import Any

_CLONE_NEWNS = 0x00020000
_MS_NOSUID, _MS_NODEV, _MS_BIND, _MS_REC, _MS_PRIVATE = 2, 4, 4096, 16384, 1 << 18
_PR_SET_PDEATHSIG, _PR_SET_NO_NEW_PRIVS = 1, 38
_SIGKILL = 9


def seal(job: dict[str, Any]) -> None:
    """Cover what must not be seen, drop to the ordinary identity, and set the limits."""
    if job["cover"]:
        _cover(job["cover"], job["reveal"])
    if job["uid"] is not None:
        _become(job["uid"])
    os.umask(0o077)
    if sys.platform == "linux":
        _renounce()
    _limit(job["limits"])


def _become(uid: int) -> None:
    os.setgroups([])
    os.setresgid(uid, uid, uid)
    os.setresuid(uid, uid, uid)


def _renounce() -> None:
    """Gain nothing from setuid programs; die with the grader."""
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    libc.prctl(_PR_SET_PDEATHSIG, _SIGKILL, 0, 0, 0)


def _limit(limits: dict[str, int]) -> None:
    processor = limits["processor_s"]
    _bound(resource.RLIMIT_CORE, 0)
    # First a signal that names the cause; a second later, one that cannot be ignored.
    _bound(resource.RLIMIT_CPU, processor, processor + 1)
    _bound(resource.RLIMIT_FSIZE, limits["file_bytes"])
    _bound(resource.RLIMIT_NOFILE, limits["open_files"])
    _bound(resource.RLIMIT_NPROC, limits["processes"])
    if sys.platform == "linux":  # elsewhere the address space cannot be bounded
        _bound(resource.RLIMIT_AS, limits["memory_bytes"])


def _bound(kind: int, most: int, last: int | None = None) -> None:
    _, hard = resource.getrlimit(kind)
    room = sys.maxsize if hard == resource.RLIM_INFINITY else hard
    resource.setrlimit(kind, (min(most, room), min(last or most, room)))


def _cover(covers: list[str], reveal: list[str]) -> None:
    """Lay an empty folder over each of `covers`, for this process alone, but for `reveal`."""
    libc = ctypes.CDLL(None, use_errno=True)
    _must(libc.unshare(_CLONE_NEWNS))
    _must(libc.mount(b"none", b"/", None, _MS_REC | _MS_PRIVATE, None))
    for cover in covers:
        inside = [path for path in reveal if Path(path).is_relative_to(cover)]
        held = {path: os.open(path, os.O_PATH) for path in inside}
        flags = _MS_NOSUID | _MS_NODEV
        _must(libc.mount(b"none", os.fsencode(cover), b"tmpfs", flags, b"mode=755,size=64k"))
        for path, descriptor in held.items():
            Path(path).mkdir(parents=True, exist_ok=True)
            source = f"/proc/self/fd/{descriptor}".encode()
            _must(libc.mount(source, os.fsencode(path), None, _MS_BIND | _MS_REC, None))
            os.close(descriptor)


def _must(status: int) -> None:
    if status:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
