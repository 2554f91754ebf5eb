"""JSON lines, as records of contacts and utterances come: one object a line, each name once."""

import json
from collections.abc import Iterator
from typing import Any


def lines_of(text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines of `text` that are not blank, each with its number; a BOM is passed over.

    Not splitlines, which would also cut at a line separator inside a string.
    """
    lines = enumerate(text.removeprefix("\ufeff").split("\n"), 1)
    return ((number, line) for number, line in lines if line.strip())


def parsed(line: str) -> Any:
    """Return what one line of JSON says.

    Raises
    ------
    ValueError or RecursionError
        If it is torn, or an object has a key twice, of which JSON would keep the last in silence.
    """
    return json.loads(line, object_pairs_hook=_no_twice)


def _no_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        raise ValueError("a key is written twice")
    return made
