"""Put steps in order."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import ClassVar

from casebook.activities.nouns import Plain
from casebook.activities.quiz.item import (
    Ids,
    Item,
    PublicItem,
    Verdict,
    is_some_of,
    joined,
    repeated,
    sorted_options,
)
from casebook.text import Text


@dataclass(frozen=True, slots=True)
class Step:
    """One step."""

    id: str
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordering(Item):
    """A question that is answered by putting its steps, authored in the right order, in order.

    Each step that directly follows the step it should follow earns its share.
    """

    names: ClassVar[frozenset[str]] = frozenset({"ordering"})

    steps: tuple[Step, ...]
    right: Text
    wrong: Text

    def faults(self) -> Iterator[str]:
        """Yield what is wrong with the steps."""
        yield from repeated(self.parts(), "step")
        if len(self.steps) < 3:
            yield f"{len(self.steps)} steps, expected 3 or more"

    def parts(self) -> tuple[str, ...]:
        """Return the steps' ids."""
        return tuple(part.id for part in self.steps)

    def published(self, item_id: str, public: Mapping[str, str]) -> PublicItem:
        """Return the steps in an order that says nothing."""
        options = sorted_options({part.id: part.text for part in self.steps}, public)
        return PublicItem(item_id, self.kind, self.points, self.stem, options)

    def verdict(self, ids: Ids, value: Plain) -> Verdict | None:
        """Return the share of steps that follow the step they should follow."""
        if not is_some_of(value, ids) or len(value) != len(self.steps):
            return None
        given = [ids[public_id] for public_id in value]
        right = set(pairwise(self.parts()))
        share = sum(pair in right for pair in pairwise(given)) / len(right)
        texts = {part.id: part.text for part in self.steps}
        said = joined([texts[own] for own in given], " → ", " → ")
        return Verdict(share, said, (self.right if share == 1 else self.wrong,))

    def right_answer(self, public: Mapping[str, str]) -> Plain:
        """Return all steps, in order."""
        return [public[own] for own in self.parts()]

    @staticmethod
    def is_answer(item: PublicItem, value: Plain) -> bool:
        """Whether `value` is all steps in some order, or none."""
        is_whole = isinstance(value, list) and len(value) in (0, len(item.options))
        return is_whole and is_some_of(value, [option.id for option in item.options])
