"""The graph of a dialogue as a picture: turns from the top down, and where replies lead."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from casebook.activities.dialogue.model import Dialogue
from casebook.activities.dialogue.walk import Position, Walk
from casebook.text import Language

BEST, BREACH, OTHER = "#1565c0", "#c0392b", "#8a939c"
_STYLE = {BEST: ("-", 2.2), BREACH: ("--", 1.2), OTHER: ("-", 0.9)}
_WORDS = {
    Language.ZH: {BEST: "最好的走法", BREACH: "违反规定的话", OTHER: "别的话"},
    Language.EN: {BEST: "the best way", BREACH: "what breaks a rule", OTHER: "other replies"},
}
#: Inches from a row to the next, and from a box to the next.
ROW, COLUMN = 0.85, 2.3


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a turn or an ending stands in the picture."""

    title: str
    x: float
    y: float
    is_ending: bool


def draw(dialogue: Dialogue, path: Path, language: Language) -> None:
    """Draw `dialogue` into `path`: SVG, PNG or PDF, by its suffix."""
    import matplotlib as mpl
    from matplotlib.figure import Figure
    from matplotlib.lines import Line2D

    from casebook.widgets.plots import plot_style

    walk = Walk(dialogue)
    spots, ways = _spots(walk, language), _ways(walk)
    right, left = (pick(one.x for one in spots.values()) for pick in (max, min))
    last = max(one.y for one in spots.values())
    size = ((right - left + 1.4) * COLUMN, (last + 1.6) * ROW)
    with mpl.rc_context({"svg.hashsalt": dialogue.id}):
        plot_style()
        figure = Figure(figsize=size, layout="constrained")
        axes = figure.add_subplot()
        for (start, end), colour in sorted(ways.items(), key=lambda one: one[1] != OTHER):
            _arrow(axes, spots[start], spots[end], colour)
        for spot in spots.values():
            _box(axes, spot)
        keys = [Line2D([], [], color=c, ls=_STYLE[c][0], label=_WORDS[language][c]) for c in _STYLE]
        axes.legend(handles=keys, loc="upper right", frameon=False, fontsize=9)
        axes.set(title=dialogue.title.say(language), xlim=(left - 0.7, right + 0.7))
        axes.set_ylim(last + 0.6, -0.7)
        axes.axis("off")
        figure.savefig(path, dpi=144, metadata={"Date": None} if path.suffix == ".svg" else {})


def _ways(walk: Walk) -> dict[tuple[str, str], str]:
    """Return each way from one place to another, and the colour of the best reply that goes it."""
    found: dict[tuple[str, str], str] = {}
    for at, steps in walk.steps.items():
        for step in steps:
            way = (at.place, step.after.place)
            colour = BREACH if step.reply.breach else OTHER
            if found.get(way, BREACH) == BREACH:
                found[way] = colour
    at = walk.start
    while walk.turn(at) is not None:
        after = walk.best_step(at).after
        found[at.place, after.place] = BEST
        at = after
    return found


def _spots(walk: Walk, language: Language) -> Mapping[str, Spot]:
    """Set each place in a row by the longest way there."""
    rows: dict[str, int] = {}
    depths: dict[Position, int] = {walk.start: 0}
    for at, steps in walk.steps.items():
        rows[at.place] = max(rows.get(at.place, 0), depths[at])
        for step in steps:
            depths[step.after] = max(depths.get(step.after, 0), depths[at] + 1)
    last = max(rows.values())
    rows = {place: last if _ends(walk, place) else row for place, row in rows.items()}
    ways = _ways(walk)
    best = {place for way, colour in ways.items() if colour == BEST for place in way}
    spots: dict[str, Spot] = {}
    for row in range(last + 1):
        here = [place for place in rows if rows[place] == row]
        # The best way runs down the middle; what lies beside it takes turns, right and left.
        for number, place in enumerate(sorted(here, key=lambda one: one not in best)):
            side = 1 if number % 2 else -1
            x = side * -(-number // 2)
            spots[place] = Spot(_title(walk, place, language), x, row, _ends(walk, place))
    return spots


def _ends(walk: Walk, place: str) -> bool:
    return walk.dialogue.ending(place) is not None


def _title(walk: Walk, place: str, language: Language) -> str:
    found = walk.dialogue.turn(place) or walk.dialogue.ending(place)
    return found.title.say(language) if found else place


def _arrow(axes: Any, start: Spot, end: Spot, colour: str) -> None:
    line, width = _STYLE[colour]
    bend = 0.0 if end.y - start.y <= 1 else 0.18 if end.x <= start.x else -0.18
    how = {"arrowstyle": "-|>", "color": colour, "ls": line, "lw": width}
    how |= {"shrinkA": 12, "shrinkB": 12, "connectionstyle": f"arc3,rad={bend}"}
    axes.annotate("", (end.x, end.y), (start.x, start.y), arrowprops=how)


def _box(axes: Any, spot: Spot) -> None:
    look = {"boxstyle": "round,pad=0.35", "fc": "#fff", "ec": "#45525e"}
    if spot.is_ending:
        look |= {"boxstyle": "round,pad=0.35,rounding_size=1", "fc": "#eef2f6"}
    text = "\n".join(_lines(spot.title))
    axes.text(spot.x, spot.y, text, ha="center", va="center", fontsize=9, bbox=look, zorder=5)


def _lines(title: str, most: int = 22) -> Iterator[str]:
    """Break a title so that its box stays in its column; Chinese counts twice."""
    line = ""
    for word in title.split(" ") if title.isascii() else [title]:
        if line and len(line) + len(word) >= most:
            yield line
            line = ""
        line = f"{line} {word}".strip()
    yield line
