"""Put an exam together from a bank: so many questions of each sort, forms of equal difficulty.

A blueprint says what is wanted, a seed draws: the same seed gives the same forms of a bank.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path
from statistics import fmean
from typing import Any

import yaml

from casebook.activities.authored import read_yaml, structure
from casebook.activities.draw import digest
from casebook.activities.nouns import Kind
from casebook.activities.quiz.item import Item
from casebook.activities.quiz.model import parse
from casebook.errors import ContentError
from casebook.text import Text

#: How far apart the expected difficulties of two forms may be, as a share of trained learners.
TOLERANCE = 0.02
#: So many ways of dealing are tried, and the one that comes out most even is taken.
DEALS = 12


@dataclass(frozen=True, slots=True)
class Cell:
    """So many questions that first of all teach one id of the syllabus, of some difficulty."""

    teaches: str
    count: int
    easiest: float = 1.0
    hardest: float = 0.0

    def fits(self, item: Item) -> bool:
        """Whether a question is of this sort."""
        is_so_hard = item.difficulty is not None and self.hardest <= item.difficulty <= self.easiest
        return item.teaches[:1] == (self.teaches,) and is_so_hard and not item.void

    def __str__(self) -> str:
        return f"{self.teaches}, difficulty {self.hardest:g} to {self.easiest:g}"


@dataclass(frozen=True, slots=True)
class Blueprint:
    """What an exam is to hold, and in how many forms that share no question."""

    id: str
    title: Text
    cells: tuple[Cell, ...]
    forms: int = 1


@dataclass(frozen=True, slots=True)
class Form:
    """One form: its questions, cell by cell."""

    cells: tuple[tuple[Item, ...], ...]

    @property
    def items(self) -> tuple[Item, ...]:
        """The questions, in the order of the blueprint."""
        return tuple(item for cell in self.cells for item in cell)

    @property
    def expected(self) -> float:
        """The share of its points that a trained learner is expected to earn."""
        points = sum(item.points for item in self.items)
        return sum((item.difficulty or 0) * item.points for item in self.items) / points


def load(path: Path) -> Blueprint:
    """Read a blueprint.

    Raises
    ------
    ContentError
        Listing every fault of its form.
    """
    blueprint = structure(read_yaml(path), Blueprint, str(path))
    if blueprint.forms < 1 or not blueprint.cells or min(c.count for c in blueprint.cells) < 1:
        raise ContentError(str(path), "asks for nothing", "forms, cells and counts of 1 or more")
    return blueprint


def bank(folder: Path) -> dict[str, tuple[Item, dict[str, Any]]]:
    """Return every question of the quiz files in a folder by its id, as an item and as written.

    Raises
    ------
    ContentError
        A file is at fault, or two questions have one id.
    """
    found: dict[str, tuple[Item, dict[str, Any]]] = {}
    for path in sorted(folder.rglob("*.yaml")):
        raw = read_yaml(path)
        if not isinstance(raw, dict) or raw.get("kind") != Kind.QUIZ:
            continue
        for item, written in zip(parse(raw, str(path)).items, raw["items"], strict=True):
            if item.id in found:
                what = f'item "{item.id}" stands in another file too'
                raise ContentError(str(path), what, "an id of its own", "rename one")
            found[item.id] = item, written
    return found


def assemble(blueprint: Blueprint, items: Sequence[Item], *, seed: str) -> tuple[Form, ...]:
    """Return the forms of an exam, as alike in difficulty as the questions allow.

    Raises
    ------
    ContentError
        The bank has too few questions of a sort.
    """
    taken: set[str] = set()
    cells: list[list[Item]] = []
    for cell in blueprint.cells:
        cells.append(_chosen(blueprint, cell, [i for i in items if i.id not in taken], seed))
        taken.update(item.id for item in cells[-1])
    tried = (_evened(_dealt(cells, blueprint.forms, f"{seed} {n}")) for n in range(DEALS))
    return min(tried, key=_spread)


def _chosen(blueprint: Blueprint, cell: Cell, items: Sequence[Item], seed: str) -> list[Item]:
    wanted = cell.count * blueprint.forms
    fitting = sorted(filter(cell.fits, items), key=lambda item: digest(seed, item.id))
    if len(fitting) < wanted:
        raise ContentError(
            f"blueprint {blueprint.id}",
            f"the bank has {len(fitting)} questions left of {cell}",
            f"{wanted} for {blueprint.forms} form(s)",
            "write more, ask for fewer, or widen the range",
        )
    return fitting[:wanted]


def _dealt(cells: Sequence[Sequence[Item]], forms: int, seed: str) -> tuple[Form, ...]:
    """Deal the questions of each sort to the forms by turns."""
    shuffled = [sorted(cell, key=lambda item: digest(seed, item.id)) for cell in cells]
    return tuple(Form(tuple(tuple(cell[at::forms]) for cell in shuffled)) for at in range(forms))


def _evened(forms: tuple[Form, ...]) -> tuple[Form, ...]:
    """Change questions of one sort between forms for as long as that brings them nearer."""
    while len(forms) > 1:
        better = min(_changed(forms), key=_spread, default=forms)
        if _spread(better) >= _spread(forms) - 1e-12:
            return forms
        forms = better
    return forms


def _changed(forms: tuple[Form, ...]) -> Iterator[tuple[Form, ...]]:
    """Yield what comes of each change of one question of a form for one of another."""
    for one, other in combinations(range(len(forms)), 2):
        for at, (mine, theirs) in enumerate(zip(forms[one].cells, forms[other].cells, strict=True)):
            for i in range(len(mine)):
                for j in range(len(theirs)):
                    made = list(forms)
                    made[one] = _with(forms[one], at, i, theirs[j])
                    made[other] = _with(forms[other], at, j, mine[i])
                    yield tuple(made)


def _with(form: Form, at: int, place: int, item: Item) -> Form:
    cell = (*form.cells[at][:place], item, *form.cells[at][place + 1 :])
    return replace(form, cells=(*form.cells[:at], cell, *form.cells[at + 1 :]))


def _spread(forms: Sequence[Form]) -> float:
    """How far the forms are from being equally hard."""
    expected = [form.expected for form in forms]
    return sum((one - fmean(expected)) ** 2 for one in expected)


def is_even(forms: Sequence[Form]) -> bool:
    """Whether no two forms differ by more than the tolerance."""
    expected = [form.expected for form in forms]
    return max(expected) - min(expected) <= TOLERANCE


def quiz_file(blueprint: Blueprint, form: Form, written: dict[str, dict[str, Any]]) -> str:
    """Return the quiz file of a form: its questions as they are written in the bank."""
    head = {
        "id": blueprint.id,
        "kind": str(Kind.QUIZ),
        "title": {"zh": blueprint.title.zh, "en": blueprint.title.en},
        "teaches": sorted({id_ for item in form.items for id_ in item.teaches}),
        "items": [written[item.id] for item in form.items],
    }
    return yaml.safe_dump(head, allow_unicode=True, sort_keys=False, width=100)
