"""DuckDB and Polars read the files as they are, in one piece or in parts."""

from pathlib import Path

import duckdb
import polars as pl
import pyarrow.parquet as pq
import pytest

from casebook.portfolio.blocks import PUBLIC
from casebook.portfolio.shipping.order import Order, Sizes
from casebook.portfolio.shipping.ship import ship
from portfolio.shipping.conftest import ORDER


@pytest.fixture(scope="module")
def single(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("readers") / "single"
    ship(Order(200, 11, sizes=Sizes(block=100)), folder)
    return folder


@pytest.mark.parametrize("table", PUBLIC)
def test_polars_scans_one_file_and_parts(single: Path, parted: Path, table: str) -> None:
    one = pl.scan_parquet(single / f"{table}.parquet")
    parts = pl.scan_parquet(parted / table)

    assert one.collect_schema() == parts.collect_schema()
    told = sum(pq.read_metadata(path).num_rows for path in (parted / table).iterdir())
    assert parts.select(pl.len()).collect().item() == told > 0


def test_polars_reads_types_as_they_are_meant(parted: Path) -> None:
    schema = pl.scan_parquet(parted / "contacts").collect_schema()

    assert schema["contact_id"] == pl.String
    assert schema["promised_fen"] == pl.Int64
    assert schema["promised_on"] == pl.Date
    assert schema["at"] == pl.Datetime("ms")


def test_duckdb_joins_parts_without_being_told_how(parted: Path) -> None:
    query = f"""
        select count(*), count(distinct debtor_id)
        from '{parted}/accounts/*.parquet' join '{parted}/debtors/*.parquet' using (debtor_id)
    """

    assert duckdb.sql(query).fetchall() == [(ORDER.debtors, ORDER.debtors)]
