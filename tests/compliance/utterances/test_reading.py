"""Utterances are read strictly, and every fault is told at once."""

import json

import pytest

from casebook.compliance.utterances.model import Channel, Speaker, Utterance
from casebook.compliance.utterances.reading import of_mapping, read
from casebook.errors import DataError
from casebook.text import Language

WHOLE = {
    "id": "u1",
    "lang": "en",
    "jurisdiction": "UK",
    "speaker": "client",
    "channel": "sms",
    "text": "Who is this?",
}


def line(**given):
    return json.dumps(WHOLE | given, ensure_ascii=False)


def without(field):
    return json.dumps({name: value for name, value in WHOLE.items() if name != field})


def reading(text):
    return read(text, "lines.jsonl", language=Language.ZH, jurisdiction="CN")


def faults(text):
    with pytest.raises(DataError) as caught:
        reading(text)
    return str(caught.value)


def test_a_line_of_json_is_read_whole():
    more = {"conversation": "c7", "turn": 3, "to": "spouse", "facts": {"judgment": True}}

    [one] = reading(line(**more))

    assert one == Utterance(
        "u1",
        Language.EN,
        "UK",
        Speaker.CLIENT,
        Channel.SMS,
        "Who is this?",
        "c7",
        3,
        "spouse",
        {"judgment": True},
    )


def test_what_is_not_given_is_not_known():
    [one] = reading(line())

    assert (one.conversation, one.turn, one.to, one.facts) == (None, None, None, {})


def test_null_stands_for_not_known():
    nothing = dict.fromkeys(("conversation", "turn", "to", "facts"))

    assert reading(line(**nothing)) == reading(line())


def test_what_only_a_labelled_set_holds_is_passed_over():
    assert reading(line(labels=["insult"], near=True, note="?")) == reading(line())


def test_each_line_of_plain_text_is_a_collectors():
    first, second = reading("您好\r\n\r\n  请还款 \n")

    assert first == Utterance(
        "1", Language.ZH, "CN", Speaker.COLLECTOR, Channel.CHAT, "您好", None, None, None
    )
    assert (second.id, second.text) == ("3", "请还款")


@pytest.mark.parametrize("text", ["", "\n  \n", "\ufeff"])
def test_a_text_without_lines_holds_no_utterance(text):
    assert reading(text) == ()


def test_a_byte_order_mark_and_blank_lines_are_passed_over():
    text = f"\ufeff{line(id='a')}\n\n{line(id='b')}\r\n"

    assert [one.id for one in reading(text)] == ["a", "b"]
    assert reading("\ufeff您好") == reading("您好")


@pytest.mark.parametrize("mark", ["\u2028", "\u2029", "\x85"])
def test_a_line_separator_inside_a_text_does_not_tear_the_line(mark):
    [one] = reading(line(text=f"您好{mark}请还款"))

    assert one.text == f"您好{mark}请还款"


@pytest.mark.parametrize(
    ("torn", "told"),
    [
        (line(id="u2")[:40], "line 2: torn or no JSON"),
        ("您好", "line 2: torn or no JSON"),
        ("[1]", "line 2: is list, expected an object"),
        ("3", "line 2: is int, expected an object"),
        ("[" * 100_000, "line 2: torn or no JSON"),
        (f'{{"id": {"1" * 5000}}}', "line 2: torn or no JSON"),
    ],
    ids=["torn", "plain", "list", "number", "deep", "long number"],
)
def test_a_line_that_is_no_object_is_told_with_its_number(torn, told):
    assert told in faults(f"{line()}\n{torn}")


@pytest.mark.parametrize("field", WHOLE)
def test_a_field_that_is_missing_is_told(field):
    message = faults(without(field))

    assert f'line 1: field "{field}" is missing, expected it' in message
    assert "1 fault(s)" in message


def test_a_field_that_is_unknown_is_somebody_elses_and_passed_over():
    assert reading(line(medium="sms")) == reading(line())


@pytest.mark.parametrize(
    ("field", "given", "read"),
    [
        *(("lang", "zh-CN", Language.ZH), ("lang", "EN_gb", Language.EN)),
        *(("speaker", "Customer", Speaker.CLIENT), ("speaker", "agent", Speaker.COLLECTOR)),
        *(("channel", "WeChat", Channel.CHAT), ("channel", "phone", Channel.CALL)),
        *(("channel", "fax", Channel.OTHER), ("jurisdiction", "gb", "UK")),
    ],
)
def test_other_words_for_the_same_are_understood(field, given, read):
    [one] = reading(line(**{field: given}))

    assert getattr(one, field) == read


@pytest.mark.parametrize("facts", [{"vulnerable": True}, ["vulnerable"], "vulnerable"])
def test_facts_may_be_named_alone(facts):
    [one] = reading(line(facts=facts))

    assert one.facts == {"vulnerable": True}


def test_a_field_that_is_written_twice_is_told():
    assert "line 1" in faults(line().replace('"id"', '"id": "u0", "id"'))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *(("speaker", "bot"), ("lang", "fr"), ("jurisdiction", "FR"), ("speaker", None)),
        *(("lang", ["zh"]), ("jurisdiction", ["CN"]), ("lang", {})),
    ],
)
def test_a_value_outside_its_closed_list_is_told_with_the_list(field, value):
    message = faults(line(**{field: value}))

    assert f"line 1: {field} is {value!r}, expected one of " in message
    assert "1 fault(s)" in message


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *(("text", 5), ("text", None), ("text", ["a"]), ("id", None), ("id", 1.5), ("id", True)),
        *(("id", ["a"]), ("id", {}), ("turn", "1"), ("turn", 1.5), ("turn", True)),
        *(("to", 3), ("facts", 3), ("channel", 1)),
    ],
)
def test_a_value_of_the_wrong_type_is_told(field, value):
    assert f"line 1: {field} is {value!r}, expected" in faults(line(**{field: value}))


@pytest.mark.parametrize(("first", "second"), [("a", "a"), (1, 1), (1, "1")])
def test_an_id_that_is_used_twice_is_told(first, second):
    message = faults(f"{line(id=first)}\n{line(id='b')}\n{line(id=second)}")

    assert f"line 3: id {second!r} is used twice, expected once" in message
    assert "1 fault(s)" in message


def test_lines_without_an_id_are_not_said_to_share_one():
    message = faults(f"{without('id')}\n{without('id')}\n{line(id='None')}")

    assert "2 fault(s)" in message
    assert "twice" not in message


def test_all_faults_are_told_at_once():
    text = "\n".join(
        (line(id="a", speaker="bot"), "{torn", line(id="a", turn="1"), without("text"))
    )

    message = faults(text)

    assert message.startswith("lines.jsonl: 5 fault(s)")
    for told in (
        *("line 1: speaker is 'bot'", "line 2: torn"),
        *("line 3: turn is '1'", "line 3: id 'a' is used twice", 'line 4: field "text" is missing'),
    ):
        assert told in message


def test_a_mapping_is_read_as_a_line_of_json_would_be():
    assert (of_mapping(WHOLE),) == reading(line())


def test_the_faults_of_a_mapping_are_told_at_once():
    with pytest.raises(DataError) as caught:
        of_mapping(WHOLE | {"lang": "fr", "speaker": "bot"}, "cell 3")

    assert "cell 3" in str(caught.value)
    assert "lang is 'fr'" in str(caught.value)
    assert "speaker is 'bot'" in str(caught.value)
