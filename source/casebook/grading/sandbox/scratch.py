"""The private folder a run works in: a copy of what was handed in, gone afterwards."""

import os
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from casebook.grading.sandbox.model import Limits


@contextmanager
def scratch_copy(folder: Path, limits: Limits) -> Iterator[tuple[Path, list[str]]]:
    """Give a private copy of the regular files in `folder` and the faults met; remove it after.

    Symbolic links, devices and pipes are never followed or copied, and what goes past the limits
    on size and number is left out; each such file is a fault.
    """
    scratch = Path(tempfile.mkdtemp(prefix="casebook-run-")).resolve()
    try:
        yield scratch, _copy(folder, scratch, limits)
    finally:
        _remove(scratch)


def _copy(folder: Path, scratch: Path, limits: Limits) -> list[str]:
    faults, room, places = [], limits.folder_bytes, limits.folder_files
    for parent, folders, names, parent_fd in os.fwalk(folder, follow_symlinks=False):
        place = scratch / Path(parent).relative_to(folder)
        place.mkdir(exist_ok=True)
        folders.sort()
        for name in sorted(names):
            size = _regular_size(name, parent_fd)
            if size is None or size > room or places < 1:
                faults.append(f"{Path(parent, name).relative_to(folder)}: not copied")
                continue
            _copy_file(name, parent_fd, place / name, size)
            room, places = room - size, places - 1
    return faults


def _regular_size(name: str, parent_fd: int) -> int | None:
    about = os.stat(name, dir_fd=parent_fd, follow_symlinks=False)
    return about.st_size if stat.S_ISREG(about.st_mode) else None


def _copy_file(name: str, parent_fd: int, target: Path, size: int) -> None:
    source = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=parent_fd)
    with os.fdopen(source, "rb") as reader, target.open("wb") as writer:
        writer.write(reader.read(size))


def give(scratch: Path, uid: int) -> None:
    """Make `uid` the owner of the scratch folder and all in it."""
    for parent, folders, names in os.walk(scratch):
        for name in (".", *folders, *names):
            os.chown(Path(parent, name), uid, uid, follow_symlinks=False)


def written(scratch: Path) -> int:
    """Return how many bytes lie in a scratch folder, as far as they can be seen."""
    size = 0
    for parent, _, names in os.walk(scratch):
        for name in names:
            with suppress(OSError):
                size += os.lstat(os.path.join(parent, name)).st_blocks * 512  # noqa: PTH118
    return size


def _remove(scratch: Path) -> None:
    """Remove a folder in which a stranger did as they liked."""
    try:
        shutil.rmtree(scratch)
    except (OSError, RecursionError):
        # A folder without permissions, or nested too deep for Python.
        for tidy in (["chmod", "-R", "u+rwX"], ["rm", "-rf"]):
            subprocess.run([*tidy, "--", str(scratch)], check=False, capture_output=True)  # noqa: S603
