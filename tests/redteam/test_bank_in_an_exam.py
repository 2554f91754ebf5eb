"""The whole exam bank, of every kind of question, in one assignment: released, rebuilt, graded."""

import json
from pathlib import Path

import nbformat
import pytest
import yaml

from activities.builders import texts_in
from casebook.activities import library
from casebook.activities import released as releases
from casebook.activities.authored import read_yaml, unstructure
from casebook.activities.quiz.kinds import KINDS
from casebook.authoring import leaks
from casebook.authoring.leaks import Needle
from casebook.grading.grade import grade
from casebook.grading.keys import Keys, released_keys
from casebook.grading.release import release
from course.demo import REPOSITORY, fresh_course
from course.learners import ASSIGNMENT, hand_in

BANKS = (
    *sorted((REPOSITORY / "assessments" / "keys" / "bank").glob("*.yaml")),
    library.folder() / "bank" / "bank-s14.yaml",  # asks for terms, too
)
#: Shorter texts, such as 对 or 30 days, may stand in a release for other reasons.
SHORT = 12


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    course = fresh_course(tmp_path_factory.mktemp("bank") / "course")
    path = course.keys(ASSIGNMENT) / "quiz.yaml"
    quiz = read_yaml(path)
    for bank in BANKS:
        quiz["items"] += read_yaml(bank)["items"]
    path.write_text(yaml.safe_dump(quiz, allow_unicode=True, sort_keys=False), encoding="utf-8")
    source = course.folder / "source" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    notebook = nbformat.read(source, as_version=4)
    [cell] = [one for one in notebook.cells if one.id == "quiz"]
    cell.metadata.nbgrader.points = sum(item["points"] for item in quiz["items"])
    nbformat.write(notebook, source)
    release(course, ASSIGNMENT, variants=6)
    return released_keys(course, ASSIGNMENT)


@pytest.fixture(scope="module")
def folder(keys: Keys) -> Path:
    return keys.course.release(ASSIGNMENT)


def test_every_kind_is_asked(keys: Keys) -> None:
    assert {item.kind for item in keys.quiz.items} == {*KINDS}


def test_no_byte_of_the_release_is_a_mark_a_feedback_or_an_authors_word(
    keys: Keys, folder: Path
) -> None:
    public = releases.read(folder).quiz()
    hidden = set(texts_in(tuple(keys.quiz.items))) - set(texts_in(public))
    sought = [Needle(text.encode(), text) for text in hidden if len(text) > SHORT]
    sought += [Needle(json.dumps(item.id).encode(), item.id) for item in keys.quiz.items]
    assert len(sought) > 5 * len(keys.quiz.items)

    assert list(leaks.scan(folder, sought)) == []


def test_the_published_quiz_is_its_texts_its_ids_and_nothing_else(keys: Keys, folder: Path) -> None:
    raw = json.loads((folder / "assignment.json").read_text("utf-8"))
    told = next(one for one in raw["activities"] if one["kind"] == "quiz")
    known = {"id", "kind", "points", "stem", "options", "prompts", "unit", "credit"}

    for item in told["items"]:
        assert set(item) == known | {"keeps_order", "stems", "of"}
        assert item["of"] is None
        for part in (*item["options"], *item["prompts"]):
            assert set(part) == {"id", "text"}
            assert set(part["text"]) == {"zh", "en"}


def test_the_grader_rebuilds_the_release_bit_for_bit(keys: Keys, folder: Path) -> None:
    again = Keys(keys.course, ASSIGNMENT, keys.variants)

    assert (folder / "assignment.json").read_bytes() == releases.encode(again.publish())


def test_each_learners_figures_are_rebuilt_and_only_they_are_marked(
    keys: Keys, folder: Path
) -> None:
    public = releases.read(folder)
    others = (name for name in "bcdefgh" if public.variant(name) != public.variant("a"))
    names = ["a", next(others)]
    for name in names:
        # Both give what is right for the first.
        answers = keys.quiz_key.of_set(public.variant(names[0]))
        right = {item: answers.right_answer(item) for item in answers.items}
        hand_in(keys.course, name, choices=right)
    first, second = list(grade(keys.course, ASSIGNMENT))

    figures = [item for item in keys.quiz.items if item.kind == "computed"]
    assert len(figures) >= 5
    assert first.points == public.quiz().points
    assert second.points == first.points - sum(item.points for item in figures)
    drawn = public.quiz().with_set(public.variant(names[1]))
    key = keys.quiz_key.of_set(public.variant(names[1]))
    for item in drawn.items:
        assert unstructure(item.stem) == unstructure(key.items[item.id].asked(None))
