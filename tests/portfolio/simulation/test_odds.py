"""A guide table finds what a search of the whole list finds."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.portfolio.simulation.draws import Draws
from casebook.portfolio.simulation.odds import Odds

WEIGHTS = st.lists(st.floats(0, 1e6), min_size=1, max_size=60).filter(lambda some: sum(some) > 0)
SHARES = st.lists(st.floats(0, 1, exclude_max=True), min_size=1, max_size=50)


@given(WEIGHTS, SHARES)
def test_shares_lie_where_a_search_of_the_whole_list_finds_them(
    weights: list[float], shares: list[float]
) -> None:
    bounds, share = np.cumsum(weights), np.array(shares)
    searched = np.searchsorted(bounds, share * bounds[-1], side="right")

    found = Odds(np.array(weights)).places(share)

    np.testing.assert_array_equal(found, np.minimum(searched, len(weights) - 1))


@given(st.lists(WEIGHTS, min_size=2, max_size=5), SHARES)
def test_each_group_has_its_own_list(lists: list[list[float]], shares: list[float]) -> None:
    table = np.zeros((len(lists), max(map(len, lists))))
    for row, weights in enumerate(lists):
        table[row, : len(weights)] = weights
    share = np.array(shares)
    group = np.arange(len(share)) % len(lists)

    found = Odds(table).places(share, group)

    for place, one, own in zip(found, share, group, strict=True):
        assert place == Odds(table[own]).places(np.array([one]))[0]


@pytest.mark.parametrize("share", [0.0, 0.25, np.nextafter(1, 0)])
def test_a_weight_of_nothing_is_never_drawn(share: float) -> None:
    found = Odds({"never": 0, "one": 1, "nor this": 0, "two": 3}).places(np.array([share]))

    assert found[0] in {1, 3}


def test_places_are_drawn_by_their_weights() -> None:
    drawn = Draws(np.random.SeedSequence(3)).place(np.array([1.0, 0.0, 3.0]), 40_000)

    shares = np.bincount(drawn, minlength=3) / 40_000
    assert shares[1] == 0
    assert abs(shares[2] - 0.75) < 0.02
