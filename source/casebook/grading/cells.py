"""Cells and outputs made one by one: nbformat's own makers hold each to the whole schema."""

import uuid
from collections.abc import Mapping
from typing import Any

from nbformat import NotebookNode


def code(source: str = "", **more: Any) -> NotebookNode:
    """Return a code cell."""
    return _cell("code", source, {"execution_count": None, "outputs": []} | more)


def markdown(source: str = "", **more: Any) -> NotebookNode:
    """Return a Markdown cell."""
    return _cell("markdown", source, more)


def raw(source: str = "", **more: Any) -> NotebookNode:
    """Return a raw cell."""
    return _cell("raw", source, more)


def output(kind: str, data: Mapping[str, Any] | None = None, **more: Any) -> NotebookNode:
    """Return an output; `data` of a display goes by media type."""
    made = NotebookNode(output_type=kind)
    if data is not None:
        made.update(data=data, metadata={})
    made.update(more)
    return made


def notebook(cells: list[NotebookNode], metadata: Mapping[str, Any] | None = None) -> NotebookNode:
    """Return a notebook of those cells."""
    made = NotebookNode(nbformat=4, nbformat_minor=5, cells=cells)
    made.update(metadata=metadata or {})
    return made


def _cell(kind: str, source: str, more: Mapping[str, Any]) -> NotebookNode:
    made = NotebookNode(id=uuid.uuid4().hex[:8], cell_type=kind, source=source)
    made.update(metadata={})
    made.update(more)
    return made
