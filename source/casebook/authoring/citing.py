"""Who cites a rule: the items, dialogues, tasks and lessons that a change of law may touch."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from casebook.activities.authored import read_yaml
from casebook.authoring import citations, lint
from casebook.authoring.fault import name
from casebook.authoring.walk import inside
from casebook.errors import CasebookError
from casebook.grading import notebook

_PACKS = Path("source", "casebook", "law")


@dataclass(frozen=True, slots=True, order=True)
class Citing:
    """A place that cites a rule; `place` is the item, turn or cell within the file."""

    file: str
    place: str

    def __str__(self) -> str:
        return f"{self.file}: {self.place}" if self.place else self.file


def citing(root: Path) -> Mapping[str, tuple[Citing, ...]]:
    """Return, by rule id, all places in the repository `root` that cite the rule.

    The packs themselves are left out: a rule that names another is no item to review.
    """
    found: dict[str, set[Citing]] = {}
    for path in lint.files(root):
        if not path.resolve().is_relative_to((root / _PACKS).resolve()):
            for rule_id, place in _in_file(path):
                found.setdefault(rule_id, set()).add(Citing(name(path, root), place))
    return {rule_id: tuple(sorted(places)) for rule_id, places in found.items()}


def _in_file(path: Path) -> Iterator[tuple[str, str]]:
    try:
        if path.suffix == ".yaml":
            yield from _in_tree(read_yaml(path), "")
        elif ".ipynb_checkpoints" not in path.parts:
            for cell in notebook.read(path)["cells"]:
                for rule_id in citations.in_text(notebook.source(cell)):
                    yield rule_id, cell.get("id", "")
    except CasebookError:
        return  # A file that cannot be read is lint's to tell.


def _in_tree(raw: Any, place: str) -> Iterator[tuple[str, str]]:
    if isinstance(raw, str):
        for rule_id in citations.in_text(raw):
            yield rule_id, place
        return
    named = raw.get("id") if isinstance(raw, Mapping) else None
    within = f"{place}/{named}".lstrip("/") if isinstance(named, str) else place
    for _, value in inside(raw):
        yield from _in_tree(value, within)
