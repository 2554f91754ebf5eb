"""The bundle: what a learner is given, and nothing that an examiner keeps.

It is made from an allow-list, never by leaving things out: the workbooks, the released
assignments, the `casebook` wheel, the learner's lock, start scripts and a page to read.
The same repository always gives the same bytes.
"""

import hashlib
import json
import stat
import tempfile
from collections.abc import Iterator, Sequence
from importlib import resources
from pathlib import Path

from casebook.errors import SetupError
from casebook.grading import notebook, packing
from casebook.grading.places import BUNDLE_CARD, Shelf, repository_shelf
from casebook.text import Language

LOCK = "requirements-learner.lock"
LICENCES = ("LICENSE", "LICENSE-CONTENT")
SCRIPTS = ("start.sh", "start.bat")


def build(root: Path, output: Path, *, languages: Sequence[Language], zipped: bool = False) -> Path:
    """Make the bundle of the repository `root` under `output` and return its path.

    Raises
    ------
    SetupError
        The target exists and is no bundle, or the wheel cannot be built here.
    """
    content = contents(root, languages=languages)
    target = output / f"casebook-{'-'.join(languages)}"
    output.mkdir(parents=True, exist_ok=True)
    return _zip(content, target) if zipped else _folder(content, target)


def contents(root: Path, *, languages: Sequence[Language]) -> dict[str, bytes]:
    """Return the bundle's files: the name and the bytes of each."""
    wheel, wheel_bytes = _wheel(root)
    digest = hashlib.sha256(wheel_bytes).hexdigest()
    files = {
        wheel: wheel_bytes,
        "requirements.txt": f"-r {LOCK}\n./{wheel} --hash=sha256:{digest}\n".encode(),
        "runtime.txt": b"python-3.12\n",  # else repo2docker takes an older one
        "README.md": b"\n".join(_handout(f"README.{language}.md") for language in languages),
        **{name: (root / name).read_bytes() for name in (LOCK, *LICENCES)},
        **{name: _handout(name) for name in SCRIPTS},
        **dict(_delivered(repository_shelf(root), languages)),
    }
    return {**files, BUNDLE_CARD: _card(files, version=wheel.split("-")[1], languages=languages)}


def _card(files: dict[str, bytes], *, version: str, languages: Sequence[Language]) -> bytes:
    card = {
        "casebook": version,
        "languages": [str(name) for name in languages],
        "files": {name: hashlib.sha256(data).hexdigest() for name, data in sorted(files.items())},
    }
    return f"{json.dumps(card, indent=1)}\n".encode()


def page(path: Path, languages: Sequence[Language]) -> bytes:
    """Return the bytes in which the file at `path` is delivered to readers of `languages`.

    A notebook loses its outputs, and the prose of the languages left out; other files stay.
    """
    if path.suffix != ".ipynb":
        return path.read_bytes()
    delivered = notebook.cleared(notebook.read(path))
    if len(languages) == 1:
        delivered = notebook.in_language(delivered, languages[0])
    return notebook.written(delivered)


def _delivered(shelf: Shelf, languages: Sequence[Language]) -> Iterator[tuple[str, bytes]]:
    for name, path in shelf.files():
        room = "workbooks" if path.is_relative_to(shelf.workbooks) else "assignments"
        yield f"{room}/{name}", page(path, languages)


def _handout(name: str) -> bytes:
    return resources.files("casebook.grading").joinpath("handout", name).read_bytes()


def _wheel(root: Path) -> tuple[str, bytes]:
    try:
        from hatchling.builders.wheel import WheelBuilder
    except ImportError:
        raise SetupError(
            "casebook bundle",
            "needs hatchling to build the wheel",
            do="run it in the repository's own environment: make setup",
        ) from None
    with tempfile.TemporaryDirectory() as folder:
        (built,) = WheelBuilder(str(root)).build(directory=folder, versions=["standard"])
        return Path(built).name, Path(built).read_bytes()


def _folder(content: dict[str, bytes], target: Path) -> Path:
    """Write over the bundle that was there, and leave alone what somebody put beside its files."""
    for name in _files_of(target) - set(content):
        (target / name).unlink(missing_ok=True)
    for name, data in sorted(content.items()):
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        path.chmod(_mode(name))
    return target


def _files_of(target: Path) -> set[str]:
    card = target / BUNDLE_CARD
    if target.exists() and not card.is_file():
        raise SetupError(str(target), "exists and is no bundle", do="move it or name another")
    return set(json.loads(card.read_text("utf-8"))["files"]) if target.exists() else set()


def _zip(content: dict[str, bytes], target: Path) -> Path:
    path = target.with_name(f"{target.name}.zip")
    members = {f"{target.name}/{name}": data for name, data in sorted(content.items())}
    path.write_bytes(packing.zipped(members, mode=lambda name: stat.S_IFREG | _mode(name)))
    return path


def _mode(name: str) -> int:
    return 0o755 if name.endswith(".sh") else 0o644
