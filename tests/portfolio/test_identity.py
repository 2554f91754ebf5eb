"""No value can be a real person's."""

import json
import re
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.portfolio.plants.chance import Chance
from casebook.portfolio.plants.papers import misread
from casebook.portfolio.pool import Variant
from casebook.portfolio.portfolio import Portfolio, plain_rows
from casebook.portfolio.schema import table
from casebook.portfolio.writing.identity import check_digit, could_be_real

# Prefixes in use in mainland China, by operator: the test's own list, apart from the generator's.
IN_USE = (
    "130 131 132 133 134 135 136 137 138 139 140 141 144 145 146 147 148 149 150 151 152 153 155 "
    "156 157 158 159 162 165 166 167 170 171 172 173 174 175 176 177 178 180 181 182 183 184 185 "
    "186 187 188 189 190 191 192 193 195 196 197 198 199"
)
ASSIGNED = set(IN_USE.split())
LONG_NUMBER = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")
MOBILE = re.compile(r"(?<!\d)1\d{10}(?!\d)")


def _all_text(portfolio: Portfolio) -> str:
    rows = {name: plain_rows(frame, table(name)) for name, frame in portfolio.frames().items()}
    return json.dumps(rows, ensure_ascii=False)


@pytest.mark.parametrize(
    ("first_17", "digit"),
    [("11010519491231002", "X"), ("44052418800101001", "4")],
    ids=["example of the standard with X", "example of the standard with a digit"],
)
def test_check_digit_follows_the_standard(first_17: str, digit: str) -> None:
    assert check_digit(first_17) == digit


@given(st.integers(0, 2**32), st.dates(date(1950, 1, 1), date(2008, 1, 1)))
def test_no_number_that_is_misread_could_be_real(seed: int, born: date) -> None:
    rng = np.random.default_rng(seed)
    first_17 = f"320502{born:%Y%m%d}{rng.integers(1000):03d}"
    wrong = "0" if check_digit(first_17) != "0" else "1"

    slip = misread(first_17 + wrong, Chance(iter(rng.random(10_000).tolist())))

    assert not could_be_real(slip)
    assert slip != first_17 + wrong
    assert slip[6:14] == f"{born:%Y%m%d}"


def test_no_identity_number_anywhere_in_a_block_could_be_real(block: Portfolio) -> None:
    numbers = set(LONG_NUMBER.findall(_all_text(block)))

    assert len(numbers) >= len(block.debtors)
    assert not [number for number in numbers if could_be_real(number)]


def test_no_phone_anywhere_in_a_block_is_in_a_range_in_use(block: Portfolio) -> None:
    phones = set(MOBILE.findall(_all_text(block)))

    assert len(phones) > 2 * len(block.debtors)
    assert not {phone[:3] for phone in phones} & ASSIGNED


def test_no_number_in_a_pool_could_be_real(variants: tuple[Variant, ...]) -> None:
    text = json.dumps([variant.case.to_dict() for variant in variants])

    numbers = LONG_NUMBER.findall(text)

    assert len(numbers) >= 5 * len(variants)
    assert not [number for number in numbers if could_be_real(number)]
