"""The loan prime rate as a dated table, which says how far it reaches."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

import yaml

from casebook.errors import ContentError, DataError
from casebook.law.model import Basis
from casebook.text import Text

TABLE = "law/tables/lpr.yaml"


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate in percent a year, from its first day until the next one's."""

    from_: date
    one_year_pct: Decimal


@dataclass(frozen=True, slots=True)
class History:
    """The rates in order of time, with the days up to which they are confirmed and known.

    Up to `confirmed_until` two sources agree; after it, up to `known_until`, there is one.
    """

    name: Text
    confirmed_until: date
    known_until: date
    confidence: Basis
    sources: tuple[str, ...]
    rates: tuple[Rate, ...]

    @property
    def known_from(self) -> date:
        """The first day that the table covers."""
        return self.rates[0].from_

    def is_known(self, on: date) -> bool:
        """Say whether the table covers the day `on`."""
        return self.known_from <= on <= self.known_until

    def is_confirmed(self, on: date) -> bool:
        """Say whether two sources agree on the rate of the day `on`."""
        return self.known_from <= on <= self.confirmed_until

    def rate_pct(self, on: date) -> Decimal:
        """Return the rate of the day `on`, in percent a year.

        Raises
        ------
        DataError
            If the table does not cover the day; nothing is assumed beyond it.
        """
        if not self.is_known(on):
            raise DataError(
                TABLE,
                f"the one-year LPR of {on} is not known",
                f"a day from {self.known_from} to {self.known_until}",
                "look the rate up, and add it to the table with its source",
            )
        return next(rate for rate in reversed(self.rates) if rate.from_ <= on).one_year_pct


@cache
def lpr() -> History:
    """Return the one-year LPR since its reform of 20 August 2019."""
    path = files("casebook.law") / "tables" / "lpr.yaml"
    return read_history(path.read_text(encoding="utf-8"), TABLE)


def read_history(text: str, where: str) -> History:
    """Return the table written in `text`, YAML that errors call `where`.

    Raises
    ------
    ContentError
        If it is not readable, or with all faults of its days and rates at once.
    """
    try:
        raw = yaml.safe_load(text)
        table = _table(raw)
    except (yaml.YAMLError, ArithmeticError, KeyError, TypeError, ValueError) as error:
        what = f"is no table of rates ({type(error).__name__}: {error})"
        raise ContentError(where, what, do="write it as the shipped table is written") from error
    found = [f"{where}: {fault}" for fault in _faults(table)]
    if found:
        raise ContentError.of(where, found)
    return table


def _table(raw: dict[str, Any]) -> History:
    return History(
        name=Text(raw["name"]["zh"], raw["name"]["en"]),
        confirmed_until=_day(raw["confirmed_until"]),
        known_until=_day(raw["known_until"]),
        confidence=Basis(raw["confidence"]),
        sources=tuple(map(str, raw["sources"])),
        rates=tuple(
            Rate(_day(entry["from"]), Decimal(entry["one_year_pct"])) for entry in raw["rates"]
        ),
    )


def _day(value: object) -> date:
    if type(value) is not date:
        raise ValueError(f"{value!r} is no date such as 2019-08-20")
    return value


def _faults(table: History) -> list[str]:
    days = [rate.from_ for rate in table.rates]
    if not days:
        return ["rates is empty, expected at least one"]
    found = [
        f"{later} stands after {earlier}, expected the days in order, each once"
        for earlier, later in pairwise(days)
        if later <= earlier
    ]
    found += [
        f"the rate of {rate.from_} is {rate.one_year_pct}, expected a percentage above 0"
        for rate in table.rates
        if not 0 < rate.one_year_pct < 100
    ]
    if not days[-1] <= table.known_until:
        found.append(f"known_until is {table.known_until}, expected {days[-1]} or later")
    if not table.confirmed_until <= table.known_until:
        found.append(f"confirmed_until is {table.confirmed_until}, expected at most known_until")
    return found
