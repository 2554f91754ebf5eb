"""How accounts move between stages in a month: cut points on a latent scale, fitted to shares.

Where an account stands next month is drawn from an ordered logit: it stands later than `j` months
if noise less its score exceeds the cut point of its product, its stage and `j`. The shares in
`stock/transitions.yaml` are what a whole book should show; `stock/cuts.csv` holds the cut points
that give them, found by `casebook.portfolio.calibration.fit`, since those who are left in a stage
are never a fair sample of those who entered it.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from casebook.portfolio import stocks
from casebook.portfolio.simulation.draws import Float, Truth, Whole
from casebook.portfolio.simulation.model import PRODUCTS

STAGES = 7  # 0 to 5 months late, and six or more
CUTS = Path(__file__).parents[1] / "stock" / "cuts.csv"
NEVER = 1e9


@dataclass(frozen=True, slots=True)
class Moves:
    """Cut points and habits of each product.

    `cuts[product, stage, j]`: later than `j` months next time if the latent value is above it.
    `outcome[product, stage]`: late a month after the review if above it.
    """

    cuts: Float  # (6, 7, 6)
    outcome: Float  # (6, 7)

    def next_stage(self, product: Whole, stage: Whole, latent: Float) -> Whole:
        """Return how late each account is next, 0 to 6, at most one more than now."""
        moved: Whole = (latent[:, None] > self.cuts[product, stage]).sum(axis=1)
        return moved

    def is_late_after(self, product: Whole, stage: Whole, latent: Float) -> Truth:
        """Tell which accounts are late in the month after the review."""
        late: Truth = latent > self.outcome[product, stage]
        return late


@cache
def wanted() -> Mapping[str, Any]:
    """Return the shares that a whole book should show, and the other habits, by product."""
    return stocks.words("transitions")


def wanted_shares(product: int, stage: int) -> Float:
    """Return the wanted share of each next stage, 0 to 6, adding up to 1."""
    row = wanted()[PRODUCTS[product]]["from"][stage]
    shares = np.zeros(STAGES)
    shares[: len(row)] = row
    whole: Float = shares / shares.sum()
    return whole


def from_shares() -> Moves:
    """Return the cut points that a population without differences would need."""
    cuts = np.full((len(PRODUCTS), STAGES, STAGES - 1), NEVER)
    outcome = np.full((len(PRODUCTS), STAGES), NEVER)
    for product, name in enumerate(PRODUCTS):
        for stage in range(STAGES):
            later = 1 - np.cumsum(wanted_shares(product, stage))[:-1]
            cuts[product, stage] = np.where(later > 1e-9, -logit(later), NEVER)
            outcome[product, stage] = -logit(wanted_outcome(name, product, stage))
    return Moves(cuts, outcome)


def wanted_outcome(name: str, product: int, stage: int) -> float:
    """Return the wanted share that is late in the month after the review."""
    given = wanted()[name].get("outcome")
    return given[stage] / 100 if given else float(1 - wanted_shares(product, stage)[0])


def logit(share: Any) -> Any:
    """Return the log odds of a share."""
    clipped = np.clip(share, 1e-9, 1 - 1e-9)
    return np.log(clipped / (1 - clipped))


@cache
def fitted() -> Moves:
    """Return the cut points as fitted, from `stock/cuts.csv`."""
    moves = from_shares()
    with CUTS.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            product, stage = PRODUCTS.index(row["product"]), int(row["stage"])
            if row["cut"] == "outcome":
                moves.outcome[product, stage] = float(row["value"])
            else:
                moves.cuts[product, stage, int(row["cut"])] = float(row["value"])
    return moves


def save(moves: Moves) -> None:
    """Write cut points to `stock/cuts.csv`."""
    with CUTS.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines, lineterminator="\n")
        writer.writerow(("product", "stage", "cut", "value"))
        for product, name in enumerate(PRODUCTS):
            for stage in range(STAGES):
                for cut, value in enumerate(moves.cuts[product, stage].tolist()):
                    if value < NEVER:
                        writer.writerow((name, stage, cut, round(value, 4)))
                value = float(moves.outcome[product, stage])
                writer.writerow((name, stage, "outcome", round(value, 4)))


def seen(part: str) -> Float:
    """Return how often payments come days late in each product: `on-time` or `cured` ones."""
    values: Float = np.array([wanted()[product]["seen"][part] for product in PRODUCTS])
    return values
