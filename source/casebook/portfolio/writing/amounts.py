"""Amounts, rates and dates as contracts write them."""

from datetime import date, timedelta
from functools import lru_cache

DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES = ("", "拾", "佰", "仟")
GROUPS = ("", "万", "亿")
PLAIN = "零一二三四五六七八九"
_EPOCH = date(1970, 1, 1)


@lru_cache(maxsize=65_536)
def agreed_amount(fen: int) -> str:
    """Write an amount as contracts do, in characters and in figures.

    >>> agreed_amount(1_000_000)
    '人民币壹万元整（¥10,000.00）'
    """
    return f"人民币{capital(fen)}（¥{fen // 100:,}.{fen % 100:02d}）"


def capital(fen: int) -> str:
    """Write a whole number of fen in capital characters.

    >>> capital(10_050_060)
    '壹拾万零伍佰元陆角整'
    """
    yuan, jiao, cent = fen // 100, fen // 10 % 10, fen % 10
    small = f"{DIGITS[jiao]}角" if jiao else ("零" if cent and yuan else "")
    small += f"{DIGITS[cent]}分" if cent else ""
    large = f"{_whole(yuan)}元" if yuan or not small else ""
    return large + small + ("" if cent else "整")


@lru_cache(maxsize=4_096)
def percent(basis_points: int) -> str:
    """Write basis points as a percentage with two places."""
    return f"{basis_points // 100}.{basis_points % 100:02d}%"


@lru_cache(maxsize=4_096)
def short_percent(basis_points: int) -> str:
    """Write basis points as people do, without needless zeros."""
    return percent(basis_points)[:-1].rstrip("0").rstrip(".") + "%"


@lru_cache(maxsize=4_096)
def daily_percent(basis_points: int) -> str:
    """Write the daily rate of a yearly one, on 365 days, to four places at most."""
    ten_thousandths = (basis_points * 200 + 365) // 730
    return f"{ten_thousandths / 10_000:.4f}".rstrip("0") + "%"


@lru_cache(maxsize=16_384)
def written_day(days: int) -> str:
    """Write a day, counted from 1970, in full: 2025年3月8日."""
    day = _EPOCH + timedelta(days)
    return f"{day.year}年{day.month}月{day.day}日"


@lru_cache(maxsize=256)
def ordinal(number: int) -> str:
    """Write a number from 1 to 99 as headings do: 十二, 三十."""
    tens, units = divmod(number, 10)
    head = "" if not tens else ("十" if tens == 1 else f"{PLAIN[tens]}十")
    return head + (PLAIN[units] if units or not tens else "")


def _whole(number: int) -> str:
    if number == 0:
        return DIGITS[0]
    text, skipped = "", False
    for power in range(len(GROUPS) - 1, -1, -1):
        group = number // 10_000**power % 10_000
        if group:
            gap = bool(text) and (skipped or group < 1_000)
            text += (DIGITS[0] if gap else "") + _group(group) + GROUPS[power]
        skipped = bool(text) and not group
    return text


def _group(number: int) -> str:
    text, skipped = "", False
    for power in range(3, -1, -1):
        digit = number // 10**power % 10
        if digit:
            text += (DIGITS[0] if text and skipped else "") + DIGITS[digit] + PLACES[power]
        skipped = bool(text) and not digit
    return text
