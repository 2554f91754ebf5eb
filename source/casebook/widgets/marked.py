"""One utterance on a page: its text with what was found marked in it, and a note for each."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from casebook.compliance.utterances.model import Finding, Utterance
from casebook.law.model import Severity
from casebook.text import Language
from casebook.widgets.findings import rule_title, severity_mark
from casebook.widgets.interface import say

WORDS = "wording.yaml"
#: Signs have marks of their own, so that no one takes a client's trouble for a breach.
_MARK = {Severity.BLOCK: "●", Severity.FAIL: "◉", Severity.WARN: "○", Severity.NOTE: "·"}


@dataclass(frozen=True, slots=True)
class Numbered:
    """A finding with the number that its mark and its note share."""

    number: int
    finding: Finding

    @property
    def manner(self) -> str:
        """Whether it is a breach, a sign, or something missing."""
        if self.finding.kind.is_of_client:
            return "sign"
        return "breach" if self.finding.span else "missing"

    def label(self, language: Language) -> str:
        """Return its number in words, such as `Breach 2`."""
        return escape(say(WORDS, self.manner, language, number=self.number))


def numbered(found: Iterable[Finding], first: int) -> tuple[Numbered, ...]:
    """Number what was found, from `first`."""
    return tuple(Numbered(number, one) for number, one in enumerate(found, start=first))


def said(
    utterance: Utterance, found: Sequence[Numbered], language: Language, *, is_talk: bool
) -> str:
    """Draw an utterance with its marks and notes; in a talk, with who said it."""
    who = _who(utterance, language) if is_talk else ""
    text = "".join(_pieces(utterance.text, found, language))
    notes = "".join(_note(one, utterance, language) for one in found)
    name = escape(say(WORDS, "notes", language))
    listed = f'<ul class="cbw-notes" aria-label="{name}">{notes}</ul>' if notes else ""
    return (
        f'<div class="cbw-said" data-speaker="{utterance.speaker}">{who}'
        f'<p class="cbw-text" lang="{utterance.lang}">{text}</p>{listed}</div>'
    )


def _who(utterance: Utterance, language: Language) -> str:
    speaker = say(WORDS, f"speaker {utterance.speaker}", language)
    channel = say(WORDS, f"channel {utterance.channel}", language)
    told = say(WORDS, "who", language, speaker=speaker, channel=channel)
    return f'<p class="cbf-faint">{escape(told)}</p>'


def _pieces(text: str, found: Sequence[Numbered], language: Language) -> Iterator[str]:
    """Cut the text wherever a mark begins or ends; marks may overlap."""
    placed = [(one, *one.finding.span) for one in found if one.finding.span]
    cuts = sorted({0, len(text), *(cut for _, start, end in placed for cut in (start, end))})
    for start, end in pairwise(cuts):
        over = [one for one, first, last in placed if first <= start and end <= last]
        begin = [one for one, first, _ in placed if first == start]
        close = [one for one, _, last in placed if last == end]
        piece = escape(text[start:end])
        yield _mark(piece, over, begin, close, language) if over else piece


def _mark(
    piece: str,
    over: Sequence[Numbered],
    begin: Sequence[Numbered],
    close: Sequence[Numbered],
    language: Language,
) -> str:
    """Mark a piece of text; who listens hears where each finding begins and ends."""
    manner = "breach" if any(one.manner == "breach" for one in over) else "sign"
    opened = "".join(
        _unseen(say(WORDS, "marked", language, label=one.label(language)), language)
        for one in begin
    )
    numbers = "".join(f'<sup aria-hidden="true">{one.number}</sup>' for one in close)
    closed = "".join(_unseen(say(WORDS, "marked-end", language), language) for _ in close)
    return f'<mark class="cbw-mark" data-manner="{manner}">{opened}{piece}{numbers}{closed}</mark>'


def _unseen(text: str, language: Language) -> str:
    return f'<span class="cbw-unseen" lang="{language}">{text}</span>'


def _note(one: Numbered, utterance: Utterance, language: Language) -> str:
    finding = one.finding
    kind = escape(say(WORDS, f"kind {finding.kind}", language))
    offered = "answer" if finding.kind.is_of_client else "say"
    return (
        f'<li class="cbw-note" data-manner="{one.manner}">'
        f"<p><strong>{one.label(language)} · {kind}</strong> {_weight(finding, language)}</p>"
        f"<p>{escape(finding.why.say(language))}</p>"
        f'<p class="cbw-better"><span class="cbf-faint">{escape(say(WORDS, offered, language))}'
        f'</span> <span lang="{utterance.lang}">{escape(finding.rewording.say(utterance.lang))}'
        f'</span></p><p class="cbf-faint">{_rule(finding, language)}</p></li>'
    )


def _weight(finding: Finding, language: Language) -> str:
    if not finding.kind.is_of_client:
        return severity_mark(finding.severity, language)
    word = escape(say(WORDS, f"act {finding.severity}", language))
    mark = _MARK[finding.severity]
    return f'<span class="cbw-act"><span aria-hidden="true">{mark}</span> {word}</span>'


def _rule(finding: Finding, language: Language) -> str:
    if finding.rule is None:
        return escape(say(WORDS, "no-rule", language))
    return say(WORDS, "rule", language, rule=rule_title(finding.rule, language))
