"""The file review proves itself on several files, its figures reckoned again with pandas."""

import ast
import json
import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import Any

import pandas as pd
import pytest

import casebook as cb
from casebook.activities import channel, library, released
from casebook.activities.casework import model
from casebook.activities.casework.model import Casework, Reference
from casebook.activities.casework.publish import CaseworkKey, public, publish
from casebook.activities.casework.score import score_task
from casebook.activities.dialogue import model as dialogue_model
from casebook.activities.nouns import Status
from casebook.activities.quiz import model as quiz_model
from casebook.activities.script import model as script_model
from casebook.portfolio import pool
from casebook.portfolio.case import Case
from casebook.portfolio.pool import Variant
from course.solutions import solutions_of
from portfolio import papers_detector

ASSESSMENTS = Path(__file__).parents[2] / "assessments"
KEYS = ASSESSMENTS / "keys" / "file-review"
NUMBERS = (
    "verified_income",
    "disposable_income",
    "overdue_amount",
    "days_past_due",
    "promises_kept",
)
FILES = 24


@pytest.fixture(scope="module")
def casework() -> Casework:
    return model.load(KEYS / "casework.yaml", library.flag_choices())


@pytest.fixture(scope="module")
def solutions() -> ModuleType:
    return solutions_of("file-review")


@pytest.fixture(scope="module")
def variants() -> tuple[Variant, ...]:
    return pool.draw(b"a secret for tests alone", "file-review", FILES)


@pytest.fixture(scope="module")
def solved(solutions: ModuleType, variants: tuple[Variant, ...]) -> list[dict[str, Reference]]:
    return [solutions.solve(variant.case, variant.planted) for variant in variants]


@pytest.fixture(scope="module")
def keys(casework: Casework, solved: list[dict[str, Reference]]) -> list[CaseworkKey]:
    return [publish(casework, references)[1] for references in solved]


@pytest.fixture(scope="module")
def notebook() -> dict[str, Any]:
    path = ASSESSMENTS / "source" / "file-review" / "file-review.ipynb"
    return json.loads(path.read_text("utf-8"))


# The same figures, reckoned a second time


def by_pandas(case: Case) -> dict[str, float]:
    today = pd.Timestamp(case.as_of)
    lines, paid = case.frame("instalments"), case.frame("payments")
    due = lines[lines["due_on"] <= today].sort_values("due_on")
    loans = case.frame("loans").query("state == 'open'")
    elsewhere = loans.loc[loans["lender"] != case.account["lender"], "monthly_fen"].sum()
    income = case.frame("slips")["net_fen"].mean()
    is_short = due["amount_fen"].cumsum() > paid["amount_fen"].sum()
    return {
        "verified_income": income / 100,
        "disposable_income": (income - case.debtor["living_costs_fen"] - elsewhere) / 100,
        "overdue_amount": (due["amount_fen"].sum() - paid["amount_fen"].sum()) / 100,
        "days_past_due": (today - due.loc[is_short, "due_on"].iloc[0]).days,
        "promises_kept": kept_by_pandas(case),
    }


def kept_by_pandas(case: Case) -> int:
    paid, promises = case.frame("payments"), case.frame("contacts").query("result == 'promise'")
    promises = promises[promises["promised_on"] <= pd.Timestamp(case.as_of)]
    pairs = promises.merge(paid, how="cross")
    in_time = (pairs["paid_on"] > pairs["at"].dt.normalize()) & (
        pairs["paid_on"] <= pairs["promised_on"]
    )
    received = pairs[in_time].groupby("contact_id")["amount_fen"].sum()
    received = received.reindex(promises["contact_id"], fill_value=0)
    return int((received.to_numpy() >= promises["promised_fen"].to_numpy()).sum())


def test_the_answers_are_those_that_pandas_finds(
    variants: tuple[Variant, ...], solved: list[dict[str, Reference]]
) -> None:
    for variant, references in zip(variants, solved, strict=True):
        again = by_pandas(variant.case)

        for name in NUMBERS:
            assert references[name].answer == pytest.approx(again[name], abs=0.0051), variant.case


def test_the_flags_are_those_that_the_papers_show(
    variants: tuple[Variant, ...], solved: list[dict[str, Reference]]
) -> None:
    for variant, references in zip(variants, solved, strict=True):
        assert set(references["red_flags"].answer) == papers_detector.flags_in(variant.case)


def test_the_prompts_name_the_day_of_every_file(
    variants: tuple[Variant, ...], casework: Casework
) -> None:
    for name in ("overdue_amount", "days_past_due", "promises_kept"):
        prompt = casework.task(name).prompt
        for variant in variants:
            assert variant.case.as_of.isoformat() in prompt.zh
            assert variant.case.as_of.isoformat() in prompt.en


# Right answers and wrong ones


def right_answer(task_id: str, references: dict[str, Reference]) -> Any:
    """What a learner who reckons right would hand in."""
    if task_id == "plan":
        overdue = references["overdue_amount"].answer
        income = references["disposable_income"].answer
        return plan(payments(overdue, income))
    answer = references[task_id].answer
    return list(answer) if task_id == "red_flags" else answer


def payments(overdue: float, income: float) -> list[tuple[str, float]]:
    """A payment of all that can be spared on the 15th of each month, and the rest at the end."""
    days = pd.date_range("2026-07-15", periods=24, freq=pd.DateOffset(months=1))
    left, lines = Decimal(str(overdue)), []
    for day in days:
        amount = min(left, Decimal(str(income)))
        lines.append((f"{day:%Y-%m-%d}", float(amount)))
        left -= amount
        if not left:
            return lines
    raise AssertionError("24 months do not clear it")


def plan(lines: list[tuple[str, float]]) -> Any:
    return channel.plain(pd.DataFrame(lines, columns=["due_on", "amount"]))


def test_the_right_answer_earns_every_point(
    keys: list[CaseworkKey], solved: list[dict[str, Reference]]
) -> None:
    for key, references in zip(keys, solved, strict=True):
        for task_id, task in key.tasks.items():
            verdict = score_task(key, task_id, right_answer(task_id, references))

            assert (verdict.status, verdict.points) == (Status.GRADED, task.points), verdict


@pytest.mark.parametrize("task_id", NUMBERS)
def test_two_wrong_figures_are_told_apart(
    task_id: str, keys: list[CaseworkKey], solved: list[dict[str, Reference]]
) -> None:
    for key, references in zip(keys, solved, strict=True):
        known = next(iter(references[task_id].mistakes.values()))
        verdicts = [score_task(key, task_id, given) for given in (known, 7_654_321)]

        assert [verdict.points for verdict in verdicts] == [0, 0]
        assert verdicts[0].feedback != verdicts[1].feedback
        assert verdicts[1].feedback == (key.tasks[task_id].wrong,)


def test_a_flag_too_many_and_a_flag_too_few_are_told_apart(
    keys: list[CaseworkKey], variants: tuple[Variant, ...]
) -> None:
    for key, variant in zip(keys, variants, strict=True):
        found = sorted(variant.planted)
        absent = next(choice for choice in key.tasks["red_flags"].choices if choice.id not in found)
        stray = score_task(key, "red_flags", [*found, absent.id])
        fewer = score_task(key, "red_flags", found[1:] or [absent.id])

        expected = pytest.approx(6 * (len(found) - 1) / len(found), abs=0.01)
        assert [stray.points, fewer.points] == [expected, expected]
        assert any(absent.text.zh in line.zh for line in stray.feedback)
        assert stray.feedback != fewer.feedback


def test_naming_every_flag_earns_nothing(keys: list[CaseworkKey]) -> None:
    for key in keys:
        everything = [choice.id for choice in key.tasks["red_flags"].choices]

        assert score_task(key, "red_flags", everything).points == 0


def test_feedback_never_names_a_flag_that_was_missed(
    keys: list[CaseworkKey], variants: tuple[Variant, ...]
) -> None:
    for key, variant in zip(keys, variants, strict=True):
        first, *missed = sorted(variant.planted)
        names = {choice.id: choice.text for choice in key.tasks["red_flags"].choices}
        said = " ".join(
            line.zh + line.en for line in score_task(key, "red_flags", [first]).feedback
        )

        assert not any(
            part in said for flag in missed for part in (flag, names[flag].zh, names[flag].en)
        )


# A plan that misses one term loses one share

Lines = list[tuple[str, float]]


def short_by_a_yuan(lines: Lines) -> Lines:
    return [*lines[:-1], (lines[-1][0], round(lines[-1][1] - 1, 2))]


def too_much_in_a_month(lines: Lines) -> Lines:
    (day, first), (_, second), *rest = lines
    return [(day, round(first + second, 2)), *rest]


def begun_too_late(lines: Lines) -> Lines:
    return [("2026-07-31", lines[0][1]), *lines[1:]]


def begun_on_the_day_of_review(lines: Lines) -> Lines:
    return [("2026-06-30", lines[0][1]), *lines[1:]]


def twice_in_a_month(lines: Lines) -> Lines:
    day, amount = lines[0]
    return [("2026-07-01", 1), (day, round(amount - 1, 2)), *lines[1:]]


@pytest.mark.parametrize(
    "spoil",
    [
        short_by_a_yuan,
        too_much_in_a_month,
        begun_too_late,
        begun_on_the_day_of_review,
        twice_in_a_month,
    ],
)
def test_a_plan_that_misses_one_term_loses_one_point(
    spoil: Callable[[Lines], Lines],
    keys: list[CaseworkKey],
    solved: list[dict[str, Reference]],
) -> None:
    tried = 0
    for key, references in zip(keys, solved, strict=True):
        lines = payments(
            references["overdue_amount"].answer, references["disposable_income"].answer
        )
        if lines[-1][1] <= 2:
            continue
        tried += 1

        verdict = score_task(key, "plan", plan(spoil(lines)))

        missed = [line.zh for line in verdict.feedback if line.zh.startswith("不符合")]
        assert (verdict.points, len(missed)) == (3, 1), (spoil.__name__, verdict.feedback)
    assert tried > FILES / 2


def test_a_plan_over_more_than_24_months_loses_one_point(
    keys: list[CaseworkKey], solved: list[dict[str, Reference]]
) -> None:
    days = pd.date_range("2026-07-15", periods=25, freq=pd.DateOffset(months=1))
    for key, references in zip(keys, solved, strict=True):
        overdue = references["overdue_amount"].answer
        over_25, over_24 = (lines_over(overdue, days[:count]) for count in (25, 24))

        assert score_task(key, "plan", plan(over_25)).points == 3
        assert score_task(key, "plan", plan(over_24)).points == 4


def lines_over(overdue: float, days: pd.DatetimeIndex) -> Lines:
    """Pay in equal parts, the last one taking up the rounding."""
    even = round(overdue / len(days), 2)
    amounts = [*[even] * (len(days) - 1), round(overdue - (len(days) - 1) * even, 2)]
    return [(f"{day:%Y-%m-%d}", amount) for day, amount in zip(days, amounts, strict=True)]


def test_a_plan_made_with_an_income_within_the_tolerance_is_not_marked_down(
    keys: list[CaseworkKey], solved: list[dict[str, Reference]]
) -> None:
    for key, references in zip(keys, solved, strict=True):
        income = references["disposable_income"].answer + 1
        lines = payments(references["overdue_amount"].answer, income)

        assert score_task(key, "disposable_income", round(income, 2)).points == 3
        assert score_task(key, "plan", plan(lines)).points == 4


# Known errors


def test_no_known_error_leads_to_the_right_answer(
    casework: Casework, solved: list[dict[str, Reference]]
) -> None:
    for references in solved:
        for task_id, reference in references.items():
            for value in reference.mistakes.values():
                assert abs(value - reference.answer) > casework.task(task_id).tolerance


def test_a_known_error_is_answered_by_a_known_error_s_feedback(keys: list[CaseworkKey]) -> None:
    for key in keys:
        for task_id, reference in key.references.items():
            known = {mistake.feedback for mistake in key.tasks[task_id].mistakes}
            for value in reference.mistakes.values():
                verdict = score_task(key, task_id, value)

                assert verdict.points == 0
                assert set(verdict.feedback) <= known


def test_every_named_error_can_be_made_on_some_file_and_no_other_is_told_of(
    casework: Casework, solved: list[dict[str, Reference]]
) -> None:
    for task in casework.tasks:
        named = {mistake.id for mistake in task.mistakes}
        made = {name for references in solved for name in references[task.id].mistakes}

        assert made == named, task.id


def test_no_feedback_holds_a_figure(casework: Casework) -> None:
    for task in casework.tasks:
        for text in (task.right, task.wrong, *(mistake.feedback for mistake in task.mistakes)):
            assert not re.search(r"\d[\d,.]*\d", text.zh + text.en), text


# The notebook


def graded_cells(notebook: dict[str, Any]) -> dict[str, dict[str, Any]]:
    cells = [cell for cell in notebook["cells"] if "casebook" in cell["metadata"]]
    return {cell["id"]: cell for cell in cells}


def source(cell: dict[str, Any]) -> str:
    return "".join(cell["source"])


def test_the_cells_are_worth_what_the_activities_are(
    notebook: dict[str, Any], casework: Casework
) -> None:
    cells = graded_cells(notebook)
    worth = {name: cell["metadata"]["nbgrader"]["points"] for name, cell in cells.items()}
    expected = {task.id.replace("_", "-"): task.points for task in casework.tasks}
    quiz = quiz_model.load(KEYS / "quiz.yaml")
    talk = dialogue_model.load(KEYS / "dialogue.yaml")
    script = script_model.load(KEYS / "script.yaml")
    expected |= {"quiz": sum(item.points for item in quiz.items), "talk": talk.points, "script": 0}
    expected |= {f"script-{one.id}": one.points for one in script.rubric}

    assert worth == expected
    assert sum(worth.values()) == 49
    for cell in cells.values():
        assert cell["metadata"]["nbgrader"]["grade_id"] == cell["id"]
        activity = cell["metadata"]["casebook"]["activity"]
        assert activity in (casework.id, quiz.id, talk.id, script.id)


def test_each_cell_answers_the_task_it_is_graded_for(
    notebook: dict[str, Any], casework: Casework
) -> None:
    cells = [c for c in graded_cells(notebook).values() if "task" in c["metadata"]["casebook"]]

    assert [cell["metadata"]["casebook"]["task"] for cell in cells] == [
        t.id for t in casework.tasks
    ]
    for cell in cells:
        task = cell["metadata"]["casebook"]["task"]
        assert source(cell).endswith(f'{task} = None\ncb.answer("{task}", {task})')


def test_the_notebook_asks_each_task_in_the_activity_s_own_words(
    notebook: dict[str, Any], casework: Casework
) -> None:
    prose = {cell["id"]: source(cell) for cell in notebook["cells"]}
    for task in casework.tasks:
        stem = task.id.replace("_", "-")
        for language, prompt in (("zh", task.prompt.zh), ("en", task.prompt.en)):
            said = prose[f"{stem}-task-{language}"]
            assert prompt.split("\n") == [
                line for line in said.split("\n") if line in prompt and line
            ]


@pytest.fixture
def assignment_folder(tmp_path: Path, casework: Casework, monkeypatch: pytest.MonkeyPatch) -> Path:
    whole = released.Released("specimen", "file-review", 1, (public(casework),))
    (tmp_path / released.FILE).write_bytes(released.encode(whole))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(cell: dict[str, Any]) -> Any:
    """Run a cell and return the value of its last line."""
    *before, last = ast.parse(source(cell)).body
    names: dict[str, Any] = {"cb": cb, "pd": pd}
    exec(compile(ast.Module(before, []), "cell", "exec"), names)
    return eval(compile(ast.Expression(last.value), "cell", "eval"), names)


@pytest.mark.usefixtures("assignment_folder")
def test_an_untouched_stub_says_that_it_is_not_answered(
    notebook: dict[str, Any], casework: Casework, keys: list[CaseworkKey]
) -> None:
    cells = graded_cells(notebook)
    for task in casework.tasks:
        notice = run(cells[task.id.replace("_", "-")])

        assert "尚未作答" in repr(notice)
        assert score_task(keys[0], task.id, None).status is Status.NOT_ANSWERED


@pytest.mark.usefixtures("assignment_folder")
def test_the_example_in_a_stub_is_read_as_an_answer(notebook: dict[str, Any]) -> None:
    for name in ("red-flags", "plan"):
        cell = graded_cells(notebook)[name]
        example = re.search(r"Form: (.*)", source(cell)).group(1)
        task = cell["metadata"]["casebook"]["task"]

        notice = run({"source": source(cell).replace(f"{task} = None", example)})

        assert "格式正确" in repr(notice)
