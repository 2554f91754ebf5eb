"""The words of one language by what they mean, and where they stand in a text."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from casebook.law.entries import read_yaml
from casebook.text import Language

_EN_WORD = re.compile(r"[a-z0-9@$£*/-]+(?:'[a-z0-9@$£*/-]+)*")
_DOUBLED = re.compile(r"[^aeiou][aeiou][bdgmnprt]$")


@dataclass(frozen=True, slots=True)
class Mark:
    """A word of the lexicon at [start, end) of a text, and the classes it belongs to."""

    start: int
    end: int
    classes: tuple[str, ...]


class Finder:
    """Words that count alike, to be found in a text."""

    def __init__(self, words: Iterable[str], language: Language) -> None:
        forms = {form for word in words for form in _forms(word.strip(), language)}
        listed = "|".join(map(re.escape, sorted(forms, key=len, reverse=True)))
        whole = (
            "(?:{})"
            if language is Language.ZH
            else r"(?<![a-z0-9])(?<![a-z0-9]')(?:{})(?![a-z0-9]|'[a-z0-9])"
        )
        self._regex = re.compile(whole.format(listed))

    def first(self, text: str, after: int) -> tuple[int, int] | None:
        """Return where the first of the words stands at or behind `after`, or None."""
        found = self._regex.search(text, after)
        return found.span() if found else None


def _forms(word: str, language: Language) -> Iterable[str]:
    return (word,) if language is Language.ZH else _inflected(word)


class Lexicon:
    """What one language says: classes of words, and cues that turn what stands near them."""

    def __init__(self, language: Language, raw: Mapping[str, Any]) -> None:
        self.language = language
        self.outright = raw["outright"]
        self._words: dict[str, set[str]] = {}
        for name, words in {**raw["classes"], **raw["cues"]}.items():
            for word in self._written(words):
                self._words.setdefault(word, set()).add(name)
        self._longest: dict[str, int] = {}
        for word in self._words:
            first = self._first(word)
            self._longest[first] = max(self._longest.get(first, 0), self._size(word))

    def listed(self, name: str) -> Iterator[str]:
        """Yield the words of a class or cue, in all their forms."""
        return (word for word, names in self._words.items() if name in names)

    def marks(self, text: str) -> tuple[Mark, ...]:
        """Return the words of the lexicon in `text`, the longest at each place, in order."""
        return tuple(self._chinese(text) if self._is_zh else self._english(text))

    @property
    def _is_zh(self) -> bool:
        return self.language is Language.ZH

    def _written(self, words: str) -> Iterator[str]:
        if self._is_zh:
            yield from words.split()
        else:
            for word in words.split(","):
                yield from _inflected(" ".join(_EN_WORD.findall(word)))

    def _first(self, word: str) -> str:
        return word[0] if self._is_zh else word.split(" ", 1)[0]

    def _size(self, word: str) -> int:
        return len(word) if self._is_zh else word.count(" ") + 1

    def _chinese(self, text: str) -> Iterator[Mark]:
        place = 0
        while place < len(text):
            for size in range(min(self._longest.get(text[place], 0), len(text) - place), 0, -1):
                if classes := self._words.get(text[place : place + size]):
                    yield Mark(place, place + size, tuple(sorted(classes)))
                    place += size
                    break
            else:
                place += 1

    def _english(self, text: str) -> Iterator[Mark]:
        words = [(part.start(), part.end(), part[0]) for part in _EN_WORD.finditer(text)]
        place = 0
        while place < len(words):
            start, _, first = words[place]
            for size in range(min(self._longest.get(first, 0), len(words) - place), 0, -1):
                phrase = " ".join(word for _, _, word in words[place : place + size])
                if classes := self._words.get(phrase):
                    yield Mark(start, words[place + size - 1][1], tuple(sorted(classes)))
                    place += size
                    break
            else:
                place += 1


@cache
def lexicon(language: Language) -> Lexicon:
    """Return the lexicon of `language`."""
    path = files("casebook.compliance.utterances") / f"{language}.yaml"
    where = f"compliance/utterances/{path.name}"
    return Lexicon(language, read_yaml(path.read_text(encoding="utf-8"), where))


def words(text: str, language: Language) -> list[str]:
    """Cut `text` into words; any number is `0`, so that no sum is learnt by heart."""
    found: Iterable[str]
    if language is Language.ZH:
        found = (word.strip() for word in _segmenter().cut(text))
    else:
        found = _EN_WORD.findall(text)
    return ["0" if re.search(r"\d", word) else word for word in found if word]


@cache
def _segmenter() -> Any:
    import rjieba  # slow to load, and English alone does not need it

    return rjieba


def _inflected(phrase: str) -> Iterator[str]:
    """Yield the phrase and its usual forms: plural, past, -ing and possessive of its last word."""
    yield phrase
    if not phrase[-1:].isalpha():
        return
    for ending in ("s", "es", "ed", "ing", "'s"):
        yield phrase + ending
    if phrase.endswith("e"):
        yield from (phrase + "d", phrase[:-1] + "ing")
    elif phrase.endswith("y"):
        yield from (phrase[:-1] + "ies", phrase[:-1] + "ied")
    elif _DOUBLED.search(phrase):
        yield from (phrase + phrase[-1] + "ing", phrase + phrase[-1] + "ed")
