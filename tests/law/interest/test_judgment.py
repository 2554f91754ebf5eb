"""A judgment debt paid late: the doubled part, and what payments meet first."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.errors import DataError
from law.interest.cases import answer, cited, total


def judgment(**changed):
    case = {"money": "50000", "from": "2026-04-01", "until": "2026-07-09"}
    return answer(kind="judgment", **case | changed)


def test_g11_a_hundred_days_late():
    result = judgment()

    assert total(result, "days") == 100
    assert total(result, "doubled_part") == "875.00"
    assert cited(result) == {"CN-INT-26"}


def test_the_first_day_late_counts_as_one():
    # The period ended on 31 March; paid on 1 April: one day, 50,000 × 0.0175 % = 8.75.
    assert total(judgment(until="2026-04-01"), "doubled_part") == "8.75"


def test_a_part_payment_stops_the_doubled_part_on_that_part_from_the_next_day():
    result = judgment(paid=[{"on": "2026-05-01", "amount": "10000"}])

    # 31 days on 50,000 (271.25) and 69 on 40,000 (483.00)
    assert [(row.days, str(row.interest)) for row in result.rows] == [
        (31, "271.25"),
        (69, "483.00"),
    ]
    assert total(result, "doubled_part") == "754.25"
    assert total(result, "money_left") == "40000.00"


def test_payments_meet_the_judgment_money_before_the_doubled_part():
    result = judgment(paid=[{"on": "2026-05-01", "amount": "50100"}])

    assert total(result, "money_left") == "0.00"
    assert total(result, "doubled_part") == "271.25"
    assert total(result, "doubled_left") == "171.25"
    assert "CN-INT-27" in cited(result)


def test_what_exceeds_both_is_a_surplus():
    result = judgment(paid=[{"on": "2026-05-01", "amount": "60000"}])

    assert total(result, "doubled_left") == "0.00"
    assert total(result, "surplus") == "9728.75"


def test_once_the_money_is_paid_nothing_more_accrues():
    early = judgment(paid=[{"on": "2026-05-01", "amount": "50000"}])
    later = judgment(paid=[{"on": "2026-05-01", "amount": "50000"}], until="2027-05-01")

    assert total(early, "doubled_part") == total(later, "doubled_part") == "271.25"


def test_two_payments_of_one_day_are_one():
    twice = judgment(paid=[{"on": "2026-05-01", "amount": "4000"},
                           {"on": "2026-05-01", "amount": "6000"}])  # fmt: skip

    assert total(twice, "doubled_part") == "754.25"


def test_a_fen_is_rounded_half_up_once_a_row():
    # 100 × 0.0175 % × 2 = 0.035
    assert total(judgment(money="100", until="2026-04-02"), "doubled_part") == "0.04"


def test_the_days_before_the_interpretation_are_refused():
    with pytest.raises(DataError, match="from: is 2014-07-31, expected 2014-08-01 or later"):
        judgment(**{"from": "2014-07-31"})


@pytest.mark.parametrize("on", ["2026-03-31", "2026-07-10"])
def test_a_payment_outside_the_days_reckoned_is_refused(on):
    with pytest.raises(DataError, match=r"paid no\. 1: on: is .* expected a day from 2026-04-01"):
        judgment(paid=[{"on": on, "amount": "1"}])


payments = st.lists(
    st.tuples(st.integers(0, 99), st.decimals("0.01", "30000", places=2)), max_size=5
)


@given(payments)
def test_day_by_day_the_doubled_part_comes_to_the_same(drawn):
    paid = [(date(2026, 4, 1) + timedelta(after), amount) for after, amount in drawn]
    left, exact = Decimal(50000), Decimal(0)
    for after in range(100):
        day = date(2026, 4, 1) + timedelta(after)
        exact += max(left, Decimal(0)) * Decimal("0.000175")
        left -= sum(amount for on, amount in paid if on == day)

    result = judgment(paid=[{"on": on, "amount": amount} for on, amount in paid])

    rounding = Decimal("0.005") * len(result.rows)
    assert abs(result.totals["doubled_part"] - exact) <= rounding
    whole = sum((amount for _, amount in paid), Decimal(0))
    kept = 50000 + result.totals["doubled_part"]
    kept -= result.totals["money_left"] + result.totals["doubled_left"]
    assert kept + result.totals["surplus"] == whole
