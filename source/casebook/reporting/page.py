"""The report as one HTML page that stands alone: to read on a screen, and to print.

Everything that came from a learner, a roster or an author is escaped by the template.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.metadata import version
from itertools import groupby

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from casebook.activities.nouns import Status
from casebook.law.model import NOT_REVIEWED
from casebook.reporting import attention, findings, tallies
from casebook.reporting.results import Results, Row, State, Task
from casebook.reporting.tallies import Feedback
from casebook.reporting.words import FOLDER, Words, number, percent, person
from casebook.text import Language

MANUAL = "manual"
#: More learners than these are counted in their column, and named in the wide one.
MOST_NAMES = 8
LEGEND = (*map(str, Status), MANUAL)


@dataclass(frozen=True, slots=True)
class Cell:
    """One learner's one task in the table: points, if there are any, and marks by name."""

    points: str
    marks: tuple[str, ...]
    is_waiting: bool


def name(assignment: str, language: Language) -> str:
    """Return the file name of a page."""
    return f"{assignment}.{language}.html"


def render(
    results: Results, language: Language, *, today: date, languages: Iterable[Language] = ()
) -> str:
    """Return the page in `language`, which points at its sisters in `languages`."""
    words = Words(language)
    inside = findings.inside(results, words)
    return _template().render(
        language=language,
        others=[(one, name(results.assignment, one)) for one in languages if one is not language],
        say=words,
        text=words.text,
        number=number,
        percent=percent,
        person=person,
        people=lambda works: map(person, works),
        titles=lambda tasks: [words.text(task.title) for task in tasks],
        style=_style(),
        results=results,
        absent=results.of(State.NOT_SUBMITTED),
        waiting=attention.waiting(results),
        most_names=MOST_NAMES,
        noted=attention.noted(results),
        facts=attention.facts,
        is_small=0 < len(results.graded) < tallies.SMALL,
        totals=findings.totals(results, words),
        shares=findings.shares(results, words),
        inside=inside,
        feedback=_by_task(tallies.feedback(results)),
        labels={(part.name, share.name): label for part in inside for label, share in part.lines},
        most_feedback=tallies.FEEDBACK_PER_TASK,
        tasks=tallies.worth(results),
        cell=cell,
        paid=lambda work: [row for row in work.rows if row.max_points > 0],
        legend=LEGEND,
        today=today.isoformat(),
        version=version("casebook"),
        reviewed=words.text(NOT_REVIEWED),
    )


def cell(row: Row) -> Cell:
    """Return what the table shows of `row`; no points stand where none were given yet."""
    is_blank = row.status is Status.NOT_ANSWERED and row.manual_points is None
    points = "" if row.is_unmarked or is_blank else number(row.points)
    marks = [MANUAL] if row.manual_points is not None else []
    if row.needs_review or not marks:
        marks.append(str(row.status))
    shown = tuple(mark for mark in marks if mark != Status.GRADED)
    return Cell(points, shown, row.needs_review)


def _by_task(feedback: Iterable[Feedback]) -> list[tuple[Task, list[Feedback]]]:
    return [(task, list(group)) for task, group in groupby(feedback, lambda one: one.task)]


@cache
def _template() -> Template:
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.from_string((FOLDER / "page.html.j2").read_text(encoding="utf-8"))


@cache
def _style() -> Markup:
    """Return our own style sheet, the one thing besides our drawings that is not escaped."""
    return Markup((FOLDER / "page.css").read_text(encoding="utf-8"))  # noqa: S704
