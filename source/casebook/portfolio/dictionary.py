"""The data dictionary, `datasets/README.md`, written from the schema so that it cannot drift."""

from collections.abc import Iterable

from casebook.portfolio.flags import flags
from casebook.portfolio.identity import UNASSIGNED_PREFIXES
from casebook.portfolio.papers import Paper, papers
from casebook.portfolio.schema import Column, Table, tables
from casebook.portfolio.stocks import rows, words
from casebook.text import Language, Text


def dictionary() -> str:
    """Write the whole dictionary, Chinese first, then English."""
    return "\n\n".join(_part(language) for language in Language) + "\n"


def _part(language: Language) -> str:
    prose = words("dictionary")
    prefixes = "、".join(UNASSIGNED_PREFIXES)
    intro = str(prose["intro"][language]).format(prefixes=prefixes)
    sections = [
        intro.strip(),
        f"## {prose['tables'][language]}",
        *(_table(table, language) for table in tables().values()),
        f"## {prose['papers'][language]}",
        *(_paper(paper, language) for paper in papers().values()),
        f"## {prose['flags'][language]}",
        str(prose["about_flags"][language]).strip(),
        _flags(language),
        f"## {prose['figures'][language]}",
        str(prose["about_figures"][language]).strip(),
    ]
    return "\n\n".join(sections)


def _table(table: Table, language: Language) -> str:
    keys = ", ".join(f"`{name}`" for name in table.key)
    heading = f"### {table.name}: {table.title.say(language)}"
    note = f"{table.note.say(language)} {_word('key', language)} {keys}"
    refers = [f"`{column}` → `{other}`" for column, other in table.references.items()]
    return "\n\n".join([heading, "; ".join([note, *refers]), _columns(table.columns, language)])


def _paper(paper: Paper, language: Language) -> str:
    parts = [f"### {paper.kind}: {paper.title.say(language)}", _columns(paper.fields, language)]
    for part in paper.lists:
        parts += [f"`{part.name}`: {part.title.say(language)}", _columns(part.fields, language)]
    return "\n\n".join(parts)


def _columns(columns: tuple[Column, ...], language: Language) -> str:
    lines = [_row(_word(name, language) for name in ("column", "type", "meaning")), "|---|---|---|"]
    for column in columns:
        kind = column.type + (f", {_word('optional', language)}" if column.optional else "")
        lines.append(_row((f"`{column.name}`", kind, _meaning(column, language))))
    return "\n".join(lines)


def _meaning(column: Column, language: Language) -> str:
    said = column.meaning.say(language)
    if not column.values or any(value in said for value in column.values):
        return said
    return f"{said} ({', '.join(f'`{value}`' for value in column.values)})"


def _flags(language: Language) -> str:
    rates = {row["flag"]: float(row["rate"]) for row in rows("flag_rates")}
    head = ("flag", "name", "definition", "rate")
    lines = [_row(_word(name, language) for name in head), "|---|---|---|---|"]
    for flag in flags():
        texts = (flag.name.say(language), flag.definition.say(language))
        lines.append(_row((f"`{flag.id}`", *texts, f"{rates[flag.id]:.0%}")))
    return "\n".join(lines)


def _word(name: str, language: Language) -> str:
    return Text(**words("dictionary")["words"][name]).say(language)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
