"""What is said outright: patterns of words, where no clause takes them back."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from casebook.compliance.utterances.features import Clause, Read
from casebook.compliance.utterances.lexicon import Finder, lexicon
from casebook.compliance.utterances.model import Kind
from casebook.text import Language

STOPS = frozenset("。！？!?;；\n.")
# How far before it a negation takes something back: characters of Chinese, words of English.
REACH_ZH, REACH_EN = 6, 4
# In a collector's mouth: words that are somebody else's, or told in order to reject them.
ALIEN = ("reported", "rejecting", "judgment", "quote")


# Where a negation that stands before it no longer reaches.
_ANEW = {
    Language.ZH: re.compile(r"[,:、]|就|马上"),
    Language.EN: re.compile(r"[,:]| (?:and|or|then) "),
}


@dataclass(frozen=True, slots=True)
class Pattern:
    """Parts that follow one another; each is a finder of words that count alike."""

    parts: tuple[Finder, ...]

    def find(self, text: str) -> tuple[int, int, int] | None:
        """Return where the first and the last part begin in `text`, and the end, or None."""
        starts, end = [], 0
        for part in self.parts:
            place = part.first(text, end)
            if place is None:
                return None
            starts.append(place[0])
            end = place[1]
        return starts[0], starts[-1], end


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that begins at `start`; an alien one is somebody else's words, or rejected."""

    start: int
    text: str
    is_alien: bool


def outright(seen: Read) -> Mapping[Kind, tuple[int, int]]:
    """Return the kinds said outright, each with its place in the normalised text."""
    found: dict[Kind, tuple[int, int]] = {}
    sentences = tuple(_sentences(seen))
    for kind, patterns in _patterns(seen.utterance.lang).items():
        if place := next(_places(seen, kind, patterns, sentences), None):
            found[kind] = place
    return found


def _places(
    seen: Read, kind: Kind, patterns: tuple[Pattern, ...], sentences: tuple[Sentence, ...]
) -> Iterator[tuple[int, int]]:
    for sentence in sentences:
        if sentence.is_alien and not kind.is_of_client:
            continue
        for pattern in patterns:
            place = pattern.find(sentence.text)
            if place and not _is_taken_back(sentence.text, place, seen.utterance.lang):
                yield sentence.start + place[0], sentence.start + place[2]


def _is_taken_back(text: str, place: tuple[int, int, int], language: Language) -> bool:
    """Say whether a negation stands just before the first or the last part of what was found."""
    first, last, _ = place
    return any(_is_negated(_just_before(text[:part], language), language) for part in (first, last))


def _just_before(text: str, language: Language) -> str:
    """Return the last characters or words, back to where something new begins."""
    near = _ANEW[language].split(text)[-1]
    return near[-REACH_ZH:] if language is Language.ZH else " ".join(near.split()[-REACH_EN:])


def _is_negated(near: str, language: Language) -> bool:
    known = lexicon(language)
    cues = {name for mark in known.marks(near) for name in mark.classes}
    # A condition that is negated, as in "if you don't pay", threatens with what follows.
    if "conditional" in cues:
        return False
    # An English phrase such as "never call" hides its negation; a Chinese 不还 holds none.
    return "negation" in cues or (
        language is Language.EN and _negation(language).first(near, 0) is not None
    )


def _sentences(seen: Read) -> Iterator[Sentence]:
    """Yield the stretches of clauses that no full stop parts."""
    run: list[Clause] = []
    for clause in seen.clauses:
        if run and STOPS.intersection(seen.normal.text[run[-1].end : clause.start]):
            yield _sentence(seen, run)
            run = []
        run.append(clause)
    if run:
        yield _sentence(seen, run)


def _sentence(seen: Read, run: list[Clause]) -> Sentence:
    start = run[0].start
    is_alien = any(clause.has(name) for clause in run for name in ALIEN)
    return Sentence(start, seen.normal.text[start : run[-1].end], is_alien)


@cache
def _negation(language: Language) -> Finder:
    return Finder(lexicon(language).listed("negation"), language)


@cache
def _patterns(language: Language) -> Mapping[Kind, tuple[Pattern, ...]]:
    return {
        Kind(kind): tuple(
            Pattern(tuple(Finder(part.split("|"), language) for part in one.split(" & ")))
            for one in written
        )
        for kind, written in lexicon(language).outright.items()
    }
