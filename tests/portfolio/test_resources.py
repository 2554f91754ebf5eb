"""The resources of a data package say of each table what its schema says."""

import json

import pytest

from casebook.portfolio.resources import resource
from casebook.portfolio.schema import Table, tables

EVERY = tuple(tables())


def fields(name: str) -> dict[str, dict]:
    return {field["name"]: field for field in resource(name, among=EVERY)["schema"]["fields"]}


@pytest.mark.parametrize("table", tables().values(), ids=EVERY)
def test_a_resource_has_the_columns_keys_and_titles_of_its_table(table: Table) -> None:
    described = resource(table.name, among=EVERY)
    schema = described["schema"]

    assert described["title"] == f"{table.title.zh} {table.title.en}"
    assert tuple(field["name"] for field in schema["fields"]) == table.names
    assert schema["primaryKey"] == list(table.key)
    assert {key["fields"]: key["reference"]["resource"] for key in schema["foreignKeys"]} == dict(
        table.references
    )
    assert len(schema["rules"]) == len(table.rules)


@pytest.mark.parametrize("name", EVERY)
def test_a_resource_is_plain_json(name: str) -> None:
    described = resource(name, among=EVERY)

    assert json.loads(json.dumps(described)) == described


@pytest.mark.parametrize(
    ("table", "column", "kind", "constraints"),
    [
        ("payments", "amount_fen", "integer", {"required": True, "minimum": 1}),
        ("debtors", "stated_debts", "integer", {"required": True, "minimum": 0}),
        ("contracts", "term_months", "integer", {"required": False, "minimum": 1, "maximum": 60}),
        ("shifts", "hours", "number", {"required": True, "minimum": 0, "maximum": 24}),
        ("contacts", "at", "datetime", {"required": True}),
        ("debtors", "name", "string", {"required": True}),
        ("debtors", "died_on", "date", {"required": False}),
        ("outcomes", "is_open", "boolean", {"required": True}),
        ("documents", "body", "object", {"required": True}),
        ("accounts", "account_id", "string", {"required": True, "pattern": r"^(?:A\d{6,})$"}),
        ("contacts", "direction", "string", {"required": True, "enum": ["out", "in"]}),
    ],
)
def test_types_and_bounds_are_in_the_words_of_frictionless(
    table: str, column: str, kind: str, constraints: dict
) -> None:
    field = fields(table)[column]

    assert field["type"] == kind
    assert field["constraints"] == constraints


def test_codes_come_with_their_meaning_in_both_languages() -> None:
    assert fields("contacts")["direction"]["categories"] == [
        {"value": "out", "label": "呼出或寄出 / by us"},
        {"value": "in", "label": "客户来电 / by the client"},
    ]


def test_a_foreign_key_leads_to_tables_of_the_same_package_alone() -> None:
    apart = resource("contacts", among=("contacts", "accounts"))

    assert [key["reference"]["resource"] for key in apart["schema"]["foreignKeys"]] == ["accounts"]
