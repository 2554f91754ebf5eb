"""A million debtors: ``make bench ARGS=million``. The time, the memory, and every check in SQL."""

import tempfile
import time
from pathlib import Path

from bench.portfolio import GIB, run, size_of
from casebook.portfolio.shipping.crew import processors
from portfolio.shipping import checking

DEBTORS = 1_000_000


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        book = Path(folder) / "book"
        jobs = min(2, processors())
        took, peak = run(DEBTORS, jobs, book)
        print(
            f"{DEBTORS:,} debtors, {jobs} worker(s) {took:8.1f} s "
            f"{DEBTORS / took:8,.0f} a second, {peak / GIB:.2f} GiB"
        )
        print(f"{size_of(book) / GIB:.2f} GiB of files")
        began = time.perf_counter()
        found = checking.broken(checking.open_book(book))
        print(f"checks in DuckDB {time.perf_counter() - began:8.1f} s")
        for name, rows in found.items():
            print(f"DOES NOT HOLD: {name}, such as {rows[0]}")
        print(f"{len(found)} of the checks do not hold")
