"""Who the debtors are: ages, trades, pay, and what they owe elsewhere."""

from datetime import date

import numpy as np
import pytest

from casebook.portfolio import stocks
from casebook.portfolio.simulation.draws import Draws
from casebook.portfolio.simulation.model import Family, People, Sex
from casebook.portfolio.simulation.pay import net_fen, tax_fen, taxable_fen
from casebook.portfolio.simulation.people import LEAST_MONTHLY_FEN, people, works

AS_OF = date(2026, 6, 30)
SIZE = 30_000


def draws(seed: int) -> Draws:
    return Draws(np.random.SeedSequence(seed))


def places(occupation: str) -> int:
    return [row["occupation"] for row in stocks.rows("trades")].index(occupation)


@pytest.fixture(scope="module")
def crowd() -> People:
    return people(draws(11), SIZE, AS_OF)


@pytest.fixture(scope="module")
def age(crowd: People) -> np.ndarray:
    years = AS_OF.year - crowd.born.astype("datetime64[Y]").astype(int) - 1970
    birthday = crowd.born - crowd.born.astype("datetime64[Y]").astype("datetime64[D]")
    today = np.datetime64(AS_OF) - np.datetime64("2026-01-01")
    return years - (birthday > today)


def test_ages_are_those_of_the_published_card_holders(age: np.ndarray) -> None:
    assert age.min() == 21
    assert 65 < age.max() <= 79
    assert abs(age.mean() - 35.5) < 0.5
    assert np.abs(np.quantile(age, [0.25, 0.5, 0.75]) - (28, 34, 41)).max() <= 1


@pytest.mark.parametrize("as_of", [date(2024, 2, 29), date(2025, 3, 1), date(2026, 1, 31)])
def test_nobody_is_younger_than_21_on_the_day_of_the_review(as_of: date) -> None:
    born = people(draws(5), SIZE, as_of).born.max().item()

    assert (born.year + 21, born.month, born.day) <= (as_of.year, as_of.month, as_of.day)


def test_only_the_oldest_live_from_a_pension(crowd: People, age: np.ndarray) -> None:
    is_retired = works().is_retired[crowd.work]

    assert 0.002 < is_retired.mean() < 0.02
    assert age[is_retired & (crowd.sex == Sex.MAN)].min() >= 63
    assert age[is_retired & (crowd.sex == Sex.WOMAN)].min() >= 58


def test_nobody_is_too_old_for_the_trade(crowd: People, age: np.ndarray) -> None:
    assert (age <= works().oldest[crowd.work]).all()


def test_every_trade_and_place_has_somebody(crowd: People) -> None:
    assert np.bincount(crowd.work, minlength=len(works().low)).min() > 50
    assert np.bincount(crowd.home, minlength=len(stocks.rows("places"))).min() > 50


def test_trades_have_their_share_of_women(crowd: People) -> None:
    is_woman = crowd.sex == Sex.WOMAN

    assert is_woman[crowd.work == places("护士")].mean() > 0.9
    assert is_woman[crowd.work == places("货车司机")].mean() < 0.05


def test_half_were_born_where_they_live(crowd: People) -> None:
    assert abs((crowd.home == crowd.origin).mean() - 0.51) < 0.02


def test_the_young_are_mostly_single(crowd: People, age: np.ndarray) -> None:
    is_single = crowd.family == Family.SINGLE

    assert is_single[age < 27].mean() > 0.8
    assert is_single[age > 35].mean() < 0.15


@pytest.mark.parametrize(
    ("yuan", "tax"), [(5_000, 0), (8_000, 90), (17_000, 990), (20_000, 1_590), (4_000, 0)]
)
def test_tax_is_that_of_the_monthly_table(yuan: int, tax: int) -> None:
    assert tax_fen(np.array([yuan * 100])) == [tax * 100]


def test_what_is_left_after_tax_tells_what_was_taxed() -> None:
    pay = np.arange(0, 3_000_000, 777)

    found = taxable_fen(net_fen(pay, np.zeros_like(pay), np.ones(len(pay), dtype=bool)))

    np.testing.assert_allclose(found, pay, atol=1)


def test_only_employees_pay_insurance(crowd: People) -> None:
    is_self_employed = works().is_self_employed[crowd.work]
    is_taxed, is_retired = works().is_taxed[crowd.work], works().is_retired[crowd.work]
    insured = crowd.gross_fen - taxable_fen(crowd.net_fen)
    share = insured / crowd.gross_fen

    assert np.abs(insured[is_self_employed & is_taxed]).max() <= 1
    assert (crowd.net_fen == crowd.gross_fen)[~is_taxed].all()
    assert is_retired[~is_taxed].any()
    assert is_self_employed[~is_taxed].any()
    is_employee = ~(is_self_employed | is_retired)
    assert share[is_employee].min() > 0.07
    assert share[is_employee].max() < 0.19


def test_the_application_states_about_what_is_earned(crowd: People) -> None:
    ratio = crowd.stated_income_fen / crowd.gross_fen

    assert ratio.min() > 0.95
    assert ratio.max() < 1.14


def test_every_household_can_live_from_its_pay(crowd: People) -> None:
    assert (crowd.living_costs_fen > 0).all()
    assert (crowd.living_costs_fen <= 0.95 * crowd.net_fen).all()


def test_one_client_in_ten_owes_others_more_than_is_left(crowd: People) -> None:
    left = crowd.net_fen - crowd.living_costs_fen

    assert abs((crowd.elsewhere_fen > left).mean() - 0.1) < 0.01


def test_each_loan_elsewhere_asks_for_something(crowd: People) -> None:
    assert (crowd.elsewhere_fen >= crowd.elsewhere * LEAST_MONTHLY_FEN).all()
    assert (crowd.elsewhere_fen[crowd.elsewhere == 0] == 0).all()
    assert set(range(6)) <= set(crowd.elsewhere.tolist())


def test_seasons_are_what_a_year_gives_on_average() -> None:
    written = [row["season"].split() for row in stocks.rows("trades")]

    assert all(abs(sum(map(float, months)) - 12) < 1e-9 for months in written)
    assert works().season.shape == (len(written), 12)


@pytest.mark.parametrize(
    ("occupation", "best", "worst"),
    [("快递员", 11, 2), ("建筑工人", 10, 2), ("个体店主", 1, 3), ("种植户", 10, 2)],
)
def test_trades_have_their_seasons(occupation: str, best: int, worst: int) -> None:
    season = works().season[places(occupation)]

    assert season.argmax() + 1 == best
    assert season[worst - 1] == season.min()


def test_swings_go_from_the_clerk_to_the_street_vendor() -> None:
    swing = works().swing

    assert swing[places("社区工作者")] == 0.02
    assert swing[places("流动摊贩")] == swing.max() == 0.35


def test_the_same_seed_makes_the_same_people() -> None:
    one, again, other = (people(draws(seed), 500, AS_OF) for seed in (1, 1, 2))

    for name in People.__dataclass_fields__:
        np.testing.assert_array_equal(getattr(one, name), getattr(again, name))
    assert (one.gross_fen != other.gross_fen).any()
