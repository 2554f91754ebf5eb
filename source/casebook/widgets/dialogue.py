"""The talk on the page: Python holds the dialogue, the page shows what has been said so far."""

from typing import Any, TypeGuard

import traitlets

from casebook.activities import place
from casebook.activities.dialogue.debrief import Debrief
from casebook.activities.dialogue.publish import DialogueActivity, DialogueKey
from casebook.activities.dialogue.score import TALK
from casebook.activities.dialogue.session import Moved, TalkSession, practice
from casebook.activities.dialogue.walk import Step
from casebook.activities.draw import opaque
from casebook.activities.nouns import Plain
from casebook.activities.place import Place
from casebook.errors import ContentError, DataError
from casebook.text import Language
from casebook.widgets.interface import say, source, words
from casebook.widgets.kept import COURIER_WORDS, KeptView, Reply, refused, saved
from casebook.widgets.plain import Standin
from casebook.widgets.rulecard import rule_card

WORDS = "dialogue.yaml"
REWIND = "rewind"


def dialogue(activity: str | None = None) -> "DialogueView | Standin":
    """Open a talk: a practice dialogue by its id, or the talk of the assignment in this folder.

    Raises
    ------
    ContentError
        When there is no such dialogue.
    """
    spot = place.here()
    public, key = _find(spot, activity)
    text = f"Dialogue({public.id!r})"
    if spot.is_graded:
        return Standin(text)
    if key is None and spot.learner is None:
        return Standin(text, say(COURIER_WORDS, "need-id", spot.language))
    session = TalkSession(
        public,
        learner=spot.learner.id if spot.learner else "",
        key=key,
        writer=spot.writer(),
        reread=spot.answers,
    )
    return DialogueView(session, spot)


def _find(spot: Place, activity: str | None) -> tuple[DialogueActivity, DialogueKey | None]:
    released = spot.assignment.dialogue() if spot.assignment else None
    if released is not None and activity in (None, released.id):
        return released, None
    if activity is None:
        raise ContentError(
            "cb.dialogue()",
            "no assignment with a dialogue lies in this folder",
            "the id of a practice dialogue",
            'write it in the brackets, such as cb.dialogue("1-1-hao")',
        )
    return practice(activity)


class DialogueView(KeptView):
    """A talk as the page sees it: what has been said, what can be said now, and no more."""

    _esm = source("page.js", "courier.js", "dialogue-log.js", "dialogue-debrief.js", "dialogue.js")
    _css = source("casebook.css", "dialogue.css")
    pythons = frozenset({"talk", "words", "view"})

    talk = traitlets.Dict().tag(sync=True)
    words = traitlets.Dict().tag(sync=True)
    view = traitlets.Dict().tag(sync=True)

    def __init__(self, session: TalkSession, spot: Place) -> None:
        self._session = session
        self._language = spot.language
        super().__init__(
            talk=_head(session, spot),
            words=words(COURIER_WORDS, spot.language) | words(WORDS, spot.language),
            view=_view(session, spot.language),
        )
        self.listen()

    def __repr__(self) -> str:
        return f"Dialogue({self._session.activity.id!r})"

    def keep(self, item: object, value: Plain) -> Reply:
        """Say a reply (`talk`: its number and id) or take back all from one on (`rewind`)."""
        try:
            reply = saved(lambda: self._do(item, value), self._language)
        except Moved:
            why = say(WORDS, "moved", self._language)
            reply = {"saved": False, "drop": True, "why": why}
        except DataError:
            reply = refused(self._language) | {"drop": True}
        self.view = _view(self._session, self._language)
        return reply

    def _do(self, item: object, value: Plain) -> None:
        if item == TALK and _is_reply(value):
            self._say(value["at"], value["reply"])
        elif item == REWIND and _is_count(value):
            self._rewind(value)
        else:
            raise DataError("dialogue", f"cannot do {item!r}")

    # A page that had to wait asks twice; what already stands as asked is no trouble.

    def _say(self, at: int, reply: str) -> None:
        try:
            self._session.reply(at, reply)
        except Moved:
            if self._session.said[at:] != (reply,):
                raise

    def _rewind(self, to: int) -> None:
        if not (self._session.is_practice and to == len(self._session.said)):
            self._session.rewind(to)


def _is_count(value: Plain) -> TypeGuard[int]:
    return type(value) is int and value >= 0


def _is_reply(value: Plain) -> TypeGuard[dict[str, Any]]:
    is_pair = isinstance(value, dict) and _is_count(value.get("at"))
    return is_pair and isinstance(value.get("reply"), str)


def _head(session: TalkSession, spot: Place) -> dict[str, Any]:
    """Return what the page needs to draw the talk's frame, in one language."""
    activity, language = session.activity, spot.language
    faults = len(spot.answers().faults)
    return {
        "id": activity.id,
        "title": activity.title.say(language),
        "client": activity.speaker.name.say(language),
        "about": activity.speaker.about.say(language),
        "scene": activity.scene.say(language),
        "language": str(language),
        "is_practice": session.is_practice,
        "is_recording": spot.is_recording,
        "notes": [say(COURIER_WORDS, "torn", language, count=faults)] if faults else [],
        "draft": opaque(str(spot.folder.resolve()), activity.id, session.learner),
    }


def _view(session: TalkSession, language: Language) -> dict[str, Any]:
    """Return what has been said, what can be said now, and in practice what it was worth."""
    activity, nodes = session.activity, session.nodes
    lines = [activity.lines[node.line].say(language) for node in nodes]
    said: list[dict[str, Any]] = [
        {
            "client": line,
            "reply": activity.replies[reply].text.say(language),
            "reaction": activity.replies[reply].reaction.say(language),
        }
        for line, reply in zip(lines, session.said, strict=False)
    ]
    view: dict[str, Any] = {
        "said": said,
        "client": lines[-1],
        "has_ended": session.has_ended,
        "options": [
            {"id": one, "text": activity.replies[one].text.say(language)}
            for one in session.options()
        ],
    }
    replay = session.replay()
    if replay is not None:
        debrief = Debrief(replay)
        for exchange, step in zip(said, replay.steps, strict=False):
            exchange["coaching"] = _coaching(debrief, step, language)
        view["mood"] = _mood(debrief, language)
        view["debrief"] = debrief.told(language) if replay.ending else None
    return view


def _coaching(debrief: Debrief, step: Step, language: Language) -> dict[str, Any]:
    rules = dict.fromkeys((*step.reply.breach, *step.reply.rules))
    return {
        "verdict": str(debrief.verdict(step)),
        "text": step.reply.coaching.say(language),
        "rules": [rule_card(rule_id, language) for rule_id in rules],
    }


def _mood(debrief: Debrief, language: Language) -> dict[str, Any]:
    level, levels = debrief.mood()
    return {"level": level, "levels": len(levels), "text": levels[level].say(language)}
