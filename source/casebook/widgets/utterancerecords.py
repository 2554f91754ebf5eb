"""What was said, in whatever form a notebook has it, read as utterances."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from casebook.compliance.utterances.model import Channel, Speaker, Utterance
from casebook.compliance.utterances.reading import of_mapping, read
from casebook.errors import DataError
from casebook.text import Language
from casebook.widgets.contactrecords import contents, rows_of
from casebook.widgets.interface import say

WORDS = "wording.yaml"
#: A text that ends in one of these, and is nothing but a name, is a path.
FILES = (".txt", ".jsonl", ".json")
_CHINESE = re.compile(r"[\u3400-\u9fff]")


def utterances_in(
    said: Any, spoken: Language, *, language: Language | None, jurisdiction: str
) -> tuple[Utterance, ...]:
    """Return what `said` holds: a text, a path, one mapping or several, a frame, or utterances.

    What is not told of a text or mapping is taken for a collector's chat message under
    `jurisdiction`, in `language`, or else in the one that its characters are of. Of a text file
    each line is one. Errors speak `spoken` where they can.

    Raises
    ------
    DataError
        With all faults of what was given.
    """
    usual = {"jurisdiction": jurisdiction, "speaker": Speaker.COLLECTOR, "channel": Channel.CHAT}
    if isinstance(said, Path) or (isinstance(said, str) and _is_path(said)):
        return _in_file(Path(said), spoken, language, jurisdiction)
    rows = [{"text": said}] if isinstance(said, str) else rows_of(said)
    return tuple(_one(row, n, usual, language, spoken) for n, row in enumerate(rows, start=1))


def _is_path(said: str) -> bool:
    return said.endswith(FILES) and len(said.split("\n")) == 1


def _in_file(
    path: Path, spoken: Language, language: Language | None, jurisdiction: str
) -> tuple[Utterance, ...]:
    text = contents(path, spoken)
    guessed = language or language_of(text)
    return read(text, path.name, language=guessed, jurisdiction=jurisdiction)


def _one(
    row: Any, number: int, usual: Mapping[str, Any], language: Language | None, spoken: Language
) -> Utterance:
    where = "text" if number == 1 else f"text {number}"
    if isinstance(row, Utterance):
        return row
    if not isinstance(row, Mapping):
        raise DataError(where, say(WORDS, "no-text", spoken, kind=type(row).__name__))
    known = {name: value for name, value in row.items() if value is not None}
    text = known.get("text")
    if isinstance(text, str) and not text.strip():
        raise DataError(where, say(WORDS, "blank", spoken))
    guessed = {"id": str(number), "lang": language or language_of(str(text))}
    return of_mapping({**usual, **guessed, **known}, where)


def language_of(text: str) -> Language:
    """Return the language whose characters `text` is written in."""
    return Language.ZH if _CHINESE.search(text) else Language.EN
