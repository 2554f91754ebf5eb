"""Numbers in a text and in its twin."""

from decimal import Decimal

import pytest

from casebook.authoring import figures


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        ("月收入 12,000 元", "earns 12000 yuan a month"),
        ("年利率 24%", "24 % a year"),
        ("本金 1.2 万元", "a principal of 12,000 yuan"),
        ("共 3 亿元", "300 million yuan in all"),
        ("诉讼时效为 3 年", "limitation is three years"),
        ("三年", "3 years"),
        ("三十六期", "36 instalments"),
        ("2026 年 6 月 30 日", "30 June 2026"),
        ("第 1 次", "the first time"),
        ("24 个月", "twenty-four months"),
        ("依 CN-INT-03", "no deduction in advance"),
        ("满两年", "after 2 years"),
        ("每 1 个月", "a month"),
        ("一万二千元", "12,000 yuan"),
        ("最近三期", "the latest payments"),
    ],
)
def test_the_same_numbers_agree(zh: str, en: str) -> None:
    assert figures.missing(zh, en) == (frozenset(), frozenset())


@pytest.mark.parametrize(
    ("zh", "en", "lacks_en", "lacks_zh"),
    [
        ("月收入 12,000 元", "earns 1,200 yuan a month", {12000}, {1200}),
        ("1.2 万元", "1.2 yuan", {12000}, {Decimal("1.2")}),
        ("24 个月", "twenty months", {24}, set()),
        ("三年", "4 years", set(), {4}),
        ("不超过 60 期", "in instalments", {60}, set()),
    ],
)
def test_other_numbers_are_told(
    zh: str, en: str, lacks_en: set[Decimal], lacks_zh: set[Decimal]
) -> None:
    assert figures.missing(zh, en) == (lacks_en, lacks_zh)


def test_numbers_are_told_as_people_write_them() -> None:
    assert figures.said([Decimal(12000), Decimal("0.5")]) == "0.5, 12,000"
