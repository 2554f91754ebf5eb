"""Addresses: invented streets and estates in real cities, many at once."""

from functools import cache

import pyarrow as pa
import pyarrow.compute as pc

from casebook.portfolio import stocks
from casebook.portfolio.simulation.draws import Draws, Whole
from casebook.portfolio.writing.pieces import any_of, combined, joined, taken, vocabulary

# How clerks abbreviate: 3幢2单元501室 becomes 3-2-501.
SHORT_FORMS = (("幢", "-"), ("单元", "-"), ("室", ""))


def addresses(place: Whole, draws: Draws) -> pa.Array:
    """Make an address in each city, without province."""
    streets, size = _streets(), len(place)
    of_city = len(streets) // len(cities())
    street = place * of_city + draws.whole(0, of_city - 1, size)
    return joined(
        taken(streets, street), any_of(_estates(), draws, size), any_of(_rooms(), draws, size)
    )


def shortened(addresses: pa.Array) -> pa.Array:
    """Write addresses as clerks abbreviate them."""
    for long, short in SHORT_FORMS:
        addresses = pc.replace_substring(addresses, long, short)
    return addresses


@cache
def cities() -> pa.Array:
    """Return the cities of the stock of places."""
    return vocabulary([row["city"] for row in stocks.rows("places")])


@cache
def provinces() -> pa.Array:
    """Return the provinces of the stock of places."""
    return vocabulary([row["province"] for row in stocks.rows("places")])


@cache
def provinces_on_cards() -> pa.Array:
    """Return what stands before the city on a card: nothing for a city that is a province."""
    return vocabulary(
        ["" if row["province"] == row["city"] else row["province"] for row in stocks.rows("places")]
    )


@cache
def _streets() -> pa.Array:
    """Return every street of every city, city after city."""
    street = stocks.words("words")["street"]
    return combined(cities().to_pylist(), street["first"], street["second"], street["kind"])


@cache
def _estates() -> pa.Array:
    estate = stocks.words("words")["estate"]
    numbers = [f"{number}号" for number in range(2, 399)]
    return combined(numbers, estate["first"], estate["second"], estate["kind"])


@cache
def _rooms() -> pa.Array:
    buildings = [f"{number}幢" for number in range(1, 29)]
    units = [f"{number}单元" for number in range(1, 5)]
    rooms = [f"{floor}{room:02d}室" for floor in range(1, 25) for room in range(1, 5)]
    return combined(buildings, units, rooms)
