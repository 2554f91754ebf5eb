"""What a household has from month to month: season, swings, and misfortunes that pass or stay."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from casebook.portfolio.simulation.draws import Draws, Float, Truth, Whole
from casebook.portfolio.simulation.model import Family, People
from casebook.portfolio.simulation.months import MONTHS, Window
from casebook.portfolio.simulation.trades import Trades

# One month more than is on file: the outcome.
SPAN = MONTHS + 1


class Shock(IntEnum):
    """A misfortune; one at a time, a graver one does not wait for the other to end."""

    NONE = 0
    ILLNESS = 1
    JOB_LOSS = 2
    BUSINESS_FAILURE = 3
    DIVORCE = 4
    FRAUD = 5


SHOCKS = ("none", "illness", "job-loss", "business-failure", "divorce", "fraud")
# How much of last month's cushion is still felt: an assumption.
MEMORY = 0.65
# The odds of dying in a year double with every eight years of age.
DOUBLES_IN = 8


@dataclass(frozen=True, slots=True)
class Fortunes:
    """What befalls n households; arrays of shape (n, SPAN), the last month being the outcome."""

    income_fen: Whole
    costs_fen: Whole
    shock: Whole  # Shock
    ability: Float  # what is left after all bills, in our instalments, smoothed; about -3 to 3
    died: Whole  # (n,) month of death, SPAN if alive


def fortunes(
    draws: Draws,
    people: People,
    trades: Trades,
    due_fen: Whole,
    window: Window,
    knobs: Mapping[str, float],
) -> Fortunes:
    """Let months pass over households.

    Parameters
    ----------
    due_fen : array (n,)
        What our account asks for in an ordinary month.
    """
    shock = _shocks(draws, people, trades, window, knobs)
    months = [window.calendar_month(month) for month in range(SPAN)]
    season = trades.season[people.work][:, months]
    swing = 1 + trades.swing[people.work][:, None] * draws.bell((len(people), SPAN))
    income = (
        people.net_fen[:, None]
        * season
        * np.clip(swing, 0.2, 2.5)
        * _felt(knobs, "income-left", 1.0)[shock]
    )
    noise = 1 + 0.1 * draws.bell((len(people), SPAN))
    more = 1 + _felt(knobs, "costs-more", 0.0)[shock]
    costs = people.living_costs_fen[:, None] * np.clip(noise, 0.7, 1.6) * more
    left = income - costs - people.elsewhere_fen[:, None] - due_fen[:, None]
    scale = np.maximum(due_fen, people.net_fen // 20)[:, None]
    return Fortunes(
        income.astype(np.int64),
        costs.astype(np.int64),
        shock,
        _smoothed(np.clip(left / scale, -4, 4)),
        _deaths(draws, people, window, knobs),
    )


def _felt(knobs: Mapping[str, float], what: str, else_: float) -> Float:
    """Return what each misfortune does to income or costs."""
    names = [f"{name}-{what}" for name in SHOCKS[1:]]
    felt: Float = np.array([else_, *(knobs.get(one, else_) for one in names)])
    return felt


def _smoothed(ratio: Float) -> Float:
    smooth = np.empty_like(ratio)
    now = ratio[:, 0]
    for month in range(ratio.shape[1]):
        now = MEMORY * now + (1 - MEMORY) * ratio[:, month]
        smooth[:, month] = now
    return smooth


def _shocks(
    draws: Draws, people: People, trades: Trades, window: Window, knobs: Mapping[str, float]
) -> Whole:
    size = len(people)
    hazard = np.cumsum(_hazards(people, trades, window, knobs) / 12, axis=1)
    strikes, length = draws.share((size, SPAN)), draws.share((size, SPAN))
    lengths = np.array([0.0, *(knobs[f"{name}-months"] for name in SHOCKS[1:])])
    shock = np.zeros((size, SPAN), dtype=np.int64)
    now, left = np.zeros(size, dtype=np.int64), np.zeros(size)
    for month in range(SPAN):
        struck = (strikes[:, month, None] >= hazard).sum(axis=1)
        is_new = (struck < len(SHOCKS) - 1) & (left <= 0)
        now = np.where(is_new, struck + 1, np.where(left > 0, now, 0))
        # Lengths are geometric in kind: most are short, a few long.
        drawn = 1 + lengths[now] * -np.log1p(-length[:, month])
        left = np.where(is_new, drawn, left) - 1
        shock[:, month] = now
    return shock


def _hazards(people: People, trades: Trades, window: Window, knobs: Mapping[str, float]) -> Float:
    """Return the odds of each misfortune in a year; shape (n, 5)."""
    age = ages(people, window)
    own = trades.is_self_employed[people.work]
    retired = trades.is_retired[people.work]
    married = people.family == Family.MARRIED
    return np.column_stack(
        [
            knobs["illness"] * np.clip(age / 40, 0.5, 2.0),
            knobs["job-loss"] * (~own & ~retired),
            knobs["business-failure"] * own,
            knobs["divorce"] * married,
            knobs["fraud"] * np.ones(len(people)),
        ]
    )


def ages(people: People, window: Window) -> Float:
    """Return ages in years on the day of the review."""
    days = (np.datetime64(window.as_of, "D") - people.born).astype(np.int64)
    years: Float = days / 365.25
    return years


def _deaths(draws: Draws, people: People, window: Window, knobs: Mapping[str, float]) -> Whole:
    yearly = knobs["death-at-40"] * 2 ** ((ages(people, window) - 40) / DOUBLES_IN)
    dies: Truth = draws.happens((yearly / 12)[:, None], (len(people), SPAN))
    return np.where(dies.any(axis=1), dies.argmax(axis=1), SPAN)
