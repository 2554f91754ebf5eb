"""The tables of a portfolio described for machines: resources of a Frictionless data package."""

from collections.abc import Collection, Iterator
from typing import Any

import pandera.pandas as pandera

from casebook.portfolio.schema import Column, Table, Type
from casebook.portfolio.schemas import schemas
from casebook.text import Text

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
# What pandera calls the bounds of a check, and what Frictionless does.
CONSTRAINTS = {
    "min_value": "minimum",
    "max_value": "maximum",
    "pattern": "pattern",
    "allowed_values": "enum",
}


def resource(name: str, *, among: Collection[str]) -> dict[str, Any]:
    """Describe the table called `name`: name, title, description, schema.

    Parameters
    ----------
    name : str
        A table of `tables.yaml`.
    among : collection of str
        The tables in the same package: a foreign key may lead to these alone.
    """
    schema = schemas()[name]
    table: Table = schema.metadata["table"]
    return {
        "name": name,
        "title": schema.title,
        "description": schema.description,
        "schema": {
            "fields": [_field(column) for column in schema.columns.values()],
            "missingValues": [""],
            "primaryKey": list(table.key),
            "foreignKeys": [
                {"fields": column, "reference": {"resource": other, "fields": column}}
                for column, other in table.references.items()
                if other in among
            ],
            "rules": [_both(rule.meaning) for rule in table.rules],
        },
    }


def _field(column: pandera.Column) -> dict[str, Any]:
    about: Column = column.metadata["column"]
    field = {
        "name": column.name,
        "type": FRICTIONLESS[about.type],
        "description": column.description,
        "constraints": {"required": not column.nullable, **dict(_constraints(column))},
    }
    if about.codes:
        field["categories"] = [
            {"value": code, "label": _both(meaning)} for code, meaning in about.codes.items()
        ]
    return field


def _constraints(column: pandera.Column) -> Iterator[tuple[str, Any]]:
    for check in column.checks:
        for name, bound in (check.statistics or {}).items():
            # Text that must not be empty is one that is required: an empty cell is a missing value.
            if name in CONSTRAINTS and check.name != "str_length":
                yield CONSTRAINTS[name], _plain(bound)


def _plain(bound: Any) -> Any:
    return list(bound) if isinstance(bound, tuple | list | set | frozenset) else bound


def _both(text: Text) -> str:
    return f"{text.zh} / {text.en}"
