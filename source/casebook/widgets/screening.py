"""The timed screening on the page: small files, one after another, and the learner's own result."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import traitlets

from casebook.activities import library, place
from casebook.activities.casework.model import NOTHING, Task
from casebook.activities.casework.screening import DONE, Round
from casebook.activities.draw import opaque
from casebook.activities.nouns import Plain
from casebook.activities.place import Place
from casebook.errors import DataError
from casebook.portfolio import practice
from casebook.portfolio.case import Case, Row
from casebook.portfolio.flags import Flag, review_flags
from casebook.text import Language
from casebook.widgets.evidence import WORDS
from casebook.widgets.interface import say, source, words
from casebook.widgets.kept import COURIER_WORDS, KeptView, Reply, refused, saved
from casebook.widgets.screened import told

if TYPE_CHECKING:
    import pandas as pd

SCRIPTS = ("screening-papers.js", "screening.js")

# A small file is what stands on one page; whatever a flag can turn on is in it.
_DEBTOR = ("name", "id_number", "employer", "stated_income_fen", "stated_debts")
_CONTRACT = ("signed_on", "signatory_name", "signatory_id_number", "principal_fen")
_ACCOUNT = ("lender", "opened_on", "disbursed_fen")
_PAYMENT = ("paid_on", "payer_name")


def screening(activity: str) -> "Screening":
    """Open a timed screening by its id, such as `screening("1-1-ten-files")`.

    Raises
    ------
    ContentError
        When there is no such casework, or it is none that can be screened.
    """
    spot = place.here()
    return Screening(library.casework(activity).id, spot)


class Screening:
    """A screening to do on the page; what came of it can be asked here at any time."""

    def __init__(self, activity: str, spot: Place) -> None:
        casework = library.casework(activity)
        journal = spot.answers()
        self._spot = spot
        self._faults = len(journal.faults)
        self._round = Round(casework, writer=spot.writer(), entries=journal.entries)
        self._page: ScreeningPage | None = None

    def __repr__(self) -> str:
        casework = self._round.casework
        return f"Screening({casework.id!r}, files={len(casework.tasks)})"

    def _repr_mimebundle_(self, **_: object) -> Any:
        if self._spot.is_graded:
            return {"text/plain": repr(self)}
        if self._page is None:
            self._page = ScreeningPage(self._round, self._spot, repr(self), self._faults)
        return self._page._repr_mimebundle_()

    @property
    def precision(self) -> float | None:
        """Of the flags marked, the share borne out; None before any is marked."""
        return self._round.tally().precision

    @property
    def recall(self) -> float | None:
        """Of the flags in the files marked so far, the share found; None before any."""
        return self._round.tally().recall

    @property
    def seconds(self) -> int:
        """The time used so far, pauses left out."""
        return self._round.seconds

    def frame(self) -> "pd.DataFrame":
        """Return one row for each file marked so far: how many flags marked, there, and hit."""
        import pandas as pd

        rows = [
            (one.number, len(one.marked), len(one.there), len(one.hits))
            for one in self._round.reviews()
        ]
        return pd.DataFrame(rows, columns=["file", "marked", "there", "hits"], dtype="int64")


class ScreeningPage(KeptView):
    """What the browser holds: the files' public rows, the marks, and a result once it is earned."""

    _esm = source("page.js", "courier.js", "casefile-papers.js", *SCRIPTS)
    _css = source("casebook.css", "casefile.css", "screening.css")
    pythons = frozenset({"page", "words", "answers", "seconds", "round", "result"})

    page = traitlets.Dict().tag(sync=True)
    words = traitlets.Dict().tag(sync=True)
    answers = traitlets.Dict().tag(sync=True)
    seconds = traitlets.Int().tag(sync=True)
    round = traitlets.Int().tag(sync=True)
    result = traitlets.Dict().tag(sync=True)

    def __init__(self, round_: Round, spot: Place, text: str, faults: int = 0) -> None:
        self._round, self._language, self._text = round_, spot.language, text
        super().__init__(
            page=_page(round_, spot, faults),
            words=_words(spot.language),
            **self._state(),
        )
        self.listen()

    def __repr__(self) -> str:
        return self._text

    def keep(self, item: object, value: Plain) -> Reply:
        """Keep marks, the time, or the end of a round, and show what it has led to."""
        if not isinstance(item, str):
            return refused(self._language)
        if item == DONE and not self._round.is_answered:
            return {"saved": False, "why": say(WORDS, "not-all", self._language), "again": True}
        try:
            reply = saved(lambda: self._round.keep(item, value), self._language)
        except DataError:
            return refused(self._language)
        if reply["saved"]:
            self._show()
        return reply

    def _show(self) -> None:
        # In one message, so that the page never sees half of a change.
        with self.hold_sync():
            for name, state in self._state().items():
                setattr(self, name, state)

    def _state(self) -> dict[str, Any]:
        return {
            "answers": dict(self._round.answers),
            "seconds": self._round.seconds,
            "round": self._round.number,
            "result": told(self._round, self._language) if self._round.is_done else {},
        }


def _words(language: Language) -> dict[str, str]:
    files = (COURIER_WORDS, "casefile.yaml", WORDS)
    return {name: text for file in files for name, text in words(file, language).items()}


def _page(round_: Round, spot: Place, faults: int) -> dict[str, Any]:
    """Return all that the page needs to draw the files, in one language, and no key."""
    casework, language = round_.casework, spot.language
    return {
        "id": casework.id,
        "title": casework.title.say(language),
        "language": str(language),
        "is_recording": spot.is_recording,
        "notes": [say(COURIER_WORDS, "torn", language, count=faults)] if faults else [],
        "draft": opaque(str(spot.folder.resolve()), casework.id, ""),
        "nothing": NOTHING,
        "flags": [_flag(flag, language) for flag in review_flags()],
        "none": casework.nothing.say(language) if casework.nothing else "",
        "files": [{"id": task.id, **small(_case(task))} for task in casework.tasks],
    }


def _flag(flag: Flag, language: Language) -> dict[str, str]:
    name, definition = flag.name.say(language), flag.definition.say(language)
    return {"id": flag.id, "name": name, "definition": definition}


def _case(task: Task) -> Case:
    return practice.case(str(task.case))


def small(case: Case) -> dict[str, Any]:
    """Return what stands on the one page that a person screens."""
    return {
        "as_of": case.as_of.isoformat(),
        "debtor": _some(case.debtor, _DEBTOR),
        "contract": _some(case.contract, _CONTRACT),
        "account": _some(case.account, _ACCOUNT),
        "payments": [_some(payment, _PAYMENT) for payment in case.payments],
        "documents": [
            {"kind": paper.kind, "issued_on": paper.issued_on.isoformat(), "body": dict(paper.body)}
            for paper in case.documents
        ],
    }


def _some(row: Row, names: Iterable[str]) -> dict[str, Any]:
    return {name: row[name] for name in names}
