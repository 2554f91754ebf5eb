"""One loan: what is agreed, what is supported, and where each yuan goes."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.law.interest.terms import Charge, Goes, Lender
from law.interest.cases import answer, by_days, cited, loan, total

CHARGES = (Goes.INTEREST, Goes.DAMAGES, Goes.FEES, Goes.UNSUPPORTED, Goes.ON_REQUEST,
           Goes.UNDETERMINED)  # fmt: skip


def late(**overdue):
    """A private loan of 20,000 made on 1 June 2025 and in default from that day, for a year."""
    return loan(
        **{"contract": "2025-06-01", "from": "2025-06-01", "until": "2026-06-01"},
        principal="20000",
        rate_pct=None,
        overdue={"from": "2025-06-01"} | overdue,
    )


def test_g6_the_ceiling_cuts_24_to_12_4_percent():
    result = loan()

    assert total(result, "agreed_interest") == "7200.00" == by_days(30000, 24, 365)
    assert total(result, "supported_interest") == "3720.00" == by_days(30000, "12.4", 365)
    assert total(result, "unsupported_interest") == "3480.00"
    assert "CN-INT-04" in cited(result)


def test_g7_what_was_deducted_in_advance_is_no_principal():
    result = loan(principal="10000", deducted_in_advance="3000")

    assert total(result, "principal") == "7000.00"
    assert total(result, "supported_interest") == "868.00" == by_days(7000, "12.4", 365)
    assert total(result, "agreed_interest") == "2400.00" == by_days(10000, 24, 365)
    assert result.goes[Goes.DEDUCTED] == 3000
    assert "CN-INT-03" in cited(result)


def test_interest_on_what_was_deducted_is_lost_even_below_the_ceiling():
    result = loan(principal="10000", deducted_in_advance="3000", rate_pct="10")

    assert total(result, "supported_interest") == "700.00"
    assert [row.interest for row in result.rows if row.charge is Charge.ON_DEDUCTED] == [300]
    assert result.goes[Goes.UNSUPPORTED] == 300


def test_g8_overdue_interest_and_damages_share_one_ceiling():
    result = late(rate_pct="10", damages_pct="8")

    assert total(result, "agreed_interest") == "3600.00"
    assert total(result, "supported_interest") == "2400.00" == by_days(20000, 12, 365)
    assert result.goes[Goes.INTEREST] == 2000
    assert result.goes[Goes.DAMAGES] == 400
    assert result.goes[Goes.UNSUPPORTED] == 1200
    assert "CN-INT-06" in cited(result)


def test_fees_get_what_interest_and_damages_left():
    result = late(rate_pct="9", damages_pct="2", fees="500")

    assert result.goes[Goes.INTEREST] == 1800
    assert result.goes[Goes.DAMAGES] == 400
    assert result.goes[Goes.FEES] == 200
    assert result.goes[Goes.UNSUPPORTED] == 300


def test_fees_get_nothing_where_interest_alone_fills_the_ceiling():
    result = late(rate_pct="15", fees="500")

    assert total(result, "supported_interest") == "2400.00"
    assert result.goes[Goes.FEES] == 0
    assert result.goes[Goes.UNSUPPORTED] == 1100


def test_exactly_at_the_ceiling_nothing_is_cut():
    assert total(loan(rate_pct="12.4"), "unsupported_interest") == "0.00"
    assert total(loan(rate_pct="12.41"), "unsupported_interest") == "3.00"


def test_no_rate_agreed_means_no_interest_in_the_term():
    result = loan(rate_pct=None)

    assert total(result, "agreed_interest") == "0.00"
    assert "CN-INT-02" in cited(result)


def test_no_rate_at_all_means_the_lpr_of_the_first_day_of_default():
    result = loan(rate_pct=None, overdue={"from": "2025-05-20"})

    # 165 days at 3.00 %, not the 3.10 % of the contract
    assert total(result, "supported_interest") == "406.85" == by_days(30000, 3, 165)
    assert "CN-INT-05" in cited(result)


def test_a_term_rate_alone_goes_on_after_the_due_day():
    result = loan(rate_pct="10", overdue={"from": "2025-05-01", "rate_pct": None})

    # 181 days of term and 184 of default, each row rounded by itself
    assert [str(row.interest) for row in result.rows] == ["1487.67", "1512.33"]
    assert by_days(30000, 10, 181) == "1487.67"
    assert by_days(30000, 10, 184) == "1512.33"


def test_an_agreed_overdue_rate_is_capped_too():
    result = loan(rate_pct="10", overdue={"from": "2025-05-01", "rate_pct": "15"})

    assert by_days(30000, 15, 184) == "2268.49"
    assert by_days(30000, "12.4", 184) == "1875.29"
    assert total(result, "agreed_interest") == "3756.16"  # 1,487.67 + 2,268.49
    assert total(result, "supported_interest") == "3362.96"  # 1,487.67 + 1,875.29


def test_the_term_leaves_no_room_to_default():
    result = loan(rate_pct="1", overdue={"from": "2025-05-01", "rate_pct": "20"})

    assert total(result, "supported_interest") == "2024.06"  # 148.77 + 1,875.29
    assert by_days(30000, 1, 181) == "148.77"


def test_an_older_contract_is_reckoned_in_two_stretches():
    result = loan(
        **{"contract": "2020-01-01", "from": "2020-01-01", "until": "2021-08-20"},
        principal="100000",
        filed="2022-03-01",
    )

    # To 19 August 2020 (232 days) 24 % by the old rules; then 4 × 3.70 = 14.8 % for 365 days.
    old, new = result.rows
    assert (old.days, new.days) == (232, 365)
    assert str(old.supported) == "15254.79" == by_days(100000, 24, 232)
    assert str(new.supported) == "14800.00" == by_days(100000, "14.8", 365)
    assert total(result, "unsupported_interest") == "9200.00"
    assert "CN-INT-08" in cited(result)


def test_what_the_old_ceiling_leaves_is_not_carried_into_the_new_one():
    result = loan(
        **{"contract": "2020-01-01", "from": "2020-01-01", "until": "2021-08-20"},
        principal="100000",
        rate_pct="20",
        filed="2022-03-01",
    )

    # 20 % to August 2020, well under 24 %; then 14.8 % and no more
    assert [str(row.supported) for row in result.rows] == ["12712.33", "14800.00"]
    assert by_days(100000, 20, 232) == "12712.33"


def test_fees_of_a_default_under_two_ceilings_get_what_both_left():
    result = loan(
        **{"contract": "2020-01-01", "from": "2020-01-01", "until": "2021-08-20"},
        principal="100000",
        rate_pct="0",
        overdue={"from": "2020-01-01", "rate_pct": "14", "fees": "10000"},
        filed="2022-03-01",
    )

    # 10 % over 232 days (6,356.16) and 0.8 % over 365 (800.00)
    fees = result.rows[-1]
    assert (str(fees.ceiling_pct), str(fees.room)) == ("14.80", "7156.16")
    assert result.goes[Goes.FEES] == Decimal("7156.16")


def test_above_24_the_old_rules_do_not_support_it_either():
    result = loan(
        **{"contract": "2019-01-01", "from": "2019-01-01", "until": "2020-01-01"},
        rate_pct="30",
        filed="2022-03-01",
    )

    assert total(result, "supported_interest") == "7200.00"
    assert total(result, "agreed_interest") == "9000.00"


def test_without_the_day_of_suit_support_after_august_2020_stays_open():
    result = loan(**{"contract": "2020-01-01", "from": "2020-01-01", "until": "2021-08-20"})

    assert total(result, "supported_interest") is None
    assert result.goes[Goes.UNDETERMINED] == Decimal("7200.00")
    assert str(result.goes[Goes.INTEREST]) == by_days(30000, 24, 232)


def test_beyond_the_lpr_table_support_stays_open():
    result = loan(**{"contract": "2026-09-01", "from": "2026-09-01", "until": "2027-09-01"})

    assert total(result, "agreed_interest") == "7200.00"
    assert total(result, "supported_interest") is None


def test_a_bank_s_excess_is_cut_on_request_and_not_by_itself():
    result = loan(lender="bank", rate_pct="30")

    assert total(result, "supported_interest") == "7200.00"
    assert result.goes[Goes.ON_REQUEST] == 1800
    assert result.goes[Goes.UNSUPPORTED] == 0
    assert "CN-INT-11" in cited(result)


def test_a_bank_below_24_is_not_touched_by_the_private_ceiling():
    assert total(loan(lender="bank", rate_pct="18"), "supported_interest") == "5400.00"


def test_a_bank_s_usual_surcharge_is_told_in_figures():
    result = loan(lender="bank", rate_pct="10", overdue={"from": "2025-05-01", "rate_pct": "15"})

    told = next(step for step in result.steps if "CN-INT-24" in step.rules)
    assert "13%" in told.text.en
    assert "15%" in told.text.en
    assert total(result, "agreed_interest") == "3756.16"


def test_a_pawnshop_s_interest_stays_open():
    result = loan(lender="pawnshop", rate_pct="30")

    assert total(result, "supported_interest") is None
    assert result.goes[Goes.UNDETERMINED] == 9000


@pytest.mark.parametrize(
    ("count", "expected"),
    [("365", "3001.32"), ("360", "3043.00"), ("actual", "3001.32")],
)
def test_the_day_count_is_an_argument(count, expected):
    result = loan(rate_pct="10.2", until="2025-10-25", day_count=count)

    # 3,060 a year × 358/365 or 358/360
    assert total(result, "supported_interest") == expected
    assert by_days(30000, "10.2", 358, 360 if count == "360" else 365) == expected


def test_as_they_fall_a_leap_year_is_one_year():
    result = loan(
        **{"contract": "2023-09-01", "from": "2023-09-01", "until": "2024-09-01"},
        rate_pct="10",
        day_count="actual",
    )

    assert result.rows[0].days == 366
    assert total(result, "agreed_interest") == "3000.00"


def test_by_365_the_leap_day_costs_a_day_more():
    result = loan(
        **{"contract": "2023-09-01", "from": "2023-09-01", "until": "2024-09-01"}, rate_pct="10"
    )

    assert total(result, "agreed_interest") == "3008.22" == by_days(30000, 10, 366)


def test_as_they_fall_days_left_over_are_parts_of_their_own_year():
    result = loan(
        **{"contract": "2022-09-01", "from": "2022-09-01", "until": "2023-12-01"},
        rate_pct="10",
        day_count="actual",
    )

    # one year, and 91 days of the 366 from September 2023 to September 2024
    assert total(result, "agreed_interest") == "3745.90"
    assert round(Fraction(3000) * (1 + Fraction(91, 366)), 2) == Fraction("3745.90")


def test_as_they_fall_a_year_not_yet_full_is_not_counted():
    result = loan(
        **{"contract": "2022-09-01", "from": "2022-09-01", "until": "2024-03-01"},
        rate_pct="10",
        day_count="actual",
    )

    # one year, and 182 of 366 days
    assert total(result, "agreed_interest") == "4491.80"
    assert round(Fraction(3000) * (1 + Fraction(182, 366)), 2) == Fraction("4491.80")


def test_compound_interest_joins_the_principal_at_each_rest():
    result = loan(principal="10000", rate_pct="8", method="compound", compound_every_months="6")

    # 181 days on 10,000.00, then 184 on 10,396.71
    assert [str(row.base) for row in result.rows] == ["10000.00", "10396.71"]
    assert [str(row.interest) for row in result.rows] == ["396.71", "419.29"]
    assert by_days(10000, 8, 181) == "396.71"
    assert by_days("10396.71", 8, 184) == "419.29"
    assert total(result, "supported_interest") == "816.00"


def test_compound_interest_is_held_to_simple_interest_at_the_ceiling():
    result = loan(principal="10000", rate_pct="12.4", method="compound", compound_every_months="1")

    # Twelve rooms of a month each at 12.4 % on 10,000, which make up the year's 1,240.00.
    assert Decimal(total(result, "agreed_interest")) > 1300
    assert abs(Decimal(total(result, "supported_interest")) - 1240) <= Decimal("0.06")


def test_below_the_ceiling_compounding_may_use_the_room_left_earlier():
    result = loan(principal="10000", rate_pct="12", method="compound", compound_every_months="6")

    # 595.07 + 10,595.07 × 12 % × 184/365 = 640.93; in all 1,236.00, under 1,240.00
    assert total(result, "agreed_interest") == "1236.00"
    assert total(result, "unsupported_interest") == "0.00"


def test_a_loan_of_no_days_bears_nothing():
    result = loan(until="2024-11-01")

    assert result.rows == ()
    assert total(result, "supported_interest") == "0.00"


def test_half_a_fen_is_rounded_up():
    # 36.50 × 10 % × 5/365 is 0.05; 3.65 × 10 % × 5/365 is 0.005
    assert (
        total(loan(principal="36.50", rate_pct="10", until="2024-11-06"), "agreed_interest")
        == "0.05"
    )
    assert (
        total(loan(principal="3.65", rate_pct="10", until="2024-11-06"), "agreed_interest")
        == "0.01"
    )
    assert (
        total(loan(principal="3.64", rate_pct="10", until="2024-11-06"), "agreed_interest")
        == "0.00"
    )


def test_a_schedule_row_in_json_is_plain():
    row = loan().to_dict()["rows"][0]

    assert row == {
        "from": "2024-11-01",
        "until": "2025-11-01",
        "days": 365,
        "base": "30000.00",
        "rate_pct": "24",
        "interest": "7200.00",
        "charge": "interest",
        "ceiling_pct": "12.40",
        "room": "3720.00",
        "supported": "3720.00",
        "unsupported": "3480.00",
        "is_automatic": True,
    }


def test_the_steps_carry_the_figures_of_the_case():
    told = " ".join(step.text.zh for step in loan().steps)

    for figure in ("3.10%", "12.4%", "30,000.00×24%×365/365＝7,200.00", "3,480.00"):
        assert figure in told


money = st.decimals("1", "500000", places=2)
rates = st.decimals("0", "60", places=2)
days = st.dates(date(2016, 1, 1), date(2026, 8, 1))


@st.composite
def cases(draw):
    contract = draw(days)
    ends = draw(st.integers(0, 1500))
    until = date.fromordinal(contract.toordinal() + ends)
    default = date.fromordinal(contract.toordinal() + draw(st.integers(0, ends)))
    face = draw(money)
    case = {
        "kind": "loan",
        "lender": draw(st.sampled_from(Lender)),
        "contract": contract,
        "principal": face,
        "deducted_in_advance": min(draw(money), face - Decimal("0.01")),
        "from": contract,
        "until": until,
        "rate_pct": draw(rates),
        "method": "simple",
        "day_count": draw(st.sampled_from(["365", "360", "actual"])),
        "overdue": {"from": default, "rate_pct": draw(rates), "damages_pct": draw(rates),
                    "fees": draw(money)},
        "filed": max(contract, date(2025, 6, 1)),
    }  # fmt: skip
    if draw(st.booleans()):
        case |= {"method": "compound", "compound_every_months": draw(st.integers(1, 24))}
    return case


@given(cases())
def test_capped_is_never_above_uncapped_and_every_yuan_goes_somewhere(case):
    result = answer(**case)

    assert all(0 <= (row.supported or 0) <= row.interest for row in result.rows)
    agreed = sum((row.interest for row in result.rows), Decimal(0))
    assert result.totals["agreed_interest"] == agreed
    assert sum(result.goes[where] for where in CHARGES) == agreed
    assert result.goes[Goes.PRINCIPAL] + result.goes[Goes.DEDUCTED] == case["principal"]
    assert min(result.goes.values()) >= 0


@given(cases())
def test_what_is_supported_keeps_within_the_ceiling_on_what_was_handed_over(case):
    result = answer(**case)

    handed_over = Fraction(case["principal"] - case["deducted_in_advance"])
    known = [row for row in result.rows if row.ceiling_pct is not None]
    highest = max((Fraction(row.ceiling_pct) for row in known), default=Fraction(0))
    most = handed_over * highest / 100 * Fraction((case["until"] - case["from"]).days + 1, 360)
    fen_of_rounding = Fraction(len(result.rows) + 1, 100)
    assert sum(Fraction(row.supported) for row in known) <= most + fen_of_rounding


@given(cases(), st.decimals("0.01", "20", places=2))
def test_a_higher_agreed_rate_is_never_supported_with_less(case, more):
    result, higher = answer(**case), answer(**case | {"rate_pct": case["rate_pct"] + more})

    if result.totals["supported_interest"] is not None:
        assert higher.totals["supported_interest"] >= result.totals["supported_interest"]
