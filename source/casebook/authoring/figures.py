"""The numbers in a Chinese text and in its English twin, and whether they agree.

Figures must have a counterpart; a number in words on one side may answer a figure on the other
(三年, three years; 6 月, June), but words need no counterpart: 第一 and 两 come and go in
translation. Rule ids and syllabus ids are not numbers.
"""

import re
from collections.abc import Iterable
from decimal import Decimal

_ID = re.compile(r"\b[A-Z]{2}-[A-Z]{2,4}-\d{2}\b|\b[SM]\d{1,2}\b|https?://\S+")
_FIGURE = re.compile(
    r"(\d[\d,]*(?:\.\d+)?)\s*(万亿|亿|万|千|million|thousand|billion)?", re.IGNORECASE
)
_SCALE = {
    "千": 10**3,
    "万": 10**4,
    "亿": 10**8,
    "万亿": 10**12,
    "thousand": 10**3,
    "million": 10**6,
    "billion": 10**9,
}
_HAN = re.compile(r"[〇零一二两三四五六七八九十百千万亿半双]+")
_HAN_DIGITS = dict(
    zip("〇零一二两三四五六七八九双", (0, 0, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9, 2), strict=True)
)
_HAN_UNITS = {"十": 10, "百": 100, "千": 1000}
_WORD = re.compile(r"[a-z]+(?:-[a-z]+)?", re.IGNORECASE)


def _numbered(words: str, *, start: int, step: int = 1) -> dict[str, int]:
    return {word: step * number for number, word in enumerate(words.split(), start)}


_WORDS = {
    **_numbered(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen",
        start=0,
    ),
    **_numbered("twenty thirty forty fifty sixty seventy eighty ninety", start=2, step=10),
    **_numbered(
        "january february march april may june july august september october november december",
        start=1,
    ),
    **_numbered("first second third fourth fifth sixth seventh eighth ninth tenth", start=1),
    "a": 1,
    "an": 1,
    "once": 1,
    "twice": 2,
    "both": 2,
    "dozen": 12,
    "hundred": 100,
    "century": 100,
    "thousand": 1000,
    "million": 10**6,
}


def missing(zh: str, en: str) -> tuple[frozenset[Decimal], frozenset[Decimal]]:
    """Return the figures of `zh` that `en` lacks, and those of `en` that `zh` lacks."""
    in_zh, in_en = figures(zh), figures(en)
    return in_zh - in_en - _english_words(en), in_en - in_zh - _chinese_words(zh)


def figures(text: str) -> frozenset[Decimal]:
    """Return the numbers written in figures: 1,000 and 1000 are one, 1.2 万 is 12000."""
    return frozenset(
        Decimal(figure.replace(",", "")).normalize() * _SCALE.get(scale.lower(), 1)
        for figure, scale in _FIGURE.findall(_ID.sub(" ", text))
    )


def said(numbers: Iterable[Decimal]) -> str:
    """Return `numbers` as a person would write them."""
    return ", ".join(f"{number:,f}" for number in sorted(numbers))


def _chinese_words(text: str) -> frozenset[Decimal]:
    return frozenset(Decimal(_han(run)) for run in _HAN.findall(text))


def _han(run: str) -> int:
    """Return the value of a run of Chinese numerals, such as 三十六 or 一万二千."""
    whole = section = digit = 0
    for sign in run:
        if sign in _HAN_DIGITS:
            digit = _HAN_DIGITS[sign]
        elif sign in _HAN_UNITS:
            section += (digit or 1) * _HAN_UNITS[sign]
            digit = 0
        elif sign in _SCALE:
            whole = (whole + section + digit) * _SCALE[sign]
            section = digit = 0
    return whole + section + digit


def _english_words(text: str) -> frozenset[Decimal]:
    return frozenset(
        Decimal(sum(_WORDS[part] for part in parts))
        for parts in (word.lower().split("-") for word in _WORD.findall(text))
        if all(part in _WORDS for part in parts)
    )
