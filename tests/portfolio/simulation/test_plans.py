"""What falls due on a loan adds up to what was lent."""

import numpy as np
import pytest

from casebook.portfolio.simulation.model import Method
from casebook.portfolio.simulation.plans import plan
from portfolio.simulation.book import block


def test_instalments_repay_the_principal_to_the_fen() -> None:
    terms = block().terms
    is_loan = terms.method != Method.CARD

    repaid = plan(terms).principal_fen.sum(axis=1)

    assert (repaid[is_loan] == terms.principal_fen[is_loan]).all()
    assert (repaid[~is_loan] == 0).all()


def test_level_payments_differ_by_the_last_rounding_alone() -> None:
    terms = block().terms
    level = np.flatnonzero(terms.method == Method.LEVEL)
    planned = plan(terms)

    for row in level:
        amounts = (planned.principal_fen + planned.interest_fen)[row, : terms.term[row]]
        assert len(set(amounts[:-1].tolist())) == 1
        assert abs(int(amounts[-1]) - int(amounts[0])) <= terms.term[row]


def test_interest_is_a_twelfth_of_the_rate_on_what_is_left() -> None:
    terms = block().terms
    planned = plan(terms)
    row = int(np.flatnonzero((terms.method == Method.LEVEL) & (terms.term == 12))[0])
    left = int(terms.principal_fen[row])

    for number in range(12):
        expected = round(left * int(terms.rate_bp[row]) / 120_000)
        assert abs(int(planned.interest_fen[row, number]) - expected) <= 1
        left -= int(planned.principal_fen[row, number])
    assert left == 0


@pytest.mark.parametrize("method", [Method.INTEREST_FIRST, Method.AT_ONCE])
def test_the_principal_comes_with_the_last_payment(method: Method) -> None:
    terms = block().terms
    planned = plan(terms)
    rows = np.flatnonzero(terms.method == method)

    assert len(rows) > 5
    for row in rows:
        last = planned.count[row] - 1
        assert planned.principal_fen[row, last] == terms.principal_fen[row]
        assert (planned.principal_fen[row, :last] == 0).all()
