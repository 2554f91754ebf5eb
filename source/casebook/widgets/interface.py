"""The words that the widgets themselves use, in the language asked for, and the page they stand on.

Each widget's words stand in a YAML file beside it, named as it is.
"""

from collections.abc import Iterable
from functools import cache
from html import escape
from importlib.resources import files
from typing import Any

from casebook.activities.authored import read_yaml, structure
from casebook.text import Language, Text

FOLDER = files("casebook.widgets")


@cache
def read_words(name: str) -> dict[str, Text]:
    """Return the words in the file `name`, such as `quiz.yaml`."""
    path: Any = FOLDER / name
    return structure(read_yaml(path), dict[str, Text], f"widgets/{name}")


def words(name: str, language: Language) -> dict[str, str]:
    """Return every word in the file `name`, in one language."""
    return {word: text.say(language) for word, text in read_words(name).items()}


def say(name: str, sentence: str, language: Language, **given: object) -> str:
    """Return one sentence of the file `name` with `given` filled in."""
    return read_words(name)[sentence].say(language).format(**given)


def source(*names: str) -> str:
    """Return the text of the named files of this room, one after the other."""
    return "\n".join((FOLDER / name).read_text(encoding="utf-8") for name in names)


def page(
    kind: str, name: str, language: Language, inside: Iterable[str], styles: Iterable[str]
) -> str:
    """Return a page in plain HTML called `name`: the house's style, its own, and what is `inside`.

    `kind` are its own classes; `styles` are names of files of this room.
    """
    return (
        f"<style>{source('casebook.css', *styles)}</style>"
        f'<section class="casebook {kind}" lang="{language}" aria-label="{escape(name)}">'
        f"{''.join(inside)}</section>"
    )
