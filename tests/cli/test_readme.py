"""The examples of the README's section on law and compliance do what it says."""

import re
import shlex
from pathlib import Path

import pytest

README = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
SECTION = README.partition("## Law and compliance tools\n")[2].partition("\n## ")[0]
EXAMPLE = re.compile(
    r"`(?P<file>[\w.]+)` [^\n`]*:\n\n```\w+\n(?P<text>.*?)```\n\n"
    r"```sh\n(?P<command>[^\n]*)\n```\n\n\w+ `(?P<told>[^`]+)`",
    re.S,
)
LOOK_UPS = re.findall(r"^casebook law (?:rules|diff|care) .*$", SECTION, re.M)


def test_there_are_four_examples_and_four_things_to_look_up():
    assert len(EXAMPLE.findall(SECTION)) == 4
    assert len(LOOK_UPS) == 4


@pytest.mark.parametrize(
    "example", list(EXAMPLE.finditer(SECTION)), ids=lambda found: found["file"]
)
def test_an_example_says_what_the_page_says(casebook, example):
    Path(example["file"]).write_text(example["text"], "utf-8")

    shown = casebook(*shlex.split(example["command"])[1:])

    assert shown.err == ""
    assert example["told"] in shown.out


@pytest.mark.parametrize("command", LOOK_UPS)
def test_a_look_up_ends_well(casebook, command):
    shown = casebook(*shlex.split(command)[1:])

    assert (shown.code, shown.err) == (0, "")
    assert "CN-" in shown.out
