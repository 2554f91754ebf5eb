"""The cells below a written text: one task cell a criterion, and its levels told in prose."""

import json
from pathlib import Path
from typing import Any

import pytest

from casebook.activities.authored import read_yaml
from casebook.activities.script import model
from casebook.activities.script.model import Script
from casebook.activities.script.score import length_of
from casebook.text import Language

ASSESSMENTS = Path(__file__).parents[2] / "assessments"
WRITTEN = ("rehearsal", "file-review")

Cells = dict[str, dict[str, Any]]


@pytest.fixture(params=WRITTEN)
def assignment(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def script(assignment: str) -> Script:
    return model.load(ASSESSMENTS / "keys" / assignment / "script.yaml")


@pytest.fixture
def cells(assignment: str) -> Cells:
    path = ASSESSMENTS / "source" / assignment / f"{assignment}.ipynb"
    return {cell["id"]: cell for cell in json.loads(path.read_text("utf-8"))["cells"]}


def source(cell: dict[str, Any]) -> str:
    return "".join(cell["source"])


def test_each_criterion_has_a_task_cell_worth_its_points(cells: Cells, script: Script) -> None:
    names = [name for name in cells if "criterion" in cells[name]["metadata"].get("casebook", {})]

    assert names == [f"script-{one.id}" for one in script.rubric]
    for name, criterion in zip(names, script.rubric, strict=True):
        metadata = cells[name]["metadata"]
        told = {"activity": script.id, "criterion": criterion.id}
        assert metadata["casebook"] == told
        assert metadata["nbgrader"] == {
            "grade": False,
            "grade_id": name,
            "locked": True,
            "points": criterion.points,
            "schema_version": 3,
            "solution": False,
            "task": True,
        }


def test_a_task_cell_names_its_criterion_in_both_languages(cells: Cells, script: Script) -> None:
    for criterion in script.rubric:
        text = source(cells[f"script-{criterion.id}"])

        assert criterion.title.zh in text
        assert criterion.title.en in text


def test_the_text_itself_is_worth_nothing_until_it_is_marked(cells: Cells, script: Script) -> None:
    metadata = cells["script"]["metadata"]

    assert source(cells["script"]) == "cb.script()"
    assert metadata["casebook"] == {"activity": script.id}
    assert metadata["nbgrader"]["points"] == 0


@pytest.mark.parametrize("language", list(Language))
def test_the_levels_are_told_in_the_rubric_s_own_words(
    cells: Cells, script: Script, language: Language
) -> None:
    prose = source(cells[f"script-levels-{language}"])
    said = [
        text.say(language)
        for criterion in script.rubric
        for text in (criterion.title, *(level.text for level in criterion.levels))
    ]

    places = [prose.find(text) for text in said]

    assert -1 not in places
    assert places == sorted(places)


@pytest.mark.parametrize("language", list(Language))
def test_the_prose_tells_a_learner_nothing_of_what_the_marker_looks_for(
    cells: Cells, script: Script, language: Language
) -> None:
    prose = "\n".join(source(cell) for cell in cells.values())
    notes = [line for one in script.rubric for line in one.look_for.say(language).splitlines()]

    assert [line for line in notes if line in prose] == []


@pytest.mark.parametrize("language", list(Language))
def test_a_complete_message_fits_the_length_asked_for(
    assignment: str, script: Script, language: Language
) -> None:
    message = read_yaml(Path(__file__).with_name("messages.yaml"))[assignment][str(language)]

    length = length_of(message)

    assert script.length[language].least <= length <= 0.95 * script.length[language].most
