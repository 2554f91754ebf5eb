"""What people live from: pay, seasons and swings of each trade, from `stock/trades.csv`."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

import numpy as np

from casebook.portfolio import stocks
from casebook.portfolio.simulation.draws import Float, Truth, Whole


class Kind(StrEnum):
    """Whom a living comes from."""

    EMPLOYEE = "employee"
    SELF_EMPLOYED = "self-employed"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class Trades:
    """Arrays of one length, a place for each trade; `People.work` holds such places.

    The seasons of a trade have the mean 1, so that pay is what a year gives on average.
    """

    season: Float  # (k, 12), January first
    swing: Float  # standard deviation from month to month, as a share of pay
    is_self_employed: Truth
    is_retired: Truth
    is_taxed: Truth  # farmers and pensioners bear no income tax
    low: Whole  # pay a month in yuan, before the size of the city counts
    high: Whole
    weight: Float  # how many live from it
    women: Float  # share of women
    oldest: Whole  # age up to which people do such work


@cache
def works() -> Trades:
    """Return every trade as arrays, in the order of the stock."""
    rows = stocks.rows("trades")
    kinds = [Kind(row["kind"]) for row in rows]
    season = np.array([[float(factor) for factor in row["season"].split()] for row in rows])
    return Trades(
        season=season / season.mean(axis=1, keepdims=True),
        swing=_numbers("swing"),
        is_self_employed=np.array([kind is Kind.SELF_EMPLOYED for kind in kinds]),
        is_retired=np.array([kind is Kind.RETIRED for kind in kinds]),
        is_taxed=_numbers("taxed") == 1,
        low=_numbers("low").astype(np.int64),
        high=_numbers("high").astype(np.int64),
        weight=_numbers("weight"),
        women=_numbers("women"),
        oldest=_numbers("oldest").astype(np.int64),
    )


def _numbers(column: str) -> Float:
    return np.array([float(row[column]) for row in stocks.rows("trades")])
