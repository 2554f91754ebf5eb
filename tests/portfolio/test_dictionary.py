"""The data dictionary is what the schemas give, complete in both languages."""

import re
from functools import cache
from pathlib import Path

import pytest

from casebook.portfolio.dictionary import dictionary
from casebook.portfolio.flags import flags
from casebook.portfolio.papers import papers
from casebook.portfolio.schema import Column, Table, Type, tables
from casebook.text import Language

DATASETS = Path(__file__).parents[2] / "datasets"
COLUMNS = [(table, column) for table in tables().values() for column in table.columns]
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@cache
def part(language: Language) -> str:
    """Return the half of the page in one language."""
    chinese, english = dictionary().split("\n# Data dictionary\n")
    return chinese if language is Language.ZH else english


def section(table: Table, language: Language) -> str:
    found = re.search(rf"^### {table.name}: .*?(?=^##|\Z)", part(language), re.M | re.S)
    assert found
    return found[0]


def row(table: Table, column: Column, language: Language) -> str:
    (line,) = re.findall(rf"^\| `{column.name}` \|.*\|$", section(table, language), re.M)
    return line


def test_the_page_in_the_repository_is_what_the_schemas_give() -> None:
    # After a change of tables.yaml or flags.yaml: casebook data build
    assert (DATASETS / "README.md").read_text("utf-8") == dictionary()


@pytest.mark.parametrize("language", list(Language))
def test_papers_flags_and_their_rates_are_explained(language: Language) -> None:
    text = part(language)

    for paper in papers().values():
        assert f"### {paper.kind}: {paper.title.say(language)}" in text
    for flag in flags():
        (line,) = re.findall(rf"^\| `{flag.id}` \|.*$", text, re.M)
        assert flag.name.say(language) in line
        assert flag.definition.say(language) in line
        assert re.search(r"\| \d+% \|$", line)


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("table", tables().values(), ids=list(tables()))
def test_every_table_says_what_it_is_its_key_and_its_references(
    table: Table, language: Language
) -> None:
    text = section(table, language)

    assert table.title.say(language) in text.splitlines()[0]
    assert table.note.say(language) in text
    assert all(f"`{name}`" in text for name in table.key)
    assert all(f"`{column}` → `{other}`" in text for column, other in table.references.items())
    assert all(f"- {rule.meaning.say(language)}\n" in f"{text}\n" for rule in table.rules)


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize(
    ("table", "column"), COLUMNS, ids=[f"{table.name}.{column.name}" for table, column in COLUMNS]
)
def test_every_column_and_code_is_explained(
    table: Table, column: Column, language: Language
) -> None:
    line = row(table, column, language)

    assert column.meaning.say(language) in line
    assert f"| {column.type}" in line
    for code, meaning in column.codes.items():
        assert f"`{code}`" in line
        assert meaning.say(language) in line


@pytest.mark.parametrize(("table", "column"), COLUMNS)
def test_every_meaning_is_in_its_language(table: Table, column: Column) -> None:
    said = [column.meaning, *column.codes.values()]

    assert all(CHINESE.search(text.zh) for text in said)
    assert not any(CHINESE.search(text.en) for text in said)


def test_every_code_of_the_schema_has_a_meaning() -> None:
    of_codes = [column for _, column in COLUMNS if column.type is Type.CODE]

    assert of_codes
    assert all(tuple(column.codes) == column.values for column in of_codes)
    assert all(column.values for column in of_codes)


@pytest.mark.parametrize("language", list(Language))
def test_every_type_in_use_is_explained(language: Language) -> None:
    used = {column.type for _, column in COLUMNS}

    assert all(f"| `{kind}` | " in part(language) for kind in used)


def test_answers_stand_apart() -> None:
    english = part(Language.EN)
    heading = english.index("## Answers")

    for table in tables().values():
        assert (english.index(f"### {table.name}: ") > heading) is table.is_answer


def test_no_cell_breaks_its_row() -> None:
    rows = [line for line in dictionary().splitlines() if line.startswith("|")]

    widths = {len(re.split(r"(?<!\\)\|", line)) for line in rows}

    assert widths == {4, 5, 6}
