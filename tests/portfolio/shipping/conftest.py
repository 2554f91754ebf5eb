"""Portfolios written once: one in parts, with answers, made by two workers."""

from pathlib import Path

import pytest

from casebook.portfolio.shipping.order import Order, Sizes
from casebook.portfolio.shipping.ship import ship

# Seven blocks of which the last is cut, in four parts.
ORDER = Order(3_250, 11, has_answers=True, sizes=Sizes(block=500, part=1_000, single=2_000))


@pytest.fixture(scope="session")
def parted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shipping") / "parted"
    ship(ORDER, folder, jobs=2)
    return folder
