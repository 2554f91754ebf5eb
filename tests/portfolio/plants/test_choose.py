"""Who gets which flags: rates by knobs, and chances that nobody else has a part in."""

import numpy as np
import pytest

from casebook.errors import DataError
from casebook.portfolio.flags import ids
from casebook.portfolio.plants.choose import Lot, Lots, choose
from casebook.portfolio.simulation.block import Block, simulate
from casebook.portfolio.simulation.draws import Draws
from casebook.portfolio.simulation.knobs import knobs
from casebook.portfolio.simulation.moves import fitted
from portfolio.plants.book import AS_OF, NO_PLANTS


def draws(seed: int = 1) -> Draws:
    return Draws(np.random.SeedSequence(seed))


@pytest.fixture(scope="module")
def block() -> Block:
    return simulate(1, 0, as_of=AS_OF, moves=fitted(), knobs=knobs({}), size=4_000)


def test_each_flag_is_chosen_about_as_often_as_its_knob_says(block: Block) -> None:
    chosen = choose(draws(), knobs({}), block)

    for flag, share in zip(ids(), chosen.mean(axis=0), strict=True):
        wanted = knobs({})[f"planted-{flag}"]
        assert share == pytest.approx(wanted * 1.02, abs=4 * (wanted / 4_000) ** 0.5), flag


def test_a_knob_turned_to_nothing_plants_nothing(block: Block) -> None:
    turned = knobs({"planted-query-burst": 0.0})

    assert not choose(draws(), turned, block)[:, ids().index("query-burst")].any()
    assert not choose(draws(), knobs(NO_PLANTS), block).any()


def test_three_files_in_ten_are_doubtful(block: Block) -> None:
    all_at_most = knobs({f"planted-{flag}": 0.3 for flag in ids()})
    counts = choose(draws(), all_at_most, block).sum(axis=1)

    # 0.6 of 19 flags against 0.18 of them: few files lie between.
    assert (counts > 7).mean() == pytest.approx(0.3, abs=0.03)


def test_what_is_wanted_of_one_file_changes_no_other(block: Block) -> None:
    before = choose(draws(), knobs({}), block)
    after = choose(draws(), knobs({}), block, {5: frozenset({"query-burst"})})

    assert [ids()[flag] for flag in np.flatnonzero(after[5])] == ["query-burst"]
    assert np.array_equal(np.delete(before, 5, axis=0), np.delete(after, 5, axis=0))


def test_an_unknown_flag_is_refused(block: Block) -> None:
    with pytest.raises(DataError, match="no flag 'query-brust'"):
        choose(draws(), knobs({}), block, {5: frozenset({"query-brust"})})


def test_a_lot_never_runs_out_and_stays_within_bounds() -> None:
    lot = Lot([0.25, 0.5, 0.9])
    shares = [lot.share() for _ in range(300)]

    assert shares[:3] == [0.25, 0.5, 0.9]
    assert all(0 <= share < 1 for share in shares)


def test_a_lot_of_drawn_shares_goes_on_without_repeating_itself() -> None:
    lot = Lots(draws(), 3).of(1, "query-burst")
    shares = [lot.share() for _ in range(120)]

    assert len(set(shares)) == len(shares)
    assert np.mean(shares) == pytest.approx(0.5, abs=0.1)


def test_each_flag_of_each_file_has_chances_of_its_own() -> None:
    lots = Lots(draws(), 3)
    first = {
        lots.of(place, flag).share() for place in range(3) for flag in ("query-burst", ids()[0])
    }

    assert len(first) == 6
