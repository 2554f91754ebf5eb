"""The practice that ships: its files load, and its answers are what the sample's files say."""

from re import findall

import pytest

from casebook.activities import library
from casebook.activities.casework.model import Form
from casebook.activities.nouns import Kind
from casebook.law.rules import rule
from casebook.portfolio import sample
from portfolio import figures
from portfolio.detector import flags_in

EXERCISES = ("1-1-practice-a", "1-1-practice-b")

IN_YUAN = {
    "verified_income": lambda case: figures.verified_income_fen(case) / 100,
    "other_debts": lambda case: figures.other_debts_fen(case) / 100,
    "disposable_income": lambda case: figures.disposable_income_fen(case) / 100,
    "overdue_amount": lambda case: figures.overdue_fen(case) / 100,
}
IN_COUNTS = {
    "days_past_due": figures.days_past_due,
    "promises_kept": figures.promises_kept,
}

ALL_TASKS = [
    (exercise, task) for exercise in EXERCISES for task in library.casework(exercise).tasks
]
TASKS = [pytest.param(*each, id=f"{each[0]}-{each[1].id}") for each in ALL_TASKS]
NUMERIC = [
    pytest.param(*each, id=f"{each[0]}-{each[1].id}")
    for each in ALL_TASKS
    if each[1].form is not Form.CODES
]


def case_of(exercise):
    return sample.case(library.casework(exercise).case)


@pytest.mark.parametrize(("exercise", "task"), TASKS)
def test_the_answer_is_what_the_file_says(exercise, task):
    case = case_of(exercise)

    if task.form is Form.CODES:
        assert set(task.codes) == flags_in(case)
    elif task.id in IN_COUNTS:
        assert task.answer == IN_COUNTS[task.id](case)
    else:
        assert task.answer == pytest.approx(float(IN_YUAN[task.id](case)), abs=0.005)


@pytest.mark.parametrize(("exercise", "task"), NUMERIC)
def test_no_named_mistake_passes_for_right_or_for_another(exercise, task):
    values = [task.answer, *(mistake.value for mistake in task.mistakes)]

    assert len(values) > 1
    for place, value in enumerate(values):
        for other in values[place + 1 :]:
            assert abs(value - other) > 2 * task.tolerance


@pytest.mark.parametrize(("exercise", "task"), TASKS)
def test_every_task_has_three_levels_of_hints(exercise, task):
    assert len(task.hints) == 3


@pytest.mark.parametrize(("exercise", "task"), NUMERIC)
def test_no_hint_gives_the_answer_away(exercise, task):
    said = " ".join(f"{hint.zh} {hint.en}" for hint in task.hints)

    numbers = {number.replace(",", "").rstrip(".") for number in findall(r"\d[\d,.]*", said)}

    assert f"{task.answer:g}" not in numbers
    assert f"{task.answer:.2f}" not in numbers


def test_the_check_asks_in_all_four_ways():
    quiz = library.quiz("1-1-check")

    assert {item.kind for item in quiz.items} == {"single", "multiple", "true-false", "numeric"}


def test_what_the_practice_cites_was_read_in_the_law():
    cited = {
        rule_id
        for activity, (kind, _) in library.index().items()
        for part in (
            library.quiz(activity).items if kind is Kind.QUIZ else library.casework(activity).tasks
        )
        for rule_id in part.rules
    }

    assert cited
    assert all(rule(rule_id).confidence.is_found_text for rule_id in cited)
