"""Notes written anew: what of the later ones is principal, and the most in all."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.errors import DataError
from casebook.law.interest.terms import Goes
from law.interest.cases import answer, cited, total


def notes(*written, **more):
    """Notes of a year each from 1 March 2022 on, given as (principal, rate)."""
    return answer(
        kind="re-papered",
        lender="private",
        notes=[
            {
                "on": f"{2022 + place}-03-01",
                "until": f"{2023 + place}-03-01",
                "principal": principal,
                "rate_pct": rate,
            }
            for place, (principal, rate) in enumerate(written)
        ],
        **more,
    )


def test_g9_interest_above_the_ceiling_does_not_become_principal():
    result = notes(("10000", "20"), ("12000", "20"))

    assert total(result, "principal_supported") == "11480.00"
    assert total(result, "total_ceiling") == "12960.00"
    assert total(result, "total_supported") == "12960.00"
    assert total(result, "total_claimed") == "14400.00"
    assert cited(result) == {"CN-INT-04", "CN-INT-07"}


def test_within_the_ceiling_the_later_note_counts_as_it_is_written():
    result = notes(("10000", "10"), ("11000", "10"))

    assert total(result, "principal_supported") == "11000.00"
    assert total(result, "total_supported") == "12100.00"
    assert total(result, "unsupported_interest") == "0.00"


def test_the_total_is_held_even_where_no_single_note_is_above_the_ceiling():
    result = notes(("10000", "14"), ("11400", "14"), ("12996", "14"))

    # 10,000 × 1.14 × 1.14 × 1.14 = 14,815.44; the most is 10,000 × (1 + 3 × 14.8 %)
    assert total(result, "principal_supported") == "12996.00"
    assert total(result, "total_ceiling") == "14440.00"
    assert total(result, "total_supported") == "14440.00"


def test_each_note_has_the_ceiling_of_its_own_day_and_the_total_that_of_the_first():
    result = notes(("10000", "20"), ("12000", "20"), ("14000", "20"))

    # LPR 3.70, 3.65, 3.45: 10,000 × 1.148 × 1.146 = 13,156.08, then × 1.138
    assert [str(row.ceiling_pct) for row in result.rows] == ["14.80", "14.60", "13.80"]
    assert total(result, "principal_supported") == "13156.08"
    assert total(result, "total_ceiling") == "14440.00"
    assert total(result, "total_supported") == "14440.00"


def test_money_added_on_paper_alone_is_no_principal():
    assert total(notes(("10000", "10"), ("15000", "10")), "principal_supported") == "11000.00"


def test_a_note_lowered_by_a_payment_counts_as_it_is_written():
    result = notes(("10000", "20"), ("5000", "20"))

    assert total(result, "principal_supported") == "5000.00"
    assert total(result, "total_supported") == "5730.00"  # 5,000 × 1.146
    assert result.goes[Goes.PRINCIPAL] == 5730


def test_by_365_the_leap_day_of_the_second_note_counts():
    result = notes(("10000", "20"), ("12000", "20"), day_count="365")

    # 731 days at 14.8 %: 2,964.05
    assert total(result, "total_ceiling") == "12964.05"
    assert round(Fraction(1480 * 731, 365), 2) == Fraction("2964.05")


def test_full_years_need_no_day_count_and_broken_ones_do():
    note = {"on": "2022-03-01", "until": "2023-03-02", "principal": "1", "rate_pct": "1"}

    with pytest.raises(DataError, match="day_count: is missing, expected one of 365, 360, actual"):
        answer(kind="re-papered", lender="private", notes=[note])


def test_notes_must_follow_one_another_without_a_gap():
    first = {"on": "2022-03-01", "until": "2023-02-28", "principal": "1", "rate_pct": "1"}
    second = {"on": "2023-03-01", "until": "2024-03-01", "principal": "1", "rate_pct": "1"}

    with pytest.raises(DataError, match=r"notes no\. 2: on: is 2023-03-01, expected 2023-02-28"):
        answer(kind="re-papered", lender="private", notes=[first, second], day_count="365")


@pytest.mark.parametrize("on", ["2020-08-19", "2026-08-21"])
def test_a_note_whose_ceiling_is_not_known_is_refused(on):
    note = {"on": on, "until": "2027-01-01", "principal": "1", "rate_pct": "1"}

    with pytest.raises(DataError, match="expected a day from 2020-08-20 to 2026-08-20"):
        answer(kind="re-papered", lender="private", notes=[note], day_count="365")


def test_the_rule_is_for_private_lenders():
    note = {"on": "2022-03-01", "until": "2023-03-01", "principal": "1", "rate_pct": "1"}

    with pytest.raises(DataError, match="lender: is not private"):
        answer(kind="re-papered", lender="bank", notes=[note])


written = st.tuples(st.decimals("1", "100000", places=2), st.decimals("0", "60", places=2))


@given(st.lists(written, min_size=1, max_size=4))
def test_no_chain_of_notes_beats_the_first_principal_at_its_ceiling(chain):
    result = notes(*chain)

    first = Fraction(chain[0][0])
    most = first * (1 + Fraction("0.148") * len(chain)) + Fraction(1, 200)
    assert Fraction(result.totals["total_supported"]) <= most
    assert result.totals["total_supported"] <= result.totals["total_claimed"]
    assert sum(result.goes.values()) == result.totals["total_claimed"]
    assert min(result.goes.values()) >= 0
