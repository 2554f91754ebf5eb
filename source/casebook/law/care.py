"""Help in a crisis as dated data: numbers looked up in sources, and what a collector then does."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from html import escape
from typing import Any

from casebook.errors import ContentError
from casebook.law.entries import Entries, read_yaml
from casebook.law.model import Basis
from casebook.law.rules import rules
from casebook.law.shelf import jurisdictions_in, text_for
from casebook.text import Language, Text

HELP_LINES = Text("求助电话", "Help lines")
PROTOCOL = Text("怎么做", "What to do")
CHECKED = Text("查证于", "checked")

# A number that somebody remembers may be the wrong one, so only what was looked up may stand.
LOOKED_UP = (Basis.FOUND_TEXT, Basis.FOUND_PRESS)


@dataclass(frozen=True, slots=True)
class HelpLine:
    """A service to turn to, as its source gave it on the day `checked`.

    `for_` says whom it helps and with what; `hours` is None where no source gave them.
    """

    id: str
    name: Text
    for_: Text
    contact: str
    hours: Text | None
    area: Text
    source: str
    checked: date
    confidence: Basis


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the protocol, the ids of the rules that bear on it, and where it comes from."""

    id: str
    text: Text
    rules: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True, repr=False)
class Care:
    """The help lines and the protocol of one jurisdiction, in the order of its file."""

    jurisdiction: str
    note: Text
    help_lines: tuple[HelpLine, ...]
    protocol: tuple[Step, ...]

    def __repr__(self) -> str:
        return f"Care({self.jurisdiction!r})"

    def _repr_html_(self) -> str:
        halves = "".join(_half(self, language) for language in Language)
        return f'<div class="casebook-care">{halves}</div>'


def jurisdictions() -> tuple[str, ...]:
    """Return the jurisdictions that have a care file, such as `CN`."""
    return jurisdictions_in("care")


@cache
def care(jurisdiction: str) -> Care:
    """Return the help lines and the protocol of `jurisdiction`.

    Raises
    ------
    ContentError
        If there is no such file, or the file has faults.
    """
    known = {rule.id for rule in rules()}
    return read_care(*text_for(jurisdiction, "care", "care file"), known)


def read_care(text: str, where: str, known: Collection[str]) -> Care:
    """Return the care written in `text`, in YAML that errors call `where`.

    Its steps may cite no rule but those in `known`.

    Raises
    ------
    ContentError
        With all faults of the file at once.
    """
    raw = read_yaml(text, where)
    reading = _Reading(where, known)
    read = reading.care(raw)
    if reading.faults:
        raise ContentError.of(where, reading.faults)
    return read


class _Reading(Entries):
    """One reading of one care file; strings, twins and days are read as a pack's are."""

    def __init__(self, where: str, known: Collection[str]) -> None:
        super().__init__(where)
        self.known = known

    def care(self, raw: object) -> Care:
        top = self.mapping(raw, "the file", ("jurisdiction", "note", "help_lines", "protocol"))
        lines = tuple(self.help_line(*entry) for entry in self.entries(top, "help_lines"))
        steps = tuple(self.step(*entry) for entry in self.entries(top, "protocol"))
        self.once(line.id for line in lines)
        self.once(step.id for step in steps)
        jurisdiction = self.string(top, "jurisdiction", "the file")
        return Care(jurisdiction, self.text(top, "note", "the file"), lines, steps)

    def entries(self, top: dict[str, Any], field: str) -> list[tuple[object, str]]:
        """Return the entries of the list `field`, each with what a fault calls it."""
        listed = self.listed(top, field, "the file")
        if top.get(field) == []:
            self.fault("the file", f"{field} is empty", "one or more")
        return [(raw, _called(raw, f"{field} no. {place}")) for place, raw in enumerate(listed, 1)]

    def help_line(self, raw: object, item: str) -> HelpLine:
        fields = ("id", "name", "for", "contact", "hours", "area", "source", "checked")
        entry = self.mapping(raw, item, (*fields, "confidence"))
        return HelpLine(
            id=self.string(entry, "id", item),
            name=self.text(entry, "name", item),
            for_=self.text(entry, "for", item),
            contact=self.string(entry, "contact", item),
            hours=None if entry.get("hours") is None else self.text(entry, "hours", item),
            area=self.text(entry, "area", item),
            source=self.string(entry, "source", item),
            checked=self.checked(entry, item),
            confidence=self.looked_up(entry, item),
        )

    def step(self, raw: object, item: str) -> Step:
        entry = self.mapping(raw, item, ("id", "zh", "en", "rules", "source"))
        cited = self.listed(entry, "rules", item)
        for id_ in cited:
            if id_ not in self.known:
                self.fault(item, f"rule {id_!r} is unknown", "the id of a rule in a pack")
        return Step(
            id=self.string(entry, "id", item),
            text=Text(self.string(entry, "zh", item), self.string(entry, "en", item)),
            rules=tuple(map(str, cited)),
            source=self.string(entry, "source", item),
        )

    def checked(self, entry: dict[str, Any], item: str) -> date:
        day = self.day(entry, "checked", item)
        if "checked" in entry and entry["checked"] is None:
            self.fault(item, "checked is null", "the day on which the source was read")
        return day or date.min

    def looked_up(self, entry: dict[str, Any], item: str) -> Basis:
        basis = self.closed(Basis, entry, "confidence", item)
        if basis == entry.get("confidence") and basis not in LOOKED_UP:
            self.fault(item, f"confidence is {basis!r}", f"one of {', '.join(LOOKED_UP)}")
        return basis

    def listed(self, entry: dict[str, Any], field: str, item: str) -> list[object]:
        value = entry.get(field, [])
        if isinstance(value, list):
            return value
        self.fault(item, f"{field} is {value!r}", "a list")
        return []

    def once(self, ids: Iterable[str]) -> None:
        for id_, count in Counter(filter(None, ids)).items():
            if count > 1:
                self.fault(f'"{id_}"', f"id is used {count} times", "once")


def _called(raw: object, otherwise: str) -> str:
    id_ = raw.get("id") if isinstance(raw, dict) else None
    return f'"{id_}"' if isinstance(id_, str) else otherwise


def _half(care: Care, language: Language) -> str:
    lines = "".join(_line(line, language) for line in care.help_lines)
    steps = "".join(_step(step, language) for step in care.protocol)
    note, heading, protocol = (
        escape(text.say(language)) for text in (care.note, HELP_LINES, PROTOCOL)
    )
    return (
        f'<section lang="{language}"><h4>{heading} · {escape(care.jurisdiction)}</h4>'
        f"<p>{note}</p><ul>{lines}</ul><h4>{protocol}</h4><ol>{steps}</ol></section>"
    )


def _line(line: HelpLine, language: Language) -> str:
    told = (line.for_, line.hours, line.area)
    about = " · ".join(text.say(language) for text in told if text)
    basis = f"{line.source} · {CHECKED.say(language)} {line.checked} · {line.confidence}"
    name, contact, about, basis = map(escape, (line.name.say(language), line.contact, about, basis))
    return f"<li><strong>{name}</strong>: {contact}<br>{about}<br><small>{basis}</small></li>"


def _step(step: Step, language: Language) -> str:
    cited = escape(", ".join(step.rules))
    return f"<li>{escape(step.text.say(language))} <small>{cited}</small></li>"
