"""Run a command in this process, on files of the test's own."""

import io
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from casebook import cli


class Shown(NamedTuple):
    """What a command printed and ended with."""

    code: int
    out: str
    err: str


Casebook = Callable[..., Shown]


@pytest.fixture
def casebook(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Casebook:
    """Run `casebook` with words as arguments, in a folder outside the repository."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str, given: str | bytes = "") -> Shown:
        raw = given if isinstance(given, bytes) else given.encode()
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
        code = cli.main(arguments)
        return Shown(code, *capsys.readouterr())

    return run
