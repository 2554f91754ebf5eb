"""Split an authored quiz into what a learner may see and what the grader knows."""

from collections.abc import Mapping
from dataclasses import dataclass

from casebook.activities.draw import opaque, order
from casebook.activities.nouns import Kind
from casebook.activities.quiz.model import Item, ItemKind, Quiz
from casebook.text import Text


@dataclass(frozen=True, slots=True)
class PublicOption:
    """An option without its mark or feedback."""

    id: str
    text: Text


@dataclass(frozen=True, slots=True)
class PublicItem:
    """A question as a learner sees it."""

    id: str
    kind: ItemKind
    points: float
    stem: Text
    options: tuple[PublicOption, ...] = ()
    unit: Text | None = None

    def in_order_for(self, learner: str) -> tuple[PublicOption, ...]:
        """Return the options in this learner's order; yes and no keep theirs."""
        if self.kind is ItemKind.TRUE_FALSE:
            return self.options
        return order(self.options, "option-order", learner, self.id)


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

    def item(self, item_id: str) -> PublicItem | None:
        """Return the item of that public id, if there is one."""
        return next((item for item in self.items if item.id == item_id), None)


@dataclass(frozen=True, slots=True)
class QuizKey:
    """What the grader knows: the authored items by public item id, and options likewise."""

    id: str
    items: Mapping[str, Item]
    options: Mapping[str, Mapping[str, str]]


def publish(quiz: Quiz, *, salt: str = "") -> tuple[QuizActivity, QuizKey]:
    """Return the public activity and the key of `quiz`.

    Ids are opaque, and options stand in the order of their opaque ids: nothing of how the author
    wrote them shows. In an assessment they are drawn with a secret `salt`, so that nobody can
    guess an author's name for an option and confirm it.
    """
    own = (salt, quiz.id) if salt else (quiz.id,)
    items = {opaque(*own, item.id): item for item in quiz.items}
    options = {
        item_id: {opaque(*own, item.id, option.id): option.id for option in item.options}
        for item_id, item in items.items()
    }
    public = tuple(_public(item_id, item, options[item_id]) for item_id, item in items.items())
    activity = QuizActivity(quiz.id, Kind.QUIZ, quiz.title, quiz.teaches, public)
    return activity, QuizKey(quiz.id, items, options)


def _public(item_id: str, item: Item, public_ids: Mapping[str, str]) -> PublicItem:
    texts = {option.id: option.text for option in item.options}
    options = [PublicOption(public, texts[own]) for public, own in public_ids.items()]
    if item.kind is not ItemKind.TRUE_FALSE:
        options.sort(key=lambda option: option.id)
    return PublicItem(item_id, item.kind, item.points, item.stem, tuple(options), item.unit)
