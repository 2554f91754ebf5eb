"""Who the debtors are, in numbers: age, home, trade, family, pay, what a month costs."""

from datetime import date
from functools import cache

import numpy as np

from casebook.portfolio import stocks
from casebook.portfolio.simulation.days import whole_years
from casebook.portfolio.simulation.draws import Draws, Float, Truth, Whole
from casebook.portfolio.simulation.model import Days, Family, People, Sex
from casebook.portfolio.simulation.odds import Odds
from casebook.portfolio.simulation.pay import insurance_fen, net_fen
from casebook.portfolio.simulation.trades import Trades, works

__all__ = ["Trades", "people", "works"]

MEN = 0.62
# Ages of 21 to 79: a Kumaraswamy curve through the quartiles 28, 34 and 41, mean and standard
# deviation (35.5, 9.2) of the 30,000 card holders of the UCI set.
YOUNGEST, OLDEST = 21, 79
AGE_RISES, AGE_FALLS = 1.45, 5.5
# Nobody draws a pension before 60 (women 55). Three years later, those who do also did when
# they signed a loan that still runs.
PENSIONER_FROM = {Sex.MAN: 63, Sex.WOMAN: 58}

# Gross pay and living costs (yuan) by size of city: the greatest, the middle, the others.
PAY_BY_TIER = np.array((1.3, 1.0, 0.85))
COSTS_BY_TIER = np.array((2900, 2200, 1750))
# A household cannot go on spending more than this share of what arrives.
COSTS_AT_MOST = 0.95

# Children of those who are not single.
CHILDREN = Odds(np.array((2.0, 5.0, 3.0)))

# Other lenders' loans: how many, for everybody, for home owners, for car owners.
CONSUMER_LOANS = Odds(np.array((30.0, 34.0, 22.0, 11.0, 3.0)))
HOME_OWNERS, CAR_OWNERS = 0.3, 0.12
# One loan asks for at least so much a month (fen).
LEAST_MONTHLY_FEN = 15_000
# One client in ten owes others more each month than living costs leave.
OVERSTRETCHED = 0.1


def people(draws: Draws, size: int, as_of: date) -> People:
    """Make `size` debtors of age 21 to 79 on `as_of`.

    `work` holds places in `stocks.rows("trades")`, `home` and `origin` in `stocks.rows("places")`.
    Nine in ten owe other lenders no more a month than living costs leave of net pay.
    """
    sex = np.where(draws.happens(MEN, size), int(Sex.MAN), int(Sex.WOMAN))
    age, born = _ages(draws, size, as_of)
    home, origin = _homes(draws, size)
    work = draws.place_in_group(_work_odds(), sex * (OLDEST + 1) + age)
    family, dependants = _families(draws, age)
    gross = _gross_fen(draws, work, home)
    net = _net_fen(draws, gross, work)
    costs = _living_costs_fen(draws, home, dependants, gross, net)
    elsewhere, elsewhere_fen = _elsewhere(draws, age, family, net - costs)
    return People(
        sex=sex,
        born=born,
        home=home,
        origin=origin,
        work=work,
        family=family,
        dependants=dependants,
        gross_fen=gross,
        net_fen=net,
        stated_income_fen=_rounded(gross * draws.between(0.98, 1.1, size), 10_000),
        living_costs_fen=costs,
        elsewhere_fen=elsewhere_fen,
        elsewhere=elsewhere,
    )


def _ages(draws: Draws, size: int, as_of: date) -> tuple[Whole, Days]:
    left = 1 - draws.share(size)
    age = YOUNGEST + (OLDEST - YOUNGEST + 1) * (1 - left ** (1 / AGE_FALLS)) ** (1 / AGE_RISES)
    # A day more than the years, so that leap years take nobody below the youngest age.
    days = np.minimum((age * 365.25).astype(np.int64), int(OLDEST * 365.25) + 360) + 1
    born: Days = np.datetime64(as_of, "D") - days
    return whole_years(days, as_of), born


def _homes(draws: Draws, size: int) -> tuple[Whole, Whole]:
    home, elsewhere = draws.place(_place_odds(), size), draws.place(_place_odds(), size)
    return home, np.where(draws.happens(0.5, size), home, elsewhere)


@cache
def _place_odds() -> Odds:
    return Odds(np.array([float(row["weight"]) for row in stocks.rows("places")]))


@cache
def _work_odds() -> Odds:
    """Return the odds of each trade for each sex and age; a group is sex * 80 + age."""
    trades = works()
    age = np.arange(OLDEST + 1)[:, None]
    by_sex = []
    for sex, share in ((Sex.MAN, 1 - trades.women), (Sex.WOMAN, trades.women)):
        is_old_enough = ~trades.is_retired | (age >= PENSIONER_FROM[sex])
        by_sex.append(trades.weight * share * is_old_enough * (age <= trades.oldest))
    return Odds(np.concatenate(by_sex))


def _families(draws: Draws, age: Whole) -> tuple[Whole, Whole]:
    size = len(age)
    is_single = draws.share(size) < np.where(age < 27, 0.85, np.where(age < 32, 0.4, 0.1))
    is_divorced = draws.happens(0.14, size)
    settled = np.where(is_divorced, int(Family.DIVORCED), int(Family.MARRIED))
    children = draws.place(CHILDREN, size) * (age < 58)
    parent = (age > 35) & (age < 65) & draws.happens(0.3, size)
    alone = draws.happens(0.1, size)
    return (
        np.where(is_single, int(Family.SINGLE), settled),
        np.where(is_single, alone, children + parent).astype(np.int64),
    )


@cache
def _tiers() -> Whole:
    """Return the size of each city: 0 for the greatest."""
    return np.array([int(row["tier"]) - 1 for row in stocks.rows("places")])


def _gross_fen(draws: Draws, work: Whole, home: Whole) -> Whole:
    trades = works()
    level = draws.share((len(work), 2)) @ np.array((0.5, 0.5))
    pay = trades.low[work] + level * (trades.high - trades.low)[work]
    return _rounded(pay * PAY_BY_TIER[_tiers()[home]] * 100, 5_000)


def _net_fen(draws: Draws, gross_fen: Whole, work: Whole) -> Whole:
    trades = works()
    is_insured = ~(trades.is_self_employed | trades.is_retired)[work]
    insured = np.where(is_insured, insurance_fen(draws, gross_fen), 0)
    return net_fen(gross_fen, insured, trades.is_taxed[work])


def _living_costs_fen(
    draws: Draws, home: Whole, dependants: Whole, gross_fen: Whole, net: Whole
) -> Whole:
    size = len(home)
    costs = COSTS_BY_TIER[_tiers()[home]] * draws.between(0.75, 1.2, size)
    costs += dependants * draws.between(400, 850, size)
    costs += gross_fen / 100 * 0.1
    fen = np.minimum(costs * 100, COSTS_AT_MOST * net)
    step = np.where(draws.happens(0.6, size), 10_000, 5_000)
    floored: Whole = (fen // step).astype(np.int64) * step
    return floored


def _elsewhere(draws: Draws, age: Whole, family: Whole, left_fen: Whole) -> tuple[Whole, Whole]:
    """Draw how many loans of other lenders are open, and what they ask for each month."""
    wanted = _loans_wanted(draws, age, family)
    is_stretched = draws.happens(OVERSTRETCHED, len(age))
    within = left_fen * _used(draws, wanted)
    beyond = np.maximum(left_fen, 2 * LEAST_MONTHLY_FEN) * draws.between(1.05, 1.6, len(age))
    fen = np.where(is_stretched, beyond, within).astype(np.int64)
    wanted = np.where(is_stretched, np.maximum(wanted, 1), wanted)
    count = np.minimum(wanted, fen // LEAST_MONTHLY_FEN)
    return count, np.where(count > 0, fen, 0)


def _loans_wanted(draws: Draws, age: Whole, family: Whole) -> Whole:
    size = len(age)
    may_own: Truth = (age > 27) & (family != Family.SINGLE)
    home = may_own & draws.happens(HOME_OWNERS, size)
    car = draws.happens(CAR_OWNERS, size)
    wanted: Whole = draws.place(CONSUMER_LOANS, size) + home + car
    return wanted


def _used(draws: Draws, loans: Whole) -> Float:
    """Draw which share of what is left goes to that many loans; each takes part of the rest."""
    size = len(loans)
    room = draws.between(0.15, 0.9, size)
    rest = (1 - draws.between(0.3, 0.8, size)) ** loans
    used: Float = room * (1 - rest)
    return used


def _rounded(fen: Float, to: int) -> Whole:
    rounded: Whole = (np.rint(fen / to) * to).astype(np.int64)
    return rounded
