"""The table of debtors: what a lender's file says of each, as Arrow columns."""

from functools import cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from casebook.portfolio import stocks
from casebook.portfolio.simulation.draws import Draws, Whole
from casebook.portfolio.simulation.model import FAMILIES, SEXES, People
from casebook.portfolio.writing.firms import employers
from casebook.portfolio.writing.homes import addresses, cities, provinces
from casebook.portfolio.writing.identity import identity_numbers, phones
from casebook.portfolio.writing.names import given_names, groups, names, surnames
from casebook.portfolio.writing.pieces import (
    figures,
    fixed,
    joined,
    taken,
    vocabulary,
    written,
)
from casebook.portfolio.writing.relations import contact_people

# Numbers of debtors have at least so many figures.
FIGURES = 6
# Of a hundred clients, how many say that they have one loan more than there are.
SAY_ONE_MORE = 0.1

_SEXES, _FAMILIES = vocabulary(SEXES), vocabulary(FAMILIES)


def debtors(people: People, numbers: Whole, draws: Draws) -> dict[str, pa.Array]:
    """Write the columns of table `debtors`, in the order of the schema.

    Parameters
    ----------
    numbers : array (n,)
        The number of each debtor, from 1; 1 is D000001, a million D1000000.
    """
    size = len(people)
    birth_year = people.born.astype("datetime64[Y]").astype(np.int64) + 1970
    surname = surnames(draws, size)
    given = given_names(draws, groups(people.sex, birth_year))
    contact_name, contact_relation = contact_people(people, birth_year, surname, given, draws)
    return {
        "debtor_id": ids("D", numbers),
        "name": names(surname, given),
        "sex": taken(_SEXES, people.sex),
        "birth_date": pa.array(people.born),
        "id_number": identity_numbers(people, draws),
        "phone": phones(size, draws),
        "province": taken(provinces(), people.home),
        "city": taken(cities(), people.home),
        "address": addresses(people.home, draws),
        "occupation": taken(_occupations(), people.work),
        "employer": employers(people.work, people.home, draws),
        "marital_status": taken(_FAMILIES, people.family),
        "dependants": pa.array(people.dependants),
        "stated_income_fen": pa.array(people.stated_income_fen),
        "living_costs_fen": pa.array(people.living_costs_fen),
        "stated_debts": pa.array(people.elsewhere + draws.happens(SAY_ONE_MORE, size)),
        "contact_name": contact_name,
        "contact_relation": contact_relation,
        "contact_phone": phones(size, draws),
    }


def ids(letter: str, numbers: Whole) -> pa.Array:
    """Write numbers as ids: D000001; beyond 999,999 as many figures as there are."""
    if numbers.max(initial=0) < 10**FIGURES:
        letters = np.full((len(numbers), 1), ord(letter), dtype=np.uint8)
        return fixed(letters, figures(numbers, FIGURES))
    return joined(letter, pc.ascii_lpad(written(numbers), FIGURES, "0"))


@cache
def _occupations() -> pa.Array:
    return vocabulary([row["occupation"] for row in stocks.rows("trades")])
