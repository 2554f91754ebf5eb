"""Choices in a phrase are written out, and slots are filled in each wording's own order."""

import numpy as np

from casebook.portfolio.simulation.draws import Draws
from casebook.portfolio.writing.phrases import choose, fill, phrasebook, texts, wordings

DRAWS = np.random.SeedSequence(3)


def _column(words: list[str]):
    return lambda rows: texts(words)[rows]


def test_every_choice_is_written_out() -> None:
    assert wordings("<a|b>c<d|>") == ["acd", "ac", "bcd", "bc"]


def test_slots_are_filled_in_the_order_of_the_wording() -> None:
    book = phrasebook([["{day}还{amount}"], ["{amount}，{day}"], ["不说"]])
    columns = {"amount": _column(["1", "2", "3"]), "day": _column(["x", "y", "z"])}

    written = fill(book, choose(book, np.array([0, 1, 2]), Draws(DRAWS)), columns)

    assert written == ["x还1", "2，y", "不说"]


def test_a_percent_sign_is_kept_with_and_without_slots() -> None:
    book = phrasebook([["涨了5%"], ["涨了5%，{amount}"]])

    written = fill(
        book, choose(book, np.array([0, 1]), Draws(DRAWS)), {"amount": _column(["", "7"])}
    )

    assert written == ["涨了5%", "涨了5%，7"]


def test_a_phrase_of_many_wordings_is_not_drawn_more_often() -> None:
    book = phrasebook([["一", "二<甲|乙|丙|丁|戊|己|庚|辛|壬>"]])

    written = fill(book, choose(book, np.zeros(4_000, dtype=np.int64), Draws(DRAWS)), {})

    assert len(set(written)) == 10
    assert 0.45 < written.count("一") / 4_000 < 0.55


def test_a_slot_is_written_only_for_rows_that_need_it() -> None:
    book = phrasebook([["{day}"], ["无"]])
    asked: list[int] = []

    def days(rows):
        asked.extend(rows.tolist())
        return texts("今" for _ in rows)

    fill(book, choose(book, np.array([1, 0, 1]), Draws(DRAWS)), {"day": days})

    assert asked == [1]


def test_nothing_gives_nothing() -> None:
    book = phrasebook([["{day}"]])

    assert fill(book, np.array([], dtype=np.int64), {"day": _column([])}) == []
