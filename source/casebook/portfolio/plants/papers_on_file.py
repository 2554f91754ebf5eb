"""The papers of a block as JSON text, of which single fields and lists are changed.

Most plants touch one field; to read and write whole bodies would cost many times as much.
"""

from datetime import date

import pyarrow as pa

from casebook.portfolio.plants.cells import replaced
from casebook.portfolio.writing.papers import KINDS, Documents

CARD, LETTER, RECORD = KINDS
# What stands between the rows of a list.
_BETWEEN = "},{"


class Paper:
    """One paper: text as `writing.json_text` writes it, without quotes or brackets in its words."""

    __slots__ = ("issued_on", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.issued_on: date | None = None  # where it was changed

    def word(self, name: str) -> str:
        """Return a field that stands in quotes."""
        return word(self.text, name)

    def put(self, name: str, value: str | int) -> None:
        """Change a field; the first of that name."""
        self.text = put(self.text, name, value)

    def rows(self, name: str) -> list[str]:
        """Return the rows of a list, each as text without its braces."""
        start, end = self._bounds(name)
        return self.text[start:end].split(_BETWEEN) if start < end else []

    def put_rows(self, name: str, rows: list[str]) -> None:
        """Write a list of rows anew."""
        start, end = self._bounds(name)
        inside = _BETWEEN.join(rows)
        before, after = self.text[:start], self.text[end:]
        if start == end:
            inside = f"{{{inside}}}"
        self.text = f"{before}{inside}{after}"

    def _bounds(self, name: str) -> tuple[int, int]:
        """Return where the first row begins and the last ends; twice the same if there is none."""
        start = self.text.index(f'"{name}":[') + len(name) + 4
        end = self.text.index("]", start)
        return (start + 1, end - 1) if start < end else (start, end)


def word(text: str, name: str) -> str:
    """Return a field that stands in quotes."""
    start = text.index(f'"{name}":"') + len(name) + 4
    return text[start : text.index('"', start)]


def number(text: str, name: str) -> int:
    """Return a field that holds a whole number."""
    start = text.index(f'"{name}":') + len(name) + 3
    return int(text[start : text.index(",", start)])


def put(text: str, name: str, value: str | int) -> str:
    """Return text with another value in the first field of that name."""
    start = text.index(f'"{name}":') + len(name) + 3
    if isinstance(value, str):
        end = text.index('"', start + 1) + 1
        return f'{text[:start]}"{value}"{text[end:]}'
    return f"{text[:start]}{value}{text[text.index(',', start) :]}"


class PapersOnFile:
    """The papers of a block by place and kind."""

    def __init__(self, documents: Documents) -> None:
        self._columns = documents.table()
        self._bodies = self._columns["body"]
        self._row: dict[str, list[int]] = dict(zip(KINDS, documents.row.T.tolist(), strict=True))
        self._open: dict[int, Paper] = {}

    def has(self, place: int, kind: str) -> bool:
        """Tell whether a paper is on file."""
        return self._row[kind][place] >= 0

    def get(self, place: int, kind: str) -> Paper | None:
        """Take a paper out for change; None if it is missing."""
        row = self._row[kind][place]
        if row < 0:
            return None
        paper = self._open.get(row)
        if paper is None:
            paper = self._open[row] = Paper(self._bodies[row].as_py())
        return paper

    def table(self) -> dict[str, pa.Array]:
        """Return table `documents` with all changes."""
        texts = {row: paper.text for row, paper in self._open.items()}
        days = {row: paper.issued_on for row, paper in self._open.items() if paper.issued_on}
        return {
            **self._columns,
            "issued_on": replaced(self._columns["issued_on"], days),
            "body": replaced(self._bodies, texts),
        }
