"""Running notebooks in place and storing their outputs in a form that every run repeats.

Stored are: the counts 1 to n, text, tables and pictures. Not stored are: a widget's model (its
text stays, and nbval compares that), times, and the state of widgets, which may hold answers.
"""

import os
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from casebook.authoring.form import WIDGET_VIEW
from casebook.authoring.lint import SOURCES, WORKBOOKS
from casebook.errors import ContentError
from casebook.grading import notebook
from casebook.grading.notebook import Cell, Notebook
from casebook.text import Language

LONGEST_S = 300
UNSTABLE = {WIDGET_VIEW, "application/javascript"}


def store(root: Path, paths: Sequence[Path] = ()) -> Iterator[Path]:
    """Run the workbooks, strip the assessments' sources, and yield each notebook written.

    Raises
    ------
    ContentError
        A cell of a workbook ends in an error.
    """
    for path in _notebooks(root, paths):
        page = notebook.read(path)
        is_source = path.resolve().is_relative_to((root / SOURCES).resolve())
        stable = notebook.cleared(page) if is_source else stored(run(page, str(path)))
        content = notebook.written(stable)
        if content != path.read_bytes():
            path.write_bytes(content)
            yield path


def run(page: Notebook, where: str) -> Notebook:
    """Run `page` in a kernel of its own, in an empty folder, as a learner who answers nothing."""
    import nbformat
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError

    node = nbformat.reads(notebook.written(notebook.cleared(page)).decode(), as_version=4)
    with tempfile.TemporaryDirectory() as folder:
        client = NotebookClient(
            node,
            timeout=LONGEST_S,
            kernel_name="python3",
            resources={"metadata": {"path": folder}},
            store_widget_state=False,
            record_timing=False,
        )
        try:
            client.execute(env=_environment())
        except CellExecutionError as error:
            raise ContentError(
                where, f"a cell ends in {error.ename}: {error.evalue}", "a run from top to end"
            ) from None
    return {**node}


def stored(page: Notebook) -> Notebook:
    """Return `page` with its outputs in the form that every run repeats."""
    cells = [_stored(cell) if cell["cell_type"] == "code" else cell for cell in page["cells"]]
    count = 0
    for cell in cells:
        if cell["cell_type"] == "code" and notebook.source(cell).strip():
            count += 1
            _number(cell, count)
    metadata = {k: v for k, v in page["metadata"].items() if k != "widgets"}
    metadata["language_info"] = {"name": "python"}
    return {**page, "cells": cells, "metadata": metadata}


def _stored(cell: Cell) -> Cell:
    metadata = {k: v for k, v in cell["metadata"].items() if k != "execution"}
    return {**cell, "metadata": metadata, "outputs": list(map(_steady, cell["outputs"]))}


def _steady(output: dict[str, Any]) -> dict[str, Any]:
    if "data" not in output:
        return dict(output)
    data = {mime: value for mime, value in output["data"].items() if mime not in UNSTABLE}
    return {**output, "data": data, "metadata": {}}


def _number(cell: Cell, count: int) -> None:
    cell["execution_count"] = count
    for output in cell["outputs"]:
        if output["output_type"] == "execute_result":
            output["execution_count"] = count


def _environment() -> dict[str, str]:
    return {
        **os.environ,
        "CASEBOOK_LANGUAGE": Language.ZH,
        "CASEBOOK_UNRECORDED": "1",
        "OPENBLAS_NUM_THREADS": "1",
    }


def _notebooks(root: Path, paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths or (root / WORKBOOKS, root / SOURCES):
        found = sorted(path.rglob("*.ipynb")) if path.is_dir() else [path]
        yield from (
            p for p in found if p.suffix == ".ipynb" and ".ipynb_checkpoints" not in p.parts
        )
