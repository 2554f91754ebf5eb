"""Help in a crisis is looked up, dated and sourced, and its file is read strictly."""

from dataclasses import replace
from datetime import date
from re import findall, fullmatch

import pytest
import yaml

from casebook.errors import ContentError
from casebook.law.care import Care, HelpLine, Step, care, jurisdictions, read_care
from casebook.law.model import Basis
from casebook.text import Text

JURISDICTIONS = ("CN", "UK", "US")
KNOWN = {"CN-PIP-10"}

LINE = {
    "id": "crisis-line",
    "name": {"zh": "热线", "en": "Line"},
    "for": {"zh": "危机", "en": "A crisis"},
    "contact": "12356",
    "hours": None,
    "area": {"zh": "全国", "en": "Nationwide"},
    "source": "read",
    "checked": date(2026, 11, 26),
    "confidence": "found-press",
}
STEP = {"id": "listen", "zh": "倾听", "en": "Listen", "rules": ["CN-PIP-10"], "source": "read"}
FILE = {
    "jurisdiction": "CN",
    "note": {"zh": "先核对", "en": "Check first"},
    "help_lines": [LINE],
    "protocol": [STEP],
}


def read(**changed):
    return read_care(yaml.safe_dump(FILE | changed, allow_unicode=True), "cn.yaml", KNOWN)


def faults_of(**changed):
    with pytest.raises(ContentError) as caught:
        read(**changed)
    return caught.value.faults


def digits(text):
    return sorted(findall(r"\d+", text))


def twins_of(found):
    for line in found.help_lines:
        yield from (line.name, line.for_, line.area, line.hours or Text("", ""))
    yield from (step.text for step in found.protocol)
    yield found.note


def test_each_jurisdiction_that_is_taught_has_a_care_file():
    assert jurisdictions() == JURISDICTIONS
    assert [care(each).jurisdiction for each in JURISDICTIONS] == list(JURISDICTIONS)


@pytest.mark.parametrize("jurisdiction", JURISDICTIONS)
def test_no_number_rests_on_memory(jurisdiction):
    found = {line.confidence for line in care(jurisdiction).help_lines}

    assert found <= {Basis.FOUND_TEXT, Basis.FOUND_PRESS}


@pytest.mark.parametrize("jurisdiction", JURISDICTIONS)
def test_ids_are_kebab_case(jurisdiction):
    found = care(jurisdiction)

    ids = [each.id for each in (*found.help_lines, *found.protocol)]

    assert [id_ for id_ in ids if not fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", id_)] == []


@pytest.mark.parametrize("jurisdiction", JURISDICTIONS)
def test_both_languages_give_the_same_numbers(jurisdiction):
    differ = [text for text in twins_of(care(jurisdiction)) if digits(text.zh) != digits(text.en)]

    assert differ == []


@pytest.mark.parametrize("jurisdiction", JURISDICTIONS)
def test_every_protocol_takes_the_same_steps_and_begins_by_not_asking_for_money(jurisdiction):
    steps = [step.id for step in care(jurisdiction).protocol]

    assert steps == [step.id for step in care("CN").protocol]
    assert steps[0] == "stop-asking"


@pytest.mark.parametrize(
    ("jurisdiction", "step", "number"),
    [
        ("CN", "call-emergency", "110"),
        ("CN", "give-the-line", "12356"),
        ("UK", "call-emergency", "999"),
        ("UK", "give-the-line", "116 123"),
        ("US", "call-emergency", "911"),
        ("US", "give-the-line", "988"),
    ],
)
def test_a_number_that_a_step_names_stands_among_the_help_lines(jurisdiction, step, number):
    found = care(jurisdiction)
    (named,) = (each for each in found.protocol if each.id == step)

    assert number in named.text.zh
    assert number in named.text.en
    assert any(number in line.contact for line in found.help_lines)


def test_a_file_is_read_into_frozen_values():
    line = HelpLine(
        id="crisis-line",
        name=Text("热线", "Line"),
        for_=Text("危机", "A crisis"),
        contact="12356",
        hours=None,
        area=Text("全国", "Nationwide"),
        source="read",
        checked=date(2026, 11, 26),
        confidence=Basis.FOUND_PRESS,
    )
    step = Step("listen", Text("倾听", "Listen"), ("CN-PIP-10",), "read")

    assert read() == Care("CN", Text("先核对", "Check first"), (line,), (step,))


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"contact": 12356}, "contact is 12356, expected text; put a bare number in quotes"),
        ({"confidence": "recalled"}, "expected one of found-text, found-press"),
        ({"confidence": "sure"}, "confidence is 'sure', expected one of found-text"),
        ({"checked": None}, "checked is null, expected the day on which the source was read"),
        ({"checked": "today"}, "checked is 'today', expected a date"),
        ({"hours": "always"}, "hours: is 'always', expected a mapping with zh, en"),
        ({"for": {"zh": "危机"}}, 'for: field "en" is missing'),
        ({"phone": "110"}, 'field "phone" is unknown'),
    ],
    ids=lambda case: next(iter(case)) if isinstance(case, dict) else "",
)
def test_a_fault_of_a_help_line_is_told_once(changed, told):
    (fault,) = faults_of(help_lines=[LINE | changed])

    assert fault.startswith('cn.yaml: "crisis-line": ')
    assert told in fault


@pytest.mark.parametrize("field", LINE)
def test_a_help_line_that_lacks_a_field_is_told_once(field):
    (fault,) = faults_of(help_lines=[{key: LINE[key] for key in LINE if key != field}])

    assert f'field "{field}" is missing' in fault


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"rules": ["CN-PIP-99"]}, "rule 'CN-PIP-99' is unknown, expected the id of a rule"),
        ({"rules": "CN-PIP-10"}, "rules is 'CN-PIP-10', expected a list"),
        ({"zh": ""}, "zh is '', expected text"),
    ],
    ids=["unknown rule", "bare rule", "no Chinese"],
)
def test_a_fault_of_a_step_is_told_once(changed, told):
    (fault,) = faults_of(protocol=[STEP | changed])

    assert fault.startswith('cn.yaml: "listen": ')
    assert told in fault


@pytest.mark.parametrize("field", ["help_lines", "protocol"])
def test_an_empty_list_is_a_fault(field):
    assert faults_of(**{field: []}) == (
        f"cn.yaml: the file: {field} is empty, expected one or more",
    )


def test_an_id_used_twice_is_a_fault():
    assert faults_of(protocol=[STEP, STEP]) == (
        'cn.yaml: "listen": id is used 2 times, expected once',
    )


def test_all_faults_are_told_at_once():
    told = faults_of(help_lines=[LINE | {"source": 7}, "110"], protocol=[STEP | {"en": None}])

    assert [fault.split(":")[1].strip() for fault in told] == [
        '"crisis-line"',
        "help_lines no. 2",
        '"listen"',
    ]


@pytest.mark.parametrize(
    ("torn", "told"),
    [
        ("note: [", "not readable YAML"),
        ("day: 2026-02-30", "not readable YAML"),
        ("note: 1\nnote: 2", 'key "note" is written 2 times'),
        ("- 110", "the file: is [110], expected a mapping"),
    ],
    ids=["bracket", "30 February", "key twice", "list"],
)
def test_a_torn_file_is_told(torn, told):
    with pytest.raises(ContentError) as caught:
        read_care(torn, "cn.yaml", KNOWN)

    assert told in str(caught.value)


def test_an_unknown_jurisdiction_names_those_that_are_known():
    with pytest.raises(ContentError, match=r'no care file for "XX", expected one of CN, UK, US'):
        care("XX")


def test_a_care_is_shown_by_its_jurisdiction_alone():
    assert repr(read()) == "Care('CN')"


def test_the_page_shows_both_languages_with_source_and_day():
    drawn = read()._repr_html_()

    assert '<section lang="zh"><h4>求助电话 · CN</h4><p>先核对</p>' in drawn
    assert "<strong>热线</strong>: 12356<br>危机 · 全国<br>" in drawn
    assert '<section lang="en"><h4>Help lines · CN</h4><p>Check first</p>' in drawn
    assert "<small>read · checked 2026-11-26 · found-press</small>" in drawn
    assert "<li>Listen <small>CN-PIP-10</small></li>" in drawn


def test_the_page_shows_the_hours_where_they_are_known():
    line = replace(read().help_lines[0], hours=Text("全天", "All day"))

    drawn = replace(read(), help_lines=(line,))._repr_html_()

    assert "危机 · 全天 · 全国" in drawn
    assert "A crisis · All day · Nationwide" in drawn


def test_the_page_escapes_every_field():
    hostile = "<script>alert(1)</script>"
    text = Text(hostile, hostile)
    line = replace(
        read().help_lines[0],
        name=text,
        for_=text,
        contact=hostile,
        hours=text,
        area=text,
        source=hostile,
    )
    step = Step(hostile, text, (hostile,), hostile)

    drawn = Care(hostile, text, (line,), (step,))._repr_html_()

    assert "<script" not in drawn
