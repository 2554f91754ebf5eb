"""What learners saw above each task: the headings of the released notebook, in both languages."""

import re
from collections import Counter
from pathlib import Path

from casebook.grading import notebook
from casebook.grading.course import Course
from casebook.grading.notebook import Cell
from casebook.text import Language, Text

_HEADING = re.compile(r"^(#{1,6})\s+(.+?)\s*#*\s*$", re.M)
_POINTS = re.compile(r"\s*[（(]\s*[\d.]+\s*(?:分|points?)\s*[）)]\s*$", re.I)
#: What a criterion's own cell says, in both languages: **事实准确 · Accurate facts**（3 分 …）
_CRITERION = re.compile(r"^\*\*(.+?) · (.+?)\*\*", re.M)
_HAN = re.compile(r"[\u3400-\u9fff]")


def headings(course: Course, assignment: str) -> tuple[Text, dict[str, Text]]:
    """Return the assignment's title and each graded cell's, by grade id, in their order.

    A cell without a heading above it goes by its grade id.
    """
    path = _notebook(course, assignment)
    title, found = Text(assignment, assignment), {}
    nearest = dict.fromkeys(Language, "")
    for cell in notebook.read(path)["cells"] if path else ():
        name = _graded(cell)
        seen = _seen(cell)
        if name:
            own = {**nearest, **seen}
            found[name] = Text(own[Language.ZH] or name, own[Language.EN] or name)
        else:
            nearest |= seen
            title = _title(cell, title)
    return title, _told_apart(found)


def _notebook(course: Course, assignment: str) -> Path | None:
    folders = (course.release(assignment), course.source(assignment))
    paths = (folder / f"{assignment}.ipynb" for folder in folders)
    return next((path for path in paths if path.is_file()), None)


def _graded(cell: Cell) -> str:
    told = cell.get("metadata", {}).get("nbgrader", {})
    return str(told.get("grade_id", "")) if told.get("grade") or told.get("task") else ""


def _seen(cell: Cell) -> dict[Language, str]:
    """Return the last heading in the cell for readers of each language, or its criterion."""
    if cell.get("cell_type") != "markdown":
        return {}
    criterion = _CRITERION.search(notebook.source(cell)) if _graded(cell) else None
    if criterion:
        return {Language.ZH: criterion[1], Language.EN: criterion[2]}
    spoken = notebook.language_of(cell)
    lines = [_POINTS.sub("", line) for _, line in _HEADING.findall(notebook.source(cell))]
    return {spoken or _language(line): line for line in lines}


def _language(line: str) -> Language:
    """Guess which language a heading is in, in a cell that serves both."""
    return Language.ZH if _HAN.search(line) else Language.EN


def _title(cell: Cell, title: Text) -> Text:
    if cell.get("cell_type") != "markdown":
        return title
    lines = _HEADING.findall(notebook.source(cell))
    first = next((line for mark, line in lines if mark == "#"), "")
    spoken = notebook.language_of(cell) or _language(first)
    if not first:
        return title
    return Text(first, title.en) if spoken is Language.ZH else Text(title.zh, first)


def _told_apart(titles: dict[str, Text]) -> dict[str, Text]:
    """Add the grade id where several cells stand under one heading."""
    zh, en = Counter(t.zh for t in titles.values()), Counter(t.en for t in titles.values())
    return {
        name: Text(
            f"{title.zh} · {name}" if zh[title.zh] > 1 else title.zh,
            f"{title.en} · {name}" if en[title.en] > 1 else title.en,
        )
        for name, title in titles.items()
    }
