"""The words that the widgets themselves use, in the language asked for."""

from functools import cache
from importlib.resources import files
from typing import Any

from casebook.activities.authored import read_yaml, structure
from casebook.text import Language, Text

FOLDER = files("casebook.widgets")


@cache
def _interface() -> dict[str, dict[str, Text]]:
    path: Any = FOLDER / "interface.yaml"
    return structure(read_yaml(path), dict[str, dict[str, Text]], "widgets/interface.yaml")


@cache
def read_words(name: str) -> dict[str, Text]:
    """Return the words in one of this room's YAML files, by name."""
    path: Any = FOLDER / name
    return structure(read_yaml(path), dict[str, Text], f"widgets/{name}")


def words(part: str, language: Language) -> dict[str, str]:
    """Return every word of one part of the interface, by name."""
    return {name: text.say(language) for name, text in _interface()[part].items()}


def say(part: str, name: str, language: Language, **given: object) -> str:
    """Return one sentence of the interface with `given` filled in."""
    return _interface()[part][name].say(language).format(**given)


def source(*names: str) -> str:
    """Return the text of the named files of this room, one after the other."""
    return "\n".join((FOLDER / name).read_text(encoding="utf-8") for name in names)
