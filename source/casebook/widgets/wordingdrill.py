"""A place to write what one would say, to have it checked, and to write it again.

The page half, `wordingdrill.js`, is a box and a button; what was found is drawn as for any wording.
Nothing written here is kept.
"""

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Any, ClassVar, TypeVar

import anywidget
import ipywidgets
import traitlets

from casebook.activities.script.score import LONGEST
from casebook.compliance.utterances.model import Channel, Speaker, Utterance
from casebook.compliance.utterances.reading import of_mapping
from casebook.text import Language
from casebook.widgets.interface import say, source, words
from casebook.widgets.utterancerecords import WORDS, language_of
from casebook.widgets.wording import Wording

Closed = TypeVar("Closed", bound=StrEnum)
#: Checks words, said by somebody and somehow, and returns in one line what was found.
Check = Callable[[str, Speaker, Channel], str]


class WordingDrill(ipywidgets.VBox):
    """The box, and below it what was found in the words last checked."""

    def __init__(self, language: Language, spoken: Language | None, jurisdiction: str) -> None:
        self.result: Wording | None = None
        self._language, self._spoken, self._jurisdiction = language, spoken, jurisdiction
        self._box = Box(language, self.check)
        self._page = ipywidgets.HTML(layout={"width": "100%", "margin": "0"})
        super().__init__([self._box, self._page])

    def __repr__(self) -> str:
        return f"WordingDrill({self._jurisdiction!r})"

    def take(self, utterances: Sequence[Utterance]) -> None:
        """Put words into the box, said as the first of them was."""
        if not utterances:
            return
        self._box.text = "\n".join(one.text for one in utterances)
        self._box.speaker, self._box.channel = utterances[0].speaker, utterances[0].channel

    def check(self, text: str, speaker: Speaker, channel: Channel) -> str:
        """Check the words and show what was found; return it in one line."""
        before = self.result
        self.result = Wording(
            self._language, self._jurisdiction, (self._said(text, speaker, channel),)
        )
        self._page.value = self.result._repr_html_()
        title = self.result.title()
        if before is None:
            return say(WORDS, "told", self._language, title=title)
        counts = {"before": _count(before), "now": _count(self.result)}
        return say(WORDS, "told-before", self._language, title=title, **counts)

    def _said(self, text: str, speaker: Speaker, channel: Channel) -> Utterance:
        return of_mapping(
            {
                "id": "1",
                "lang": self._spoken or language_of(text),
                "jurisdiction": self._jurisdiction,
                "speaker": speaker,
                "channel": channel,
                "text": text,
            }
        )


class Box(anywidget.AnyWidget):
    """The box as the page sees it: the page asks for a check by message, and sets nothing."""

    _esm = source("page.js", "wordingdrill.js")
    _css = source("casebook.css", "wordingdrill.css")
    pythons: ClassVar[frozenset[str]] = frozenset(
        {"words", "choices", "text", "speaker", "channel", "longest", "language", "_esm", "_css"}
    )

    words = traitlets.Dict().tag(sync=True)
    choices = traitlets.Dict().tag(sync=True)
    text = traitlets.Unicode().tag(sync=True)
    speaker = traitlets.Unicode(str(Speaker.COLLECTOR)).tag(sync=True)
    channel = traitlets.Unicode(str(Channel.SMS)).tag(sync=True)
    longest = traitlets.Int(LONGEST).tag(sync=True)
    language = traitlets.Unicode().tag(sync=True)

    def __init__(self, language: Language, check: Check) -> None:
        self._check = check
        kinds = {"speaker": Speaker, "channel": Channel}
        super().__init__(
            words=words(WORDS, language),
            choices={name: [str(one) for one in kind] for name, kind in kinds.items()},
            language=str(language),
        )
        self.on_msg(self._take)

    def __repr__(self) -> str:
        return "Box()"

    def set_state(self, sync_data: dict[str, Any]) -> None:
        """Leave our own traits alone."""
        super().set_state({k: v for k, v in sync_data.items() if k not in self.pythons})

    def _take(self, _: object, content: object, __: object) -> None:
        request = content if isinstance(content, dict) else {}
        self.send({"told": self._answer(request), "request": request.get("request")})

    def _answer(self, request: dict[str, Any]) -> str:
        text, language = request.get("text"), Language(self.language)
        speaker, channel = (
            _member(Speaker, request, "speaker"),
            _member(Channel, request, "channel"),
        )
        if not isinstance(text, str) or not _can_be_checked(text) or not speaker or not channel:
            return say(WORDS, "unreadable", language, most=LONGEST)
        if not text.strip():
            return say(WORDS, "write-first", language)
        self.text, self.speaker, self.channel = text, speaker, channel
        return self._check(text, speaker, channel)


def _member(kind: type[Closed], request: dict[str, Any], name: str) -> Closed | None:
    value = request.get(name)
    return kind(value) if value in list(kind) else None


def _can_be_checked(text: str) -> bool:
    """Whether `text` is short enough and has no half of a character, as a cut emoji leaves."""
    return len(text) <= LONGEST and not any("\ud800" <= sign <= "\udfff" for sign in text)


def _count(wording: Wording) -> int:
    return wording.breaches + wording.signs
