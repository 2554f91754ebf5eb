"""Find a case that meets conditions, or make one: `find("M3, forged income proof, courier")`."""

from collections.abc import Iterable, Iterator
from functools import cache

import numpy as np
import pyarrow as pa

from casebook.errors import DataError
from casebook.portfolio import sample, stocks
from casebook.portfolio.blocks import written
from casebook.portfolio.calendar import AS_OF
from casebook.portfolio.case import Case
from casebook.portfolio.conditions import (
    CLEAN,
    Condition,
    meeting,
    read,
    wanted_flags,
)
from casebook.portfolio.plants.choose import Wanted
from casebook.portfolio.portfolio import Portfolio, files_of, gather
from casebook.portfolio.simulation.block import BLOCK, Block, simulate
from casebook.portfolio.simulation.draws import Truth
from casebook.portfolio.simulation.knobs import knobs
from casebook.portfolio.simulation.model import FAMILIES, PRODUCTS, SEXES
from casebook.portfolio.simulation.months import REVIEW
from casebook.portfolio.simulation.moves import fitted

# Block 0 holds the sample; so many others are looked through.
BLOCKS = range(1, 201)


def find(where: str | Iterable[str]) -> Case:
    """Return the first case of the sample that meets the conditions, or else make one.

    The same conditions, in any order, give the same case anywhere. A case that is made is one of
    `casebook data --seed 20260630`, with the flags that are asked for and no others.

    Parameters
    ----------
    where : str or list of str
        Stages, products, occupations, flags and so on, as the data dictionary names them in
        either language: `"M3, forged income proof, delivery rider"`.

    Raises
    ------
    DataError
        A condition is unknown, two exclude each other, or no case was found.
    """
    return found(where)[0]


def found(where: str | Iterable[str]) -> tuple[Case, frozenset[str]]:
    """Return the case that `find` returns, and the ids of the flags planted in it."""
    return _found(read(where))


@cache
def _found(conditions: frozenset[Condition]) -> tuple[Case, frozenset[str]]:
    for portfolio in _portfolios(conditions):
        for debtor_id in meeting(portfolio, conditions):
            return gather(portfolio, debtor_id), portfolio.flags(debtor_id)
    raise _missing(conditions)


def _portfolios(conditions: frozenset[Condition]) -> Iterator[Portfolio]:
    """Yield the sample, then of block after block those who may meet the conditions."""
    yield sample.shared()
    turned = knobs({})
    for block in BLOCKS:
        one = simulate(sample.SEED, block, as_of=AS_OF, moves=fitted(), knobs=turned)
        places = np.flatnonzero(_may_meet(one, conditions))
        if len(places):
            wanted = _wanted(places.tolist(), conditions)
            tables = written(one, sample.SEED, block, knobs=turned, wanted=wanted)
            chosen = tables["debtors"]["debtor_id"].take(pa.array(places))
            yield files_of(tables, chosen, AS_OF)


def _wanted(places: list[int], conditions: frozenset[Condition]) -> Wanted | None:
    flags = wanted_flags(conditions)
    if not flags and CLEAN not in conditions:
        return None
    return dict.fromkeys(places, flags)


def _may_meet(block: Block, conditions: frozenset[Condition]) -> Truth:
    """Tell who may meet the conditions by the simulated numbers, before anything is written."""
    may = np.ones(len(block.terms), dtype=bool)
    for one in conditions:
        may &= _may(block, one)
    return may


def _may(block: Block, condition: Condition) -> Truth:
    people, terms, value = block.people, block.terms, condition.value
    may: Truth = np.ones(len(terms), dtype=bool)
    match condition.column:
        case "product":
            may = terms.product == PRODUCTS.index(value)
        case "sex":
            may = people.sex == SEXES.index(value)
        case "marital_status":
            may = people.family == FAMILIES.index(value)
        case "occupation":
            may = np.isin(people.work, _rows("trades", "occupation", value))
        case "city" | "province":
            may = np.isin(people.home, _rows("places", condition.column, value))
        case "stage":
            # Stages are counted in days and here in months, so a month more or less may be.
            late, months = block.book.late[:, REVIEW], int(value[1])
            may = late >= months - 1 if value == "M6+" else np.abs(late - months) <= 1
    return may


def _rows(stock: str, column: str, value: str) -> list[int]:
    return [place for place, row in enumerate(stocks.rows(stock)) if row[column] == value]


def _missing(conditions: frozenset[Condition]) -> DataError:
    """Say that none was found, and which condition is the rarest in the sample."""
    portfolio = sample.shared()
    rarest = min(sorted(conditions), key=lambda one: len(meeting(portfolio, [one])))
    asked = ", ".join(one.value for one in sorted(conditions))
    looked_at = sample.DEBTORS + len(BLOCKS) * BLOCK
    return DataError(
        f'cb.case(where="{asked}")',
        f"none of {looked_at:,} debtors is so",
        "conditions that occur together",
        f"drop one, such as the rarest: {rarest.value}",
    )
