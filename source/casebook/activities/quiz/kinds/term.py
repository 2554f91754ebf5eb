"""Write a term or a few words."""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from casebook.activities.nouns import Plain
from casebook.activities.quiz.item import Ids, Item, PublicItem, Verdict
from casebook.text import Text

MOST_LETTERS = 200


@dataclass(frozen=True, slots=True)
class Spellings:
    """What counts as the same answer, in each language; either may be written."""

    zh: tuple[str, ...]
    en: tuple[str, ...]

    def hold(self, text: str) -> bool:
        """Whether `text` is one of them, but for width, case, spaces, quotes and full stops."""
        return normalised(text) in {normalised(one) for one in (*self.zh, *self.en)}


@dataclass(frozen=True, slots=True)
class Slip:
    """A term that is taken for the right one, and what to say of it."""

    accepted: Spellings
    feedback: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Term(Item):
    """A question that is answered by a term or a few words."""

    names: ClassVar[frozenset[str]] = frozenset({"text"})

    accepted: Spellings
    right: Text
    wrong: Text
    mistakes: tuple[Slip, ...] = ()

    def faults(self) -> Iterator[str]:
        """Yield what is wrong with the spellings."""
        if not self.accepted.zh or not self.accepted.en:
            yield "accepts no spelling in one language, expected one or more in each"
        for slip in self.mistakes:
            for text in (*slip.accepted.zh, *slip.accepted.en):
                if self.accepted.hold(text):
                    yield f'mistake "{text}" is accepted as well'

    def parts(self) -> tuple[str, ...]:
        """Return nothing: a term has no parts."""
        return ()

    def published(self, item_id: str, public: Mapping[str, str]) -> PublicItem:  # noqa: ARG002
        """Return the item without its term."""
        return PublicItem(item_id, self.kind, self.points, self.stem)

    def verdict(self, ids: Ids, value: Plain) -> Verdict | None:  # noqa: ARG002
        """Return whether the term is right, and what to say of it."""
        if not isinstance(value, str) or len(value) > MOST_LETTERS:
            return None
        is_right = self.accepted.hold(value)
        known = next((slip for slip in self.mistakes if slip.accepted.hold(value)), None)
        feedback = self.right if is_right else known.feedback if known else self.wrong
        return Verdict(float(is_right), Text(value, value), (feedback,))

    def right_answer(self, public: Mapping[str, str]) -> Plain:  # noqa: ARG002
        """Return the first spelling."""
        return self.accepted.zh[0]

    @staticmethod
    def is_answer(item: PublicItem, value: Plain) -> bool:  # noqa: ARG004
        """Whether `value` is a short text."""
        return isinstance(value, str) and len(value) <= MOST_LETTERS


def normalised(text: str) -> str:
    """Return `text` without what spelling leaves free: width, case, spaces, marks."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(letter for letter in plain if unicodedata.category(letter)[0] not in "ZPC")
