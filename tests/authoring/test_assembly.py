"""An exam from a bank: what the blueprint asks for, the same for one seed, forms equally hard."""

from dataclasses import replace

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from activities.builders import choice, quiz
from casebook.activities.quiz.model import parse
from casebook.authoring import assembly
from casebook.authoring.assembly import Blueprint, Cell
from casebook.errors import ContentError
from casebook.text import Text


def item(name, teaches="S14", difficulty=0.6, **more):
    raw = choice(name, True, False, False, False)
    return parse(quiz(raw | {"teaches": [teaches], "difficulty": difficulty} | more), "t").items[0]


BANK = [
    *(item(f"law-{n}", "S14", 0.30 + 0.03 * n) for n in range(20)),
    *(item(f"talk-{n}", "S08", 0.35 + 0.05 * n) for n in range(12)),
]
BLUEPRINT = Blueprint(
    "an-exam", Text("考试", "An exam"), (Cell("S14", 4), Cell("S08", 3, easiest=0.8)), forms=2
)


def names(form):
    return [one.id for one in form.items]


def test_each_form_holds_what_the_blueprint_asks_for():
    for form in assembly.assemble(BLUEPRINT, BANK, seed="1"):
        assert [one.teaches[0] for one in form.items] == ["S14"] * 4 + ["S08"] * 3
        assert max(one.difficulty for one in form.items[4:]) <= 0.8


def test_forms_share_no_question():
    one, other = assembly.assemble(BLUEPRINT, BANK, seed="1")

    assert not set(names(one)) & set(names(other))


def test_the_same_seed_gives_the_same_forms_and_another_gives_others():
    first = [names(form) for form in assembly.assemble(BLUEPRINT, BANK, seed="1")]

    assert first == [names(form) for form in assembly.assemble(BLUEPRINT, BANK[::-1], seed="1")]
    assert first != [names(form) for form in assembly.assemble(BLUEPRINT, BANK, seed="2")]


@given(st.text(max_size=6), st.integers(2, 4))
def test_forms_are_equally_hard(seed, forms):
    blueprint = replace(BLUEPRINT, cells=(Cell("S14", 4),), forms=forms)

    expected = [form.expected for form in assembly.assemble(blueprint, BANK, seed=seed)]

    # Whatever is drawn, as near as eight questions allow; most draws come within the tolerance.
    assert max(expected) - min(expected) <= 2 * assembly.TOLERANCE


@pytest.mark.parametrize("seed", "abcdef")
def test_most_draws_come_within_the_tolerance(seed):
    assert assembly.is_even(assembly.assemble(BLUEPRINT, BANK, seed=seed))


def test_a_bank_that_is_too_small_says_what_is_missing():
    with pytest.raises(ContentError, match=r"20 questions left of S14.*expected 22 for 2 form"):
        assembly.assemble(replace(BLUEPRINT, cells=(Cell("S14", 11),)), BANK, seed="1")


def test_what_is_void_or_of_unknown_difficulty_is_not_asked():
    bank = [item("a", void=True), item("b", difficulty=None), item("c")]
    blueprint = replace(BLUEPRINT, cells=(Cell("S14", 1),), forms=1)

    [form] = assembly.assemble(blueprint, bank, seed="1")

    assert names(form) == ["c"]


def test_a_form_is_written_as_a_quiz_file_of_the_same_questions(tmp_path):
    raws = [choice(f"x{n}", True, False) | {"difficulty": 0.5} for n in range(3)]
    (tmp_path / "some.yaml").write_text(yaml.safe_dump(quiz(*raws), allow_unicode=True))
    bank = assembly.bank(tmp_path)
    blueprint = Blueprint("an-exam", Text("考试", "An exam"), (Cell("S02", 2),))

    [form] = assembly.assemble(blueprint, [one for one, _ in bank.values()], seed="1")
    text = assembly.quiz_file(blueprint, form, {name: raw for name, (_, raw) in bank.items()})

    assert list(parse(yaml.safe_load(text), "made").items) == list(form.items)


def test_two_questions_of_one_id_are_told(tmp_path):
    text = yaml.safe_dump(quiz(choice("x", True, False)), allow_unicode=True)
    (tmp_path / "a.yaml").write_text(text)
    (tmp_path / "b.yaml").write_text(text)

    with pytest.raises(ContentError, match='item "x" stands in another file too'):
        assembly.bank(tmp_path)


@pytest.mark.parametrize("more", [{"forms": 0}, {"cells": []}])
def test_a_blueprint_that_asks_for_nothing_is_refused(tmp_path, more):
    raw = {"id": "x", "title": {"zh": "甲", "en": "a"}, "cells": [{"teaches": "S14", "count": 1}]}
    (tmp_path / "b.yaml").write_text(yaml.safe_dump(raw | more, allow_unicode=True))

    with pytest.raises(ContentError, match="asks for nothing"):
        assembly.load(tmp_path / "b.yaml")
