"""The pages at the door: their commands exist, their links lead somewhere."""

import re
import shlex
from pathlib import Path

import pytest

from casebook import cli

HERE = Path(__file__).parents[2]
PAGES = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")
TARGETS = set(re.findall(r"^([a-z]+):(?!=)", (HERE / "Makefile").read_text("utf-8"), re.M))
ELSEWHERE = {"export", "conda", "sh", "nbgrader"}


def blocks(page: str) -> list[str]:
    text = (HERE / page).read_text("utf-8")
    lines = "\n".join(re.findall(r"^```sh\n(.*?)^```", text, re.M | re.S)).splitlines()
    return [line.split("  #")[0].strip() for line in lines if line.strip()]


def inline(page: str) -> list[str]:
    text = (HERE / page).read_text("utf-8")
    return re.findall(r"`((?:make|casebook|\.venv/bin/casebook) [^`<]+)`", text)


COMMANDS = [(page, command) for page in PAGES for command in (*blocks(page), *inline(page))]


def test_the_readme_shows_the_two_commands() -> None:
    assert {"make start", "make test"} <= set(blocks("README.md"))


@pytest.mark.parametrize(("page", "command"), COMMANDS)
def test_every_command_exists(page: str, command: str) -> None:
    words = shlex.split(command)
    program = words[0].removeprefix(".venv/bin/")
    if program == "make":
        assert next(word for word in words[1:] if "=" not in word) in TARGETS
    elif program == "casebook":
        cli._parser().parse_args(words[1:])
    elif words[0].startswith(".venv/bin/"):
        assert (HERE / words[0]).exists()
    else:
        assert program in ELSEWHERE, program


@pytest.mark.parametrize("page", PAGES)
def test_links_inside_the_repository_lead_somewhere(page: str) -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", (HERE / page).read_text("utf-8"))

    assert [link for link in links if not (HERE / link).exists()] == []


def test_every_target_is_listed_with_what_it_does() -> None:
    makefile = (HERE / "Makefile").read_text("utf-8")
    listed = set(re.findall(r"^([a-z]+):.*## \S", makefile, re.M))

    wanted = "help start demo test check format outputs data bench clean"
    assert set(wanted.split()) <= listed
    assert TARGETS - listed == {"setup"}


def test_the_readme_lists_every_item_of_the_syllabus() -> None:
    text = (HERE / "README.md").read_text("utf-8")

    assert [f"S{n:02}" for n in range(1, 22) if f"S{n:02}" not in text] == []


def test_contributing_lists_every_room() -> None:
    rooms = {p.parent.name for p in (HERE / "source" / "casebook").glob("*/__init__.py")}
    text = (HERE / "CONTRIBUTING.md").read_text("utf-8")

    assert [room for room in sorted(rooms) if f"`{room}/`" not in text] == []


def test_the_disclaimer_is_at_the_door() -> None:
    text = (HERE / "README.md").read_text("utf-8")

    assert "it is not legal advice" in text
    assert "不是法律意见" in text
