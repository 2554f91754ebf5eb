"""What an attack is, and the ground it is tried on: a course, its neighbours, and bait."""

import json
import os
import sys
import sysconfig
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import numpy

import casebook
from casebook.grading.course import Course
from casebook.grading.keys import Keys
from course.learners import ASSIGNMENT, hand_in

#: What a hand-in may write down in a place that is not its own: see `PLACES`.
MARK = "casebook-redteam"
#: The name of a process that an attack leaves behind, where it has no words of its own: of this
#: test's alone, so that nobody else's is ended.
LEFT = f"redteam-{os.getpid() % 10**7}"
#: How many seconds such a process sleeps: an odd number, which its command line shows.
SLEEP_S = 3600 + os.getpid() / 10**8

#: Where a hand-in must not be able to leave a file for the next one, or for the host.
PLACES = tuple(
    map(
        Path,
        (
            *("/", "/etc", "/etc/cron.d", "/etc/profile.d", "/var/spool/cron", "/usr", "/usr/bin"),
            *("/usr/local/bin", "/usr/lib", "/opt", "/srv", "/run", "/root", "/home", "/tmp"),
            *("/var/tmp", "/dev/shm", "/sys/fs/cgroup", str(Path.home()), sys.prefix),
            *(sysconfig.get_paths()["purelib"], sysconfig.get_paths()["stdlib"]),
            *(Path(casebook.__file__).parent, Path(numpy.__file__).parent),
        ),
    )
)


class Aim(StrEnum):
    """What an attacker is after; an innocent is after nothing but points earned."""

    FORGE = "forge"
    ESCAPE = "escape"
    EXHAUST = "exhaust"
    CORRUPT = "corrupt"
    INNOCENT = "innocent"


@dataclass(frozen=True)
class Ground:
    """Where attacks are tried. `secret` stands in several places that no hand-in may read."""

    course: Course
    keys: Keys
    secret: str
    secret_file: Path
    neighbour: str  # an innocent, beside whose notebook lies a file with the secret
    canary: Path  # a folder that everybody may write to, with one file in it
    port: int  # of loopback, TCP and UDP, where the test listens
    socket: Path
    abstract: str
    decoy: int  # a process that stands for the grader: it holds the secret
    grader: int
    pid_namespace: int

    def words(self) -> str:
        """Return what an attacker is taken to know, as the first lines of a program."""
        known = {
            "COURSE": str(self.course.folder),
            "ASSIGNMENT": ASSIGNMENT,
            "SECRET_FILE": str(self.secret_file),
            "SECRET_START": self.secret[:8],
            "NEIGHBOUR": self.neighbour,
            "CANARY": str(self.canary),
            "PORT": self.port,
            "SOCKET": str(self.socket),
            "ABSTRACT": self.abstract,
            "DECOY": self.decoy,
            "GRADER": self.grader,
            "HOST": self.pid_namespace,
            "PLACES": [str(place) for place in PLACES],
            "MARK": MARK,
            "LEFT": LEFT,
            "SLEEP_S": SLEEP_S,
        }
        return "".join(f"{name} = {value!r}\n" for name, value in known.items()) + _SAYING


#: An attack tells what it got; the test looks for the words in outputs, so no source may hold them.
_SAYING = """\
import os, sys
is_host = os.stat("/proc/self/ns/pid").st_ino == HOST
def broke(what): print("broke".upper() + ":", what, flush=True)
def loot(what): print("loot".upper() + ":", what, flush=True)
def read(path, size=200_000):
    try:
        with open(path, "rb") as file:
            return file.read(size)
    except OSError:
        return b""
"""

#: What an attack says when it holds something that it should not.
BROKE = "BROKE:"

Build = Callable[[Ground], None]


@dataclass(frozen=True)
class Attack:
    """One hand-in; `claim` says what whoever made it hopes for."""

    name: str
    claim: str
    aim: Aim
    build: Build

    def __str__(self) -> str:
        return self.name


def code(
    name: str,
    aim: Aim,
    claim: str,
    source: str,
    *,
    cell: str = "verified-income",
    others: Mapping[str, str] | None = None,
    files: Mapping[str, str] | None = None,
) -> Attack:
    """Return an attack by code in one casework cell; `files` lie beside the notebook."""

    def build(ground: Ground) -> None:
        cells = {cell: ground.words() + source, **(others or {})}
        folder = hand_in(ground.course, name, cells=cells)
        for place, text in (files or {}).items():
            path = folder / place
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text.replace("@CANARY@", str(ground.canary)), encoding="utf-8")

    return Attack(name, claim, aim, build)


def paper(name: str, aim: Aim, claim: str, spoil: Callable[[Path, Ground], None]) -> Attack:
    """Return an attack by the files handed in: `spoil(folder, ground)` edits an untouched copy."""

    def build(ground: Ground) -> None:
        spoil(hand_in(ground.course, name), ground)

    return Attack(name, claim, aim, build)


def rewrite(folder: Path, change: Callable[[list[dict[str, Any]]], list[dict[str, Any]]]) -> None:
    """Let `change(cells)` return other cells, as plain JSON that no library tidies."""
    path = folder / f"{ASSIGNMENT}.ipynb"
    raw = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps(raw | {"cells": change(raw["cells"])}), "utf-8")


def grade_id(cell: dict[str, Any]) -> str:
    """Return nbgrader's name for a cell, or nothing."""
    return str(cell["metadata"].get("nbgrader", {}).get("grade_id", ""))
