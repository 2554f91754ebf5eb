"""The rehearsal proves itself: its figure, its two questions, its cells and its few words."""

import ast
import json
import re
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import casebook as cb
from casebook.activities import library, released
from casebook.activities.casework import model
from casebook.activities.casework.model import Casework, Reference
from casebook.activities.casework.publish import CaseworkKey, public, publish
from casebook.activities.casework.score import score_task
from casebook.activities.nouns import Answer, Status
from casebook.activities.quiz import model as quiz_model
from casebook.activities.quiz.model import Quiz
from casebook.activities.quiz.publish import publish as publish_quiz
from casebook.activities.quiz.score import score as score_quiz
from casebook.activities.script import model as script_model
from casebook.activities.script.model import Script
from casebook.portfolio import pool
from casebook.portfolio.pool import Variant
from course.solutions import solutions_of

ASSESSMENTS = Path(__file__).parents[2] / "assessments"
KEYS = ASSESSMENTS / "keys" / "rehearsal"
FILES = 60  # enough that interest is deducted in advance in some


@pytest.fixture(scope="module")
def casework() -> Casework:
    return model.load(KEYS / "casework.yaml", library.flag_choices())


@pytest.fixture(scope="module")
def quiz() -> Quiz:
    return quiz_model.load(KEYS / "quiz.yaml")


@pytest.fixture(scope="module")
def script() -> Script:
    return script_model.load(KEYS / "script.yaml")


@pytest.fixture(scope="module")
def solutions() -> ModuleType:
    return solutions_of("rehearsal")


@pytest.fixture(scope="module")
def variants() -> tuple[Variant, ...]:
    return pool.draw(b"a secret for tests alone", "rehearsal", FILES)


@pytest.fixture(scope="module")
def solved(solutions: ModuleType, variants: tuple[Variant, ...]) -> list[dict[str, Reference]]:
    return [solutions.solve(variant.case, variant.planted) for variant in variants]


@pytest.fixture(scope="module")
def keys(casework: Casework, solved: list[dict[str, Reference]]) -> list[CaseworkKey]:
    return [publish(casework, references)[1] for references in solved]


@pytest.fixture(scope="module")
def cells() -> dict[str, dict[str, Any]]:
    path = ASSESSMENTS / "source" / "rehearsal" / "rehearsal.ipynb"
    return {cell["id"]: cell for cell in json.loads(path.read_text("utf-8"))["cells"]}


def source(cell: dict[str, Any]) -> str:
    return "".join(cell["source"])


# The figure


def test_the_answer_is_the_principal_of_the_contract(
    variants: tuple[Variant, ...], solved: list[dict[str, Reference]]
) -> None:
    for variant, references in zip(variants, solved, strict=True):
        again = variant.case.frame("contracts")["principal_fen"].item() / 100

        assert references["principal"].answer == again


def test_the_right_figure_earns_the_points_and_two_wrong_ones_are_told_apart(
    keys: list[CaseworkKey], solved: list[dict[str, Reference]]
) -> None:
    for key, references in zip(keys, solved, strict=True):
        reference = references["principal"]
        given = (reference.answer, reference.mistakes["outstanding"], 7_654_321)

        verdicts = [score_task(key, "principal", value) for value in given]

        assert [verdict.points for verdict in verdicts] == [2, 0, 0]
        assert len({verdict.feedback for verdict in verdicts}) == 3


def test_every_named_error_can_be_made_and_none_leads_to_the_answer(
    casework: Casework, solved: list[dict[str, Reference]]
) -> None:
    references = [one["principal"] for one in solved]
    named = {mistake.id for mistake in casework.task("principal").mistakes}

    assert {name for one in references for name in one.mistakes} == named
    assert not any(one.answer in one.mistakes.values() for one in references)


def test_no_feedback_holds_a_figure(casework: Casework) -> None:
    task = casework.task("principal")
    for text in (task.right, task.wrong, *(mistake.feedback for mistake in task.mistakes)):
        said = re.sub(r"CN-[A-Z]+-\d+", "", text.zh + text.en)

        assert not re.search(r"\d", said), text


# The questions


def chosen(quiz: Quiz, *, rights: bool) -> dict[str, Any]:
    """Choose all that is right, or all that is wrong, as the page would keep it."""
    _, key = publish_quiz(quiz)
    marks = {item.id: {option.id: option.right for option in item.options} for item in quiz.items}
    values: dict[str, Any] = {}
    for public_id, item in key.items.items():
        options = key.parts[public_id].items()
        found = [one for one, own in options if marks[item.id][own] is rights]
        values[public_id] = found if item.kind == "multiple" else found[0]
    return values


@pytest.mark.parametrize(
    ("rights", "points"), [(True, 2), (False, 0)], ids=["all right", "all wrong"]
)
def test_the_questions_are_scored_by_what_was_chosen(
    quiz: Quiz, rights: bool, points: float
) -> None:
    key = publish_quiz(quiz)[1]

    score = score_quiz(key, Answer(quiz.id, chosen(quiz, rights=rights)))

    assert (score.points, score.status) == (points, Status.GRADED)


def test_questions_left_alone_are_not_answered(quiz: Quiz) -> None:
    score = score_quiz(publish_quiz(quiz)[1], Answer(quiz.id, {}))

    assert (score.points, score.status) == (0, Status.NOT_ANSWERED)


# The notebook


def test_the_cells_are_worth_what_the_activities_are(
    cells: dict[str, dict[str, Any]], casework: Casework, quiz: Quiz, script: Script
) -> None:
    graded = {name: cell["metadata"] for name, cell in cells.items() if _is_graded(cell)}
    worth = {name: metadata["nbgrader"]["points"] for name, metadata in graded.items()}

    assert worth == {
        "principal": casework.task("principal").points,
        "quiz": sum(item.points for item in quiz.items),
        "script": 0,
        "script-opening": script.points,
    }
    assert sum(worth.values()) == 6
    for name, metadata in graded.items():
        assert metadata["nbgrader"]["grade_id"] == name
        assert metadata["casebook"]["activity"] in (casework.id, quiz.id, script.id)


def _is_graded(cell: dict[str, Any]) -> bool:
    return "casebook" in cell["metadata"]


def test_the_notebook_asks_in_the_activity_s_own_words(
    cells: dict[str, dict[str, Any]], casework: Casework
) -> None:
    prompt = casework.task("principal").prompt

    assert prompt.zh in source(cells["principal-task-zh"])
    assert prompt.en in source(cells["principal-task-en"])


def test_the_notebook_says_that_nothing_counts(cells: dict[str, dict[str, Any]]) -> None:
    assert "不计成绩" in source(cells["title-zh"])
    assert "does not count" in source(cells["title-en"])


@pytest.fixture
def assignment_folder(tmp_path: Path, casework: Casework, monkeypatch: pytest.MonkeyPatch) -> Path:
    whole = released.Released("specimen", "rehearsal", 1, (public(casework),))
    (tmp_path / released.FILE).write_bytes(released.encode(whole))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(text: str) -> Any:
    """Run a cell and return the value of its last line."""
    *before, last = ast.parse(text).body
    names: dict[str, Any] = {"cb": cb}
    exec(compile(ast.Module(before, []), "cell", "exec"), names)
    return eval(compile(ast.Expression(last.value), "cell", "eval"), names)


@pytest.mark.usefixtures("assignment_folder")
@pytest.mark.parametrize(
    ("given", "said"),
    [("None", "尚未作答"), ("12000", "格式正确"), ("12,000", "格式不对")],
    ids=["untouched", "a figure", "a figure with a comma"],
)
def test_the_cell_says_whether_it_can_be_read(
    cells: dict[str, dict[str, Any]], given: str, said: str
) -> None:
    text = source(cells["principal"]).replace("principal = None", f"principal = {given}")

    assert said in repr(run(text))


def test_an_untouched_hand_in_is_not_answered(keys: list[CaseworkKey]) -> None:
    assert score_task(keys[0], "principal", None).status is Status.NOT_ANSWERED
