"""A pack is read strictly, and every fault is told at once."""

from datetime import date
from importlib.resources import files

import pytest
import yaml

from casebook.errors import ContentError
from casebook.law.loader import FIELDS, read_pack
from casebook.law.rules import Review, jurisdictions, pack


def written(**changed):
    entry = {
        "id": "CN-INT-03",
        "title": {"zh": "题", "en": "Title"},
        "text": {"zh": "文", "en": "Text"},
        "instrument": {"zh": "法", "en": "Law"},
        "article": "670",
        "in_force_from": date(2021, 1, 1),
        "in_force_until": None,
        "rank": "law",
        "severity": "fail",
        "confidence": {"rule": "found-text", "article": "found-text", "date": "recalled"},
        "source": "read",
        "revised": date(2026, 11, 25),
        "legal_review": None,
    }
    return entry | changed


def packed(*entries, **top):
    return yaml.safe_dump({"jurisdiction": "CN", "rules": list(entries)} | top, allow_unicode=True)


def faults_of(text):
    with pytest.raises(ContentError) as caught:
        read_pack(text, "cn.yaml")
    return caught.value.faults


def as_written(rule):
    def twins(text):
        return {"zh": text.zh, "en": text.en}

    known = rule.confidence
    return {
        "id": rule.id,
        "title": twins(rule.title),
        "text": twins(rule.text),
        "instrument": twins(rule.instrument),
        "article": rule.article,
        "in_force_from": rule.in_force_from,
        "in_force_until": rule.in_force_until,
        "rank": str(rule.rank),
        "severity": str(rule.severity),
        "confidence": {
            "rule": str(known.rule),
            "article": known.article and str(known.article),
            "date": str(known.date),
        },
        "source": rule.source,
        "revised": rule.revised,
        "legal_review": None,
    }


@pytest.mark.parametrize("jurisdiction", jurisdictions())
def test_a_shipped_pack_survives_a_round_trip(jurisdiction):
    written_again = packed(*map(as_written, pack(jurisdiction)), jurisdiction=jurisdiction)

    assert read_pack(written_again, "again") == pack(jurisdiction)


@pytest.mark.parametrize("jurisdiction", jurisdictions())
def test_a_shipped_file_keeps_its_keys_in_one_order(jurisdiction):
    name = f"{jurisdiction.lower()}.yaml"
    text = (files("casebook.law") / "packs" / name).read_text(encoding="utf-8")

    orders = {tuple(entry) for entry in yaml.safe_load(text)["rules"]}

    assert orders == {FIELDS}


def test_a_review_says_who_and_when():
    reviewed = written(legal_review={"by": "律师甲", "date": date(2026, 12, 1)})

    (rule,) = read_pack(packed(reviewed), "cn.yaml")

    assert rule.legal_review == Review("律师甲", date(2026, 12, 1))


def test_an_article_that_is_not_known_is_null_twice():
    known = {"rule": "found-press", "article": None, "date": "found-press"}

    (rule,) = read_pack(packed(written(article=None, confidence=known)), "cn.yaml")

    assert (rule.article, rule.confidence.article) == (None, None)
    assert not rule.confidence.is_found_text


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"id": "CN-INT-3"}, "id is 'CN-INT-3', expected the form CN-ABC-01 or CN-01"),
        ({"id": "US-INT-03"}, "expected the form CN-ABC-01 or CN-01"),
        ({"revised": None}, "revised is null, expected the day on which the record was last"),
        ({"id": None}, "rule no. 1: id is None"),
        ({"title": {"zh": "题"}}, 'title: field "en" is missing'),
        ({"title": {"zh": "题", "en": "  "}}, "en is '  ', expected text"),
        ({"text": "文"}, "text: is '文', expected a mapping with zh, en"),
        ({"article": 670}, "article is 670, expected text; put a bare number in quotes"),
        ({"article": None}, "article and confidence.article differ, expected both null"),
        (
            {"confidence": {"rule": "found-text", "article": None, "date": "recalled"}},
            "article and confidence.article differ, expected both null",
        ),
        ({"in_force_from": "2021"}, "in_force_from is '2021', expected a date"),
        ({"in_force_until": date(2020, 1, 1)}, "is before in_force_from"),
        ({"rank": "decree"}, "rank is 'decree', expected one of law, judicial-interpretation"),
        ({"severity": []}, "severity is [], expected one of block"),
        ({"confidence": None}, "confidence: is None, expected a mapping"),
        ({"confidence": {"rule": "sure"}}, "rule is 'sure', expected one of found-text"),
        ({"legal_review": "yes"}, "legal_review: is 'yes'"),
        ({"legal_review": {"by": "甲", "date": None}}, "expected the day of the review"),
        ({"colour": "red"}, 'field "colour" is unknown'),
    ],
    ids=lambda case: next(iter(case)) if isinstance(case, dict) else "",
)
def test_a_fault_says_where_what_and_what_was_expected(changed, told):
    assert any(told in fault for fault in faults_of(packed(written(**changed))))


@pytest.mark.parametrize("field", FIELDS)
def test_a_missing_field_is_told_once(field):
    entry = written()
    del entry[field]

    faults = faults_of(packed(entry))

    assert len(faults) == 1
    assert f'field "{field}" is missing' in faults[0]


def test_all_faults_are_told_at_once():
    faults = faults_of(packed(written(rank="decree"), written(id="CN-INT-04", source=7)))

    assert len(faults) == 2
    assert 'rule "CN-INT-03"' in faults[0]
    assert 'rule "CN-INT-04"' in faults[1]


def test_an_id_used_twice_is_a_fault():
    assert "id is used 2 times" in faults_of(packed(written(), written()))[0]


@pytest.mark.parametrize("rules", [None, [], {}, "rules"], ids=repr)
def test_a_pack_without_rules_is_a_fault(rules):
    assert "expected a list of rules" in faults_of(packed(rules=rules))[0]


def test_an_entry_that_is_no_mapping_is_a_fault():
    assert "rule no. 1: is 'CN-INT-03'" in faults_of(packed("CN-INT-03"))[0]


def test_a_key_written_twice_is_a_fault_and_not_a_silent_choice():
    assert 'line 1: key "jurisdiction" is written 2 times' in str(
        faults_of("jurisdiction: CN\njurisdiction: US\nrules: []\n")
    )


@pytest.mark.parametrize("torn", ["rules: [", "day: 2021-02-30"], ids=["bracket", "30 February"])
def test_a_torn_file_is_told_as_yaml(torn):
    assert "not readable YAML" in faults_of(torn)[0]
