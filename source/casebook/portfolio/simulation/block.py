"""One block of debtors, from its seed alone: who they are, what they borrowed, what they did."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from casebook.portfolio.simulation.book import Book, Keeper, Minds
from casebook.portfolio.simulation.draws import Draws, Float, Whole, streams
from casebook.portfolio.simulation.fortunes import Fortunes, fortunes
from casebook.portfolio.simulation.model import Method, People, Product, Terms
from casebook.portfolio.simulation.months import Window
from casebook.portfolio.simulation.moves import Moves
from casebook.portfolio.simulation.people import people
from casebook.portfolio.simulation.plans import Plan, plan
from casebook.portfolio.simulation.products import terms
from casebook.portfolio.simulation.trades import works

BLOCK = 1_000


@dataclass(frozen=True, slots=True)
class Block:
    """All that is known about a block of debtors, hidden things too."""

    window: Window
    people: People
    minds: Minds
    terms: Terms
    plan: Plan
    begins: Whole
    fortunes: Fortunes
    book: Book


def simulate(
    seed: int,
    block: int,
    *,
    as_of: date,
    moves: Moves,
    knobs: Mapping[str, float],
    size: int = BLOCK,
    persons: People | None = None,
) -> Block:
    """Simulate a block; the same arguments give the same block anywhere.

    Parameters
    ----------
    seed : int
        The seed of the whole portfolio.
    block : int
        The number of the block.
    as_of : date
        The day of the review.
    moves : Moves
        How accounts move between stages, as a rule `moves.fitted()`.
    knobs : mapping
        The assumptions by name.
    size : int
        How many debtors.
    persons : People, optional
        Who they are, where that has been drawn already.
    """
    draws = streams(seed, block)
    window = Window(as_of)
    if persons is None:
        persons = people(draws["people"], size, as_of)
    minds = _minds(draws["minds"], persons)
    agreed, begins = terms(draws["terms"], persons, minds.standing, window, knobs)
    planned = plan(agreed)
    fates = fortunes(
        draws["fortunes"], persons, works(), _ordinary_fen(agreed, planned), window, knobs
    )
    # Nobody borrows after death.
    is_early = fates.died <= begins + 1
    fates = replace(fates, died=np.where(is_early, fates.income_fen.shape[1], fates.died))
    keeper = Keeper(draws["book"], agreed, planned, begins, fates, minds, moves, knobs)
    return Block(window, persons, minds, agreed, planned, begins, fates, keeper.run())


def _minds(draws: Draws, people: People) -> Minds:
    willingness = draws.bell(len(people))
    spare = people.net_fen - people.living_costs_fen - people.elsewhere_fen
    ease = np.clip(spare / np.maximum(people.net_fen, 1) / 0.25 - 1, -2, 2)
    standing = 0.5 * willingness + 0.45 * ease + 0.7 * draws.bell(len(people))
    return Minds(willingness, _scaled(standing))


def _scaled(values: Float) -> Float:
    # Fixed figures, not those of the block: a block's company must not change a record.
    scaled: Float = np.clip(values, -3, 3)
    return scaled


def _ordinary_fen(terms: Terms, plan: Plan) -> Whole:
    """Return what an account asks for in an ordinary month."""
    first = plan.principal_fen[:, 0] + plan.interest_fen[:, 0]
    spread = np.where(terms.method == Method.AT_ONCE, first // np.maximum(terms.term, 1), first)
    card = terms.principal_fen * 3 // 100
    return np.where(terms.product == Product.CREDIT_CARD, card, spread)
