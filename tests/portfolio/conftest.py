"""One block and one pool, made once."""

import pytest

from casebook.portfolio import pool
from casebook.portfolio.blocks import tables_of
from casebook.portfolio.calendar import AS_OF
from casebook.portfolio.pool import Variant
from casebook.portfolio.portfolio import Portfolio, from_arrow
from casebook.portfolio.simulation.knobs import knobs


@pytest.fixture(scope="session")
def block() -> Portfolio:
    return from_arrow(tables_of(7, 0, as_of=AS_OF, knobs=knobs({}), size=600), AS_OF)


@pytest.fixture(scope="session")
def variants() -> tuple[Variant, ...]:
    return pool.draw(b"a secret of the course", "file-review", 100)
