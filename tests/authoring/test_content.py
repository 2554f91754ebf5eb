"""Content files are held to their model, their twins and the rules that they cite."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from casebook.authoring import citations, content
from casebook.law.rules import rules

TODAY = date(2026, 6, 30)


def quiz(**changes: object) -> dict[str, object]:
    option = {"text": {"zh": "甲", "en": "A"}, "feedback": {"zh": "对。", "en": "Right."}}
    item = {
        "id": "principal",
        "kind": "single",
        "teaches": ["S02"],
        "rules": ["CN-INT-03"],
        "points": 1,
        "stem": {"zh": "本金是多少？", "en": "What is the principal?"},
        "options": [
            {"id": "a", "right": True, **option},
            {"id": "b", "right": False, **option},
        ],
        **changes,
    }
    return {
        "id": "a-quiz",
        "kind": "quiz",
        "title": {"zh": "测验", "en": "Quiz"},
        "teaches": ["S02"],
        "items": [item],
    }


def told(tmp_path: Path, raw: object, *, is_exam: bool = True, today: date = TODAY) -> list[str]:
    path = tmp_path / "quiz.yaml"
    path.write_text(raw if isinstance(raw, str) else yaml.safe_dump(raw, allow_unicode=True))
    return [str(f) for f in content.in_file(path, "quiz.yaml", today=today, is_exam=is_exam)]


def test_a_sound_quiz_has_no_fault(tmp_path: Path) -> None:
    assert told(tmp_path, quiz()) == []


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    raw = quiz(
        kind="multiple",
        rules=["CN-INT-99"],
        teaches=["S99"],
        points=0,
        stem={"zh": "5 元？", "en": "6 yuan?"},
    )

    told_ = "\n".join(told(tmp_path, raw))

    assert 'item "principal": 0 points, expected more than 0' in told_
    assert 'items/principal: cites "CN-INT-99", which no rule is called' in told_
    assert 'items/principal: teaches "S99", expected an id of the syllabus' in told_
    assert "items/principal/stem: zh says 5 and en does not" in told_


def test_a_field_that_the_model_does_not_know_is_told(tmp_path: Path) -> None:
    assert any("colour" in one for one in told(tmp_path, quiz(colour="red")))


def test_a_missing_language_is_told(tmp_path: Path) -> None:
    raw = quiz(stem={"zh": "本金是多少？", "en": ""})

    assert "quiz.yaml: items/principal/stem: en is empty, expected text; make the twins agree" in (
        told(tmp_path, raw)
    )


def test_trees_of_texts_are_compared_leaf_by_leaf(tmp_path: Path) -> None:
    raw = {"zh": {"next": "下一题", "left": "还有 {n} 题"}, "en": {"next": "Next"}}

    assert [one for one in told(tmp_path, raw) if "left" in one and "en is empty" in one]


def test_unreadable_yaml_is_one_fault(tmp_path: Path) -> None:
    (one,) = told(tmp_path, "a: [1")

    assert one.startswith("quiz.yaml: is not readable YAML")


def test_rules_cited_in_prose_must_exist(tmp_path: Path) -> None:
    raw = {"zh": "见 CN-XXX-01", "en": "see CN-XXX-01"}

    assert any('cites "CN-XXX-01"' in one for one in told(tmp_path, raw))


def test_a_rule_must_be_in_force(tmp_path: Path) -> None:
    assert any("not in force" in one for one in told(tmp_path, quiz(), today=date(1999, 1, 1)))


def test_an_exam_rests_on_no_recalled_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    from casebook.law.rules import Basis

    found = rules()[0]
    recalled = replace(found, confidence=replace(found.confidence, rule=Basis.RECALLED))
    monkeypatch.setattr(citations, "rule", lambda _: recalled)

    assert list(citations.faults([found.id], today=TODAY, is_exam=False)) == []
    ((what, _, _),) = citations.faults([found.id], today=TODAY, is_exam=True)
    assert "only recalled" in what
