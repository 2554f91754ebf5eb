"""A credit card: daily interest, damages on the unpaid minimum, and the total beside 24 %."""

from decimal import Decimal

import pytest

from casebook.law.interest.terms import Goes
from law.interest.cases import answer, cited, total

CARD = {
    "balance": "10000",
    "daily_pct": "0.05",
    "from": "2025-01-01",
    "until": "2025-01-31",
    "minimum_due": "1000",
    "minimum_paid": "0",
    "damages_pct": "5",
    "day_count": "365",
}


def card(**changed):
    return answer(kind="card", **CARD | changed)


def test_five_in_ten_thousand_a_day_is_18_25_percent_a_year():
    result = card()

    assert total(result, "interest") == "150.00"
    assert total(result, "annualised_simple_pct") == "18.25"
    assert "CN-INT-25" in cited(result)


def test_by_360_the_yearly_rate_is_lower_and_the_interest_is_not():
    result = card(day_count="360")

    assert total(result, "annualised_simple_pct") == "18.00"
    assert total(result, "interest") == "150.00"


def test_damages_are_reckoned_on_the_unpaid_minimum_only():
    assert total(card(minimum_paid="400"), "damages") == "30.00"
    assert total(card(minimum_paid="1000"), "damages") == "0.00"
    assert total(card(minimum_paid="1200"), "damages") == "0.00"


def test_all_in_is_set_beside_24_percent_and_the_excess_is_cut_on_request_only():
    result = card()

    # 200 in 30 days on 10,000: 24.33 % a year; 24 % would be 197.26
    assert total(result, "all_in_pct") == "24.33"
    assert total(result, "above_line") == "2.74"
    assert result.goes == {
        Goes.PRINCIPAL: 10000,
        Goes.INTEREST: 150,
        Goes.DAMAGES: Decimal("47.26"),
        Goes.ON_REQUEST: Decimal("2.74"),
    }
    assert {"CN-INT-11", "CN-INT-12"} <= cited(result)


def test_below_the_line_nothing_lies_above_it():
    result = card(minimum_paid="1000")

    assert total(result, "all_in_pct") == "18.25"
    assert total(result, "above_line") == "0.00"


def test_four_times_the_lpr_is_no_matter_for_a_card():
    assert "CN-INT-04" not in cited(card())


@pytest.mark.parametrize(("until", "interest"), [("2025-01-01", "0.00"), ("2025-01-02", "5.00")])
def test_the_last_day_bears_no_interest(until, interest):
    assert total(card(until=until), "interest") == interest


def test_over_no_days_there_is_no_yearly_cost():
    assert total(card(until="2025-01-01"), "all_in_pct") is None


def test_half_a_fen_is_rounded_up():
    assert total(card(balance="10", until="2025-01-02"), "interest") == "0.01"  # 0.005
    assert total(card(balance="9.99", until="2025-01-02"), "interest") == "0.00"
