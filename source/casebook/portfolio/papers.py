"""What the body of each kind of document holds, read from `papers.yaml`, and its checking."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from casebook.portfolio.schema import Column, columns
from casebook.text import Text


@dataclass(frozen=True, slots=True)
class Part:
    """A list inside a document, such as the slips of a proof of income."""

    name: str
    title: Text
    fields: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """One kind of document: its fields, then its lists."""

    kind: str
    title: Text
    fields: tuple[Column, ...]
    lists: tuple[Part, ...]


@cache
def papers() -> Mapping[str, Paper]:
    """Return every kind of document, in the order in which a file holds them."""
    text = Path(__file__).with_name("papers.yaml").read_text(encoding="utf-8")
    return {kind: _paper(kind, entry) for kind, entry in yaml.safe_load(text).items()}


def fault_in_body(kind: str, body: Mapping[str, Any]) -> str:
    """Say what is first found wrong with the body of a document; nothing if all fits."""
    paper = papers()[kind]
    lists = {part.name: part for part in paper.lists}
    plain = {name: value for name, value in body.items() if name not in lists}
    return next(_faults(paper, plain, lists, body), "")


def _faults(
    paper: Paper, plain: Mapping[str, Any], lists: Mapping[str, Part], body: Mapping[str, Any]
) -> Iterator[str]:
    yield from _row_faults(paper.kind, plain, paper.fields)
    for name, part in lists.items():
        rows = body.get(name)
        if not isinstance(rows, list):
            yield f"{paper.kind}.{name} is {rows!r:.40}, expected a list"
            continue
        for number, row in enumerate(rows, 1):
            yield from _row_faults(f"{paper.kind}.{name} {number}", row, part.fields)


def _row_faults(where: str, row: object, fields: tuple[Column, ...]) -> Iterator[str]:
    names = [field.name for field in fields]
    if not isinstance(row, Mapping) or set(row) != set(names):
        found = ", ".join(map(str, row)) if isinstance(row, Mapping) else repr(row)[:40]
        yield f"{where} has {found}, expected {', '.join(names)}"
        return
    for field in fields:
        if fault := field.fault_in(row[field.name]):
            yield f"{where}.{field.name} is {fault}"


def _paper(kind: str, entry: Mapping[str, Any]) -> Paper:
    parts = entry.get("lists", {})
    return Paper(
        kind=kind,
        title=Text(**entry["title"]),
        fields=columns(entry["fields"]),
        lists=tuple(
            Part(name, Text(**part["title"]), columns(part["fields"]))
            for name, part in parts.items()
        ),
    )
