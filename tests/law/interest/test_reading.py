"""Bad input is told where, what, expected and what to do, all of it at once."""

from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from casebook.errors import DataError
from casebook.law.interest.calculate import calculate, parse
from law.interest.cases import LOAN, loan, total


def faults(case, where="loan.yaml"):
    with pytest.raises(DataError) as caught:
        calculate(case, where)
    return str(caught.value).split("\n  ")[1:]


def test_every_fault_of_a_case_is_told_at_once():
    told = faults(
        LOAN
        | {
            "lender": "loan-shark",
            "principal": "-30000",
            "rate_pct": "24%",
            "until": "2024-10-31",
            "day_count": None,
            "colour": "red",
        }
    )

    assert len(told) == 6
    assert all(fault.startswith("loan.yaml: ") and ", expected " in fault for fault in told)
    assert all("; " in fault for fault in told)


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"principal": "-1"}, "principal: is '-1', expected an amount in yuan such as 30000 "
         "or 30000.50, not negative; write digits only"),
        ({"principal": "0"}, "principal: is 0, expected an amount above 0"),
        ({"principal": "1.005"}, "principal: is '1.005', expected an amount"),
        ({"principal": "1,000"}, "principal: is '1,000', expected an amount"),
        ({"principal": True}, "principal: is True, expected an amount"),
        ({"principal": float("nan")}, "principal: is nan, expected an amount"),
        ({"principal": "1e9"}, "principal: is '1e9', expected an amount"),
        ({"principal": "１００"}, "principal: is '１００', expected an amount"),
        ({"principal": [1]}, "principal: is [1], expected an amount"),
        ({"deducted_in_advance": "30000"}, "deducted_in_advance: is 30000, expected less "
         "than 30000 (principal)"),
        ({"lender": "micro-loan"}, "did you mean microloan?"),
        ({"until": "2024-10-31"}, "until: is 2024-10-31, expected 2024-11-01 (from) or later"),
        ({"from": "2024-10-31"}, "from: is 2024-10-31, expected 2024-11-01 (contract) or later"),
        ({"filed": "2024-10-31"}, "filed: is 2024-10-31, expected 2024-11-01 (contract) or later"),
        ({"from": "2025-02-30"}, "from: is '2025-02-30', expected a date such as 2024-11-01"),
        ({"until": "9999-12-31"}, "until: is '9999-12-31', expected a date such as 2024-11-01, "
         "from 1949-10-01 to 2199-12-31"),
        ({"day_count": None}, "day_count: is null, expected one of 365, 360, actual; add "),
        ({"day_count": "366"}, "day_count: is '366', expected one of 365, 360, actual"),
        ({"method": "compound"}, "compound_every_months: is missing"),
        ({"method": "compound", "compound_every_months": "0"}, "compound_every_months: is 0, "),
        ({"compound_every_months": "3"}, "compound_every_months: is given, expected nothing for "
         "simple interest; leave it out, or write method: compound"),
        ({"overdue": {"from": "2024-10-31"}}, "overdue: from: is 2024-10-31, expected a day from "
         "2024-11-01 (from) to 2025-11-01 (until)"),
        ({"overdue": "yes"}, "overdue: is 'yes', expected a mapping of fields"),
        ({"overdue": {"from": "2025-05-01", "fee": "5"}}, "overdue: fee: is unknown, expected one "
         "of from, rate_pct, damages_pct, fees; did you mean fees?"),
        ({"jurisdiction": "UK"}, "jurisdiction: has no interest calculator, expected CN"),
        ({"kind": "loans"}, "kind: is 'loans', expected one of ceiling, loan, re-papered"),
    ],
)  # fmt: skip
def test_a_fault_says_where_what_expected_and_what_to_do(changed, expected):
    told = faults(LOAN | changed)

    assert len(told) == 1
    assert expected in told[0]


def test_a_missing_day_count_is_never_assumed():
    case = {field: value for field, value in LOAN.items() if field != "day_count"}

    assert faults(case) == [
        "loan.yaml: day_count: is missing, expected one of 365, 360, actual; add day_count"
    ]


def test_lpr_interest_of_a_day_beyond_the_table_is_refused_not_assumed():
    case = LOAN | {
        "contract": "2026-08-01",
        "from": "2026-08-01",
        "until": "2027-08-01",
        "rate_pct": None,
        "overdue": {"from": "2026-09-01"},
    }

    assert "the LPR of 2026-09-01, which takes its place, is not known" in faults(case)[0]


@pytest.mark.parametrize(
    "text",
    ["kind: loan\n  until: [", '{"kind": "loan",', "kind: 'loan", "a: b: c", "\x00", "[" * 2000],
    ids=["yaml", "json", "quote", "colons", "null byte", "deep"],
)
def test_torn_text_is_told_with_the_name_of_the_file(text):
    with pytest.raises(DataError, match=r"^torn\.yaml: not readable as YAML or JSON: .*mend"):
        parse(text, "torn.yaml")


@pytest.mark.parametrize(
    ("text", "what"), [("", "is empty"), ("[]", "is a list"), ("5", "is a str")]
)
def test_text_without_a_mapping_is_told(text, what):
    with pytest.raises(DataError, match=f"case.yaml: {what}, expected a mapping"):
        parse(text, "case.yaml")


def test_fields_written_twice_are_told_all_at_once():
    with pytest.raises(DataError) as caught:
        parse("kind: loan\nkind: card\nuntil: 2025-01-01\nuntil: 2025-01-02", "case.yaml")

    assert 'line 1: field "kind" is written 2 times' in str(caught.value)
    assert 'field "until" is written 2 times' in str(caught.value)


def test_scalars_are_read_as_they_are_written():
    raw = parse("principal: 010\nrate_pct: 1:30\non: yes\nfrom: 2025-02-30\nnone: null", "case")

    assert raw == {
        "principal": "010", "rate_pct": "1:30", "on": "yes", "from": "2025-02-30", "none": None,
    }  # fmt: skip


def test_json_and_yaml_give_the_same_answer():
    as_yaml = calculate(parse(yaml.safe_dump(LOAN), "case.yaml"))
    as_json = calculate(parse('{"kind": "loan", "lender": "private", "contract": "2024-11-01", '
        '"principal": 30000, "from": "2024-11-01", "until": "2025-11-01", "rate_pct": 24.0, '
        '"method": "simple", "day_count": 365}', "case.json"))  # fmt: skip

    assert as_yaml.totals == as_json.totals == loan().totals


@pytest.mark.parametrize("amount", [30000, 30000.0, "30000.00", Decimal(30000)])
def test_amounts_may_be_numbers_or_text(amount):
    assert total(loan(principal=amount), "supported_interest") == "3720.00"


def test_the_calculator_never_asks_what_day_it_is():
    package = Path(calculate.__code__.co_filename).parent

    for source in [*package.glob("*.py"), package.parent / "rates.py"]:
        text = source.read_text(encoding="utf-8")
        assert "today(" not in text
        assert "now(" not in text
