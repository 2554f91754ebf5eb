"""Every kind of question behind the same few methods, and each one's own rule of credit."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from activities.builders import (
    choice,
    computed,
    matching,
    numeric,
    ordering,
    quiz,
    term,
    texts_in,
)
from casebook.activities.authored import structure, unstructure
from casebook.activities.nouns import Answer, Status
from casebook.activities.quiz.kinds import KINDS
from casebook.activities.quiz.model import parse
from casebook.activities.quiz.publish import QuizActivity, publish
from casebook.activities.quiz.score import score
from casebook.errors import ContentError

ONE_OF_EACH = {
    "single": choice("single", True, False, False),
    "multiple": choice("multiple", True, True, False, kind="multiple"),
    "true-false": choice("true-false", True, False, kind="true-false"),
    "numeric": numeric("numeric", 7000),
    "computed": computed("computed"),
    "ordering": ordering("ordering", "first", "second", "third", "fourth"),
    "matching": matching("matching", "one", "two", "three"),
    "text": term("text"),
}
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=6,
)


def published(item):
    activity, key = publish(parse(quiz(item), "test"))
    return activity.items[0], key


def earned(item, value):
    """The share of its points that an answer to an item earns, and its feedback."""
    public, key = published(item)
    criterion = score(key, Answer("a-quiz", {public.id: value})).criteria[0]
    return criterion.points / criterion.max_points, [text.en for text in criterion.feedback]


def by_own(key, item_id):
    return {own: public for public, own in key.parts[item_id].items()}


def test_there_is_an_example_of_each_kind():
    assert set(ONE_OF_EACH) == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_the_right_answer_has_the_right_form_and_earns_all_points(kind):
    public, key = published(ONE_OF_EACH[kind])
    answer = key.right_answer(public.id)

    assert KINDS[kind].is_answer(public, answer)
    verdict = score(key, Answer("a-quiz", {public.id: answer}))
    assert verdict.points == verdict.max_points
    assert verdict.status is Status.GRADED
    assert verdict.criteria[0].feedback
    assert verdict.criteria[0].given


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_published_holds_no_mark_feedback_or_authors_id(kind):
    item = parse(quiz(ONE_OF_EACH[kind]), "test").items[0]
    public, _ = published(ONE_OF_EACH[kind])
    bytes_ = json.dumps(unstructure(public), ensure_ascii=False)

    secret = set(texts_in(item)) - set(texts_in(public)) - {item.id, *item.teaches}
    assert secret
    words = secret | {"right", "feedback", "accepted", "answer"}
    assert [text for text in words if json.dumps(text, ensure_ascii=False) in bytes_] == []


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_published_survives_the_file(kind):
    activity, _ = publish(parse(quiz(ONE_OF_EACH[kind]), "test"))

    assert structure(json.loads(json.dumps(unstructure(activity))), QuizActivity, "") == activity


@pytest.mark.parametrize("kind", KINDS)
@given(value=PLAIN)
def test_nothing_handed_in_raises_or_earns_beyond_the_maximum(kind, value):
    public, key = published(ONE_OF_EACH[kind])

    verdict = score(key, Answer("a-quiz", {public.id: value}))

    assert 0 <= verdict.points <= verdict.max_points
    assert isinstance(KINDS[kind].is_answer(public, value), bool)


@pytest.mark.parametrize(
    ("order", "share"),
    [("1234", 1), ("2341", 2 / 3), ("4321", 0), ("1243", 1 / 3), ("3412", 2 / 3)],
)
def test_steps_earn_by_what_they_follow(order, share):
    item = ordering("x", "1", "2", "3", "4")
    public, key = published(item)
    own = by_own(key, public.id)

    found, feedback = earned(item, [own[one] for one in order])

    assert found == pytest.approx(share, abs=0.01)
    assert feedback == ["in order" if share == 1 else "out of order"]


@pytest.mark.parametrize("order", ["123", "1223", "12345"])
def test_an_order_that_is_none_asks_for_review(order):
    public, key = published(ordering("x", "1", "2", "3", "4"))
    own = by_own(key, public.id) | {"5": "other"}

    verdict = score(key, Answer("a-quiz", {public.id: [own[one] for one in order]}))

    assert (verdict.points, verdict.status) == (0, Status.NEEDS_REVIEW)


@pytest.mark.parametrize(
    ("taken", "share", "said"),
    [
        ("aA bB cC", 1, ["why a", "why b", "why c"]),
        ("aA bC cB", 1 / 3, ["left side b: why b", "left side c: why c"]),
        ("aA bB cS", 2 / 3, ["left side c: why not spare"]),
        ("aA bA cA", 1 / 3, ["left side b: why b", "left side c: why c"]),
        ("aA", 1 / 3, []),
        ("aB", 0, ["left side a: why a"]),
    ],
)
def test_each_pair_earns_its_share_and_a_wrong_one_its_reason(taken, share, said):
    item = matching("x", "a", "b", "c", spare="s")
    public, key = published(item)
    own = by_own(key, public.id)
    value = {own[f"left of {a}"]: own[f"right of {b.lower()}"] for a, b in taken.split()}

    found, feedback = earned(item, value)

    assert found == pytest.approx(share, abs=0.01)
    assert feedback == said


def test_a_left_side_does_not_tell_of_its_right_side():
    public, _ = published(matching("x", "a", "b", "c"))

    assert not {one.id for one in public.prompts} & {one.id for one in public.options}


@pytest.mark.parametrize(
    ("written", "share"),
    [
        ("诉讼时效", 1),
        (" 《诉讼时效》。", 1),
        ("Limitation Period", 1),
        ("ｌｉｍｉｔａｔｉｏｎ　ｐｅｒｉｏｄ", 1),
        ("除斥期间", 0),
        ("期间", 0),
    ],
)
def test_a_term_counts_however_it_is_spelt(written, share):
    assert earned(term("x"), written)[0] == share


def test_a_term_taken_for_the_right_one_is_told_apart():
    assert earned(term("x"), "除斥期间")[1] == ["that is another period"]
    assert earned(term("x"), "别的")[1] == ["it has another name"]


@pytest.mark.parametrize(
    ("credit", "chosen", "share"),
    [
        ("all-or-nothing", "01", 1),
        ("all-or-nothing", "0", 0),
        ("all-or-nothing", "012", 0),
        ("per-option", "0", 1 / 2),
        ("per-option", "02", 0),
        ("per-option", "012", 1 / 2),
        ("coverage", "0", 1 / 2),
        ("coverage", "012", 2 / 3),
        ("coverage", "0123", 1 / 2),
        ("coverage", "23", 0),
    ],
)
def test_several_right_options_are_scored_by_the_published_rule(credit, chosen, share):
    item = choice("x", True, True, False, False, kind="multiple") | {"credit": credit}
    public, key = published(item)
    own = by_own(key, public.id)

    assert public.credit == credit
    found, _ = earned(item, [own[f"o{n}"] for n in chosen])
    assert found == pytest.approx(share, abs=0.01)


@pytest.mark.parametrize(
    ("item", "fault"),
    [
        (ordering("x", "a", "b"), "2 steps, expected 3 or more"),
        (ordering("x", "a", "b", "a"), 'step "a" stands 2 times'),
        (matching("x", "a"), "1 pairs, expected 2 or more"),
        (matching("x", "a", "b", spare="a"), 'pair "a" stands 2 times'),
        (term("x") | {"accepted": {"zh": ["时效"], "en": []}}, "no spelling in one language"),
        (
            term("x") | {"accepted": {"zh": ["除斥期间"], "en": ["x"]}},
            'mistake "除斥期间" is accepted as well',
        ),
        (choice("x", True, False) | {"credit": "coverage"}, "expected none but for kind: multiple"),
        (choice("x", True, False) | {"kind": "essay"}, 'kind "essay", expected one of'),
        (choice("x", True, False) | {"difficulty": 65}, "expected between 0 and 1"),
        (numeric("x", 5, mistakes=[{"value": 5, "feedback": {"zh": "", "en": ""}}]), "tolerance"),
    ],
)
def test_a_fault_of_a_kind_is_named(item, fault):
    with pytest.raises(ContentError) as caught:
        parse(quiz(item), "quizzes/some.yaml")

    assert any(fault in one for one in caught.value.faults), caught.value.faults
