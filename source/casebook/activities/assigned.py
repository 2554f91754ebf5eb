"""The assignments that lie in a learner's folder, as they were fetched or came with the kit."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from casebook.activities import released
from casebook.activities.course import Share, answered, together
from casebook.activities.dialogue.publish import DialogueActivity
from casebook.activities.dialogue.session import first_said
from casebook.activities.journal import Journal
from casebook.activities.nouns import Kind
from casebook.activities.quiz.publish import QuizActivity
from casebook.activities.released import Published
from casebook.errors import DataError
from casebook.text import Language

#: Nothing counts in it, and every learner does it first.
REHEARSAL = "rehearsal"


@dataclass(frozen=True, slots=True)
class Assigned:
    """One assignment: its folder, its notebook, and what it asks."""

    id: str
    folder: Path
    notebook: Path
    activities: tuple[Published, ...]

    @property
    def is_rehearsal(self) -> bool:
        """Whether this is the one that comes first for every learner."""
        return self.id == REHEARSAL

    @property
    def has_cells(self) -> bool:
        """Whether it has tasks answered in cells, which leave no trace until it is graded."""
        return any(activity.kind is Kind.CASEWORK for activity in self.activities)

    def share(self, journal: Journal) -> Share:
        """Return how much of it is kept in `journal`; tasks answered in cells are not counted."""
        shares = [_share(one, journal) for one in self.activities if one.kind is not Kind.CASEWORK]
        done, of = sum(one.done for one in shares), sum(one.of for one in shares)
        return Share(done, of, together(shares).is_begun)

    def title(self, language: Language) -> str:
        """Return the first heading of its notebook, else its id."""
        try:
            cells = json.loads(self.notebook.read_text(encoding="utf-8"))["cells"]
            return next(_headings(cells, language), self.id)
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return self.id


def _share(activity: Published, journal: Journal) -> Share:
    values = journal.answer(activity.id).values
    if isinstance(activity, QuizActivity):
        return answered((item.id for item in activity.items), values)
    is_begun = any(values.values())
    if isinstance(activity, DialogueActivity):
        standing = activity.path(first_said(journal, activity.id))[-1]
        return Share(int(not standing.replies), 1, is_begun)
    return Share(int(is_begun), 1, is_begun)


def _headings(cells: list[dict[str, Any]], language: Language) -> Iterator[str]:
    others = set(Language) - {language}
    for cell in cells:
        if cell["cell_type"] != "markdown" or others.intersection(cell["metadata"].get("tags", ())):
            continue
        for line in "".join(cell["source"]).splitlines():
            if line.startswith("# "):
                yield line.removeprefix("# ").strip()


def find(folder: Path) -> tuple[tuple[Assigned, ...], tuple[str, ...]]:
    """Return the assignments in `folder`, the rehearsal first, and the names of those damaged.

    They lie in folders of their own, or in those of a course.
    """
    found: list[Assigned] = []
    damaged: list[str] = []
    for card in sorted((*folder.glob(f"*/{released.FILE}"), *folder.glob(f"*/*/{released.FILE}"))):
        try:
            found += _read(card.parent)
        except DataError:
            damaged.append(card.parent.relative_to(folder).as_posix())
    found.sort(key=lambda one: not one.is_rehearsal)
    return tuple(found), tuple(damaged)


def _read(folder: Path) -> Iterator[Assigned]:
    one = released.read(folder)
    if one is None:
        return
    notebook = folder / f"{one.assignment}.ipynb"
    if notebook.is_file():
        yield Assigned(one.assignment, folder, notebook, one.activities)
