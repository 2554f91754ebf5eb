"""What a loan costs: the internal rate of what was received and what is paid."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.errors import DataError
from casebook.law.days import months_after
from casebook.law.interest.terms import Goes
from law.interest.cases import answer, cited, total


def cost(received, *flows, on="2025-01-15"):
    return answer(
        kind="cost",
        received=received,
        on=on,
        flows=[{"on": when, "amount": amount} for when, amount in flows],
    )


def monthly(received, amount, count, on=date(2025, 1, 15)):
    return cost(received, *((months_after(on, k), amount) for k in range(1, count + 1)), on=on)


def level(principal, rate_pct, count):
    """The level instalment of an annuity at `rate_pct` percent a month."""
    rate = rate_pct / 100
    return round(principal * rate / (1 - (1 + rate) ** -count), 2)


def test_one_payment_after_a_year():
    result = cost("10000", ("2026-01-15", "11200"))

    # 12 % in twelve months: 12 × (1.12 ^ (1/12) − 1) = 11.39 %
    assert total(result, "irr_effective") == "12.00"
    assert total(result, "irr_monthly_x12") == "11.39"
    assert total(result, "simple_annualised") == "12.00"
    assert round(1200 * (1.12 ** (1 / 12) - 1), 2) == 11.39


def test_one_payment_after_a_month():
    result = cost("10000", ("2025-02-15", "10200"))

    assert total(result, "irr_monthly_x12") == "24.00"
    assert total(result, "irr_effective") == "26.82"  # 1.02 ^ 12 − 1
    assert total(result, "simple_annualised") == "24.00"


@pytest.mark.parametrize("rate_pct", [0.5, 1.0, 1.5, 2.0, 3.0])
@pytest.mark.parametrize("count", [3, 12, 36])
def test_an_annuity_gives_back_the_rate_it_was_made_with(rate_pct, count):
    result = monthly("10000", str(level(10000, rate_pct, count)), count)

    assert float(total(result, "irr_monthly_x12")) == pytest.approx(12 * rate_pct, abs=0.011)
    effective = 100 * ((1 + rate_pct / 100) ** 12 - 1)
    assert float(total(result, "irr_effective")) == pytest.approx(effective, abs=0.016)


def test_a_fee_taken_at_the_start_raises_the_cost():
    # 10,000 on paper at 1 % a month, of which 9,500 arrive.
    result = monthly("9500", str(level(10000, 1.0, 12)), 12)

    assert float(total(result, "irr_monthly_x12")) > 21


def test_a_monthly_fee_of_one_percent_of_the_first_principal_is_not_12_percent():
    # 12 × (10,000 / 12 + 100): the classic trap
    result = monthly("10000", "933.33", 12)

    assert total(result, "financing_cost") == "1199.96"
    assert float(total(result, "irr_monthly_x12")) > 21
    # 1,199.96 on an average of 10,000 × 6.5 / 12 in use
    assert total(result, "simple_annualised") == "22.15"


def test_as_much_back_as_was_received_costs_nothing():
    result = monthly("12000", "1000", 12)

    assert total(result, "irr_effective") == total(result, "simple_annualised") == "0.00"


def test_less_back_than_was_received_has_a_negative_rate():
    result = cost("10000", ("2026-01-15", "9000"))

    assert total(result, "irr_effective") == "-10.00"
    assert result.goes == {Goes.PRINCIPAL: 9000, Goes.FINANCING: 0}


def test_a_week_s_loan_is_reckoned_by_its_days():
    result = cost("1000", ("2025-01-22", "1050"))

    # 7 of the 31 days of the month: 1.05 ^ (31/7) − 1 a month
    assert float(total(result, "irr_monthly_x12")) == pytest.approx(
        1200 * (1.05 ** (31 / 7) - 1), abs=0.006
    )


def test_a_month_that_has_no_such_day_ends_on_its_last():
    result = cost("10000", ("2025-02-28", "10200"), on="2025-01-31")

    assert total(result, "irr_monthly_x12") == "24.00"


def test_the_present_values_add_up_to_what_was_received():
    result = monthly("10000", "900", 12)

    assert abs(sum(row.present_value for row in result.rows) - 10000) <= Decimal("0.06")


def test_the_order_of_the_payments_does_not_matter():
    there = cost("10000", ("2025-02-15", "5000"), ("2025-03-15", "5500"))
    back = cost("10000", ("2025-03-15", "5500"), ("2025-02-15", "5000"))

    assert there == back


def test_the_statement_of_cost_is_mentioned_once_it_is_law():
    assert "CN-INT-15" in cited(cost("1", ("2026-09-01", "1"), on="2026-08-01"))
    assert "CN-INT-15" not in cited(cost("1", ("2026-09-01", "1"), on="2026-07-31"))


def test_a_payment_on_the_first_day_is_refused():
    with pytest.raises(DataError, match="expected a day after 2025-01-15"):
        cost("10000", ("2025-01-15", "500"))


def test_a_cost_beyond_all_loans_is_refused():
    with pytest.raises(DataError, match="costs more than 10,000 times"):
        cost("0.01", ("2025-01-16", "1000000"))


@given(
    st.decimals("1", "100000", places=2),
    st.lists(
        st.tuples(st.integers(20, 1000), st.decimals("1", "100000", places=2)),
        min_size=1,
        max_size=6,
    ),
)
def test_at_the_rate_found_the_payments_are_worth_what_was_received(received, later):
    flows = [(date.fromordinal(date(2025, 1, 15).toordinal() + n), amount) for n, amount in later]
    try:
        result = cost(received, *flows)
    except DataError:  # some draws cost more than any loan
        return

    worth = sum(row.present_value for row in result.rows)
    assert abs(worth - received) <= Decimal("0.005") * len(later) + Decimal("0.000001")
