"""How a computed answer leaves the process that computed it: plain values, one JSON line each.

Under grading, `CASEBOOK_CHANNEL` names an open file descriptor. What is written there is a
learner's claim about a value, never a score; the reader of the other end believes only its form.
"""

import json
import math
import os
import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from casebook.activities.nouns import Plain
from casebook.errors import DataError
from casebook.text import Language, Text

NAME = re.compile(r"[a-z][a-z0-9_]{0,63}")
MAX_DEPTH = 6
MAX_BYTES = 1_000_000
LARGEST_INTEGER = 10**18


def is_open() -> bool:
    """Say whether this process is under grading, with a channel to answer on."""
    return os.environ.get("CASEBOOK_CHANNEL", "").isdigit()


def send(name: str, value: object) -> None:
    """Write one answer to the channel.

    Parameters
    ----------
    name : str
        The answer's name: a small letter, then small letters, digits, underscores; at most 64.
    value : object
        Anything that `plain` takes.

    Raises
    ------
    DataError
        The name, type or size does not fit; the message is the learner's to read.
    """
    line = (json.dumps(message(name, value), allow_nan=False) + "\n").encode()
    if len(line) > MAX_BYTES:
        raise _refusal("large", MAX_BYTES)
    channel = int(os.environ["CASEBOOK_CHANNEL"])
    while line:
        line = line[os.write(channel, line) :]


def message(name: str, value: object) -> dict[str, Plain]:
    """Form the channel's message for one answer; raises as `send` does."""
    if type(name) is not str or not NAME.fullmatch(name):
        raise _refusal("name", name)
    given = plain(value)
    return {"answer": name, "value": given, "kind": kind_of(value, given)}


def kind_of(value: object, given: Plain) -> str:
    """Name the kind of a value: only a Decimal, sent as text, is not told by its plain form."""
    if isinstance(value, Decimal):
        return "number"
    return kind_of_plain(given)


def kind_of_plain(given: Plain) -> str:
    """Name the kind of a plain value."""
    kinds = {bool: "truth", int: "number", float: "number", str: "text", list: "list"}
    if type(given) is dict:
        return "table" if set(given) == {"columns"} else "record"
    return kinds.get(type(given), "nothing")


def plain(value: object, *, depth: int = MAX_DEPTH) -> Plain:
    """Reduce a value to JSON's types, without importing numpy or pandas.

    Numbers of numpy become Python's; a Decimal becomes text (`"12.50"`); a date ISO text, as does a
    midnight without a time zone; a series, array, tuple or set a list (a set sorted); a data
    frame `{"columns": {name: [...]}}`. `...`, the unfilled blank, becomes None.

    Raises
    ------
    DataError
        NaN, infinity, a missing value, another type, or more than `depth` levels.
    """
    if depth < 0:
        raise _refusal("deep", MAX_DEPTH)
    if value is None or value is ...:
        return None
    simple = _SIMPLE.get(type(value))
    if simple:
        return simple(value)
    if isinstance(value, datetime | date):
        return _moment(value)
    return _collection(value, depth - 1)


def _integer(value: int) -> int:
    if abs(value) > LARGEST_INTEGER:
        raise _refusal("large", 8)
    return value


def _finite(value: float) -> float:
    if not math.isfinite(value):
        raise _refusal("missing")
    return value


def _decimal(value: Decimal) -> str:
    if not value.is_finite():
        raise _refusal("missing")
    return format(_within(value), "f")


def _within(value: Decimal) -> Decimal:
    if value and not -30 <= value.adjusted() <= 18:
        raise _refusal("large", 8)
    return value


def _moment(value: date) -> str:
    text = value.isoformat()
    if text == "NaT":
        raise _refusal("missing")
    return text.removesuffix("T00:00:00")


_SIMPLE: dict[type, Callable[[Any], Plain]] = {
    bool: bool,
    int: _integer,
    float: _finite,
    str: str,
    Decimal: _decimal,
}


def _collection(value: Any, depth: int) -> Plain:
    if isinstance(value, set | frozenset):
        return sorted((plain(item, depth=depth) for item in value), key=repr)
    if isinstance(value, list | tuple):
        return [plain(item, depth=depth) for item in value]
    if isinstance(value, dict):
        return {_key(key): plain(item, depth=depth) for key, item in value.items()}
    return _scientific(value, depth)


def _key(key: object) -> str:
    if not isinstance(key, str):
        raise _refusal("type", type(key).__name__)
    return str(key)


def _scientific(value: Any, depth: int) -> Plain:
    """Take apart what numpy and pandas make, known by its methods alone."""
    kind = type(value).__name__
    if kind == "NAType":
        raise _refusal("missing")
    if kind == "DataFrame":
        columns = {str(name): list(cells) for name, cells in value.to_dict("list").items()}
        return plain({"columns": columns}, depth=depth + 1)
    if kind in {"datetime64", "ndarray"} and value.dtype.kind == "M":
        # Finer than a microsecond, numpy would give bare integers.
        value = value.astype("datetime64[us]")
    taken = value.tolist() if hasattr(value, "tolist") else value
    if taken is None:
        raise _refusal("missing")
    if type(taken) is type(value):
        raise _refusal("type", type(value).__name__)
    return plain(taken, depth=depth + 1)


@cache
def _refusals() -> dict[str, Text]:
    text = files(__package__).joinpath("channel.yaml").read_text("utf-8")
    return {name: Text(**both) for name, both in yaml.safe_load(text).items()}


def _refusal(name: str, given: object = "") -> DataError:
    english = os.environ.get("CASEBOOK_LANGUAGE") == Language.EN
    text = _refusals()[name].say(Language.EN if english else Language.ZH)
    return DataError("cb.answer", text.format(given=given))
