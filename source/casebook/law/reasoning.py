"""How a calculator shows its reasoning: steps with their rules, said in two languages."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from casebook.law.entries import read_yaml
from casebook.text import Language, Text

# Not strftime: its month names follow the machine's locale.
# fmt: off
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)
# fmt: on


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a reasoning: the day it looks at, if any, the rules it rests on, the words."""

    on: date | None
    rules: tuple[str, ...]
    text: Text

    def to_dict(self) -> dict[str, Any]:
        """Return the step as plain values for JSON; the day is ISO or None."""
        on = self.on.isoformat() if self.on else None
        return {"on": on, "rules": list(self.rules), "zh": self.text.zh, "en": self.text.en}

    def say(self, language: Language | str) -> str:
        """Return the words in `language`, with the rule ids after them."""
        words = self.text.say(language)
        if not self.rules:
            return words
        listed = ", ".join(self.rules)
        return (
            f"{words}（{listed}）" if Language(language) is Language.ZH else f"{words} ({listed})"
        )


@dataclass(frozen=True, slots=True)
class Sentences:
    """The sentences of one calculator, each a template with named holes."""

    templates: Mapping[str, Text]

    def say(self, key: str, **values: object) -> Text:
        """Fill the holes of the sentence `key`.

        A date is written as each language writes it, a Text in its own language, a list or tuple
        as an enumeration, and anything else as `str` has it.
        """
        template = self.templates[key]
        return Text(_fill(template, Language.ZH, values), _fill(template, Language.EN, values))


@cache
def sentences(package: str, name: str = "steps.yaml") -> Sentences:
    """Read the sentences in the file `name` of `package`: a mapping of key to zh and en."""
    text = (files(package) / name).read_text(encoding="utf-8")
    raw = read_yaml(text, f"{package}/{name}")
    return Sentences({key: Text(both["zh"], both["en"]) for key, both in raw.items()})


def said(value: object, language: Language) -> str:
    """Write one value as `language` writes it."""
    if isinstance(value, Text):
        return value.say(language)
    if isinstance(value, date):
        return _day(value, language)
    if isinstance(value, (list, tuple)):
        return ("、" if language is Language.ZH else ", ").join(said(v, language) for v in value)
    return str(value)


def _fill(template: Text, language: Language, values: Mapping[str, object]) -> str:
    filled = {name: said(value, language) for name, value in values.items()}
    return template.say(language).format(**filled)


def _day(day: date, language: Language) -> str:
    if language is Language.ZH:
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
