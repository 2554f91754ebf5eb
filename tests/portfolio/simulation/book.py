"""A simulated block for tests, and what pandas reads from its tables."""

from datetime import date
from functools import cache

from casebook.portfolio.simulation import draws
from casebook.portfolio.simulation.block import Block, simulate
from casebook.portfolio.simulation.contacts import Contacts, contacts
from casebook.portfolio.simulation.knobs import knobs
from casebook.portfolio.simulation.moves import fitted
from casebook.portfolio.simulation.payments import Payments, payments

AS_OF = date(2026, 6, 30)
SEED = 4_711


@cache
def block(number: int = 0, size: int = 1_000, as_of: date = AS_OF) -> Block:
    """Return one simulated block."""
    return simulate(SEED, number, as_of=as_of, moves=fitted(), knobs=knobs({}), size=size)


def stream(name: str, number: int = 0) -> draws.Draws:
    """Return a fresh stream of a block's part."""
    return draws.stream(SEED, [number], name)


@cache
def paid(number: int = 0) -> Payments:
    """Return the payments of a block."""
    one = block(number)
    return payments(stream("payments", number), one.terms, one.book, one.window)


@cache
def talks(number: int = 0) -> Contacts:
    """Return the contacts of a block."""
    return contacts(stream("contacts", number), block(number), paid(number), knobs({}))
