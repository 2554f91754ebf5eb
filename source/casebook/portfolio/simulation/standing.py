"""What became of each account: settled, handed over, sued, written off; and who has died."""

from dataclasses import dataclass

import numpy as np

from casebook.portfolio.simulation.block import Block
from casebook.portfolio.simulation.draws import Draws, Truth, Whole
from casebook.portfolio.simulation.knobs import Knobs
from casebook.portfolio.simulation.loans import NOT_YET
from casebook.portfolio.simulation.model import Arrays, Days, Product
from casebook.portfolio.simulation.months import MONTHS, REVIEW
from casebook.portfolio.simulation.payments import Payments, last_day

NEVER = np.datetime64("NaT", "D")
# How many of those that reach the month of hand-over are handed over: an assumption.
HANDED_OVER = 0.7


@dataclass(frozen=True, slots=True)
class Standing(Arrays):
    """Days on which things happened to n accounts and their debtors; NaT if they did not."""

    settled_on: Days
    handed_over_on: Days
    agency: Whole  # place among the agencies, -1 without
    sued_on: Days
    written_off_on: Days
    died_on: Days


def standing(
    draws: Draws, block: Block, payments: Payments, knobs: Knobs, agencies: int
) -> Standing:
    """Say what became of each account by the review."""
    size, book = len(block.terms), block.book
    is_private = block.terms.product == Product.PRIVATE_LOAN
    handed = _first_reached(block, int(knobs["hand-over-month"]))
    handed_on = _day_in(block, handed, draws)
    keeps = is_private | ~draws.happens(HANDED_OVER, size)
    handed_on[keeps] = NEVER
    sued_on = _day_in(block, _first_reached(block, int(knobs["suit-month"])), draws)
    # Of those so late, so many that the share of all late accounts comes out.
    sued_on[~draws.happens(np.minimum(knobs["suit-share"] * 4, 1), size)] = NEVER
    off = np.where(book.written_off <= REVIEW, book.written_off, NOT_YET)
    return Standing(
        settled_on=_where(book.settled <= REVIEW, last_day(payments, size)),
        handed_over_on=handed_on,
        agency=np.where(np.isnat(handed_on), -1, draws.whole(0, agencies - 1, size)),
        sued_on=sued_on,
        written_off_on=_where(off < NOT_YET, block.window.close(np.minimum(off, REVIEW))),
        died_on=_died_on(draws, block),
    )


def _first_reached(block: Block, months: int) -> Whole:
    """Return the month in which each account was first so late; NOT_YET if never."""
    reached = block.book.late[:, :MONTHS] >= months
    return np.where(reached.any(axis=1), reached.argmax(axis=1), NOT_YET)


def _day_in(block: Block, month: Whole, draws: Draws) -> Days:
    """Draw a day in the month after the close of `month`, up to the review; NaT if none."""
    on = block.window.close(np.minimum(month, REVIEW)) + 1 + draws.whole(0, 20, len(month))
    alive = block.fortunes.died > np.minimum(month + 1, REVIEW)
    is_open = block.book.settled > month + 1
    is_known = (month < NOT_YET) & (on <= np.datetime64(block.window.as_of)) & alive & is_open
    return _where(is_known, on)


def _died_on(draws: Draws, block: Block) -> Days:
    died = block.fortunes.died
    first = block.window.close(np.minimum(died, REVIEW) - 1)
    return _where(died <= REVIEW, first + draws.whole(1, 28, len(died)))


def _where(known: Truth, day: Days) -> Days:
    return np.where(known, day, NEVER)
