"""A block of debtors with made-up loans, for the tests of what is written about them."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import numpy as np

from casebook.portfolio import stocks
from casebook.portfolio.simulation.draws import Draws
from casebook.portfolio.simulation.model import People, Product, Terms
from casebook.portfolio.simulation.people import people
from casebook.portfolio.writing.debtors import debtors
from casebook.portfolio.writing.papers import Documents, documents
from casebook.portfolio.writing.papers_loans import OurLoan

AS_OF = date(2026, 6, 30)
SIZE = 1_500


@dataclass(frozen=True)
class Block:
    people: People
    columns: dict[str, Any]
    terms: Terms
    ours: OurLoan
    documents: Documents


def draws(seed: int) -> Draws:
    return Draws(np.random.SeedSequence(seed))


@cache
def block() -> Block:
    chance = draws(3)
    crowd = people(draws(1), SIZE, AS_OF)
    columns = debtors(crowd, np.arange(1, SIZE + 1), draws(2))
    terms = made_up_terms(chance, crowd)
    ours = OurLoan(
        paid=chance.whole(-1, 7, (SIZE, 24)).astype(np.int8),
        balance_fen=chance.whole(0, 4, SIZE) * 123_400,
        monthly_fen=chance.whole(100, 3_000, SIZE) * 100,
    )
    papers = documents(crowd, columns, terms, ours, AS_OF, draws(4))
    return Block(crowd, columns, terms, ours, papers)


def made_up_terms(chance: Draws, crowd: People) -> Terms:
    product = chance.whole(0, len(Product) - 1, SIZE)
    lender = chance.whole(0, len(stocks.rows("institutions")) - 1, SIZE)
    # Some cards are old, but nobody was lent to before coming of age.
    oldest = np.where(product == Product.CREDIT_CARD, 4_000, 1_090)
    of_age = crowd.born + 18 * 366
    opened_on = np.maximum(np.datetime64(AS_OF) - chance.whole(1, oldest, SIZE), of_age + 2)
    return Terms(
        product=product,
        lender=np.where(product == Product.PRIVATE_LOAN, -1, lender),
        signed_on=opened_on - chance.whole(0, 2, SIZE),
        opened_on=opened_on,
        principal_fen=chance.whole(10, 500, SIZE) * 100_000,
        term=chance.whole(3, 36, SIZE),
        method=np.zeros(SIZE, dtype=np.int64),
        rate_bp=chance.whole(500, 2_400, SIZE),
        overdue_bp=chance.whole(500, 2_400, SIZE),
        due_day=chance.whole(1, 28, SIZE),
        checked=chance.whole(0, 2, SIZE),
    )
