"""What debtors borrow: product, lender, amount, rate and term, lawful on the day of signing."""

from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np

from casebook.law.rates import lpr
from casebook.portfolio import stocks
from casebook.portfolio.simulation.draws import Draws, Float, Whole
from casebook.portfolio.simulation.model import (
    METHODS,
    PRODUCTS,
    Days,
    Method,
    People,
    Product,
    Terms,
)
from casebook.portfolio.simulation.months import MONTHS, Window

# No licensed lender may take more than 24 % a year all in (CN-INT-11, CN-INT-13, CN-INT-14).
CEILING_BP = 2400
DUE_DAYS = np.array((5, 8, 10, 12, 15, 16, 18, 20, 22, 25, 26, 28))
# Of cards, how many were opened before the first month; the others come evenly after it.
OLD_CARDS = 0.62
# The last month in which an account may begin, so that something falls due before the review.
LAST_OPENING = MONTHS - 2
CARD_LAST_OPENING = MONTHS - 8
# Limits of cards over their mean, by rank: through the quartiles of Taiwan's cards (UCI, 2005),
# with the mean of a card in mainland China (central bank, third quarter of 2024).
LIMIT_RANKS = np.array((0.0, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 1.0))
LIMIT_RATIOS = np.array((0.05, 0.17, 0.2985, 0.808, 1.335, 2.08, 2.9, 4.3))
LIMIT_MEAN = 30_900
# How many are signed on the day the money comes, a day before, two before.
SIGNED_BEFORE = np.array((5.0, 4.0, 2.0))
OVERDUE_TIMES = np.array((1.3, 1.4, 1.5))


def terms(
    draws: Draws,
    people: People,
    standing: Float,
    window: Window,
    knobs: Mapping[str, float],
) -> tuple[Terms, Whole]:
    """Lend to each of `people`; also return the month in which each account begins.

    Parameters
    ----------
    standing : array (n,)
        How good a risk the lender takes each for, mean 0, standard deviation 1.
    """
    size = len(people)
    product = draws.place({name: knobs[f"share-{name}"] for name in PRODUCTS}, size)
    lender = _lenders(draws, product)
    begins = _begins(draws, people, product, window)
    opened_on = _opened_on(draws, people, begins, window)
    signed_on = opened_on - draws.place(SIGNED_BEFORE, size)
    term, method = _plan(draws, product)
    rate_bp = _rates(draws, product, lender, signed_on)
    principal_fen = _principal(draws, people, product, standing, rate_bp, term, method)
    agreed = Terms(
        product=product,
        lender=lender,
        signed_on=signed_on,
        opened_on=opened_on,
        principal_fen=principal_fen,
        term=term,
        method=method,
        rate_bp=rate_bp,
        overdue_bp=_overdue(draws, product, rate_bp),
        due_day=DUE_DAYS[draws.whole(0, len(DUE_DAYS) - 1, size)],
        checked=_checked(draws, standing),
    )
    return agreed, begins


@cache
def _products() -> Mapping[str, Any]:
    return stocks.words("products")


def lender_kinds() -> list[str]:
    """Return the kind of each institution, by its place in the stock."""
    return [row["kind"] for row in stocks.rows("institutions")]


def _lenders(draws: Draws, product: Whole) -> Whole:
    lenders = np.full(len(product), -1)
    share = draws.share(len(product))
    for place, name in enumerate(PRODUCTS[: Product.PRIVATE_LOAN]):
        offers = np.array(
            [i for i, row in enumerate(stocks.rows("institutions")) if name in row["products"]]
        )
        chosen = product == place
        lenders[chosen] = offers[(share[chosen] * len(offers)).astype(np.int64)]
    return lenders


def _begins(draws: Draws, people: People, product: Whole, window: Window) -> Whole:
    size = len(product)
    is_card = product == Product.CREDIT_CARD
    last = np.where(is_card, CARD_LAST_OPENING, LAST_OPENING)
    begins = draws.whole(0, last, size)
    is_old = is_card & draws.happens(OLD_CARDS, size)
    is_old &= _of_age(people) < window.close(-1) - 60
    return np.where(is_old, -1, begins)


def _opened_on(draws: Draws, people: People, begins: Whole, window: Window) -> Days:
    size = len(begins)
    days_before = draws.whole(30, 3_000, size)
    before = np.maximum(window.close(-1) - days_before, _of_age(people))
    within = window.close(begins) - draws.whole(0, 26, size)
    return np.where(begins < 0, before, within)


def _of_age(people: People) -> Days:
    """Return the day from which each may sign: some weeks after turning eighteen."""
    born: Days = people.born
    return born + np.timedelta64(int(18.1 * 365.25), "D")


def _plan(draws: Draws, product: Whole) -> tuple[Whole, Whole]:
    size = len(product)
    term, method = np.zeros(size, dtype=np.int64), np.full(size, int(Method.CARD))
    for place, name in enumerate(PRODUCTS):
        if name == "credit-card":
            continue
        about, chosen = _products()[name], product == place
        count = int(chosen.sum())
        months = np.array(list(about["terms"]))
        ways = np.array([METHODS.index(way) for way in about["methods"]])
        term[chosen] = months[draws.place(about["terms"], count)]
        method[chosen] = ways[draws.place(about["methods"], count)]
    return term, method


def _rates(draws: Draws, product: Whole, lender: Whole, signed_on: Days) -> Whole:
    size = len(product)
    share, rates = draws.share(size), np.zeros(size, dtype=np.int64)
    kinds = np.array([*lender_kinds(), "private"])[lender]
    for place, name in enumerate(PRODUCTS[: Product.PRIVATE_LOAN]):
        for kind, offered in _products()[name]["rates"].items():
            chosen = (product == place) & (kinds == kind)
            rates[chosen] = np.array(offered)[(share[chosen] * len(offered)).astype(np.int64)]
    private = product == Product.PRIVATE_LOAN
    shares = np.array(_products()["private-loan"]["lpr_shares"])
    part = shares[(share[private] * len(shares)).astype(np.int64)]
    rates[private] = part * private_ceiling_bp(signed_on[private]) // 100
    return rates


def private_ceiling_bp(signed_on: Days) -> Whole:
    """Return four times the one-year LPR in force on each day, in basis points (CN-INT-01)."""
    days, place = np.unique(signed_on, return_inverse=True)
    known = [round(4 * lpr().rate_pct(day) * 100) for day in days.tolist()]
    return np.array(known, dtype=np.int64)[place]


def _overdue(draws: Draws, product: Whole, rate_bp: Whole) -> Whole:
    size = len(product)
    times = OVERDUE_TIMES[draws.whole(0, 2, size)]
    licensed = np.minimum(np.round(rate_bp * times).astype(np.int64), CEILING_BP)
    # Cards charge the same daily rate; private people seldom agree on another rate.
    same = (product == Product.CREDIT_CARD) | (product == Product.PRIVATE_LOAN)
    return np.where(same, rate_bp, licensed)


def _principal(
    draws: Draws,
    people: People,
    product: Whole,
    standing: Float,
    rate_bp: Whole,
    term: Whole,
    method: Whole,
) -> Whole:
    size = len(product)
    low, high = np.zeros(size), np.zeros(size)
    least, most = np.zeros(size), np.zeros(size)
    for place, name in enumerate(PRODUCTS[1:], 1):
        chosen, about = product == place, _products()[name]
        low[chosen], high[chosen] = about["burden"]
        least[chosen], most[chosen] = about["limits"]
    monthly = people.net_fen / 100 * draws.between(low, high, size)
    lent = monthly * np.where(method == Method.LEVEL, _worth(rate_bp, term), term * 0.6)
    step = np.where(lent < 20_000, 500, 1_000)
    loan = np.clip(np.round(lent / step) * step, least, most)
    card = _limits(draws, standing, size)
    return np.where(product == Product.CREDIT_CARD, card, loan).astype(np.int64) * 100


def _worth(rate_bp: Whole, term: Whole) -> Float:
    """Return what a level payment of 1 a month pays back."""
    monthly = np.maximum(rate_bp, 1) / 120_000
    worth: Float = (1 - (1 + monthly) ** -np.maximum(term, 1)) / monthly
    return worth


def _limits(draws: Draws, standing: Float, size: int) -> Float:
    signal = 0.75 * standing + 0.66 * draws.bell(size)
    rank = 1 / (1 + np.exp(-signal * np.pi / np.sqrt(3)))
    limit = LIMIT_MEAN * np.interp(rank, LIMIT_RANKS, LIMIT_RATIOS)
    step = np.where(limit < 10_000, 100, 500)
    limits: Float = np.round(limit / step) * step
    return limits


def _checked(draws: Draws, standing: Float) -> Whole:
    """Say how income was checked: 0 not, 1 its source, 2 its amount; doubtful ones more closely."""
    doubt = draws.bell(len(standing)) - 0.12 * standing
    return np.searchsorted([-0.2, 0.55], doubt).astype(np.int64)
