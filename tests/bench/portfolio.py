"""Make portfolios: the rate beside mimesis and beside a floor, growth with size, and memory.

The floor is what numpy and Arrow need for the same bytes with nothing in them. Memory is the sum
over the processes of a run of what each holds, pages that they share counted once for each.
"""

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from itertools import pairwise
from pathlib import Path

import psutil
from mimesis import Locale
from mimesis.schema import Field, Schema

from bench.floor import shapes_of, write_floor
from casebook.portfolio.crowds import crowds
from casebook.portfolio.shipping.crew import processors
from casebook.portfolio.shipping.making import made
from casebook.portfolio.shipping.order import Order, Piece
from casebook.portfolio.shipping.ship import RUN, ship
from casebook.portfolio.simulation.block import BLOCK

AS_OF = date(2026, 6, 30)
BLOCKS, PEERS = 20, 3_000
SIZES = (10_000, 100_000)
LEAST_TIMES_MIMESIS, MOST_TIMES_FLOOR, MOST_GIB = 50, 8, 8
GIB = 1 << 30


def main() -> None:
    beside_mimesis()
    beside_floor()
    for jobs in sorted({1, min(2, processors())}):
        grow(SIZES, jobs)


# Debtors, column by column, beside the peer.


def beside_mimesis() -> None:
    ours = BLOCKS * BLOCK / best(lambda: debtor_columns(RUN))
    one_by_one = BLOCKS * BLOCK / best(lambda: debtor_columns(1))
    schema = PEERS / best(lambda: Schema(schema=mimesis_row, iterations=PEERS).create())
    bare = PEERS / best(bare_columns)
    print(f"debtors table         {ours:12,.0f} a second, {RUN} blocks of {BLOCK:,} at a time")
    print(f"                      {one_by_one:12,.0f} a second, one block at a time")
    print(f"mimesis, a schema     {schema:12,.0f} a second")
    print(f"mimesis, bare calls   {bare:12,.0f} a second")
    verdict("times mimesis", ours / schema, ours >= schema * LEAST_TIMES_MIMESIS)
    print(f"  its bare calls      {ours / bare:12.2f}")


def debtor_columns(run: int) -> None:
    """Make the debtors of all blocks, so many blocks at a time; `ship` makes `RUN`."""
    for first in range(0, BLOCKS, run):
        for _ in crowds(1, range(first, first + run), AS_OF):
            pass


FIELD = Field(Locale.ZH, seed=1)


def mimesis_row() -> dict[str, object]:
    """The columns of table `debtors`, by the fields that mimesis has for them."""
    return {
        "debtor_id": FIELD("increment"),
        "name": FIELD("person.full_name"),
        "sex": FIELD("choice", items=["男", "女"]),
        "birth_date": FIELD("person.birthdate", min_year=1947, max_year=2005),
        "id_number": FIELD("person.identifier", mask="##################"),
        "phone": FIELD("person.phone_number", mask="154########"),
        "province": FIELD("address.province"),
        "city": FIELD("address.city"),
        "address": FIELD("address.address"),
        "occupation": FIELD("person.occupation"),
        "employer": FIELD("finance.company"),
        "marital_status": FIELD("choice", items=["未婚", "已婚", "离异"]),
        "dependants": FIELD("numeric.integer_number", start=0, end=3),
        "stated_income_fen": FIELD("numeric.integer_number", start=200_000, end=3_000_000),
        "living_costs_fen": FIELD("numeric.integer_number", start=100_000, end=1_000_000),
        "stated_debts": FIELD("numeric.integer_number", start=0, end=9),
        "contact_name": FIELD("person.full_name"),
        "contact_relation": FIELD("choice", items=["配偶", "父亲", "母亲", "朋友", "同事"]),
        "contact_phone": FIELD("person.phone_number", mask="161########"),
    }


def bare_columns() -> None:
    """The same columns by the providers' own methods, without a schema around them."""
    give = FIELD._generic
    person, address, number = give.person, give.address, give.numeric.integer_number
    choice = give.random.choice
    calls: tuple[Callable[[], object], ...] = (
        give.code.pin,
        person.full_name,
        lambda: choice(["男", "女"]),
        lambda: person.birthdate(min_year=1947, max_year=2005),
        lambda: person.identifier(mask="##################"),
        lambda: person.phone_number(mask="154########"),
        address.province,
        address.city,
        address.address,
        person.occupation,
        give.finance.company,
        lambda: choice(["未婚", "已婚", "离异"]),
        lambda: number(start=0, end=3),
        lambda: number(start=200_000, end=3_000_000),
        lambda: number(start=100_000, end=1_000_000),
        lambda: number(start=0, end=9),
        person.full_name,
        lambda: choice(["配偶", "父亲", "母亲", "朋友", "同事"]),
        lambda: person.phone_number(mask="161########"),
    )
    for call in calls:
        [call() for _ in range(PEERS)]


# The whole portfolio, beside what the same bytes cost with nothing in them.


def beside_floor() -> None:
    with tempfile.TemporaryDirectory() as folder:
        book, floor = Path(folder) / "book", Path(folder) / "floor"
        order = Order(BLOCKS * BLOCK, 1, has_answers=True)
        ours = seconds(lambda: ship(order, book))
        shapes = shapes_of(made(order, [Piece(0, BLOCK, 0)])[0], book)
        floor.mkdir()
        theirs = seconds(lambda: write_floor(shapes, BLOCKS, floor))
        print(f"whole portfolio       {BLOCKS * BLOCK / ours:12,.0f} accounts a second, one worker")
        print(f"its floor             {BLOCKS * BLOCK / theirs:12,.0f} accounts a second")
        print(f"bytes                 {size_of(book):12,} and of its floor {size_of(floor):,}")
        verdict("times its floor", ours / theirs, ours <= theirs * MOST_TIMES_FLOOR)


# Growth and memory, through the command line.


def grow(sizes: tuple[int, ...], jobs: int) -> list[float]:
    took = []
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            seconds_, peak = run(size, jobs, Path(folder) / f"book-{size}")
            took.append(seconds_)
            print(
                f"{size:9,} debtors, {jobs} worker(s) {seconds_:8.1f} s "
                f"{size / seconds_:8,.0f} a second, {peak / GIB:5.2f} GiB"
            )
            verdict("GiB at most", peak / GIB, peak <= MOST_GIB * GIB)
    for (less, quick), (more, slow) in pairwise(zip(sizes, took, strict=True)):
        print(f"{more / less:.0f} times the debtors take {slow / quick:.1f} times as long")
    return took


def run(size: int, jobs: int, folder: Path) -> tuple[float, int]:
    """Make a portfolio; return the seconds that it took and the most memory that it held."""
    words = ["--debtors", str(size), "--jobs", str(jobs), "--answers", "--out", str(folder)]
    began, peak = time.perf_counter(), 0
    command = [sys.executable, "-m", "casebook.cli", "data", *words]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as made_by:
        process = psutil.Process(made_by.pid)
        while made_by.poll() is None:
            peak = max(peak, memory(process))
            time.sleep(0.1)
    if made_by.returncode:
        raise SystemExit(made_by.returncode)
    return time.perf_counter() - began, peak


def memory(process: psutil.Process) -> int:
    held = 0
    try:
        for one in (process, *process.children(recursive=True)):
            held += one.memory_info().rss
    except psutil.NoSuchProcess:
        pass  # one has ended while the others were counted
    return held


def size_of(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def best(work: Callable[[], object], tries: int = 3) -> float:
    work()
    return min(seconds(work) for _ in range(tries))


def seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def verdict(what: str, value: float, is_good: bool) -> None:
    print(f"{what:21} {value:12.2f} {'as wanted' if is_good else 'NOT AS WANTED'}")
