"""Read `assumptions.yaml` strictly: every fault is found before any is told."""

from dataclasses import dataclass
from functools import cache
from math import isfinite
from pathlib import Path
from typing import Any

from casebook.errors import ContentError
from casebook.law.entries import Entries, read_yaml
from casebook.text import Text

WHERE = "simulation/assumptions.yaml"
#: Stages of arrears by months late, from 1 to 7 and more.
STAGES = ("m1", "m2", "m3", "m4", "m5", "m6", "m6-plus")
_COMMON = ("id", "zh", "en", "unit", "why")
_NUMBERS = ("value", "low", "high")


@dataclass(frozen=True, slots=True)
class Assumption:
    """What nobody has published: a value, the range it may move in, and why."""

    id: str
    name: Text
    value: float
    low: float
    high: float
    unit: str
    why: Text


@cache
def assumptions() -> tuple[Assumption, ...]:
    """Return every assumption, in the order of the file, one for each stage where it has stages.

    Raises
    ------
    ContentError
        The file has faults; all are told at once.
    """
    return read_assumptions(
        Path(__file__).with_name("assumptions.yaml").read_text(encoding="utf-8")
    )


def read_assumptions(text: str) -> tuple[Assumption, ...]:
    """Read the assumptions that are written in `text`, YAML as in `assumptions.yaml`."""
    entries = Entries(WHERE)
    read = [one for raw in read_yaml(text, WHERE) or () for one in _assumptions(entries, raw)]
    ids = [one.id for one in read]
    for id_ in sorted({one for one in ids if ids.count(one) > 1}):
        entries.fault(id_, "is written more than once", "an id of its own")
    if entries.faults:
        raise ContentError.of(WHERE, entries.faults)
    return tuple(read)


def _assumptions(entries: Entries, raw: Any) -> list[Assumption]:
    """Return the assumption of one entry, or those of its stages."""
    item = str(raw.get("id")) if isinstance(raw, dict) else repr(raw)
    has_stages = isinstance(raw, dict) and "stages" in raw
    fields = (*_COMMON, "stages") if has_stages else (*_COMMON, *_NUMBERS)
    entry = entries.mapping(raw, item, fields)
    if not has_stages:
        return [_assumption(entries, entry, entry, item, "")]
    stages = entries.mapping(entry["stages"], f"{item}: stages", STAGES)
    return [
        _assumption(entries, entry, stages[stage], item, stage)
        for stage in STAGES
        if stage in stages
    ]


def _assumption(
    entries: Entries, entry: dict[str, Any], numbers: Any, item: str, stage: str
) -> Assumption:
    place = f"{item}-{stage}" if stage else item
    if stage:
        numbers = entries.mapping(numbers, place, _NUMBERS)
    value, low, high = (_number(entries, numbers, field, place) for field in _NUMBERS)
    if not low <= value <= high:
        entries.fault(place, f"value is {value}", f"one from {low} to {high}")
    said = f" · {stage.removesuffix('-plus').upper()}{'+' if stage.endswith('plus') else ''}"
    name = Text(entries.string(entry, "zh", item), entries.string(entry, "en", item))
    return Assumption(
        id=place,
        name=Text(name.zh + said, name.en + said) if stage else name,
        value=value,
        low=low,
        high=high,
        unit=entries.string(entry, "unit", item),
        why=entries.text(entry, "why", item),
    )


def _number(entries: Entries, numbers: dict[str, Any], field: str, place: str) -> float:
    value = numbers.get(field)
    if isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value):
        return float(value)
    if field in numbers:
        entries.fault(place, f"{field} is {value!r}", "a number")
    return 0.0
