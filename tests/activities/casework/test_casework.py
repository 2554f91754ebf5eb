import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from activities.builders import both, casework, task
from activities.quiz.test_quiz import PLAIN
from casebook.activities.authored import structure, unstructure
from casebook.activities.casework.model import (
    Choice,
    PlanTerms,
    Reference,
    parse,
    practice_references,
)
from casebook.activities.casework.publish import CaseworkActivity, publish
from casebook.activities.casework.score import score
from casebook.activities.nouns import Answer, Status
from casebook.errors import ContentError
from casebook.text import Text

FLAGS = [{"id": code, "text": both(code)} for code in ("forged", "expired", "hidden", "mismatch")]
INCOME = task(
    "income",
    "number",
    tolerance=1,
    unit={"zh": "元", "en": "yuan"},
    mistakes=[{"id": "gross", "feedback": both("that is the gross pay")}],
)
TERMS = PlanTerms(
    total=3000,
    monthly_at_most=1000,
    from_date="2026-06-30",
    first_within_days=30,
    months_at_most=12,
)
REFERENCES = {
    "income": Reference(5320.5, {"gross": 6800}),
    "days": Reference(47, {}),
    "flags": Reference(("forged", "expired"), {}),
    "plan": Reference(TERMS, {}),
}


def plan(*lines):
    return {"columns": {"due_on": [day for day, _ in lines], "amount": [sum_ for _, sum_ in lines]}}


GOOD_PLAN = plan(("2026-07-15", 1000), ("2026-08-15", 1000), ("2026-09-15", "1000.00"))


@pytest.fixture
def published():
    tasks = (INCOME, task("days", "integer"), task("flags", "codes", choices=FLAGS))
    return publish(parse(casework(*tasks, task("plan", "plan")), "test"), REFERENCES)


@pytest.fixture
def verdict(published):
    _, key = published

    def of(task_id, value):
        found = score(key, Answer(key.id, {task_id: value}))
        return next(one for one in found.criteria if one.id == task_id)

    return of


@pytest.mark.parametrize(
    ("spoilt", "fault"),
    [
        (casework(task("x", "number", answer=1)), "expected none: solutions.py works it out"),
        (casework(task("x", "number"), case="D000001"), "expected one in practice"),
        (casework(task("x", "codes")), "has no choices"),
        (casework(task("Not a name", "number")), "lower-case Python name"),
        (casework(task("x", "number"), task("x", "number")), "stands 2 times"),
        (casework(task("x", "guess")), "guess"),
        (
            casework(task("x", "codes", choices=FLAGS, codes=["odd"]), case="D000001"),
            'name "odd"',
        ),
        (casework(task("x", "number", case="D000001")), "expected one in practice"),
        (
            casework(task("x", "number", answer=1, case="D000001"), task("y", "number", answer=1)),
            'task "y": names no case',
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_fault_is_named(spoilt, fault):
    with pytest.raises(ContentError) as caught:
        parse(spoilt, "some.yaml")

    assert any(fault in one for one in caught.value.faults)


def test_published_casework_holds_no_answer_hint_or_feedback(published):
    activity, _ = published

    public = json.dumps(unstructure(activity), ensure_ascii=False)

    for word in ("5320", "gross", '"right"', '"wrong"', "hints", "mistakes"):
        assert word not in public


def test_published_casework_survives_the_file(published):
    activity, _ = published

    assert (
        structure(json.loads(json.dumps(unstructure(activity))), CaseworkActivity, "") == activity
    )


def test_casework_without_a_solution_to_a_task_is_refused():
    with pytest.raises(ContentError, match="no answer for income"):
        publish(parse(casework(INCOME), "test"), {})


def test_practice_takes_its_answers_from_the_file():
    authored = parse(casework(task("x", "number", answer=7), case="D000001"), "test")

    assert practice_references(authored)["x"].answer == 7


def test_a_practice_task_may_name_a_case_of_its_own():
    own, shared = task("x", "number", answer=7, case="D000002"), task("y", "number", answer=8)

    authored = parse(casework(own, shared, case="D000001"), "test")

    assert [authored.case_of(one) for one in authored.tasks] == ["D000002", "D000001"]


def test_where_it_is_put_in_words_nothing_is_a_code_too():
    flag = {"x": task("x", "codes", codes=["none"], case="D000001")}
    vocabulary = (Choice("forged", Text("伪造", "forged")),)

    authored = parse({**casework(*flag.values()), "nothing": both("nothing")}, "test", vocabulary)
    _, key = publish(authored, practice_references(authored))

    assert [choice.id for choice in authored.tasks[0].choices] == ["forged", "none"]
    points = [
        score(key, Answer(key.id, {"x": given})).points for given in (["none"], ["forged"], [])
    ]
    assert points == [4, 0, 0]


def test_elsewhere_none_is_no_code(verdict):
    found = verdict("flags", ["none"])

    assert "unknown code: none" in found.feedback[0].en


@pytest.mark.parametrize(
    ("task_id", "value", "points", "says"),
    [
        ("income", 5320.50, 4, "right"),
        ("income", "5,320", 4, "right"),
        ("income", 5322, 0, "wrong"),
        ("income", 6800, 0, "that is the gross pay"),
        ("income", True, 0, "expected a number"),
        ("income", [5320.5], 0, "expected a number"),
        ("days", 47, 4, "right"),
        ("days", 47.5, 0, "whole number"),
        ("flags", ["expired", "forged"], 4, "right"),
        ("flags", ["forged"], 2, "1 of what you named"),
        ("flags", ["forged", "hidden"], 0, "1 of what you named"),
        ("flags", ["forged", "expired", "hidden"], 2, "2 of what you named"),
        ("flags", ["forged", "forged"], 2, "1 of what you named"),
        ("flags", ["forgery"], 0, "unknown code: forgery"),
        ("flags", 7, 0, "a list of codes"),
        ("plan", GOOD_PLAN, 4, "Met: the payments add up"),
        ("plan", [1, 2], 0, "columns due_on and amount"),
    ],
    ids=str,
)
def test_an_answer_earns_its_points_and_a_reason(verdict, task_id, value, points, says):
    found = verdict(task_id, value)

    assert found.points == points
    assert found.status is Status.GRADED
    assert says in found.feedback[0].en


@pytest.mark.parametrize(
    ("lines", "unmet"),
    [
        ([("2026-07-15", 1000), ("2026-08-15", 1000)], "add up"),
        ([("2026-07-15", 1500), ("2026-08-15", 1500)], "no month asks"),
        ([("2026-08-15", 1000), ("2026-09-15", 1000), ("2026-10-15", 1000)], "falls within"),
        ([("2026-06-30", 1000), ("2026-07-15", 1000), ("2026-08-15", 1000)], "falls within"),
        ([("2026-07-15", 1000), ("2026-08-15", 1000), ("2027-09-15", 1000)], "12 months"),
        ([("2026-07-01", 500), ("2026-07-15", 500), ("2026-08-15", 1000), ("2026-09-15", 1000)],
         "one payment a month"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_each_term_of_a_plan_costs_its_own_quarter(verdict, lines, unmet):
    found = verdict("plan", plan(*lines))

    missed = [text.en for text in found.feedback if text.en.startswith("Not met")]
    assert found.points == 3
    assert len(missed) == 1
    assert unmet in missed[0]


@pytest.mark.parametrize("blank", [None, "", [], {}, {"columns": {}}], ids=repr)
def test_a_blank_is_not_answered(verdict, blank):
    assert verdict("income", blank).status is Status.NOT_ANSWERED


def test_feedback_names_no_flag_that_the_learner_did_not(verdict):
    told = " ".join(text.en + text.zh for text in verdict("flags", ["hidden"]).feedback)

    assert "expired" not in told
    assert "forged" not in told


@given(st.dictionaries(st.sampled_from(sorted(REFERENCES)), PLAIN))
def test_nothing_a_learner_hands_in_raises_or_earns_beyond_the_maximum(values):
    tasks = (INCOME, task("days", "integer"), task("flags", "codes", choices=FLAGS))
    _, key = publish(parse(casework(*tasks, task("plan", "plan")), "test"), REFERENCES)

    found = score(key, Answer(key.id, values))

    assert 0 <= found.points <= found.max_points
