"""Which language a notebook speaks: asked for, its own, the learner's, that of the copy around."""

import json
from pathlib import Path

import pytest

from casebook.activities import place
from casebook.activities.learner import Learner
from casebook.text import Language


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A learner's folder in English, with an assignment fetched into a folder of its own."""
    monkeypatch.delenv(place.LANGUAGE, raising=False)
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    (tmp_path / place.DELIVERED).write_text(json.dumps({"language": "en", "files": {}}))
    (tmp_path / "file-review").mkdir()
    return tmp_path


def test_an_assignment_speaks_the_language_of_the_copy_it_was_fetched_into(work: Path) -> None:
    assert place.language(work / "file-review") is Language.EN
    assert place.language(work) is Language.EN


def test_the_learners_own_language_comes_before_that_of_the_copy(work: Path) -> None:
    assert place.language(work / "file-review", Learner("li", Language.ZH)) is Language.ZH


def test_what_was_asked_for_comes_before_all(work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(place.LANGUAGE, "zh")

    assert place.language(work, Learner("li", Language.EN)) is Language.ZH


@pytest.mark.parametrize("torn", ["", "{", "[]", '{"language": "fr"}', '{"language": 7}'])
def test_a_torn_card_is_passed_over(work: Path, torn: str) -> None:
    (work / place.DELIVERED).write_text(torn)

    assert place.language(work / "file-review") is Language.ZH


def test_a_folder_far_below_does_not_ask_so_far_up(work: Path) -> None:
    deep = work / "a" / "b" / "c"
    deep.mkdir(parents=True)

    assert place.language(deep) is Language.ZH
