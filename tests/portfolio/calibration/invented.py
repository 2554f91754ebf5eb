"""Books made for the tests: small ones by hand, and a large one drawn from published figures."""

from dataclasses import replace
from typing import Any

import numpy as np

from casebook.portfolio.calibration.model import OUTCOME, REVIEW, Observed
from casebook.portfolio.simulation.model import Product

CLOSES = 37
YUAN = 100


def book(size: int, **columns: Any) -> Observed:
    """Return `size` credit cards that were always on time, with the columns given put in."""
    whole, months = np.zeros(size, np.int64), np.zeros((size, CLOSES), np.int64)
    plain = Observed(
        product=whole + Product.CREDIT_CARD,
        opened=whole - 12,
        late=months.astype(np.int8),
        late_seen=months.astype(np.int8),
        due_fen=months + 1000 * YUAN,
        paid_fen=months + 1000 * YUAN,
        owed_fen=months + 2000 * YUAN,
        limit_fen=whole + 10_000 * YUAN,
        written_off=whole - 1,
        checked=whole,
        age=whole + 35.5,
        rate_bp=whole + 1800,
        term=whole,
    )
    return replace(plain, **{name: np.asarray(given) for name, given in columns.items()})


def closes(rows: list[dict[int, int]], *, usual: int = 0) -> Any:
    """Return months for each account: `usual`, but for the closes named in its row."""
    months = np.full((len(rows), CLOSES), usual, np.int64)
    for place, row in enumerate(rows):
        for month, value in row.items():
            months[place, month] = value
    return months


def joined(**both: Any) -> dict[str, Any]:
    """Return `late` and `late_seen` alike."""
    months = both["late"].astype(np.int8)
    return {"late": months, "late_seen": months}


#: From a status to the statuses of the next close, as published; 1 stands for one or two months.
STEPS = {
    0: {0: 0.951, 1: 0.049},
    1: {0: 0.302, 1: 0.637, 3: 0.061},
    3: {0: 0.165, 1: 0.372, 3: 0.173, 4: 0.290},
    4: {0: 0.040, 1: 0.255, 3: 0.076, 4: 0.327, 5: 0.302},
    5: {0: 0.035, 1: 0.209, 3: 0.070, 4: 0.093, 5: 0.140, 6: 0.453},
    6: {0: 0.010, 1: 0.258, 3: 0.012, 4: 0.008, 5: 0.006, 6: 0.706},
}
START = {0: 0.852, 1: 0.131, 3: 0.011, 4: 0.003, 5: 0.001, 6: 0.002}


def taiwan(size: int, *, entry: float = 0.049) -> Observed:
    """Return cards whose closes before the review move by the published steps.

    `entry` is the monthly share of those on time that turn late; other than 0.049 it makes a
    book that does not agree.
    """
    rng = np.random.default_rng(20_261_126)
    steps = STEPS | {0: {0: 1 - entry, 1: entry}}
    late = np.zeros((size, CLOSES), np.int8)
    late[:, REVIEW - 5] = rng.choice(list(START), size, p=list(START.values()))
    for month in range(REVIEW - 4, OUTCOME + 1):
        for status, row in steps.items():
            at = np.flatnonzero(late[:, month - 1] == status)
            shares = np.array(list(row.values()))
            late[at, month] = rng.choice(list(row), len(at), p=shares / shares.sum())
    return book(size, **joined(late=late))
