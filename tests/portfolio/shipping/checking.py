"""Ask DuckDB what does not hold in a portfolio on disk: rules in SQL, apart from the generator."""

import json
from collections.abc import Collection, Iterator
from pathlib import Path

import duckdb

HERE = Path(__file__).parent
KEYS = {
    "debtors": ("debtor_id",),
    "accounts": ("account_id",),
    "contracts": ("contract_id",),
    "instalments": ("account_id", "number"),
    "payments": ("payment_id",),
    "contacts": ("contact_id",),
    "documents": ("document_id",),
    "complaints": ("complaint_id",),
    "staff": ("staff_id",),
    "shifts": ("staff_id", "on"),
    "planted": ("debtor_id", "flag"),
    "outcomes": ("account_id",),
    "governing": ("contract_id", "topic"),
}
#: Table, column, and the table where each value must stand; nothing refers to nothing.
REFERENCES = (
    ("accounts", "debtor_id", "debtors"),
    ("accounts", "contract_id", "contracts"),
    ("contracts", "account_id", "accounts"),
    ("instalments", "account_id", "accounts"),
    ("payments", "account_id", "accounts"),
    ("contacts", "account_id", "accounts"),
    ("contacts", "staff_id", "staff"),
    ("documents", "debtor_id", "debtors"),
    ("complaints", "account_id", "accounts"),
    ("complaints", "staff_id", "staff"),
    ("shifts", "staff_id", "staff"),
    ("planted", "debtor_id", "debtors"),
    ("outcomes", "account_id", "accounts"),
    ("governing", "contract_id", "contracts"),
)


def open_book(
    folder: Path, memory: str = "6GB", *, is_kept: bool = False
) -> duckdb.DuckDBPyConnection:
    """Return a connection that sees the files in `folder`, and its answers, as tables.

    With `is_kept` they are copied, so that they can be changed.
    """
    kind = "table" if is_kept else "view"
    book = duckdb.connect(config={"memory_limit": memory})
    card = json.loads((folder / "datapackage.json").read_text("utf-8"))
    book.execute(f"create table review as select date '{card['as_of']}' as as_of")
    for place in (folder, folder / "answers"):
        for resource in json.loads((place / "datapackage.json").read_text("utf-8"))["resources"]:
            paths = [str(place / one["path"]) for one in resource["files"]]
            read = "read_csv" if resource["format"] == "csv" else "read_parquet"
            book.execute(f"create {kind} {resource['name']} as select * from {read}({paths})")
    book.execute((HERE / "views.sql").read_text("utf-8"))
    return book


def checks(book: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Return each check by its name: a query for the rows that break it."""
    return {**dict(_keys()), **dict(_references()), **dict(_amounts(book)), **dict(_written())}


def _keys() -> Iterator[tuple[str, str]]:
    for table, key in KEYS.items():
        columns = ", ".join(f'"{column}"' for column in key)
        query = f"select {columns} from {table} group by {columns} having count(*) > 1"
        yield f"{' and '.join(key)} of {table} stand once", query
        missing = " or ".join(f'"{column}" is null' for column in key)
        yield f"{' and '.join(key)} of {table} are filled", f"select 1 from {table} where {missing}"


def _references() -> Iterator[tuple[str, str]]:
    for table, column, other in REFERENCES:
        query = (
            f"select {column} from {table} anti join {other} using ({column})"
            f" where {column} is not null"
        )
        yield f"{column} of {table} stands in {other}", query


def _amounts(book: duckdb.DuckDBPyConnection) -> Iterator[tuple[str, str]]:
    listed = "select table_name, column_name from information_schema.columns"
    for table, column in book.execute(
        f"{listed} where column_name like '%\\_fen' escape '\\'"
    ).fetchall():
        if table in KEYS:
            query = f"select * from {table} where {column} < 0"
            yield f"{column} of {table} is not negative", query


def _written() -> Iterator[tuple[str, str]]:
    for part in (HERE / "checks.sql").read_text("utf-8").split("\n\n")[1:]:
        name, _, query = part.partition("\n")
        yield name.removeprefix("-- "), query.strip().removesuffix(";")


def broken(
    book: duckdb.DuckDBPyConnection, names: Collection[str] = ()
) -> dict[str, list[tuple[object, ...]]]:
    """Return the checks that do not hold, of `names` or of all, each with rows that break it."""
    found = {
        name: book.execute(f"{query} limit 5").fetchall()
        for name, query in checks(book).items()
        if not names or name in names
    }
    return {name: rows for name, rows in found.items() if rows}
