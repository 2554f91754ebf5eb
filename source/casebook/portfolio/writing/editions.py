"""The texts in use: lenders and stationers have editions, so each is drawn up but once."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import NamedTuple

import numpy as np

from casebook.portfolio.simulation.draws import Draws
from casebook.portfolio.simulation.model import METHODS, PRODUCTS, Product
from casebook.portfolio.writing.agreed import Unlawful
from casebook.portfolio.writing.clauses import (
    FACTS,
    GOVERNED,
    Case,
    Clause,
    Family,
    Layout,
    bounds,
    fitting,
    layouts,
    topics,
)
from casebook.portfolio.writing.drafting import Draft

# Of each kind of contract.
EDITIONS = 10
# Characters, about; an edition that would be longer is drawn anew so many times.
LONGEST = {Family.LOANS: 1_950, Family.CARDS: 1_760, Family.PRIVATE: 480}
TRIES = 12
# What a draft takes beside its own words: the numbers of its items, headings, names of parts.
ITEM, SECTION = 5, 12

# The values that drafts fix, and the topic of each.
VALUES = {
    "order": "order-of-payment",
    "accelerates_after": "acceleration",
    "damages_bp": "damages",
    "day_count": "rate",
    "jurisdiction": "jurisdiction",
    "costs": "costs",
    "early_fee_bp": "early-repayment",
    "surcharge_bp": "cap",
    "deducted_bp": "fees",
}
_FAMILIES = {Product.CREDIT_CARD: Family.CARDS, Product.PRIVATE_LOAN: Family.PRIVATE}


class Edition(NamedTuple):
    """A text in use: a `%` format, what governs in it, and the values that it fixes."""

    text: str
    governing: dict[str, str]
    values: tuple[int, ...]
    unlawful_at: str
    breaks: tuple[str, ...]


@cache
def places_of_layouts(product: int, lender: str) -> tuple[int, ...]:
    """Return the places of the layouts that such a lender's contracts have."""
    every = enumerate(layouts(_family(product)))
    return tuple(i for i, one in every if not one.lenders or lender in one.lenders)


@cache
def every_bound() -> tuple[date, ...]:
    """Return all days of signing from which drafts of any kind differ, in order."""
    found = {day for family in Family for code in Unlawful for day in bounds(family, code)}
    return tuple(sorted(found))


@cache
def edition(
    product: int,
    lender: str,
    method: int,
    unlawful: int,
    reached: int,
    facts: int,
    place: int,
    number: int,
) -> Edition:
    """Return one of the editions of a kind of contract, the same in every portfolio.

    Parameters
    ----------
    reached : how many of `every_bound` the day of signing has reached.
    facts : those of `FACTS` that hold, as bits.
    place : of the layout.
    number : from 0 up to `EDITIONS`.
    """
    family = _family(product)
    known = bounds(family, unlawful)
    passed = [day for day in every_bound()[:reached] if day in known]
    case = Case(
        layout=place,
        product=PRODUCTS[product],
        lender=lender,
        method=METHODS[method],
        unlawful=unlawful,
        since=passed[-1] if passed else date.min,
        facts=frozenset(fact for bit, fact in enumerate(FACTS) if facts >> bit & 1),
    )
    return _edition(family, case, (product, method, place, number))


@cache
def _edition(family: Family, case: Case, seed: tuple[int, ...]) -> Edition:
    layout = layouts(family)[case.layout]
    return _printed(layout, _chosen(family, case, Draws(np.random.SeedSequence(seed))))


def _family(product: int) -> Family:
    return _FAMILIES.get(Product(product), Family.LOANS)


def _chosen(family: Family, case: Case, draws: Draws) -> dict[str, Clause]:
    """Draw one draft of each topic until they are not too long; else take the shortest."""
    layout, drawn = layouts(family)[case.layout], []
    for _ in range(TRIES):
        chosen = _drawn(family, case, draws)
        drawn.append((_length(layout, chosen), chosen))
        if drawn[-1][0] <= LONGEST[family]:
            return chosen
    return min(drawn, key=lambda one: one[0])[1]


def _drawn(family: Family, case: Case, draws: Draws) -> dict[str, Clause]:
    options = fitting(family, case)
    shares = draws.share(len(options)).tolist()
    drawn = (some[int(share * len(some))] for some, share in zip(options, shares, strict=True))
    return dict(zip(topics(family), drawn, strict=True))


def _length(layout: Layout, chosen: Mapping[str, Clause]) -> int:
    words = sum(chosen[topic].length for topic in layout.topics)
    items = sum(len(chosen[topic].items) for topic in layout.topics)
    return words + items * ITEM + len(layout.sections) * SECTION


def _printed(layout: Layout, chosen: Mapping[str, Clause]) -> Edition:
    draft = Draft(layout, chosen)
    text = draft.text()
    planted = [clause for clause in chosen.values() if clause.unlawful]
    return Edition(
        text=text,
        governing={topic: draft.governing.get(topic, "") for topic in GOVERNED},
        values=tuple(
            chosen[topic].value if topic in layout.topics else 0 for topic in VALUES.values()
        ),
        unlawful_at=draft.governing[planted[0].topic] if planted else "",
        breaks=planted[0].breaks if planted else (),
    )
