"""Landlock: a process gives up all files but some, and what else this kernel lets it give up."""

import ctypes
import os
from collections.abc import Iterable

from casebook.grading.sandbox import syscalls

_VERSION = 1 << 0
_BENEATH = 1
_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_TRUNCATE, _IOCTL = 1 << 14, 1 << 15
#: How many of the rights over files each version of the interface knows.
_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15}
_NEWEST_RIGHTS = 16
_NO_TCP = 0b11  # neither bind nor connect; from version 4
_SCOPED = 0b11  # neither abstract sockets nor signals beyond; from version 6
SCOPES_FROM = 6


def version() -> int:
    """Return the version of the kernel's interface; 0 where there is none."""
    try:
        return syscalls.call(syscalls.LANDLOCK_CREATE, 0, 0, _VERSION)
    except OSError:
        return 0


def confine(reads: Iterable[str], writes: Iterable[str], devices: Iterable[str]) -> None:
    """Leave this process `reads` to read and run, `writes` to do all with, and `devices`.

    `syscalls.gain_nothing` comes first; a path that is not there is passed over.

    Raises
    ------
    OSError
        The kernel has no Landlock.
    """
    known = version()
    every = (1 << _RIGHTS.get(known, _NEWEST_RIGHTS)) - 1
    handled = [every, _NO_TCP if known >= 4 else 0, _SCOPED if known >= SCOPES_FROM else 0]
    size = 8 if known < 4 else 16 if known < SCOPES_FROM else 24
    rules = syscalls.call(syscalls.LANDLOCK_CREATE, (ctypes.c_uint64 * 3)(*handled), size, 0)
    reading = _EXECUTE | _READ_FILE | _READ_DIR
    using = _READ_FILE | _WRITE_FILE | _IOCTL
    for paths, rights in ((reads, reading), (writes, every), (devices, using)):
        for path in paths:
            _allow(rules, path, rights & every)
    syscalls.call(syscalls.LANDLOCK_RESTRICT, rules, 0)
    os.close(rules)


def _allow(rules: int, path: str, rights: int) -> None:
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    if not os.path.isdir(path):  # noqa: PTH112 - a text from a job
        rights &= _EXECUTE | _READ_FILE | _WRITE_FILE | _TRUNCATE | _IOCTL
    # The record is packed: eight bytes of rights, four of the descriptor.
    record = ctypes.create_string_buffer(
        rights.to_bytes(8, "little") + place.to_bytes(4, "little"), 12
    )
    syscalls.call(syscalls.LANDLOCK_ADD, rules, _BENEATH, record, 0)
    os.close(place)
