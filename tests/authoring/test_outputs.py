"""Outputs are stored in a form that every run repeats."""

from pathlib import Path

import pytest

from casebook.authoring import form, outputs
from casebook.errors import ContentError
from casebook.grading import notebook
from grading.pages import bilingual, code, pages, prose, put

WIDGET = (
    "from IPython.display import display\n"
    "display({'application/vnd.jupyter.widget-view+json': {'model_id': 'x'}, "
    "'text/plain': 'Quiz()'}, raw=True)"
)


def fresh(*texts: str) -> notebook.Notebook:
    cells = [code(text, id=f"cell-{number}") for number, text in enumerate(texts)]
    return notebook.cleared(pages(prose("甲", "zh"), *cells))


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Path]]:
    """One workbook and one source, stored; a kernel is slow to start, so once for the module."""
    root = tmp_path_factory.mktemp("repository")
    put(root / "workbooks" / "a.ipynb", fresh("print(1)", "", WIDGET, "import os; os.listdir()"))
    put(root / "assessments" / "source" / "b" / "b.ipynb", bilingual())
    return root, list(outputs.store(root))


def test_each_notebook_that_changed_is_named(ran: tuple[Path, list[Path]]) -> None:
    assert [path.name for path in ran[1]] == ["a.ipynb", "b.ipynb"]


def test_counts_run_from_one_and_skip_empty_cells(ran: tuple[Path, list[Path]]) -> None:
    page = notebook.read(ran[0] / "workbooks" / "a.ipynb")
    cells = [cell for cell in page["cells"] if cell["cell_type"] == "code"]

    assert [cell["execution_count"] for cell in cells] == [1, None, 2, 3]
    assert cells[3]["outputs"][0]["execution_count"] == 3


def test_a_widgets_text_stays_and_its_model_goes(ran: tuple[Path, list[Path]]) -> None:
    page = notebook.read(ran[0] / "workbooks" / "a.ipynb")

    (output,) = page["cells"][3]["outputs"]
    assert output["data"] == {"text/plain": "Quiz()"}
    assert form.WIDGET_VIEW not in str(page["cells"][3]["outputs"])


def test_a_notebook_runs_in_an_empty_folder(ran: tuple[Path, list[Path]]) -> None:
    page = notebook.read(ran[0] / "workbooks" / "a.ipynb")

    assert page["cells"][4]["outputs"][0]["data"]["text/plain"] == "[]"


def test_no_time_is_stored(ran: tuple[Path, list[Path]]) -> None:
    assert b"iopub" not in (ran[0] / "workbooks" / "a.ipynb").read_bytes()


def test_a_source_is_stripped(ran: tuple[Path, list[Path]]) -> None:
    page = notebook.read(ran[0] / "assessments" / "source" / "b" / "b.ipynb")

    assert page == notebook.cleared(page)


def test_a_second_run_changes_nothing(ran: tuple[Path, list[Path]]) -> None:
    assert list(outputs.store(ran[0])) == []


def test_a_cell_that_fails_is_told_and_nothing_is_written(tmp_path: Path) -> None:
    path = put(tmp_path / "workbooks" / "a.ipynb", fresh("1/0"))
    before = path.read_bytes()

    with pytest.raises(ContentError, match=r"a\.ipynb: a cell ends in ZeroDivisionError"):
        list(outputs.store(tmp_path))

    assert path.read_bytes() == before
