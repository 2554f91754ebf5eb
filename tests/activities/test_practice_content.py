"""The practice that ships: its files load, and its answers are what the sample's files say."""

from re import findall

import pytest

from casebook.activities import library
from casebook.activities.authored import read_yaml
from casebook.activities.casework.model import NOTHING, Form
from casebook.activities.nouns import Kind
from casebook.authoring.walk import inside
from casebook.law.model import Basis
from casebook.law.rules import rule
from casebook.portfolio import practice
from casebook.portfolio.flags import review_flags
from casebook.text import Language
from casebook.widgets.evidence import evidence
from portfolio import figures
from portfolio.papers_detector import flags_in

EXERCISES = ("1-1-practice-a", "1-1-practice-b")
SCREENING = library.casework("1-1-ten-files")
FILES = [pytest.param(task, id=task.id) for task in SCREENING.tasks]

#: The worked cases of workbook 1-1, which its talks take up again.
TAUGHT = ("D110001", "D110002")

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
    return practice.case(library.casework(exercise).case)


@pytest.mark.parametrize(("exercise", "task"), TASKS)
def test_the_answer_is_what_the_file_says(exercise, task):
    case = case_of(exercise)

    if task.form is Form.CODES:
        assert set(task.codes) == flags_in(case)
    elif task.id in IN_COUNTS:
        assert task.answer == IN_COUNTS[task.id](case)
    else:
        assert task.answer == pytest.approx(float(IN_YUAN[task.id](case)), abs=0.005)


@pytest.mark.parametrize("task", FILES)
def test_the_flags_of_a_screened_file_are_what_the_file_says(task):
    found = flags_in(practice.case(task.case))

    assert set(task.codes) == (found or {NOTHING})
    assert found == practice.planted(task.case)


def test_a_screening_has_clean_files_and_every_flag_once_at_least():
    codes = [code for task in SCREENING.tasks for code in task.codes]

    assert codes.count(NOTHING) == 3
    assert set(codes) - {NOTHING} == {flag.id for flag in review_flags()}
    assert all(len(task.codes) <= 3 for task in SCREENING.tasks)


def test_no_file_is_used_twice():
    used = [*(library.casework(exercise).case for exercise in EXERCISES), *TAUGHT]
    used += [task.case for task in SCREENING.tasks]

    assert len(used) == len(set(used))


@pytest.mark.parametrize("task", FILES)
def test_a_reading_of_a_screened_file_says_only_amounts_and_shares_that_are_in_it(task):
    case = practice.case(task.case)
    held = " ".join(evidence(case, flag.id, Language.ZH) for flag in review_flags())

    for said in (task.right.zh, task.right.en):
        said = said.replace("120%", "")  # the line itself
        for figure in findall(r"\d[\d,.]*\d%|\d{1,3},\d{3}(?:\.\d\d)?|\d{4}-\d\d-\d\d", said):
            assert figure in held


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


def cited(raw):
    """Yield every rule that a content file names, wherever it names it."""
    for step, value in inside(raw):
        if step in ("rules", "breach"):
            yield from value
        else:
            yield from cited(value)


CITED = {
    (path.parent.name if path.parent.name == "bank" else kind, rule_id)
    for kind, path in library.index().values()
    for rule_id in cited(read_yaml(path))
}


def test_what_tasks_and_questions_of_workbooks_cite_was_read_in_the_law():
    rules = [rule(rule_id) for kind, rule_id in CITED if kind in (Kind.QUIZ, Kind.CASEWORK)]

    assert rules
    assert all(one.confidence.is_found_text for one in rules)


def test_nothing_in_practice_rests_on_memory_alone():
    assert all(rule(rule_id).confidence.rule is not Basis.RECALLED for _, rule_id in CITED)
