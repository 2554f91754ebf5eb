"""Walking through a content file's plain data."""

from collections.abc import Iterator, Mapping
from typing import Any


def inside(raw: Any) -> Iterator[tuple[str, Any]]:
    """Yield what lies in a mapping or a list, by name; an item with an id is known by it."""
    if isinstance(raw, Mapping):
        yield from ((str(step), value) for step, value in raw.items())
    elif isinstance(raw, list | tuple):
        for number, value in enumerate(raw):
            known = value.get("id") if isinstance(value, Mapping) else None
            yield str(known or number), value
