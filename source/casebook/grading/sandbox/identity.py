"""Which ordinary identity a run takes, and how well it can be kept from the grader's files."""

import os
import secrets
import sys
import sysconfig
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from casebook.grading.sandbox import launch, processes, scratch
from casebook.grading.sandbox.model import Isolation, Limits

#: The range that systemd keeps for identities that live only as long as one service.
_PASSING = range(61184, 65520)


@dataclass(frozen=True, slots=True)
class Guise:
    """The identity of one run (None: the grader's own) and what is hidden from it.

    `cover` are folders that look empty to the run, but for what of `reveal` lies in them.
    """

    uid: int | None = None
    cover: tuple[str, ...] = ()
    reveal: tuple[str, ...] = ()


def isolation() -> Isolation:
    """Say what this machine allows: tried once, in a process that runs no one's code."""
    return _isolation(sys.platform == "linux" and os.geteuid() == 0)


@cache
def _isolation(is_root: bool) -> Isolation:
    ways = (Isolation.MOUNTS, Isolation.IDENTITY) if is_root else ()
    return next((way for way in ways if _holds(way)), Isolation.LIMITS)


def guise(way: Isolation, folder: Path, hide: Iterable[Path] = ()) -> Guise:
    """Choose a fresh identity for a run in `folder`, by `way`."""
    if way is Isolation.LIMITS:
        return Guise()
    if way is Isolation.IDENTITY:
        return Guise(_free_uid())
    reveal = (*_libraries(), folder)
    covers = [*(blocked for path in reveal if (blocked := _barred(path))), *hide, Path("/dev/shm")]  # noqa: S108
    covers = [path.resolve() for path in covers if path.is_dir()]
    topmost = {
        path for path in covers if not any(path.is_relative_to(p) for p in covers if p != path)
    }
    return Guise(_free_uid(), tuple(map(str, sorted(topmost))), tuple(map(str, reveal)))


def _holds(way: Isolation) -> bool:
    """Try whether, by `way`, another identity can read its interpreter, libraries and folder."""
    with scratch.scratch_copy(Path(__file__).parent, Limits()) as (folder, _):
        chosen = guise(way, folder)
        scratch.give(folder, chosen.uid or 0)
        job = {"uid": chosen.uid, "cover": chosen.cover, "reveal": chosen.reveal, "probe": True}
        with launch.started(job, folder, Limits()) as child:
            child.process.wait()
        return child.process.returncode == 0


def _free_uid() -> int:
    """Return a user id that has no name and owns no process."""
    import pwd  # not on Windows, where casebook must still import

    taken = {entry.pw_uid for entry in pwd.getpwall()} | processes.owners()
    return secrets.choice([uid for uid in _PASSING if uid not in taken])


def _libraries() -> tuple[Path, ...]:
    """Return the folders that Python and casebook are read from."""
    named = sysconfig.get_paths()
    folders = {named[name] for name in ("stdlib", "platstdlib", "purelib", "platlib")}
    here = Path(__file__).resolve().parents[3]
    paths = {Path(path).resolve() for path in (sys.prefix, sys.base_prefix, *folders)} | {here}
    return tuple(sorted(p for p in paths if not any(p.is_relative_to(q) for q in paths - {p})))


def _barred(path: Path) -> Path | None:
    """Return the topmost folder above `path` that others may not enter."""
    above = reversed(path.parents)
    return next((folder for folder in above if not folder.stat().st_mode & 0o001), None)
