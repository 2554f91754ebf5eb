"""`casebook compliance`: lines that leave no doubt, the form of what is printed, bad input."""

import json
from pathlib import Path

import pytest

from casebook.cli.compliance import marked

THREAT = "再不还钱就把你全家打断腿。"
LAWFUL = "您好，请问您现在方便说话吗？"
KEYS = ["kind", "span", "rule", "severity", "why", "rewording"]


def line(text, **changed):
    raw = {
        "id": "m1",
        "lang": "zh",
        "jurisdiction": "CN",
        "speaker": "collector",
        "channel": "call",
        "text": text,
        "turn": 5,
    }
    return json.dumps(raw | changed, ensure_ascii=False)


def test_each_utterance_gets_one_line_in_its_order_also_where_nothing_is_found(casebook):
    given = "\n".join((line(LAWFUL), line(THREAT, id="m2"), line(LAWFUL, id="m3")))

    shown = casebook("compliance", "-", "--json", given=given)

    told = [json.loads(each) for each in shown.out.splitlines()]
    assert shown.code == 1
    assert [list(each) for each in told] == [["id", "findings"]] * 3
    assert [(each["id"], bool(each["findings"])) for each in told] == [
        ("m1", False),
        ("m2", True),
        ("m3", False),
    ]


def test_a_finding_has_the_keys_that_a_program_expects(casebook):
    shown = casebook("compliance", "-", "--json", given=line(THREAT))

    [found] = json.loads(shown.out)["findings"]
    start, end = found["span"]
    assert list(found) == KEYS
    assert found["kind"] == "threat_violence"
    assert "打断腿" in THREAT[start:end]
    assert found["rule"].startswith("CN-")
    assert found["why"] in shown.out  # Chinese, not escaped


def test_an_english_line_is_explained_in_english(casebook):
    given = line("Pay up or we will break your legs.", lang="en", jurisdiction="UK", channel="sms")

    shown = casebook("compliance", "-", "--json", given=given)

    kinds = {found["kind"]: found for found in json.loads(shown.out)["findings"]}
    assert kinds["threat_violence"]["rule"].startswith("UK-")
    assert kinds["threat_violence"]["why"].isascii()


def test_plain_text_shows_the_span_the_rule_why_and_a_better_wording(casebook):
    Path("message.txt").write_text(THREAT, "utf-8")

    shown = casebook("compliance", "message.txt")

    assert shown.code == 1
    assert "[严重违规] 1 · threat_violence · CN-" in shown.out
    assert "[[" in shown.out
    assert "  为什么：" in shown.out
    assert "  可以这样说：" in shown.out
    assert "查了 1 条：违规 " in shown.out
    assert "未经律师审阅" in shown.out


def test_plain_text_may_be_english(casebook):
    given = "Pay up or we will break your legs."

    shown = casebook("compliance", "-", "--lang", "en", "--jurisdiction", "us", given=given)

    assert shown.code == 1
    assert "[serious breach] 1 · threat_violence · US-" in shown.out
    assert "1 checked: " in shown.out


def test_a_lawful_line_ends_well(casebook):
    shown = casebook("compliance", "-", given=line(LAWFUL))

    assert (shown.code, shown.out) == (0, "查了 1 条：违规 0 处，客户话里的信号 0 处。\n")


def test_a_sign_in_the_clients_words_is_told_and_is_no_breach(casebook):
    given = line("我不想活了，今晚就从楼上跳下去。", speaker="client")

    shown = casebook("compliance", "-", given=given)

    assert shown.code == 0
    assert "client_distress_or_self_harm" in shown.out
    assert "客户话里的信号 1 处" in shown.out


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (f"{line(LAWFUL)}\n{{torn", "line 2: torn or no JSON"),
        (line(LAWFUL, speaker="robot"), "line 1: speaker is 'robot', expected one of collector"),
        (line(LAWFUL, jurisdiction="FR"), "line 1: jurisdiction is 'FR', expected one of CN"),
        (line(LAWFUL, lang="fr"), "line 1: lang is 'fr', expected one of zh, en"),
        ('{"id": "m1"}', 'line 1: field "text" is missing'),
    ],
    ids=["torn", "speaker", "jurisdiction", "lang", "missing"],
)
def test_a_wrong_line_is_told_and_ends_with_two(casebook, given, words):
    shown = casebook("compliance", "-", "--json", given=given)

    assert (shown.code, shown.out) == (2, "")
    assert words in shown.err
    assert "mend these lines" in shown.err


def test_a_missing_file_and_an_unknown_jurisdiction_are_told(casebook):
    missing = casebook("compliance", "nowhere.jsonl")
    unknown = casebook("compliance", "-", "--jurisdiction", "FR", given=LAWFUL)

    assert (missing.code, unknown.code) == (2, 2)
    assert "nowhere.jsonl: cannot be read" in missing.err
    assert 'no pack for "FR", expected one of CN, UK, US' in unknown.err


@pytest.mark.parametrize(
    ("span", "shown"),
    [
        ((0, 2), "[[ab]]c"),
        ((1, 3), "a[[bc]]"),
        (None, "abc"),
    ],
)
def test_the_span_stands_in_double_brackets(span, shown):
    assert marked("abc", span) == shown


def test_of_a_long_letter_the_part_around_the_span_is_shown():
    letter = "a" * 100 + "X" + "b" * 100

    assert marked(letter, (100, 101)) == f"…{'a' * 40}[[X]]{'b' * 40}…"
    assert marked(letter, None) == f"{'a' * 80}…"
