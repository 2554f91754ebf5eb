"""What the tallies say: a message in words, a drawing, and the numbers for the table beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from unicodedata import east_asian_width

from markupsafe import Markup

from casebook.reporting import plots, tallies
from casebook.reporting.results import Results, Task
from casebook.reporting.tallies import Share, Totals
from casebook.reporting.words import Words, number, percent

#: Shares nearer to each other than this are not told apart.
ALIKE = 0.1
#: Longer titles do not fit beside a bar: a number stands for them, and the table has them in full.
LONGEST_LABEL = 44


@dataclass(frozen=True, slots=True)
class Plot:
    """A drawing, its message, and what it shows for those who cannot see it."""

    message: str
    alternative: str
    svg: Markup


@dataclass(frozen=True, slots=True)
class Distribution:
    """How the totals lie."""

    tally: Totals
    plot: Plot | None


@dataclass(frozen=True, slots=True)
class Shares:
    """How the class did on several things, each under the label that it has in the drawing."""

    name: str
    title: str
    lines: tuple[tuple[str, Share], ...]
    plot: Plot | None
    is_numbered: bool = False


def totals(results: Results, words: Words) -> Distribution:
    """Return how the totals lie."""
    tally = tallies.totals(results)
    return Distribution(tally, _histogram(tally, words) if tally.points else None)


def _histogram(tally: Totals, words: Words) -> Plot:
    low, median, high = map(number, tally.quartiles)
    most = number(tally.max_points)
    if tally.has_quartiles:
        message = words("totals-message", low=low, high=high, median=median, most=most)
    else:
        points = words.joined(map(number, tally.points))
        message = words("totals-few", n=len(tally.points), points=points, most=most)
    svg = plots.histogram(
        tally.points,
        tally.max_points,
        band=tally.quartiles if tally.has_quartiles else None,
        across=words("totals-across", most=most),
        up=words("totals-up"),
        middle=words("totals-middle", median=median),
    )
    return Plot(message, _bins(tally, words), Markup(svg))  # noqa: S704 - drawn by us, escaped there


def _bins(tally: Totals, words: Words) -> str:
    found = plots.counts(tally.points, plots.bins(tally.max_points))
    told = [
        words("totals-bin", low=number(low), high=number(high), count=count)
        for low, high, count in found
        if count
    ]
    return words("totals-drawing", bins="; ".join(told))


def shares(results: Results, words: Words) -> Shares:
    """Return how the class did on each task."""
    lines = tuple((words.text(share.title), share) for share in tallies.shares(results))
    return Shares("", words("shares-heading"), lines, _bars("shares", lines, words))


def inside(results: Results, words: Words) -> tuple[Shares, ...]:
    """Return how the class did inside each part of several criteria."""
    return tuple(_inside(task, found, words) for task, found in tallies.inside(results))


def _inside(task: Task, found: Sequence[Share], words: Words) -> Shares:
    titles = [words.text(share.title) for share in found]
    is_numbered = max(map(_width, titles)) > LONGEST_LABEL
    labels = [words("item", n=n) for n, _ in enumerate(titles, 1)] if is_numbered else titles
    lines = tuple(zip(labels, found, strict=True))
    title = words.text(task.title)
    return Shares(task.name, title, lines, _bars("inside", lines, words), is_numbered)


def _width(title: str) -> int:
    """Return how wide a title is, in Latin letters."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in title)


def _bars(section: str, lines: Sequence[tuple[str, Share]], words: Words) -> Plot | None:
    if not lines:
        return None
    svg = plots.bars([(label, share.mean, share.unanswered) for label, share in lines])
    message = _extremes(section, lines, words)
    return Plot(message, words("shares-drawing"), Markup(svg))  # noqa: S704 - as above


def _extremes(section: str, lines: Sequence[tuple[str, Share]], words: Words) -> str:
    """Say which shares are highest and lowest, if they can be told apart at all."""
    means = [share.mean for _, share in lines]
    low, high = percent(min(means)), percent(max(means))
    best, worst = (
        words.some([label for label, share in lines if percent(share.mean) == extreme])
        for extreme in (high, low)
    )
    if len(lines) == 1:
        return words("shares-one", best=best, high=high)
    if low == high:
        return words("same", high=high)
    if max(means) - min(means) < ALIKE:
        return words(f"{section}-alike", low=low, high=high)
    return words(f"{section}-message", best=best, worst=worst, high=high, low=low)
