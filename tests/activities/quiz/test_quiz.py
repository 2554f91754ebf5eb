import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from activities.builders import choice, numeric, quiz
from casebook.activities.authored import structure, unstructure
from casebook.activities.nouns import Answer, Status
from casebook.activities.quiz.item import Bloom
from casebook.activities.quiz.model import parse
from casebook.activities.quiz.publish import QuizActivity, publish
from casebook.activities.quiz.score import score
from casebook.errors import ContentError

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=6,
)


def published(*items):
    return publish(parse(quiz(*items), "test"))


def ids(key, item_index=0):
    """The public id of an item, and of its options by the author's id."""
    item_id = list(key.items)[item_index]
    return item_id, {own: public for public, own in key.parts[item_id].items()}


@pytest.mark.parametrize(
    ("item", "fault"),
    [
        (choice("x", True, True), "2 options are right, expected 1; use kind: multiple"),
        (choice("x", False, False), "0 options are right"),
        (choice("x", True, True, kind="multiple"), "some but not all"),
        (choice("x", True, False, False, kind="true-false"), "expected 2 for true-false"),
        (choice("x", True), "1 options, expected 2 or more"),
        ({**numeric("x", 1), "unit": None}, "unit"),
        ({**choice("x", True, False), "points": 0}, "expected more than 0"),
        ({**choice("x", True, False), "points": "1"}, "is str, expected float"),
        ({**choice("x", True, False), "stem": {"zh": "只有中文"}}, "en"),
        ({**choice("x", True, False), "hint": "?"}, "hint"),
    ],
)
def test_a_fault_is_named(item, fault):
    with pytest.raises(ContentError, match=r"(?s).*") as caught:
        parse(quiz(item), "quizzes/some.yaml")

    assert "quizzes/some.yaml" in str(caught.value)
    assert any(fault in one for one in caught.value.faults)


def test_what_a_bank_says_of_an_item_is_read():
    said = {
        "bloom": "apply",
        "difficulty": 1 / 2,
        "misconceptions": [4],
        "reviewed_on": date(2026, 11, 27),
        "reviewed_for": ["key", "language"],
    }

    [item] = parse(quiz(choice("c", True, False) | said), "test").items

    assert item.bloom is Bloom.APPLY
    assert item.reviewed_on == date(2026, 11, 27)
    assert item.reviewed_for == ("key", "language")


def test_all_faults_are_told_at_once():
    with pytest.raises(ContentError) as caught:
        parse(quiz(choice("x", True, True), choice("y", False, False)), "some.yaml")

    assert len(caught.value.faults) == 2


def test_a_published_quiz_holds_no_mark_feedback_or_authors_id():
    item = choice("secret-name", True, False) | {"stem": {"zh": "题干", "en": "stem"}}
    activity, _ = published(item, numeric("sum", 7000))

    public = json.dumps(unstructure(activity))

    for word in ("feedback", "right", "just so", "7000", "secret-name", '"o0"'):
        assert word not in public


def test_a_published_quiz_survives_the_file():
    activity, _ = published(choice("x", True, False), numeric("sum", 7000))

    assert structure(json.loads(json.dumps(unstructure(activity))), QuizActivity, "") == activity


def test_options_stand_in_another_order_for_other_learners_and_the_same_for_one():
    activity, _ = published(choice("x", True, False, False, False))
    item = activity.items[0]

    orders = {item.in_order_for(f"learner-{n}") for n in range(50)}

    assert len(orders) > 10
    assert item.in_order_for("ann") == item.in_order_for("ann")


def test_the_place_of_the_right_option_says_nothing():
    firsts = 0
    for n in range(200):
        activity, key = published(choice(f"item-{n}", True, False, False, False))
        _, options = ids(key)
        firsts += activity.items[0].in_order_for("ann")[0].id == options["o0"]

    assert 25 <= firsts <= 75


def test_the_right_option_earns_the_points_and_its_own_feedback():
    _, key = published(choice("x", True, False))
    item_id, options = ids(key)

    right = score(key, Answer("a-quiz", {item_id: options["o0"]}))
    wrong = score(key, Answer("a-quiz", {item_id: options["o1"]}))

    assert (right.points, wrong.points) == (1, 0)
    assert [text.en for text in wrong.criteria[0].feedback] == ["feedback on o1"]


@pytest.mark.parametrize(
    ("chosen", "points"),
    [
        (["o0", "o1"], 3),
        (["o0"], 1.5),
        (["o0", "o2"], 0),
        (["o0", "o1", "o2"], 1.5),
        (["o0", "o0"], 1.5),
        (["o0", "o1", "o2", "o3"], 0),
    ],
    ids=str,
)
def test_several_right_options_earn_shares_and_wrong_ones_take_them(chosen, points):
    _, key = published(choice("x", True, True, False, False, kind="multiple", points=3))
    item_id, options = ids(key)

    verdict = score(key, Answer("a-quiz", {item_id: [options[one] for one in chosen]}))

    assert verdict.points == points


@pytest.mark.parametrize(
    ("given", "points", "feedback"),
    [
        (7000, 2, "just so"),
        ("7,000.00", 2, "just so"),
        ("７０００", 2, "just so"),
        (7001, 2, "just so"),
        (7001.5, 0, "not so"),
        (10000, 0, "the face of the note"),
    ],
)
def test_a_number_is_right_within_its_tolerance(given, points, feedback):
    known = [{"value": 10000, "feedback": {"zh": "票面", "en": "the face of the note"}}]
    _, key = published(numeric("sum", 7000, tolerance=1, mistakes=known))
    item_id, _ = ids(key)

    criterion = score(key, Answer("a-quiz", {item_id: given})).criteria[0]

    assert (criterion.points, criterion.feedback[0].en) == (points, feedback)


@pytest.mark.parametrize("huge", ["1e999999999", 10**400, "1e16", float("inf")], ids=str)
def test_a_number_beyond_all_measure_is_reviewed_not_reckoned(huge):
    _, key = published(numeric("sum", 1))

    verdict = score(key, Answer("a-quiz", dict.fromkeys(key.items, huge)))

    assert verdict.status is Status.NEEDS_REVIEW


def test_what_was_not_answered_is_not_wrong():
    _, key = published(choice("x", True, False), numeric("sum", 1))

    verdict = score(key, Answer("a-quiz", {}))

    assert {one.status for one in verdict.criteria} == {Status.NOT_ANSWERED}


def test_a_record_of_the_wrong_form_earns_nothing_and_asks_for_review():
    _, key = published(choice("x", True, False), numeric("sum", 1))
    values = {item_id: {"points": 100} for item_id in key.items}

    verdict = score(key, Answer("a-quiz", values))

    assert verdict.points == 0
    assert verdict.status is Status.NEEDS_REVIEW


@given(st.dictionaries(st.integers(0, 2), PLAIN))
def test_nothing_a_learner_hands_in_raises_or_earns_beyond_the_maximum(values):
    _, key = published(
        choice("x", True, False), choice("y", True, True, False, kind="multiple"), numeric("z", 1)
    )
    public = list(key.items)

    verdict = score(key, Answer("a-quiz", {public[n]: value for n, value in values.items()}))

    assert 0 <= verdict.points <= verdict.max_points
