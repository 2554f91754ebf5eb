"""Plots as SVG that takes its colours and its font from the page around it.

They are drawn in stand-in colours, which are then exchanged for the page's variables: so one
drawing is right on a light page, a dark one and on paper.
"""

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from textwrap import wrap

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.ticker import MaxNLocator

from casebook.widgets.plots import plot_style

INK, LINE, BAR = "#010203", "#010204", "#010205"
ON_BAR, REST, BAND = "#010206", "#010207", "#010208"
#: What stands in the drawing, and what the page puts there.
_COLOURS = {
    INK: "currentColor",
    LINE: "var(--line)",
    BAR: "var(--bar)",
    ON_BAR: "var(--on-bar)",
    REST: "var(--rest)",
    BAND: "var(--band)",
}
WIDTH_IN = 7.2
#: Characters in a line of a label; Chinese ones are twice as wide.
LABEL_WIDTH, LABEL_WIDTH_HAN = 28, 14
MOST_BINS = 12

#: A label, the share earned and the share not answered, both from 0 to 1.
Bar = tuple[str, float, float]


def histogram(
    totals: Sequence[float],
    most: float,
    *,
    band: tuple[float, float, float] | None,
    across: str,
    up: str,
    middle: str,
) -> str:
    """Draw how many totals lie where; `band` marks quartiles and median, `middle` names it."""
    edges = bins(most)
    with _style():
        figure, axes = _axes(height_in=2.7)
        counts, _, _ = axes.hist(totals, bins=edges, color=BAR, rwidth=0.94)
        if band is not None:
            axes.axvspan(band[0], band[2], color=BAND, zorder=0, linewidth=0)
            axes.axvline(band[1], color=INK, linewidth=1.4, linestyle=(0, (4, 2)))
            _name_line(axes, band[1], middle, is_right=band[1] > 0.75 * edges[-1])
        axes.set(xlim=(edges[0], edges[-1]), xticks=edges, xlabel=across, ylabel=up)
        axes.set_ylim(0, float(max(counts)) * 1.18)
        axes.yaxis.set_major_locator(MaxNLocator(nbins=5, integer=True, min_n_ticks=1))
        axes.grid(visible=True, axis="y")
        return _svg(figure, f"totals {totals}")


def _name_line(axes: Axes, at: float, name: str, *, is_right: bool) -> None:
    axes.annotate(
        name,
        (at, 1),
        (-5 if is_right else 5, -2),
        xycoords=("data", "axes fraction"),
        textcoords="offset points",
        va="top",
        ha="right" if is_right else "left",
    )


def bins(most: float) -> list[float]:
    """Return the edges of at most twelve bins of a round width, from 0 to `most` or past it."""
    widths = (scale * width for scale in (0.5, 5, 50, 500) for width in (1, 2, 4, 10))
    width = next(width for width in widths if most / width <= MOST_BINS)
    count = int(-(-most // width))
    return [width * place for place in range(max(count, 1) + 1)]


def counts(totals: Iterable[float], edges: Sequence[float]) -> list[tuple[float, float, int]]:
    """Return how many totals lie between each two edges; the last edge belongs to its bin."""
    given, last = list(totals), len(edges) - 2
    return [
        (low, high, sum(low <= one < high or (place == last and one == high) for one in given))
        for place, (low, high) in enumerate(pairwise(edges))
    ]


def bars(lines: Sequence[Bar]) -> str:
    """Draw a bar a line from 0 to 100 %, and from the right what was not answered."""
    labels = ["\n".join(wrap(label, _label_width(label))) for label, _, _ in lines]
    height = sum(0.16 + 0.17 * (label.count("\n") + 1) for label in labels)
    with _style():
        figure, axes = _axes(height_in=height + 0.45)
        places = range(len(lines))
        shares = [100 * min(earned, 1) for _, earned, _ in lines]
        rest = [100 * unanswered for _, _, unanswered in lines]
        axes.barh(places, shares, height=0.62, color=BAR)
        axes.barh(places, rest, left=[100 - one for one in rest], height=0.62, color=REST)
        for place, (share, blank) in enumerate(zip(shares, rest, strict=True)):
            _value(axes, place, share, room=100 - share - blank)
        axes.set(xlim=(0, 100), ylim=(len(lines) - 0.45, -0.55))
        axes.set_yticks(list(places), labels)
        axes.set_xticks([0, 25, 50, 75, 100], ["0", "25%", "50%", "75%", "100%"])
        axes.grid(visible=True, axis="x")
        axes.tick_params(axis="y", length=0)
        axes.spines["left"].set_visible(False)
        return _svg(figure, f"bars {lines}")


def _label_width(label: str) -> int:
    return LABEL_WIDTH if label.isascii() else LABEL_WIDTH_HAN


def _value(axes: Axes, place: int, share: float, *, room: float) -> None:
    """Write a bar's value beside it, or in its end where there is no room beside."""
    is_beside = room > 9 or share < 10
    axes.text(
        share + (0.8 if is_beside else -0.8),
        place,
        f"{share:.0f}%",
        va="center",
        ha="left" if is_beside else "right",
        color=INK if is_beside else ON_BAR,
    )


@contextmanager
def _style() -> Iterator[None]:
    """Draw in the course's one style, which brings a Chinese font to measure by."""
    with mpl.rc_context():
        plot_style()
        mpl.rcParams.update(
            {
                "svg.fonttype": "none",  # text stays text: it can be found, copied and read aloud
                "text.parse_math": False,  # a dollar sign in a title is a dollar sign
                "font.size": 10,
                "axes.edgecolor": LINE,
                "axes.labelcolor": INK,
                "axes.grid": False,
                "grid.color": LINE,
                "text.color": INK,
                "xtick.color": LINE,
                "xtick.labelcolor": INK,
                "ytick.color": LINE,
                "ytick.labelcolor": INK,
            }
        )
        yield


def _axes(*, height_in: float) -> tuple[Figure, Axes]:
    # Room at the sides: the page's font may be wider than the one measured here.
    layout = ConstrainedLayoutEngine(w_pad=0.12)
    figure = Figure(figsize=(WIDTH_IN, height_in), layout=layout)
    return figure, figure.add_subplot()


def _svg(figure: Figure, salt: str) -> str:
    """Return the drawing alone: no prologue, no font of its own, no id that another may have."""
    file = io.StringIO()
    # Ids are made of the salt, so that two drawings on one page do not share theirs.
    with mpl.rc_context({"svg.hashsalt": salt}):
        figure.savefig(file, format="svg", transparent=True, metadata={"Date": None})
    drawn = file.getvalue()
    svg = drawn[drawn.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>\s*|<!--.*?-->\s*", "", svg, flags=re.DOTALL)
    svg = re.sub(r"font-family: [^;\"]*;? ?", "", svg)
    svg = re.sub(r'<g id="[^"]*"', "<g", svg)
    for stand_in, colour in _COLOURS.items():
        svg = svg.replace(stand_in, colour)
    return svg
