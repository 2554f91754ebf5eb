"""Assignments as they lie in a learner's folder once fetched: for tests."""

import json
from pathlib import Path
from typing import Any

from casebook.activities import library, released
from casebook.activities.quiz.publish import publish
from casebook.activities.released import Released

QUIZ, _ = publish(library.quiz("1-1-check"))


def fetched(folder: Path, name: str, *cells: dict[str, Any]) -> Path:
    """Put an assignment with a quiz into `folder`."""
    folder.mkdir(parents=True)
    (folder / released.FILE).write_bytes(released.encode(Released("course", name, 5, (QUIZ,))))
    (folder / f"{name}.ipynb").write_text(json.dumps({"cells": cells}), "utf-8")
    return folder


def prose(source: str, *tags: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "source": source, "metadata": {"tags": list(tags)}}
