"""The interest calculator: a case worked out, or a form to fill in."""

from collections.abc import Mapping
from os import PathLike
from typing import TYPE_CHECKING, Any

from casebook.activities import place
from casebook.activities.notice import Notice
from casebook.errors import DataError
from casebook.law.interest.calculate import calculate, parse
from casebook.law.interest.result import Result
from casebook.text import Language
from casebook.widgets.interestpage import interest_page
from casebook.widgets.lawpage import Written, refusal, text_of
from casebook.widgets.plain import Standin

if TYPE_CHECKING:
    from casebook.widgets.interestform import InterestForm


def interest(
    case: Mapping[str, Any] | Written | None = None,
) -> "InterestView | InterestForm | Notice | Standin":
    """Show what interest comes to, what of it is supported, and where each yuan goes.

    Parameters
    ----------
    case : mapping or path, optional
        The case, or a YAML or JSON file that describes it, as `casebook law interest` takes it.
        Without one, a form for a loan.

    Returns
    -------
    InterestView or InterestForm
        Or, where the input is at fault, what is to be mended in it.
    """
    spot = place.here()
    try:
        shown = _form(spot.language) if case is None else _view(case, spot.language)
    except DataError as error:
        return refusal(error, spot.language)
    return Standin(repr(shown)) if spot.is_graded else shown


def _form(language: Language) -> "InterestForm":
    from casebook.widgets.interestform import InterestForm  # only a form needs ipywidgets

    return InterestForm(language)


def _view(case: Mapping[str, Any] | Written, language: Language) -> "InterestView":
    if isinstance(case, str | PathLike):
        return InterestView(calculate(parse(text_of(case), str(case)), str(case)), language)
    plain = dict(case) if isinstance(case, Mapping) else case
    return InterestView(calculate(plain), language)


class InterestView:
    """A case worked out; `result` holds its totals, rows, shares and steps."""

    def __init__(self, result: Result, language: Language) -> None:
        self.result, self._language = result, language

    def __repr__(self) -> str:
        return f"Interest({str(self.result.kind)!r}, rows={len(self.result.rows)})"

    def _repr_html_(self) -> str:
        return interest_page(self.result, self._language)
