"""Columns of text from pieces: words taken by place, numbers in figures, all joined.

A join costs more than a look-up in a long list, so pieces that are few enough are combined
beforehand (`combined`).
"""

from collections.abc import Iterable, Sequence
from itertools import product
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from casebook.portfolio.simulation.draws import Draws, Float, Truth, Whole

Figures = npt.NDArray[np.uint8]  # characters of ASCII text, a row a cell
# Numbers of fewer figures fit in 32 bits.
SHORT = 10
# The text of each number below 10,000 in four figures, its bytes seen as one whole number.
_FOUR = np.frombuffer("".join(f"{i:04d}" for i in range(10_000)).encode(), dtype=np.uint32)


def vocabulary(words: Sequence[str]) -> pa.Array:
    """Make the array that `taken` takes from."""
    return pa.array(words, pa.string())


def combined(*lists: Iterable[str]) -> pa.Array:
    """Make the array of one word of each list after another, the last list turning fastest."""
    return vocabulary(["".join(words) for words in product(*lists)])


def taken(words: pa.Array, places: Whole | Float | Truth) -> pa.Array:
    """Return the word at each place; fractions are cut off."""
    # Arrow checks the bounds of short whole numbers faster.
    return words.take(pa.array(places.astype(np.int32)))


def any_of(words: pa.Array, draws: Draws, size: int) -> pa.Array:
    """Draw words, each as likely as the next."""
    return taken(words, draws.share(size) * len(words))


def joined(*pieces: Any) -> pa.Array:
    """Join columns of text, and plain text between them, cell by cell."""
    return pc.binary_join_element_wise(*pieces, "")


def chosen(where: Truth, this: Any, that: Any) -> pa.Array:
    """Return `this` where that holds, `that` elsewhere."""
    return pc.if_else(pa.array(where), this, that)


def written(numbers: Any) -> pa.Array:
    """Write whole numbers or days as text: 1200, 2026-06-30."""
    return pa.array(numbers).cast(pa.string())


def figures(numbers: Whole, width: int) -> Figures:
    """Return the last figures of each number, zeros in front; shape (n, width).

    Numbers of up to nine figures are below 2**32.
    """
    # Half as wide, divided in half the time.
    numbers = numbers.astype(np.uint32) if width < SHORT else numbers
    groups = -(-width // 4)
    cells = np.empty((len(numbers), groups), dtype=np.uint32)
    for group in range(groups - 1, 0, -1):
        rest = numbers // 10_000
        cells[:, group] = _FOUR[numbers - rest * 10_000]
        numbers = rest
    cells[:, 0] = _FOUR[numbers % 10_000]
    return cells.view(np.uint8)[:, 4 * groups - width :]


def fixed(*cells: Figures) -> pa.Array:
    """Make a column of rows of characters, all of one width, from stretches side by side."""
    data = np.concatenate(cells, axis=1)
    size, width = data.shape
    offsets = np.arange(0, (size + 1) * width, width, dtype=np.int32)
    return pa.StringArray.from_buffers(size, pa.py_buffer(offsets), pa.py_buffer(data))
