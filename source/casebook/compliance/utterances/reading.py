"""Read utterances strictly: JSON lines, or plain text of which each line is one."""

import json
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any, TypeVar

from casebook.compliance.utterances.model import Channel, Speaker, Utterance
from casebook.errors import DataError
from casebook.law.rules import jurisdictions
from casebook.text import Language

NEEDED = ("id", "lang", "jurisdiction", "speaker", "channel", "text")
OPTIONAL = {"conversation": str, "turn": int, "to": str, "facts": dict}
# What a labelled set holds besides; a checker does not look at it.
IGNORED = {"labels", "near", "note"}

Closed = TypeVar("Closed", bound=StrEnum)


def read(text: str, where: str, *, language: Language, jurisdiction: str) -> tuple[Utterance, ...]:
    """Return the utterances in `text`, which errors call `where`.

    JSON lines hold all that is known of an utterance. In plain text each line that is not blank is
    one that a collector wrote, in `language` and under `jurisdiction`; its id is its line's number.

    Raises
    ------
    DataError
        With all faults at once: a torn line, a field missing, unknown or of the wrong type.
    """
    lines = [(no, line) for no, line in enumerate(text.lstrip("\ufeff").splitlines(), 1)]
    written = [(no, line) for no, line in lines if line.strip()]
    if not any(line.lstrip().startswith("{") for _, line in written):
        return tuple(_plain(no, line, language, jurisdiction) for no, line in written)
    reading = _Reading(where)
    read = tuple(filter(None, (reading.line(no, line) for no, line in written)))
    if reading.faults:
        told = "\n  ".join((f"{len(reading.faults)} fault(s)", *reading.faults))
        raise DataError(where, told, do="mend these lines")
    return read


def of_mapping(raw: Mapping[str, Any], where: str = "utterance") -> Utterance:
    """Return the utterance that `raw` describes, as one line of JSON would.

    Raises
    ------
    DataError
        With all its faults at once.
    """
    reading = _Reading(where)
    read = reading.utterance(raw, "it")
    if read is None:
        raise DataError(where, "; ".join(reading.faults))
    return read


def _plain(no: int, line: str, language: Language, jurisdiction: str) -> Utterance:
    return Utterance(str(no), language, jurisdiction, Speaker.COLLECTOR, Channel.CHAT, line.strip())


class _Reading:
    def __init__(self, where: str) -> None:
        self.where = where
        self.faults: list[str] = []
        self.ids: set[str] = set()

    def line(self, no: int, line: str) -> Utterance | None:
        try:
            raw = json.loads(line)
        except json.JSONDecodeError as error:
            self.faults.append(f"line {no}: torn or no JSON ({error.msg}), expected one object")
            return None
        if not isinstance(raw, dict):
            self.faults.append(f"line {no}: is {type(raw).__name__}, expected an object")
            return None
        return self.utterance(raw, f"line {no}")

    def utterance(self, raw: Mapping[str, Any], item: str) -> Utterance | None:
        before = len(self.faults)
        self.faults += (f"{item}: {told}" for told in _fields(raw))
        lang = self.closed(Language, raw, "lang", item)
        speaker = self.closed(Speaker, raw, "speaker", item)
        channel = self.closed(Channel, raw, "channel", item)
        if "jurisdiction" in raw and raw["jurisdiction"] not in jurisdictions():
            expected = f"one of {', '.join(jurisdictions())}"
            self.faults.append(f"{item}: jurisdiction is {raw['jurisdiction']!r}, {_exp(expected)}")
        if raw.get("id") in self.ids:
            self.faults.append(f"{item}: id {raw['id']!r} is used twice, expected once")
        self.ids.add(str(raw.get("id")))
        if len(self.faults) > before or not (lang and speaker and channel):
            return None
        told = {name: raw.get(name) for name in ("conversation", "turn", "to")}
        return Utterance(
            id=str(raw["id"]),
            lang=lang,
            jurisdiction=raw["jurisdiction"],
            speaker=speaker,
            channel=channel,
            text=raw["text"],
            facts=raw.get("facts") or {},
            **told,
        )

    def closed(
        self, kind: type[Closed], raw: Mapping[str, Any], field: str, item: str
    ) -> Closed | None:
        value = raw.get(field)
        if value in list(kind):
            return kind(value)
        if field in raw:
            self.faults.append(f"{item}: {field} is {value!r}, {_exp('one of ' + ', '.join(kind))}")
        return None


def _fields(raw: Mapping[str, Any]) -> Iterator[str]:
    for field in NEEDED:
        if field not in raw:
            yield f'field "{field}" is missing, expected it'
    for field in sorted(set(raw) - {*NEEDED, *OPTIONAL, *IGNORED}):
        yield f'field "{field}" is unknown, {_exp("one of " + ", ".join((*NEEDED, *OPTIONAL)))}'
    if "text" in raw and not isinstance(raw["text"], str):
        yield f"text is {raw['text']!r}, expected text"
    if "id" in raw and not isinstance(raw["id"], str | int):
        yield f"id is {raw['id']!r}, expected text"
    for field, kind in OPTIONAL.items():
        if raw.get(field) is not None and not isinstance(raw[field], kind):
            yield f"{field} is {raw[field]!r}, expected {kind.__name__}"


def _exp(what: str) -> str:
    return f"expected {what}"
