"""Split an authored quiz into what a learner may see and what the grader knows."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from casebook.activities.draw import opaque
from casebook.activities.nouns import Kind
from casebook.activities.quiz.item import Ids, Item, PublicItem
from casebook.activities.quiz.model import Quiz
from casebook.text import Text


@dataclass(frozen=True, slots=True)
class QuizActivity:
    """A quiz as a learner sees it."""

    id: str
    kind: Kind
    title: Text
    teaches: tuple[str, ...]
    items: tuple[PublicItem, ...]

    @property
    def points(self) -> float:
        """Points that the whole quiz is worth."""
        return sum(item.points for item in self.items)

    def with_set(self, number: int) -> "QuizActivity":
        """Return the quiz as it stands before a learner whose figures are that set of each item."""
        return replace(self, items=tuple(item.with_set(number) for item in self.items))

    def item(self, item_id: str) -> PublicItem | None:
        """Return the item of that public id, if there is one."""
        return next((item for item in self.items if item.id == item_id), None)


@dataclass(frozen=True, slots=True)
class QuizKey:
    """What the grader knows: the authored items by public item id, and their parts likewise."""

    id: str
    items: Mapping[str, Item]
    parts: Mapping[str, Ids]

    def of_set(self, number: int) -> "QuizKey":
        """Return the key for a learner whose figures are set number `number` of each item."""
        items = {name: item.of_set(number) for name, item in self.items.items()}
        return replace(self, items=items)

    def right_answer(self, item_id: str) -> object:
        """Return an answer to an item that earns all its points."""
        public = {own: public for public, own in self.parts[item_id].items()}
        return self.items[item_id].right_answer(public)


def publish(quiz: Quiz, *, salt: str = "") -> tuple[QuizActivity, QuizKey]:
    """Return the public activity and the key of `quiz`.

    Ids are opaque, and options stand in the order of their opaque ids: nothing of how the author
    wrote them shows. In an assessment they are drawn with a secret `salt`, so that nobody can
    guess an author's name for an option and confirm it.
    """
    own = (salt, quiz.id) if salt else (quiz.id,)
    items = {opaque(*own, item.id): item for item in quiz.items}
    parts = {
        item_id: {opaque(*own, item.id, part): part for part in item.parts()}
        for item_id, item in items.items()
    }
    public = tuple(
        item.published(item_id, {part: public for public, part in parts[item_id].items()})
        for item_id, item in items.items()
    )
    activity = QuizActivity(quiz.id, Kind.QUIZ, quiz.title, quiz.teaches, public)
    return activity, QuizKey(quiz.id, items, parts)
