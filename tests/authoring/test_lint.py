"""The whole lint, over a small repository and over this one."""

from datetime import date
from pathlib import Path

import pytest

from casebook.authoring import lint
from casebook.errors import SetupError
from grading.pages import bilingual, put

TODAY = date(2026, 6, 30)
FEEDBACK = "只有考官才知道的反馈，不能出现在学员那里"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    put(tmp_path / "workbooks" / "0-start.ipynb", bilingual())
    key = tmp_path / "assessments" / "keys" / "a" / "quiz.yaml"
    key.parent.mkdir(parents=True)
    key.write_text(f"feedback: {{zh: {FEEDBACK}, en: Known to the examiner alone}}\n")
    return tmp_path


def told(root: Path, *paths: Path) -> list[str]:
    return [str(fault) for fault in lint.faults(root, paths, today=TODAY)]


def test_a_sound_repository_has_no_faults(root: Path) -> None:
    assert told(root) == []


def test_a_torn_notebook_is_named(root: Path) -> None:
    (root / "workbooks" / "torn.ipynb").write_text("{")

    (one,) = told(root)

    assert one.startswith("workbooks/torn.ipynb: is not JSON")


def test_a_key_in_a_workbook_is_named_with_its_owner(root: Path) -> None:
    put(root / "workbooks" / "1-1.ipynb", bilingual(title=FEEDBACK))

    assert (
        "workbooks: 1-1.ipynb: holds a piece of a key (a/quiz.yaml: feedback/zh), expected none; "
        "take it out, build it afresh"
    ) in told(root)


def test_a_key_in_a_built_bundle_is_named(root: Path) -> None:
    put(root / "dist" / "casebook-zh" / "workbooks" / "1-1.ipynb", bilingual(title=FEEDBACK))

    assert any(one.startswith("dist/casebook-zh: workbooks/1-1.ipynb") for one in told(root))


@pytest.mark.parametrize("stray", ["answers", "learner.json"])
def test_a_stray_record_among_what_is_published_is_named(root: Path, stray: str) -> None:
    path = root / "assessments" / "source" / "a" / stray
    path.parent.mkdir(parents=True)
    path.write_text("x")

    assert told(root) == [
        f"assessments/source/a/{stray}: is somebody's own record, expected none; delete it"
    ]


def test_a_path_alone_is_checked_alone(root: Path) -> None:
    (root / "workbooks" / "torn.ipynb").write_text("{")

    assert told(root, root / "workbooks" / "0-start.ipynb") == []


def test_a_path_that_is_not_there_is_an_error(root: Path) -> None:
    with pytest.raises(SetupError, match="no-such"):
        told(root, root / "no-such")


def test_this_repositorys_content_has_no_faults() -> None:
    here = Path(__file__).parents[2]
    files = [here / "source" / "casebook", here / "assessments" / "keys"]

    assert [str(fault) for fault in lint.faults(here, files, today=date.today())] == []  # noqa: DTZ011
