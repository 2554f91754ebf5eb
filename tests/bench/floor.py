"""The floor of making a portfolio: columns that numpy draws and Arrow writes, with nothing in them.

Of each column the type, the length and what is null are as in a real block, and about as many
bytes reach the disk: numbers are drawn from as wide a range as their column's bytes can tell apart,
text that repeats is drawn from its own words, other text is put together from stretches of letters.
"""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from casebook.portfolio.shipping.files import ParquetFile

# Text that repeats less often than this is not drawn from a list of words.
REPEATS = 4
# What a stretch of text that was seen before takes when packed.
STEP_BYTES = 3.5


class Shape:
    """What a column of a block looks like, and how to draw one like it."""

    def __init__(self, column: pa.ChunkedArray, stored_bytes: float) -> None:
        values = column.combine_chunks()
        self.size, self.type = len(values), values.type
        self.mask = values.is_null().to_numpy(zero_copy_only=False) if values.null_count else None
        self.draw = self._numbers
        if pa.types.is_string(self.type) and repeats(values):
            self.words, self.runs, self.draw = values.unique(), run_lengths(values), self._words
        elif pa.types.is_string(self.type):
            self.lengths = pc.fill_null(pc.binary_length(values), 0).to_numpy()
            self.chunks, self.draw = chunks(stored_bytes, int(self.lengths.sum())), self._text
        self.most = round(2.0 ** min(8 * stored_bytes / max(self.size, 1), 40)) + 1

    def _words(self, rng: np.random.Generator) -> pa.Array:
        places = rng.integers(0, len(self.words), len(self.runs))
        return self.words.take(pa.array(np.repeat(places, self.runs)))

    def _text(self, rng: np.random.Generator) -> pa.Array:
        offsets = np.concatenate([[0], np.cumsum(self.lengths)]).astype(np.int32)
        count = -(-int(offsets[-1]) // self.chunks.shape[1])
        letters = self.chunks[rng.integers(0, len(self.chunks), count)].reshape(-1)
        return pa.StringArray.from_buffers(self.size, pa.py_buffer(offsets), pa.py_buffer(letters))

    def _numbers(self, rng: np.random.Generator) -> pa.Array:
        if pa.types.is_boolean(self.type):
            return pa.array(rng.random(self.size) < 0.5)
        if pa.types.is_floating(self.type):
            return pa.array(rng.integers(0, self.most, self.size) / 2)
        if pa.types.is_date32(self.type):
            days = rng.integers(0, min(self.most, 20_000), self.size, dtype=np.int32)
            return pa.array(days, mask=self.mask).cast(self.type)
        return pa.array(rng.integers(0, self.most, self.size), mask=self.mask).cast(self.type)


def repeats(values: pa.Array) -> bool:
    return pc.count_distinct(values).as_py() * REPEATS <= len(values)


def run_lengths(values: pa.Array) -> np.ndarray:
    codes = pc.fill_null(values.dictionary_encode().indices, -1).to_numpy()
    starts = np.flatnonzero(np.diff(codes, prepend=-2))
    return np.diff(starts, append=len(codes))


def chunks(stored_bytes: float, text_bytes: int) -> np.ndarray:
    """Return stretches of letters, so long that text put together from them packs as tightly."""
    width = round(np.clip(STEP_BYTES * text_bytes / max(stored_bytes, 1), 4, 512))
    return np.random.default_rng(1).integers(97, 123, (1_000, width), dtype=np.uint8)


def shapes_of(tables: Mapping[str, pa.Table], book: Path) -> dict[str, dict[str, Shape]]:
    return {
        name: {
            column: Shape(table[column], stored)
            for column, stored in stored_bytes(book, name, table.num_rows).items()
        }
        for name, table in tables.items()
        if table.num_rows
    }


def stored_bytes(book: Path, name: str, rows: int) -> dict[str, float]:
    """Return how many bytes each column of a table takes in its file, for so many rows."""
    path = next(book.rglob(f"{name}.parquet"))
    about = pq.read_metadata(path)
    stored: dict[str, float] = {}
    for group in range(about.num_row_groups):
        for place in range(about.num_columns):
            chunk = about.row_group(group).column(place)
            share = chunk.total_compressed_size * rows / max(about.num_rows, 1)
            stored[chunk.path_in_schema] = stored.get(chunk.path_in_schema, 0) + share
    return stored


def write_floor(shapes: Mapping[str, Mapping[str, Shape]], blocks: int, folder: Path) -> None:
    rng = np.random.default_rng(1)
    files = {name: ParquetFile(folder / f"{name}.parquet") for name in shapes}
    for _ in range(blocks):
        for name, columns in shapes.items():
            files[name].add(pa.table({column: one.draw(rng) for column, one in columns.items()}))
    for file in files.values():
        file.close()
