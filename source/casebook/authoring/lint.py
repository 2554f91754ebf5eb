"""Every check of content, notebooks and what is published, together."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path

from casebook.activities.authored import read_yaml
from casebook.activities.nouns import Kind
from casebook.activities.quiz.model import parse
from casebook.authoring import content, flaws, form, leaks, twins
from casebook.authoring.fault import Fault, name
from casebook.errors import CasebookError, DataError, SetupError
from casebook.grading import notebook
from casebook.text import Language

WORKBOOKS = Path("workbooks")
SOURCES = Path("assessments", "source")
KEYS = Path("assessments", "keys")
PACKAGE = Path("source", "casebook")
PUBLISHED = (WORKBOOKS, SOURCES, Path("assessments", "release"))
NEVER_PUBLISHED = ("answers", "learner.json")


def faults(root: Path, paths: Sequence[Path] = (), *, today: date) -> tuple[Fault, ...]:
    """Return every fault in `paths`, or in the whole repository `root` where none are named.

    Raises
    ------
    SetupError
        A path is not there.
    """
    found = [fault for path in files(root, paths) for fault in _in_file(path, root, today)]
    if not paths:
        found += _published(root)
        for bank in banks(root):
            found += flaws.in_bank(bank)
    return tuple(sorted(set(found)))


def files(root: Path, paths: Sequence[Path] = ()) -> Iterator[Path]:
    """Yield the files that lint reads: those in `paths`, or all of the repository `root`."""
    for path in paths or [root / one for one in (WORKBOOKS, SOURCES, KEYS, PACKAGE)]:
        if path.is_file():
            yield path
        elif path.is_dir():
            yield from (p for p in sorted(path.rglob("*")) if p.suffix in {".yaml", ".ipynb"})
        elif paths:
            raise SetupError(str(path), "is not there", "a file or folder to check")


def guessed(root: Path) -> Iterator[str]:
    """Say what each way of guessing earns over the questions of practice and of exams."""
    yield f"{'':10} {'':3} {'way':15} items  points of 100 above chance (95 %)"
    for bank, which in zip(banks(root), ("practice", "exams"), strict=True):
        for language in Language:
            for one in flaws.guesses(bank, language):
                low, high = one.interval
                told = f"{one.gain:+6.1f} ({low:+.1f} to {high:+.1f})"
                yield f"{which:10} {language:3} {one.way:15} {one.items:5}  {told}"


def banks(root: Path) -> tuple[tuple[flaws.Standing, ...], tuple[flaws.Standing, ...]]:
    """Return every question for practice, and every one for exams; files at fault are left out."""
    return (
        tuple(_questions(root, root / PACKAGE / "activities" / "content")),
        tuple(_questions(root, root / KEYS)),
    )


def _questions(root: Path, folder: Path) -> Iterator[flaws.Standing]:
    for path in sorted(folder.rglob("*.yaml")):
        with suppress(CasebookError):  # told as a fault of the file
            raw = read_yaml(path)
            if isinstance(raw, dict) and raw.get("kind") == Kind.QUIZ:
                file = name(path, root)
                yield from (flaws.Standing(file, item) for item in parse(raw, file).items)


def _in_file(path: Path, root: Path, today: date) -> Iterator[Fault]:
    if ".ipynb_checkpoints" in path.parts:
        return
    file = name(path, root)
    if path.suffix == ".yaml":
        is_exam = file.startswith(KEYS.as_posix())
        yield from content.in_file(path, file, today=today, is_exam=is_exam)
    elif path.suffix == ".ipynb":
        yield from _in_notebook(path, file, today)


def _in_notebook(path: Path, file: str, today: date) -> Iterator[Fault]:
    try:
        page = notebook.read(path)
    except DataError as error:
        yield Fault(file, "", error.what, error.expected, error.do)
        return
    is_stripped = file.startswith("assessments/")
    yield from form.faults(page, file, today=today, is_stripped=is_stripped)
    yield from twins.in_notebook(page, file)


def _published(root: Path) -> Iterator[Fault]:
    """Look for keys and journals in what learners get: workbooks, sources, releases, bundles."""
    needles = leaks.needles(root / KEYS)
    bundles = sorted((root / "dist").glob("casebook-*")) if (root / "dist").is_dir() else []
    for folder in (*(root / one for one in PUBLISHED), *bundles):
        if folder.is_dir():
            found = leaks.scan(folder, needles)
        elif folder.is_file():
            found = leaks.scan_bytes(folder.name, folder.read_bytes(), needles)
        else:
            continue
        for leak in found:
            told = f"holds a piece of a key ({leak.whose})"
            yield Fault(
                name(folder, root), leak.place, told, "none", "take it out, build it afresh"
            )
        yield from _journals(folder, root)


def _journals(folder: Path, root: Path) -> Iterator[Fault]:
    for stray in NEVER_PUBLISHED:
        for path in sorted(folder.rglob(stray)) if folder.is_dir() else ():
            if "my-work" not in path.relative_to(folder).parts:
                yield Fault(name(path, root), "", "is somebody's own record", "none", "delete it")
