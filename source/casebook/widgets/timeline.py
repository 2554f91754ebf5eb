"""What stands on a limitation time line, in words of one language."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from casebook.law.reasoning import said
from casebook.text import Language
from casebook.widgets.interface import say

WORDS = "limitation.yaml"


@dataclass(frozen=True, slots=True)
class Speaker:
    """Says the sentences of this page in one language, days as that language writes them."""

    language: Language

    def __call__(self, sentence: str, **given: object) -> str:
        """Say one sentence with `given` filled in."""
        values = {name: said(value, self.language) for name, value in given.items()}
        return say(WORDS, sentence, self.language, **values)


class Does(StrEnum):
    """What a row does to the period, or what else it stands for."""

    STARTS = "starts"
    RESTARTS = "restarts"
    SUSPENDS = "suspends"
    MARKS = "marks"
    NOTHING = "nothing"
    ENDS = "ends"
    ASKS = "asks"


@dataclass(frozen=True, slots=True)
class Span:
    """Some days; `last` is None where no end is known."""

    first: date
    last: date | None


@dataclass(frozen=True, slots=True)
class Row:
    """A day on the line: what it is called and what it did.

    `runs` is the period as it runs from here, `lasts` the days that proceedings or an obstacle
    took.
    """

    on: date
    name: str
    told: str
    does: Does
    runs: Span | None = None
    lasts: Span | None = None


@dataclass(frozen=True, slots=True)
class TimeLine:
    """The message of a picture, and its rows from above to below."""

    title: str
    rows: tuple[Row, ...]

    def alt(self, language: Language) -> str:
        """Return what the picture shows, in words."""
        speak = Speaker(language)
        told = [speak("row", on=row.on, called=row.name, told=row.told) for row in self.rows]
        return speak("figure", title=self.title, rows=speak("between").join(told))
