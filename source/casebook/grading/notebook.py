"""A notebook as plain data: read, written in one stable form, and put into one language."""

import json
from pathlib import Path
from typing import Any

from casebook.errors import DataError
from casebook.text import Language

Notebook = dict[str, Any]
Cell = dict[str, Any]


def read(path: Path) -> Notebook:
    """Read the notebook at `path`.

    Raises
    ------
    DataError
        The file is no notebook of format 4.
    """
    return parse(path.read_bytes(), where=str(path))


def parse(content: bytes, *, where: str) -> Notebook:
    """Read a notebook from its bytes; `where` names it in the message when it is none."""
    try:
        notebook = json.loads(content)
    except ValueError as error:
        raise DataError(where, f"is not JSON ({error})", "a notebook") from None
    if not isinstance(notebook, dict) or not isinstance(notebook.get("cells"), list):
        raise DataError(where, "has no cells", "a notebook of format 4")
    return notebook


def written(notebook: Notebook) -> bytes:
    """Return the one stable form: the keys sorted, one space of indent, a last line break."""
    text = json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True)
    return f"{text}\n".encode()


def source(cell: Cell) -> str:
    """Return a cell's text, which the format allows to be a string or a list of lines."""
    text = cell.get("source", "")
    return text if isinstance(text, str) else "".join(text)


def tags(cell: Cell) -> frozenset[str]:
    """Return a cell's tags."""
    return frozenset(cell.get("metadata", {}).get("tags", ()))


def language_of(cell: Cell) -> Language | None:
    """Return the language that a prose cell is written in, or None where it serves all."""
    return next((language for language in Language if language in tags(cell)), None)


def in_language(notebook: Notebook, language: Language) -> Notebook:
    """Return a copy that keeps the cells of `language` and those that serve all, and says so."""
    casebook = {**notebook.get("metadata", {}).get("casebook", {}), "language": str(language)}
    return {
        **notebook,
        "cells": [c for c in notebook["cells"] if language_of(c) in {None, language}],
        "metadata": {**notebook.get("metadata", {}), "casebook": casebook},
    }


def cleared(notebook: Notebook) -> Notebook:
    """Return a copy without outputs, counts and widget state."""
    metadata = {k: v for k, v in notebook.get("metadata", {}).items() if k != "widgets"}
    return {**notebook, "cells": list(map(_cleared, notebook["cells"])), "metadata": metadata}


def _cleared(cell: Cell) -> Cell:
    if cell.get("cell_type") != "code":
        return cell
    metadata = {k: v for k, v in cell.get("metadata", {}).items() if k != "execution"}
    return {**cell, "outputs": [], "execution_count": None, "metadata": metadata}
