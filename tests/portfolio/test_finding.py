"""A case that meets conditions is found in the sample, or made, the same one each time."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from casebook.errors import DataError
from casebook.portfolio import finding, sample, stocks
from casebook.portfolio.case import Case
from casebook.portfolio.conditions import Condition, read
from casebook.portfolio.flags import flags
from casebook.portfolio.schema import table
from portfolio.detector import flags_in
from portfolio.files import file_of

RIDER = "M3, forged income proof, delivery rider"


def test_a_case_with_a_stage_a_flag_and_a_trade_is_made() -> None:
    case, planted = finding.found(RIDER)

    assert case.account["stage"] == "M3"
    assert case.debtor["occupation"] == "外卖骑手"
    assert planted == {"forged-income-proof"} == flags_in(file_of(case))
    assert Case.from_dict(json.loads(json.dumps(case.to_dict()))) == case


def test_what_the_sample_has_is_taken_from_it() -> None:
    case = finding.find("complaint, credit card")

    assert case == sample.case(case.id)
    assert case.complaints
    assert case.account["product"] == "credit-card"


def test_words_in_another_order_language_or_form_mean_the_same() -> None:
    first = finding.find(RIDER)

    for said in (
        "外卖骑手，M3，收入证明系伪造",
        ["Delivery riders", "m3", "proof of income forged"],
        "forged-income-proof; M3；外卖骑手",
    ):
        assert finding.find(said) == first


def test_another_process_finds_the_same_case() -> None:
    code = f"from casebook.portfolio import finding; print(finding.find({RIDER!r}).to_dict())"

    there = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert there.stdout.strip() == str(finding.find(RIDER).to_dict())


@pytest.mark.parametrize(
    "where",
    ["no flags, M4, 女", "deceased, business loan", "广东, cash loan", "private loan, overdue"],
)
def test_conditions_of_every_kind_hold_for_what_is_found(where: str) -> None:
    case, planted = finding.found(where)
    held = {**case.debtor, **case.account}

    for one in read(where):
        if one.is_single:
            assert held[one.column] == one.value
    assert flags_in(file_of(case)) == planted
    if "no flags" in where:
        assert not planted
    assert bool(case.debtor["died_on"]) is ("deceased" in where)


@pytest.mark.parametrize("flag", flags(), ids=lambda flag: flag.id)
def test_every_flag_can_be_asked_for(flag) -> None:  # type: ignore[no-untyped-def]
    for said in (flag.id, flag.name.zh, flag.name.en):
        assert read([said]) == {Condition("flag", "", flag.id)}
    assert flag.id in finding.found([flag.id])[1]


def test_every_code_and_trade_is_known_in_both_languages() -> None:
    for row in stocks.rows("trades"):
        assert read([row["en"]]) == read([row["occupation"]])
    for name in ("stage", "status", "product", "lender_kind"):
        (column,) = (column for column in table("accounts").columns if column.name == name)
        for code in column.codes:
            assert read([code]) == {Condition("accounts", name, code)}


@pytest.mark.parametrize(
    ("where", "told"),
    [
        ("", "is '', expected conditions such as"),
        ([], "expected conditions such as"),
        ([3], "expected conditions such as"),
        ("M3, delivery ridder", "nothing is called 'delivery ridder', expected such as delivery"),
        ("M3, M4", "M3 and M4 exclude each other"),
        ("no flags, query-burst", "query-burst and no-flags exclude each other"),
        ("credit card, 砍头息", "credit-card and deducted-in-advance exclude each other"),
    ],
)
def test_what_cannot_be_is_told_at_once(where: object, told: str) -> None:
    with pytest.raises(DataError) as caught:
        finding.find(where)  # type: ignore[arg-type]

    assert told in str(caught.value)


def test_the_readmes_examples_are_found() -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
    asked = re.findall(r'^cb\.case\(where="(.*?)"\)$', readme, re.M)

    assert len(asked) == 2
    assert all(finding.find(where) for where in asked)


def test_what_is_nowhere_names_the_rarest_condition(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "BLOCKS", range(1, 2))

    with pytest.raises(DataError, match=r"none of 1,500 debtors is so.*drop one, such as the"):
        finding.find("M6, 深圳市, truck driver, query burst")
