"""The error table as one figure: band of tolerance, published figure and simulated one a row."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from textwrap import wrap
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from casebook.portfolio.calibration.model import Rule, Unit
from casebook.portfolio.calibration.style import BAND, FAINT, INK, OUTSIDE, WITHIN, style
from casebook.portfolio.calibration.table import Row, band, counts, figure, is_good
from casebook.portfolio.calibration.terminal import published, say
from casebook.text import Language

WIDTH_IN, ROW_IN, FAINT_ROW_IN = 9.6, 0.23, 0.17
#: Room above the first panel, above each, below the last, and below the list.
HEAD_IN, HEADING_IN, FOOT_IN, END_IN = 0.72, 0.5, 0.72, 0.35
#: Where the drawing begins and ends, and the columns of numbers, as shares of the width.
MARGIN, LEFT, RIGHT = 0.012, 0.40, 0.755
COLUMNS = {"published": 0.825, "measured": 0.905, "n": 0.985}
#: Characters in a line of the list below; Chinese ones are twice as wide.
FAINT_WIDTH, FAINT_WIDTH_HAN = 84, 42
SHARE_TICKS, LEVEL_TICKS = (0, 1, 5, 10, 20, 40, 60, 80, 100), (90, 95, 100, 105, 110)


def drawn(rows: Sequence[Row], language: Language) -> Figure:
    """Draw the rows; what is not bound is listed faintly below."""
    panels = list(_panels([row for row in rows if row.target.bound]))
    listed = _listed([row for row in rows if not row.target.bound], language)
    tall = [HEADING_IN + ROW_IN * len(panel) for _, panel in panels]
    height = HEAD_IN + sum(tall) + FOOT_IN + FAINT_ROW_IN * _half(listed) + END_IN
    with style():
        sheet = Figure(figsize=(WIDTH_IN, height))
        top = height - HEAD_IN
        for (heading, panel), inches in zip(panels, tall, strict=True):
            top -= inches
            area = (LEFT, top / height, RIGHT - LEFT, ROW_IN * len(panel) / height)
            _panel(sheet.add_axes(area), panel, say(heading, language), language)
        _heads(sheet, tuple(rows), language)
        _faint(sheet, listed, top - FOOT_IN, language)
        return sheet


def save(rows: Sequence[Row], language: Language, path: Path) -> None:
    """Draw the rows and write them to `path`, in the form that its name ends in."""
    with style():
        drawn(rows, language).savefig(path, dpi=144, facecolor="white")


def _panels(rows: list[Row]) -> Iterator[tuple[str, list[Row]]]:
    """Group shares by product, and put levels and shapes, of other units, last; sort each."""
    shares = [row for row in rows if row.target.unit is Unit.SHARE]
    levels = [row for row in rows if row.target.unit is not Unit.SHARE]
    for product, group in groupby(shares, key=lambda row: row.target.product):
        yield product, sorted(group, key=lambda row: -row.target.value)
    if levels:
        yield "plot-levels-heading", sorted(levels, key=lambda row: -row.target.value)


def _panel(axes: Axes, rows: list[Row], heading: str, language: Language) -> None:
    is_shares = rows[0].target.unit is Unit.SHARE
    ticks = SHARE_TICKS if is_shares else LEVEL_TICKS
    for place, row in enumerate(rows):
        _draw(axes, place, row, ticks)
        _label(axes, place, row, language)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.set_yticks([])
    if is_shares:
        axes.set_xscale("function", functions=(_root, np.square))
    axes.set_xlim(ticks[0], ticks[-1])
    axes.set_xticks(ticks, [f"{tick}%" if is_shares else f"{tick}" for tick in ticks])
    axes.set_xlabel(say("plot-shares" if is_shares else "plot-levels", language), labelpad=1)
    left = (MARGIN - LEFT) / (RIGHT - LEFT)
    side = axes.get_yaxis_transform()
    axes.text(left, -0.7, heading, transform=side, fontsize=9.5, va="bottom")


def _root(values: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> object:
    # matplotlib asks for values a little below 0 when it makes room.
    return np.sqrt(np.maximum(values, 0))


def _draw(axes: Axes, place: int, row: Row, ticks: Sequence[int]) -> None:
    """Draw one row: a band, a stroke for the published figure, a dot for the simulated one."""
    least, most = ticks[0], ticks[-1]
    scale = 100 if row.target.unit is Unit.SHARE else 100 / row.target.value
    low, high = np.clip(np.multiply(band(row.target), scale), least, most)
    # A step in order may be anything above 0, which is no band that a figure hits.
    strength = 0.4 if row.target.tolerance is Rule.IN_ORDER else 1
    axes.barh(place, high - low, left=low, height=0.66, color=BAND, alpha=strength, linewidth=0)
    at = row.target.value * scale
    axes.plot([at, at], [place - 0.33, place + 0.33], color=INK, linewidth=1.3, zorder=2)
    if row.measured is not None:
        _dot(axes, place, row.measured * scale, least, most, is_within=bool(row.is_within))


def _dot(axes: Axes, place: int, at: float, least: float, most: float, *, is_within: bool) -> None:
    """Draw the simulated figure; an arrow at the edge where it lies beyond it."""
    marker = "<" if at < least else ">" if at > most else "o"
    axes.plot(
        min(max(at, least), most),
        place,
        marker,
        color=WITHIN if is_within else OUTSIDE,
        markersize=5.5,
        markeredgecolor="white",
        zorder=3,
        clip_on=False,
    )


def _label(axes: Axes, place: int, row: Row, language: Language) -> None:
    """Write the figure's name on the left, and the numbers in columns on the right."""
    nothing, target = say("nothing", language), row.target
    texts = {
        "published": published(row),
        "measured": nothing if row.measured is None else figure(target, row.measured),
        "n": nothing if row.n is None else f"{row.n:,}",
    }
    colour = INK if row.is_within else OUTSIDE
    look: dict[str, Any] = {
        "transform": axes.get_yaxis_transform(),
        "ha": "right",
        "va": "center_baseline",
        "color": colour,
    }
    axes.text(-0.025, place, target.name.say(language), **look)
    for column, text in texts.items():
        across = (COLUMNS[column] - LEFT) / (RIGHT - LEFT)
        axes.text(across, place, text, **look)


def _heads(sheet: Figure, rows: tuple[Row, ...], language: Language) -> None:
    """Write the title, which says what is seen, the key, and the heads of the columns."""
    found, height = counts(rows), sheet.get_figheight()
    title = "plot-title-good" if is_good(rows) else "plot-title-bad"
    said = say(title, language, bound=found.bound, outside=found.outside)
    sheet.text(MARGIN, 1 - 0.2 / height, said, fontsize=13, va="top")
    for column, at in COLUMNS.items():
        head = say(f"heading-{column}", language)
        sheet.text(at, 1 - (HEAD_IN + HEADING_IN - 0.08) / height, head, ha="right", color=FAINT)
    sheet.legend(
        handles=_key(language),
        loc="upper left",
        bbox_to_anchor=(0, 1 - 0.5 / height),
        ncols=4,
        handletextpad=0.5,
        columnspacing=1.6,
    )


def _key(language: Language) -> list[Patch | Line2D]:
    def mark(sign: str, colour: str, key: str) -> Line2D:
        size = 9 if sign == "|" else 5.5
        label = say(key, language)
        return Line2D([], [], marker=sign, color=colour, linestyle="", markersize=size, label=label)

    return [
        Patch(color=BAND, label=say("plot-key-band", language)),
        mark("|", INK, "plot-key-published"),
        mark("o", WITHIN, "plot-key-within"),
        mark("o", OUTSIDE, "plot-key-outside"),
    ]


def _listed(rows: list[Row], language: Language) -> list[str]:
    """Return the lines of what is shown only."""
    width = FAINT_WIDTH_HAN if language is Language.ZH else FAINT_WIDTH
    said = [f"{row.target.name.say(language)}  {published(row)}" for row in rows]
    return [part for line in said for part in wrap(line, width, subsequent_indent="    ")]


def _half(lines: list[str]) -> int:
    return -(-len(lines) // 2)


def _faint(sheet: Figure, lines: list[str], top_in: float, language: Language) -> None:
    """List what is not bound in two columns at the foot."""
    height = sheet.get_figheight()
    sheet.text(MARGIN, top_in / height, say("plot-unbound", language), color=FAINT, fontsize=9.5)
    for number, line in enumerate(lines):
        column, place = divmod(number, _half(lines))
        down = top_in - 0.22 - FAINT_ROW_IN * place
        sheet.text(MARGIN + 0.5 * column, down / height, line, color=FAINT, fontsize=7)
