"""Flaws that let a test-wise reader guess: in one question, and over a whole bank of them.

After the item-writing rules of the testing field (NBME; Haladyna, Downing and Rodriguez 2002).
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import sqrt
from statistics import fmean, variance

import rjieba
from rapidfuzz import fuzz

from casebook.activities.draw import order
from casebook.activities.quiz.item import Item
from casebook.activities.quiz.kinds.choice import TRUE_FALSE, Choice, Option
from casebook.authoring.fault import Fault
from casebook.text import Language

#: How often the right one of four options may be the longest.
MOST_LONGEST = 0.35
#: Fewer questions than that tell nothing of habits.
ENOUGH = 20
#: How far from chance a guesser may be, in points of a hundred: far below it tells as much.
MOST_GAIN = 3.0
#: Each learner has an order of options; a guesser is tried on that of so many.
LEARNERS = 200
#: From this likeness on, of a hundred, two stems ask the same.
SAME = 88.0
#: So many words of the stem in the right option alone give it away.
CUES = 3

Pattern = Mapping[Language, re.Pattern[str]]


def _patterns(zh: str, en: str) -> Pattern:
    return {Language.ZH: re.compile(zh), Language.EN: re.compile(en, re.IGNORECASE)}


#: What a test-wise reader takes for the mark of a wrong option, where only wrong ones have it.
ABSOLUTE = _patterns(
    r"一律|绝不|绝对|永远|从不|任何情况|无论如何|只要.{0,12}就|必然|肯定",
    r"\b(always|never|absolutely|under no circumstances|in every case|invariably)\b",
)
#: What a test-wise reader takes for the mark of the right one.
QUALIFIED = _patterns(
    r"一般|通常|可能|大多|往往|除非|视情况|原则上|尽量|酌情|如果|先.{1,12}再",
    r"\b(usually|generally|may|might|unless|often|in principle|depending|as far as|if)\b",
)
NEGATIVE = _patterns(
    r"(不正确|不恰当|不属于|不包括|错误|不当|有误)的(是|一项|做法)|除.{1,20}外.{0,6}(都|均)",
    r"which (of these |one )?is (not|wrong|incorrect)\b|\bexcept for\b",
)
ALL_OR_NONE = _patterns(
    r"以上(都|皆|全|均)|(都|均)(正确|不对|不正确)",
    r"\b(all|none|both) of (the above|these|them)\b",
)

#: What rests on law: an item of these says on which rules.
LEGAL = frozenset({"S13", "S14", "S16", "S17"})


@dataclass(frozen=True, slots=True)
class Standing:
    """An item and where it stands."""

    file: str
    item: Item


@dataclass(frozen=True, slots=True)
class Guess:
    """What a way of guessing earns over a bank, in points of a hundred above chance."""

    way: str
    items: int
    gain: float
    interval: tuple[float, float]


def in_item(item: Item, file: str) -> Iterator[Fault]:
    """Yield the flaws of one question."""

    def fault(what: str, expected: str, do: str) -> Fault:
        return Fault(file, f"items/{item.id}", what, expected, do)

    if not item.teaches:
        yield fault("teaches nothing", "an id of the syllabus", "say what it tests")
    if LEGAL & set(item.teaches) and not item.rules:
        yield fault("rests on no rule", "the rules that decide it", "cite them under rules:")
    for language in Language:
        if _holds(NEGATIVE, _question(item.stem.say(language)), language):
            yield fault(f"asks in the negative ({language})", "what is right", "turn it round")
    if isinstance(item, Choice) and item.kind != TRUE_FALSE:
        for what, expected, do in _in_options(item):
            yield fault(what, expected, do)


def _in_options(item: Choice) -> Iterator[tuple[str, str, str]]:
    right = [option for option in item.options if option.right]
    wrong = [option for option in item.options if not option.right]
    for language in Language:
        if _holding(ALL_OR_NONE, item.options, language):
            yield f"has an option for all or none ({language})", "options of their own", "split it"
        if _holding(ABSOLUTE, wrong, language) > 1 and not _holding(ABSOLUTE, right, language):
            told = f"absolute words stand in wrong options alone ({language})"
            yield told, "none, or in the right one too", "say them otherwise"
        cues = _cues(item, right, wrong, language)
        if len(cues) >= CUES:
            words = ", ".join(sorted(cues))
            told = f"the right option alone repeats the stem: {words} ({language})"
            yield told, f"fewer than {CUES} such words", "let the others share them"


def _holding(pattern: Pattern, options: Sequence[Option], language: Language) -> int:
    return sum(_holds(pattern, one.text.say(language), language) for one in options)


def _cues(
    item: Choice, right: Sequence[Option], wrong: Sequence[Option], language: Language
) -> set[str]:
    """Return the words of the stem that the right options share, and no wrong one has."""
    shared = _words(item.stem.say(language))
    for option in right:
        shared &= _words(option.text.say(language))
    return shared.difference(*(_words(option.text.say(language)) for option in wrong))


def _words(text: str) -> set[str]:
    """Return the words that mean something: two Chinese characters or five letters or more."""
    found = {word.casefold() for word in rjieba.cut(text)}
    return {one for one in found if len(one) >= (5 if one.isascii() else 2) and one.isalpha()}


def in_bank(bank: Sequence[Standing]) -> Iterator[Fault]:
    """Yield the flaws that only show over many questions; `bank` is of one kind, as exam items."""
    for one, other, likeness in alike(bank):
        yield Fault(
            one.file,
            f"items/{one.item.id}",
            f"asks what {other.item.id} in {other.file} asks ({likeness:.0f} of 100 alike)",
            f"less than {SAME:.0f}",
            "make it another case, or retire one",
        )
    singles = _singles(bank)
    if len(singles) < ENOUGH:
        return
    file, do = f"{bank[0].file} and others", "even them out"
    for language in Language:
        share = fmean(_hit(_longest(one, language)) for one in singles)
        if share > MOST_LONGEST:
            told = f"the right option is the longest in {share:.0%} of {len(singles)} items"
            yield Fault(file, str(language), told, f"at most {MOST_LONGEST:.0%}", do)
        for guess in guesses(bank, language):
            if abs(guess.gain) > MOST_GAIN:
                told = f"picking the {guess.way} option is worth {guess.gain:+.1f} points of 100"
                yield Fault(file, str(language), told, f"within {MOST_GAIN:g} of chance", do)


def alike(bank: Sequence[Standing]) -> Iterator[tuple[Standing, Standing, float]]:
    """Yield pairs of items whose stems are all but the same, and how alike they are, of 100."""
    for one, other in combinations(bank, 2):
        likeness = fuzz.ratio(one.item.stem.zh, other.item.stem.zh, score_cutoff=SAME)
        if likeness:
            yield one, other, likeness


def guesses(bank: Sequence[Standing], language: Language) -> list[Guess]:
    """Return what each way of guessing earns over the questions with one right option."""
    singles = _singles(bank)
    return [_guess(way, choose, singles, language) for way, choose in _WAYS.items()]


def _guess(way: str, choose: "Choose", items: Sequence[Choice], language: Language) -> Guess:
    """Compare with chance, item by item; the interval is of 95 %, by the normal curve."""
    gains = [100 * (_hit(choose(item, language)) - 1 / len(item.options)) for item in items]
    if len(gains) < 2:
        return Guess(way, len(gains), 0.0, (0.0, 0.0))
    gain, half = fmean(gains), 1.96 * sqrt(variance(gains) / len(gains))
    return Guess(way, len(gains), gain, (gain - half, gain + half))


#: Gives the options that a guesser takes for right; one of several, whichever, is then taken.
Choose = Callable[[Choice, Language], Sequence[Option]]


def _hit(options: Sequence[Option]) -> float:
    """Return how likely one of the options, taken at random, is right."""
    return fmean(option.right for option in options)


def _longest(item: Choice, language: Language) -> Sequence[Option]:
    return _most(item, lambda option: len(option.text.say(language)))


def _first(item: Choice, _: Language) -> Sequence[Option]:
    """Return the option that stands first for each of many learners."""
    learners = (f"learner {number}" for number in range(LEARNERS))
    return [order(item.options, "option-order", who, item.id)[0] for who in learners]


def _most_qualified(item: Choice, language: Language) -> Sequence[Option]:
    """Return the options that hedge most."""
    return _most(item, lambda option: len(QUALIFIED[language].findall(option.text.say(language))))


def _most(item: Choice, measure: Callable[[Option], int]) -> Sequence[Option]:
    most = max(map(measure, item.options))
    return [option for option in item.options if measure(option) == most]


_WAYS: dict[str, Choose] = {
    "longest": _longest,
    "first": _first,
    "most qualified": _most_qualified,
}


def _singles(bank: Sequence[Standing]) -> list[Choice]:
    return [
        one.item
        for one in bank
        if isinstance(one.item, Choice) and one.item.kind == "single" and len(one.item.options) == 4
    ]


def _question(stem: str) -> str:
    """Return the last sentence of a stem: what is asked, without the case before it."""
    sentences = [one for one in re.split(r"[。！\n]|[.!] ", stem) if one.strip()]
    return sentences[-1] if sentences else ""


def _holds(pattern: "Pattern", text: str, language: Language) -> bool:
    return pattern[language].search(text) is not None
