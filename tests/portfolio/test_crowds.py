"""Debtors of several blocks made at once: the same as one block after another."""

from datetime import date

import numpy as np
import pytest

from casebook.portfolio.blocks import tables_of, tables_of_each
from casebook.portfolio.crowds import crowds
from casebook.portfolio.simulation.draws import Draws, stream
from casebook.portfolio.simulation.knobs import knobs

AS_OF = date(2026, 6, 30)
BLOCKS = (3, 0, 4)


def test_tables_are_the_same_whatever_blocks_are_made_beside() -> None:
    size = 60
    for block, tables in zip(
        BLOCKS, tables_of_each(5, BLOCKS, as_of=AS_OF, knobs=knobs({}), size=size), strict=True
    ):
        assert tables == tables_of(5, block, as_of=AS_OF, knobs=knobs({}), size=size)


def test_numbers_grow_a_figure_within_a_run() -> None:
    columns = [crowd.columns for crowd in crowds(5, (99, 100), AS_OF, size=10_000)]

    ids = [column["debtor_id"].to_pylist() for column in columns]
    assert [ids[0][0], *ids[0][-2:], ids[1][0]] == ["D990001", "D999999", "D1000000", "D1000001"]


def test_each_block_holds_memory_for_itself_alone() -> None:
    first, *_ = crowds(5, BLOCKS, AS_OF, size=100)

    alone = next(crowds(5, BLOCKS[:1], AS_OF, size=100))
    for name, values in first.columns.items():
        assert values.get_total_buffer_size() == alone.columns[name].get_total_buffer_size(), name


@pytest.mark.parametrize("shape", [(), (2,)], ids=["one", "two"])
def test_streams_side_by_side_draw_what_each_would_alone(shape: tuple[int, ...]) -> None:
    def share(draws: Draws, rows: int) -> np.ndarray:
        return draws.share((rows, *shape) if shape else rows)

    beside = stream(5, BLOCKS, "people")
    alone = [stream(5, [block], "people") for block in BLOCKS]
    for _ in range(2):
        assert np.array_equal(share(beside, 30), np.concatenate([share(one, 10) for one in alone]))
