"""A folder that is there whole or not at all: filled under another name, then renamed."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

from casebook.errors import DataError

try:
    import fcntl
except ImportError:  # Windows: what a killed run left is not swept
    fcntl = None  # type: ignore[assignment]

CARD, NAME = "datapackage.json", "casebook-portfolio"
#: Where what no learner may see is written, a package of its own that can be left out.
ANSWERS_FOLDER = "answers"
UNFINISHED = ".unfinished"
LOCK = "lock"


@contextmanager
def filled(folder: Path, *, replace: bool) -> Iterator[Path]:
    """Give a new folder to fill; when that is done without an error, it becomes `folder`.

    Parameters
    ----------
    replace : bool
        Put it in the place of a portfolio that is there already.

    Raises
    ------
    DataError
        If something stands there that may not be replaced, or nothing can be written.
    """
    folder = folder.resolve()
    _refuse(folder, replace=replace)
    with _told(folder):
        folder.parent.mkdir(parents=True, exist_ok=True)
        _sweep(folder)
        room = Path(mkdtemp(prefix=f".{folder.name}.", suffix=UNFINISHED, dir=folder.parent))
    try:
        with _locked(room), _told(folder):
            (room / "new").mkdir()
            yield room / "new"
            _put(room, folder, replace=replace)
    finally:
        rmtree(room, ignore_errors=True)


def _refuse(folder: Path, *, replace: bool) -> None:
    """Refuse to write where something is; of what is there, replace a portfolio alone."""
    if not folder.exists():
        return
    if not folder.is_dir():
        raise DataError(str(folder), "is a file", "a folder", "choose another --out")
    if not any(folder.iterdir()) or (replace and _is_portfolio(folder)):
        return
    if replace:
        what, do = "holds other things than a portfolio", "choose another --out, or remove them"
        raise DataError(str(folder), what, f"a {CARD} of {NAME}", do)
    do = "choose another --out, or --force to replace a portfolio"
    raise DataError(str(folder), "is not empty", "an empty folder or none", do)


def _is_portfolio(folder: Path) -> bool:
    try:
        card = json.loads((folder / CARD).read_text("utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(card, dict) and card.get("name") == NAME


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    """Say in one message why files could not be written, such as a full disk."""
    try:
        yield
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else str(error)
        what, expected = f"cannot be written ({reason})", "room and leave to write"
        do = "nothing was left behind; choose another --out, or make room"
        raise DataError(str(folder), what, expected, do) from error


def _put(room: Path, folder: Path, *, replace: bool) -> None:
    _refuse(folder, replace=replace)  # somebody else may have been quicker
    old = room / "old"
    if folder.exists():
        folder.rename(old)
    try:
        (room / "new").rename(folder)
    except BaseException:
        if old.exists():
            old.rename(folder)
        raise


@contextmanager
def _locked(room: Path) -> Iterator[None]:
    """Hold a lock in `room` that ends with this process, however it ends."""
    with (room / "lock.new").open("w") as lock:
        if fcntl:
            fcntl.flock(lock, fcntl.LOCK_EX)
        # Under its own name it is locked from the first moment on.
        (room / "lock.new").rename(room / LOCK)
        yield


def _sweep(folder: Path) -> None:
    """Remove what runs that were killed have left of `folder`."""
    if not fcntl:
        return
    for room in sorted(folder.parent.glob(f".{folder.name}.*{UNFINISHED}")):
        with suppress(OSError), (room / LOCK).open("r+") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            rmtree(room, ignore_errors=True)
