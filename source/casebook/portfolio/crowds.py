"""The debtors of several blocks made at once, which takes half the time of one after another."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa

from casebook.portfolio.plants.changes import Columns
from casebook.portfolio.simulation.block import BLOCK
from casebook.portfolio.simulation.draws import Whole, stream
from casebook.portfolio.simulation.model import People
from casebook.portfolio.simulation.people import people
from casebook.portfolio.writing.debtors import debtors


@dataclass(frozen=True, slots=True)
class Crowd:
    """The debtors of one block: who they are, and the columns of their table."""

    people: People
    columns: Columns


def crowds(seed: int, blocks: Sequence[int], as_of: date, size: int = BLOCK) -> Iterator[Crowd]:
    """Make the debtors of each block; each draws from its own streams, whatever stands beside it.

    Parameters
    ----------
    blocks : sequence of int
        The numbers of the blocks.
    size : int
        How many debtors a block has.
    """
    numbers = np.concatenate([numbers_in(block, size) for block in blocks])
    persons = people(stream(seed, blocks, "people"), len(numbers), as_of)
    columns = debtors(persons, numbers, stream(seed, blocks, "debtors"))
    for start in range(0, len(numbers), size):
        rows = slice(start, start + size)
        # Concatenation copies: a slice would keep, and send to other processes, all the blocks.
        cut = {name: pa.concat_arrays([values[rows]]) for name, values in columns.items()}
        yield Crowd(persons.take(rows), cut)


def numbers_in(block: int, size: int) -> Whole:
    """Return the numbers of the debtors of a block; the first of all is 1."""
    return np.arange(size) + block * size + 1
