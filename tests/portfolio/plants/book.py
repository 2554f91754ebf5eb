"""One block, planted and clean, as the tests of the planted layer share it."""

import json
from collections import defaultdict
from datetime import date
from functools import cache
from typing import Any

import pyarrow as pa

from casebook.portfolio import blocks
from casebook.portfolio.flags import ids
from casebook.portfolio.simulation.knobs import Knobs, knobs
from portfolio.files import File, files_of

AS_OF, SEED, SIZE = date(2026, 6, 30), 7, 1_500
NO_PLANTS = {f"planted-{flag}": 0.0 for flag in ids()}

Tables = dict[str, pa.Table]


def made(turned: Knobs, **options: Any) -> Tables:
    """Make the tables of a block."""
    return blocks.tables_of(SEED, 0, as_of=AS_OF, knobs=turned, **{"size": SIZE, **options})


@cache
def planted() -> Tables:
    """Return the block as it is by default."""
    return made(knobs({}))


@cache
def clean() -> Tables:
    """Return the same block without any plant."""
    return made(knobs(NO_PLANTS))


@cache
def files() -> dict[str, File]:
    """Return the files of the planted block."""
    return files_of(planted(), AS_OF)


@cache
def clean_files() -> dict[str, File]:
    """Return the files of the clean block."""
    return files_of(clean(), AS_OF)


def flags_of(tables: Tables) -> dict[str, set[str]]:
    """Return the planted flags of each debtor that has some."""
    flags = defaultdict(set)
    for row in tables["planted"].to_pylist():
        flags[row["debtor_id"]].add(row["flag"])
    return dict(flags)


def with_flag(flag: str) -> dict[str, File]:
    """Return the files that have a flag."""
    return {debtor: files()[debtor] for debtor, own in flags_of(planted()).items() if flag in own}


def detail(debtor: str, flag: str) -> dict[str, str]:
    """Return what was recorded of a plant."""
    for row in planted()["planted"].to_pylist():
        if (row["debtor_id"], row["flag"]) == (debtor, flag):
            found: dict[str, str] = json.loads(row["detail"])
            return found
    raise LookupError(debtor, flag)
