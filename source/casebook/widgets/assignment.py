"""The assignment in this folder: whose it is, and which file is theirs."""

from typing import Any

import ipywidgets
from IPython.display import display

from casebook.activities import learner as learners
from casebook.activities import place, released
from casebook.activities.learner import Learner
from casebook.activities.notice import Notice, Tone
from casebook.activities.place import Place
from casebook.activities.released import Released
from casebook.errors import DataError
from casebook.text import Language
from casebook.widgets.casefile import CaseView
from casebook.widgets.interface import read_words
from casebook.widgets.plain import Standin


def assignment() -> "Assignment":
    """Open the assignment of this folder, asking once for the learner's id.

    Raises
    ------
    DataError
        When a file of the release is torn.
    """
    spot = place.here()
    return Assignment(spot)


def _say(message: str, language: Language) -> str:
    return read_words("assignment.yaml")[message].say(language)


class Assignment:
    """A released assignment and its learner."""

    def __init__(self, spot: Place) -> None:
        self._spot = spot

    def __repr__(self) -> str:
        name = self._spot.assignment.assignment if self._spot.assignment else None
        return f"Assignment({name!r})"

    @property
    def learner(self) -> str | None:
        """The learner's id, once it is known."""
        learner = _learner(self._spot)
        return learner.id if learner else None

    @property
    def case(self) -> "CaseView | NoCase":
        """The file to review, chosen by the learner's id."""
        learner, assignment = _learner(self._spot), self._spot.assignment
        if learner is None or assignment is None:
            return NoCase(_why(self._spot))
        number = assignment.variant(learner.id)
        return CaseView(released.case(self._spot.folder, number))

    def _ipython_display_(self) -> None:
        shown: Any = Notice(Tone.NOTE, _why(self._spot))
        if self._spot.is_graded:
            shown = Standin(repr(self))
        elif self._spot.assignment and self.learner:
            shown = _card(self._spot, self._spot.assignment, self.learner)
        elif self._spot.assignment:
            shown = _form(self._spot)
        display(shown)


def _learner(spot: Place) -> Learner | None:
    return spot.learner or learners.read(spot.folder)


def _why(spot: Place) -> str:
    return _say("no-case" if spot.assignment else "nothing", spot.language)


def _card(spot: Place, assignment: Released, learner: str) -> Notice:
    case = released.case(spot.folder, assignment.variant(learner))
    lines = (_say("case", spot.language) + case.id, _say("wrong", spot.language))
    return Notice(Tone.NOTE, _say("who", spot.language) + learner, lines)


def _form(spot: Place) -> ipywidgets.Widget:
    """Return the form that asks for the learner's id."""
    name = ipywidgets.Text(value=learners.likely_id(), description=_say("label", spot.language))
    confirm = ipywidgets.Button(description=_say("confirm", spot.language), button_style="primary")
    said = ipywidgets.Label(layout={"width": "auto"})

    def keep(_: object) -> None:
        try:
            learners.write(spot.folder, Learner(name.value.strip(), spot.language))
        except DataError:
            said.value = _say("refused", spot.language)
            return
        name.disabled = confirm.disabled = True
        said.value = _say("kept", spot.language)

    confirm.on_click(keep)
    name.on_submit(keep)
    ask = ipywidgets.Label(_say("ask", spot.language), layout={"width": "auto"})
    return ipywidgets.VBox([ask, ipywidgets.HBox([name, confirm]), said])


class NoCase:
    """Stands where a case will be once the learner's id is known."""

    def __init__(self, why: str) -> None:
        self._why = why

    def __repr__(self) -> str:
        return self._why

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        raise DataError("case", self._why)
