"""Days and times can be read back from whatever way they are typed or said in."""

import re
from datetime import date, timedelta

import numpy as np
import pytest

from casebook.portfolio.writing.moments import Day, clock, days, minutes, spoken_clock

DIGIT = {character: place for place, character in enumerate("零一二三四五六七八九")}


def _said_day(day: date, on: date, way: Day) -> str:
    return days(np.array([day], "M8[D]"), np.array([on], "M8[D]"), np.array([way]))[0]


@pytest.mark.parametrize(
    ("day", "way", "written"),
    [
        ("2026-07-15", Day.DOT, "7.15"),
        ("2026-07-15", Day.SLASH, "7/15"),
        ("2026-07-15", Day.MONTH_DAY, "7月15日"),
        ("2026-07-15", Day.FULL, "2026年7月15日"),
        ("2026-07-15", Day.NUMBER, "15号"),
        ("2026-08-02", Day.NUMBER, "下月2号"),
        ("2026-09-02", Day.NUMBER, "9月2号"),
        ("2026-08-02", Day.SPOKEN, "下个月二号"),
        ("2026-12-22", Day.SPOKEN, "十二月二十二号"),
        ("2026-07-12", Day.WEEKDAY, "周日"),
        ("2026-07-13", Day.WEEKDAY, "下周一"),
        ("2026-07-19", Day.WEEKDAY, "下周日"),
        ("2026-07-20", Day.WEEKDAY, "20号"),
        ("2026-07-08", Day.WEEKDAY, "8号"),
        ("2026-07-08", Day.RELATIVE, "今天"),
        ("2026-07-10", Day.RELATIVE, "后天"),
        ("2026-07-11", Day.RELATIVE, "11号"),
    ],
)
def test_a_day_is_written_as_people_do(day: str, way: Day, written: str) -> None:
    wednesday = date(2026, 7, 8)

    assert _said_day(date.fromisoformat(day), wednesday, way) == written


def test_the_next_month_of_december_is_january() -> None:
    assert _said_day(date(2027, 1, 5), date(2026, 12, 20), Day.NUMBER) == "下月5号"


def _read_day(text: str, on: date) -> date:
    """Read a day back, by another way than it was made."""
    if text in {"今天", "明天", "后天"}:
        return on + timedelta(days=["今天", "明天", "后天"].index(text))
    if week := re.fullmatch("(下?)周(.)", text):
        monday = on - timedelta(days=on.weekday()) + timedelta(days=7 * bool(week[1]))
        return monday + timedelta(days="一二三四五六日".index(week[2]))
    if (number := re.fullmatch("(下个?月)?(.+)号", text)) and "月" not in number[2]:
        month = on.month % 12 + 1 if number[1] else on.month
        return date(on.year + (month < on.month), month, _number(number[2]))
    *year, month, day = (_number(part) for part in re.findall("[0-9一二三四五六七八九十]+", text))
    found = date(year[0] if year else on.year, month, day)
    return found if found >= on else found.replace(year=on.year + 1)


def _number(text: str) -> int:
    if text.isdecimal():
        return int(text)
    tens, _, ones = text.rpartition("十")
    return 10 * (DIGIT[tens] if tens else "十" in text) + (DIGIT[ones] if ones else 0)


@pytest.mark.parametrize("way", list(Day), ids=lambda way: way.name)
def test_every_day_of_the_next_months_is_read_back(way: Day) -> None:
    typed_on = [date(2026, 1, 1) + timedelta(days=11 * step) for step in range(40)]
    pairs = [(on, on + timedelta(days=ahead)) for on in typed_on for ahead in range(90)]
    on, day = (np.array(column, "M8[D]") for column in zip(*pairs, strict=True))

    written = days(day, on, np.full(len(pairs), way))

    assert [_read_day(text, pair[0]) for text, pair in zip(written, pairs, strict=True)] == [
        pair[1] for pair in pairs
    ]


def test_a_moment_is_told_by_clock_and_by_mouth() -> None:
    at = np.array(["2026-07-08T22:41:30", "2026-07-08T12:00:00", "2026-07-08T00:30:00"], "M8[s]")

    said = spoken_clock({0: "半夜", 12: "中午", 18: "晚上"})[minutes(at)]

    assert clock()[minutes(at)].tolist() == ["22:41", "12:00", "0:30"]
    assert said.tolist() == ["晚上10点41分", "中午12点", "半夜12点半"]
