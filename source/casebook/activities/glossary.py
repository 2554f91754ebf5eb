"""The terms of the trade and the law: one in each language for one thing."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from casebook.activities.authored import read_yaml, structure
from casebook.text import Text

FILE = "glossary.yaml"


@dataclass(frozen=True, slots=True)
class Term:
    """One term; `also` is other English that a sentence may ask for."""

    id: str
    term: Text
    about: Text
    rules: tuple[str, ...] = ()
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Glossary:
    terms: tuple[Term, ...]


@cache
def terms() -> tuple[Term, ...]:
    """Return every term, in the order of the file: by subject."""
    path = Path(str(files("casebook.activities") / FILE))
    return structure(read_yaml(path), _Glossary, f"activities/{FILE}").terms
