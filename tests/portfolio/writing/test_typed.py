"""Amounts can be read back from whatever way they are typed or said in."""

import numpy as np
import pytest

from casebook.portfolio.simulation.draws import Draws
from casebook.portfolio.writing.typed import Amount, amounts, habits, spoken

DIGIT = {character: place for place, character in enumerate("零一二三四五六七八九")} | {"两": 2}


def _written(fen: int, way: Amount) -> str:
    return amounts(np.array([fen]), np.array([way]))[0]


def _heard(said: str) -> int:
    """Read a spoken whole number back, by another way than it was made."""
    wan, _, rest = said.rpartition("万")
    total, digit = 0, 0
    for character in rest:
        if unit := {"千": 1000, "百": 100, "十": 10}.get(character):
            total, digit = total + (digit or 1) * unit, 0
        else:
            digit = DIGIT[character]
    return (_heard(wan) * 10_000 if wan else 0) + total + digit


@pytest.mark.parametrize(
    ("fen", "way", "written"),
    [
        (200_000, Amount.PLAIN, "2000"),
        (198_635, Amount.PLAIN, "1986.35"),
        (198_630, Amount.YUAN, "1986.3元"),
        (200_000, Amount.KUAI, "2000块"),
        (1_234_500, Amount.COMMA, "12,345元"),
        (1_234_505, Amount.COMMA, "12,345.05元"),
        (200_000, Amount.RENMINBI, "人民币2,000.00元"),
        (1_200_000, Amount.WAN, "1.2万"),
        (1_234_500, Amount.WAN, "12345"),
        (1_200_000, Amount.K, "12k"),
        (250_000, Amount.K, "2500"),
        (200_000, Amount.SPOKEN, "两千块"),
        (198_635, Amount.SPOKEN, "一千九百八十六块三毛五"),
        (220_020, Amount.SPOKEN, "两千两百块两毛"),
        (1_000_505, Amount.SPOKEN, "一万零五块零五分"),
    ],
)
def test_an_amount_is_written_as_people_do(fen: int, way: Amount, written: str) -> None:
    assert _written(fen, way) == written


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (2, "两"),
        (10, "十"),
        (12, "十二"),
        (105, "一百零五"),
        (110, "一百一十"),
        (2_002, "两千零二"),
    ],
)
def test_small_numbers_are_said_as_in_the_street(number: int, said: str) -> None:
    assert spoken(number) == said


def test_spoken_numbers_are_heard_as_they_were_meant() -> None:
    numbers = [*range(1, 12_000), *range(12_000, 9_000_000, 7_919)]

    assert [number for number in numbers if _heard(spoken(number)) != number] == []


def test_each_voice_keeps_to_its_own_ways() -> None:
    both = habits(Amount, [["plain", "k"], ["renminbi"]])
    voice = np.array([0, 1] * 200)

    ways = both.way(voice, Draws(np.random.SeedSequence(1)).share(400))

    assert set(ways[::2].tolist()) == {Amount.PLAIN, Amount.K}
    assert set(ways[1::2].tolist()) == {Amount.RENMINBI}
