"""A made portfolio fits its schemas, and whatever does not is told by table, column, row, value."""

from collections.abc import Callable
from datetime import date, datetime

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from casebook.errors import DataError
from casebook.portfolio.blocks import tables_of
from casebook.portfolio.checking import check, faults
from casebook.portfolio.schema import Type
from casebook.portfolio.schema import tables as known_tables
from casebook.portfolio.simulation.knobs import knobs

Tables = dict[str, pa.Table]


@pytest.fixture(scope="module")
def whole() -> Tables:
    return tables_of(20_260_630, 0, as_of=date(2026, 6, 30), knobs=knobs({}), size=400)


@pytest.fixture(scope="module")
def made(whole: Tables) -> Tables:
    """Return the tables with few documents, which take the longest to check."""
    return {**whole, "documents": whole["documents"].slice(0, 30)}


def with_value(tables: Tables, name: str, column: str, row: int, value: object) -> Tables:
    """Return the tables with one cell changed; rows count from 1."""
    cells = tables[name][column].to_pylist()
    cells[row - 1] = value
    return with_column(
        tables, name, column, pa.array(cells, tables[name].schema.field(column).type)
    )


def with_column(tables: Tables, name: str, column: str, cells: pa.Array) -> Tables:
    place = tables[name].column_names.index(column)
    return {**tables, name: tables[name].set_column(place, column, cells)}


def first_row(table: pa.Table, column: str, value: object) -> int:
    return int(pc.index(table[column], value).as_py()) + 1


def told(tables: Tables) -> list[str]:
    return [str(fault) for fault in faults(tables)]


def test_a_made_block_fits(whole: Tables) -> None:
    check(whole)

    assert list(whole) == list(known_tables())
    assert all(whole[name].num_rows for name in whole if not known_tables()[name].is_answer)


def test_the_next_block_fits_too() -> None:
    check(tables_of(1, 1, as_of=date(2026, 2, 28), knobs=knobs({}), size=60))


def test_answers_may_be_left_out(made: Tables) -> None:
    check({name: table for name, table in made.items() if not known_tables()[name].is_answer})


def test_codes_and_times_may_be_stored_in_other_ways(made: Tables) -> None:
    contacts = made["contacts"]
    stored = with_column(made, "contacts", "channel", contacts["channel"].dictionary_encode())
    stored = with_column(
        stored, "contacts", "account_id", contacts["account_id"].dictionary_encode()
    )
    stored = with_column(stored, "contacts", "at", contacts["at"].cast(pa.timestamp("us")))

    check(stored)


def test_a_missing_table_is_named(made: Tables) -> None:
    tables = {name: table for name, table in made.items() if name != "shifts"}

    with pytest.raises(DataError, match="tables: no table shifts, expected the table shifts"):
        check(tables)


def test_an_unknown_table_is_named(made: Tables) -> None:
    with pytest.raises(DataError, match="tables: unknown table letters, expected debtors, acc"):
        check({**made, "letters": made["staff"]})


def test_a_missing_column_is_named(made: Tables) -> None:
    tables = {**made, "payments": made["payments"].drop_columns("channel")}

    with pytest.raises(DataError) as caught:
        check(tables)

    assert str(caught.value) == (
        "table payments, column channel: missing, expected columns payment_id, account_id, "
        "paid_on, amount_fen, channel, payer_name; make the portfolio afresh, or mend what wrote it"
    )


def test_a_column_that_a_rule_needs_may_be_missing_too(made: Tables) -> None:
    tables = {**made, "contacts": made["contacts"].drop_columns(["promised_on"])}

    assert [fault.split(", expected")[0] for fault in told(tables)] == [
        "table contacts, column promised_on: missing"
    ]


def test_an_unknown_column_is_named(made: Tables) -> None:
    staff = made["staff"]
    tables = {**made, "staff": staff.append_column("salary", pa.nulls(len(staff), pa.int64()))}

    assert told(tables) == [
        "table staff, column salary: unknown, expected columns staff_id, name, team, role, skill, "
        "hired_on"
    ]


def test_columns_in_another_order_are_told(made: Tables) -> None:
    names = made["outcomes"].column_names
    tables = {**made, "outcomes": made["outcomes"].select([*names[1:], names[0]])}

    assert told(tables) == [
        "table outcomes: columns in the order is_open, late_next_month, paid_next_month_fen, "
        "account_id, expected account_id, is_open, late_next_month, paid_next_month_fen"
    ]


@pytest.mark.parametrize(
    ("name", "column", "kind"),
    [
        ("payments", "amount_fen", pa.float64()),
        ("payments", "paid_on", pa.string()),
        ("contacts", "at", pa.date32()),
        ("shifts", "hours", pa.int64()),
        ("outcomes", "is_open", pa.int64()),
    ],
)
def test_a_wrong_type_is_told(made: Tables, name: str, column: str, kind: pa.DataType) -> None:
    cells = made[name][column]
    tables = with_column(made, name, column, cells.cast(kind, safe=False))

    (fault,) = told(tables)

    assert fault.startswith(f"table {name}, column {column}, row 1 (")
    assert f" of type {kind}[pyarrow], expected" in fault
    assert fault.endswith(f", expected type {_arrow_type(name, column)}[pyarrow]")


def _arrow_type(name: str, column: str) -> str:
    (of,) = (one.type for one in known_tables()[name].columns if one.name == column)
    known = {
        Type.FEN: "int64",
        Type.DATE: "date32[day]",
        Type.DATETIME: "timestamp[ms]",
        Type.NUMBER: "double",
        Type.TRUTH: "bool",
    }
    return known[of]


def test_a_negative_amount_is_told(made: Tables) -> None:
    payment = made["payments"]["payment_id"][4].as_py()

    assert told(with_value(made, "payments", "amount_fen", 5, -120)) == [
        f"table payments, column amount_fen, row 5 (payment_id {payment}): -120, expected a whole "
        "number of fen, not negative, of at least 1"
    ]


def test_negative_amounts_are_told_even_where_nothing_bounds_them(made: Tables) -> None:
    (fault,) = told(with_value(made, "debtors", "living_costs_fen", 2, -1))

    assert fault == (
        "table debtors, column living_costs_fen, row 2 (debtor_id D000002): -1, expected a whole "
        "number of fen, not negative"
    )


def test_a_number_past_its_bound_is_told(made: Tables) -> None:
    check(with_value(made, "contracts", "due_day", 1, 28))

    (fault,) = told(with_value(made, "contracts", "due_day", 1, 29))

    assert fault == (
        "table contracts, column due_day, row 1 (contract_id C000001): 29, expected a whole "
        "number, not negative, of at least 1 and of at most 28"
    )


def test_an_unknown_code_is_told_with_those_that_there_are(made: Tables) -> None:
    contact = made["contacts"]["contact_id"][6].as_py()

    assert told(with_value(made, "contacts", "channel", 7, "fax")) == [
        f"table contacts, column channel, row 7 (contact_id {contact}): 'fax', expected one of "
        "call, sms, letter"
    ]


def test_a_malformed_number_is_told(made: Tables) -> None:
    (fault,) = told(with_value(made, "debtors", "phone", 3, "13800138000"))

    assert fault == (
        "table debtors, column phone, row 3 (debtor_id D000003): '13800138000', expected text, "
        r"like 1(54|61|64)\d{8}"
    )


def test_nothing_where_something_must_be_is_told(made: Tables) -> None:
    (nothing,) = told(with_value(made, "accounts", "opened_on", 2, None))
    (empty,) = told(with_value(made, "debtors", "address", 2, ""))

    assert nothing == (
        "table accounts, column opened_on, row 2 (account_id A000002): nothing, expected a date "
        "such as 2026-06-30"
    )
    assert empty == (
        "table debtors, column address, row 2 (debtor_id D000002): '', expected text, not empty"
    )


def test_a_row_that_refers_to_nobody_is_told(made: Tables) -> None:
    payment = made["payments"]["payment_id"][0].as_py()

    assert told(with_value(made, "payments", "account_id", 1, "A999999")) == [
        f"table payments, column account_id, row 1 (payment_id {payment}): unknown 'A999999', "
        "expected one from table accounts"
    ]


def test_a_reference_may_be_empty_where_the_column_may(made: Tables) -> None:
    check(with_value(made, "contacts", "staff_id", 1, None))


def test_a_key_that_stands_twice_is_told_at_its_second_place(made: Tables) -> None:
    assert told(with_value(made, "outcomes", "account_id", 3, "A000001")) == [
        "table outcomes, column account_id, row 3: 'A000001' stands twice, expected each key once"
    ]


def test_a_key_of_two_columns_that_stands_twice_is_told(made: Tables) -> None:
    first, second = made["shifts"].slice(0, 2).to_pylist()
    assert first["staff_id"] == second["staff_id"]

    assert told(with_value(made, "shifts", "on", 2, first["on"])) == [
        f"table shifts, columns staff_id and on, row 2: 'S000001' {first['on']} stands twice, "
        "expected each key once"
    ]


def test_rows_with_the_same_fault_are_counted(made: Tables) -> None:
    tables = with_value(made, "staff", "team", 1, "night")
    tables = with_value(tables, "staff", "team", 3, "dawn")

    (fault,) = told(tables)

    assert "row 1 (staff_id S000001): 'night' (and 1 more rows), expected one of early" in fault


def promise(tables: Tables) -> int:
    return first_row(tables["contacts"], "result", "promise")


def loan(tables: Tables) -> int:
    return first_row(tables["accounts"], "product", "instalment-loan")


def handed_over(tables: Tables) -> int:
    places = pc.indices_nonzero(tables["accounts"]["agency"].is_valid())
    return int(places[0].as_py()) + 1


@pytest.mark.parametrize(
    ("name", "row", "column", "value", "columns", "stands", "expected"),
    [
        pytest.param(
            "contacts",
            promise,
            "promised_on",
            date(2019, 12, 31),
            "columns at and promised_on",
            ", 2019-12-31, expected",
            "that the promised day is not before the contact",
            id="promised-day-before-the-contact",
        ),
        pytest.param(
            "contacts",
            promise,
            "promised_fen",
            None,
            "columns result and promised_fen and promised_on",
            "'promise', nothing, ",
            "that promises alone have an amount and a day",
            id="promise-without-amount",
        ),
        pytest.param(
            "accounts",
            loan,
            "limit_fen",
            500_000,
            "columns product and limit_fen",
            "'instalment-loan', 500000",
            "that cards alone have a limit",
            id="limit-of-a-loan",
        ),
        pytest.param(
            "accounts",
            handed_over,
            "opened_on",
            date(2026, 7, 1),
            "columns opened_on and handed_over_on",
            "2026-07-01, 202",
            "that nothing is handed over before it was opened",
            id="opened-after-it-ended",
        ),
        pytest.param(
            "accounts",
            handed_over,
            "agency",
            None,
            "columns handed_over_on and agency",
            ", nothing, expected",
            "that a hand-over has a day and an agency",
            id="hand-over-without-agency",
        ),
        pytest.param(
            "instalments",
            lambda tables: 1,
            "amount_fen",
            1,
            "columns principal_fen and interest_fen and fees_fen and amount_fen",
            ", 1, expected",
            "that the amount due is the sum of principal, interest and damages",
            id="sum-of-an-instalment",
        ),
        pytest.param(
            "documents",
            lambda tables: 1,
            "body",
            '{"name": "李丽"}',
            "columns kind and body",
            "identity-card has name, expected",
            "that a body has the fields of its kind of document",
            id="body-of-another-kind",
        ),
    ],
)
def test_a_broken_rule_between_columns_is_told(
    made: Tables,
    name: str,
    row: Callable[[Tables], int],
    column: str,
    value: object,
    columns: str,
    stands: str,
    expected: str,
) -> None:
    place = row(made)

    found = [
        fault for fault in told(with_value(made, name, column, place, value)) if expected in fault
    ]

    assert found
    assert all(fault.startswith(f"table {name}, {columns}") for fault in found)
    assert all(f"row {place}" in fault for fault in found)
    assert all(stands in fault for fault in found)


def test_a_written_off_account_needs_the_day(made: Tables) -> None:
    row = first_row(made["accounts"], "status", "written-off")

    (fault,) = told(with_value(made, "accounts", "written_off_on", row, None))

    assert "'written-off', nothing, expected that accounts written off have a date" in fault


def test_a_promise_for_the_day_of_the_contact_is_in_order(made: Tables) -> None:
    row = promise(made)
    at = made["contacts"]["at"][row - 1].as_py()

    check(with_value(made, "contacts", "promised_on", row, datetime.date(at)))


def test_a_detail_that_is_no_json_object_is_told(made: Tables) -> None:
    planted = pa.table(
        {"debtor_id": ["D000001"], "flag": ["query-burst"], "where": ["x"], "detail": ["[1]"]}
    )

    assert told({**made, "planted": planted}) == [
        "table planted, column detail, row 1 (debtor_id D000001, flag query-burst): '[1]', "
        "expected a JSON object"
    ]


def test_all_faults_come_in_one_message_the_first_in_its_parts(made: Tables) -> None:
    tables = with_value(made, "debtors", "sex", 1, "x")
    tables = with_value(tables, "payments", "amount_fen", 1, -1)
    tables["contacts"] = tables["contacts"].drop_columns("note")

    with pytest.raises(DataError) as caught:
        check(tables)

    error = caught.value
    assert error.where == "table debtors, column sex, row 1 (debtor_id D000001)"
    assert (error.what, error.expected) == ("'x'", "one of 男, 女")
    assert [line.split(":")[0].strip() for line in str(error).splitlines()[1:]] == [
        f"table payments, column amount_fen, row 1 (payment_id {tables['payments'][0][0]})",
        "table contacts, column note",
    ]


def test_no_more_than_ten_faults_are_listed(made: Tables) -> None:
    names = known_tables()["debtors"].names[1:15]
    tables = {**made, "debtors": made["debtors"].drop_columns(list(names))}

    with pytest.raises(DataError, match=r"and 4 more$") as caught:
        check(tables)

    assert len(str(caught.value).splitlines()) == 11
