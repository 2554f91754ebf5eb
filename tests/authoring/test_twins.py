"""Each prose cell has a twin in the other language that says the same."""

import pytest

from casebook.authoring import twins
from grading.pages import code, pages, prose


def told(*cells: dict) -> list[str]:
    return [f"{f.place}: {f.what}" for f in twins.in_notebook(pages(*cells), "a.ipynb")]


def pair(zh: str, en: str) -> tuple[dict, dict]:
    return prose(zh, "zh", id="a-zh"), prose(en, "en", id="a-en")


def test_twins_that_agree_are_no_fault() -> None:
    zh = "## 三步\n\n- 看 `cb.case`，[说明](a.md)\n- 算 12,000 元\n\n| 甲 |\n|---|\n| 1 |"
    en = "## Three steps\n\n- read `cb.case`, [about](a.md)\n- sum 12,000\n\n| A |\n|---|\n| 1 |"

    assert told(*pair(zh, en), code("1")) == []


@pytest.mark.parametrize(
    ("zh", "en", "what"),
    [
        ("## 题", "# Title", "headings differ: zh ##, en #"),
        ("- 一\n- 二", "- one", "list items differ: zh 2, en 1"),
        ("[说明](a.md)", "[about](b.md)", "links differ: zh a.md, en b.md"),
        ("`cb.case`", "`cb.data`", "code differ: zh cb.case, en cb.data"),
        ("| 甲 |\n|---|\n| 乙 |", "| A |\n|---|", "table rows differ: zh |, |, |, en |, |"),
        ("共 5 题", "there are 6", "zh says 5 and en does not"),
        ("说明", " ", "en is empty"),
        ("Hello there", "你好", "zh and en seem to have changed places"),
    ],
)
def test_twins_that_differ_are_told(zh: str, en: str, what: str) -> None:
    assert f'cell "a-en": {what}' in told(*pair(zh, en))


def test_chinese_prose_without_english_is_told() -> None:
    zh, _ = pair("甲", "A")

    assert told(zh, code("1")) == ['cell "a-zh": has no English twin after it']
    assert told(zh) == ['cell "a-zh": has no English twin after it']


def test_english_prose_without_chinese_is_told() -> None:
    _, en = pair("甲", "A")

    assert told(code("1"), en) == ['cell "a-en": has no Chinese twin before it']


def test_prose_without_a_language_is_told() -> None:
    assert told(prose("hello")) == ['cell "prose": has no language']


def test_cells_of_nbgrader_need_no_twin() -> None:
    cell = prose("你的说明 · your account")
    cell["metadata"]["nbgrader"] = {"grade": True, "solution": True}

    assert told(cell) == []


def test_a_twins_id_says_whose_twin_it_is() -> None:
    assert told(prose("甲", "zh", id="title-zh"), prose("A", "en", id="intro-en")) == [
        'cell "intro-en": its id does not match its twin\'s'
    ]


def test_a_lists_marks_inside_code_are_not_prose() -> None:
    assert told(*pair("```\n- 1\n- 1\n```", "```\n- 1\n```")) == []
