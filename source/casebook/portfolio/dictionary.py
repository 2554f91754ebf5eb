"""The data dictionary, `datasets/README.md`, written from the schemas so that it cannot drift."""

from collections.abc import Iterable, Iterator

from casebook.portfolio.flags import flags
from casebook.portfolio.papers import Paper, papers
from casebook.portfolio.schema import Column, Table
from casebook.portfolio.schemas import schemas
from casebook.portfolio.simulation.knobs import knobs
from casebook.portfolio.stocks import words
from casebook.portfolio.writing.identity import UNASSIGNED_PREFIXES
from casebook.text import Language, Text

_COLONS = {Language.ZH: "：", Language.EN: ": "}
_STOPS = {Language.ZH: "；", Language.EN: "; "}


def dictionary() -> str:
    """Write the whole dictionary, Chinese first, then English."""
    return "\n\n".join(_part(language) for language in Language) + "\n"


def _part(language: Language) -> str:
    prose = words("dictionary")
    every: list[Table] = [schema.metadata["table"] for schema in schemas().values()]
    public, answers = (
        [table for table in every if table.is_answer is is_answer] for is_answer in (False, True)
    )
    sections = [
        prose["intro"][language].format(prefixes="、".join(UNASSIGNED_PREFIXES)).strip(),
        f"## {prose['types'][language]}",
        _types(language),
        f"## {prose['tables'][language]}",
        *(_table(table, language) for table in public),
        f"## {prose['answers'][language]}",
        *(_table(table, language) for table in answers),
        f"## {prose['papers'][language]}",
        *(_paper(paper, language) for paper in papers().values()),
        f"## {prose['flags'][language]}",
        prose["about_flags"][language].strip(),
        _flags(language),
        f"## {prose['figures'][language]}",
        prose["about_figures"][language].strip(),
    ]
    return "\n\n".join(sections)


def _types(language: Language) -> str:
    about = words("dictionary")["about_types"]
    rows = ((f"`{name}`", said[language]) for name, said in about.items())
    return _rows(("type", "meaning"), rows, language)


def _table(table: Table, language: Language) -> str:
    parts = [
        f"### {table.name}: {table.title.say(language)}",
        table.note.say(language),
        _keys(table, language),
        _columns(table.columns, language),
    ]
    if table.rules:
        rules = [f"- {rule.meaning.say(language)}" for rule in table.rules]
        parts += [_word("rules", language), "\n".join(rules)]
    return "\n\n".join(parts)


def _paper(paper: Paper, language: Language) -> str:
    parts = [f"### {paper.kind}: {paper.title.say(language)}", _columns(paper.fields, language)]
    for part in paper.lists:
        parts += [f"`{part.name}`: {part.title.say(language)}", _columns(part.fields, language)]
    return "\n\n".join(parts)


def _flags(language: Language) -> str:
    usual = knobs({})
    rows = (
        (
            f"`{flag.id}`",
            flag.name.say(language),
            flag.definition.say(language),
            f"{usual[f'planted-{flag.id}']:.0%}",
        )
        for flag in flags()
    )
    return _rows(("flag", "name", "definition", "rate"), rows, language)


def _keys(table: Table, language: Language) -> str:
    key = ", ".join(f"`{name}`" for name in table.key)
    refers = ", ".join(f"`{column}` → `{other}`" for column, other in table.references.items())
    said = f"{_word('key', language)}{key}"
    return f"{said}{_STOPS[language]}{_word('refers', language)}{refers}" if refers else said


def _columns(columns: Iterable[Column], language: Language) -> str:
    rows = (
        (f"`{column.name}`", ", ".join(_kind(column, language)), _meaning(column, language))
        for column in columns
    )
    return _rows(("column", "type", "meaning"), rows, language)


def _kind(column: Column, language: Language) -> Iterator[str]:
    bounds = column.bounds
    yield column.type
    if bounds.minimum is not None:
        yield f"{_word('at_least', language)} {bounds.minimum}"
    if bounds.maximum is not None:
        yield f"{_word('at_most', language)} {bounds.maximum}"
    if bounds.pattern:
        yield f"`{bounds.pattern}`".replace("|", r"\|")  # a bar would end the cell
    if column.optional:
        yield _word("optional", language)
    if column.is_derived:
        yield _word("derived", language)


def _meaning(column: Column, language: Language) -> str:
    said = column.meaning.say(language)
    if column.codes:
        listed = _STOPS[language].join(
            _code(code, meaning, language) for code, meaning in column.codes.items()
        )
        return f"{said}{_COLONS[language]}{listed}"
    if not column.values or any(value in said for value in column.values):
        return said
    return f"{said} ({', '.join(f'`{value}`' for value in column.values)})"


def _code(code: str, meaning: Text, language: Language) -> str:
    said = meaning.say(language)
    return f"`{code}`" if said == code else f"`{code}` {said}"


def _rows(head: Iterable[str], rows: Iterable[Iterable[str]], language: Language) -> str:
    titles = [_word(name, language) for name in head]
    lines = [titles, ["---"] * len(titles), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _word(name: str, language: Language) -> str:
    return Text(**words("dictionary")["words"][name]).say(language)
