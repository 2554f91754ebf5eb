"""Writing a portfolio: the same bytes from the same order, in one piece or in parts."""

import dataclasses
import hashlib
import json
import subprocess
import sys
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet as pq
import pytest

from casebook.errors import DataError
from casebook.law.rates import lpr
from casebook.portfolio.blocks import ANSWERS, PUBLIC
from casebook.portfolio.shipping.making import made
from casebook.portfolio.shipping.order import Form, Order, Piece, Sizes
from casebook.portfolio.shipping.ship import ship, survey
from portfolio.folders import files_in
from portfolio.shipping.conftest import ORDER

FIRST, LAST, DAY = date(2022, 8, 20), lpr().known_until, timedelta(1)
SMALL = Order(120, 5, sizes=Sizes(block=50))
TABLES = [*PUBLIC, *(f"answers/{name}" for name in ANSWERS)]


def shipped(order: Order, folder: Path, **options: int) -> Path:
    ship(order, folder, **options)
    return folder


def test_the_same_order_gives_the_same_bytes_with_one_worker_or_two(
    parted: Path, tmp_path: Path
) -> None:
    again = shipped(ORDER, tmp_path / "again", jobs=1)

    assert files_in(again) == files_in(parted)


def test_another_process_writes_the_same_bytes(tmp_path: Path) -> None:
    words = ["--debtors", "1040", "--seed", "8", "--answers", "--jobs", "2", "--out", "there"]
    subprocess.run([sys.executable, "-m", "casebook.cli", "data", *words], cwd=tmp_path, check=True)

    here = shipped(Order(1_040, 8, has_answers=True), tmp_path / "here")

    assert files_in(here) == files_in(tmp_path / "there")


@pytest.mark.parametrize(
    "other",
    [{"seed": 6}, {"as_of": date(2026, 5, 31)}],
    ids=["seed", "day"],
)
def test_another_seed_or_day_gives_other_bytes_in_every_table(
    tmp_path: Path, other: dict[str, object]
) -> None:
    order = Order(1_000, 5, sizes=Sizes(block=500))
    first = files_in(shipped(order, tmp_path / "first"))

    second = files_in(shipped(dataclasses.replace(order, **other), tmp_path / "second"))

    assert first.keys() == second.keys()
    assert [name for name in first if first[name] == second[name]] == []


def test_a_knob_that_is_turned_moves_what_hangs_on_it(tmp_path: Path) -> None:
    order = Order(600, 5, sizes=Sizes(block=300))
    usual = shipped(order, tmp_path / "usual")

    fewer_cards = {"share-credit-card": 0.3, "share-car-loan": 0.14}
    turned = shipped(dataclasses.replace(order, changed=fewer_cards), tmp_path / "turned")

    assert products_in(turned)["credit-card"] < products_in(usual)["credit-card"]
    assert products_in(turned)["car-loan"] > products_in(usual)["car-loan"]
    package = json.loads((turned / "datapackage.json").read_text("utf-8"))
    assert package["knobs"] == fewer_cards


def products_in(folder: Path) -> Counter[str]:
    return Counter(pq.read_table(folder / "accounts.parquet")["product"].to_pylist())


def test_beyond_the_limit_each_table_comes_in_parts(parted: Path) -> None:
    names = set(files_in(parted))

    parts = {f"{table}/part-{part:05d}.parquet" for table in TABLES for part in range(4)}
    assert names == parts | {"datapackage.json", "answers/datapackage.json"}


def test_up_to_the_limit_each_table_is_one_file(tmp_path: Path) -> None:
    folder = shipped(dataclasses.replace(SMALL, has_answers=True), tmp_path / "book")

    expected = {f"{table}.parquet" for table in TABLES}
    assert set(files_in(folder)) == expected | {"datapackage.json", "answers/datapackage.json"}


def test_debtors_are_numbered_through_all_parts(parted: Path) -> None:
    numbers = pq.read_table(parted / "debtors")["debtor_id"].to_pylist()

    assert numbers == [f"D{number:06d}" for number in range(1, ORDER.debtors + 1)]


def test_answers_are_written_only_where_asked(tmp_path: Path) -> None:
    folder = shipped(SMALL, tmp_path / "book")

    assert set(files_in(folder)) == {f"{table}.parquet" for table in PUBLIC} | {"datapackage.json"}


@pytest.mark.parametrize(("place", "names"), [(".", PUBLIC), ("answers", ANSWERS)])
def test_the_package_tells_of_every_file_and_its_sum(
    parted: Path, place: str, names: tuple[str, ...]
) -> None:
    package = json.loads((parted / place / "datapackage.json").read_text("utf-8"))

    told = {
        one["path"]: (one["rows"], one["bytes"], one["sha256"])
        for resource in package["resources"]
        for one in resource["files"]
    }
    found = {
        path.relative_to(parted / place).as_posix(): (
            pq.read_metadata(path).num_rows,
            path.stat().st_size,
            hashlib.sha256(path.read_bytes()).hexdigest(),
        )
        for name in names
        for path in (parted / place / name).iterdir()
    }
    assert told == found
    assert tuple(resource["name"] for resource in package["resources"]) == names
    assert (package["seed"], package["debtors"], package["as_of"]) == (11, 3_250, "2026-06-30")


def test_the_package_names_the_columns_as_the_files_have_them(parted: Path) -> None:
    for place in (parted, parted / "answers"):
        package = json.loads((place / "datapackage.json").read_text("utf-8"))
        for resource in package["resources"]:
            told = [field["name"] for field in resource["schema"]["fields"]]
            assert told == pq.read_schema(place / resource["path"][0]).names


def test_csv_says_what_parquet_says(tmp_path: Path) -> None:
    order = dataclasses.replace(SMALL, has_answers=True)
    written = shipped(dataclasses.replace(order, form=Form.CSV), tmp_path / "csv")
    typed = shipped(order, tmp_path / "parquet")

    for table in TABLES:
        expected = pq.read_table(typed / f"{table}.parquet")
        options = pyarrow.csv.ConvertOptions(
            column_types=expected.schema, strings_can_be_null=True, quoted_strings_can_be_null=False
        )
        parse = pyarrow.csv.ParseOptions(newlines_in_values=True)
        path = written / f"{table}.csv"
        found = pyarrow.csv.read_csv(path, convert_options=options, parse_options=parse)
        assert found.equals(expected.replace_schema_metadata(found.schema.metadata)), table


def test_csv_writes_times_with_a_t_and_ends_lines_as_unix_does(tmp_path: Path) -> None:
    folder = shipped(dataclasses.replace(SMALL, form=Form.CSV), tmp_path / "csv")

    first = (folder / "contacts.csv").read_bytes().splitlines(keepends=True)[1]
    assert first.endswith(b'"\n')
    assert b"T" in first.split(b",")[3]


def test_whoever_is_kept_of_a_cut_block_is_as_in_the_whole_block() -> None:
    order = Order(300, 5, sizes=Sizes(block=300))
    [whole, cut] = made(order, [Piece(1, 300, 0), Piece(1, 110, 0)])

    kept = cut["debtors"]["debtor_id"]
    accounts = whole["accounts"].filter(pc.is_in(whole["accounts"]["debtor_id"], kept))
    assert len(kept) == 110
    assert cut["accounts"].equals(accounts)
    for name in ("contracts", "instalments", "payments", "contacts", "complaints", "outcomes"):
        mine = pc.is_in(whole[name]["account_id"], accounts["account_id"])
        assert cut[name].equals(whole[name].filter(mine)), name
    assert cut["documents"].equals(
        whole["documents"].filter(pc.is_in(whole["documents"]["debtor_id"], kept))
    )
    assert cut["staff"].equals(whole["staff"])


def test_the_shifts_of_a_cut_block_count_the_contacts_that_are_left() -> None:
    [tables] = made(Order(300, 5, sizes=Sizes(block=300)), [Piece(1, 110, 0)])

    contacts = pl.DataFrame(tables["contacts"]).drop_nulls("staff_id")
    days = contacts.group_by("staff_id", on=pl.col("at").dt.date()).len()
    shifts = pl.DataFrame(tables["shifts"])
    joined = shifts.join(days, on=["staff_id", "on"], how="left")
    assert joined["contacts"].equals(joined["len"].fill_null(0).cast(pl.Int64), null_equal=True)
    assert joined["contacts"].sum() == len(contacts) > 0


def test_progress_counts_every_account(tmp_path: Path) -> None:
    told: list[int] = []

    ship(SMALL, tmp_path / "book", tell=told.append)

    assert told == [50, 50, 20]


def test_a_survey_is_the_same_with_one_worker_or_two() -> None:
    one, two = survey(SMALL), survey(SMALL, jobs=2)

    assert len(one) == SMALL.debtors
    for field in dataclasses.fields(one):
        a, b = getattr(one, field.name), getattr(two, field.name)
        assert (a == b).all() or field.name == "age", field.name


def test_a_schema_that_changes_between_blocks_would_be_found(parted: Path) -> None:
    for path in sorted(parted.rglob("*.parquet")):
        first = path.with_name("part-00000.parquet")
        assert pq.read_schema(path).equals(pq.read_schema(first)), path
        assert not any(pa.types.is_null(field.type) for field in pq.read_schema(path)), path


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"debtors": 0}, r"--debtors: is 0, expected a whole number from 1 to 100,000,000"),
        ({"debtors": 100_000_001}, r"--debtors: is 100,000,001"),
        ({"seed": -1}, r"--seed: is -1, expected a whole number from 0"),
        ({"as_of": FIRST - DAY}, r"--as-of: is 2022-08-19, expected a day from 2022-08-20 to"),
        ({"as_of": LAST + DAY}, r"--as-of: is .*, expected a day from 2022-08-20 to"),
    ],
)
def test_an_order_that_cannot_be_met_is_refused(asked: dict[str, Any], told: str) -> None:
    with pytest.raises(DataError, match=told):
        Order(**{"debtors": 1, "seed": 1, **asked})


@pytest.mark.parametrize("as_of", [FIRST, LAST], ids=["first", "last"])
def test_a_portfolio_is_made_on_the_first_and_the_last_day(as_of: date) -> None:
    order = Order(400, 5, as_of=as_of, sizes=Sizes(block=400))

    [tables] = made(order, [Piece(0, 400, 0)])

    assert tables["accounts"].num_rows == 400


def test_an_unknown_knob_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    order = dataclasses.replace(SMALL, changed={"suit-shre": 0.1})

    with pytest.raises(DataError, match="did you mean suit-share"):
        ship(order, tmp_path / "book")

    assert list(tmp_path.iterdir()) == []
