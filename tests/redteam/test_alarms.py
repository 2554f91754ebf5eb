"""Where nothing seals them the same attacks come off, and are seen: so silence means something."""

import html
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator

import nbformat
import pytest

from course.learners import ASSIGNMENT
from redteam import escape, forge, innocent, watch
from redteam.attack import BROKE, Ground
from redteam.corrupt import SCRIPTS
from redteam.test_attacks import canary_changes, prepared

ATTACKS = {attack.name: attack for attack in (*forge.ATTACKS, *escape.ATTACKS)}
#: Stands for the kit, and for what a notebook's first cells have made.
KIT = "class cb:\n    answer = print\n"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Ground, watch.Doors]]:
    with (
        watch.open_folder("casebook-alarms-") as top,
        prepared(top) as (ground, doors),
    ):
        next(one for one in innocent.ATTACKS if one.name == innocent.NEIGHBOUR).build(ground)
        yield ground, doors


def run(ground: Ground, name: str) -> str:
    """Run the code of an attack by itself, as nobody should; return what it says."""
    ATTACKS[name].build(ground)
    folder = ground.course.submitted(ASSIGNMENT, name)
    cells = nbformat.read(folder / f"{ASSIGNMENT}.ipynb", as_version=4).cells
    source = next(cell.source for cell in cells if cell.source.startswith("COURSE = "))
    # Not by a pipe, which whatever is left running would keep open.
    with tempfile.TemporaryFile() as said:
        subprocess.run(
            [sys.executable, "-c", KIT + source],
            cwd=folder,
            env=os.environ | {"CASEBOOK_LEARNER": name},
            stdout=said,
            stderr=said,
            check=False,
            timeout=60,
        )
        said.seek(0)
        return said.read().decode("utf-8", "replace")


@pytest.mark.parametrize(
    "name",
    [
        *("forge-read-course", "forge-read-hand-ins", "forge-parents", "forge-ask-the-grader"),
        *("forge-environment", "escape-links"),
    ],
)
def test_what_is_read_is_seen(place: tuple[Ground, watch.Doors], name: str) -> None:
    ground, _ = place

    said = run(ground, name)

    assert ground.secret in said or "verified_income" in said


@pytest.mark.parametrize(
    ("name", "door"),
    [
        ("escape-tcp", "TCP"),
        ("escape-udp", "UDP"),
        ("escape-unix-socket", "a path"),
        ("escape-abstract-socket", "an abstract name"),
    ],
)
def test_who_knocks_is_seen(place: tuple[Ground, watch.Doors], name: str, door: str) -> None:
    ground, doors = place

    said = run(ground, name)

    assert door in doors.knocked()
    assert BROKE in said or door == "UDP"


@pytest.mark.parametrize("name", ["escape-look-around", "escape-pidfd", "escape-proc-mem"])
def test_what_is_seen_or_held_is_told(place: tuple[Ground, watch.Doors], name: str) -> None:
    ground, _ = place

    assert BROKE in run(ground, name)


def test_a_touched_canary_is_seen(place: tuple[Ground, watch.Doors]) -> None:
    ground, _ = place

    run(ground, "escape-canary")

    assert canary_changes(ground.canary)


def test_left_processes_are_seen_and_ended(place: tuple[Ground, watch.Doors]) -> None:
    ground, _ = place

    run(ground, "escape-background")
    time.sleep(5)
    is_written = (ground.canary / "later").exists()

    assert len(watch.left_processes()) == 5
    assert is_written
    time.sleep(0.5)
    assert watch.left_processes() == []


def test_a_live_page_is_seen() -> None:
    silent = [text for text in SCRIPTS if not watch.Page(f"<p>mathjax {text}</p>").live]

    # Markdown and templates are nothing to a browser, and an old browser alone runs such a style.
    assert len(silent) <= 5, silent


def test_what_is_shown_as_text_is_no_live_page() -> None:
    page = f"<p>mathjax</p><pre>{html.escape(' '.join(SCRIPTS))}</pre>"

    assert watch.Page(page).live == []
