"""Amounts as people type or say them, each in its own way: 2k, 1.2万, 两千块."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cache

import numpy as np

from casebook.portfolio.simulation.draws import Float, Whole
from casebook.portfolio.writing.phrases import Choices, Texts, choices, texts

DIGITS = "零一二三四五六七八九"


class Amount(IntEnum):
    """Ways of writing an amount; what a way cannot say exactly is written in figures."""

    PLAIN = 0  # 2000
    YUAN = 1  # 2000元
    KUAI = 2  # 2000块
    COMMA = 3  # 2,000元
    RENMINBI = 4  # 人民币2,000.00元
    WAN = 5  # 1.2万
    K = 6  # 2k
    SPOKEN = 7  # 两千块


@dataclass(frozen=True, slots=True)
class Habits:
    """In which ways each voice writes amounts, or days."""

    by_voice: Choices
    ways: Whole

    def way(self, voice: Whole, share: Float) -> Whole:
        """Return how each voice writes this time; `share` is drawn from 0 up to 1."""
        chosen: Whole = self.ways[self.by_voice.pick(voice, share)]
        return chosen


def habits(kind: type[IntEnum], lists: Sequence[Sequence[str]]) -> Habits:
    """Read the ways of each voice, named as in the stock: kuai, month-day."""
    ways = [kind[name.upper().replace("-", "_")] for names in lists for name in names]
    return Habits(choices(lists), np.array(ways, dtype=np.int64))


def amounts(fen: Whole, way: Whole) -> Texts:
    """Write amounts in whole fen, each in its own way (`Amount`)."""
    return texts(_WAYS[how](each) for how, each in zip(way.tolist(), fen.tolist(), strict=True))


def figures(fen: int) -> str:
    """Write an amount in figures: 2000, 1986.35."""
    whole, rest = divmod(fen, 100)
    return str(whole) if not rest else f"{whole}.{rest:02d}".rstrip("0")


def spoken_amount(fen: int) -> str:
    """Write an amount as it is said: 两千块, 一千九百八十六块三毛五."""
    yuan, rest = divmod(fen, 100)
    jiao, cents = divmod(rest, 10)
    said = f"{spoken(yuan)}块"
    if jiao:
        return f"{said}{spoken(jiao)}毛{DIGITS[cents] if cents else ''}"
    return f"{said}零{DIGITS[cents]}分" if cents else said


def spoken(number: int) -> str:
    """Write a whole number below a hundred million as it is said: 一万零五十."""
    wan, rest = divmod(number, 10_000)
    if not wan:
        return _spoken_below_wan(rest)
    upper = "两" if wan == 2 else _spoken_below_wan(wan)
    if not rest:
        return f"{upper}万"
    return f"{upper}万{'零' if rest < 1_000 else ''}{_within(rest)}"


def _spoken_below_wan(number: int) -> str:
    if number == 2:
        return "两"
    if number < 10:
        return DIGITS[number]
    # Ten to nineteen are said without the one in front.
    return _within(number)[1:] if number < 20 else _within(number)


@cache
def _within(number: int) -> str:
    """Write a number from 1 to 9,999 as it stands behind 万: 一十, 两百零五."""
    said, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if not digit:
            gap = bool(said)
            continue
        word = "两" if digit == 2 and unit >= 100 else DIGITS[digit]
        said += ("零" if gap else "") + word + name
        gap = False
    return said


def _comma(fen: int) -> str:
    return f"{fen // 100:,}元" if fen % 100 == 0 else f"{fen / 100:,.2f}元"


def _wan(fen: int) -> str:
    is_round = fen >= 1_000_000 and fen % 10_000 == 0
    return f"{figures(fen // 10_000)}万" if is_round else figures(fen)


def _k(fen: int) -> str:
    return f"{fen // 100_000}k" if 0 < fen < 10_000_000 and fen % 100_000 == 0 else figures(fen)


_WAYS: tuple[Callable[[int], str], ...] = (
    figures,
    lambda fen: f"{figures(fen)}元",
    lambda fen: f"{figures(fen)}块",
    _comma,
    lambda fen: f"人民币{fen // 100:,}.{fen % 100:02d}元",
    _wan,
    _k,
    spoken_amount,
)
