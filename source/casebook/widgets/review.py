"""Practice over time on the page: today's questions, and a plot of what is remembered."""

import io
from base64 import b64encode
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from html import escape
from typing import TYPE_CHECKING

from casebook.activities import place
from casebook.activities import review as reviews
from casebook.activities.journal import Journal
from casebook.activities.quiz.session import QuizSession
from casebook.text import Language
from casebook.widgets.interface import say
from casebook.widgets.plain import Standin

if TYPE_CHECKING:  # a quiz on the page takes long to import
    from casebook.widgets.quiz import QuizView

WORDS = "review.yaml"
AHEAD_DAYS = 30
#: So many points of the past are drawn at most.
POINTS = 40


def review() -> "QuizView | Standin":
    """Ask the practice questions that come back today, from all workbooks in this folder."""
    spot = place.here()
    journal, now = spot.answers(), datetime.now(UTC)
    found = reviews.review(journal, now)
    count = len(found.activity.items)
    if spot.is_graded or not count:
        return Standin(f"Review(due={count})", _nothing_due(journal, now, spot.language))
    from casebook.widgets.quiz import QuizView

    session = QuizSession(found.activity, key=found.key, writer=spot.writer(), owners=found.owners)
    return QuizView(session, spot, journal)


def _nothing_due(journal: Journal, now: datetime, language: Language) -> str:
    following = reviews.next_due(journal, now)
    if following is None:
        return say(WORDS, "never", language)
    return say(WORDS, "none-due", language, day=following.astimezone().date().isoformat())


def memory() -> "MemoryPlot | Standin":
    """Plot which share of the questions answered is remembered, and how it will fade."""
    spot = place.here()
    journal, now = spot.answers(), datetime.now(UTC)
    curve = _curve(journal, now)
    if spot.is_graded or curve is None:
        return Standin("Memory(questions=0)", say(WORDS, "never", spot.language))
    return MemoryPlot(curve, spot.language)


@dataclass(frozen=True, slots=True)
class Curve:
    """The share remembered, in percent, day by day: until today, and from then on unreviewed."""

    questions: int
    past: tuple[tuple[date, float], ...]
    future: tuple[tuple[date, float], ...]


def _curve(journal: Journal, now: datetime) -> Curve | None:
    kept = reviews.memories(journal)
    if not kept:
        return None
    first = min(at for entry in journal.entries if (at := reviews.time_of(entry.at)) is not None)
    days = max(1, (now - first).days)
    step = max(1, -(-days // POINTS))
    past = [now - timedelta(days=back) for back in range(days - days % step, -1, -step)]
    future = [now + timedelta(days=ahead) for ahead in range(AHEAD_DAYS + 1)]
    before = ((at, reviews.remembered(reviews.memories(journal, until=at), at)) for at in past)
    after = ((at, reviews.remembered(kept, at)) for at in future)
    return Curve(len(kept), tuple(_points(before)), tuple(_points(after)))


def _points(shares: Iterable[tuple[datetime, float | None]]) -> Iterator[tuple[date, float]]:
    for at, share in shares:
        if share is not None:
            yield at.astimezone().date(), 100 * share


class MemoryPlot:
    """A picture of memory over time, with its message in words."""

    def __init__(self, curve: Curve, language: Language) -> None:
        self._curve, self._language = curve, language

    def __repr__(self) -> str:
        now = self._curve.future[0][1]
        return f"Memory(questions={self._curve.questions}, remembered_pct={now:.0f})"

    def _repr_html_(self) -> str:
        picture = b64encode(self._png()).decode()
        alt = escape(self._say("alt", title=self.title))
        return (
            f'<figure style="margin:0"><img alt="{alt}" src="data:image/png;base64,{picture}" '
            f'style="max-width:100%"><figcaption style="font-size:13px">'
            f"{escape(self._say('private'))}</figcaption></figure>"
        )

    @property
    def title(self) -> str:
        """What the plot says."""
        now, later = self._curve.future[0][1], self._curve.future[-1][1]
        count = self._curve.questions
        return self._say("title", count=count, now=f"{now:.0f}", later=f"{later:.0f}")

    def _say(self, sentence: str, **given: object) -> str:
        return say(WORDS, sentence, self._language, **given)

    def _png(self) -> bytes:
        import matplotlib as mpl
        from matplotlib.dates import AutoDateLocator, ConciseDateFormatter, date2num
        from matplotlib.figure import Figure

        from casebook.widgets.plots import plot_style

        with mpl.rc_context():
            plot_style()
            figure = Figure(figsize=(8, 3.6), layout="constrained")
            axes = figure.add_subplot()
            for points, style, name in (
                (self._curve.past, "-", "so-far"),
                (self._curve.future, "--", "without"),
            ):
                days, shares = date2num([day for day, _ in points]), [share for _, share in points]
                axes.plot(days, shares, style, color="#3b6ea8", label=self._say(name))
            today, now = self._curve.future[0]
            axes.plot(date2num([today]), [now], "o", color="#3b6ea8")
            axes.annotate(
                f"{self._say('today')} {now:.0f}%", (today, now), (8, 8), textcoords="offset points"
            )
            axes.set(ylim=(0, 105), ylabel=self._say("axis"), title=self.title)
            locator = AutoDateLocator(maxticks=8)
            axes.xaxis.set_major_locator(locator)
            axes.xaxis.set_major_formatter(
                ConciseDateFormatter(
                    locator, formats=["%Y", "%m-%d", "%m-%d", "", "", ""], show_offset=False
                )
            )
            axes.legend(loc="lower left")
            told = io.BytesIO()
            figure.savefig(told, format="png", dpi=144)
        return told.getvalue()
