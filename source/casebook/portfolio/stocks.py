"""The stock of words and figures that people, firms and notes are made from (`stock/`)."""

import csv
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_STOCK = Path(__file__).with_name("stock")


@cache
def words(name: str) -> dict[str, Any]:
    """Return the YAML stock called `name`."""
    text = (_STOCK / f"{name}.yaml").read_text(encoding="utf-8")
    stock: dict[str, Any] = yaml.safe_load(text)
    return stock


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """Return the CSV stock called `name`, one mapping a row."""
    with (_STOCK / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))
