"""The drafts that contracts are made of, and the layouts that put them in order."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum
from functools import cache
from typing import Any, NamedTuple

from casebook.portfolio import stocks
from casebook.portfolio.writing.agreed import Costs, Forum, Order


class Family(StrEnum):
    """Which drafts a product is written with."""

    LOANS = "loans"
    CARDS = "cards"
    PRIVATE = "private"


# The topics that a file review asks about. What a contract does not say has no number.
GOVERNED = (
    "rate",
    "overdue-interest",
    "damages",
    "cap",
    "order-of-payment",
    "acceleration",
    "early-repayment",
    "notice",
    "assignment",
    "costs",
    "jurisdiction",
    "data",
)
_CODES: Mapping[str, type[IntEnum]] = {
    "order-of-payment": Order,
    "costs": Costs,
    "jurisdiction": Forum,
}
# What drafts may ask of the terms beyond product, lender and method.
FACTS = ("interest", "same-rate", "same-day", "uplift", "lpr")
_SLOT = re.compile(r"\{([a-z:-]+)\}")


class Case(NamedTuple):
    """What decides which drafts fit a contract.

    `since` is the last of `bounds` that the day of signing has reached; `facts` names what holds.
    """

    layout: int
    product: str
    lender: str
    method: str
    unlawful: int
    since: date
    facts: frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class Clause:
    """One draft of a topic, itself its own key. Texts are `%` formats.

    `governs` is the number of an item (0: none), or row or special.
    """

    topic: str
    items: tuple[str, ...]
    rows: tuple[str, ...]
    special: str
    governs: int | str
    value: int
    unlawful: int
    breaks: tuple[str, ...]
    weight: int
    only: Mapping[str, Any]
    length: int  # characters


@dataclass(frozen=True, slots=True)
class Style:
    """How sections and items are numbered; each text has slots for the numbers."""

    heading: str
    item: str
    label: str
    reference: str
    alone: Mapping[str, str]
    glue: str


@dataclass(frozen=True, slots=True)
class Layout:
    """The order of the topics, and the names of the parts; an empty name stands for none."""

    id: str
    style: Style
    table: str
    table_title: str
    is_table_first: bool
    special: str
    naming: str
    calls: Mapping[str, str]
    lenders: frozenset[str]
    is_plain: bool
    is_short: bool
    opening: tuple[str, ...]
    sections: tuple[tuple[str, tuple[str, ...]], ...]
    closing: tuple[str, ...]
    topics: tuple[str, ...]  # all that it shows


@cache
def layouts(family: Family) -> tuple[Layout, ...]:
    """Return the layouts of a family."""
    return tuple(_layout(entry) for entry in _stock("layouts")[family])


@cache
def phrases() -> Mapping[str, str]:
    """Return the fixed phrases around clauses, as `%` formats."""
    return {name: formatted(text) for name, text in _stock("layouts")["phrases"].items()}


@cache
def topics(family: Family) -> tuple[str, ...]:
    """Return the topics of a family, in the order of its file."""
    return tuple(_stock(family))


@cache
def drafts(family: Family, topic: str) -> tuple[Clause, ...]:
    """Return all drafts of a topic."""
    return tuple(_clause(topic, entry) for entry in _stock(family)[topic])


@cache
def bounds(family: Family, unlawful: int) -> tuple[date, ...]:
    """Return the days of signing from which other drafts fit such a contract, in order."""
    every = [
        draft.only
        for topic in topics(family)
        for draft in drafts(family, topic)
        if draft.unlawful in (0, unlawful)
    ]
    return tuple(sorted({only[end] for only in every for end in ("from", "before") if end in only}))


@cache
def fitting(family: Family, case: Case) -> tuple[tuple[Clause, ...], ...]:
    """Return the drafts that fit a case, by topic; one that weighs more stands more often.

    An unlawful contract takes the unlawful drafts where a topic has them. A topic without a
    draft that fits has an empty one.
    """
    return tuple(_options(family, topic, case) for topic in topics(family))


def formatted(text: str) -> str:
    """Turn slots in braces into those of `%`."""
    return _SLOT.sub(r"%(\1)s", text.replace("%", "%%"))


def _options(family: Family, topic: str, case: Case) -> tuple[Clause, ...]:
    layout = layouts(family)[case.layout]
    fit = [draft for draft in drafts(family, topic) if _fits(draft, case, layout)]
    wanted = [draft for draft in fit if draft.unlawful and draft.unlawful == case.unlawful]
    chosen = wanted or [draft for draft in fit if not draft.unlawful]
    weighted = tuple(draft for draft in chosen for _ in range(draft.weight))
    return weighted or (_clause(topic, {}),)


def _fits(draft: Clause, case: Case, layout: Layout) -> bool:
    if (draft.rows and not layout.table) or (draft.special and not layout.special):
        return False
    return all(_meets(case, layout, name, wanted) for name, wanted in draft.only.items())


def _meets(case: Case, layout: Layout, name: str, wanted: Any) -> bool:
    if name in ("product", "lender", "method", "unlawful"):
        return bool(getattr(case, name) in wanted)
    if name in ("from", "before"):
        return bool((case.since >= wanted) == (name == "from"))
    states = {"plain": layout.is_plain, "short": layout.is_short}
    states |= {fact: fact in case.facts for fact in FACTS}
    return bool(states[name] is wanted)


def _stock(name: str) -> dict[str, Any]:
    return stocks.words(f"clauses-{name}")


def _clause(topic: str, entry: Mapping[str, Any]) -> Clause:
    texts = (*entry.get("items", ()), *entry.get("rows", ()), entry.get("special", ""))
    value = entry.get("value", 0)
    if isinstance(value, str):
        value = int(_CODES[topic][value.upper().replace("-", "_")])
    return Clause(
        topic=topic,
        items=tuple(map(formatted, entry.get("items", ()))),
        rows=tuple(map(formatted, entry.get("rows", ()))),
        special=formatted(entry.get("special", "")),
        governs=entry.get("governs", 0),
        value=value,
        unlawful=entry.get("unlawful", 0),
        breaks=tuple(entry.get("breaks", ())),
        weight=entry.get("weight", 1),
        only=entry.get("only", {}),
        length=sum(map(len, texts)),
    )


def _layout(entry: Mapping[str, Any]) -> Layout:
    table = entry.get("table", {"name": "", "at": "before"})
    sections = tuple((part["heading"], tuple(part["topics"])) for part in entry["sections"])
    special = ("special-first", "special-last") if "special" in entry else ()
    inner = (topic for _, section in sections for topic in section)
    return Layout(
        id=entry["id"],
        style=_style(_stock("layouts")["styles"][entry["style"]]),
        table=table["name"],
        table_title=table.get("title", table["name"]),
        is_table_first=table["at"] == "before",
        special=entry.get("special", ""),
        naming=entry.get("naming", ""),
        calls=entry.get("calls", {}),
        lenders=frozenset(entry.get("only", {}).get("lender", ())),
        is_plain=entry.get("plain", False),
        is_short=entry.get("short", False),
        opening=tuple(entry["opening"]),
        sections=sections,
        closing=tuple(entry["closing"]),
        topics=(*entry["opening"], *inner, *special, *entry["closing"]),
    )


def _style(entry: Mapping[str, Any]) -> Style:
    texts = {name: entry[name] for name in ("heading", "item", "label", "reference")}
    return Style(**texts, alone={**texts, **entry.get("alone", {})}, glue=entry.get("glue", "\n"))
