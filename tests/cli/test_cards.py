"""`casebook law rules`, `care` and `diff`: what the packs hold, and what changed in them."""

import json
from dataclasses import asdict
from datetime import date
from pathlib import Path

import pytest
import yaml

from casebook.authoring.citing import citing
from casebook.law.care import care
from casebook.law.rules import rule, rules

HERE = Path(__file__).parents[2]
PIP_BEGAN = ("--since", "2021-10-31", "--until", "2021-11-01")


def written(id_, **changed):
    """Return the rule `id_` as a pack has it, with some fields changed."""
    entry = asdict(rule(id_)) | {"id": id_} | changed
    del entry["jurisdiction"]
    return json.loads(json.dumps(entry, default=str)) | {
        name: value for name, value in entry.items() if isinstance(value, date)
    }


def house_file(*entries):
    pack = {"jurisdiction": "CN", "rules": list(entries)}
    Path("house.yaml").write_text(yaml.safe_dump(pack, allow_unicode=True), "utf-8")


def test_every_rule_is_one_line(casebook):
    shown = casebook("law", "rules")

    lines = shown.out.split("\n\n")[0].splitlines()
    assert [line.split()[0] for line in lines] == [each.id for each in rules()]
    assert "利息不得预先在本金中扣除 · 《民法典》第670条 · 自 2021-01-01 起施行" in shown.out
    assert "未经律师审阅" in shown.out


def test_the_pack_is_shown_as_of_a_day_and_of_one_jurisdiction(casebook):
    days = {day: casebook("law", "rules", "--on", day).out for day in ("2021-10-31", "2021-11-01")}
    us = casebook("law", "rules", "--jurisdiction", "us", "--json").out.splitlines()

    assert ["CN-PIP-04" in days[day] for day in days] == [False, True]
    assert {json.loads(line)["jurisdiction"] for line in us} == {"US"}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_card_says_the_rule_its_source_and_how_surely_it_is_known(casebook, language):
    shown = casebook("law", "rules", "CN-SEC-14", "--language", language).out

    found = rule("CN-SEC-14")
    for words in (found.title, found.text, found.instrument):
        assert words.say(language) in shown
    assert found.source in shown
    assert {"zh": "至 2025-02-27 止", "en": "until 2025-02-27"}[language] in shown
    assert {"zh": "内容见于公开资料", "en": "rule read about"}[language] in shown


@pytest.mark.parametrize(
    ("day", "words"), [("2025-02-27", "施行中"), ("2025-02-28", "不在施行期内")]
)
def test_a_card_says_whether_the_rule_binds_on_the_day(casebook, day, words):
    shown = casebook("law", "rules", "CN-SEC-14", "--on", day).out

    assert f"{day} 当日{words}" in shown


def test_cards_as_json_hold_every_field_of_the_record(casebook):
    shown = casebook("law", "rules", "CN-INT-03", "US-01", "--json").out

    first, second = map(json.loads, shown.splitlines())
    assert first["in_force_from"] == "2021-01-01"
    assert first["confidence"]["rule"] == "found-text"
    assert second.keys() == asdict(rule("US-01")).keys()


def test_unknown_ids_are_told_together_with_those_most_like_them(casebook):
    shown = casebook("law", "rules", "CN-INT-3", "CN-LIM-01", "US-99")

    assert (shown.code, shown.out) == (2, "")
    assert 'no rule is called "CN-INT-3"' in shown.err
    assert "CN-INT-03" in shown.err
    assert 'no rule is called "US-99"' in shown.err


def test_a_jurisdiction_without_a_pack_is_told(casebook):
    shown = casebook("law", "rules", "--jurisdiction", "FR")

    assert shown.code == 2
    assert 'no pack for "FR", expected one of CN, UK, US' in shown.err


@pytest.mark.parametrize(("language", "mark"), [("zh", "〔本机构〕"), ("en", "[house] ")])
def test_a_house_policy_is_shown_over_the_law(casebook, language, mark):
    house_file(
        written("CN-SEC-18", severity="fail"),
        written("CN-SEC-17"),
        written("CN-SEC-18", id="CN-HSE-01", rank="house-policy"),
    )

    listed = casebook("law", "rules", "--house", "house.yaml", "--language", language).out
    card = casebook("law", "rules", "CN-HSE-01", "--house", "house.yaml", "--language", language)

    marked = [line for line in listed.splitlines() if line.startswith(mark)]
    assert [line.removeprefix(mark).split()[0] for line in marked] == ["CN-SEC-18", "CN-HSE-01"]
    assert {"zh": "本机构内部规定", "en": "house policy"}[language] in card.out


def test_a_house_policy_that_loosens_the_law_is_refused(casebook):
    house_file(written("CN-INT-03", severity="note"))

    shown = casebook("law", "rules", "--house", "house.yaml")

    assert (shown.code, shown.out) == (2, "")
    assert 'rule "CN-INT-03": severity is note, expected at least fail' in shown.err


def test_a_torn_house_file_is_told(casebook):
    Path("house.yaml").write_text("jurisdiction: [", "utf-8")

    shown = casebook("law", "rules", "--house", "house.yaml")

    assert shown.code == 2
    assert "casebook: house.yaml: not readable YAML" in shown.err


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("jurisdiction", ["CN", "US", "UK"])
def test_care_is_told_with_every_number_and_step(casebook, jurisdiction, language):
    shown = casebook("law", "care", jurisdiction, "--language", language)

    known = care(jurisdiction)
    assert shown.code == 0
    for line in known.help_lines:
        assert (
            f"{line.name.say(language)}{'：' if language == 'zh' else ': '}{line.contact}"
            in shown.out
        )
        assert str(line.checked) in shown.out
    for place, step in enumerate(known.protocol, 1):
        assert f"{place}. {step.text.say(language)}" in shown.out


def test_care_as_json_calls_its_fields_as_the_file_does(casebook):
    told = json.loads(casebook("law", "care", "cn", "--json").out)

    assert told["help_lines"][0].keys() >= {"name", "for", "contact", "source", "checked"}


def test_care_for_an_unknown_jurisdiction_is_told(casebook):
    assert 'no care file for "FR", expected one of CN' in casebook("law", "care", "FR").err


def test_outside_the_repository_the_rules_alone_are_listed_and_it_says_so(casebook):
    shown = casebook("law", "diff", *PIP_BEGAN)

    assert shown.code == 0
    assert shown.out.startswith("当前文件夹不在 Casebook 仓库内")
    assert "2021-11-01 开始施行 CN-PIP-04 目的明确" in shown.out
    assert "1-1-" not in shown.out


def test_inside_it_each_change_is_followed_by_what_cites_the_rule(casebook, monkeypatch):
    monkeypatch.chdir(HERE / "tests")

    lines = casebook("law", "diff", *PIP_BEGAN, "--language", "en").out.splitlines()

    citers = [str(one) for one in citing(HERE)["CN-PIP-04"]]
    at = next(n for n, line in enumerate(lines) if "came into force CN-PIP-04 " in line)
    assert citers
    assert [line.strip() for line in lines[at + 1 : at + 1 + len(citers)]] == citers
    unsung = next(n for n, line in enumerate(lines) if "came into force CN-PIP-13 " in line)
    assert lines[unsung + 1] == "  No item, dialogue or lesson cites it."


def test_changes_as_json_say_null_where_it_is_not_known_what_cites_them(casebook, monkeypatch):
    outside = casebook("law", "diff", *PIP_BEGAN, "--json").out
    monkeypatch.chdir(HERE)
    inside = casebook("law", "diff", *PIP_BEGAN, "--json").out

    first, known = (json.loads(out.splitlines()[0]) for out in (outside, inside))
    assert first["cited_by"] is None
    assert {**first, "cited_by": []} == {**known, "cited_by": []}
    assert known["what"] == "began"
    assert {"file", "place"} == known["cited_by"][0].keys()


def test_a_time_in_which_nothing_changed_is_told(casebook):
    shown = casebook("law", "diff", "--since", "1960-01-01", "--until", "1960-01-02")

    assert shown.out.endswith("这段时间没有变化。\n")


def test_a_span_that_ends_before_it_begins_is_told(casebook):
    shown = casebook("law", "diff", "--since", "2026-02-03", "--until", "2025-01-01")

    assert shown.code == 2
    assert "--since is 2026-02-03, expected 2025-01-01 (--until) or before" in shown.err


@pytest.mark.parametrize("day", ["2026-02-30", "20260201", "yesterday"])
def test_what_is_no_day_is_a_usage_error(casebook, capsys, day):
    with pytest.raises(SystemExit) as stop:
        casebook("law", "diff", "--since", day)

    assert stop.value.code == 2
    assert f"is '{day}', expected a day such as 2026-03-01" in capsys.readouterr().err
