"""What commands take from the terminal and give to it: arguments, input, words, JSON lines."""

import argparse
import io
import json
import signal
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from casebook.errors import DataError
from casebook.text import Language

if TYPE_CHECKING:  # `casebook --help` imports nothing heavy
    from tqdm import tqdm

OK, FAULTS, FAILED = 0, 1, 2
STANDARD_INPUT = "-"


def takes_input(parser: argparse.ArgumentParser, what: str) -> None:
    """Let `parser` take a file, or standard input."""
    parser.add_argument("file", metavar="FILE", help=f"{what}; - reads standard input")


def speaks(parser: argparse.ArgumentParser) -> None:
    """Let `parser` take the form and the language of what is printed."""
    parser.add_argument("--json", action="store_true", help="print JSON, one object a line")
    parser.add_argument(
        "--language",
        type=Language,
        choices=list(Language),
        default=Language.ZH,
        help="zh or en (zh)",
    )


def day(written: str) -> date:
    """Read a day of the command line, in the one form that this program writes itself."""
    try:
        read = date.fromisoformat(written)
    except ValueError:
        read = None
    if read is None or read.isoformat() != written:
        raise argparse.ArgumentTypeError(f"is {written!r}, expected a day such as 2026-03-01")
    return read


def count(written: str) -> int:
    """Read a whole number from 1 of the command line."""
    # 1_000_000 is how Python writes a million, and how people read it.
    plain = written.replace("_", "").replace(",", "")
    if not (plain.isascii() and plain.isdigit() and int(plain)):
        raise argparse.ArgumentTypeError(f"is {written!r}, expected a whole number from 1")
    return int(plain)


def read_input(file: str) -> tuple[str, str]:
    """Return the text of `file`, or of standard input for `-`, and what errors call it.

    Raises
    ------
    DataError
        If it cannot be read, or is not UTF-8.
    """
    if file != STANDARD_INPUT:
        return read_file(Path(file)), file
    where = "standard input"
    return _decoded(sys.stdin.buffer.read(), where), where


def read_file(path: Path) -> str:
    """Return the text of the file at `path`; a byte order mark is no part of it.

    Raises
    ------
    DataError
        If it cannot be read, or is not UTF-8.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        what = f"cannot be read ({error.strerror})"
        raise DataError(str(path), what, "a file", "check the name and the folder") from None
    return _decoded(raw, str(path))


def _decoded(raw: bytes, where: str) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        what = f"is not UTF-8 (byte {error.start + 1})"
        raise DataError(where, what, "text in UTF-8", "save it as UTF-8") from None


def say(key: str, language: Language, **values: object) -> str:
    """Return the words that `words.yaml` has for `key`, with `values` filled in."""
    from casebook.law.reasoning import sentences

    return sentences("casebook.cli", "words.yaml").say(key, **values).say(language)


def print_notice(cited: Iterable[str], language: Language) -> None:
    """Say so where a rule that was cited was not reviewed by a lawyer."""
    from casebook.law.rules import rules

    known = {rule.id: rule for rule in rules()}
    if any(known[id_].legal_review is None for id_ in cited if id_ in known):
        print(f"\n{say('notice', language)}")


def print_json(value: Any) -> None:
    """Print `value` as one line of JSON; days are written as ISO has them."""
    print(json.dumps(value, ensure_ascii=False, default=date.isoformat))


def one_line(text: str) -> str:
    """Return `text` with a blank for each line end or control character.

    What is checked was written by others, and a terminal would obey what stands in it.
    """
    return "".join(sign if sign.isprintable() else " " for sign in text)


def settle(*streams: TextIO, is_json: bool) -> None:
    """Print JSON as UTF-8 whatever the machine's habit, and let no old terminal end in an error."""
    for stream in streams:
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8" if is_json else None, errors="replace")


@contextmanager
def stopping() -> Iterator[None]:
    """Let a request to end clean up as Ctrl-C does."""
    if threading.current_thread() is not threading.main_thread():
        yield  # signals are the first thread's alone
        return
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def progress(what: str, total: int | None = None) -> "tqdm[Any]":
    """Return a bar of so many things done, on standard error if that is a terminal."""
    from tqdm import tqdm

    done = f"{{n_fmt}} of {{total_fmt}} {what}"
    return tqdm(
        total=total,
        unit=f" {what}",
        bar_format="{percentage:3.0f} % |{bar}| " + done + ", {rate_fmt}, {remaining} left",
        file=sys.stderr,
        disable=None,
        leave=False,
        dynamic_ncols=True,
        unit_scale=False,
    )
