"""Small notebooks and shelves to test with."""

from pathlib import Path
from typing import Any

from casebook.grading import notebook
from casebook.grading.places import Shelf
from casebook.text import Language


def prose(text: str, *tags: str, id: str = "prose") -> dict[str, Any]:  # noqa: A002
    return {"cell_type": "markdown", "id": id, "metadata": {"tags": list(tags)}, "source": text}


def code(text: str, *outputs: dict[str, Any], id: str = "code") -> dict[str, Any]:  # noqa: A002
    return {
        "cell_type": "code",
        "execution_count": 1,
        "id": id,
        "metadata": {},
        "outputs": list(outputs),
        "source": text,
    }


def stream(text: str) -> dict[str, Any]:
    return {"name": "stdout", "output_type": "stream", "text": text}


def pages(*cells: dict[str, Any], **casebook: object) -> notebook.Notebook:
    return {
        "cells": list(cells),
        "metadata": {
            "casebook": casebook,
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def bilingual(*, title: str = "你好") -> notebook.Notebook:
    return pages(
        prose(f"# {title}", "zh", id="hello-zh"),
        prose("# Hello", "en", id="hello-en"),
        code("print(1)", stream("1\n"), id="one"),
    )


def put(path: Path, content: notebook.Notebook) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(notebook.written(content))
    return path


def shelf(root: Path) -> Shelf:
    return Shelf(root, root / "workbooks", root / "assignments", tuple(Language))
