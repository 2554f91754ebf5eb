"""What was planted, where: the rows of table `planted`."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import pyarrow as pa

from casebook.portfolio import stocks
from casebook.portfolio.flags import ids, places
from casebook.portfolio.writing.pieces import vocabulary
from casebook.text import Text

_SLOT = re.compile(r"\{(\w+)\}")
# Slots that are filled with words of the language: `what_zh` and `what_en`.
_WORDS = ("dates", "what")


@dataclass(frozen=True, slots=True)
class Plant:
    """Where a contradiction was planted, and what is said of it: a kind of detail and its slots."""

    where: str
    kind: str
    slots: Mapping[str, Any] = field(default_factory=dict)


class Record:
    """The plants of a block, in the order of debtors and of the vocabulary."""

    def __init__(self) -> None:
        self._plants: dict[tuple[int, int], Plant] = {}

    def add(self, place: int, flag: str, plant: Plant) -> None:
        """Note that a flag was planted on the file at that place."""
        self._plants[place, places()[flag]] = plant

    def table(self, debtor_ids: pa.Array) -> dict[str, pa.Array]:
        """Write table `planted`."""
        rows = sorted(self._plants.items(), key=lambda item: item[0])
        return {
            "debtor_id": debtor_ids.take(pa.array([place for (place, _), _ in rows], pa.int32())),
            "flag": vocabulary([ids()[flag] for (_, flag), _ in rows]),
            "where": vocabulary([plant.where for _, plant in rows]),
            "detail": vocabulary([_detail(plant) for _, plant in rows]),
        }


def named(group: str, name: str) -> Text:
    """Return what the stock calls a clause or a breach."""
    return Text(**_stock()[group][name])


def yuan(fen: int) -> str:
    """Write an amount as plainly as it can be: 2000, 1986.35."""
    whole, rest = divmod(fen, 100)
    return f"{whole}.{rest:02d}".rstrip("0").rstrip(".") if rest else str(whole)


def _detail(plant: Plant) -> str:
    return _patterns()[plant.kind] % plant.slots


@cache
def _patterns() -> Mapping[str, str]:
    """Return the JSON text of each kind of detail, with %-slots: no word of ours has a quote."""
    return {
        kind: json.dumps(
            {language: _pattern(text, language) for language, text in said.items()},
            ensure_ascii=False,
        )
        for kind, said in _stock()["details"].items()
    }


def _pattern(text: str, language: str) -> str:
    def slot(found: re.Match[str]) -> str:
        name = found[1]
        return f"%({name}_{language})s" if name in _WORDS else f"%({name})s"

    return _SLOT.sub(slot, text.replace("%", "%%"))


@cache
def _stock() -> Mapping[str, Any]:
    return stocks.words("plants")
