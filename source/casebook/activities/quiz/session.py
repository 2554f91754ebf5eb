"""One learner at one quiz: what was answered, what was earned, and what is kept."""

from collections.abc import Mapping
from dataclasses import replace
from enum import IntEnum

from casebook.activities.draw import number
from casebook.activities.journal import Writer
from casebook.activities.nouns import Criterion, Plain, Status
from casebook.activities.quiz.kinds.choice import MULTIPLE
from casebook.activities.quiz.publish import QuizActivity, QuizKey
from casebook.activities.quiz.score import score_item
from casebook.errors import DataError


def practised(activity: QuizActivity, learner: str, answers: Mapping[str, Plain]) -> QuizActivity:
    """Return a practice quiz as it stands before a learner.

    Where figures are drawn, they are those that were answered, or else the learner's own.
    """
    items = []
    for item in activity.items:
        given = answers.get(item.id)
        of = given.get("of") if isinstance(given, dict) else None
        own = number("figures", item.id, learner)
        items.append(item.with_set(of if type(of) is int else own))
    return replace(activity, items=tuple(items))


#: What follows an item's id where a journal keeps how sure somebody was of an answer.
SURE = ".sure"


class Level(IntEnum):
    """How sure somebody is of an answer."""

    GUESS = 0
    FAIRLY = 1
    CERTAIN = 2


def level_of(kept: Plain, answer: Plain) -> Level | None:
    """Return how sure somebody was of an answer; `kept` is a level and the answer that it is of."""
    if isinstance(kept, list) and len(kept) == 2 and kept[1] == answer:
        return Level(kept[0]) if type(kept[0]) is int and kept[0] in [*Level] else None
    return None


class QuizSession:
    """Takes answers, keeps them, and in practice (with a `key`) says at once what they earned.

    `owners` are the quizzes that items belong to, where that is not the one at hand.
    """

    def __init__(
        self,
        activity: QuizActivity,
        *,
        learner: str = "",
        key: QuizKey | None = None,
        writer: Writer | None = None,
        answers: dict[str, Plain] | None = None,
        sure: Mapping[str, Plain] | None = None,
        owners: Mapping[str, str] | None = None,
    ) -> None:
        self.activity = activity
        self.learner = learner
        self._key = key
        self._writer = writer
        self._owners = owners or {}
        known = {item.id for item in activity.items}
        self.answers = {name: value for name, value in (answers or {}).items() if name in known}
        self._sure = {name: kept for name, kept in (sure or {}).items() if name in known}

    @property
    def is_practice(self) -> bool:
        """Whether feedback is given on the spot."""
        return self._key is not None

    def answer(self, item_id: str, value: Plain) -> Criterion | None:
        """Keep an answer; return what it earned in practice, None in an assessment.

        Raises
        ------
        DataError
            When the quiz has no such item.
        JournalError
            When the answer could not be kept; it then does not count as given.
        """
        if self.activity.item(item_id) is None:
            raise DataError(f"quiz {self.activity.id}", f'no item "{item_id}"', "one of its items")
        self._keep(item_id, "", value)
        self.answers[item_id] = value
        return self.feedback(item_id)

    def rate(self, item_id: str, level: Level, answer: Plain) -> None:
        """Keep how sure the learner is of an answer about to be given; raises as `answer`."""
        kept: Plain = [int(level), answer]
        self._keep(item_id, SURE, kept)
        self._sure[item_id] = kept

    def _keep(self, item_id: str, what: str, value: Plain) -> None:
        if self._writer is not None:
            owner = self._owners.get(item_id, self.activity.id)
            self._writer.write(owner, item_id + what, value)

    def level(self, item_id: str) -> Level | None:
        """Return how sure the learner was of the answer that stands, if they said."""
        return level_of(self._sure.get(item_id), self.answers.get(item_id))

    def feedback(self, item_id: str) -> Criterion | None:
        """Return what the answer so far earned; None in an assessment or before an answer."""
        if self._key is None or item_id not in self.answers:
            return None
        criterion = score_item(self._key, item_id, self.answers[item_id])
        return None if criterion.status is Status.NOT_ANSWERED else criterion

    def feedback_by_option(self, item_id: str) -> dict[str, Criterion]:
        """Return what each chosen option by itself earned; nothing in an assessment."""
        chosen, item = self.answers.get(item_id), self.activity.item(item_id)
        if self._key is None or item is None or item.kind != MULTIPLE or not chosen:
            return {}
        return {option: score_item(self._key, item_id, [option]) for option in chosen}
