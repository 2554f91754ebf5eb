"""One block and one pool, made once."""

from datetime import date

import pytest

from casebook.portfolio import gather, pool
from casebook.portfolio.case import Case
from casebook.portfolio.generator import generate, grow
from casebook.portfolio.pool import Variant
from casebook.portfolio.portfolio import Portfolio

AS_OF = date(2026, 6, 30)


@pytest.fixture(scope="session")
def block() -> Portfolio:
    return generate(7, 0, debtors=600, as_of=AS_OF)


@pytest.fixture(scope="session")
def cases(block: Portfolio) -> dict[str, Case]:
    return {debtor_id: gather(block, debtor_id) for debtor_id in block.debtors["debtor_id"]}


@pytest.fixture(scope="session")
def clean() -> Portfolio:
    """The first files of the same block before anything was planted."""
    return grow(7, 0, debtors=150, as_of=AS_OF)


@pytest.fixture(scope="session")
def variants() -> tuple[Variant, ...]:
    return pool.draw(b"a secret of the course", "file-review", 100)
