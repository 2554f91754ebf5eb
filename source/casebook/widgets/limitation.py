"""The limitation time line: when time runs out on a debt, as a picture with its reasons."""

from collections.abc import Mapping
from functools import cached_property
from html import escape
from os import PathLike
from typing import TYPE_CHECKING, Any

from casebook.activities import place
from casebook.activities.notice import Notice
from casebook.errors import DataError
from casebook.law.limitation.calculate import calculate, read, read_case
from casebook.law.limitation.cases import (
    BreathingSpace,
    BritishClaim,
    Case,
    Validation,
)
from casebook.law.limitation.result import Limitation
from casebook.text import Language
from casebook.widgets.interface import say
from casebook.widgets.lawpage import Written, answers, foot, page, reasons, refusal, text_of
from casebook.widgets.plain import Standin
from casebook.widgets.timeline import WORDS, Speaker, TimeLine
from casebook.widgets.timelinerows import rows
from casebook.widgets.timelinetitle import title

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def limitation(case: Mapping[str, Any] | Written) -> "LimitationView | Notice | Standin":
    """Show when time runs out on a debt: a time line, the answer, and the reasons step by step.

    Parameters
    ----------
    case : mapping or path
        The case, or a YAML or JSON file that describes it, as `casebook law limitation` takes it.

    Returns
    -------
    LimitationView
        Or, where the input is at fault, what is to be mended in it.
    """
    spot = place.here()
    try:
        shown = LimitationView(_read(case), spot.language)
    except DataError as error:
        return refusal(error, spot.language)
    return Standin(repr(shown)) if spot.is_graded else shown


def _read(case: Mapping[str, Any] | Written) -> Case:
    if isinstance(case, str | PathLike):
        return read(text_of(case), str(case))
    return read_case(case, "case")


class LimitationView:
    """A case worked out; `result` holds its days, answers and steps, `figure` the picture."""

    def __init__(self, case: Case, language: Language) -> None:
        self.result: Limitation = calculate(case)
        self._case, self._language = case, language

    def __repr__(self) -> str:
        days = self.result.values().items()
        shown = (f"{name}={value}" for name, value in days if not isinstance(value, bool))
        return f"Limitation({next(shown)})"

    @property
    def figure(self) -> "Figure":
        """The time line as a matplotlib figure, to be saved as a file.

        Raises
        ------
        DataError
            Where the case holds no day that could be drawn.
        """
        from casebook.widgets.timelinepicture import picture

        line = self._line
        if not line.rows:
            raise DataError("case", "no day to draw", "a due date or an event", "add one")
        return picture(line, self._language)

    def _repr_html_(self) -> str:
        language = self._language
        inside = (
            self._picture(),
            answers(self.result.labelled(), language),
            reasons(self.result.steps, language),
            foot(_jurisdiction(self._case), language),
        )
        return page(say(WORDS, "name", language), language, inside, "limitation.css")

    @cached_property
    def _line(self) -> TimeLine:
        speak = Speaker(self._language)
        return TimeLine(title(self._case, self.result, speak), rows(self._case, self.result, speak))

    def _picture(self) -> str:
        from casebook.widgets.inline import svg
        from casebook.widgets.timelinepicture import PAGE_COLOURS

        line = self._line
        if not line.rows:
            return f'<p class="cb-title">{escape(line.title)}</p>'
        drawn = svg(self.figure, line.alt(self._language), PAGE_COLOURS)
        caption = escape(say(WORDS, "caption", self._language))
        return f'<figure class="cbl-figure">{drawn}<figcaption>{caption}</figcaption></figure>'


def _jurisdiction(case: Case) -> str:
    if isinstance(case, Validation):
        return "US"
    return "UK" if isinstance(case, BritishClaim | BreathingSpace) else "CN"
