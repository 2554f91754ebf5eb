"""What the scorer looks at in one utterance: words, what they mean, who speaks to whom."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from casebook.compliance.utterances.lexicon import Lexicon, Mark, lexicon, words
from casebook.compliance.utterances.model import Utterance
from casebook.compliance.utterances.normal import Normal, normal
from casebook.text import Language

_CLAUSE = re.compile(r"(?:[^，,。.！!？?；;：:\n…()（）]|(?<=\d)[.,:](?=\d))+")
_MONEY = re.compile(
    r"[¥￥$£€]\s?\d|\d[\d,.]*\s*(?:元|块|万|yuan|rmb|usd|dollars?|bucks|pounds?|quid|grand|k\b)"
    r"|[一二两三四五六七八九十百千万壹贰叁肆伍陆柒捌玖拾佰仟]+[元块万千]"
)
# Whoever is not the debtor, the guarantor or somebody unknown.
THIRD = frozenset(
    {"spouse", "parent", "relative", "colleague", "employer", "neighbour", "emergency_contact"}
)


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause of a text: its words, each with the classes it belongs to.

    `plain` are its words as they are cut where the lexicon is not asked.
    """

    start: int
    end: int
    words: tuple[str, ...]
    classes: tuple[tuple[str, ...], ...]
    plain: tuple[str, ...]

    def has(self, name: str) -> bool:
        """Say whether a word of the clause belongs to the class or cue `name`."""
        return any(name in classes for classes in self.classes)


@dataclass(frozen=True, slots=True)
class Read:
    """An utterance cut into clauses; `names` are the classes and cues anywhere in it."""

    utterance: Utterance
    normal: Normal
    clauses: tuple[Clause, ...]
    names: frozenset[str]


def read(utterance: Utterance) -> Read:
    """Cut `utterance` into clauses and words, and note what the words mean."""
    text = normal(utterance.text, utterance.lang)
    known = lexicon(utterance.lang)
    marks = known.marks(text.text)
    starts = [mark.start for mark in marks]
    clauses = tuple(
        clause
        for part in _CLAUSE.finditer(text.text)
        if (clause := _clause(text.text, *part.span(), known, _within(marks, starts, part))).words
    )
    names = frozenset(name for mark in marks for name in mark.classes)
    return Read(utterance, text, clauses, names)


def _within(marks: Sequence[Mark], starts: Sequence[int], part: re.Match[str]) -> Sequence[Mark]:
    """Return the marks that begin in `part`; both sequences are in order."""
    return marks[bisect_left(starts, part.start()) : bisect_left(starts, part.end())]


def _clause(text: str, start: int, end: int, known: Lexicon, marks: Sequence[Mark]) -> Clause:
    pieces: list[tuple[str, tuple[str, ...]]] = []
    place = start
    for mark in marks:
        if place <= mark.start and mark.end <= end:
            pieces += ((word, ()) for word in words(text[place : mark.start], known.language))
            pieces.append((text[mark.start : mark.end], mark.classes))
            place = mark.end
    pieces += ((word, ()) for word in words(text[place:end], known.language))
    plain = tuple(words(text[start:end], known.language))
    return Clause(start, end, tuple(w for w, _ in pieces), tuple(c for _, c in pieces), plain)


def features(read: Read) -> dict[str, float]:
    """Return each feature's value: 1 where it is there."""
    return dict.fromkeys((*_of_words(read), *_of_meaning(read), *_of_setting(read)), 1.0)


def _of_words(read: Read) -> Iterator[str]:
    is_zh = read.utterance.lang is Language.ZH
    for clause in read.clauses:
        plain = clause.plain
        yield from _grams("w", plain, 3)
        if clause.has("negation"):
            yield from _grams("n", plain, 2)
        yield from (f"s:{first} {second}" for first, second in zip(plain, plain[2:], strict=False))
        run = read.normal.text[clause.start : clause.end]
        for size in (1, 2, 3, 4) if is_zh else (4, 5, 6):
            padded = run if is_zh else f" {run.strip()} "
            yield from (f"c:{padded[at : at + size]}" for at in range(len(padded) - size + 1))


def _grams(kind: str, units: Sequence[str], longest: int) -> Iterator[str]:
    for size in range(1, longest + 1):
        for place in range(len(units) - size + 1):
            yield f"{kind}:{' '.join(units[place : place + size])}"


def _of_meaning(read: Read) -> Iterator[str]:
    for clause in read.clauses:
        general = [
            f"<{classes[0]}>" if classes else word
            for word, classes in zip(clause.words, clause.classes, strict=True)
        ]
        yield from (gram for gram in _grams("g", general, 3) if "<" in gram)
        inside = [name for classes in clause.classes for name in classes]
        yield from (f"p:{first} {second}" for first, second in _in_order(inside))
        if clause.has("negation"):
            yield from (f"not:{name}" for name in inside)
    names = sorted(read.names)
    for name in names:
        yield f"class:{name}"
        for cue in ("reported", "rejecting", "judgment", "lawful", "care"):
            if cue in read.names:
                yield f"cue:{cue} {name}"
    yield from (f"both:{a} {b}" for a, b in combinations(names, 2))


def _in_order(names: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield each pair of names of which the first stands before the second somewhere."""
    # By first and last place, for the pairs of a long clause are too many to list.
    first = {name: place for place, name in reversed(list(enumerate(names)))}
    last = {name: place for place, name in enumerate(names)}
    yield from ((one, two) for one in first for two in last if first[one] < last[two])


def _of_setting(read: Read) -> Iterator[str]:
    said, names = read.utterance, sorted(read.names)
    to = said.to or "nobody"
    is_first = said.is_first
    yield from (f"channel:{said.channel}", f"speaker:{said.speaker}", f"to:{to}")
    yield f"jurisdiction:{said.jurisdiction}"
    yield from (f"fact:{name}={value}" for name, value in said.facts.items())
    if said.channel.is_written:
        yield from ("written", f"written:first={is_first}")
    if said.turn is not None:
        yield "later" if said.turn > 1 else "first"
    if is_first:
        yield from ("first", f"first:{said.channel}")
        yield from (f"first:{name}" for name in names)
        yield from (
            f"first-lacks:{name}" for name in ("identity", "sum", "split") if name not in read.names
        )
    sums = min(len(_MONEY.findall(read.normal.text)), 3)
    yield f"sums:{sums}"
    if said.channel.is_written:
        yield f"written-sums:{sums} first={is_first}"
    if to in THIRD:
        yield "third"
        yield from (f"third:{name}" for name in names)
        yield from (f"third:{said.jurisdiction} {to} {name}" for name in names)
