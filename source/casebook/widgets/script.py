"""The writing task on the page: what is asked, a place to write, and how long the text is."""

from typing import Any, TypeGuard

import traitlets

from casebook.activities import place
from casebook.activities.draw import opaque
from casebook.activities.nouns import Plain
from casebook.activities.numbers import say_number
from casebook.activities.place import Place
from casebook.activities.script.publish import PublicCriterion, ScriptActivity
from casebook.activities.script.score import LONGEST, TEXT, length_of
from casebook.errors import ContentError
from casebook.text import Language
from casebook.widgets.interface import say, source, words
from casebook.widgets.kept import COURIER_WORDS, KeptView, Reply, refused, saved
from casebook.widgets.plain import Standin

WORDS = "script.yaml"


def script(activity: str | None = None) -> "ScriptView | Standin":
    """Open the writing task of the assignment in this folder.

    Raises
    ------
    ContentError
        When no assignment with such a task lies here.
    """
    spot = place.here()
    public = spot.assignment.script() if spot.assignment else None
    if public is None or activity not in (None, public.id):
        raise ContentError(
            "cb.script()",
            "no assignment with such a writing task lies in this folder",
            "a released assignment",
            "open the notebook in the folder that was fetched",
        )
    text = f"Script({public.id!r})"
    if spot.is_graded:
        return Standin(text)
    if spot.learner is None:
        return Standin(text, say(COURIER_WORDS, "need-id", spot.language))
    return ScriptView(public, spot)


class ScriptView(KeptView):
    """A writing task as the page sees it."""

    _esm = source("page.js", "courier.js", "script.js")
    _css = source("casebook.css", "script.css")
    pythons = frozenset({"task", "words", "text", "count"})

    task = traitlets.Dict().tag(sync=True)
    words = traitlets.Dict().tag(sync=True)
    text = traitlets.Unicode().tag(sync=True)
    count = traitlets.Int().tag(sync=True)

    def __init__(self, activity: ScriptActivity, spot: Place) -> None:
        self._activity = activity
        self._language = spot.language
        self._writer = spot.writer()
        journal = spot.answers()
        text = journal.answer(activity.id).values.get(TEXT)
        text = text if _is_text(text) else ""
        super().__init__(
            task=_task(activity, spot, len(journal.faults)),
            words=words(COURIER_WORDS, spot.language) | words(WORDS, spot.language),
            text=text,
            count=length_of(text),
        )
        self.listen()

    def __repr__(self) -> str:
        return f"Script({self._activity.id!r})"

    def keep(self, item: object, value: Plain) -> Reply:
        """Keep what was written; a blank text takes back what stood there."""
        if item != TEXT or not _is_text(value):
            return refused(self._language)
        reply = saved(lambda: self._write(value), self._language)
        if reply["saved"]:
            self.count = length_of(value)
            self.text = value
        return reply

    def _write(self, value: str) -> None:
        if self._writer is not None:
            self._writer.write(self._activity.id, TEXT, value)


def _is_text(value: Plain) -> TypeGuard[str]:
    return isinstance(value, str) and len(value) <= LONGEST and _can_be_written(value)


def _can_be_written(text: str) -> bool:
    """Whether `text` has no half of a character, as a cut emoji leaves, which no file can hold."""
    return not any("\ud800" <= sign <= "\udfff" for sign in text)


def _task(activity: ScriptActivity, spot: Place, faults: int) -> dict[str, Any]:
    language, length = spot.language, activity.length[spot.language]
    return {
        "title": activity.title.say(language),
        "prompt": activity.prompt.say(language),
        "least": length.least,
        "most": length.most,
        "longest": LONGEST,
        "rubric": [_criterion(one, language) for one in activity.rubric],
        "language": str(language),
        "is_recording": spot.is_recording,
        "notes": [say(COURIER_WORDS, "torn", language, count=faults)] if faults else [],
        "draft": opaque(str(spot.folder.resolve()), activity.id),
    }


def _criterion(criterion: PublicCriterion, language: Language) -> dict[str, Any]:
    points = say_number(criterion.points)
    return {
        "title": say(
            WORDS, "criterion", language, title=criterion.title.say(language), points=points
        ),
        "levels": [
            say(
                WORDS,
                "level",
                language,
                points=say_number(level.points),
                text=level.text.say(language),
            )
            for level in criterion.levels
        ],
    }
