"""Read `targets.yaml` strictly: every fault is found before any is told."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from casebook.errors import ContentError
from casebook.law.entries import Entries, read_yaml
from casebook.portfolio.calibration.measures import fault_of
from casebook.portfolio.calibration.model import Book, Confidence, Rule, Source, Target, Unit
from casebook.text import Text

WHERE = "calibration/targets.yaml"
_NEEDED = ("id", "zh", "en", "value", "unit", "confidence", "source", "product", "bound")
_FREE = ("value_to", "n", "se", "measure", "arguments", "tolerance", "why", "note")


@cache
def targets() -> tuple[Target, ...]:
    """Return every published figure, in the order of the file.

    Raises
    ------
    ContentError
        The file has faults; all are told at once.
    """
    return read_targets(Path(__file__).with_name("targets.yaml").read_text(encoding="utf-8"))


def read_targets(text: str) -> tuple[Target, ...]:
    """Read the figures that are written in `text`, YAML as in `targets.yaml`."""
    entries = Entries(WHERE)
    raw = entries.mapping(read_yaml(text, WHERE), "file", ("sources", "reasons", "targets"))
    sources = {
        id_: Source(id_, entries.text({"name": both}, "name", f"source {id_}"))
        for id_, both in raw.get("sources", {}).items()
    }
    reasons = {
        id_: entries.text({"why": both}, "why", f"reason {id_}")
        for id_, both in raw.get("reasons", {}).items()
    }
    read = tuple(_target(entries, each, sources, reasons) for each in raw.get("targets", ()))
    for id_ in {one.id for one in read if [each.id for each in read].count(one.id) > 1}:
        entries.fault(id_, "is written more than once", "an id of its own")
    if entries.faults:
        raise ContentError.of(WHERE, entries.faults)
    return read


def _target(
    entries: Entries,
    raw: Any,
    sources: Mapping[str, Source],
    reasons: Mapping[str, Text],
) -> Target:
    item = str(raw.get("id")) if isinstance(raw, dict) else repr(raw)
    free = dict.fromkeys(_FREE)
    entry = entries.mapping(free | raw if isinstance(raw, dict) else raw, item, _NEEDED + _FREE)
    _check_binding(entries, entry, item)
    _check_measure(entries, entry, item)
    return Target(
        id=item,
        name=Text(entries.string(entry, "zh", item), entries.string(entry, "en", item)),
        value=_number(entries, entry, "value", item) or 0.0,
        value_to=_number(entries, entry, "value_to", item),
        unit=entries.closed(Unit, entry, "unit", item),
        confidence=entries.closed(Confidence, entry, "confidence", item),
        source=_one_of(entries, sources, entry, "source", item) or Source("", Text("", "")),
        n=entry.get("n"),
        se=_number(entries, entry, "se", item),
        product=entries.closed(Book, entry, "product", item),
        measure=entry.get("measure"),
        arguments=entry.get("arguments") or {},
        tolerance=None if entry.get("tolerance") is None else _rule(entries, entry, item),
        bound=entry.get("bound") is True,
        why=_one_of(entries, reasons, entry, "why", item) if entry.get("why") else None,
        note=entries.text(entry, "note", item) if entry.get("note") else None,
    )


def _rule(entries: Entries, entry: dict[str, Any], item: str) -> Rule:
    return entries.closed(Rule, entry, "tolerance", item)


def _check_binding(entries: Entries, entry: dict[str, Any], item: str) -> None:
    """Want a measure and a tolerance of what is bound, and a reason of what is not."""
    bound = entry.get("bound")
    if not isinstance(bound, bool):
        entries.fault(item, f"bound is {bound!r}", "true or false")
    wanted = ("measure", "tolerance") if bound else ("why",)
    for field in wanted:
        if entry.get(field) is None:
            entries.fault(item, f'field "{field}" is missing', f"it where bound is {bound}")


def _check_measure(entries: Entries, entry: dict[str, Any], item: str) -> None:
    name = entry.get("measure")
    if fault := fault_of(name, entry.get("arguments") or {}) if name else "":
        entries.faults.append(f"{entries.where}: {item}: {fault}")


def _number(entries: Entries, entry: dict[str, Any], field: str, item: str) -> float | None:
    value = entry.get(field)
    is_free = value is None and (field in _FREE or field not in entry)
    if is_free or (isinstance(value, int | float) and not isinstance(value, bool)):
        return value
    entries.fault(item, f"{field} is {value!r}", "a number")
    return None


def _one_of(
    entries: Entries, known: Mapping[str, Any], entry: dict[str, Any], field: str, item: str
) -> Any:
    value = str(entry.get(field))
    if value not in known:
        entries.fault(item, f"{field} is {value}", f"one of {', '.join(known)}")
    return known.get(value)
