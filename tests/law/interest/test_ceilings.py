"""Which ceiling holds for whose loan, and on which days."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest

from casebook.law.interest.ceilings import LINE_FROM, MICROLOAN_FROM, NEW_RULES, ceilings
from casebook.law.interest.terms import Lender
from casebook.law.rules import rule
from law.interest.cases import answer, cited

LOCAL = ["pawnshop", "financing-guarantee", "finance-lease", "commercial-factoring", "local-amc"]


def ceiling(lender, contract, **more):
    return answer(kind="ceiling", lender=lender, contract=contract, **more)


def spans(result):
    return [(row.from_.isoformat(), row.last and row.last.isoformat(), row.rate_pct)
            for row in result.rows]  # fmt: skip


@pytest.mark.parametrize(
    ("contract", "expected"),
    [
        ("2020-08-20", "15.4"),
        ("2021-12-19", "15.4"),
        ("2021-12-20", "15.2"),
        ("2022-09-01", "14.6"),
        ("2023-07-01", "14.2"),
        ("2024-10-20", "13.4"),
        ("2024-11-01", "12.4"),
        ("2025-06-01", "12.0"),
    ],
)
def test_g5_four_times_the_lpr_of_the_day_of_the_contract(contract, expected):
    result = ceiling("private", contract)

    assert result.totals["ceiling_pct"] == Decimal(expected)
    assert spans(result) == [(contract, None, Decimal(expected))]
    assert "CN-INT-04" in cited(result)


@pytest.mark.parametrize(
    ("contract", "expected"),
    [
        ("2022-01-19", "15.2"),
        ("2022-01-20", "14.8"),
        ("2022-08-21", "14.8"),
        ("2022-08-22", "14.6"),
        ("2023-06-20", "14.2"),
        ("2023-08-20", "14.2"),
        ("2023-08-21", "13.8"),
        ("2024-07-21", "13.8"),
        ("2024-07-22", "13.4"),
        ("2024-10-21", "12.4"),
        ("2025-05-19", "12.4"),
        ("2025-05-20", "12"),
        ("2026-08-20", "12"),
    ],
)
def test_the_ceiling_changes_on_the_day_of_the_lpr_and_not_before(contract, expected):
    assert ceiling("private", contract).totals["ceiling_pct"] == Decimal(expected)


def test_the_day_of_suit_does_not_move_the_ceiling_of_a_newer_contract():
    filed = ceiling("private", "2022-03-01", filed="2025-06-01")

    assert spans(filed) == spans(ceiling("private", "2022-03-01"))


def test_an_older_contract_has_two_ceilings_the_second_by_the_day_of_suit():
    result = ceiling("private", "2019-05-01", filed="2024-03-01")

    assert spans(result) == [
        ("2019-05-01", "2020-08-19", Decimal(24)),
        ("2020-08-20", None, Decimal("13.8")),  # 4 × 3.45
    ]
    assert result.totals["ceiling_pct"] == Decimal("13.8")
    assert "CN-INT-08" in cited(result)


def test_the_last_day_of_the_old_contracts_is_19_august_2020():
    assert len(ceiling("private", "2020-08-19", filed="2021-12-20").rows) == 2
    assert len(ceiling("private", "2020-08-20", filed="2021-12-20").rows) == 1


def test_a_suit_before_the_new_rules_stays_under_the_old_ones():
    result = ceiling("private", "2019-05-01", filed="2020-08-19")

    assert spans(result) == [("2019-05-01", None, Decimal(24))]


def test_a_suit_on_the_first_day_of_the_new_rules_is_under_them():
    result = ceiling("private", "2019-05-01", filed="2020-08-20")

    assert [row.rate_pct for row in result.rows] == [24, Decimal("15.4")]


def test_without_a_day_of_suit_the_second_ceiling_is_not_guessed():
    result = ceiling("private", "2019-05-01")

    assert [row.rate_pct for row in result.rows] == [Decimal(24), None]
    assert "没有填写起诉日期" in result.steps[-1].text.zh


def test_a_contract_older_than_the_old_interpretation_is_not_known_here():
    assert ceiling("private", "2015-08-31", filed="2024-03-01").rows[0].rate_pct is None
    assert ceiling("private", "2015-09-01", filed="2024-03-01").rows[0].rate_pct == 24


def test_beyond_the_table_the_program_says_that_it_does_not_know():
    result = ceiling("private", "2026-08-21")

    assert result.totals["ceiling_pct"] is None
    assert "2026年8月21日" in result.steps[-1].text.zh
    assert "not assumed" in result.steps[-1].text.en


def test_a_rate_with_one_source_is_marked_and_one_with_two_is_not():
    assert "only one source" in ceiling("private", "2026-04-21").steps[-1].text.en
    assert "only one source" not in ceiling("private", "2026-04-20").steps[-1].text.en


@pytest.mark.parametrize("lender", ["bank", "consumer-finance"])
def test_a_licensed_lender_has_a_line_that_a_court_draws_on_request_only(lender):
    result = ceiling(lender, "2024-11-01")

    assert spans(result) == [("2024-11-01", None, Decimal(24))]
    assert not result.rows[0].is_automatic
    assert {"CN-INT-09", "CN-INT-11"} <= cited(result)
    assert "CN-INT-04" not in cited(result)


def test_a_private_ceiling_needs_no_request():
    assert ceiling("private", "2024-11-01").rows[0].is_automatic


def test_before_the_opinions_of_2017_there_is_no_line_of_24():
    assert ceiling("bank", "2016-01-01", filed="2017-08-03").rows[0].rate_pct is None
    assert ceiling("bank", "2016-01-01", filed="2017-08-04").rows[0].rate_pct == 24


def test_facilitated_bank_loans_are_mentioned_from_october_2025():
    assert "CN-INT-13" in cited(ceiling("bank", "2025-10-01"))
    assert "CN-INT-13" not in cited(ceiling("bank", "2025-09-30"))
    assert "CN-INT-13" not in cited(ceiling("consumer-finance", "2025-10-01"))


def test_the_microloan_ladder():
    before = ceiling("microloan", "2025-12-23")
    now = ceiling("microloan", "2025-12-24")
    eve = ceiling("microloan", "2027-12-31")
    after = ceiling("microloan", "2028-01-01")

    assert "CN-INT-14" not in cited(before)
    assert [each.totals["ceiling_pct"] for each in (before, now, eve)] == [24, 24, 24]
    assert {"CN-INT-10", "CN-INT-14"} <= cited(now)
    assert after.totals["ceiling_pct"] is None  # four times a rate not yet known
    assert not now.rows[0].is_automatic


@pytest.mark.parametrize("lender", [*LOCAL, "microloan"])
def test_the_seven_local_kinds_are_outside_private_lending(lender):
    result = ceiling(lender, "2024-11-01")

    assert "CN-INT-10" in cited(result)
    assert result.totals["ceiling_pct"] != Decimal("12.4")


@pytest.mark.parametrize("lender", LOCAL)
def test_where_no_ceiling_was_found_none_is_given(lender):
    assert ceiling(lender, "2024-11-01").rows[0].rate_pct is None


@pytest.mark.parametrize("lender", Lender)
@pytest.mark.parametrize("contract", [date(2014, 1, 1), date(2019, 1, 1), date(2026, 1, 1)])
@pytest.mark.parametrize("filed", [None, date(2026, 2, 1)])
def test_ceilings_follow_one_another_from_the_contract_on_without_a_gap(lender, contract, filed):
    found = ceilings(lender, contract, filed)

    assert found[0].from_ == contract
    assert found[-1].last is None
    for earlier, later in pairwise(found):
        assert earlier.last + timedelta(1) == later.from_


def test_the_days_in_the_code_are_those_of_the_pack():
    assert rule("CN-INT-11").in_force_from == LINE_FROM
    assert rule("CN-INT-14").in_force_from == MICROLOAN_FROM
    assert NEW_RULES.strftime("%Y年%-m月%-d日") in rule("CN-INT-08").text.zh


def test_a_ceiling_in_json_names_its_rules_and_says_whether_it_holds_by_itself():
    row = ceiling("private", "2024-11-01").to_dict()["rows"][0]

    assert row == {
        "from": "2024-11-01",
        "last": None,
        "rate_pct": "12.40",
        "standing": "four-times-lpr",
        "lpr_on": "2024-11-01",
        "automatic": True,
        "rules": ["CN-INT-04"],
    }
