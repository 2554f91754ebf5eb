"""A book that keeps its accounts straight from month to month."""

from dataclasses import fields
from datetime import date

import numpy as np
import pytest

from casebook.portfolio.simulation.block import Block, simulate
from casebook.portfolio.simulation.knobs import knobs
from casebook.portfolio.simulation.loans import NOT_YET
from casebook.portfolio.simulation.model import Product
from casebook.portfolio.simulation.months import MONTHS, REVIEW, Window
from casebook.portfolio.simulation.moves import fitted
from casebook.portfolio.simulation.products import CEILING_BP, private_ceiling_bp
from portfolio.simulation.book import AS_OF, SEED, block


def _series(one: Block) -> list[np.ndarray]:
    book = one.book
    return [getattr(book, f.name) for f in fields(book) if f.name not in ("loans", "cards")]


def test_the_same_seed_gives_the_same_book() -> None:
    again = simulate(SEED, 0, as_of=AS_OF, moves=fitted(), knobs=knobs({}), size=1_000)

    assert all(np.array_equal(a, b) for a, b in zip(_series(block()), _series(again), strict=True))


def test_another_seed_and_another_block_give_another_book() -> None:
    other = simulate(SEED + 1, 0, as_of=AS_OF, moves=fitted(), knobs=knobs({}), size=1_000)

    assert not np.array_equal(block().book.paid_fen, other.book.paid_fen)
    assert not np.array_equal(block().book.paid_fen, block(1).book.paid_fen)


def test_nobody_is_more_than_one_month_later_than_the_month_before() -> None:
    late = block().book.late

    assert (late[:, 1:] <= late[:, :-1] + 1).all()


def test_what_is_owed_is_what_was_lent_less_what_was_repaid() -> None:
    one = block()
    loans = one.book.loans
    account = np.flatnonzero(~one.book.is_card)
    lent = loans.principal_fen.sum(axis=1)
    paid = one.book.paid_fen[account].sum(axis=1)
    due = (loans.principal_fen + loans.interest_fen).sum(axis=1)

    assert (one.book.owed_fen[account, -1] >= 0).all()
    assert (one.book.owed_fen[account, -1] <= lent).all()
    assert (paid <= due).all()
    is_settled = loans.settled != NOT_YET
    assert (paid[is_settled] == due[is_settled]).all()
    assert (one.book.owed_fen[account, -1][is_settled] == 0).all()


def test_a_card_balance_is_what_was_billed_less_what_was_paid() -> None:
    one = block()
    cards, book = one.book.cards, one.book
    paid = book.paid_fen[book.is_card]
    is_open = (book.written_off == NOT_YET) & (one.fortunes.died > REVIEW)
    is_open = (is_open & (one.begins < REVIEW))[book.is_card]

    left = cards.bill_fen[:, REVIEW] - paid[:, REVIEW]

    assert is_open.sum() > 300
    assert (left[is_open] == book.owed_fen[book.is_card][is_open, REVIEW]).all()
    assert (cards.minimum_fen <= cards.bill_fen).all()
    assert (cards.minimum_fen >= 0).all()


def test_nothing_is_paid_after_death_or_settlement() -> None:
    one = block()
    month = np.arange(one.book.paid_fen.shape[1])
    ended = np.minimum(one.fortunes.died, one.book.settled)

    assert (one.book.paid_fen[month > ended[:, None]] == 0).all()
    assert (one.fortunes.died < MONTHS).sum() >= 0


def test_every_rate_is_lawful_on_the_day_of_signing() -> None:
    terms = block().terms
    is_private = terms.product == Product.PRIVATE_LOAN

    assert (terms.overdue_bp[~is_private] <= CEILING_BP).all()
    ceiling = private_ceiling_bp(terms.signed_on[is_private])
    assert (terms.rate_bp[is_private] <= ceiling).all()
    assert (terms.overdue_bp[is_private] <= ceiling).all()


def test_nobody_signs_before_coming_of_age_or_after_death() -> None:
    for number in range(20):
        one = block(number)
        years = (one.terms.signed_on - one.people.born).astype(np.int64) / 365.25

        assert years.min() >= 18
        assert (one.fortunes.died > one.begins).all()


def test_more_misfortune_means_more_arrears() -> None:
    hard = {"illness": 0.1, "job-loss": 0.15}
    ranges = knobs({})
    assert all(value > ranges[name] for name, value in hard.items())

    calm = [block(number) for number in range(3)]
    harsh = [
        simulate(SEED, number, as_of=AS_OF, moves=fitted(), knobs=knobs(hard))
        for number in range(3)
    ]

    def late(blocks: list[Block]) -> float:
        return float(np.mean([(one.book.late[:, REVIEW] > 0).mean() for one in blocks]))

    assert late(harsh) > late(calm)


@pytest.mark.parametrize("day", [date(2026, 6, 30), date(2024, 2, 29), date(2025, 8, 15)])
def test_months_follow_one_another_without_a_gap(day: date) -> None:
    window = Window(day)
    closes = window.close(np.arange(-1, MONTHS + 1))
    due = window.due(np.arange(MONTHS), np.full(MONTHS, 28))

    assert closes[MONTHS] == np.datetime64(day)
    assert ((closes[1:] - closes[:-1]).astype(np.int64) >= 28).all()
    assert (due > closes[:MONTHS]).all()
    assert (due <= closes[1 : MONTHS + 1]).all()
