"""Give a number that is worked out anew: each learner's case has its own figures."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from casebook.activities.draw import number
from casebook.activities.nouns import Plain
from casebook.activities.numbers import say_number
from casebook.activities.quiz.item import Ids, Item, PublicItem, Verdict
from casebook.activities.quiz.kinds.numeric import Mistake, Numeric
from casebook.errors import CasebookError
from casebook.law.interest.calculate import calculate
from casebook.text import Text

#: So many sets of figures an item has.
SETS = 30
_NAME = re.compile(r"\{(\w+)\}")

Figure = int | float | Decimal | date


@dataclass(frozen=True, slots=True)
class WrongWay:
    """A known way to go wrong: the same calculation with other fields, or another of its totals.

    `answer` names that total; it may name a figure as well.
    """

    feedback: Text
    answer: str | None = None
    case: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Computed(Item):
    """A question whose figures are drawn, and whose answer the law's calculator works out.

    `draw` lists the values that each figure may take, or mappings of figures that belong together.
    `{name}` stands for a figure in the stem, in
    the feedback and in `case`, the mapping that `casebook.law.interest` calculates; `answer` names
    the total that is asked for, and feedback may name any total. An answer says which set of
    figures it is of, as `{"of": 7, "number": "1234.50"}`; once a set is a learner's `own`, no other
    is taken.
    """

    names: ClassVar[frozenset[str]] = frozenset({"computed"})

    draw: Mapping[str, tuple[Any, ...]]
    case: Mapping[str, Any]
    answer: str
    unit: Text
    right: Text
    wrong: Text
    tolerance: float = 0.0
    mistakes: tuple[WrongWay, ...] = ()
    own: int | None = None

    def faults(self) -> Iterator[str]:
        """Yield what is wrong with any set of the figures."""
        empty = sorted(name for name, values in self.draw.items() if not values)
        yield from (f"draw: {name} has no values, expected one or more" for name in empty)
        if not empty:
            yield from dict.fromkeys(fault for of in range(SETS) for fault in self._faults_of(of))

    def _faults_of(self, of: int) -> Iterator[str]:
        try:
            drawn = self.drawn(of)
        except KeyError as error:
            yield f"names {error}, which is neither drawn nor a total of the calculation"
        except (CasebookError, TypeError, ValueError) as error:
            yield f"cannot be worked out with {self.figures(of)}: {error}"
        else:
            yield from (f"with {self.figures(of)}: {fault}" for fault in drawn.faults())

    def parts(self) -> tuple[str, ...]:
        """Return nothing: a number has no parts."""
        return ()

    def published(self, item_id: str, public: Mapping[str, str]) -> PublicItem:  # noqa: ARG002
        """Return the item with the stem of every set of figures, and no number of an answer."""
        stems = tuple(_filled(self.stem, self.figures(of)) for of in range(SETS))
        return PublicItem(item_id, self.kind, self.points, self.stem, unit=self.unit, stems=stems)

    def of_set(self, of: int) -> "Computed":
        """Return the item for a learner whose set of figures is number `of`."""
        return replace(self, own=of % SETS)

    def asked(self, value: Plain) -> Text:
        """Return the stem with the figures that an answer is of, or the learner's own."""
        of = self.own if self.own is not None else value["of"] if _is_answer(value) else None
        return self.stem if of is None else _filled(self.stem, self.figures(of))

    def verdict(self, ids: Ids, value: Plain) -> Verdict | None:
        """Return whether the number is right for its figures, and what to say of it."""
        if not _is_answer(value) or self.own not in (None, value["of"]):
            return None
        return self.drawn(value["of"]).verdict(ids, value["number"])

    def right_answer(self, public: Mapping[str, str]) -> Plain:
        """Return the right number for the learner's own figures, or else for the first set."""
        of = self.own or 0
        return {"of": of, "number": self.drawn(of).right_answer(public)}

    @staticmethod
    def is_answer(item: PublicItem, value: Plain) -> bool:
        """Whether `value` is a number for the figures that `item` shows, or nothing."""
        if value == "":
            return True
        is_own = _is_answer(value) and item.of in (None, value["of"])
        return is_own and Numeric.is_answer(item, value["number"])

    def figures(self, of: int) -> dict[str, Figure]:
        """Return set number `of` of the figures: the same in every process."""
        found: dict[str, Figure] = {}
        for name, values in self.draw.items():
            value = values[number(self.id, name, str(of)) % len(values)]
            found |= value if isinstance(value, Mapping) else {name: value}
        return found

    def drawn(self, of: int) -> Numeric:
        """Return the question with set number `of` of its figures, its answer worked out.

        Raises
        ------
        DataError
            When the calculator cannot work the case out.
        """
        figures = self.figures(of)
        totals = self._worked(figures, self.case)
        told = figures | totals | {"answer": totals[self.answer]}
        return Numeric(
            id=self.id,
            kind=self.kind,
            teaches=self.teaches,
            points=self.points,
            stem=_filled(self.stem, figures),
            rules=self.rules,
            answer=_number(totals[self.answer]),
            unit=self.unit,
            right=_filled(self.right, told),
            wrong=_filled(self.wrong, told),
            tolerance=self.tolerance,
            mistakes=tuple(self._mistake(one, figures, told) for one in self.mistakes),
        )

    def _mistake(self, way: WrongWay, figures: dict[str, Figure], told: dict[str, Any]) -> Mistake:
        totals = self._worked(figures, {**self.case, **way.case})
        value = (figures | totals)[way.answer or self.answer]
        return Mistake(_number(value), _filled(way.feedback, told))

    def _worked(self, figures: Mapping[str, Figure], case: Mapping[str, Any]) -> dict[str, Any]:
        return dict(calculate(_put(case, figures), f'item "{self.id}"').totals)


def _is_answer(value: Plain) -> bool:
    if not isinstance(value, dict) or set(value) != {"of", "number"}:
        return False
    return type(value["of"]) is int and 0 <= value["of"] < SETS and isinstance(value["number"], str)


def _put(case: Any, figures: Mapping[str, Figure]) -> Any:
    """Return plain data with each figure in its place."""
    if isinstance(case, Mapping):
        return {name: _put(value, figures) for name, value in case.items()}
    if isinstance(case, list | tuple):
        return [_put(value, figures) for value in case]
    named = _NAME.fullmatch(case) if isinstance(case, str) else None
    return figures[named[1]] if named else case


def _filled(text: Text, figures: Mapping[str, Any]) -> Text:
    said = {name: _said(value) for name, value in figures.items()}
    return Text(text.zh.format_map(said), text.en.format_map(said))


def _said(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return str(value)
    return say_number(value)


def _number(total: object) -> float:
    if isinstance(total, bool) or not isinstance(total, int | float | Decimal):
        raise TypeError(f"{total!r} is no number")
    return float(total)
