"""Whether two languages say the same: structure in prose, numbers and placeholders in any text."""

import re
from collections.abc import Iterator
from itertools import pairwise

from casebook.authoring import figures, terms
from casebook.authoring.fault import Fault
from casebook.grading import notebook
from casebook.grading.notebook import Cell, Notebook
from casebook.text import Language

_CODE_BLOCK = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
_SHAPES = {
    "headings": re.compile(r"^(#{1,6}) ", re.MULTILINE),
    "list items": re.compile(r"^( *)(?:[-*+]|\d+\.) ", re.MULTILINE),
    "table rows": re.compile(r"^(\|).*\|$", re.MULTILINE),
    "links": re.compile(r"\]\(([^)\s]+)"),
    "code": re.compile(r"`([^`\n]+)`"),
}
_PLACEHOLDER = re.compile(r"\{\w*\}")
_HAN = re.compile(r"[\u4e00-\u9fff]")


def in_notebook(page: Notebook, file: str) -> Iterator[Fault]:
    """Yield the prose cells of `page` that have no twin, or one that says something else."""
    prose = [cell for cell in page["cells"] if _is_prose(cell)]
    for cell in prose:
        if notebook.language_of(cell) is None:
            yield Fault(
                file, _id(cell), "has no language", "the tag zh or en", "tag it, and write its twin"
            )
    for one, next_one in pairwise([*page["cells"], {}]):
        if _is_prose(one) and notebook.language_of(one) is Language.ZH:
            yield from _twin_faults(one, next_one, file)
    for last, one in pairwise([{}, *page["cells"]]):
        if _is_prose(one) and notebook.language_of(one) is Language.EN and not _is_chinese(last):
            yield Fault(file, _id(one), "has no Chinese twin before it", "one", "write it")


def of_texts(zh: str, en: str) -> Iterator[tuple[str, str]]:
    """Yield (what, expected) for each way in which the two texts disagree."""
    for language, text in (("zh", zh), ("en", en)):
        if not text.strip():
            yield f"{language} is empty", "text"
    if not zh.strip() or not en.strip():
        return
    if _HAN.search(en) and not _HAN.search(zh):
        yield "zh and en seem to have changed places", "Chinese in zh"
    lacks_en, lacks_zh = figures.missing(zh, en)
    if lacks_en:
        yield f"zh says {figures.said(lacks_en)} and en does not", "the same numbers"
    if lacks_zh:
        yield f"en says {figures.said(lacks_zh)} and zh does not", "the same numbers"
    if sorted(_PLACEHOLDER.findall(zh)) != sorted(_PLACEHOLDER.findall(en)):
        yield "zh and en have different placeholders", "the same ones in both"
    yield from terms.in_two_ways(zh, en)


def _twin_faults(zh: Cell, en: Cell, file: str) -> Iterator[Fault]:
    if not (_is_prose(en) and notebook.language_of(en) is Language.EN):
        yield Fault(file, _id(zh), "has no English twin after it", "one", "write it")
        return
    if _stem(zh) != _stem(en):
        wanted = f"{_stem(zh)}-en"
        yield Fault(file, _id(en), "its id does not match its twin's", wanted, "rename the cell")
    for what, expected in _disagreements(notebook.source(zh), notebook.source(en)):
        yield Fault(file, _id(en), what, expected, "make the twins agree")


def _disagreements(zh: str, en: str) -> Iterator[tuple[str, str]]:
    yield from of_texts(zh, en)
    for shape, pattern in _SHAPES.items():
        in_zh, in_en = (pattern.findall(_CODE_BLOCK.sub("", text)) for text in (zh, en))
        if shape in {"links", "code"}:
            in_zh, in_en = sorted(set(in_zh)), sorted(set(in_en))
        if in_zh != in_en:
            yield f"{shape} differ: zh {_told(in_zh)}, en {_told(in_en)}", f"the same {shape}"


def _told(found: list[str]) -> str:
    return ", ".join(found) if any(map(str.strip, found)) else str(len(found))


def _is_prose(cell: Cell) -> bool:
    """Whether a cell is a learner's reading; nbgrader's own cells hold answers and criteria."""
    is_markdown = cell.get("cell_type") == "markdown"
    return is_markdown and "nbgrader" not in cell.get("metadata", {})


def _is_chinese(cell: Cell) -> bool:
    return _is_prose(cell) and notebook.language_of(cell) is Language.ZH


def _id(cell: Cell) -> str:
    return f'cell "{cell.get("id", "?")}"'


def _stem(cell: Cell) -> str:
    return str(cell.get("id", "")).removesuffix("-zh").removesuffix("-en")
