"""The report of an assignment: a table for spreadsheets and a page to read and print."""

import csv
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from casebook.grading.course import Course
from casebook.reporting import page
from casebook.reporting.reading import read
from casebook.reporting.results import Results, Row, Work
from casebook.text import Language

COLUMNS = (
    "assignment",
    "learner",
    "task",
    "status",
    "points",
    "max_points",
    "auto_points",
    "manual_points",
    "needs_review",
    "comment",
    "facts",
)


def publish(
    course: Course,
    assignment: str,
    *,
    today: date,
    folder: Path | None = None,
    languages: Iterable[Language] = tuple(Language),
) -> tuple[Path, ...]:
    """Write the table and a page in each of `languages`; return their paths.

    Raises
    ------
    GradingError
        When the gradebook does not know the assignment.
    """
    results = read(course, assignment)
    place = folder or _folder(course)
    spoken = tuple(languages)
    table = _write(place / f"{assignment}.csv", results)
    pages = (
        _replace(
            place / page.name(assignment, language),
            page.render(results, language, today=today, languages=spoken),
        )
        for language in spoken
    )
    return (table, *pages)


def write(course: Course, assignment: str, output: Path | None = None) -> Path:
    """Write the table alone (UTF-8 with its mark, as spreadsheets want it); return its path."""
    path = output or _folder(course) / f"{assignment}.csv"
    return _write(path, read(course, assignment))


def _folder(course: Course) -> Path:
    return course.folder / "reports"


def _write(path: Path, results: Results) -> Path:
    lines = [COLUMNS, *_lines(results)]
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(path.name + ".new")
    with fresh.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(lines)
    return fresh.replace(path)


def _replace(path: Path, text: str) -> Path:
    fresh = path.with_name(path.name + ".new")
    fresh.write_text(text, encoding="utf-8")
    return fresh.replace(path)


def _lines(results: Results) -> Iterator[list[object]]:
    """Yield a line for each known learner and task, whether or not they handed in."""
    for work in results.works:
        for row in work.rows:
            told = {**_told(row, work), "assignment": results.assignment}
            yield [_harmless(told[column]) for column in COLUMNS]


def _told(row: Row, work: Work) -> dict[str, object]:
    facts = "; ".join(dict.fromkeys((*row.facts, *work.facts)))
    return {**{name: getattr(row, name) for name in COLUMNS[1:-1]}, "facts": facts}


def _harmless(value: object) -> object:
    """Keep a spreadsheet from taking a learner's text for a formula."""
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return "'" + value
    return "" if value is None else value
