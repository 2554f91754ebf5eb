"""One debtor's file as a person would read it: its papers, its tables, its contacts."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

import anywidget
import traitlets

from casebook.activities import place
from casebook.errors import DataError
from casebook.portfolio import practice
from casebook.portfolio.case import Case
from casebook.text import Language
from casebook.widgets.interface import source, words

WORDS = "casefile.yaml"
# More than anybody marks by hand; beyond it a page would only grow slow.
MARKS_AT_MOST = 500


def case(debtor_id: str | None = None, *, where: str | Iterable[str] | None = None) -> "CaseView":
    """Open the file of a debtor, or the first one that meets conditions.

    `case("D110001")` opens a file of a lesson or of the sample; `case(where="M3, forged income
    proof, delivery rider")` finds such a file, or makes one.

    Raises
    ------
    DataError
        There is no such debtor, or none that meets the conditions.
    """
    if debtor_id is not None and where is None:
        return CaseView(practice.case(debtor_id))
    if where is not None and debtor_id is None:
        from casebook.portfolio import finding  # brings the generator, which few lessons need

        return CaseView(finding.find(where))
    what = "nothing to open" if where is None else "a number and conditions"
    expected = 'one of them, such as cb.case("D110001") or cb.case(where="M3, 外卖骑手")'
    raise DataError("cb.case()", what, expected, "give one")


class CaseView:
    """A case to read on the page; its attributes are the Case's own, `frame("payments")` too."""

    def __init__(self, case: Case) -> None:
        self._case = case

    def __getattr__(self, name: str) -> Any:
        # Python asks for names of its own while a copy is still empty; those are never the Case's.
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(self._case, name)

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *(n for n in dir(self._case) if n[0] != "_")})

    def __repr__(self) -> str:
        return repr(self._case)

    def _repr_mimebundle_(self, **_: object) -> Any:
        spot = place.here()
        if spot.is_graded:
            return {"text/plain": repr(self)}
        return page(self._case, spot.language)._repr_mimebundle_()


class CasePage(anywidget.AnyWidget):
    """What the browser holds of a case: its public rows, our words, and the reader's marks."""

    _esm = source("page.js", "casefile-papers.js", "casefile-pen.js", "casefile.js")
    _css = source("casebook.css", "casefile.css")

    case = traitlets.Dict().tag(sync=True)
    words = traitlets.Dict().tag(sync=True)
    language = traitlets.Unicode().tag(sync=True)
    marks = traitlets.List().tag(sync=True)

    def __init__(self, case: Case, language: Language) -> None:
        self._text = repr(case)
        super().__init__(
            case=case.to_dict(), words=words(WORDS, language), language=str(language), marks=[]
        )

    def __repr__(self) -> str:
        return self._text

    def set_state(self, sync_data: dict[str, Any]) -> None:
        """Take marks from the page and nothing else."""
        if "marks" in sync_data and _are_marks(sync_data["marks"]):
            super().set_state({"marks": sync_data["marks"]})


def page(case: Case, language: Language) -> CasePage:
    """Return this kernel's one page of `case`, so that marks outlive a second run of the cell."""
    key = (language, json.dumps(case.to_dict(), ensure_ascii=False))
    if key not in _pages:
        _pages[key] = CasePage(case, language)
    return _pages[key]


_pages: dict[tuple[Language, str], CasePage] = {}


def _are_marks(value: object) -> bool:
    return isinstance(value, list) and len(value) <= MARKS_AT_MOST and all(map(_is_mark, value))


def _is_mark(value: object) -> bool:
    if not isinstance(value, Mapping) or set(value) != {"tab", "start", "end"}:
        return False
    tab, start, end = value["tab"], value["start"], value["end"]
    return isinstance(tab, str) and type(start) is type(end) is int and 0 <= start < end
