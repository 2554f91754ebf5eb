"""Days and times as people type or say them: 7.15, 下周三, 明天, 晚上10点41分."""

from collections.abc import Mapping
from enum import IntEnum
from functools import cache

import numpy as np
import numpy.typing as npt

from casebook.portfolio.simulation.draws import Whole
from casebook.portfolio.simulation.model import Days
from casebook.portfolio.writing.phrases import Texts, texts
from casebook.portfolio.writing.typed import spoken

WEEKDAYS = "一二三四五六日"
# A place for each day of a year: month * 32 + day.
MONTH = 32
_MINUTES = {0: "", 30: "半"}


class Day(IntEnum):
    """Ways of writing a day; places in the table of `_calendar`, a year's room for each."""

    DOT = 0  # 7.15
    SLASH = 1  # 7/15
    MONTH_DAY = 2  # 7月15日
    MONTH_NUMBER = 3  # 7月15号
    SPOKEN = 4  # 七月十五号
    FULL = 5  # 2026年7月15日
    NUMBER = 6  # 15号, 下月15号; another month: 7月15号
    WEEKDAY = 7  # 周三, 下周三; a later week: as NUMBER
    RELATIVE = 8  # 今天, 明天, 后天; a later day: as NUMBER


# What NUMBER, WEEKDAY and RELATIVE come to: further years in the table.
_THIS_MONTH, _NEXT_MONTH, _THIS_WEEK, _NEXT_WEEK, _NEAR, _SPOKEN_THIS, _SPOKEN_NEXT = range(6, 13)


def days(day: Days, typed_on: Days, way: Whole) -> Texts:
    """Write days as one would on the day `typed_on`, each in its own way (`Day`).

    Only a day that comes near is told by weekday or as tomorrow, so that each can be read back.
    """
    month, number = _parts(day)
    ahead = _whole(day) - _whole(typed_on)
    row = _rows(way, month - _parts(typed_on)[0], ahead, _week(day) - _week(typed_on))
    place = (month % 12 + 1) * MONTH + number
    place = np.where(row == _NEAR, ahead, place)
    place = np.where((row == _THIS_WEEK) | (row == _NEXT_WEEK), (_whole(day) + 3) % 7, place)
    written: Texts = _calendar()[row, place]
    full = np.flatnonzero(way == Day.FULL)
    years = (1970 + month[full] // 12).tolist()
    written[full] = texts(f"{y}年{text}" for y, text in zip(years, written[full], strict=True))
    return written


def minutes(at: npt.NDArray[np.datetime64]) -> Whole:
    """Return the minute of the day of each moment: places in the clocks."""
    since: Whole = (at.astype("datetime64[m]") - at.astype("datetime64[D]")).astype(np.int64)
    return since


@cache
def clock() -> Texts:
    """Return each minute of a day in figures: 22:41."""
    return texts(f"{minute // 60}:{minute % 60:02d}" for minute in range(24 * 60))


def spoken_clock(parts: Mapping[int, str]) -> Texts:
    """Return each minute of a day as it is said: 晚上10点41分."""
    names = parts_of_day(parts)
    return texts(
        f"{names[hour]}{hour % 12 or 12}点{_MINUTES.get(minute, f'{minute}分')}"
        for hour in range(24)
        for minute in range(60)
    )


def parts_of_day(parts: Mapping[int, str]) -> Texts:
    """Return what each hour is called, from the hours at which a part of the day begins."""
    return texts(parts[max(begin for begin in parts if begin <= hour)] for hour in range(24))


def _rows(way: Whole, months: Whole, ahead: Whole, weeks: Whole) -> Whole:
    """Return the row of `_calendar` for days so many months, days and weeks ahead."""
    is_relative = (way == Day.RELATIVE) & (ahead >= 0) & (ahead <= 2)
    is_weekday = (way == Day.WEEKDAY) & (ahead > 0) & (weeks <= 1)
    cases = (
        (way < Day.SPOKEN, way),
        (way == Day.FULL, Day.MONTH_DAY),
        (is_relative, _NEAR),
        (is_weekday, _THIS_WEEK + weeks),
        (months == 0, np.where(way == Day.SPOKEN, _SPOKEN_THIS, _THIS_MONTH)),
        (months == 1, np.where(way == Day.SPOKEN, _SPOKEN_NEXT, _NEXT_MONTH)),
    )
    far = np.where(way == Day.SPOKEN, Day.SPOKEN, Day.MONTH_NUMBER)
    rows: Whole = np.select(
        [case for case, _ in cases], [np.broadcast_to(row, far.shape) for _, row in cases], far
    )
    return rows


def _parts(day: Days) -> tuple[Whole, Whole]:
    """Return months since 1970, and the number of the day in its month."""
    month = day.astype("datetime64[M]")
    return month.astype(np.int64), _whole(day) - _whole(month.astype("datetime64[D]")) + 1


def _week(day: Days) -> Whole:
    # 1 January 1970 was a Thursday; weeks begin on Mondays.
    return (_whole(day) + 3) // 7


def _whole(day: Days) -> Whole:
    return day.astype("datetime64[D]").astype(np.int64)


@cache
def _calendar() -> Texts:
    table = np.empty((13, 13 * MONTH), dtype=object)
    for month in range(1, 13):
        for number in range(1, 32):
            table[:, month * MONTH + number] = _spellings(month, number)
    table[_THIS_WEEK, :7] = [f"周{day}" for day in WEEKDAYS]
    table[_NEXT_WEEK, :7] = [f"下周{day}" for day in WEEKDAYS]
    table[_NEAR, :3] = ["今天", "明天", "后天"]
    return table


def _spellings(month: int, number: int) -> list[str]:
    said = f"{_said(number)}号"
    return [
        f"{month}.{number}",
        f"{month}/{number}",
        f"{month}月{number}日",
        f"{month}月{number}号",
        f"{_said(month)}月{said}",
        "",
        f"{number}号",
        f"下月{number}号",
        "",
        "",
        "",
        said,
        f"下个月{said}",
    ]


def _said(number: int) -> str:
    # A date is not counted: 二月二号, though 两块.
    return "二" if number == 2 else spoken(number)
