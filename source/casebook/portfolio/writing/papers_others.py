"""Other lenders' loans on a credit record: open ones as `People` counts them, and settled ones."""

import numpy as np

from casebook.portfolio.simulation.days import month_ends, months_later, whole_months
from casebook.portfolio.simulation.draws import Draws, Float, Whole
from casebook.portfolio.simulation.model import Days, Family, People, Terms
from casebook.portfolio.writing.ages import OF_AGE
from casebook.portfolio.writing.papers_rows import (
    CAR,
    CONSUMER,
    HOME,
    MONTHS_SHOWN,
    Loans,
    figures_of,
    kinds,
    makers,
    other_lender,
)
from casebook.portfolio.writing.pieces import Figures

NOTHING, ON_TIME = ord("*"), ord("N")
# Who owes others at least so much a month (fen) can have such a loan; how many of them do.
HOME_FROM_FEN, HOME_SHARE = 200_000, 0.5
CAR_FROM_FEN, CAR_SHARE = 100_000, 0.25
# Weights of having 0, 1, 2, 3 loans that were settled in the last two years.
SETTLED = np.array((4.0, 4.0, 2.0, 1.0))
LONGEST_AGE = 60
# How many loans had a late month that was made good, and of those how many had two.
SLIPPED, TWICE = 0.3, 0.25


def open_loans(people: People, terms: Terms, report_on: Days, draws: Draws) -> Loans:
    """List the open loans of others: as many, and as much a month, as `people` says."""
    debtor = np.repeat(np.arange(len(people)), people.elsewhere)
    kind, number = _kinds_of(people, debtor, report_on, draws)
    monthly = _shared_out(people.elsewhere_fen, debtor, kind, draws)
    now = report_on[debtor]
    lender = _lenders(terms.lender, debtor, kind, number, draws)
    return _running(people, debtor, kind, monthly, lender, now, draws)


def settled_loans(people: People, terms: Terms, report_on: Days, draws: Draws) -> Loans:
    """List loans paid back within the last two years, as they were and then nothing."""
    debtor = np.repeat(np.arange(len(people)), draws.place(SETTLED, len(people)))
    size = len(debtor)
    ended = draws.whole(1, MONTHS_SHOWN - 1, size)
    monthly = draws.whole(30_000, 150_000, size)
    consumer = np.full(size, CONSUMER)
    lender = other_lender(terms.lender[debtor], CONSUMER, draws)
    then = months_later(report_on[debtor], -ended)
    loans = _running(people, debtor, consumer, monthly, lender, then, draws)
    is_over = np.arange(MONTHS_SHOWN) >= MONTHS_SHOWN - ended[:, None]
    months = _months(loans.opened_on, report_on[debtor], draws)
    nothing = np.zeros(size, dtype=np.int64)
    return Loans(
        debtor,
        lender,
        consumer,
        loans.opened_on,
        loans.amount_fen,
        balance_fen=nothing,
        monthly_fen=nothing,
        is_open=nothing > 0,
        is_ours=nothing > 0,
        months=np.where(is_over, np.uint8(NOTHING), months),
    )


def _kinds_of(people: People, debtor: Whole, report_on: Days, draws: Draws) -> tuple[Whole, Whole]:
    """Say which of each debtor's loans is for a home, which for a car; and number the others."""
    size = len(people)
    is_settled_down = (people.family != Family.SINGLE) & (
        whole_months(people.born, report_on) > 27 * 12
    )
    owed = people.elsewhere_fen
    has_home = is_settled_down & (owed >= HOME_FROM_FEN) & draws.happens(HOME_SHARE, size)
    has_car = (owed >= CAR_FROM_FEN) & draws.happens(CAR_SHARE, size)
    before = np.cumsum(people.elsewhere) - people.elsewhere
    number = np.arange(len(debtor)) - before[debtor]
    is_home = has_home[debtor] & (number == 0)
    is_car = has_car[debtor] & (number == has_home[debtor])
    kind = np.select([is_home, is_car], [HOME, CAR], CONSUMER)
    return kind, number - has_home[debtor] - has_car[debtor]


def _shared_out(total_fen: Whole, debtor: Whole, kind: Whole, draws: Draws) -> Whole:
    """Share what each owes a month among the loans; the parts add up to the fen."""
    weight = figures_of("weight")[kind] * draws.between(0.6, 1.4, len(debtor))
    upto = np.cumsum(weight)
    last = np.searchsorted(debtor, np.arange(len(total_fen) + 1)) - 1
    before = np.concatenate(([0.0], upto))[last[:-1] + 1]
    whole = np.concatenate(([0.0], upto))[last[1:] + 1] - before
    share = (upto - before[debtor]) / whole[debtor]
    is_last = np.arange(len(debtor)) == last[debtor + 1]
    paid_upto = np.where(is_last, total_fen[debtor], np.floor(total_fen[debtor] * share))
    is_first = np.arange(len(debtor)) == last[debtor] + 1
    parts: Whole = (paid_upto - np.where(is_first, 0, np.roll(paid_upto, 1))).astype(np.int64)
    return parts


def _lenders(ours: Whole, debtor: Whole, kind: Whole, number: Whole, draws: Draws) -> Whole:
    """Choose lenders that make such loans: not ours, and none twice."""
    size, count = len(ours), makers().shape[1]
    order = draws.share((size, count))
    lends = ours >= 0
    order[lends, ours[lends]] = np.inf
    lender = np.empty(len(debtor), dtype=np.int64)
    for special in (HOME, CAR):
        chosen = np.flatnonzero(kind == special)
        whose = debtor[chosen]
        lender[chosen] = np.where(makers()[special], order[whose], np.inf).argmin(axis=1)
        order[whose, lender[chosen]] = np.inf
    ranked = np.where(makers()[CONSUMER], order, np.inf).argsort(axis=1)
    others = np.flatnonzero(kind == CONSUMER)
    lender[others] = ranked[debtor[others], number[others]]
    return lender


def _running(
    people: People,
    debtor: Whole,
    kind: Whole,
    monthly_fen: Whole,
    lender: Whole,
    now: Days,
    draws: Draws,
) -> Loans:
    """Make loans that were open on the day `now` and asked for so much a month."""
    size = len(debtor)
    worth = figures_of("worth")[kind]
    terms = np.array([about["terms"] for about in kinds()])
    least, longest = terms[kind].T
    affordable = figures_of("most")[kind] * 100 // (monthly_fen * worth)
    longest = np.clip(affordable.astype(np.int64), 12, longest)
    term = draws.whole(np.minimum(least, longest), longest, size)
    amount = np.maximum(np.rint(monthly_fen * term * worth / 100_000), 1) * 100_000
    of_age = whole_months(people.born[debtor], now) - 12 * OF_AGE - 1
    oldest = np.maximum(np.minimum(np.minimum(term - 3, LONGEST_AGE), of_age), 1)
    age = draws.whole(np.minimum(4, oldest), oldest, size)
    opened_on = months_later(now, -age) - draws.whole(0, 25, size)
    left: Float = np.rint(amount * (1 - age / term) ** 0.9 / 100) * 100
    return Loans(
        debtor,
        lender,
        kind,
        opened_on,
        amount.astype(np.int64),
        left.astype(np.int64),
        monthly_fen,
        is_open=np.ones(size, dtype=bool),
        is_ours=np.zeros(size, dtype=bool),
        months=_months(opened_on, now, draws),
    )


def _months(opened_on: Days, now: Days, draws: Draws) -> Figures:
    """Write months paid on time, here and there one or two late but made good since."""
    size = len(opened_on)
    began = opened_on[:, None] < month_ends(now, MONTHS_SHOWN)
    first = np.where(began.any(axis=1), began.argmax(axis=1), MONTHS_SHOWN) + 1
    last = MONTHS_SHOWN - 3
    slip = draws.whole(np.minimum(first, last), last, size)
    slips = draws.happens(SLIPPED, size) & (first < last)
    twice = slips & draws.happens(TWICE, size)
    months = np.where(began, np.uint8(ON_TIME), np.uint8(NOTHING))
    months[slips, slip[slips]] = ord("1")
    months[twice, slip[twice] + 1] = ord("2")
    return months
