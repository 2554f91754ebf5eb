"""Draw a limitation time line: a row for each day, its words at the left, so that none overlap."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any
from unicodedata import east_asian_width

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from casebook.law.reasoning import said
from casebook.text import Language
from casebook.widgets.plots import plot_style
from casebook.widgets.timeline import Does, Row, TimeLine

# Light colours, for a file.
INK, FAINT, LINE, PAPER = "#1f2328", "#57606b", "#d3d9df", "#fffffe"
RUN, PALE, HOLD = "#3b6ea8", "#c3d3e6", "#b2581f"

#: What a page has in their place; a blue or a rust mixed with the ink stands out on any paper.
PAGE_COLOURS = {
    INK: "var(--cb-ink)",
    FAINT: "var(--cb-faint)",
    LINE: "var(--cb-line)",
    PAPER: "var(--cb-paper)",
    RUN: "color-mix(in srgb, #2f74d0 78%, var(--cb-ink))",
    PALE: "color-mix(in srgb, #2f74d0 32%, var(--cb-paper))",
    HOLD: "color-mix(in srgb, #d0641c 78%, var(--cb-ink))",
}

# Inches, and points of type; a line of type holds so many ems, an em being a Chinese character.
WIDTH, MARGIN, DATES, WORDS = 8.5, 0.03, 1.4, 2.75
LEFT = MARGIN + DATES + WORDS + 0.15
TYPE, TITLE_TYPE, LINE_HEIGHT, GAP = 9.5, 12.5, 0.185, 0.13
BAR = 0.15

_MOST_TICKS = 6
_TICK_MONTHS = (1, 2, 3, 6, 12, 24, 60, 120, 240)
# A date stays whole, and no line begins with a closing mark.
_CLOSING = "，。；：、）」』！？"
_PIECE = re.compile(rf"(?:\d+年\d+月\d+日|[⺀-鿿＀-￯])[{_CLOSING}]*|(?:(?!\d+年)[^\s⺀-鿿＀-￯])+|\s+")


@dataclass(frozen=True, slots=True)
class _Placed:
    """A row with its wrapped words, its centre (inches below the axis' top) and its height."""

    row: Row
    date: str
    name: list[str]
    told: list[str]
    centre: float
    height: float


def picture(line: TimeLine, language: Language) -> Figure:
    """Draw `line`; dates run from left to right, rows from above to below.

    Returns
    -------
    matplotlib.figure.Figure
        With a transparent background, in the fonts and size of `plot_style`.
    """
    with mpl.rc_context():
        plot_style()
        # By name: "sans-serif" would be looked up only when the figure is saved.
        mpl.rcParams["font.family"] = mpl.rcParams["font.sans-serif"]
        title = wrapped(line.title, (WIDTH - 2 * MARGIN) * 72 / TITLE_TYPE)
        placed = list(_placed(line.rows, language))
        body = placed[-1].centre + placed[-1].height / 2
        above, below = 0.2 + len(title) * 0.26, 0.32
        height = above + body + below
        mpl.rcParams["figure.constrained_layout.use"] = False  # it is laid out by hand
        figure = Figure(figsize=(WIDTH, height))
        figure.patch.set_alpha(0)
        figure.text(
            MARGIN / WIDTH,
            1 - 0.08 / height,
            "\n".join(title),
            va="top",
            size=TITLE_TYPE,
            color=INK,
        )
        share = (LEFT / WIDTH, below / height, (WIDTH - LEFT - MARGIN) / WIDTH, body / height)
        axes = figure.add_axes(share)
        _frame(axes, _reach(line.rows), body)
        for one in placed:
            _write(axes, one)
        _draw(axes, placed, body)
        return figure


def wrapped(text: str, ems: float) -> list[str]:
    """Break `text` into lines of at most `ems`: Chinese between characters, else at spaces."""
    lines, current = [], ""
    for piece in _PIECE.findall(text):
        if current and _ems(current + piece.rstrip()) > ems:
            lines.append(current.rstrip())
            current = ""
        current += piece if current else piece.lstrip()
    return [*lines, current.rstrip()]


def _ems(text: str) -> float:
    return sum(1 if east_asian_width(sign) in "WF" else 0.56 for sign in text)


def _placed(rows: Iterable[Row], language: Language) -> Iterator[_Placed]:
    top, ems = 0.05, WORDS * 72 / TYPE
    for row in rows:
        name, told = wrapped(row.name, ems), wrapped(row.told, ems)
        height = (len(name) + len(told)) * LINE_HEIGHT + GAP
        yield _Placed(row, said(row.on, language), name, told, top + height / 2, height)
        top += height


def _reach(rows: Sequence[Row]) -> tuple[date, date]:
    """Return the first and the last day of the axis, with a little room at both ends."""
    spans = [span for row in rows for span in (row.runs, row.lasts) if span]
    days = [*(row.on for row in rows), *(span.first for span in spans)]
    days += [span.last for span in spans if span.last]
    room = max(timedelta(7), (max(days) - min(days)) * 0.04)
    return min(days) - room, max(days) + room


def _frame(axes: Axes, reach: tuple[date, date], body: float) -> None:
    axes.set(xlim=[day.toordinal() for day in reach], ylim=(body, 0), yticks=[], facecolor="none")
    axes.grid(visible=True, axis="x", color=LINE, linewidth=0.6)
    axes.spines[:].set_visible(False)
    marks = ticks(*reach)
    form = "%Y" if all(day.month == 1 for day in marks) else "%Y-%m"
    axes.set_xticks([day.toordinal() for day in marks], [day.strftime(form) for day in marks])
    axes.tick_params(axis="x", length=0, labelsize=TYPE - 1, labelcolor=FAINT)


def ticks(first: date, last: date) -> list[date]:
    """Return first days of months at even distances: a handful, all between the two days."""
    months = range(12 * first.year + first.month, 12 * last.year + last.month)
    fitting = ([m for m in months if m % step == 0] for step in _TICK_MONTHS)
    found = next(marks for marks in fitting if len(marks) <= _MOST_TICKS)
    return [date(month // 12, month % 12 + 1, 1) for month in found]


def _write(axes: Axes, one: _Placed) -> None:
    """Write a row's date and words to the left of the axis."""
    colour = FAINT if one.row.does is Does.NOTHING else INK
    top = one.centre - one.height / 2 + GAP / 2
    _line(axes, MARGIN, top, one.date, colour)
    lines = [*((text, colour) for text in one.name), *((text, FAINT) for text in one.told)]
    for place, (text, its_colour) in enumerate(lines):
        _line(axes, MARGIN + DATES, top + place * LINE_HEIGHT, text, its_colour)


def _line(axes: Axes, left: float, top: float, text: str, colour: str) -> None:
    share = (left - LEFT) / (WIDTH - LEFT - MARGIN)
    place: dict[str, Any] = {"transform": axes.get_yaxis_transform(), "va": "center"}
    axes.text(share, top + LINE_HEIGHT / 2, text, **place, size=TYPE, color=colour)


def _draw(axes: Axes, placed: Sequence[_Placed], body: float) -> None:
    for one in placed:
        if one.row.does in _WHOLE_HEIGHT:
            style = _WHOLE_HEIGHT[one.row.does]
            day = one.row.on.toordinal()
            axes.vlines(day, 0, body, color=FAINT, linewidth=0.9, linestyle=style)
    _draw_periods(axes, placed)
    for one in placed:
        _draw_day(axes, one)


def _draw_periods(axes: Axes, placed: Sequence[_Placed]) -> None:
    """Draw each period as it ran, and pale what counted no more once it ran anew."""
    running = [(one, one.row.runs) for one in placed if one.row.runs]
    for (former, _), (one, runs) in pairwise(running):
        first = runs.first.toordinal()
        axes.vlines(first, former.centre, one.centre, color=RUN, linewidth=0.8)
    for place, (one, runs) in enumerate(running):
        anew = (r.first for o, r in running[place + 1 :] if o.row.does is Does.RESTARTS)
        last = runs.last.toordinal() if runs.last else round(axes.get_xlim()[1])
        turn = min(last, next((day.toordinal() for day in anew), last))
        _bar(axes, one, runs.first.toordinal(), turn, facecolor=RUN)
        _bar(axes, one, turn, last, facecolor=PALE)


def _bar(axes: Axes, one: _Placed, first: int, last: int, **look: Any) -> None:
    if last > first:
        across, high = [(first, last - first)], (one.centre - BAR / 2, BAR)
        axes.broken_barh(across, high, **{"edgecolor": "none"} | look)


def _draw_day(axes: Axes, one: _Placed) -> None:
    """Draw the row's own day, and the days that proceedings or an obstacle took."""
    day, lasts = one.row.on.toordinal(), one.row.lasts
    if lasts and lasts.last:
        look = {"facecolor": "none", "edgecolor": HOLD, "hatch": "/////", "linewidth": 0.8}
        _bar(axes, one, day, lasts.last.toordinal(), **look)
    shape, face = _SHAPES.get(one.row.does, ("o", INK))
    axes.plot(
        day, one.centre, shape, markersize=6.5, markerfacecolor=face,
        markeredgecolor=FAINT if face == PAPER else INK, markeredgewidth=1.2,
    )  # fmt: skip


_WHOLE_HEIGHT: Mapping[Does, Any] = {Does.ENDS: "-", Does.ASKS: (0, (4, 3))}
_SHAPES = {Does.NOTHING: ("o", PAPER), Does.ENDS: ("D", INK), Does.ASKS: ("v", PAPER)}
