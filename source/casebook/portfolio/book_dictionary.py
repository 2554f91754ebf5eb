"""The page of the tables of a portfolio, `datasets/book.md`, written from their schemas."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pandera.pandas as pandera

from casebook.portfolio.book_schema import book_schemas
from casebook.portfolio.stocks import words
from casebook.text import Language, Text

_COLONS = {Language.ZH: "：", Language.EN: ": "}
_STOPS = {Language.ZH: "；", Language.EN: "; "}


def write(folder: Path) -> None:
    """Write the page, `book.md`, into `folder`."""
    page = folder / "book.md"
    page.write_text(book_dictionary(), encoding="utf-8", newline="\n")


def book_dictionary() -> str:
    """Write the whole page, Chinese first, then English."""
    return "\n\n".join(_part(language) for language in Language) + "\n"


def _part(language: Language) -> str:
    prose = words("book-page")
    public, answers = (
        [schema for schema in book_schemas().values() if schema.metadata["is_answer"] is is_answer]
        for is_answer in (False, True)
    )
    sections = [
        prose["intro"][language].strip(),
        f"## {prose['types'][language]}",
        _types(language),
        f"## {prose['tables'][language]}",
        *(_table(schema, language) for schema in public),
        f"## {prose['answers'][language]}",
        *(_table(schema, language) for schema in answers),
    ]
    return "\n\n".join(sections)


def _types(language: Language) -> str:
    about = words("book-page")["about_types"]
    rows = ((f"`{name}`", said[language]) for name, said in about.items())
    return _rows(("type", "meaning"), rows, language)


def _table(schema: pandera.DataFrameSchema, language: Language) -> str:
    about = schema.metadata
    parts = [
        f"### {schema.name}: {about['title'].say(language)}",
        about["note"].say(language),
        _keys(about, language),
        _columns(schema.columns.values(), language),
    ]
    if about["rules"]:
        rules = [f"- {rule.meaning.say(language)}" for rule in about["rules"]]
        parts += [_word("rules", language), "\n".join(rules)]
    return "\n\n".join(parts)


def _keys(about: Mapping[str, Any], language: Language) -> str:
    key = ", ".join(f"`{name}`" for name in about["key"])
    refers = ", ".join(f"`{column}` → `{other}`" for column, other in about["references"].items())
    said = f"{_word('key', language)}{key}"
    return f"{said}{_STOPS[language]}{_word('refers', language)}{refers}" if refers else said


def _columns(columns: Iterable[pandera.Column], language: Language) -> str:
    rows = (
        (f"`{column.name}`", ", ".join(_kind(column, language)), _meaning(column, language))
        for column in columns
    )
    return _rows(("column", "type", "meaning"), rows, language)


def _kind(column: pandera.Column, language: Language) -> Iterator[str]:
    bounds = column.metadata["bounds"]
    yield column.metadata["type"]
    if bounds.minimum is not None:
        yield f"{_word('at_least', language)} {bounds.minimum}"
    if bounds.maximum is not None:
        yield f"{_word('at_most', language)} {bounds.maximum}"
    if bounds.pattern:
        yield f"`{bounds.pattern}`".replace("|", r"\|")  # a bar would end the cell
    if column.nullable:
        yield _word("optional", language)


def _meaning(column: pandera.Column, language: Language) -> str:
    meaning: str = column.metadata["meaning"].say(language)
    codes: Mapping[str, Text] = column.metadata["codes"]
    if not codes:
        return meaning
    listed = _STOPS[language].join(_code(code, codes[code], language) for code in codes)
    return f"{meaning}{_COLONS[language]}{listed}"


def _code(code: str, meaning: Text, language: Language) -> str:
    said = meaning.say(language)
    return f"`{code}`" if said == code else f"`{code}` {said}"


def _rows(head: Iterable[str], rows: Iterable[Iterable[str]], language: Language) -> str:
    titles = [_word(name, language) for name in head]
    lines = [titles, ["---"] * len(titles), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _word(name: str, language: Language) -> str:
    known = {**words("dictionary")["words"], **words("book-page")["words"]}
    return Text(**known[name]).say(language)
