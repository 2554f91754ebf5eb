"""Notebooks are read, put into one language, cleared and written in one stable form."""

from pathlib import Path

import pytest

from casebook.errors import DataError
from casebook.grading import notebook
from casebook.text import Language
from grading.pages import bilingual, code, pages, prose, stream


def test_each_language_keeps_its_prose_and_the_shared_code() -> None:
    ids = {
        language: [c["id"] for c in notebook.in_language(bilingual(), language)["cells"]]
        for language in Language
    }

    assert ids == {Language.ZH: ["hello-zh", "one"], Language.EN: ["hello-en", "one"]}


def test_the_copy_says_its_language_and_keeps_what_else_the_metadata_says() -> None:
    one = notebook.in_language(pages(prose("hi"), teaches=["S01"]), Language.EN)

    assert one["metadata"]["casebook"] == {"teaches": ["S01"], "language": "en"}


def test_a_cleared_copy_holds_no_output_count_or_widget_state() -> None:
    full = pages(code("print(1)", stream("1\n")))
    full["metadata"]["widgets"] = {"state": "secret"}
    full["cells"][0]["metadata"]["execution"] = {"iopub.execute_input": "2026-01-01T00:00:00Z"}

    empty = notebook.cleared(full)

    assert b"secret" not in notebook.written(empty)
    assert empty["cells"][0]["outputs"] == []
    assert empty["cells"][0]["execution_count"] is None
    assert empty["cells"][0]["metadata"] == {}
    assert full["cells"][0]["outputs"], "the original is left as it was"


def test_what_is_written_reads_back_and_is_written_the_same(tmp_path: Path) -> None:
    path = tmp_path / "a.ipynb"
    path.write_bytes(notebook.written(bilingual()))

    assert notebook.written(notebook.read(path)) == path.read_bytes()


@pytest.mark.parametrize("torn", [b"", b"{", b"[]", b'{"cells": 1}', b"\xff\xfe"])
def test_what_is_no_notebook_is_named(tmp_path: Path, torn: bytes) -> None:
    path = tmp_path / "torn.ipynb"
    path.write_bytes(torn)

    with pytest.raises(DataError, match=r"torn\.ipynb"):
        notebook.read(path)
