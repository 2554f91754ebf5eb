"""Which seal this machine allows, the identity of a run, and what a run may read."""

import os
import secrets
import sys
import sysconfig
from collections.abc import Callable
from functools import cache
from pathlib import Path

from casebook.errors import SetupError
from casebook.grading.sandbox import processes, seal
from casebook.grading.sandbox.model import Seal

#: The range that systemd keeps for identities that live only as long as one service.
_PASSING = range(61184, 65520)


def strongest(probe: Callable[[Seal], str]) -> tuple[Seal, tuple[str, ...]]:
    """Return the strongest seal that holds here, and what each stronger one lacks.

    `probe` runs nobody's code under a seal, and returns what failed.
    """
    lacks: list[str] = []
    for one in (Seal.NAMESPACES, Seal.LANDLOCK):
        lack = seal.missing(one, uid=passing_identity()) or probe(one)
        if not lack:
            return one, tuple(lacks)
        lacks.append(f"{one}: {lack}")
    return Seal.NONE, tuple(lacks)


def refuse(lacks: tuple[str, ...]) -> SetupError:
    """Return the error that says what is missing for a sealed run."""
    return SetupError(
        "sandbox",
        f"learners' code cannot be sealed here ({'; '.join(lacks)})",
        "Linux with user namespaces, or with Landlock and seccomp",
        "grade on such a machine, or say --unsealed if you trust every hand-in",
    )


def passing_identity() -> int | None:
    """Return a user id that has no name and owns no process, for a grader that may take one.

    Root of a user namespace to which no such id is given may take none, as any other user.
    """
    if sys.platform != "linux" or os.geteuid() != 0:
        return None
    import pwd  # not on Windows, where casebook must still import

    taken = {entry.pw_uid for entry in pwd.getpwall()} | processes.owners()
    free = [uid for uid in _passing() if uid not in taken]
    return secrets.choice(free) if free else None


@cache
def _passing() -> tuple[int, ...]:
    """Return the ids that this user namespace has, as a user's and as a group's."""
    given = [_given(name) for name in ("uid_map", "gid_map")]
    return tuple(uid for uid in _PASSING if all(any(uid in ids for ids in one) for one in given))


def _given(name: str) -> list[range]:
    lines = Path("/proc/self", name).read_text(encoding="ascii").splitlines()
    inside = [(int(begin), int(count)) for begin, _, count in map(str.split, lines)]
    return [range(begin, begin + count) for begin, count in inside]


@cache
def libraries() -> tuple[str, ...]:
    """Return the folders that Python, casebook and its data are read from, none in another."""
    # Only here: this module is the sandbox's own too, and it must not bring in pandas untold.
    from casebook.portfolio import sample

    named = sysconfig.get_paths()
    folders = {named[name] for name in ("stdlib", "platstdlib", "purelib", "platlib")}
    package = Path(__file__).resolve().parents[2]
    installed = {path for path in sys.path if path.endswith(("site-packages", "dist-packages"))}
    paths = {Path(path) for path in (sys.prefix, sys.base_prefix, *folders, *installed)} | {package}
    paths |= {sample.shipped("sample"), sample.shipped("lessons")}
    paths |= {path.resolve() for path in paths}
    return tuple(sorted(str(p) for p in paths if not any(p.is_relative_to(q) for q in paths - {p})))
