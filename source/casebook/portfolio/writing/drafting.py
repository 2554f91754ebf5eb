"""Draw up one text of a contract: drafts in order, numbered, and where each topic stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from casebook.portfolio.writing.amounts import ordinal
from casebook.portfolio.writing.clauses import Clause, Layout, phrases


class Number(NamedTuple):
    """Where words stand: as printed there, and as other clauses refer to it."""

    label: str
    reference: str


@dataclass(slots=True)
class Draft:
    """A contract before its slots are filled; `chosen` is one draft of each topic.

    `governing` is filled by `text`: by topic, the number of the governing words as printed.
    """

    layout: Layout
    chosen: Mapping[str, Clause]
    governing: dict[str, str] = field(default_factory=dict)
    _references: dict[str, str] = field(default_factory=dict)
    _body: list[str] = field(default_factory=list)
    _rows: list[str] = field(default_factory=list)
    _special: list[str] = field(default_factory=list)
    _section: int = 0
    _item: int = 0  # numbered so far

    def text(self) -> str:
        """Return the whole as a `%` format."""
        self._add_special("special-first")
        for heading, topics in self.layout.sections:
            clauses = [self.chosen[topic] for topic in topics if self.chosen[topic].items]
            if clauses:
                self._add_section(heading, clauses)
        self._add_special("special-last")
        return self._named("\n".join(part for part in self._parts() if part))

    def _add_section(self, heading: str, clauses: Sequence[Clause]) -> None:
        style = self.layout.style
        self._section += 1
        self._item = self._item if "{t" in style.item.lower() else 0
        is_alone = sum(len(clause.items) for clause in clauses) == 1
        lines: list[str] = []
        for clause in clauses:
            lines += self._numbered(clause, is_alone)
            if clause.governs:
                self._note(clause, is_alone)
            self._rows += clause.rows
            self._special += [clause.special] if clause.special else []
            self._item += len(clause.items)
        if heading:
            self._body.append(self._filled(style.heading).replace("{heading}", heading))
        self._body.append(style.glue.join(lines))

    def _numbered(self, clause: Clause, is_alone: bool) -> list[str]:
        style = self.layout.style
        item = style.alone["item"] if is_alone else style.item
        return [
            self._filled(item, self._item + i) + words for i, words in enumerate(clause.items, 1)
        ]

    def _note(self, clause: Clause, is_alone: bool) -> None:
        governs = self._governing(clause.governs, is_alone)
        self.governing[clause.topic] = governs.label
        self._references[f"at:{clause.topic}"] = governs.reference
        self._references[f"main:{clause.topic}"] = self._number(1, is_alone).reference

    def _governing(self, governs: int | str, is_alone: bool) -> Number:
        if governs == "row":
            return _line(self.layout.table, len(self._rows) + 1)
        if governs == "special":
            return _line(self.layout.special, len(self._special) + 1)
        return self._number(int(governs), is_alone)

    def _number(self, item: int, is_alone: bool) -> Number:
        style = self.layout.style
        both = style.alone if is_alone else {"label": style.label, "reference": style.reference}
        place = self._item + item
        return Number(self._filled(both["label"], place), self._filled(both["reference"], place))

    def _filled(self, text: str, item: int = 0) -> str:
        return _numbers(text, self._section, item)

    def _add_special(self, topic: str) -> None:
        if self.layout.special and self.chosen[topic].special:
            self._special.append(self.chosen[topic].special)

    def _parts(self) -> list[str]:
        """Return the parts in order; names stay as they are where the parties are named."""
        layout = self.layout
        table = _listed(layout.table_title, self._called(self._rows))
        return [
            *self._unnumbered(layout.opening),
            layout.naming,
            table if layout.is_table_first else "",
            *self._called(self._body),
            _listed(layout.special + phrases()["prevails"], self._called(self._special)),
            *self._unnumbered(layout.closing),
            "" if layout.is_table_first else table,
        ]

    def _unnumbered(self, topics: Sequence[str]) -> list[str]:
        return ["\n".join(self.chosen[topic].items) for topic in topics]

    def _called(self, texts: Sequence[str]) -> list[str]:
        return [_replaced(text, self.layout.calls) for text in texts]

    def _named(self, text: str) -> str:
        known = {"table": self.layout.table, "special": self.layout.special, **self._references}
        return _replaced(text, {f"%({slot})s": words for slot, words in known.items()})


@cache
def _numbers(text: str, section: int, item: int) -> str:
    for slot, number in {"n": section, "k": item, "t": item}.items():
        text = text.replace(f"{{{slot}}}", str(number))
        text = text.replace(f"{{{slot.upper()}}}", ordinal(number))
    return text


def _replaced(text: str, new: Mapping[str, str]) -> str:
    for old, words in new.items():
        text = text.replace(old, words)
    return text


def _listed(title: str, texts: Sequence[str]) -> str:
    if not texts:
        return ""
    return "\n".join([title, *(f"{i}. {text}" for i, text in enumerate(texts, 1))])


def _line(part: str, number: int) -> Number:
    slots = {"part": part, "number": number}
    return Number(phrases()["governing"] % slots, phrases()["reference"] % slots)
