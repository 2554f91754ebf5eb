"""Match what belongs together."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from casebook.activities.nouns import Plain
from casebook.activities.quiz.item import (
    Ids,
    Item,
    PublicItem,
    Verdict,
    joined,
    repeated,
    sorted_options,
)
from casebook.text import Text


@dataclass(frozen=True, slots=True)
class Spare:
    """A right side that belongs to nothing, and what to say where it was taken."""

    id: str
    right: Text
    feedback: Text


@dataclass(frozen=True, slots=True)
class Pair(Spare):
    """A right side and what belongs to it, and what to say where that was not seen."""

    left: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Matching(Item):
    """A question that is answered by finding the right side of each left side.

    Each pair earns its share. A right side may be taken more than once; some fit nothing.
    """

    names: ClassVar[frozenset[str]] = frozenset({"matching"})

    pairs: tuple[Pair, ...]
    spare: tuple[Spare, ...] = ()

    def faults(self) -> Iterator[str]:
        """Yield what is wrong with the pairs."""
        yield from repeated([one.id for one in self._rights], "pair")
        if len(self.pairs) < 2:
            yield f"{len(self.pairs)} pairs, expected 2 or more"

    def parts(self) -> tuple[str, ...]:
        """Return an id for each left side and each right side: they must not tell of each other."""
        lefts = [_left(pair.id) for pair in self.pairs]
        return (*lefts, *(_right(one.id) for one in self._rights))

    def published(self, item_id: str, public: Mapping[str, str]) -> PublicItem:
        """Return both sides, each in an order that says nothing."""
        lefts = {_left(pair.id): pair.left for pair in self.pairs}
        rights = {_right(one.id): one.right for one in self._rights}
        return PublicItem(
            item_id,
            self.kind,
            self.points,
            self.stem,
            sorted_options(rights, public),
            sorted_options(lefts, public),
        )

    def verdict(self, ids: Ids, value: Plain) -> Verdict | None:
        """Return the share of left sides whose right side was found."""
        if not isinstance(value, dict) or not value or not _is_within(value, ids):
            return None
        taken = {ids[left]: ids[right] for left, right in value.items()}
        found = [pair for pair in self.pairs if taken.get(_left(pair.id)) == _right(pair.id)]
        texts = {_right(one.id): one.right for one in self._rights}
        said = [
            joined([pair.left, texts[taken[_left(pair.id)]]], " — ", " — ")
            for pair in self.pairs
            if taken.get(_left(pair.id)) in texts
        ]
        return Verdict(len(found) / len(self.pairs), joined(said), tuple(self._feedback(taken)))

    def right_answer(self, public: Mapping[str, str]) -> Plain:
        """Return every pair."""
        return {public[_left(pair.id)]: public[_right(pair.id)] for pair in self.pairs}

    @staticmethod
    def is_answer(item: PublicItem, value: Plain) -> bool:
        """Whether `value` gives some of the left sides a right side."""
        if not isinstance(value, dict):
            return False
        lefts, rights = ({one.id for one in side} for side in (item.prompts, item.options))
        return set(value) <= lefts and all(one in rights for one in value.values())

    @property
    def _rights(self) -> tuple[Spare, ...]:
        return (*self.pairs, *self.spare)

    def _feedback(self, taken: Mapping[str, str]) -> Iterator[Text]:
        """Yield what each answer earned: of a wrong pair why it is none, of a spare why not."""
        spares = {_right(one.id): one.feedback for one in self.spare}
        for pair in self.pairs:
            right = taken.get(_left(pair.id))
            if right is not None and right != _right(pair.id):
                yield joined([pair.left, spares.get(right, pair.feedback)], "：", ": ")
        if not any(taken.get(_left(pair.id)) != _right(pair.id) for pair in self.pairs):
            yield from (pair.feedback for pair in self.pairs)


def _left(name: str) -> str:
    return f"left of {name}"


def _right(name: str) -> str:
    return f"right of {name}"


def _is_within(value: Mapping[str, Plain], ids: Ids) -> bool:
    """Whether left sides are given right sides, by their opaque ids."""

    def names(one: Plain, side: str) -> bool:
        return isinstance(one, str) and ids.get(one, "").startswith(side)

    return all(
        names(left, "left of ") and names(right, "right of ") for left, right in value.items()
    )
