"""Who asked for a credit record: lenders before and after they lent, others, the client."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
import pyarrow as pa

from casebook.portfolio import stocks
from casebook.portfolio.simulation.days import months_later
from casebook.portfolio.simulation.draws import Draws, Float, Truth, Whole
from casebook.portfolio.simulation.model import Arrays, Days, Product, Terms
from casebook.portfolio.writing.json_text import objects
from casebook.portfolio.writing.papers_rows import (
    CONSUMER,
    HOME,
    MONTHS_SHOWN,
    Loans,
    lists,
    makers,
    other_lender,
)
from casebook.portfolio.writing.pieces import taken, vocabulary

REASONS = ("loan", "card", "watch", "own")
LOAN, CARD, WATCH, OWN = range(4)
# The client stands behind the lenders in the list of who asks.
CLIENT = -1
# Six applications in so many days, the day of the report included, would be a burst.
BURST_DAYS, ALLOWED = 90, 5
RECENT_DAYS = 120
# Weights of 0, 1, 2 … applications that came to nothing, over two years and of late; and of
# own queries. Assumptions.
APPLICATIONS = np.array((5.0, 4.0, 3.0, 2.0))
RECENT_APPLICATIONS = np.array((6.0, 3.0, 3.0, 2.0))
OWN_QUERIES = np.array((5.0, 4.0, 1.0))
# Days from the opening to the first check, and between checks.
FIRST_CHECK = (40, 120)
CHECKS_APART = (70, 170)


@dataclass(frozen=True, slots=True)
class Queries(Arrays):
    """Queries, a row each."""

    debtor: Whole
    on: Days
    by: Whole  # place in the list of who asks; CLIENT is the debtor
    reason: Whole


def queries(loans: Loans, terms: Terms, report_on: Days, draws: Draws) -> Queries:
    """List who asked in the last two years, the latest first, without a burst of applications."""
    start = months_later(report_on, -MONTHS_SHOWN)
    parts = (
        _before_lending(loans, terms, start, draws),
        _watching(loans, report_on, start, draws),
        _applications(terms, start, report_on, APPLICATIONS, draws),
        _applications(terms, report_on - RECENT_DAYS, report_on, RECENT_APPLICATIONS, draws),
        _own(start, report_on, draws),
    )
    names = Queries.__dataclass_fields__
    every = Queries(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))
    return _without_burst(_once(every), report_on)


def query_lists(queries: Queries, lender_names: pa.Array, size: int) -> pa.Array:
    """Write the list of each debtor's queries as JSON objects."""
    stock = stocks.words("credit-record")
    who = pa.concat_arrays([lender_names, vocabulary([stock["client"]])])
    fields = {
        "on": pa.array(queries.on),
        "by": taken(who, np.where(queries.by == CLIENT, len(lender_names), queries.by)),
        "reason": taken(_reasons(), queries.reason),
    }
    return lists(queries.debtor, objects(fields), size)


@cache
def _reasons() -> pa.Array:
    words: Mapping[str, str] = stocks.words("credit-record")["reasons"]
    return vocabulary([words[reason] for reason in REASONS])


def _before_lending(loans: Loans, terms: Terms, start: Days, draws: Draws) -> Queries:
    asked_on = loans.opened_on - draws.whole(0, 4, len(loans))
    is_card = loans.is_ours & (terms.product[loans.debtor] == Product.CREDIT_CARD)
    every = Queries(loans.debtor, asked_on, loans.lender, np.where(is_card, CARD, LOAN))
    return every.take(asked_on >= start[loans.debtor])


def _watching(loans: Loans, report_on: Days, start: Days, draws: Draws) -> Queries:
    """Let lenders look at the record now and then while a loan runs."""
    running = loans.take(loans.is_open)
    first = np.maximum(running.opened_on + FIRST_CHECK[0], start[running.debtor])
    wait = draws.whole(0, FIRST_CHECK[1] - FIRST_CHECK[0], len(running))
    # As many checks as fit into 24 months of at most 31 days when they follow closely.
    most = MONTHS_SHOWN * 31 // CHECKS_APART[0] + 1
    gaps = draws.whole(*CHECKS_APART, (len(running), most))
    gaps[:, 0] = wait
    days = first[:, None] + np.cumsum(gaps, axis=1)
    row, check = np.nonzero(days < report_on[running.debtor, None])
    whose = running.take(row)
    return Queries(whose.debtor, days[row, check], whose.lender, np.full(len(row), WATCH))


def _applications(
    terms: Terms, start: Days, report_on: Days, weights: Float, draws: Draws
) -> Queries:
    """Let clients ask elsewhere too, half of them at a bank."""
    debtor = np.repeat(np.arange(len(terms)), draws.place(weights, len(terms)))
    size, ours = len(debtor), terms.lender[debtor]
    at_bank = other_lender(ours, HOME, draws)
    anywhere = other_lender(ours, CONSUMER, draws)
    by = np.where(draws.happens(0.5, size), at_bank, anywhere)
    is_card = makers()[HOME][by] & draws.happens(0.5, size)
    on = _day(start[debtor], report_on[debtor], draws)
    return Queries(debtor, on, by, np.where(is_card, CARD, LOAN))


def _own(start: Days, report_on: Days, draws: Draws) -> Queries:
    debtor = np.repeat(np.arange(len(start)), draws.place(OWN_QUERIES, len(start)))
    on = _day(start[debtor], report_on[debtor], draws)
    return Queries(debtor, on, np.full(len(debtor), CLIENT), np.full(len(debtor), OWN))


def _day(start: Days, end: Days, draws: Draws) -> Days:
    """Draw a day from `start` up to the day before `end`."""
    span = (end - start).astype(np.int64)
    day: Days = start + draws.whole(0, span - 1, len(start))
    return day


def _once(queries: Queries) -> Queries:
    """Sort by debtor, the latest first; keep one query a day of each who asks."""
    order = np.lexsort((queries.by, -queries.on.astype(np.int64), queries.debtor))
    every = queries.take(order)
    is_again = np.zeros(len(every), dtype=bool)
    is_again[1:] = (
        (every.debtor[1:] == every.debtor[:-1])
        & (every.on[1:] == every.on[:-1])
        & (every.by[1:] == every.by[:-1])
    )
    return every.take(~is_again)


def _without_burst(queries: Queries, report_on: Days) -> Queries:
    """Leave out applications of the last 90 days beyond the fifth."""
    since = report_on[queries.debtor] - BURST_DAYS
    counts: Truth = (queries.reason <= CARD) & (queries.on >= since)
    upto = np.cumsum(counts)
    first = np.searchsorted(queries.debtor, queries.debtor)
    before = np.concatenate(([0], upto))[first]
    return queries.take(~(counts & (upto - before > ALLOWED)))
