"""The words of a finding, in both languages, from `evidence.yaml`."""

from collections.abc import Mapping
from datetime import datetime, time
from functools import cache
from importlib.resources import files
from typing import Any

from casebook.compliance.contacts.scope import Breach
from casebook.law.contact_rules.checks import Check
from casebook.law.entries import read_yaml
from casebook.text import Language, Text

#: The slots whose values are codes, and the list of words that each is said by.
_CODED = {"told": "disclosed", "per": "per", "what": "what", "facts": "facts"}
_SPACE = {Language.ZH: "", Language.EN: " "}
_COMMA = {Language.ZH: "、", Language.EN: ", "}


@cache
def words() -> Mapping[str, Any]:
    """Return everything in `evidence.yaml`."""
    path = files("casebook.compliance.contacts") / "evidence.yaml"
    read: Mapping[str, Any] = read_yaml(path.read_text(encoding="utf-8"), path.name)
    return read


def say(breach: Breach, check: Check) -> Text:
    """Say in both languages what shows the breach of `check`, and the table's own remark on it."""
    slots = _plain_slots(breach)
    return Text(
        _say(breach, check, slots, Language.ZH),
        _say(breach, check, slots, Language.EN),
    )


def _say(breach: Breach, check: Check, plain: Mapping[str, str], language: Language) -> str:
    slots = {**plain, **_coded_slots(breach, language)}
    said = [part[language].format_map(slots) for part in _parts(breach)]
    if check.is_house:
        said[0] = words()["house"][language] + said[0]
    if check.remark:
        said.append(check.remark.say(language))
    return _SPACE[language].join(each[:1].upper() + each[1:] for each in said)


def _parts(breach: Breach) -> list[Mapping[str, str]]:
    sentences = words()["sentences"]
    parts = [sentences.get(breach.sentence) or sentences["standing"]]
    return [*parts, sentences["further"]] if breach.slots.get("further") else parts


def _plain_slots(breach: Breach) -> dict[str, str]:
    """Give the slots that read the same in both languages."""
    at = _moment(breach.line.local)
    filled = {"at": at, "day": at[: len("2026-06-30")]}
    for name, value in breach.slots.items():
        if name not in _CODED:
            filled[name] = _plain(value)
    return filled


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return _moment(value)
    return f"{value:%H:%M}" if isinstance(value, time) else str(value)


def _coded_slots(breach: Breach, language: Language) -> dict[str, str]:
    contact, known = breach.line.contact, words()
    filled = {
        "channel": known["channels"][contact.channel][language],
        "person": known["persons"][contact.person][language],
    }
    for name, value in breach.slots.items():
        if name == "since":
            filled[name] = _since(value, language)
        elif name in _CODED:
            codes = value if isinstance(value, tuple) else (value,)
            said = (known[_CODED[name]][code][language] for code in codes)
            filled[name] = _COMMA[language].join(said)
    return filled


def _since(moment: datetime | None, language: Language) -> str:
    """Write when a fact began; midnight stands for a fact of which the file gives the day alone."""
    if moment is None:
        return str(words()["undated"][language])
    return moment.date().isoformat() if moment.time() == time.min else _moment(moment)


def _moment(moment: datetime) -> str:
    """Write a time, without needless seconds."""
    return moment.isoformat(" ", "seconds" if moment.second else "minutes")
