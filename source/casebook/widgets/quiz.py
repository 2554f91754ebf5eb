"""The quiz on the page: Python holds the truth, the page draws and asks."""

from collections.abc import Iterable, Mapping
from typing import Any

import traitlets

from casebook.activities import library, place
from casebook.activities.draw import opaque
from casebook.activities.journal import Journal
from casebook.activities.nouns import Criterion, Plain, Status
from casebook.activities.place import Place
from casebook.activities.quiz.item import PublicItem, PublicOption
from casebook.activities.quiz.kinds import KINDS
from casebook.activities.quiz.publish import QuizActivity, QuizKey, publish
from casebook.activities.quiz.session import SURE, Level, QuizSession, practised
from casebook.errors import ContentError
from casebook.text import Language
from casebook.widgets.interface import say, source, words
from casebook.widgets.kept import COURIER_WORDS, KeptView, Reply, refused, saved
from casebook.widgets.plain import Standin
from casebook.widgets.rulecard import rule_card

WORDS = "quiz.yaml"


def quiz(activity: str | None = None) -> "QuizView | Standin":
    """Open a quiz: a practice quiz by its id, or the quiz of the assignment in this folder.

    Raises
    ------
    ContentError
        When there is no such quiz.
    """
    spot = place.here()
    public, key = _find(spot, activity)
    text = f"Quiz({public.id!r}, items={len(public.items)})"
    if spot.is_graded:
        return Standin(text)
    if key is None and spot.learner is None:
        return Standin(text, say(COURIER_WORDS, "need-id", spot.language))
    journal, learner = spot.answers(), spot.learner.id if spot.learner else ""
    values = journal.answer(public.id).values
    if key is not None:
        public = practised(public, learner, values)
    elif spot.assignment is not None:
        public = public.with_set(spot.assignment.variant(learner))
    session = QuizSession(
        public,
        learner=learner,
        key=key,
        writer=spot.writer(),
        answers=_readable(public, values),
        sure={item.id: values.get(item.id + SURE) for item in public.items},
    )
    return QuizView(session, spot, journal)


def _find(spot: Place, activity: str | None) -> tuple[QuizActivity, QuizKey | None]:
    released = spot.assignment.quiz() if spot.assignment else None
    if released is not None and activity in (None, released.id):
        return released, None
    if activity is None:
        raise ContentError(
            "cb.quiz()",
            "no assignment with a quiz lies in this folder",
            "the id of a practice quiz",
            'write it in the brackets, such as cb.quiz("1-1-check")',
        )
    return publish(library.quiz(activity))


class QuizView(KeptView):
    """A quiz as the page sees it: the public half, what was answered, and what that earned."""

    _esm = source("page.js", "courier.js", "quiz-forms.js", "quiz.js")
    _css = source("casebook.css")
    pythons = frozenset({"quiz", "words", "answers", "earned"})

    quiz = traitlets.Dict().tag(sync=True)
    words = traitlets.Dict().tag(sync=True)
    answers = traitlets.Dict().tag(sync=True)
    earned = traitlets.Dict().tag(sync=True)

    def __init__(self, session: QuizSession, spot: Place, journal: Journal | None = None) -> None:
        self._session = session
        self._language = spot.language
        faults = len(journal.faults) if journal else 0
        super().__init__(
            quiz=_page(session, spot, faults),
            words=words(COURIER_WORDS, spot.language) | words(WORDS, spot.language),
            answers=dict(session.answers),
            earned=self._all_earned(),
        )
        self.listen()

    def __repr__(self) -> str:
        activity = self._session.activity
        return f"Quiz({activity.id!r}, items={len(activity.items)})"

    def keep(self, item: object, value: Plain) -> Reply:
        """Keep an answer, and tell the page what it earned where that is told."""
        if isinstance(item, str) and item.endswith(SURE) and self._session.is_practice:
            return self._rate(item.removesuffix(SURE), value)
        found = self._session.activity.item(item) if isinstance(item, str) else None
        if found is None or not _is_answer(found, value):
            return refused(self._language)
        reply = saved(lambda: self._session.answer(found.id, value), self._language)
        if reply["saved"]:
            self.answers = dict(self._session.answers)
            self.earned = self._all_earned()
        return reply

    def _rate(self, item_id: str, value: Plain) -> Reply:
        found = self._session.activity.item(item_id)
        if found is None or not isinstance(value, list) or len(value) != 2:
            return refused(self._language)
        level, answer = value
        if type(level) is not int or level not in [*Level] or not _is_answer(found, answer):
            return refused(self._language)
        return saved(lambda: self._session.rate(found.id, Level(level), answer), self._language)

    def _all_earned(self) -> dict[str, Any]:
        found = {item: self._session.feedback(item) for item in self._session.answers}
        return {item: self._earned(item, one) for item, one in found.items() if one}

    def _earned(self, item_id: str, criterion: Criterion) -> dict[str, Any]:
        """Return what the page says of one answer, and of each option where several are chosen."""
        options = self._session.feedback_by_option(item_id)
        verdict = _verdict(criterion, *options.values())
        return {
            "verdict": verdict,
            "held": _held(self._session.level(item_id), verdict),
            "feedback": [] if options else _said(criterion, self._language),
            "options": {
                option: {
                    "verdict": "right" if one.points > 0 else "wrong",
                    "feedback": _said(one, self._language),
                }
                for option, one in options.items()
            },
            "rules": [rule_card(rule_id, self._language) for rule_id in criterion.rules],
        }


def _page(session: QuizSession, spot: Place, faults: int) -> dict[str, Any]:
    """Return all that the page needs to draw the quiz, in one language."""
    activity, language = session.activity, spot.language
    return {
        "id": activity.id,
        "title": activity.title.say(language),
        "language": str(language),
        "is_practice": session.is_practice,
        "is_recording": spot.is_recording,
        "notes": [say(COURIER_WORDS, "torn", language, count=faults)] if faults else [],
        "draft": opaque(str(spot.folder.resolve()), activity.id, session.learner),
        "items": [_item(item, session.learner, language) for item in activity.items],
    }


def _item(item: PublicItem, learner: str, language: Language) -> dict[str, Any]:
    return {
        "id": item.id,
        "kind": item.kind,
        "points": item.points,
        "stem": item.stem.say(language),
        "of": item.of,
        "unit": item.unit.say(language) if item.unit else "",
        "credit": item.credit or "",
        "options": _options(item.in_order_for(learner), language),
        "prompts": _options(item.prompts, language),
    }


def _options(options: Iterable[PublicOption], language: Language) -> list[dict[str, str]]:
    return [{"id": option.id, "text": option.text.say(language)} for option in options]


def _said(criterion: Criterion, language: Language) -> list[str]:
    return [text.say(language) for text in criterion.feedback]


def _held(level: Level | None, verdict: str) -> str | None:
    """Return what is worth saying of how sure the learner was, if anything is."""
    if level is Level.CERTAIN and verdict in {"partly", "wrong"}:
        return "certain-wrong"
    return "guess-right" if level is Level.GUESS and verdict == "right" else None


def _verdict(criterion: Criterion, *options: Criterion) -> str:
    if criterion.status is Status.NEEDS_REVIEW:
        return "review"
    if criterion.points >= criterion.max_points:
        return "right"
    return "partly" if any(one.points > 0 for one in (criterion, *options)) else "wrong"


def _readable(activity: QuizActivity, values: Mapping[str, Plain]) -> dict[str, Plain]:
    found = {item_id: (activity.item(item_id), value) for item_id, value in values.items()}
    return {id_: value for id_, (item, value) in found.items() if item and _is_answer(item, value)}


def _is_answer(item: PublicItem, value: Plain) -> bool:
    """Whether `value` is of the form that this item's answer takes; blank takes it back."""
    return KINDS[item.kind].is_answer(item, value)
