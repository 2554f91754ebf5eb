"""Read utterances strictly: JSON lines, or plain text of which each line is one."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any, TypeVar

from casebook.compliance.jsonlines import lines_of, parsed
from casebook.compliance.utterances.model import Channel, Speaker, Utterance
from casebook.errors import DataError
from casebook.law.rules import jurisdictions
from casebook.text import Language

NEEDED = ("id", "lang", "jurisdiction", "speaker", "channel", "text")
# Other words for the same, in use elsewhere.
SPEAKERS = {
    **dict.fromkeys(("agent", "creditor", "lender", "operator", "staff"), Speaker.COLLECTOR),
    **dict.fromkeys(("debtor", "customer", "consumer", "borrower", "cardholder"), Speaker.CLIENT),
    **dict.fromkeys(("third-party", "third party", "other"), Speaker.THIRD_PARTY),
}
CHANNELS = {
    **dict.fromkeys(("phone", "voice", "telephone", "ivr", "voice-bot"), Channel.CALL),
    **dict.fromkeys(("text", "mms"), Channel.SMS),
    **dict.fromkeys(("im", "wechat", "whatsapp", "app", "messenger", "social"), Channel.CHAT),
    **dict.fromkeys(("mail", "post", "notice"), Channel.LETTER),
    **dict.fromkeys(("field", "in-person"), Channel.VISIT),
}
JURISDICTIONS = {"CHN": "CN", "USA": "US", "GB": "UK", "GBR": "UK"}


Closed = TypeVar("Closed", bound=StrEnum)


def read(text: str, where: str, *, language: Language, jurisdiction: str) -> tuple[Utterance, ...]:
    """Return the utterances in `text`, which errors call `where`.

    JSON lines hold all that is known of an utterance; other fields are passed over. In plain text
    each line that is not blank is one that a collector wrote, in `language` and under
    `jurisdiction`; its id is its line's number.

    Raises
    ------
    DataError
        With all faults at once: a torn line, a field missing or of the wrong type, an id twice.
    """
    written = list(lines_of(text))
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
    """One reading of one input, gathering faults as it goes."""

    def __init__(self, where: str) -> None:
        self.where = where
        self.faults: list[str] = []
        self.ids: set[str] = set()

    def line(self, no: int, line: str) -> Utterance | None:
        try:
            raw = parsed(line)
        except (ValueError, RecursionError) as error:
            told = str(error).split(":", 1)[0][:80]
            self.faults.append(f"line {no}: torn or no JSON ({told}), expected one object")
            return None
        if not isinstance(raw, dict):
            self.faults.append(f"line {no}: is {type(raw).__name__}, expected an object")
            return None
        return self.utterance(raw, f"line {no}")

    def utterance(self, raw: Mapping[str, Any], item: str) -> Utterance | None:
        before = len(self.faults)
        self.faults += (f"{item}: {told}" for told in _fields(raw))
        known = {field: self.closed(field, raw, item) for field in _READERS}
        jurisdiction = self.jurisdiction(raw, item)
        self.once(raw, item)
        if len(self.faults) > before:
            return None
        return Utterance(
            id=str(raw["id"]),
            lang=known["lang"],
            jurisdiction=jurisdiction,
            speaker=known["speaker"],
            channel=known["channel"],
            text=raw["text"],
            conversation=_said(raw.get("conversation")),
            turn=raw.get("turn"),
            to=raw.get("to"),
            facts=_facts(raw.get("facts")),
        )

    def closed(self, field: str, raw: Mapping[str, Any], item: str) -> Any:
        """Return the member that a field names; a channel of another name is `other`."""
        value = raw.get(field)
        word = value.strip().lower() if isinstance(value, str) else None
        kind, found = _READERS[field](word or "")
        if found is None and field in raw:
            self.faults.append(f"{item}: {field} is {value!r}, expected {kind}")
        return found

    def jurisdiction(self, raw: Mapping[str, Any], item: str) -> str:
        value = raw.get("jurisdiction")
        word = value.strip().upper() if isinstance(value, str) else ""
        word = JURISDICTIONS.get(word, word)
        if word not in jurisdictions() and "jurisdiction" in raw:
            expected = ", ".join(jurisdictions())
            self.faults.append(f"{item}: jurisdiction is {value!r}, expected one of {expected}")
        return word

    def once(self, raw: Mapping[str, Any], item: str) -> None:
        if "id" in raw:
            if str(raw["id"]) in self.ids:
                self.faults.append(f"{item}: id {raw['id']!r} is used twice, expected once")
            self.ids.add(str(raw["id"]))


def _lang(word: str) -> tuple[str, Language | None]:
    # Of zh-CN or en_GB the language alone counts.
    return f"one of {', '.join(Language)}", _member(Language, word[:2], {})


def _speaker(word: str) -> tuple[str, Speaker | None]:
    return f"one of {', '.join(Speaker)}", _member(Speaker, word, SPEAKERS)


def _channel(word: str) -> tuple[str, Channel | None]:
    return "text", _member(Channel, word, CHANNELS) or (Channel.OTHER if word else None)


_READERS = {"lang": _lang, "speaker": _speaker, "channel": _channel}


def _member(kind: type[Closed], word: str, others: Mapping[str, Closed]) -> Closed | None:
    return kind(word) if word in list(kind) else others.get(word)


def _said(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _facts(value: object) -> Mapping[str, Any]:
    """Return what is known by name; a list or a word names facts that hold."""
    if isinstance(value, Mapping):
        return value
    named = value if isinstance(value, list) else [value] if value else []
    return {str(name): True for name in named}


def _fields(raw: Mapping[str, Any]) -> Iterator[str]:
    for field in NEEDED:
        if field not in raw:
            yield f'field "{field}" is missing, expected it'
    if "text" in raw and not isinstance(raw["text"], str):
        yield f"text is {raw['text']!r}, expected text"
    if "id" in raw and (not isinstance(raw["id"], str | int) or isinstance(raw["id"], bool)):
        yield f"id is {raw['id']!r}, expected text"
    turn, to = raw.get("turn"), raw.get("to")
    if turn is not None and type(turn) is not int:
        yield f"turn is {turn!r}, expected int"
    if to is not None and not isinstance(to, str):
        yield f"to is {to!r}, expected str"
    if not isinstance(raw.get("facts"), dict | list | str | None):
        yield f"facts is {raw['facts']!r}, expected dict"
