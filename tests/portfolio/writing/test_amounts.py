"""Amounts, rates and dates as contracts write them."""

from datetime import date

import pytest

from casebook.portfolio.writing.amounts import (
    agreed_amount,
    capital,
    daily_percent,
    ordinal,
    percent,
    short_percent,
    written_day,
)


@pytest.mark.parametrize(
    ("fen", "words"),
    [
        (0, "零元整"),
        (5, "伍分"),
        (30, "叁角整"),
        (100, "壹元整"),
        (1_005, "壹拾元零伍分"),
        (10_100, "壹佰零壹元整"),
        (100_100, "壹仟零壹元整"),
        (1_000_000, "壹万元整"),
        (10_050_060, "壹拾万零伍佰元陆角整"),
        (10_500_000, "壹拾万伍仟元整"),
        (100_010_000, "壹佰万零壹佰元整"),
        (12_345_678, "壹拾贰万叁仟肆佰伍拾陆元柒角捌分"),
        (100_000_000_000, "壹拾亿元整"),
        (100_000_010_000, "壹拾亿零壹佰元整"),
    ],
)
def test_capitals_leave_no_room_for_a_digit(fen: int, words: str) -> None:
    assert capital(fen) == words


def test_agreed_amount_stands_in_characters_and_figures() -> None:
    assert agreed_amount(1_234_500_00) == "人民币壹佰贰拾叁万肆仟伍佰元整（¥1,234,500.00）"


@pytest.mark.parametrize(
    ("basis_points", "full", "short"),
    [(1_240, "12.40%", "12.4%"), (600, "6.00%", "6%"), (5, "0.05%", "0.05%"), (0, "0.00%", "0%")],
)
def test_people_leave_out_needless_zeros(basis_points: int, full: str, short: str) -> None:
    assert percent(basis_points) == full
    assert short_percent(basis_points) == short


@pytest.mark.parametrize(
    ("basis_points", "daily"),
    [(1_825, "0.05%"), (1_643, "0.045%"), (1_460, "0.04%"), (1_278, "0.035%"), (1_000, "0.0274%")],
)
def test_daily_rate_is_a_365th(basis_points: int, daily: str) -> None:
    assert daily_percent(basis_points) == daily


def test_day_is_written_without_leading_zeros() -> None:
    assert written_day((date(2025, 3, 8) - date(1970, 1, 1)).days) == "2025年3月8日"


@pytest.mark.parametrize(
    ("number", "words"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (34, "三十四")]
)
def test_headings_count_in_characters(number: int, words: str) -> None:
    assert ordinal(number) == words
