"""The form of notebooks: what they must and must not hold."""

from datetime import date

import pytest

from casebook.authoring import form
from casebook.authoring.form import WIDGET_VIEW
from casebook.grading import notebook
from grading.pages import bilingual, code, pages, prose, stream

TODAY = date(2026, 6, 30)


def told(page: dict, *, is_stripped: bool = False) -> list[str]:
    return [
        f"{f.place}: {f.what}".removeprefix(": ")
        for f in form.faults(page, "a.ipynb", today=TODAY, is_stripped=is_stripped)
    ]


def test_a_workbook_as_stored_is_no_fault() -> None:
    assert told(bilingual()) == []


def test_an_assessment_source_is_stripped() -> None:
    assert told(notebook.cleared(bilingual()), is_stripped=True) == []
    assert told(bilingual(), is_stripped=True) == ["holds outputs"]


@pytest.mark.parametrize("count", [None, 2], ids=["never run", "run out of order"])
def test_counts_run_from_one(count: int | None) -> None:
    page = bilingual()
    page["cells"][-1]["execution_count"] = count

    assert told(page) == [f"its cells are counted [{count}]"]


def test_an_empty_code_cell_needs_no_count() -> None:
    page = pages(code("", id="empty"))
    page["cells"][0]["execution_count"] = None

    assert told(page) == []


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("!pip install x", "installs or calls the shell"),
        ("%pip install x", "installs or calls the shell"),
        ("import os; os.system('conda install x')", "installs or calls the shell"),
        ("%%bash\nls", "installs or calls the shell"),
        ("open('/home/me/a.csv')", "names a path of one machine"),
        ("open('C:\\\\Users\\\\me')", "names a path of one machine"),
        ("cb.rule('CN-INT-98')", 'cites "CN-INT-98", which no rule is called'),
    ],
)
def test_what_a_cell_may_not_say(text: str, what: str) -> None:
    assert told(pages(code(text))) == [f'cell "code": {what}']


def test_a_url_is_no_path() -> None:
    assert told(pages(prose("[x](https://example.org/home/page)", "zh"))) == []


def test_an_output_may_not_name_a_machine() -> None:
    assert told(pages(code("f()", stream("saved to /tmp/x\n")))) == [
        'cell "code": names a path of one machine'
    ]


def test_a_widgets_model_is_not_stored() -> None:
    view = {
        "output_type": "display_data",
        "metadata": {},
        "data": {WIDGET_VIEW: {"model_id": "abc"}, "text/plain": "Quiz('a', items=8)"},
    }

    assert told(pages(code("q", view))) == ['cell "code": its output names a widget\'s model']


def test_an_error_is_stored_only_where_it_is_expected() -> None:
    page = pages(code("1/0", {"output_type": "error", "ename": "ZeroDivisionError"}))
    assert told(page) == ['cell "code": ends in ZeroDivisionError']

    page["cells"][0]["metadata"]["tags"] = ["raises-exception"]
    assert told(page) == []


def test_widget_state_is_not_stored() -> None:
    page = bilingual()
    page["metadata"]["widgets"] = {}

    assert told(page) == ["metadata: holds widget state"]


def test_ids_are_unique_and_words() -> None:
    assert told(pages(code("1", id="A1b2"))) == ['cell "A1b2": its id tells nothing']
    twice = pages(prose("甲", "zh", id="a"), prose("乙", "zh", id="a"))
    assert told(twice) == ['cell "a": 2 cells have this id']


def test_metadata_and_format_are_ours() -> None:
    page = bilingual()
    page["nbformat_minor"] = 4
    page["metadata"] = {"kernelspec": {"name": "ir"}}

    assert told(page) == [
        "is format 4.4",
        "metadata: has another kernel",
        "metadata: does not say what it teaches",
    ]


def test_a_misspelt_tag_is_told() -> None:
    assert told(pages(prose("hello", "eng"))) == ['cell "prose": has the tag "eng"']
