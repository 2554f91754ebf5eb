"""What is said outright: patterns of words, where no clause takes them back."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from casebook.compliance.utterances.features import Read
from casebook.compliance.utterances.lexicon import Finder, lexicon
from casebook.compliance.utterances.model import Kind
from casebook.text import Language

STOPS = frozenset("。！？!?;；\n.")
# How far before it a negation takes something back: characters of Chinese, words of English.
REACH_ZH, REACH_EN = 6, 4
# In a collector's mouth: words that are somebody else's, or told in order to reject them.
ALIEN = ("reported", "rejecting", "judgment", "quote")


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


def outright(seen: Read) -> Mapping[Kind, tuple[int, int]]:
    """Return the kinds said outright, each with its place in the normalised text."""
    found: dict[Kind, tuple[int, int]] = {}
    if not seen.clauses:
        return found
    for kind, patterns in _patterns(seen.utterance.lang).items():
        if kind.is_of_client or not seen.names.intersection(ALIEN):
            place = next(_places(seen, patterns), None)
            if place:
                found[kind] = place
    return found


def _places(seen: Read, patterns: tuple[Pattern, ...]) -> Iterator[tuple[int, int]]:
    for start, end in _sentences(seen):
        text = seen.normal.text[start:end]
        for pattern in patterns:
            place = pattern.find(text)
            if place and not _is_taken_back(text, place, seen.utterance.lang):
                yield start + place[0], start + place[2]


def _is_taken_back(text: str, place: tuple[int, int, int], language: Language) -> bool:
    """Say whether a negation stands just before the last part of what was found."""
    _, last, _ = place
    before = text[:last]
    is_zh = language is Language.ZH
    near = before[-REACH_ZH:] if is_zh else " ".join(before.split()[-REACH_EN:])
    return any("negation" in mark.classes for mark in lexicon(language).marks(near))


def _sentences(seen: Read) -> Iterator[tuple[int, int]]:
    """Yield the stretches of clauses that no full stop parts."""
    clauses = seen.clauses
    start = clauses[0].start
    for clause, following in pairwise(clauses):
        if STOPS.intersection(seen.normal.text[clause.end : following.start]):
            yield start, clause.end
            start = following.start
    yield start, clauses[-1].end


@cache
def _patterns(language: Language) -> Mapping[Kind, tuple[Pattern, ...]]:
    return {
        Kind(kind): tuple(
            Pattern(tuple(Finder(part.split("|"), language) for part in one.split(" & ")))
            for one in written
        )
        for kind, written in lexicon(language).outright.items()
    }
