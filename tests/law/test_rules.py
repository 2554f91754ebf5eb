"""The rules that ship, and how they are found."""

from dataclasses import replace
from datetime import date, timedelta
from re import findall, sub

import pytest

from casebook.errors import ContentError
from casebook.law.rules import Basis, Rank, Review, Severity, jurisdictions, pack, rule, rules

# How many facts each part of a pack holds, and which records rest on memory alone.
PARTS = {"LIM": 31, "INT": 30, "WHO": 22, "CRM": 23, "PIP": 20, "SEC": 33, "PRO": 20}
RECALLED = ["CN-SEC-25", "CN-SEC-27", "UK-05"]
MONTHS = "January February March April May June July August September October November December"

# A standard, a guideline and guidance bind less than law, so none weighs heavier than the check it
# serves.
SOFT = {
    "CN-WHO-22": Severity.BLOCK,
    "CN-PIP-20": Severity.NOTE,
    "CN-SEC-07": Severity.NOTE,
    "CN-SEC-08": Severity.BLOCK,
    "CN-SEC-09": Severity.BLOCK,
    "CN-SEC-10": Severity.FAIL,
    "CN-SEC-11": Severity.FAIL,
    "CN-SEC-12": Severity.FAIL,
    "CN-SEC-13": Severity.NOTE,
    "CN-SEC-14": Severity.FAIL,
    "CN-SEC-15": Severity.FAIL,
    "CN-SEC-16": Severity.NOTE,
    "CN-SEC-17": Severity.FAIL,
    "CN-SEC-18": Severity.WARN,
    "CN-SEC-19": Severity.BLOCK,
    "CN-SEC-20": Severity.BLOCK,
    "CN-SEC-21": Severity.FAIL,
    "CN-SEC-22": Severity.FAIL,
    "CN-SEC-27": Severity.FAIL,
    "CN-PRO-15": Severity.NOTE,
    "UK-04": Severity.WARN,
    "US-32": Severity.NOTE,
}


def digits(text):
    """Return the numbers of a text; a month that English spells out counts as its number."""
    for number, month in enumerate(MONTHS.split(), 1):
        text = sub(rf"\b(\d+ )?{month}(?= \d)", rf"\g<1>{number} ", text)
    return sorted(findall(r"\d+", text))


def test_the_packs_hold_every_fact_under_its_id():
    numbered = [f"CN-{part}-{no:02}" for part, count in PARTS.items() for no in range(1, count + 1)]

    assert [each.id for each in pack("CN")] == numbered
    assert [each.id for each in pack("US")] == [f"US-{no:02}" for no in range(1, 33)]
    assert [each.id for each in pack("UK")] == [f"UK-{no:02}" for no in range(1, 26)]
    assert jurisdictions() == ("CN", "UK", "US")


def test_few_rules_rest_on_memory_and_lint_keeps_those_out_of_exams():
    recalled = [each.id for each in rules() if each.confidence.rule is Basis.RECALLED]

    assert recalled == RECALLED


def test_standards_and_guidelines_weigh_no_heavier_than_their_checks():
    soft = {Rank.NATIONAL_STANDARD, Rank.GUIDELINE}

    assert {each.id: each.severity for each in rules() if each.rank in soft} == SOFT


@pytest.mark.parametrize("id_", SOFT)
def test_a_standard_or_guideline_that_nobody_read_claims_no_article(id_):
    found = rule(id_)

    assert found.article is None
    assert not found.confidence.is_found_text


@pytest.mark.parametrize("each", rules(), ids=lambda each: each.id)
def test_both_languages_state_the_same_numbers(each):
    assert digits(each.title.zh) == digits(each.title.en)
    assert digits(each.text.zh) == digits(each.text.en)


def test_only_an_inferred_rule_old_notices_and_a_bill_have_no_first_day():
    undated = [each.id for each in rules() if each.in_force_from is None]

    assert undated == ["CN-WHO-22", "CN-CRM-21", "UK-25"]


def test_what_a_later_standard_replaced_is_retired_on_the_day_before():
    assert not rule("CN-SEC-14").is_in_force(rule("CN-SEC-07").in_force_from)


def test_one_recalled_field_is_enough_to_lose_found_text():
    known = rule("CN-INT-03")

    shaken = replace(known.confidence, date=Basis.RECALLED)

    assert not shaken.is_found_text


def test_no_rule_claims_a_review_that_nobody_made():
    assert [each.id for each in rules() if each.legal_review] == []


def test_the_rule_against_deduction_in_advance_is_the_civil_code_s():
    found = rule("CN-INT-03")

    assert (found.instrument.zh, found.article) == ("《民法典》", "670")
    assert found.in_force_from == date(2021, 1, 1)
    assert (found.rank, found.severity) == (Rank.LAW, Severity.FAIL)


def test_a_rule_begins_to_bind_on_its_first_day_and_not_the_day_before():
    first = date(2021, 11, 1)

    before = {each.id for each in rules(on=first - timedelta(days=1))}
    on_the_day = {each.id for each in rules(on=first)}

    pipl = {f"CN-PIP-{no:02}" for no in (*range(4, 18),)}
    assert on_the_day - before == pipl


def test_rules_may_be_asked_for_by_jurisdiction_and_day_together():
    day = date(2021, 11, 29)

    before, after = (rules(on=on, jurisdiction="US") for on in (day, day + timedelta(days=1)))

    assert rules(jurisdiction="US") == pack("US")
    assert set(before) < set(after) <= set(pack("US"))


def test_rules_of_an_unknown_jurisdiction_are_refused():
    with pytest.raises(ContentError, match=r'no pack for "XX", expected one of CN, UK, US'):
        rules(jurisdiction="XX")


def test_a_rule_binds_through_its_last_day_and_no_longer():
    last = date(2025, 6, 30)
    ended = replace(rule("CN-INT-03"), in_force_until=last)

    assert ended.is_in_force(last)
    assert not ended.is_in_force(last + timedelta(days=1))


def test_a_rule_without_a_first_day_has_always_been_in_force():
    assert replace(rule("CN-INT-03"), in_force_from=None).is_in_force(date(1950, 1, 1))


def test_an_unknown_id_offers_the_id_most_like_it():
    with pytest.raises(ContentError, match=r'no rule is called "cn-int-3".*CN-INT-03'):
        rule("cn-int-3")


def test_an_id_like_no_other_points_to_the_packs():
    with pytest.raises(ContentError, match="look in law/packs"):
        rule("?")


def test_an_unknown_jurisdiction_names_those_that_are_known():
    with pytest.raises(ContentError, match=r'no pack for "XX", expected one of CN, UK, US'):
        pack("XX")


def test_a_rule_is_shown_by_its_id_alone():
    assert repr(rule("CN-LIM-03")) == "Rule('CN-LIM-03')"


def test_the_card_shows_both_languages_and_says_that_no_lawyer_read_it():
    drawn = rule("CN-INT-03")._repr_html_()

    assert "利息不得预先" in drawn
    assert "handed over" in drawn
    assert "未经律师审阅 / not reviewed by a lawyer" in drawn


def test_the_card_names_the_lawyer_once_there_is_one():
    reviewed = replace(rule("CN-INT-03"), legal_review=Review("张三 <律师>", date(2026, 12, 1)))

    drawn = reviewed._repr_html_()

    assert "张三 &lt;律师&gt;, 2026-12-01" in drawn
    assert "未经律师审阅" not in drawn


def test_the_card_escapes_every_field():
    hostile = "<script>alert(1)</script>"
    known = rule("CN-INT-03")
    text = replace(known.text, zh=hostile, en=hostile)

    drawn = replace(
        known, id=hostile, title=text, text=text, instrument=text, article=hostile
    )._repr_html_()

    assert "<script" not in drawn


@pytest.mark.parametrize(
    ("id_", "cited"),
    [
        ("CN-INT-03", "《民法典》第670条"),
        ("CN-LIM-01", "《民法典》第188条第一款"),
        ("CN-PIP-06", "《个人信息保护法》第13条第一款第（二）项"),
        ("CN-CRM-08", "《刑法》第253条之一"),
        ("CN-PIP-10", "《个人信息保护法》第28–30条"),
        ("CN-SEC-31", "《征信业管理条例》第17、25条"),
        ("US-14", "《F条例》（美国联邦法规第12编第1006部分） 1006.14(h)"),
        ("UK-16", "《1980年时效法》第29–31条"),
    ],
)
def test_articles_are_cited_in_the_chinese_way(id_, cited):
    assert rule(id_).citation("zh") == cited


@pytest.mark.parametrize(
    ("id_", "cited"),
    [
        ("CN-INT-03", "Civil Code, art. 670"),
        ("US-14", "Regulation F (12 CFR 1006), 1006.14(h)"),
        ("UK-16", "Limitation Act 1980, ss. 29–31"),
    ],
)
def test_articles_are_cited_in_the_english_way(id_, cited):
    assert rule(id_).citation("en") == cited


def test_each_article_of_a_list_is_cited_whole():
    found = replace(rule("CN-LIM-10"), article="8(1)(1), 8(2)")

    assert found.citation("zh").endswith("第8条第一款第（一）项、第8条第二款")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_where_no_article_is_known_the_instrument_is_cited_alone(language):
    found = rule("CN-SEC-10")

    assert found.citation(language) == found.instrument.say(language)


def test_the_card_cites_the_article_in_both_languages():
    drawn = rule("CN-LIM-01")._repr_html_()

    assert "《民法典》第188条第一款" in drawn
    assert "Civil Code, art. 188(1)" in drawn
