"""The same loan signed twice: a second row in `contracts`, to which no account points."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from casebook.portfolio.plants.changes import Changes, Columns
from casebook.portfolio.plants.choose import Lots
from casebook.portfolio.plants.record import Plant
from casebook.portfolio.writing.amounts import written_day

FLAG = "duplicate-contract"
# A contract is signed again within so many days.
AGAIN_WITHIN = 5
_EPOCH = date(1970, 1, 1)


def sign_again(
    changes: Changes, places: Sequence[int], as_of: date, lots: Lots
) -> tuple[dict[str, Columns], dict[int, Plant]]:
    """Sign the contracts at `places` again.

    Returns tables `contracts` and `governing` with the new rows, and the plant of each place.
    """
    contracts, governing = changes.table("contracts"), changes.table("governing")
    seconds, plants = [], {}
    for place in places:
        first = {name: column[place].as_py() for name, column in contracts.items()}
        days = min(lots.of(place, FLAG).whole(1, AGAIN_WITHIN), (as_of - first["signed_on"]).days)
        second = _second(first, days)
        seconds.append(second)
        slots = {"first": first["contract_id"], "second": second["contract_id"], "days": days}
        plants[place] = Plant("contracts.contract_id", "duplicate", slots)
    return {
        "contracts": _inserted(contracts, seconds, places),
        "governing": _governed(governing, contracts["contract_id"], places, seconds),
    }, plants


def number(first: str) -> str:
    """Return a contract number that belongs to no other account: it begins with a nought more."""
    return f"{first[0]}0{first[1:]}2"


def _second(first: dict[str, Any], days: int) -> dict[str, Any]:
    signed_on = first["signed_on"] + timedelta(days=days)
    text = first["text"].replace(first["contract_id"], number(first["contract_id"]))
    was, is_now = (written_day((day - _EPOCH).days) for day in (first["signed_on"], signed_on))
    return first | {
        "contract_id": number(first["contract_id"]),
        "signed_on": signed_on,
        "text": text.replace(was, is_now),
    }


def _inserted(columns: Columns, rows: list[dict[str, Any]], after: Sequence[int]) -> Columns:
    """Insert each row behind the one at the place `after`."""
    table = pa.table(columns)
    more = pa.Table.from_pylist(rows, schema=table.schema)
    parts = []
    for number, (start, end) in enumerate(pairwise([0, *(place + 1 for place in after)])):
        parts += [table.slice(start, end - start), more.slice(number, 1)]
    whole = pa.concat_tables([*parts, table.slice(after[-1] + 1 if after else 0)]).combine_chunks()
    return {name: whole[name].chunk(0) for name in columns}


def _governed(
    governing: Columns, ids: pa.Array, places: Sequence[int], rows: list[dict[str, Any]]
) -> Columns:
    """Let the same clauses govern the second contract."""
    firsts = [ids[place].as_py() for place in places]
    found = pc.is_in(governing["contract_id"], value_set=pa.array(firsts, pa.string()))
    more = {name: values.filter(found) for name, values in governing.items()}
    second = {first: row["contract_id"] for first, row in zip(firsts, rows, strict=True)}
    renamed = [second[first] for first in more["contract_id"].to_pylist()]
    more["contract_id"] = pa.array(renamed, pa.string())
    return {name: pa.concat_arrays([governing[name], more[name]]) for name in governing}
