"""Content files: each has its kind's form, says the same in both languages, and cites rules."""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from casebook.activities import library
from casebook.activities.authored import read_yaml
from casebook.activities.casework import model as casework_model
from casebook.activities.dialogue import model as dialogue_model
from casebook.activities.nouns import Kind
from casebook.activities.quiz import model as quiz_model
from casebook.authoring import citations, flaws, talks, twins
from casebook.authoring.fault import Fault
from casebook.authoring.walk import inside
from casebook.errors import ContentError

SYLLABUS = frozenset(f"S{number:02}" for number in range(1, 22))
_LANGUAGES = {"zh", "en"}


def in_file(path: Path, file: str, *, today: date, is_exam: bool) -> Iterator[Fault]:
    """Yield the faults of the YAML file at `path`, which messages call `file`."""
    try:
        raw = read_yaml(path)
    except ContentError as error:
        yield Fault(file, "", error.what, error.expected, error.do)
        return
    yield from _form(raw, file)
    yield from _texts(raw, file, "")
    yield from _citations(raw, file, "", today=today, is_exam=is_exam)


def _form(raw: Any, file: str) -> Iterator[Fault]:
    """Load an activity by its kind's own model, which tells all that is wrong with it."""
    kind = raw.get("kind") if isinstance(raw, dict) else None
    try:
        if kind == Kind.QUIZ:
            for item in quiz_model.parse(raw, file).items:
                yield from flaws.in_item(item, file)
        elif kind == Kind.CASEWORK:
            casework_model.parse(raw, file, library.flag_choices())
        elif kind == Kind.DIALOGUE:
            for what, expected in talks.faults(dialogue_model.parse(raw, file)):
                yield Fault(file, "", what, expected)
    except ContentError as error:
        yield from (Fault(file, "", fault) for fault in error.faults)


def _texts(raw: Any, file: str, place: str) -> Iterator[Fault]:
    """Compare the languages of every text, wherever in the file it stands."""
    if isinstance(raw, Mapping) and _LANGUAGES.intersection(raw):
        yield from _pair(raw.get("zh"), raw.get("en"), file, place)
        return
    for step, value in inside(raw):
        if step != "accepted":  # Each language has its own spellings of a term.
            yield from _texts(value, file, f"{place}/{step}".lstrip("/"))


def _pair(zh: Any, en: Any, file: str, place: str) -> Iterator[Fault]:
    """Compare two texts, or two trees of texts leaf by leaf."""
    if isinstance(zh, Mapping | list) or isinstance(en, Mapping | list):
        in_zh, in_en = dict(inside(zh)), dict(inside(en))
        for step in sorted(in_zh.keys() | in_en.keys()):
            yield from _pair(in_zh.get(step), in_en.get(step), file, f"{place}/{step}".lstrip("/"))
        return
    if None not in (zh, en) and not isinstance(zh, str) and not isinstance(en, str):
        return  # Numbers that belong to a language, such as how long a text should be.
    for what, expected in twins.of_texts(_text(zh), _text(en)):
        yield Fault(file, place, what, expected, "make the twins agree")


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _citations(raw: Any, file: str, place: str, *, today: date, is_exam: bool) -> Iterator[Fault]:
    if isinstance(raw, str):
        for told in citations.faults(citations.in_text(raw), today=today, is_exam=is_exam):
            yield Fault(file, place, *told)
        return
    if isinstance(raw, Mapping):
        for wrong in sorted({str(one) for one in raw.get("teaches") or ()} - SYLLABUS):
            yield Fault(file, place, f'teaches "{wrong}"', "an id of the syllabus, S01 to S21")
    for step, value in inside(raw):
        if step in {"rules", "breach"} and _are_strings(value):
            for told in citations.faults(value, today=today, is_exam=is_exam):
                yield Fault(file, place, *told)
        elif step != "id":  # A rule's own id in its pack is no citation.
            within = f"{place}/{step}".lstrip("/")
            yield from _citations(value, file, within, today=today, is_exam=is_exam)


def _are_strings(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)
