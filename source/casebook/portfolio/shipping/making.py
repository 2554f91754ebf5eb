"""Make blocks of an order, wherever the work is done."""

from collections.abc import Mapping, Sequence
from functools import cache

import numpy as np
import pyarrow as pa

from casebook.portfolio import cutting
from casebook.portfolio.blocks import tables_of_each
from casebook.portfolio.calibration.model import Observed
from casebook.portfolio.calibration.observe import observe
from casebook.portfolio.shipping.order import Order, Piece
from casebook.portfolio.simulation.block import simulate
from casebook.portfolio.simulation.knobs import Knobs, knobs
from casebook.portfolio.simulation.moves import fitted


def made(order: Order, pieces: Sequence[Piece]) -> list[dict[str, pa.Table]]:
    """Return the tables of each of some pieces of an order."""
    size = order.sizes.block
    each = tables_of_each(
        order.seed,
        [piece.block for piece in pieces],
        as_of=order.as_of,
        knobs=turned(order.changed),
        size=size,
    )
    return [
        tables if piece.debtors == size else cutting.first(tables, piece.debtors)
        for piece, tables in zip(pieces, each, strict=True)
    ]


def observed(order: Order, piece: Piece) -> Observed:
    """Return one piece of an order as its lender sees it."""
    block = simulate(
        order.seed,
        piece.block,
        as_of=order.as_of,
        moves=fitted(),
        knobs=turned(order.changed),
        size=order.sizes.block,
    )
    return observe(block).take(np.arange(piece.debtors))


def turned(changed: Mapping[str, float]) -> Knobs:
    """Return all knobs, those in `changed` turned.

    Raises
    ------
    DataError
        A name is unknown, or a value out of its range.
    """
    return _turned(tuple(sorted(changed.items())))


@cache
def _turned(changed: tuple[tuple[str, float], ...]) -> Knobs:
    return knobs(dict(changed))
