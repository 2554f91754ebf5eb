"""Choose one, choose several, true or false."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from casebook.activities.nouns import Plain
from casebook.activities.quiz.item import (
    Ids,
    Item,
    PublicItem,
    PublicOption,
    Verdict,
    is_some_of,
    joined,
    repeated,
    sorted_options,
)
from casebook.text import Text

SINGLE, MULTIPLE, TRUE_FALSE = "single", "multiple", "true-false"


class Credit(StrEnum):
    """How several right options are scored; learners are told which rule holds.

    Per option: each right choice earns its share, each wrong one takes one away, never below
    nothing. Coverage: the share of the right ones that is chosen, times the share of the chosen
    that is right.
    """

    ALL_OR_NOTHING = "all-or-nothing"
    PER_OPTION = "per-option"
    COVERAGE = "coverage"


@dataclass(frozen=True, slots=True)
class Option:
    """One option, with the feedback that belongs to choosing it."""

    id: str
    text: Text
    right: bool
    feedback: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice(Item):
    """A question that is answered by choosing among options."""

    names: ClassVar[frozenset[str]] = frozenset({SINGLE, MULTIPLE, TRUE_FALSE})

    options: tuple[Option, ...]
    credit: Credit | None = None

    def faults(self) -> Iterator[str]:
        """Yield what is wrong with the options."""
        rights, all_ = len(self._rights), len(self.options)
        yield from repeated([option.id for option in self.options], "option")
        if len(self.options) < 2:
            yield f"{len(self.options)} options, expected 2 or more"
        if self.kind == MULTIPLE:
            if not 1 <= rights < all_:
                yield f"{rights} of {all_} options are right, expected some but not all"
        elif rights != 1:
            yield f"{rights} options are right, expected 1; use kind: multiple"
        if self.kind == TRUE_FALSE and len(self.options) != 2:
            yield f"{len(self.options)} options, expected 2 for true-false"
        if self.credit and self.kind != MULTIPLE:
            yield f"credit: {self.credit}, expected none but for kind: multiple"

    def parts(self) -> tuple[str, ...]:
        """Return the options' ids."""
        return tuple(option.id for option in self.options)

    def published(self, item_id: str, public: Mapping[str, str]) -> PublicItem:
        """Return the item without marks and feedback."""
        options = sorted_options({one.id: one.text for one in self.options}, public)
        is_yes_or_no = self.kind == TRUE_FALSE
        if is_yes_or_no:
            options = tuple(PublicOption(public[one.id], one.text) for one in self.options)
        return PublicItem(
            item_id,
            self.kind,
            self.points,
            self.stem,
            options,
            credit=str(self._credit) if self.kind == MULTIPLE else None,
            keeps_order=is_yes_or_no,
        )

    def verdict(self, ids: Ids, value: Plain) -> Verdict | None:
        """Return the share that the chosen options earn, and the feedback of each."""
        chosen = [value] if isinstance(value, str) else value
        if not _is_choice(chosen, set(ids), many=self.kind == MULTIPLE):
            return None
        picked = {ids[public_id] for public_id in chosen}
        options = [option for option in self.options if option.id in picked]
        right = sum(option.right for option in options)
        return Verdict(
            self._share(right, len(options)),
            joined([option.text for option in options]),
            tuple(option.feedback for option in options),
        )

    def right_answer(self, public: Mapping[str, str]) -> Plain:
        """Return the right options."""
        chosen = [public[option.id] for option in self._rights]
        return chosen if self.kind == MULTIPLE else chosen[0]

    @staticmethod
    def is_answer(item: PublicItem, value: Plain) -> bool:
        """Whether options of the item are chosen, several only where several may be."""
        options = {option.id for option in item.options}
        if item.kind == MULTIPLE:
            return is_some_of(value, options)
        return isinstance(value, str) and value in options

    @property
    def _rights(self) -> tuple[Option, ...]:
        return tuple(option for option in self.options if option.right)

    @property
    def _credit(self) -> Credit:
        return self.credit or Credit.PER_OPTION

    def _share(self, right: int, chosen: int) -> float:
        rights, wrong = len(self._rights), chosen - right
        match self._credit:
            case Credit.ALL_OR_NOTHING:
                return float(right == rights and not wrong)
            case Credit.COVERAGE:
                return right / rights * right / chosen
            case Credit.PER_OPTION:
                return max(right - wrong, 0) / rights


def _is_choice(chosen: Plain, options: set[str], *, many: bool) -> bool:
    if not isinstance(chosen, list) or not all(isinstance(one, str) for one in chosen):
        return False
    return bool(chosen) and set(chosen) <= options and (many or len(chosen) == 1)
