"""The system calls of Linux that Python has no name for, each raising `OSError` where it fails."""

import ctypes
import os
import platform
from functools import cache
from typing import Any

# Mounting.
RDONLY, NOSUID, NODEV, NOEXEC = 1, 2, 4, 8
REMOUNT, BIND, REC, PRIVATE = 32, 4096, 16384, 1 << 18
DETACH = 2
_AT_FDCWD, _AT_RECURSIVE, _EMPTY = -100, 0x8000, b"none"

# Namespaces, as `clone` takes them.
NEWNS, NEWCGROUP, NEWUTS, NEWIPC = 0x00020000, 0x02000000, 0x04000000, 0x08000000
NEWUSER, NEWPID, NEWNET, NEWTIME = 0x10000000, 0x20000000, 0x40000000, 0x00000080
_SIGCHLD = 17

_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_SECCOMP = 1, 4, 22
_PR_SET_CHILD_SUBREAPER, _PR_SET_NO_NEW_PRIVS = 36, 38
_SECCOMP_MODE_FILTER = 2

#: By processor: clone, capset, pivot_root. The newer calls have one number everywhere.
_NUMBERS = {"x86_64": (56, 126, 155), "aarch64": (220, 91, 41)}
_MOUNT_SETATTR = 442
LANDLOCK_CREATE, LANDLOCK_ADD, LANDLOCK_RESTRICT = 444, 445, 446


@cache
def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _checked(status: int, what: str = "") -> int:
    if status < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), what or None)
    return status


def _number(place: int) -> int:
    try:
        return _NUMBERS[platform.machine()][place]
    except KeyError:
        raise OSError(38, f"no system calls are known for {platform.machine()}") from None


def call(number: int, *arguments: Any) -> int:
    """Make a system call by its number."""
    wide = [ctypes.c_long(one) if isinstance(one, int) else one for one in arguments]
    return _checked(_libc().syscall(ctypes.c_long(number), *wide), f"system call {number}")


def clone(flags: int) -> int:
    """Fork into new namespaces; return 0 in the child. The child must not start threads.

    The child of such a fork is one that glibc does not know of, so it should do little itself and
    leave more to a child that it forks in the usual way.
    """
    python = ctypes.pythonapi
    # Calls through PyDLL keep Python's lock, as its own fork does.
    holding = ctypes.PyDLL(None, use_errno=True)
    python.PyOS_BeforeFork()
    pid = holding.syscall(ctypes.c_long(_number(0)), ctypes.c_long(flags | _SIGCHLD), 0, 0, 0, 0)
    if pid == 0:
        python.PyOS_AfterFork_Child()
        return 0
    number = ctypes.get_errno()
    python.PyOS_AfterFork_Parent()
    if pid < 0:
        raise OSError(number, os.strerror(number), "clone")
    return int(pid)


def mount(source: str, target: str, kind: str = "", flags: int = 0, data: str = "") -> None:
    """Mount a file system, or bind a folder to another place."""
    words = (os.fsencode(source) or _EMPTY, os.fsencode(target), kind.encode() or None)
    _checked(_libc().mount(*words, ctypes.c_ulong(flags), data.encode() or None), target)


def restrict_mount(target: str, flags: int) -> None:
    """Take rights from a mount and all below it: `RDONLY`, `NOSUID`, `NODEV`, `NOEXEC`."""
    attributes = (ctypes.c_uint64 * 4)(flags, 0, 0, 0)
    size = ctypes.sizeof(attributes)
    call(_MOUNT_SETATTR, _AT_FDCWD, os.fsencode(target), _AT_RECURSIVE, attributes, size)


def unmount(target: str) -> None:
    """Take a mount away, as far as nothing else holds it."""
    _checked(_libc().umount2(os.fsencode(target), DETACH), target)


def enter_root(folder: str) -> None:
    """Make `folder`, which must be a mount, the root of all that is left."""
    os.chdir(folder)
    call(_number(2), b".", b".")
    unmount(".")
    os.chdir("/")


def drop_capabilities() -> None:
    """Give up every capability for good."""
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)
    call(_number(1), header, (ctypes.c_uint32 * 6)())


def die_with_parent() -> None:
    """Have this process killed when the one that forked it ends."""
    _prctl(_PR_SET_PDEATHSIG, 9)


def adopt_orphans() -> None:
    """Become the parent of descendants whose own parents end."""
    _prctl(_PR_SET_CHILD_SUBREAPER, 1)


def show_memory(*, is_shown: bool) -> None:
    """Say whether processes of the same user may look into this one."""
    _prctl(_PR_SET_DUMPABLE, int(is_shown))


def gain_nothing() -> None:
    """Gain nothing from setuid programs, nor do children."""
    _prctl(_PR_SET_NO_NEW_PRIVS, 1)


def filter_calls(program: Any) -> None:
    """Install a seccomp filter (`sock_fprog`) for this process and its children."""
    _prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(program))


def _prctl(option: int, *arguments: Any) -> None:
    wide: list[Any] = [ctypes.c_ulong(a) if isinstance(a, int) else a for a in arguments]
    rest = [ctypes.c_ulong(0)] * (4 - len(wide))
    _checked(_libc().prctl(ctypes.c_int(option), *wide, *rest), f"prctl {option}")
