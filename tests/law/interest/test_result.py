"""Results speak two languages, in sentences that all exist, and become plain values."""

import json
import re
from datetime import date
from decimal import Decimal
from importlib.resources import files

import pytest
import yaml

from casebook.law.interest.result import PACKAGE, Line
from casebook.law.interest.terms import Charge, Goes, Kind, Lender, Part
from casebook.law.rules import rule
from casebook.text import Language
from law.interest.cases import LOAN, answer, loan

FILES = ("steps.yaml", "words.yaml")


def entries(name):
    return yaml.safe_load((files(PACKAGE) / name).read_text(encoding="utf-8"))


def holes(template):
    return set(re.findall(r"\{(\w+)\}", template))


def debt(name, **changed):
    return {"name": name, "costs": "50", "interest": "50", "principal": "900", "due": "2024-01-01",
            "security": "none", "burden_pct": "10"} | changed  # fmt: skip


def note(year, principal):
    return {"on": f"{year}-03-01", "until": f"{year + 1}-03-01", "principal": principal,
            "rate_pct": "20"}  # fmt: skip


DEBTS = [debt("a"), debt("b"), debt("c", due="2026-01-01"), debt("d", burden_pct="20")]
LATE = {"from": "2025-05-01", "rate_pct": "20", "damages_pct": "8", "fees": "100"}
CARD = {
    "kind": "card",
    "balance": "10000",
    "daily_pct": "0.05",
    "day_count": "365",
    "from": "2025-01-01",
    "until": "2025-01-31",
    "minimum_due": "1000",
    "minimum_paid": "0",
    "damages_pct": "5",
}
SUED = {
    "kind": "judgment",
    "money": "50000",
    "from": "2026-04-01",
    "until": "2026-07-09",
    "paid": [{"on": "2026-05-01", "amount": "60000"}],
}
OLD = {"contract": "2020-01-01", "from": "2020-01-01", "until": "2021-01-01"}
NEW = {"contract": "2026-09-01", "from": "2026-09-01", "until": "2027-01-01"}


def every_kind():
    """Cases that between them say every sentence; a generator, for each is made when asked."""
    for lender in Lender:
        for contract in ("2014-01-01", "2020-01-01", "2024-11-01", "2026-06-01", "2028-06-01"):
            yield answer(kind="ceiling", lender=lender, contract=contract)
        yield loan(lender=lender, overdue=LATE, rate_pct="30")
        yield loan(lender=lender, overdue={"from": "2025-05-01"}, rate_pct="10")
        yield loan(lender=lender, overdue={"from": "2025-05-01"}, rate_pct=None)
    yield answer(kind="ceiling", lender="private", contract="2019-09-01", filed="2024-01-01")
    yield answer(kind="ceiling", lender="bank", contract="2016-01-01", filed="2017-01-01")
    yield loan(deducted_in_advance="3000", day_count="360", rate_pct="5")
    yield loan(method="compound", compound_every_months="3", day_count="actual")
    yield loan(**OLD)
    yield loan(**NEW)
    yield answer(kind="re-papered", lender="private", notes=[note(2022, "10000")])
    yield answer(kind="re-papered", lender="private", notes=[note(2022, "1"), note(2023, "9")])
    yield answer(kind="allocation", payment="1500", paid_on="2025-01-01", debts=DEBTS,
                 designated=["c"], agreed_order=["principal", "interest", "costs"])  # fmt: skip
    yield answer(kind="allocation", payment="9000", paid_on="2025-01-01", debts=DEBTS)
    yield answer(**SUED)
    yield answer(**CARD)
    yield answer(**CARD | {"minimum_paid": "1000"})
    yield answer(kind="cost", received="10000", on="2026-08-15",
                 flows=[{"on": "2027-08-15", "amount": "11000"}])  # fmt: skip


RESULTS = list(every_kind())


@pytest.mark.parametrize("name", FILES)
def test_both_languages_of_a_sentence_have_the_same_holes(name):
    for key, both in entries(name).items():
        assert set(both) == {"zh", "en"}, key
        assert holes(both["zh"]) == holes(both["en"]), key


def test_no_chinese_sentence_holds_english_punctuation():
    for name in FILES:
        for key, both in entries(name).items():
            prose = re.sub(r"\{\w+\}|\d[\d,.]*|（filed）", "", both["zh"])
            assert not re.search(r"[,;:?!]|\w\. ", prose), key


@pytest.mark.parametrize(
    ("prefix", "names"),
    [
        ("kind", Kind),
        ("goes", Goes),
        ("charge", Charge),
        ("part", Part),
        ("name", Lender),
    ],
)
def test_every_member_of_a_closed_set_has_a_label(prefix, names):
    assert {f"{prefix}-{name}" for name in names} <= set(entries("words.yaml"))


def test_every_result_is_printed_in_both_languages_with_no_hole_left():
    for result in RESULTS:
        for language in Language:
            printed = "\n".join(result.lines(language))
            assert "{" not in printed
            assert "None" not in printed


def test_chinese_lines_hold_chinese_and_english_lines_none():
    for result in RESULTS:
        assert all(re.search(r"[\u4e00-\u9fff]", line) for line in result.lines("zh"))
        assert not re.search(r"[\u4e00-\u9fff]", "\n".join(result.lines("en")))


def test_every_sentence_is_said_by_some_case():
    said = "\n".join(step.text.en for result in RESULTS for step in result.steps)

    silent = [
        key
        for key, both in entries("steps.yaml").items()
        if not re.search(
            re.sub(r"\\\{\w+\\\}", ".*", re.escape(" ".join(both["en"].split()))), said
        )
    ]
    # It waits for the LPR of 2028.
    assert silent == ["ceiling-microloan-four-times-lpr"]


def test_every_rule_cited_exists():
    cited = {name for result in RESULTS for step in result.steps for name in step.rules}

    assert len(cited) > 20
    assert all(rule(name).id == name for name in cited)


def test_results_become_json_with_amounts_as_text():
    for result in RESULTS:
        plain = result.to_dict()
        assert json.loads(json.dumps(plain)) == plain
        assert plain["kind"] == result.kind
        assert len(plain["rows"]) == len(result.rows)
        assert [step["rules"] for step in plain["steps"]] == [list(s.rules) for s in result.steps]


def test_amounts_are_decimal_to_the_fen_and_never_float():
    for result in RESULTS:
        values = [*result.goes.values(), *(v for v in result.totals.values() if v is not None)]
        assert not any(isinstance(value, float) for value in values)
        assert all(amount == round(amount, 2) for amount in result.goes.values())


def test_answers_and_shares_are_labelled_for_a_page():
    result = loan()

    labels = {label.zh: value.zh for label, value in result.labelled()}
    assert labels["受支持的息费"] == "3,720.00元"
    assert [(label.en, amount) for label, amount in result.shares()] == [
        ("Principal", Decimal(30000)),
        ("Supported interest", Decimal(3720)),
        ("Not supported", Decimal(3480)),
    ]


def test_a_result_prints_as_its_chinese_lines():
    assert str(loan()) == "\n".join(loan().lines("zh"))


def test_a_plain_line_says_nothing_by_itself():
    with pytest.raises(NotImplementedError):
        Line().text()


def test_the_same_case_gives_the_same_answer_again():
    case = LOAN | {"contract": date(2024, 11, 1)}

    assert answer(**case) == answer(**case) == loan()
