"""Phrases with choices and slots: made ready once, then filled many at a time.

`<a|b>` in a phrase is a choice of wordings, `{name}` a slot. Every wording of a phrase is written
out beforehand, so that a choice costs nothing later, and wordings with the same slots in the same
order are filled together.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence, Sized
from dataclasses import dataclass
from itertools import chain, product

import numpy as np
import numpy.typing as npt

from casebook.portfolio.simulation.draws import Draws, Float, Whole

Texts = npt.NDArray[np.object_]
Column = Callable[[Whole], Texts]  # the text of a slot for the rows at those places

_CHOICE = re.compile(r"<([^<>]*)>")
_SLOT = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Choices:
    """Lists of unequal length, one behind the other; a cell is one of the lists."""

    first: Whole  # place of the first entry of each cell
    count: Whole  # how many entries a cell has

    def pick(self, cell: Whole, share: Float) -> Whole:
        """Return the place of one entry of each cell; `share` is drawn from 0 up to 1."""
        place: Whole = self.first[cell] + (share * self.count[cell]).astype(np.int64)
        return place


def choices(lists: Iterable[Sized]) -> Choices:
    """Lay out the lists, each being a cell."""
    count = np.array([len(each) for each in lists], dtype=np.int64)
    return Choices(np.cumsum(count) - count, count)


@dataclass(frozen=True, slots=True)
class Phrasebook:
    """Phrases by cell, such as a kind of contact typed by one habit, and their wordings."""

    phrases: Choices  # of each cell
    wordings: Choices  # of each phrase
    patterns: Texts  # each wording, with %s for its slots
    shape: Whole  # place in `shapes` of each wording
    shapes: tuple[tuple[str, ...], ...]  # slots, in the order in which a wording needs them


def phrasebook(cells: Sequence[Sequence[str]]) -> Phrasebook:
    """Make phrases ready; a cell is named by its place."""
    phrases = [wordings(phrase) for cell in cells for phrase in cell]
    written = list(chain.from_iterable(phrases))
    slots = [tuple(_SLOT.findall(text)) for text in written]
    shapes = tuple(dict.fromkeys(slots))
    places = {shape: place for place, shape in enumerate(shapes)}
    return Phrasebook(
        phrases=choices(cells),
        wordings=choices(phrases),
        patterns=texts(map(_pattern, written)),
        shape=np.array([places[shape] for shape in slots], dtype=np.int64),
        shapes=shapes,
    )


def wordings(phrase: str) -> list[str]:
    """Write out every choice in a phrase."""
    parts = _CHOICE.split(phrase)
    options = (part.split("|") if place % 2 else [part] for place, part in enumerate(parts))
    return ["".join(chosen) for chosen in product(*options)]


def choose(book: Phrasebook, cell: Whole, draws: Draws) -> Whole:
    """Draw a phrase of each cell, then one of its wordings; return places of wordings."""
    phrase = book.phrases.pick(cell, draws.share(len(cell)))
    return book.wordings.pick(phrase, draws.share(len(cell)))


def fill(book: Phrasebook, wording: Whole, columns: Mapping[str, Column]) -> list[str]:
    """Write the wordings, their slots filled from `columns`."""
    shape = book.shape[wording]
    filled = {name: _filled(book, shape, name, column) for name, column in columns.items()}
    written = np.empty(len(wording), dtype=object)
    order = np.argsort(shape, kind="stable")
    for rows in np.split(order, np.flatnonzero(np.diff(shape[order])) + 1):
        if rows.size:
            slots = [filled[name][rows].tolist() for name in book.shapes[shape[rows[0]]]]
            patterns = book.patterns[wording[rows]].tolist()
            written[rows] = _joined(patterns, slots)
    filled_in: list[str] = written.tolist()
    return filled_in


def texts(words: Iterable[str]) -> Texts:
    """Make an array of text from which many are taken at once."""
    listed = list(words)
    array = np.empty(len(listed), dtype=object)
    array[:] = listed
    return array


def _pattern(text: str) -> str:
    # A wording without slots is used as it is.
    return _SLOT.sub("%s", text.replace("%", "%%")) if _SLOT.search(text) else text


def _filled(book: Phrasebook, shape: Whole, name: str, column: Column) -> Texts:
    has_slot = np.array([name in slots for slots in book.shapes], dtype=np.bool_)
    rows = np.flatnonzero(has_slot[shape])
    filled = np.empty(len(shape), dtype=object)
    if rows.size:
        filled[rows] = column(rows)
    return filled


def _joined(patterns: list[str], slots: list[list[str]]) -> list[str]:
    if not slots:
        return patterns
    return [
        pattern % filled for pattern, filled in zip(patterns, zip(*slots, strict=True), strict=True)
    ]
