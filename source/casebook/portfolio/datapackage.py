"""The description of the data for machines: a Frictionless data package."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from casebook.portfolio.schema import Column, Table, Type, tables

FRICTIONLESS = {
    Type.ID: "string",
    Type.TEXT: "string",
    Type.CODE: "string",
    Type.DATE: "date",
    Type.DATETIME: "datetime",
    Type.FEN: "integer",
    Type.COUNT: "integer",
    Type.BASIS_POINTS: "integer",
    Type.NUMBER: "number",
    Type.TRUTH: "boolean",
    Type.JSON: "object",
}


def datapackage(as_of: date, seed: int, counts: Mapping[str, int]) -> dict[str, Any]:
    """Describe every table, its keys and how many rows it has."""
    return {
        "profile": "tabular-data-package",
        "name": "casebook-sample",
        "title": "催收培训样本数据（虚构） Sample portfolio for training (invented)",
        "licenses": [{"name": "CC-BY-4.0", "path": "https://creativecommons.org/licenses/by/4.0/"}],
        "as_of": as_of.isoformat(),
        "seed": seed,
        "resources": [_resource(table, counts[name]) for name, table in tables().items()],
    }


def _resource(table: Table, rows: int) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": f"{table.name}.csv",
        "title": f"{table.title.zh} {table.title.en}",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "rows": rows,
        "schema": {
            "fields": [_field(column) for column in table.columns],
            "missingValues": [""],
            "primaryKey": list(table.key),
            "foreignKeys": [
                {"fields": column, "reference": {"resource": other, "fields": column}}
                for column, other in table.references.items()
            ],
        },
    }


def _field(column: Column) -> dict[str, Any]:
    constraints: dict[str, Any] = {"required": not column.optional}
    if column.type.is_whole:
        constraints["minimum"] = 0
    if column.values:
        constraints["enum"] = list(column.values)
    return {
        "name": column.name,
        "type": FRICTIONLESS[column.type],
        "description": f"{column.meaning.zh} / {column.meaning.en}",
        "constraints": constraints,
    }
