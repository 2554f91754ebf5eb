"""Which seals there are, what each needs, and what the learner's process does to put one on.

A seal is defined by what holds: no network; only an allow-list to read; only a private folder to
write; limits on memory, processor, processes, files and disk; nothing left running.
"""

import os
import resource
import sys
from typing import Any

from casebook.grading.sandbox import landlock, namespaces, seccomp, syscalls
from casebook.grading.sandbox.model import Seal


def missing(seal: Seal, *, uid: int | None) -> str:
    """Return what this machine lacks for `seal`, before it is tried; empty where nothing is known.

    `uid` is the ordinary identity that a run is to take, None where it keeps the grader's own.
    """
    if sys.platform != "linux":
        return "Linux"
    if seal is Seal.LANDLOCK:
        known = landlock.version()
        if not known:
            return "Landlock in the kernel"
        if uid is None and known < landlock.SCOPES_FROM:
            return f"root, or Landlock of version {landlock.SCOPES_FROM} (it has {known})"
    return ""


def flags(seal: Seal, *, uid: int | None) -> int:
    """Return the namespaces that a run under `seal` begins in."""
    if seal is not Seal.NAMESPACES:
        return 0
    return namespaces.FLAGS if uid is not None else namespaces.FLAGS | syscalls.NEWUSER


def prepare(job: dict[str, Any], outside: tuple[int, int]) -> None:
    """Ready the place of a run, in the first process of its namespaces."""
    syscalls.die_with_parent()
    if job["uid"] is None:
        namespaces.take_identity(outside)
    namespaces.build(job, uid=namespaces.UID if job["uid"] is None else job["uid"])
    syscalls.show_memory(is_shown=False)


def put_on(job: dict[str, Any]) -> None:
    """Seal this process for good, before the first line of the learner's code."""
    seal = job["seal"]
    if seal is not Seal.NAMESPACES:
        os.chdir(job["folder"])
    if job["uid"] is not None:
        _become(job["uid"])
    os.umask(0o077)
    _limit(job["limits"], is_bounded=sys.platform == "linux")
    if sys.platform != "linux":
        return
    syscalls.die_with_parent()
    syscalls.gain_nothing()
    # The grader counts what each process holds.
    syscalls.show_memory(is_shown=True)
    if seal is Seal.NAMESPACES:
        syscalls.drop_capabilities()
    if seal is Seal.LANDLOCK:
        reads = (*namespaces.SYSTEM, *namespaces.SETTINGS, *job["reads"])
        devices = (f"/dev/{name}" for name in (*namespaces.DEVICES, "ptmx", "pts"))
        landlock.confine(reads, (job["folder"],), devices)
    if seal is not Seal.NONE:
        seccomp.refuse_calls()
    if job["is_probe"]:
        for folder in job["reads"]:
            os.stat(f"{folder}/.")  # noqa: PTH116 - a text from a job


def _become(uid: int) -> None:
    os.setgroups([])
    os.setresgid(uid, uid, uid)
    os.setresuid(uid, uid, uid)


def _limit(limits: dict[str, int], *, is_bounded: bool) -> None:
    processor = limits["processor_s"]
    _bound(resource.RLIMIT_CORE, 0)
    # First a signal that names the cause; a second later, one that cannot be ignored.
    _bound(resource.RLIMIT_CPU, processor, processor + 1)
    _bound(resource.RLIMIT_FSIZE, limits["file_bytes"])
    _bound(resource.RLIMIT_NOFILE, limits["open_files"])
    _bound(resource.RLIMIT_NPROC, limits["processes"])
    if is_bounded:  # elsewhere the address space cannot be bounded
        _bound(resource.RLIMIT_AS, limits["memory_bytes"])


def _bound(kind: int, most: int, last: int | None = None) -> None:
    _, hard = resource.getrlimit(kind)
    room = sys.maxsize if hard == resource.RLIM_INFINITY else hard
    resource.setrlimit(kind, (min(most, room), min(last or most, room)))
