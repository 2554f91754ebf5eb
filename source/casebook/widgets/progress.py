"""The course at a glance: what there is, what was done, and where to go on.

It is plain HTML with links and nothing else to click, so that a saved notebook shows it too.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from urllib.parse import quote

from casebook.activities import assigned, place
from casebook.activities import course as courses
from casebook.activities import review as reviews
from casebook.activities.assigned import Assigned
from casebook.activities.course import Part, Share, Stage, Workbook
from casebook.activities.place import Place
from casebook.widgets.interface import say, source
from casebook.widgets.plain import Standin

WORDS = "progress.yaml"
_MARK = {Stage.PLANNED: "·", Stage.FRESH: "○", Stage.BEGUN: "◐", Stage.DONE: "✓"}
_NOTHING = Share(0, 0, is_begun=False)


def progress() -> "Progress | Standin":
    """Show the course, what was done of it in this folder, and where to go on."""
    shown = Progress(place.here())
    return Standin(repr(shown)) if shown.spot.is_graded else shown


@dataclass(frozen=True, slots=True)
class Step:
    """Where to go on: a page, and what to say of it."""

    path: str
    title: str
    call: str
    why: str


class Progress:
    """The course, and what the journals beside the notebooks say was done of it."""

    def __init__(self, spot: Place) -> None:
        self.spot = spot
        self._course = courses.course()
        self._journal = spot.answers()
        self._assigned, self._damaged = assigned.find(spot.folder)

    def __repr__(self) -> str:
        every = self._course.workbooks
        return f"Progress(workbooks={len(every)}, ready={sum(one.is_ready for one in every)})"

    def _repr_html_(self) -> str:
        parts = "".join(self._part(n, part) for n, part in enumerate(self._course.parts, start=1))
        return (
            f"<style>{source('progress.css')}</style>"
            f'<section class="cbp" lang="{self.spot.language}" aria-label="{self._say("name")}">'
            f"{self._go_on()}{self._due()}{''.join(self._notes())}"
            f'<div class="cbp-parts">{parts}{self._assignments()}</div>'
            f'<p class="cbp-faint">{self._say("refresh")}<br>{self._say("private")}</p></section>'
        )

    def _say(self, sentence: str, **given: object) -> str:
        return escape(say(WORDS, sentence, self.spot.language, **given))

    def step(self) -> Step | None:
        """Return where to go on: the rehearsal first, then the first lesson not done yet."""
        for one in self._assigned:
            if one.is_rehearsal and self._handed(one).stage is not Stage.DONE:
                return self._rehearsal(one)
        ready = (one for one in self._course.workbooks if one.is_ready)
        return next((self._lesson(one) for one in ready if not self._is_done(one)), None)

    def _rehearsal(self, one: Assigned) -> Step:
        title = one.title(self.spot.language)
        return Step(self._path(one.notebook), title, "begin", self._say("rehearsal-why"))

    def _lesson(self, workbook: Workbook) -> Step:
        shares = self._shares(workbook)
        following = next(name for name, one in shares.items() if one.stage is not Stage.DONE)
        if not courses.together(shares.values()).is_begun:
            why = self._say("about-minutes", minutes=workbook.minutes)
            return Step(workbook.notebook, self._name(workbook), "begin", why)
        why = self._say("next", title=courses.title(following).say(self.spot.language))
        return Step(workbook.notebook, self._name(workbook), "go-on", why)

    def _go_on(self) -> str:
        step = self.step()
        if step is None:
            told = f"<strong>{self._say('all-done')}</strong><br>{self._say('all-done-why')}"
            return f'<p class="cbp-go">{told}</p>'
        return (
            f'<p class="cbp-go">{self._say(step.call)}<br>'
            f'<span class="cbp-open">{_link(step.path, step.title)} →</span><br>'
            f'<span class="cbp-faint">{step.why}</span></p>'
        )

    def _due(self) -> str:
        """Say how many questions come back today, if any do."""
        count = len(reviews.due(self._journal, datetime.now(UTC)))
        return f'<p class="cbp-go">{self._say("due", count=count)}</p>' if count else ""

    def _notes(self) -> Iterator[str]:
        """Yield what could not be read, each with what to do about it."""
        if self._journal.faults:
            torn = self._say("torn", count=len(self._journal.faults))
            yield f'<p class="cbp-note">{torn}</p>'
        for name in self._damaged:
            yield f'<p class="cbp-note">{self._say("damaged", folder=name)}</p>'

    def _part(self, number: int, part: Part) -> str:
        title = self._say("part", number=number, title=part.title.say(self.spot.language))
        about = escape(part.about.say(self.spot.language))
        return _card(title, about, "".join(map(self._workbook, part.workbooks)))

    def _workbook(self, workbook: Workbook) -> str:
        if not workbook.is_ready:
            name = f'<span class="cbp-faint">{escape(self._name(workbook))}</span>'
            return _row(self._timed(name, workbook), self._state(Stage.PLANNED, Stage.PLANNED))
        name = _link(workbook.notebook, self._name(workbook))
        shares = self._shares(workbook)
        whole = courses.together(shares.values())
        state = self._state(whole.stage, whole.stage, whole)
        inside = _bar(whole) + self._activities(shares) if whole.stage is Stage.BEGUN else ""
        return _row(self._timed(name, workbook), state, inside)

    def _timed(self, name: str, workbook: Workbook) -> str:
        minutes = self._say("minutes", minutes=workbook.minutes)
        return f'<span>{name} <span class="cbp-faint">· {minutes}</span></span>'

    def _activities(self, shares: dict[str, Share]) -> str:
        return _list("".join(self._activity(name, one) for name, one in shares.items()))

    def _activity(self, name: str, share: Share) -> str:
        is_talk = share.stage is Stage.BEGUN and share.done == 0
        sentence = "talk-begun" if is_talk else f"activity-{share.stage}"
        title = escape(courses.title(name).say(self.spot.language))
        return _row(title, self._state(share.stage, sentence, share))

    def _assignments(self) -> str:
        why = self._say("assignments-why" if self._assigned else "no-assignments")
        return _card(self._say("assignments"), why, "".join(map(self._assignment, self._assigned)))

    def _assignment(self, one: Assigned) -> str:
        share = self._handed(one)
        told = [self._say("assigned", done=share.done, of=share.of)] if share.of else []
        told += [self._say("cells")] if one.has_cells else []
        inside = f'<p class="cbp-faint">{"<br>".join(told)}</p>'
        return _row(_link(self._path(one.notebook), one.title(self.spot.language)), "", inside)

    def _state(self, stage: Stage, sentence: str, share: Share = _NOTHING) -> str:
        return (
            f'<span class="cbp-state" data-stage="{stage}"><span aria-hidden="true">{_MARK[stage]}'
            f"</span> {self._say(sentence, done=share.done, of=share.of)}</span>"
        )

    def _name(self, workbook: Workbook) -> str:
        return f"{workbook.number} {workbook.title.say(self.spot.language)}"

    def _shares(self, workbook: Workbook) -> dict[str, Share]:
        return {name: courses.share(name, self._journal) for name in workbook.activities}

    def _is_done(self, workbook: Workbook) -> bool:
        return courses.together(self._shares(workbook).values()).stage is Stage.DONE

    def _handed(self, one: Assigned) -> Share:
        return one.share(replace(self.spot, folder=one.folder).answers())

    def _path(self, notebook: Path) -> str:
        return notebook.relative_to(self.spot.folder).as_posix()


def _link(path: str, text: str) -> str:
    return f'<a class="cbp-link" href="{escape(quote(path))}">{escape(text)}</a>'


def _card(title: str, about: str, rows: str) -> str:
    return (
        f'<div class="cbp-part"><strong>{title}</strong>'
        f'<p class="cbp-faint">{about}</p>{_list(rows)}</div>'
    )


def _list(rows: str) -> str:
    return f'<ul class="cbp-list">{rows}</ul>' if rows else ""


def _row(name: str, state: str, inside: str = "") -> str:
    return f'<li><span class="cbp-row">{name} {state}</span>{inside}</li>'


def _bar(share: Share) -> str:
    width = round(100 * share.done / share.of)
    return f'<span class="cbp-bar" aria-hidden="true"><span style="width:{width}%"></span></span>'
