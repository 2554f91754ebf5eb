"""Give a number."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from casebook.activities.nouns import Plain
from casebook.activities.numbers import read_number, say_number
from casebook.activities.quiz.item import Ids, Item, PublicItem, Verdict
from casebook.text import Text


@dataclass(frozen=True, slots=True)
class Mistake:
    """A number that a known error leads to, and what to say of it."""

    value: float
    feedback: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Numeric(Item):
    """A question that is answered by a number in `unit`, within `tolerance`."""

    names: ClassVar[frozenset[str]] = frozenset({"numeric"})

    answer: float
    unit: Text
    right: Text
    wrong: Text
    tolerance: float = 0.0
    mistakes: tuple[Mistake, ...] = ()

    def faults(self) -> Iterator[str]:
        """Yield what is wrong with the tolerance and the known mistakes."""
        if self.tolerance < 0:
            yield f"tolerance {self.tolerance:g}, expected 0 or more"
        for mistake in self.mistakes:
            if self._is_near(Decimal(str(mistake.value)), self.answer):
                yield f"mistake {mistake.value:g} is within the tolerance of the answer"

    def parts(self) -> tuple[str, ...]:
        """Return nothing: a number has no parts."""
        return ()

    def published(self, item_id: str, public: Mapping[str, str]) -> PublicItem:  # noqa: ARG002
        """Return the item without its number."""
        return PublicItem(item_id, self.kind, self.points, self.stem, unit=self.unit)

    def verdict(self, ids: Ids, value: Plain) -> Verdict | None:  # noqa: ARG002
        """Return whether the number is right, and what to say of it."""
        number = read_number(value)
        if number is None:
            return None
        is_right = self._is_near(number, self.answer)
        known = next((one for one in self.mistakes if self._is_near(number, one.value)), None)
        feedback = self.right if is_right else known.feedback if known else self.wrong
        said = say_number(number)
        given = Text(f"{said} {self.unit.zh}".strip(), f"{said} {self.unit.en}".strip())
        return Verdict(float(is_right), given, (feedback,))

    def right_answer(self, public: Mapping[str, str]) -> Plain:  # noqa: ARG002
        """Return the number as text."""
        return f"{Decimal(str(self.answer)):f}"

    @staticmethod
    def is_answer(item: PublicItem, value: Plain) -> bool:  # noqa: ARG004
        """Whether `value` is a number as people type it, or nothing."""
        return isinstance(value, str) and (value == "" or _is_plain_number(value))

    def _is_near(self, number: Decimal, target: float) -> bool:
        return abs(number - Decimal(str(target))) <= Decimal(str(self.tolerance))


def _is_plain_number(text: str) -> bool:
    """Whether `text` is a number as people type it: `1e999999` is one, but of no use to anyone."""
    number = read_number(text)
    return number is not None and -len(text) <= int(number.as_tuple().exponent) <= 0
