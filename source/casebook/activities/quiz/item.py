"""What every question has, and the few methods that a kind of question gives."""

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import ClassVar

from casebook.activities.draw import order
from casebook.activities.nouns import Plain
from casebook.text import Text

#: The author's id of each part of an item, by the opaque id that learners see.
Ids = Mapping[str, str]


class Bloom(StrEnum):
    """What an item asks of the mind, after Bloom's taxonomy as revised in 2001."""

    REMEMBER = "remember"
    UNDERSTAND = "understand"
    APPLY = "apply"
    ANALYSE = "analyse"
    EVALUATE = "evaluate"


@dataclass(frozen=True, slots=True)
class PublicOption:
    """A part of an item that a learner chooses, orders or matches: no mark, no feedback."""

    id: str
    text: Text


@dataclass(frozen=True, slots=True)
class PublicItem:
    """A question as a learner sees it, whatever its kind.

    `options` are chosen from, put in order, or matched to `prompts`; `credit` is the rule that
    several right answers are scored by. Where each learner has figures of their own, `stems` are
    the stem with each set of them, and `of` is the number of the set that `stem` shows.
    """

    id: str
    kind: str
    points: float
    stem: Text
    options: tuple[PublicOption, ...] = ()
    prompts: tuple[PublicOption, ...] = ()
    unit: Text | None = None
    credit: str | None = None
    keeps_order: bool = False
    stems: tuple[Text, ...] = ()
    of: int | None = None

    def with_set(self, number: int) -> "PublicItem":
        """Return the item as it stands before a learner whose set of figures has that number."""
        if not self.stems:
            return self
        of = number % len(self.stems)
        return replace(self, stem=self.stems[of], stems=(), of=of)

    def in_order_for(self, learner: str) -> tuple[PublicOption, ...]:
        """Return the options in this learner's order; yes and no keep theirs."""
        if self.keeps_order:
            return self.options
        return order(self.options, "option-order", learner, self.id)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an answer earned: a share of the points, from 0 to 1, and the feedback it earned.

    `given` is the answer as a person would read it.
    """

    share: float
    given: Text
    feedback: tuple[Text, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Item(ABC):
    """One question. A kind adds its own fields, and gives the methods below.

    `difficulty` is the share of trained learners expected to get it right; `misconceptions` are
    the wrong beliefs that it tries, by number; `reviewed_on` and `reviewed_for` say when somebody
    other than its writer read it, and for what. A `void` item gives everybody its points.
    """

    #: The names that items of this kind go by in content files.
    names: ClassVar[frozenset[str]]

    id: str
    kind: str
    teaches: tuple[str, ...]
    points: float
    stem: Text
    rules: tuple[str, ...] = ()
    jurisdiction: str | None = None
    bloom: Bloom | None = None
    difficulty: float | None = None
    vignette: bool = False
    void: bool = False
    misconceptions: tuple[int, ...] = ()
    reviewed_on: date | None = None
    reviewed_for: tuple[str, ...] = ()

    @abstractmethod
    def faults(self) -> Iterator[str]:
        """Yield what is wrong with the item as authored, beyond its form."""

    @abstractmethod
    def parts(self) -> tuple[str, ...]:
        """Return the author's ids of all parts that learners are to see under opaque ids."""

    @abstractmethod
    def published(self, item_id: str, public: Mapping[str, str]) -> PublicItem:
        """Return the item as learners see it; `public` gives the opaque id of each part."""

    def of_set(self, number: int) -> "Item":  # noqa: ARG002
        """Return the item for a learner whose set of figures has that number, if it has any."""
        return self

    def asked(self, value: Plain) -> Text:  # noqa: ARG002
        """Return the stem that an answer was given to."""
        return self.stem

    @abstractmethod
    def verdict(self, ids: Ids, value: Plain) -> Verdict | None:
        """Return what an answer earned; None where it is no answer to this item."""

    @abstractmethod
    def right_answer(self, public: Mapping[str, str]) -> Plain:
        """Return an answer that earns all points, in opaque ids."""

    @staticmethod
    @abstractmethod
    def is_answer(item: PublicItem, value: Plain) -> bool:
        """Whether `value` has the form of an answer to a published item of this kind."""


def repeated(names: Collection[str], what: str) -> Iterator[str]:
    """Yield a fault for each id that stands more than once."""
    for name, times in Counter(names).items():
        if times > 1:
            yield f'{what} "{name}" stands {times} times, expected once'


def sorted_options(
    texts: Mapping[str, Text], public: Mapping[str, str]
) -> tuple[PublicOption, ...]:
    """Return parts as learners see them, in the order of their opaque ids: nothing shows there."""
    options = [PublicOption(public[own], text) for own, text in texts.items()]
    return tuple(sorted(options, key=lambda option: option.id))


def joined(texts: Collection[Text], zh: str = "；", en: str = "; ") -> Text:
    """Return several texts as one."""
    return Text(zh.join(text.zh for text in texts), en.join(text.en for text in texts))


def is_some_of(value: Plain, options: Collection[str]) -> bool:
    """Whether `value` is a list of some of the options, or of none, each once at most."""
    is_list = isinstance(value, list) and all(isinstance(one, str) for one in value)
    return is_list and len(set(value)) == len(value) and set(value) <= set(options)
