"""Nothing that a learner hands in becomes markup, script or mathematics in the grader's browser."""

import base64
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import nbformat
import nbgrader
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nbconvert import HTMLExporter
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from casebook.grading.sanitise import (
    Caps,
    clean_cell,
    clean_html,
    clean_notebook,
    clean_outputs,
    clean_text,
    fenced,
)

MARK = "hostile"
SCRIPT = f"</pre></script></style></title></textarea>--><script>{MARK}()</script>"
HOSTILE = [
    SCRIPT,
    f'"><img src=x onerror={MARK}()>',
    f"'><svg onload={MARK}()>",
    f'<a href="javascript:{MARK}()">x</a>',
    f'<iframe srcdoc="<script>{MARK}()</script>"></iframe>',
    f"<math><mtext><table><mglyph><style><!--</style><img title='--><img src onerror={MARK}()>'>",
    f'<form id="{MARK}"><input name="attributes"><button formaction="javascript:{MARK}()">',
    f'<div style="background:url(https://{MARK}.example/)" class="{MARK}" id="{MARK}">x</div>',
    f'<meta http-equiv="refresh" content="0;url=https://{MARK}.example/">',
    f'<base href="https://{MARK}.example/"><link rel="stylesheet" href="https://{MARK}.example/">',
    f"<table><tr><td onclick='{MARK}()'>x</td></tr></table>",
    f"$\\href{{javascript:{MARK}()}}{{x}}$",
    f"[x](javascript:{MARK}()) ![x](https://{MARK}.example/) <https://{MARK}.example/>",
    f"```mermaid\n<img src=x onerror={MARK}()>\n```",
    f"````\n<script>{MARK}()</script>\n```\n~~~\n<script>{MARK}()</script>",
]
PNG = base64.b64encode(
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\x00\x00\x00\x02" * 2 + b"\x08\x02\x00\x00\x00"
).decode()


class Page(HTMLParser):
    """The elements of a page as a browser sees them, and the text that could be typeset."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.typeset: list[str] = []
        self._inside: list[tuple[str, bool]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        about = dict(attributes)
        self.elements.append((tag, about))
        if tag not in {"br", "hr", "img", "input", "meta", "link"}:
            ignored = "tex2jax_ignore" in (about.get("class") or "")
            self._inside.append((tag, ignored or tag in {"pre", "code", "script", "style"}))

    def handle_endtag(self, tag: str) -> None:
        names = [name for name, _ in self._inside]
        if tag in names:
            del self._inside[len(names) - 1 - names[::-1].index(tag) :]

    def handle_data(self, text: str) -> None:
        if not any(ignored for _, ignored in self._inside):
            self.typeset.append(text)


def render(notebook: NotebookNode, template: str) -> str:
    if template in {"classic", "lab"}:
        return HTMLExporter(template_name=template).from_notebook_node(notebook)[0]
    formgrader = Path(nbgrader.__file__).parent / "server_extensions" / "formgrader"
    exporter = HTMLExporter(
        template_name=template,
        extra_template_basedirs=[str(formgrader / "templates")],
        extra_template_paths=[
            str(formgrader / "static" / "node_modules" / "bootstrap" / "dist" / "css")
        ],
    )
    resources = {
        "nbgrader": {"notebook": "n", "score": 0, "max_score": 1, "late_penalty": 0},
        "index": 0,
        "total": 1,
        "base_url": "",
        "notebook_path": "",
    }
    for cell in notebook.cells:
        if "nbgrader" in cell.metadata:
            # As nbgrader's own GetGrades does before it renders.
            cell.metadata.nbgrader |= {"score": 0, "comment": None}
    return exporter.from_notebook_node(notebook, resources=resources)[0]


def shape(page: Page) -> list[tuple[str, str]]:
    return [(tag, str(sorted(about.items()))) for tag, about in page.elements]


def hostile_notebook(word: str) -> NotebookNode:
    """Return a notebook with `word` in every field that the form has, and some it has not."""
    data: dict[str, Any] = dict.fromkeys(
        [
            "text/html",
            "text/markdown",
            "text/latex",
            "text/plain",
            "text/vnd.mermaid",
            "image/svg+xml",
            "image/png",
            "image/jpeg",
            "application/javascript",
            "application/json",
            "application/pdf",
            word,
        ],
        word,
    )
    marks = {"grade": True, "solution": True, **dict.fromkeys(("comment", "score", "points"), word)}
    meta = {
        "tags": [word, "zh"],
        "magics_language": word,
        "alt": word,
        "raw_mimetype": "",
        "nbgrader": {
            "grade_id": word,
            "grade": True,
            "comment": word,
            "score": word,
            "points": word,
        },
        "title": word,
    }
    shown = {
        "metadata": {
            "image/png": {"width": word, "alt": word, "unconfined": word},
            "text/html": {"isolated": True},
            "filenames": {"image/png": word},
            "width": word,
        }
    }
    outputs = [
        {"output_type": "stream", "name": word, "text": word},
        {"output_type": "stream", "name": "stderr", "text": [word, 3]},
        {"output_type": "error", "ename": word, "evalue": word, "traceback": [word, word]},
        {"output_type": "execute_result", "execution_count": word, "data": data, **shown},
        {"output_type": word, "data": data},
        word,
        *(
            {"output_type": "display_data", "data": {mime: text, "text/plain": "p"}, **shown}
            for mime, text in data.items()
        ),
        {
            "output_type": "display_data",
            "data": {"application/vnd.jupyter.widget-view+json": {"model_id": word}},
            **shown,
        },
        {"output_type": "display_data", "data": {"image/png": PNG}, **shown},
    ]
    attachments = {"a.png": {"image/svg+xml": word, "image/png": word}}
    cells = [
        {
            "cell_type": "code",
            "source": f"x = {word!r}",
            "execution_count": word,
            "outputs": outputs,
        },
        {"cell_type": "markdown", "source": word, "attachments": attachments},
        {"cell_type": "markdown", "source": f"![x](attachment:a.png)\n\n{word}"},
        {"cell_type": "raw", "source": word},
        {"cell_type": word, "source": [word, 5]},
    ]
    marked = {"nbgrader": {**marks, "grade_id": "task-1"}}
    return nbformat.from_dict(
        {
            "nbformat": 4,
            "nbformat_minor": 5,
            "metadata": {
                "title": word,
                "authors": [{"name": word}],
                "language_info": {"name": word, "pygments_lexer": word},
                "kernelspec": {"name": word, "display_name": word, "language": word},
                "widgets": {"application/vnd.jupyter.widget-state+json": {"state": {word: word}}},
            },
            "cells": [
                {"id": word, "metadata": metadata, **cell}
                for cell in cells
                for metadata in (meta, marked)
            ],
        }
    )


@pytest.mark.parametrize("template", ["feedback", "formgrade", "classic", "lab"])
def test_nothing_hostile_reaches_the_page(template: str) -> None:
    harmless = shape(Page(render(clean_notebook(hostile_notebook("no harm")), template)))

    for word in HOSTILE:
        notebook = clean_notebook(hostile_notebook(word))
        nbformat.validate(notebook)
        page = Page(render(notebook, template))

        marked = [element for element in page.elements if MARK in str(element)]
        assert marked == []
        assert MARK not in "".join(page.typeset)
        # Besides the text of the tables and such that were kept, the page has the same bones.
        dangerous = {"script", "style", "iframe", "svg", "link", "meta", "base", "form", "img", "a"}
        bones = [element for element in shape(page) if element[0] in dangerous]
        assert bones == [element for element in harmless if element[0] in dangerous]


def test_the_hostile_notebook_is_hostile() -> None:
    """Uncleaned, what was tried above does reach the page, so the test can fail."""
    output = new_output("display_data", data={"text/html": HOSTILE[1]})
    notebook = new_notebook(cells=[new_code_cell(outputs=[output]), new_markdown_cell(HOSTILE[10])])

    page = Page(render(notebook, "classic"))

    assert sum(MARK in str(element) for element in page.elements) == 2


def test_cleaning_twice_is_cleaning_once_but_for_the_wrapping() -> None:
    once = clean_notebook(hostile_notebook(HOSTILE[0]))
    twice = clean_notebook(once)

    assert [c.get("outputs", [])[:3] for c in twice.cells] == [
        c.get("outputs", [])[:3] for c in once.cells
    ]


def test_a_table_of_pandas_stays_a_table() -> None:
    frame = pd.DataFrame({"金额": [100, 200]}, index=pd.Index(["甲", "乙"], name="债务人"))

    html = clean_html(frame.to_html()) or ""

    page = Page(html)
    tags = [tag for tag, _ in page.elements]
    assert (tags.count("table"), tags.count("tr"), tags.count("td")) == (1, 4, 2)
    assert all(set(about) <= {"colspan", "rowspan"} for _, about in page.elements[1:])
    for text in ("金额", "100", "债务人", "乙"):
        assert text in html
    assert "dataframe" not in (clean_html(frame._repr_html_()) or "")


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 40_000,
        "x" * 300_000,
        "".join(f"<b a={i}>" for i in range(5_000)) + "<p>" * 5_000,
        "<div><!-- </div> -->" * 9_000,
        "<table>" * 20_000,
    ],
    ids=["deep", "large", "reopened", "deep in disguise", "tables"],
)
def test_html_made_to_exhaust_is_not_shown(html: str) -> None:
    output = new_output("display_data", data={"text/html": html, "text/plain": "plain"})

    (cleaned,) = clean_outputs([output])

    assert cleaned.data["text/plain"] == "plain"
    assert "text/html" not in cleaned.data


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (PNG, True),
        (PNG[:8] + "\n" + PNG[8:], True),
        (f'{PNG}" onerror="{MARK}()', False),
        (base64.b64encode(b"<svg onload=x()>").decode(), False),
        (base64.b64encode(b"\x89PNG\r\n\x1a\n").decode(), False),
        (base64.b64encode(base64.b64decode(PNG).replace(b"\0\0\0\2", b"\0\1\0\0")).decode(), False),
        (["iVBOR", None], False),
        (5, False),
    ],
    ids=["picture", "lines", "quotes", "svg", "head alone", "too many pixels", "list", "number"],
)
def test_a_picture_is_one_by_its_bytes(given: object, kept: bool) -> None:
    data = {"image/png": given, "text/plain": "p"}
    (output,) = clean_outputs([{"output_type": "display_data", "data": data}])

    assert output.data.get("image/png") == (PNG if kept else None)
    assert output.metadata == {}


def test_what_cannot_be_shown_is_named() -> None:
    outputs = [{"output_type": "display_data", "data": {"image/svg+xml": "<svg/>", "<b>": "x"}}]

    (output,) = clean_outputs(outputs)

    assert output.data == {"text/plain": "[image/svg+xml]"}


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("\x1b[31mred\x1b[39m \x1b]8;;http://x\x07link\x1b]8;;\x07", "red link"),
        ("a\x00b\x08c\td\ne", "abc\td\ne"),
        ("50%\r100%\r\n", "50%\n100%\n"),
        ("\u202egnp.exe\u2066", "gnp.exe"),
        ("\ud800x\x9b31m", "x31m"),
        (["a", "b"], "ab"),
    ],
)
def test_text_has_no_colours_or_control_characters(given: object, shown: str) -> None:
    assert clean_text(given) == shown


@given(st.text(st.characters(codec="utf-8"), max_size=300))
@settings(max_examples=150, deadline=None)
def test_fenced_text_is_shown_as_it_stands(text: str) -> None:
    from nbconvert.filters.markdown_mistune import markdown2html_mistune

    page = Page(markdown2html_mistune(fenced(clean_text(text))))

    assert [tag for tag, _ in page.elements] == ["pre", "code"]
    assert "".join(page.typeset).strip() == ""


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_fenced(text: str) -> None:
    from nbconvert.filters.markdown_mistune import markdown2html_mistune

    for shaped in (text, f"$$\n{text}\n$$", f"\\[{text}\\]", f"```\n{text}", f"  `````\n{text}"):
        page = Page(markdown2html_mistune(fenced(clean_text(shaped))))

        assert [tag for tag, _ in page.elements] == ["pre", "code"]


def test_the_course_keeps_its_own_cells_and_no_one_can_borrow_their_ids() -> None:
    own = new_markdown_cell("# Title", id="intro", metadata={"casebook": {"kind": "prose"}})
    output = new_output("display_data", data={"text/html": SCRIPT})
    task = new_code_cell("cb.answer('x', 1)", id="task", outputs=[output])
    forged = new_markdown_cell(SCRIPT, id="intro2")

    notebook = clean_notebook(
        new_notebook(cells=[own, task, forged]), trusted={"intro", "task", "absent"}
    )
    assert notebook.cells[0] == own
    assert SCRIPT not in str(notebook.cells[1])
    assert notebook.cells[2].source == fenced(clean_text(SCRIPT))

    twice = new_notebook(cells=[forged, own, task])
    forged.id = "intro"
    notebook = clean_notebook(twice, trusted={"intro", "task"})
    assert [cell.source[:3] for cell in notebook.cells] == ["```", "```", "cb."]
    assert len({cell.id for cell in notebook.cells}) == 3


def test_marks_of_nbgrader_and_tags_stay_where_well_formed() -> None:
    marks = {
        "grade_id": "file-review-1",
        "grade": True,
        "solution": True,
        "locked": False,
        "task": False,
        "schema_version": 3,
        "points": 2,
        "cell_type": "code",
        "checksum": "ab12",
    }
    cell = new_code_cell(
        "1", metadata={"nbgrader": {**marks, "comment": "x"}, "tags": ["zh", "A b"]}
    )

    assert clean_cell(cell).metadata == {"nbgrader": marks, "tags": ["zh"]}


def test_a_cell_shows_no_more_than_it_may() -> None:
    many = [new_output("stream", name="stdout", text="x" * 90)] * 50

    few = clean_outputs(many, caps=Caps(outputs=10, text=50))
    small = clean_outputs(many, caps=Caps(total=1_000))

    assert [len(output.text) for output in few] == [50 + 5] * 10 + [4]
    assert len(str(small)) < 1_100


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=20),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(
                st.sampled_from(
                    ["output_type", "data", "text", "name", "traceback", "text/html", "image/png"]
                )
                | st.text(max_size=5),
                inner | st.sampled_from(["stream", "error", "display_data", "execute_result"]),
                max_size=5,
            )
        ),
        max_leaves=20,
    )
)
@settings(max_examples=200, deadline=None)
def test_outputs_of_any_shape_are_cleaned(anything: object) -> None:
    outputs = clean_outputs(anything if isinstance(anything, list) else [anything])

    nbformat.validate(new_notebook(cells=[new_code_cell(outputs=outputs)]))
