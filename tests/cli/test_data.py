"""`casebook data`: what it makes, what it refuses, and what it leaves when it is broken off."""

import json
import os
import pty
import re
import shlex
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from casebook.portfolio.sample import folder as sample_folder
from portfolio.folders import files_in

COMMAND = [sys.executable, "-m", "casebook.cli", "data"]
MANY = ["--debtors", "200000", "--out", "book", "--jobs", "2"]
PATIENCE_S = 90
README = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
SECTION = README.partition("## A portfolio of any size\n")[2].partition("\n## ")[0]


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def long_run(tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A run of some minutes that has begun to write, in a process group of its own."""
    with subprocess.Popen(
        [*COMMAND, *MANY], cwd=tmp_path, stderr=subprocess.PIPE, start_new_session=True
    ) as run:
        wait_for(lambda: list(tmp_path.glob(".book.*/new/debtors.parquet")))
        yield run
        with suppress(ProcessLookupError):
            os.killpg(run.pid, signal.SIGKILL)


def wait_for(is_there: Callable[[], object]) -> None:
    until = time.monotonic() + PATIENCE_S
    while not is_there():
        assert time.monotonic() < until
        time.sleep(0.05)


def test_a_portfolio_is_made_and_its_folder_printed(casebook, tmp_path):
    shown = casebook("data", "--debtors", "1_100", "--out", "book", "--jobs", "1")

    assert (shown.code, shown.out, shown.err) == (0, "book\n", "")
    assert pq.read_metadata(tmp_path / "book" / "debtors.parquet").num_rows == 1_100
    assert not (tmp_path / "book" / "answers").exists()


def test_options_go_into_the_order(casebook, tmp_path):
    words = "--debtors 20 --out book --seed 9 --format csv --as-of 2026-05-31 --answers"

    casebook("data", *words.split(), "--knob", "suit-share=0.1")

    package = json.loads((tmp_path / "book" / "datapackage.json").read_text("utf-8"))
    assert (package["seed"], package["as_of"]) == (9, "2026-05-31")
    assert package["knobs"] == {"suit-share": 0.1}
    assert (tmp_path / "book" / "answers" / "outcomes.csv").is_file()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("--debtors 0 --out b", "argument --debtors: is '0', expected a whole number from 1"),
        ("--debtors ten --out b", "argument --debtors: is 'ten', expected a whole number"),
        ("--debtors 5 --out b --seed -1", "argument --seed: "),
        ("--debtors 5 --out b --seed x", "argument --seed: is 'x', expected a whole number"),
        ("--debtors 5 --out b --as-of today", "argument --as-of: is 'today', expected a day"),
        ("--debtors 5 --out b --knob suit-share", "expected NAME=VALUE such as suit-share=0.1"),
        ("--debtors 5 --out b --format xml", "argument --format: invalid choice: 'xml'"),
        ("--debtors 5", "the following arguments are required: --out"),
        ("", "the following arguments are required: --debtors, --out"),
    ],
)
def test_a_wrong_argument_is_a_usage_error(capsys, casebook, tmp_path, words, told):
    with pytest.raises(SystemExit) as stop:
        casebook("data", *words.split())

    assert stop.value.code == 2
    assert told in capsys.readouterr().err
    assert names_in(tmp_path) == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("--debtors 900000000 --out b", "casebook: --debtors: is 900,000,000, expected a whole"),
        ("--debtors 5 --out b --knob suit-shre=1", "did you mean suit-share"),
        ("--debtors 5 --out b --knob suit-share=3", "expected a number from 0.01 to 0.2"),
        ("--debtors 5 --out b --knob suit-share=nan", "expected a number from 0.01 to 0.2"),
        ("report --debtors 5 --plot far/a.png", "far: is no folder, expected a folder to draw in"),
        ("report --debtors 5 --plot a.doc", "a.doc: is a name that ends in .doc, expected .png"),
        ("report --debtors 5 --knob suit-shre=1", "did you mean suit-share"),
    ],
)
def test_what_cannot_be_done_is_told_before_anything_is_made(casebook, tmp_path, words, told):
    shown = casebook("data", *words.split())

    assert (shown.code, shown.out) == (2, "")
    assert shown.err.startswith("casebook: ")
    assert told in shown.err
    assert names_in(tmp_path) == []


def test_a_portfolio_that_is_there_is_replaced_with_force_alone(casebook, tmp_path):
    casebook("data", "--debtors", "5", "--out", "book")

    refused = casebook("data", "--debtors", "6", "--out", "book")
    count = pq.read_metadata(tmp_path / "book" / "debtors.parquet").num_rows
    forced = casebook("data", "--debtors", "6", "--out", "book", "--force")

    assert refused.code == 2
    assert "is not empty, expected an empty folder or none" in refused.err
    assert (count, forced.code) == (5, 0)
    assert pq.read_metadata(tmp_path / "book" / "debtors.parquet").num_rows == 6
    assert names_in(tmp_path) == ["book"]


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_a_disk_that_is_full_leaves_nothing(tmp_path, form):
    # A limit on the size of a file is met as a full disk is: by a write that fails.
    words = [*COMMAND, "--debtors", "900", "--out", "book", "--format", form]
    shown = subprocess.run(
        ["sh", "-c", 'ulimit -f 200; exec "$@"', "sh", *words],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )

    assert shown.returncode == 2
    assert shown.stderr.startswith("casebook: ")
    assert "book: cannot be written (File too large), expected room" in shown.stderr
    assert shown.stderr.count("\n") == 1
    assert names_in(tmp_path) == []


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM], ids=["ctrl-c", "terminate"])
def test_a_run_that_is_stopped_ends_quietly_and_leaves_nothing(tmp_path, long_run, sent):
    # Ctrl-C reaches every process of a terminal, a request to end the first one alone.
    send = os.killpg if sent == signal.SIGINT else os.kill
    send(long_run.pid, sent)

    _, told = long_run.communicate(timeout=PATIENCE_S)

    assert long_run.returncode == 2
    assert told == b"casebook data: stopped\n"
    assert names_in(tmp_path) == []
    assert_nobody_is_left(long_run.pid)


def test_what_a_killed_run_left_is_no_portfolio_and_goes_with_the_next(tmp_path, long_run):
    long_run.kill()
    long_run.wait()

    (left,) = names_in(tmp_path)
    assert left.startswith(".book.")
    assert_nobody_is_left(long_run.pid)
    subprocess.run([*COMMAND, "--debtors", "5", "--out", "book"], cwd=tmp_path, check=True)
    assert names_in(tmp_path) == ["book"]


def assert_nobody_is_left(group: int) -> None:
    def is_gone() -> bool:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        return False

    wait_for(is_gone)


def test_progress_is_shown_on_a_terminal_alone(tmp_path):
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, 100))
    words = [*COMMAND, "--debtors", "1500", "--out", "book", "--jobs", "1"]

    shown = subprocess.run(words, cwd=tmp_path, stdout=subprocess.PIPE, stderr=theirs, check=True)

    os.close(theirs)
    told = read_all(ours).decode()
    assert shown.stdout == b"book\n"
    assert "of 1500 accounts" in told
    assert " accounts/s" in told
    assert " left" in told


def read_all(terminal: int) -> bytes:
    read = b""
    with suppress(OSError):  # a terminal that was closed ends in an error
        while more := os.read(terminal, 1 << 16):
            read += more
    os.close(terminal)
    return read


def test_the_report_says_whether_all_is_within(casebook, tmp_path):
    words = ["--debtors", "300", "--jobs", "1", "--language", "en", "--plot", "errors.png"]

    shown = casebook("data", "report", *words)

    # Three hundred debtors are too few to be near what thirty thousand showed.
    assert (shown.code, shown.err) == (1, "")
    assert "within" in shown.out
    assert shown.out.endswith("errors.png\n")
    assert (tmp_path / "errors.png").read_bytes().startswith(b"\x89PNG")


def test_the_report_speaks_chinese_unless_told_otherwise(casebook):
    shown = casebook("data", "report", "--debtors", "100", "--jobs", "1")

    assert "公开值" in shown.out


def test_build_makes_the_sample_as_it_is_in_the_repository(casebook, tmp_path):
    for folder in ("workbooks", "source/casebook", "datasets"):
        (tmp_path / folder).mkdir(parents=True)

    shown = casebook("data", "build")

    built = tmp_path / "datasets" / "sample"
    assert (shown.code, shown.out) == (0, f"{built}\n")
    assert files_in(built) == files_in(sample_folder())


def test_the_readmes_commands_and_code_do_what_it_says(casebook, tmp_path, capsys):
    commands = re.findall(r"^casebook (data --debtors .*?)(?: +#.*)?$", SECTION, re.M)
    (code,) = re.findall(r"```python\n(.*?)```", SECTION, re.S)
    small = [command.replace("100000", "20") for command in commands]

    first = casebook(*shlex.split(small[0]))
    exec(code, {})
    table = capsys.readouterr().out
    second = casebook(*shlex.split(small[1]))

    assert [first.code, second.code] == [0, 0]
    assert "M0" in table
    assert (tmp_path / "book" / "answers" / "governing.csv").is_file()
