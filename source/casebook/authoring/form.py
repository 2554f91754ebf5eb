"""The form of a notebook: ids, tags, metadata, counts, and what may not stand in it."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date

from casebook.authoring import citations
from casebook.authoring.fault import Fault
from casebook.grading import notebook
from casebook.grading.notebook import Cell, Notebook

TAGS = frozenset({"zh", "en", "raises-exception", "hide-input", "activity"})
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_PATH = re.compile(r"(?<![\w.:/])/(?:home|root|Users|tmp|work|usr|mnt|opt|srv|var)/|\b[A-Z]:\\+\w")
_INSTALL = re.compile(r"\b(?:pip3?|conda|mamba|uv pip)\s+install\b")
_SHELL = re.compile(r"^\s*(?:[!]|%%?(?:bash|sh|system|pip|conda)\b)", re.MULTILINE)


def faults(page: Notebook, file: str, *, today: date, is_stripped: bool) -> Iterator[Fault]:
    """Yield the faults of form; a stripped notebook has no outputs, any other has them all."""
    yield from _metadata(page, file)
    yield from _ids(page, file)
    yield from _counts(page, file, is_stripped=is_stripped)
    for cell in page["cells"]:
        for what, expected, do in _cell(cell, today):
            yield Fault(file, f'cell "{cell.get("id", "?")}"', what, expected, do)


def _metadata(page: Notebook, file: str) -> Iterator[Fault]:
    metadata = page.get("metadata", {})
    if (page.get("nbformat"), page.get("nbformat_minor")) != (4, 5):
        told = f"is format {page.get('nbformat')}.{page.get('nbformat_minor')}"
        yield Fault(file, "", told, "4.5", "save it with JupyterLab")
    if metadata.get("kernelspec", {}).get("name") != "python3":
        yield Fault(file, "metadata", "has another kernel", "python3")
    if not isinstance(metadata.get("casebook"), dict):
        yield Fault(file, "metadata", "does not say what it teaches", "casebook: {teaches: [...]}")
    if "widgets" in metadata:
        yield Fault(
            file, "metadata", "holds widget state", "none: it may hold answers", "make outputs"
        )


def _ids(page: Notebook, file: str) -> Iterator[Fault]:
    ids = [str(cell.get("id", "")) for cell in page["cells"]]
    for cell_id, times in Counter(ids).items():
        if times > 1:
            yield Fault(file, f'cell "{cell_id}"', f"{times} cells have this id", "one each")
        if not _ID.fullmatch(cell_id):
            yield Fault(
                file, f'cell "{cell_id}"', "its id tells nothing", "words in kebab-case", "name it"
            )


def _counts(page: Notebook, file: str, *, is_stripped: bool) -> Iterator[Fault]:
    code = [cell for cell in page["cells"] if cell.get("cell_type") == "code"]
    counts = [cell.get("execution_count") for cell in code if notebook.source(cell).strip()]
    if is_stripped:
        if any(counts) or any(cell.get("outputs") for cell in code):
            yield Fault(file, "", "holds outputs", "none in an assessment's source", "make outputs")
    elif counts != list(range(1, len(counts) + 1)):
        yield Fault(
            file,
            "",
            f"its cells are counted {counts}",
            f"1 to {len(counts)}: nbval compares nothing where a count is missing",
            "make outputs",
        )


def _cell(cell: Cell, today: date) -> Iterator[tuple[str, str, str]]:
    text = notebook.source(cell)
    for tag in sorted(notebook.tags(cell) - TAGS):
        yield f'has the tag "{tag}"', f"one of {', '.join(sorted(TAGS))}", "mend or drop it"
    if _PATH.search(text) or _PATH.search(str(cell.get("outputs", ""))):
        yield "names a path of one machine", "names without folders", "drop the path"
    yield from citations.faults(citations.in_text(text), today=today)
    if cell.get("cell_type") == "code":
        yield from _code(cell, text)


def _code(cell: Cell, text: str) -> Iterator[tuple[str, str, str]]:
    if _INSTALL.search(text) or _SHELL.search(text):
        yield "installs or calls the shell", "Python alone", "add the package to pyproject.toml"
    for output in cell.get("outputs", ()):
        if output.get("output_type") == "error" and "raises-exception" not in notebook.tags(cell):
            told = f"ends in {output.get('ename')}"
            yield told, "a run from top to end", "mend it, or tag it raises-exception"
        if WIDGET_VIEW in output.get("data", {}):
            yield "its output names a widget's model", "the widget's text alone", "make outputs"
