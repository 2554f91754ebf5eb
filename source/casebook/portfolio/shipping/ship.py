"""Make a portfolio and write it to a folder, block by block, whole or not at all."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from functools import partial
from itertools import chain
from pathlib import Path

import pyarrow as pa

from casebook.portfolio.blocks import ANSWERS, PUBLIC
from casebook.portfolio.calibration.model import Observed, together
from casebook.portfolio.shipping.crew import in_order
from casebook.portfolio.shipping.files import TableFiles
from casebook.portfolio.shipping.folder import ANSWERS_FOLDER, filled
from casebook.portfolio.shipping.making import made, observed, turned
from casebook.portfolio.shipping.order import Order, Piece
from casebook.portfolio.shipping.package import describe

Tell = Callable[[int], object]

# How many blocks a worker makes at a time: enough that each costs little more than its debtors.
RUN = 10


def ship(
    order: Order, folder: Path, *, jobs: int = 1, replace: bool = False, tell: Tell = lambda _: None
) -> None:
    """Write a portfolio to `folder`; the same order gives the same bytes, whoever does the work.

    Parameters
    ----------
    jobs : int
        How many processes make blocks.
    replace : bool
        Put it in the place of a portfolio that is there already.
    tell : callable
        Called with the number of accounts just written.

    Raises
    ------
    DataError
        If the order cannot be met, or the folder not be written; nothing is left behind.
    """
    turned(order.changed)  # what cannot be met is told before anything begins
    with filled(folder, replace=replace) as room:
        kinds: dict[Path, tuple[str, ...]] = {room: PUBLIC}
        if order.has_answers:
            kinds[room / ANSWERS_FOLDER] = ANSWERS
        tables = {place: _opened(place, names, order) for place, names in kinds.items()}
        every = {one.name: one for files in tables.values() for one in files}
        try:
            _fill(order, every, jobs, tell)
        except BaseException:
            for one in every.values():
                one.drop()
            raise
        for place, files in tables.items():
            describe(place, order, files)


def _opened(place: Path, names: tuple[str, ...], order: Order) -> list[TableFiles]:
    place.mkdir(exist_ok=True)
    return [TableFiles(place, name, order.form, is_parted=order.is_parted) for name in names]


def _fill(order: Order, files: Mapping[str, TableFiles], jobs: int, tell: Tell) -> None:
    runs = _runs(order.pieces(), jobs)
    with closing(in_order(partial(_wanted, order, tuple(files)), runs, jobs)) as done:
        for piece, tables in zip(chain.from_iterable(runs), chain.from_iterable(done), strict=True):
            for name, table in tables.items():
                files[name].add(table, piece.part)
            tell(tables["accounts"].num_rows)
    for one in files.values():
        one.close()


def _runs(pieces: Sequence[Piece], jobs: int) -> list[Sequence[Piece]]:
    """Cut pieces into runs of up to `RUN`, short enough that every worker has one."""
    length = min(RUN, -(-len(pieces) // jobs))
    return [pieces[start : start + length] for start in range(0, len(pieces), length)]


def _wanted(
    order: Order, names: tuple[str, ...], run: Sequence[Piece]
) -> list[dict[str, pa.Table]]:
    return [{name: tables[name] for name in names} for tables in made(order, run)]


def survey(order: Order, *, jobs: int = 1, tell: Tell = lambda _: None) -> Observed:
    """Simulate a portfolio as its lender sees it, without writing any of it."""
    turned(order.changed)
    seen = []
    with closing(in_order(partial(observed, order), order.pieces(), jobs)) as done:
        for one in done:
            seen.append(one)
            tell(len(one))
    return together(seen)
