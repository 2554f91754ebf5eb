"""Text as the patterns read it: one width, one case, no filler; each character knows its place."""

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from unicodedata import is_normalized, normalize

from casebook.law.entries import read_yaml
from casebook.text import Language

_QUOTES = str.maketrans({"’": "'", "‘": "'", "＇": "'", "“": '"', "”": '"', "「": '"', "」": '"'})
_HAN = "\u4e00-\u9fff"
# What people slip between characters to pass a filter: 黑*名*单, 坐 牢, 起·诉, 黑🐶名单.
_FILLER = re.compile(
    rf"(?<=[{_HAN}])(?:[*·•.\-_~|/\\^+#＊・．－＿～｜／＼＾＋＃]|\s|[\u2600-\u27bf\U0001f000-\U0001faff\ufe0f\u200b-\u200d])+(?=[{_HAN}])"
)
# Half of a character, as a torn JSON escape leaves it, can be neither cut into words nor printed.
_HALF = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Normal:
    """`text` to be matched; `places[i]` is where its character i stands in what was written."""

    text: str
    places: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where [start, end) stands in what was written."""
        return self.places[start], self.places[end - 1] + 1


def normal(text: str, language: Language) -> Normal:
    """Return `text` in lower case, half width and simplified characters, without filler."""
    hidden = _hidden(text) if language is Language.ZH else frozenset()
    plain = _HALF.sub(" ", text.translate(_QUOTES))
    if not hidden and is_normalized("NFKC", plain) and len(plain.lower()) == len(plain):
        return Normal(plain.lower().translate(_simplified()), tuple(range(len(plain))))
    chars: list[str] = []
    places: list[int] = []
    for place, char in enumerate(plain):
        if place not in hidden:
            pieces = normalize("NFKC", char).lower().translate(_simplified()) or " "
            chars.append(pieces)
            places += [place] * len(pieces)
    return Normal("".join(chars), tuple(places))


def _hidden(text: str) -> frozenset[int]:
    """Return the places of filler; a line's end is kept, for it ends a sentence."""
    return frozenset(
        place
        for filler in _FILLER.finditer(text)
        if "\n" not in filler[0]
        for place in range(*filler.span())
    )


@cache
def _simplified() -> dict[int, int]:
    path = files("casebook.compliance.utterances") / "simplified.yaml"
    raw = read_yaml(path.read_text(encoding="utf-8"), f"compliance/utterances/{path.name}")
    return str.maketrans(raw["traditional"], raw["simplified"])
