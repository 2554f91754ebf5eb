"""Put a handed-in notebook back into the form it was released in, and say what was put back.

A cell is known by its grade id, and the original among copies by its cell id. Activity and locked
cells get their released source again; a casework cell keeps what the learner wrote; a deleted cell
comes back in its place; a copy keeps its code and loses its claim to be graded.
"""

import copy
from collections.abc import Iterable
from dataclasses import dataclass, field

from nbformat import NotebookNode

from casebook.grading import cells as making


@dataclass(frozen=True, slots=True)
class Part:
    """What a graded cell of the released notebook stands for."""

    grade_id: str
    activity: str
    task: str | None
    points: float
    criterion: str | None = None

    @property
    def name(self) -> str:
        """What the keys call it: an activity, or one task or criterion of it."""
        return "/".join(filter(None, (self.activity, self.task or self.criterion)))

    @property
    def is_learners(self) -> bool:
        """Whether the learner writes in the cell itself."""
        return self.task is not None


@dataclass(frozen=True, slots=True)
class Restored:
    """The notebook to run, where each part stands in it, and which cells are the release's own."""

    notebook: NotebookNode
    places: dict[str, int]
    trusted: frozenset[int]
    copies: dict[int, str]
    put_back: dict[str, str] = field(default_factory=dict)

    def fact(self, name: str) -> str:
        """Say what had happened to a cell that was put back."""
        return f"cell {name} was {self.put_back[name]}; put back as released"


def parts(released: NotebookNode) -> tuple[Part, ...]:
    """Return the graded activity cells of a released notebook, in order."""
    return tuple(
        Part(
            grade_id(cell),
            cell.metadata.casebook["activity"],
            cell.metadata.casebook.get("task"),
            float(cell.metadata.nbgrader.get("points", 0)),
            cell.metadata.casebook.get("criterion"),
        )
        for cell in released.cells
        if "activity" in cell.metadata.get("casebook", {})
    )


def grade_id(cell: NotebookNode) -> str:
    """Return nbgrader's name for the cell, or nothing."""
    found = cell.metadata.get("nbgrader", {})
    name = found.get("grade_id", "") if isinstance(found, dict) else ""
    return name if isinstance(name, str) else ""


def restore(released: NotebookNode, given: NotebookNode | None) -> Restored:
    """Return the notebook to grade; without a readable hand-in it is the release itself."""
    own = {grade_id(cell): cell for cell in released.cells if grade_id(cell)}
    prose = {cell.id: cell for cell in released.cells if not grade_id(cell)}
    learners_own = {part.grade_id for part in parts(released) if part.is_learners}
    cells = [] if given is None else [copy.deepcopy(cell) for cell in given.cells]
    originals = _originals(cells, own)
    put_back: dict[str, str] = {}
    trusted: set[str] = set()
    copies: dict[str, str] = {}
    taken: set[str] = set()
    for place, cell in enumerate(cells):
        name = grade_id(cell)
        if place in originals:
            cells[place] = _mended(cell, own[name], name in learners_own, put_back)
            if name not in learners_own:
                trusted.add(own[name].id)
        elif cell.id in prose and cell.id not in taken:
            taken.add(cell.id)
            cells[place] = copy.deepcopy(prose[cell.id])
            trusted.add(cell.id)
        else:
            cells[place] = _stripped(cell)
            if name in own:
                copies[cells[place].id] = name
    _give_back_missing(cells, released, own, put_back, trusted)
    notebook = making.notebook(cells, copy.deepcopy(released.metadata))
    by_id = {cell.id: place for place, cell in enumerate(cells)}
    return Restored(
        notebook,
        {name: by_id[cell.id] for name, cell in own.items()},
        frozenset(by_id[cell_id] for cell_id in trusted),
        {by_id[cell_id]: name for cell_id, name in copies.items()},
        put_back,
    )


def _originals(cells: list[NotebookNode], own: dict[str, NotebookNode]) -> frozenset[int]:
    """Return the places of the cells that stand for the released ones, one for each grade id."""
    places: dict[str, int] = {}
    for place, cell in enumerate(cells):
        name = grade_id(cell)
        if name in own and (name not in places or cell.id == own[name].id):
            places[name] = place
    return frozenset(places.values())


def _mended(
    cell: NotebookNode, own: NotebookNode, is_learners: bool, put_back: dict[str, str]
) -> NotebookNode:
    fresh = copy.deepcopy(own)
    is_changed = cell.source != own.source or cell.cell_type != own.cell_type
    if is_learners and cell.cell_type == own.cell_type:
        fresh.source = cell.source
    elif is_changed:
        put_back[grade_id(own)] = "edited"
    return fresh


def _stripped(cell: NotebookNode) -> NotebookNode:
    """Return a cell of the learner's own, with a fresh id and nothing that claims anything."""
    if cell.cell_type == "code":
        return making.code(cell.source)
    if cell.cell_type == "raw":
        return making.raw(cell.source)
    return making.markdown(cell.source)


def _give_back_missing(
    cells: list[NotebookNode],
    released: NotebookNode,
    own: dict[str, NotebookNode],
    put_back: dict[str, str],
    trusted: set[str],
) -> None:
    present = {cell.id for cell in cells}
    # Without any of its cells the hand-in is not an edited notebook but a missing one.
    is_missing_whole = not present & {cell.id for cell in own.values()}
    before = ""
    for cell in released.cells:
        name = grade_id(cell)
        if cell.id not in present and (name or is_missing_whole):
            cells.insert(_after(cells, before), copy.deepcopy(cell))
            trusted.add(cell.id)
            if name and not is_missing_whole:
                put_back[name] = "deleted"
        if cell.id in {one.id for one in cells}:
            before = cell.id


def _after(cells: Iterable[NotebookNode], cell_id: str) -> int:
    return next((place + 1 for place, cell in enumerate(cells) if cell.id == cell_id), 0)
