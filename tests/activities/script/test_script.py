"""A script: its rubric is held to form, its length counted, and its points left to a person."""

from typing import Any

import pytest

from activities.builders import both
from casebook.activities.authored import structure, unstructure
from casebook.activities.nouns import Answer, Status
from casebook.activities.script.model import parse
from casebook.activities.script.publish import ScriptActivity, public
from casebook.activities.script.score import LONGEST, TEXT, length_of, score, written
from casebook.errors import ContentError
from casebook.text import Language


def raw(**more: Any) -> dict[str, Any]:
    return {
        "id": "a-script",
        "kind": "script",
        "title": both("message"),
        "teaches": ["S05"],
        "prompt": both("write"),
        "length": {"zh": {"least": 3, "most": 6}, "en": {"least": 2, "most": 4}},
        "rubric": [
            {
                "id": "facts",
                "title": both("facts"),
                "points": 2,
                "levels": [
                    {"points": 2, "text": both("all")},
                    {"points": 1, "text": both("some")},
                    {"points": 0, "text": both("none")},
                ],
                "look_for": both("look for this"),
            }
        ],
        **more,
    }


SCRIPT = parse(raw(), "script.yaml")


def levels(*points: float) -> list[dict[str, Any]]:
    return [{"points": one, "text": both(f"{one}")} for one in points]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"kind": "quiz"}, "is quiz, expected script"),
        ({"length": {"zh": {"least": 5, "most": 3}}}, "en is None"),
        ({"rubric": []}, "has no rubric"),
        ({"rubric": [raw()["rubric"][0] | {"levels": levels(2, 2, 0)}]}, "highest first"),
        ({"rubric": [raw()["rubric"][0] | {"levels": levels(1, 0)}]}, "from 2 down to 0"),
        ({"rubric": [raw()["rubric"][0]] * 2}, "stands 2 times"),
    ],
    ids=["kind", "length", "empty", "order", "top", "twice"],
)
def test_a_fault_is_told(change: dict[str, Any], told: str) -> None:
    with pytest.raises(ContentError) as error:
        parse(raw(**change), "script.yaml")

    assert told in "\n".join(error.value.faults)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("您好，林女士。", 5),
        ("逾期 2,255.04 元", 4),
        ("I'll ring you at 3 p.m.", 6),
        ("Pay by e-mail: 1,000.50 yuan", 5),
        ("  \n", 0),
        ("", 0),
        ("APP里看明细", 5),
    ],
)
def test_length_counts_characters_words_and_numbers(text: str, expected: int) -> None:
    assert length_of(text) == expected


def test_the_markers_notes_are_not_published() -> None:
    activity = public(SCRIPT)

    assert "look for this" not in str(unstructure(activity))
    assert structure(unstructure(activity), ScriptActivity, "x") == activity
    assert activity.points == 2


def test_a_text_waits_for_a_person_and_shows_what_earns_what() -> None:
    verdict = score(SCRIPT, Answer("a-script", {TEXT: "您好，林女士"}))
    (criterion,) = verdict.criteria

    assert criterion.status is Status.NEEDS_REVIEW
    assert criterion.points == 0
    assert [text.en for text in criterion.feedback] == ["2: all", "1: some", "0: none"]


@pytest.mark.parametrize("value", [None, "", "  \n ", 7, ["x"], "x" * (LONGEST + 1)])
def test_nothing_written_is_not_answered(value: Any) -> None:
    verdict = score(SCRIPT, Answer("a-script", {TEXT: value} if value is not None else {}))

    assert verdict.status is Status.NOT_ANSWERED


@pytest.mark.parametrize(
    ("text", "said"),
    [("您好林女士", "长度 5，在要求之内。"), ("好", "长度 1，要求 3–6。")],
)
def test_what_was_written_is_shown_with_its_length(text: str, said: str) -> None:
    shown = written(SCRIPT, text, Language.ZH)

    assert shown.given.zh == text
    assert [note.zh for note in shown.feedback] == [said]
    assert shown.max_points == 0
