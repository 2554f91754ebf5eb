"""Keep some debtors of a block, and what belongs to them."""

from collections.abc import Mapping

import pyarrow as pa
import pyarrow.compute as pc


def first(tables: Mapping[str, pa.Table], debtors: int) -> dict[str, pa.Table]:
    """Return the rows of the first `debtors`; whoever is kept stays as in the whole block.

    The staff stay, for they work on; their shifts count the contacts that are left.
    """
    left = of(tables, tables["debtors"]["debtor_id"].slice(0, debtors))
    return left | {"shifts": _recounted(left["shifts"], left["contacts"])}


def of(tables: Mapping[str, pa.Table], debtor_ids: pa.ChunkedArray) -> dict[str, pa.Table]:
    """Return the rows that belong to these debtors, and all rows that belong to no debtor."""
    kept: dict[str, pa.Array] = {"debtor_id": debtor_ids.combine_chunks()}
    kept["account_id"] = _keys(_belonging(tables["accounts"], kept), "account_id")
    kept["contract_id"] = _keys(_belonging(tables["contracts"], kept), "contract_id")
    return {name: _belonging(table, kept) for name, table in tables.items()}


def _keys(table: pa.Table, key: str) -> pa.Array:
    return table[key].combine_chunks()


def _belonging(table: pa.Table, kept: Mapping[str, pa.Array]) -> pa.Table:
    for key, values in kept.items():
        if key in table.column_names:
            return table.filter(pc.is_in(table[key], value_set=values))
    return table


def _recounted(shifts: pa.Table, contacts: pa.Table) -> pa.Table:
    """Count again how many contacts each shift has."""
    days = pa.table({"staff_id": contacts["staff_id"], "on": contacts["at"].cast(pa.date32())})
    counted = days.group_by(["staff_id", "on"]).aggregate([([], "count_all")])
    place = pa.array(range(len(shifts)), pa.int64())
    joined = shifts.select(["staff_id", "on"]).append_column("place", place)
    joined = joined.join(counted, ["staff_id", "on"], use_threads=False).sort_by("place")
    count = pc.fill_null(joined["count_all"], 0).cast(shifts.schema.field("contacts").type)
    return shifts.set_column(shifts.schema.get_field_index("contacts"), "contacts", count)
