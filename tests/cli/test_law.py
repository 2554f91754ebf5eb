"""`casebook law limitation`, `interest` and `contacts`: what they print, and what they refuse."""

import json
from pathlib import Path

import pytest

CLAIM = """
jurisdiction: CN
kind: claim
due: 2022-06-15
events:
  - {on: 2024-03-01, event: part-payment}
"""
LOAN = """
kind: loan
lender: private
contract: 2024-11-01
principal: 30000
deducted_in_advance: 3000
from: 2024-11-01
until: 2025-11-01
rate_pct: 24
method: simple
day_count: 365
"""
HEADER = "id,debtor,debt,at,zone,channel,direction,connected,point,person\n"
NIGHT = "c1,D1,A1,2026-03-02T22:30,Asia/Shanghai,call,out,yes,13800000000,debtor\n"
NOON = "c2,D1,A1,2026-03-02T12:00,Asia/Shanghai,call,out,yes,13800000000,debtor\n"
FACTS = "debtor,debt,fact,from,until,value\nD1,A1,signed-plan,2026-02-01,,\n"
NOTICE = {"zh": "所引规则未经律师审阅", "en": "not reviewed by a lawyer"}
TABLE = """
jurisdiction: CN
title: {zh: 本机构联络规定, en: House rules of contact}
checks:
  - id: hours
    kind: hours
    rules: [CN-SEC-10, CN-SEC-17]
    severity: fail
    persons: all
    channels: [call, voice-bot, voicemail, sms, email, chat, visit]
    unless_consent: [hours]
    unless_facts: [hours-consent]
    opens: "OPENS"
    closes: "20:00"
    closes_is_allowed: false
"""


def test_demands_on_a_card_are_told_with_their_rule(casebook):
    given = "passed: 2026-01-10\ndemands:\n"
    given += "  - {on: 2026-01-15, received: true}\n  - {on: 2026-02-04, received: true}\n"

    shown = casebook("law", "demands", "-", given=given)
    plain = json.loads(casebook("law", "demands", "-", "--json", given=given).out)

    assert shown.code == 0
    assert "是否有两次有效催收：否" in shown.out
    assert "CN-CRM-19" in shown.out
    assert (plain["two_effective"], plain["first"]) == (False, "2026-01-15")


@pytest.mark.parametrize(
    ("language", "words"),
    [("zh", "届满日：2027年3月1日"), ("en", "Last day: 1 March 2027")],
)
def test_limitation_is_told_with_its_steps_in_either_language(casebook, language, words):
    Path("claim.yaml").write_text(CLAIM, "utf-8")

    shown = casebook("law", "limitation", "claim.yaml", "--language", language)

    assert (shown.code, shown.err) == (0, "")
    assert words in shown.out
    assert "CN-LIM-18" in shown.out
    assert NOTICE[language] in shown.out


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh", "受支持的息费：3,348.00元"),
        ("en", "Supported interest and charges: 3,348.00 yuan"),
    ],
)
def test_interest_is_told_with_its_steps_in_either_language(casebook, language, words):
    Path("loan.yaml").write_text(LOAN, "utf-8")

    shown = casebook("law", "interest", "loan.yaml", "--language", language)

    assert (shown.code, shown.err) == (0, "")
    assert words in shown.out
    assert "CN-INT-03" in shown.out
    assert NOTICE[language] in shown.out


def test_chinese_comes_first(casebook):
    assert "届满日：" in casebook("law", "limitation", "-", given=CLAIM).out


def test_json_is_one_object_with_chinese_as_it_is(casebook):
    limitation = casebook("law", "limitation", "-", "--json", given=CLAIM).out
    interest = casebook("law", "interest", "-", "--json", given=LOAN).out

    assert limitation.count("\n") == interest.count("\n") == 1
    assert json.loads(limitation)["expires"] == "2027-03-01"
    assert json.loads(interest)["supported_interest"] == "3348.00"
    assert "债务人部分履行" in limitation


def test_a_claim_that_has_run_out_is_an_answer_and_no_fault(casebook):
    shown = casebook("law", "limitation", "-", "--json", given=f"{CLAIM}as_of: 2030-01-01\n")

    assert shown.code == 0
    assert json.loads(shown.out)["expired"] is True


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh", ("[违规] CN-SEC-10 ", " · c1 · 当地时间 2026-03-02 22:30", "hours：1 处")),
        ("en", ("[breach] CN-SEC-10 ", " · c1 · Call to the debtor", "hours: 1\n1 in all.")),
    ],
)
def test_a_finding_is_one_line_with_severity_rule_records_and_evidence(casebook, language, words):
    shown = casebook("law", "contacts", "-", "--language", language, given=HEADER + NIGHT)

    assert shown.code == 1
    assert [part for part in words if part not in shown.out] == []
    assert words[0] in shown.out.splitlines()[0]
    assert words[1] in shown.out.splitlines()[0]
    assert NOTICE[language] in shown.out


def test_a_finding_is_one_line_of_json(casebook):
    shown = casebook("law", "contacts", "-", "--json", given=HEADER + NIGHT)

    [found] = map(json.loads, shown.out.splitlines())
    assert (found["rule"], found["check"], found["records"]) == ("CN-SEC-10", "hours", ["c1"])
    assert found["evidence"]["zh"] in shown.out


def test_a_record_without_a_breach_ends_well(casebook):
    plain = casebook("law", "contacts", "-", given=HEADER + NOON)
    as_json = casebook("law", "contacts", "-", "--json", given=HEADER + NOON)

    assert (plain.code, plain.out) == (0, "没有发现问题。\n")
    assert (as_json.code, as_json.out) == (0, "")


def test_facts_on_file_are_looked_at(casebook):
    Path("calls.csv").write_text(HEADER + NOON, "utf-8")
    Path("facts.csv").write_text(FACTS, "utf-8")

    shown = casebook("law", "contacts", "calls.csv", "--facts", "facts.csv", "--json")

    assert [json.loads(line)["check"] for line in shown.out.splitlines()] == ["plan-stop"]


def test_each_jurisdiction_has_its_own_rules(casebook):
    late = NIGHT.replace("Asia/Shanghai", "America/New_York")

    cited = {
        where: casebook("law", "contacts", "-", "--jurisdiction", where, given=HEADER + late).out
        for where in ("us", "UK")
    }

    assert "US-05" in cited["us"]
    assert cited["UK"] == "没有发现问题。\n"


def test_a_stricter_house_table_finds_more_and_says_whose_it_is(casebook):
    evening = NOON.replace("12:00", "20:30")
    Path("house.yaml").write_text(TABLE.replace("OPENS", "08:00"), "utf-8")

    by_law = casebook("law", "contacts", "-", given=HEADER + evening)
    by_house = casebook("law", "contacts", "-", "--house", "house.yaml", given=HEADER + evening)

    assert (by_law.code, by_house.code) == (0, 1)
    assert "按本机构更严格的内部规定" in by_house.out


def test_a_looser_house_table_is_refused(casebook):
    Path("house.yaml").write_text(TABLE.replace("OPENS", "07:00"), "utf-8")

    shown = casebook("law", "contacts", "-", "--house", "house.yaml", given=HEADER + NOON)

    assert shown.code == 2
    assert 'check "hours": opens is 07:00:00, expected no earlier than 08:00:00' in shown.err


def test_many_records_are_told_by_the_first_and_their_number(casebook):
    rows = [
        f"c{n},D1,A1,2026-03-{n:02}T12:00,Asia/Shanghai,sms,out,,138,debtor" for n in range(1, 11)
    ]
    Path("facts.csv").write_text(
        FACTS.replace("signed-plan,2026-02-01", "agency-notified,"), "utf-8"
    )

    given = HEADER + "\n".join(rows)
    plain = casebook("law", "contacts", "-", "--facts", "facts.csv", given=given).out
    as_json = casebook("law", "contacts", "-", "--facts", "facts.csv", "--json", given=given).out

    assert "c1, c2, c3, c4, c5, c6, c7, c8 等 10 条" in plain
    assert len(json.loads(as_json)["records"]) == 10


def test_what_a_record_holds_does_not_command_the_terminal(casebook):
    hostile = NIGHT.replace("c1", "c\x1b[2J1")

    shown = casebook("law", "contacts", "-", given=HEADER + hostile)

    assert shown.code == 1
    assert "\x1b" not in shown.out


@pytest.mark.parametrize(
    ("part", "given", "words"),
    [
        ("limitation", "kind: [claim", "not readable YAML or JSON"),
        ("limitation", CLAIM.replace("part-payment", "hint"), "event 1: event is 'hint', expected"),
        ("limitation", CLAIM.replace("kind: claim", "kind: clam"), "kind is 'clam', expected CN"),
        ("limitation", f"{CLAIM}contract: 2023-01-01\n", "2023-01-01"),
        ("limitation", "", "expected a mapping"),
        ("interest", "kind: {", "not readable as YAML or JSON"),
        ("interest", LOAN.replace("30000", "-30000"), "principal: is '-30000', expected an amount"),
        (
            "interest",
            LOAN.replace("private", "uncle"),
            "lender: is 'uncle', expected one of private",
        ),
        ("interest", LOAN.replace("kind: loan", "kind: lone"), "did you mean loan?"),
        ("contacts", "", "is empty, expected a header"),
        ("contacts", "id,debtor\n", 'line 1: column "debt" is missing, expected the columns id'),
        ("contacts", f"{HEADER}{NIGHT}c2,D1", "line 3: has 2 fields, expected 10"),
        ("contacts", f'{HEADER}"c1,D1', "line 2: is not readable"),
        ("contacts", HEADER + NIGHT.replace("call", "pigeon"), "line 2: channel is 'pigeon'"),
        ("contacts", HEADER + NIGHT.replace("-02T", "-32T"), "line 2: at is '2026-03-32T22:30'"),
        ("contacts", '{"id": "c1",\n', "line 1: is not JSON"),
    ],
    ids=lambda value: value.strip()[:24] or "empty",
)
def test_bad_input_is_told_where_and_what_and_ends_with_two(casebook, part, given, words):
    shown = casebook("law", part, "-", given=given)

    assert shown.code == 2
    assert shown.out == ""
    assert shown.err.startswith("casebook: standard input: ")
    assert words in shown.err


def test_a_file_is_named_in_the_message(casebook):
    Path("loan.yaml").write_text(LOAN.replace("rate_pct: 24", "rate_pct: high"), "utf-8")

    shown = casebook("law", "interest", "loan.yaml")

    assert "loan.yaml: rate_pct: is 'high', expected a percentage" in shown.err


@pytest.mark.parametrize("part", ["limitation", "interest", "contacts"])
@pytest.mark.parametrize("missing", ["nowhere.yaml", "."])
def test_a_file_that_cannot_be_read_is_told(casebook, part, missing):
    shown = casebook("law", part, missing)

    assert shown.code == 2
    assert shown.err.startswith(f"casebook: {missing}: cannot be read (")
    assert "expected a file; check the name" in shown.err


def test_a_missing_file_of_facts_is_told(casebook):
    shown = casebook("law", "contacts", "-", "--facts", "facts.csv", given=HEADER + NOON)

    assert shown.code == 2
    assert "facts.csv: cannot be read" in shown.err


def test_a_jurisdiction_without_a_table_is_told_with_those_that_have_one(casebook):
    shown = casebook("law", "contacts", "-", "--jurisdiction", "FR", given=HEADER + NOON)

    assert shown.code == 2
    assert 'no contact rules for "FR", expected one of CN, UK, US' in shown.err


def test_another_encoding_than_utf_8_is_told_and_a_byte_order_mark_is_no_fault(casebook):
    chinese = casebook("law", "interest", "-", given=f"# 借款\n{LOAN}".encode("gbk"))
    marked = casebook("law", "interest", "-", given=f"# 借款\n{LOAN}".encode("utf-8-sig"))

    assert chinese.code == 2
    assert "standard input: is not UTF-8 (byte 3), expected text in UTF-8" in chinese.err
    assert marked.code == 0
