"""A form for a loan: each change is worked out at once, and a fault stands beside its field."""

import re
from collections.abc import Mapping
from datetime import date
from html import escape
from typing import Any

import ipywidgets

from casebook.errors import DataError
from casebook.law.interest.calculate import calculate
from casebook.law.interest.result import Result, word
from casebook.law.interest.terms import DayCount, Kind, Lender, Method
from casebook.text import Language
from casebook.widgets.interestpage import WORDS, interest_page
from casebook.widgets.interface import say, source
from casebook.widgets.lawpage import faults

_OVERDUE = "overdue_"
_LABEL, _FIELD = {"description_width": "16em"}, {"width": "30em", "max_width": "100%"}
_FAULT = re.compile(r"form: (overdue: )?(\w+): ")

# An example, so that the page is not empty: a private loan with some of it kept back.
_EXAMPLE: Mapping[str, Any] = {
    "lender": Lender.PRIVATE,
    "contract": date(2024, 11, 1),
    "principal": "30000",
    "deducted_in_advance": "1500",
    "from": date(2024, 11, 1),
    "until": date(2025, 11, 1),
    "rate_pct": "24",
    "method": Method.SIMPLE,
    "day_count": DayCount.BY_365,
    "is_overdue": False,
    "overdue_from": date(2025, 8, 1),
}
_DAYS = ("contract", "from", "until", "overdue_from", "filed")
_TEXTS = (
    *("principal", "deducted_in_advance", "rate_pct", "compound_every_months"),
    *("overdue_rate_pct", "overdue_damages_pct", "overdue_fees"),
)
_ORDER = (
    *("lender", "contract", "filed", "principal", "deducted_in_advance", "from", "until"),
    *("rate_pct", "method", "compound_every_months", "day_count", "is_overdue"),
    *("overdue_from", "overdue_rate_pct", "overdue_damages_pct", "overdue_fees"),
)


class InterestForm:
    """A form and its result; `case` is what is filled in, `result` None while that is at fault."""

    def __init__(self, language: Language) -> None:
        self.result: Result | None = None
        self._language = language
        self.fields = {name: self._field(name) for name in _ORDER}
        self.told = {name: ipywidgets.HTML() for name in _ORDER}
        self._rows = {
            name: ipywidgets.HBox([self.fields[name], self.told[name]], layout=_row())
            for name in _ORDER
        }
        self._page = ipywidgets.HTML(layout={"width": "auto"}).add_class("cbi-page")
        for field in self.fields.values():
            field.observe(self._work_out, names="value")
        self._work_out()

    def __repr__(self) -> str:
        return f"InterestForm({str(Kind.LOAN)!r})"

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        style = f"<style>{source('interestform.css')}</style>"
        hint = ipywidgets.HTML(f'{style}<p class="cbi-hint">{self._say("form")}</p>')
        box = ipywidgets.VBox([hint, *self._rows.values(), self._page])
        shown: dict[str, Any] = box._repr_mimebundle_()
        return shown | {"text/plain": repr(self), "text/html": self._repr_html_()}

    def _repr_html_(self) -> str:
        return str(self._page.value)

    @property
    def case(self) -> dict[str, Any]:
        """What is filled in, as `cb.interest` and the command line take it."""
        given = {name: _plain(field.value) for name, field in self.fields.items()}
        if given["method"] == Method.SIMPLE:
            del given["compound_every_months"]
        is_overdue = given.pop("is_overdue")
        filled = {name: value for name, value in given.items() if value not in (None, "")}
        own = {name: v for name, v in filled.items() if not name.startswith(_OVERDUE)}
        late = {n.removeprefix(_OVERDUE): v for n, v in filled.items() if n not in own}
        return {"kind": str(Kind.LOAN), **own, **({"overdue": late} if is_overdue else {})}

    def _work_out(self, _: object = None) -> None:
        """Work out what is filled in, and say at each field what is wrong with it."""
        at_fault: set[str] = set()
        try:
            self.result = calculate(self.case, "form")
            self._page.value = interest_page(self.result, self._language)
        except DataError as error:
            at_fault = {_field_of(fault) for fault in faults(error)}
            self.result = None
            why = self._say("unanswered", count=len(at_fault))
            self._page.value = f'<p class="cbi-fault" role="status">{why}</p>'
        for name, told in self.told.items():
            told.value = self._fault(name) if name in at_fault else ""
        self._show_what_matters()

    def _show_what_matters(self) -> None:
        """Hide the fields that what is chosen leaves without a meaning."""
        is_compound = self.fields["method"].value == Method.COMPOUND
        for name, row in self._rows.items():
            is_idle = name.startswith(_OVERDUE) and not self.fields["is_overdue"].value
            is_idle = is_idle or (name == "compound_every_months" and not is_compound)
            row.layout.display = "none" if is_idle else "flex"

    def _fault(self, name: str) -> str:
        return f'<span class="cbi-fault" role="alert">! {self._say(f"fault-{name}")}</span>'

    def _say(self, sentence: str, **given: object) -> str:
        return escape(say(WORDS, sentence, self._language, **given))

    def _field(self, name: str) -> ipywidgets.ValueWidget:
        """Return the field `name`, filled in as the example has it."""
        look = {"description": say(WORDS, name, self._language), "style": _LABEL, "layout": _FIELD}
        filled = {"value": _EXAMPLE[name]} if name in _EXAMPLE else {}
        if name in _DAYS:
            return ipywidgets.DatePicker(**look, **filled)
        if name in _TEXTS:
            return ipywidgets.Text(continuous_update=False, **look, **filled)
        if name == "is_overdue":
            return ipywidgets.Checkbox(**look, **filled)
        return ipywidgets.Dropdown(options=self._options(name), **look, **filled)

    def _options(self, name: str) -> list[tuple[str, Any]]:
        if name == "lender":
            return [(word(f"name-{one}").say(self._language), one) for one in Lender]
        if name == "method":
            return [(say(WORDS, one, self._language), one) for one in Method]
        return [(say(WORDS, f"count-{one}", self._language), one) for one in DayCount]


def _row() -> ipywidgets.Layout:
    return ipywidgets.Layout(flex_flow="row wrap", align_items="center")


def _plain(value: object) -> object:
    """Return a name as text, and a text without the blanks around it."""
    return str(value).strip() if isinstance(value, str) else value


def _field_of(fault: str) -> str:
    """Return the name of the field that a fault told by the calculator is about."""
    found = _FAULT.match(fault)
    return f"{_OVERDUE if found[1] else ''}{found[2]}" if found else ""
