"""Find the cut points that give the wanted shares; run this module to write them anew.

Each round simulates a book, gathers the latent values of all account-months in a stage, and puts
the cut points at the quantiles that give the wanted shares. Who is left in a stage depends on
the cut points, so a few rounds are needed. The result is `stock/cuts.csv`.
"""

from collections.abc import Sequence
from datetime import date

import numpy as np

from casebook.portfolio.simulation.block import Block, simulate
from casebook.portfolio.simulation.draws import Float
from casebook.portfolio.simulation.knobs import knobs
from casebook.portfolio.simulation.model import PRODUCTS
from casebook.portfolio.simulation.months import MONTHS, REVIEW
from casebook.portfolio.simulation.moves import (
    CUTS,
    NEVER,
    STAGES,
    Moves,
    fitted,
    from_shares,
    save,
    wanted_outcome,
    wanted_shares,
)

SEED, AS_OF = 20_050_930, date(2026, 6, 30)
BLOCKS, ROUNDS = 150, 5
# Fewer account-months than these say nothing; the first months are not yet a running book.
LEAST, WARM_UP = 150, 24


def fit(blocks: int = BLOCKS, rounds: int = ROUNDS) -> Moves:
    """Return the cut points after some rounds over `blocks` blocks of debtors."""
    moves = fitted() if CUTS.is_file() else from_shares()
    for _ in range(rounds):
        book = [
            simulate(SEED, number, as_of=AS_OF, moves=moves, knobs=knobs({}))
            for number in range(blocks)
        ]
        moves = Moves(_cuts(book, moves), _outcomes(book, moves))
    return moves


def _cuts(blocks: Sequence[Block], moves: Moves) -> Float:
    cuts = moves.cuts.copy()
    for product in range(len(PRODUCTS)):
        for stage in range(STAGES):
            values = np.concatenate([_latent(block, product, stage) for block in blocks])
            if len(values) >= LEAST:
                below = np.cumsum(wanted_shares(product, stage))[:-1]
                found = np.quantile(values, np.clip(below, 0, 1))
                cuts[product, stage] = np.where(below < 1 - 1e-9, found, NEVER)
    return cuts


def _latent(block: Block, product: int, stage: int) -> Float:
    """Return the latent values of account-months of a product that began in a stage."""
    book = block.book
    before = np.minimum(book.late[:, WARM_UP - 1 : MONTHS - 1], STAGES - 1)
    drawn = book.stage[:, WARM_UP:MONTHS] >= 0
    is_asked = drawn & (before == stage) & (block.terms.product == product)[:, None]
    latent: Float = book.latent[:, WARM_UP:MONTHS][is_asked]
    return latent


def _outcomes(blocks: Sequence[Block], moves: Moves) -> Float:
    outcome = moves.outcome.copy()
    for product, name in enumerate(PRODUCTS):
        for stage in range(STAGES):
            values = np.concatenate([_last_latent(block, product, stage) for block in blocks])
            if len(values) >= LEAST:
                outcome[product, stage] = np.quantile(
                    values, 1 - wanted_outcome(name, product, stage)
                )
    return outcome


def _last_latent(block: Block, product: int, stage: int) -> Float:
    book = block.book
    is_open = (block.begins < REVIEW) & (book.settled > REVIEW) & (book.written_off > REVIEW)
    seen = np.minimum(book.late_seen[:, REVIEW], STAGES - 1)
    is_asked = is_open & (block.terms.product == product) & (seen == stage)
    latent: Float = book.latent[is_asked, REVIEW + 1]
    return latent


if __name__ == "__main__":
    save(fit())
