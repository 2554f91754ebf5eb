"""A payment that does not cover everything: order, shares, and no fen lost."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.law.interest.terms import Goes, Security
from law.interest.cases import answer, cited, total


def debt(name, principal="1000", **changed):
    return {
        "name": name,
        "costs": "0",
        "interest": "0",
        "principal": principal,
        "due": "2024-01-01",
        "security": "none",
        "burden_pct": "10",
    } | changed


def pay(payment, *debts, **more):
    return answer(
        kind="allocation", payment=payment, paid_on="2025-01-01", debts=list(debts), **more
    )


def order(result):
    return [row.debt for row in result.rows]


def paid(result):
    return {row.debt: str(row.paid) for row in result.rows}


def test_g10_costs_then_interest_then_principal():
    result = pay("5000", debt("loan", "20000", costs="500", interest="2000"))

    (row,) = result.rows
    assert (row.costs_paid, row.interest_paid, row.principal_paid) == (500, 2000, 2500)
    assert str(row.principal_left) == "17500.00"
    assert total(result, "left_owing") == "17500.00"
    assert "CN-INT-19" in cited(result)


@pytest.mark.parametrize(
    ("payment", "parts"),
    [
        ("499.99", ("499.99", "0.00", "0.00")),
        ("500", ("500.00", "0.00", "0.00")),
        ("500.01", ("500.00", "0.01", "0.00")),
        ("2500.01", ("500.00", "2000.00", "0.01")),
        ("22500", ("500.00", "2000.00", "20000.00")),
    ],
)
def test_each_part_is_full_before_the_next_gets_a_fen(payment, parts):
    (row,) = pay(payment, debt("loan", "20000", costs="500", interest="2000")).rows

    assert (str(row.costs_paid), str(row.interest_paid), str(row.principal_paid)) == parts


def test_an_agreed_order_of_the_parts_wins():
    result = pay(
        "5000",
        debt("loan", "20000", costs="500", interest="2000"),
        agreed_order=["principal", "interest", "costs"],
    )

    assert str(result.rows[0].principal_left) == "15000.00"
    assert result.goes[Goes.PRINCIPAL_PAID] == 5000


def test_a_surplus_is_told():
    result = pay("1200.50", debt("loan"))

    assert total(result, "surplus") == "200.50"
    assert total(result, "left_owing") == "0.00"
    assert result.goes[Goes.SURPLUS] == Decimal("200.50")
    assert "200.50" in result.steps[-1].text.zh


def test_the_debtor_s_choice_comes_first_even_of_a_debt_not_yet_due():
    result = pay(
        "1500", debt("old"), debt("new", due="2026-01-01", security="mortgage"), designated=["new"]
    )

    assert paid(result) == {"new": "1000.00", "old": "500.00"}
    assert "CN-INT-20" in cited(result)


def test_several_named_debts_are_paid_in_the_order_named():
    result = pay("1500", debt("a"), debt("b"), debt("c"), designated=["c", "a"])

    assert paid(result) == {"c": "1000.00", "a": "500.00", "b": "0.00"}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param({"due": "2025-01-01", "security": "mortgage"},
                     {"due": "2025-01-02"}, id="due on the day is due"),
        pytest.param({"due": "2024-12-31", "security": "mortgage"},
                     {"due": "2025-06-01"}, id="due beats unsecured"),
        pytest.param({"security": "none"}, {"security": "guarantee"}, id="no security first"),
        pytest.param({"security": "guarantee"}, {"security": "mortgage"}, id="least security"),
        pytest.param({"security": "none", "burden_pct": "1"},
                     {"security": "guarantee", "burden_pct": "30"}, id="security beats burden"),
        pytest.param({"burden_pct": "18"}, {"burden_pct": "17.99"}, id="heaviest burden"),
        pytest.param({"burden_pct": "18", "due": "2024-06-01"},
                     {"burden_pct": "17", "due": "2023-06-01"}, id="burden beats age"),
        pytest.param({"due": "2023-12-31"}, {"due": "2024-01-01"}, id="earliest due"),
    ],
)  # fmt: skip
def test_the_order_by_law(first, second):
    result = pay("100", debt("second", **second), debt("first", **first))

    assert order(result) == ["first", "second"]
    assert paid(result) == {"first": "100.00", "second": "0.00"}


def test_equals_share_in_proportion_to_what_is_owed():
    result = pay("900", debt("a", "1000"), debt("b", "2000"))

    assert paid(result) == {"a": "300.00", "b": "600.00"}


def test_a_fen_that_does_not_divide_goes_to_whoever_lost_most():
    result = pay("100", debt("a", "1000"), debt("b", "1000"), debt("c", "1000"))

    assert paid(result) == {"a": "33.34", "b": "33.33", "c": "33.33"}


def test_within_a_share_costs_and_interest_still_come_first():
    result = pay("600", debt("a", "800", costs="50", interest="150"), debt("b", "1000"))

    first = result.rows[0]
    assert (first.costs_paid, first.interest_paid, first.principal_paid) == (50, 150, 100)


def test_equals_fully_paid_leave_the_rest_to_the_next():
    result = pay("2500", debt("a"), debt("b"), debt("c", security="guarantee"))

    assert paid(result) == {"a": "1000.00", "b": "1000.00", "c": "500.00"}


def test_a_debt_of_nothing_gets_nothing():
    assert paid(pay("10", debt("a", "0"), debt("b", "0"))) == {"a": "0.00", "b": "0.00"}


amounts = st.decimals("0", "5000", places=2)
debts = st.builds(
    debt,
    st.just(""),
    amounts,
    costs=amounts,
    interest=amounts,
    due=st.sampled_from([date(2023, 1, 1), date(2024, 1, 1), date(2025, 6, 1)]),
    security=st.sampled_from(Security),
    burden_pct=st.sampled_from(["5", "10"]),
)
several = st.lists(debts, min_size=1, max_size=6).map(
    lambda each: [one | {"name": f"d{place}"} for place, one in enumerate(each)]
)


@given(several, st.decimals("0.01", "60000", places=2))
def test_the_allocation_sums_to_the_payment(given_debts, payment):
    result = pay(payment, *given_debts)

    parts = sum(row.costs_paid + row.interest_paid + row.principal_paid for row in result.rows)
    assert parts + result.totals["surplus"] == payment
    assert sum(result.goes.values()) == payment
    owed = {one["name"]: one["costs"] + one["interest"] + one["principal"] for one in given_debts}
    for row in result.rows:
        left = row.costs_left + row.interest_left + row.principal_left
        assert row.paid + left == owed[row.debt]
        assert min(row.paid, row.costs_left, row.interest_left, row.principal_left) >= 0
    if result.totals["surplus"]:
        assert result.totals["left_owing"] == 0


@given(several, st.decimals("0.01", "20000", places=2), st.randoms(use_true_random=False))
def test_the_order_of_the_list_moves_at_most_a_fen(given_debts, payment, random):
    shuffled = random.sample(given_debts, len(given_debts))

    here, there = (
        {row.debt: row.paid for row in pay(payment, *each).rows} for each in (given_debts, shuffled)
    )

    assert all(abs(here[name] - there[name]) <= Decimal("0.01") for name in here)


@given(st.lists(st.integers(1, 10**8), min_size=2, max_size=6), st.data())
def test_a_share_is_within_a_fen_of_the_exact_proportion(fens, data):
    payment = data.draw(st.integers(1, sum(fens)))
    equals = [debt(f"d{place}", str(Decimal(fen) / 100)) for place, fen in enumerate(fens)]

    rows = pay(Decimal(payment) / 100, *equals).rows

    for row, fen in zip(rows, fens, strict=True):
        assert abs(Fraction(row.paid) * 100 - Fraction(payment * fen, sum(fens))) < 1
