"""Opening the workbooks: fill the learner's folder, then become JupyterLab."""

import errno
import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources, util
from pathlib import Path
from typing import NoReturn

import yaml

from casebook.errors import SetupError
from casebook.grading import bundle, delivery
from casebook.grading.places import Shelf
from casebook.text import Language, Text

FIRST_PAGE = "0-start.ipynb"
USUAL_PORT = 8888
OUR_CONFIG = ".jupyter"
QUIET_LAB = {
    "@jupyterlab/apputils-extension:notification": {
        "fetchNews": "false",
        "checkForUpdates": False,
        "doNotDisturbMode": True,
    }
}


@dataclass(frozen=True, slots=True)
class Launch:
    """The program to become: its arguments, environment and folder."""

    arguments: tuple[str, ...]
    environment: Mapping[str, str]
    folder: Path


def start(
    shelf: Shelf,
    folder: Path,
    *,
    language: Language | None,
    browser: bool,
    port: int | None,
    say: Callable[[str], None],
) -> NoReturn:
    """Fill `folder` from `shelf` and become JupyterLab on its first page.

    Raises
    ------
    SetupError
        The language is not on the shelf, the folder cannot be written, the port that was asked
        for is taken, or JupyterLab is missing. Nothing is written before all but the folder is
        known to be well.
    """
    language = chosen(language, shelf, folder)
    free = free_port(port, language)
    _need(shelf, language)
    for line in fill(shelf, folder, language=language):
        say(line)
    say(_say("opening", language, folder=str(folder), port=free))
    become(launch(folder, browser=browser, port=free))


def chosen(language: Language | None, shelf: Shelf, folder: Path) -> Language:
    """Return the language asked for, else the one used before, else the shelf's first."""
    before = delivery.manifest(folder).language
    if language is None:
        return before if before in shelf.languages else shelf.languages[0]
    if language not in shelf.languages:
        raise _problem(
            "language-missing", language, language=language, languages=", ".join(shelf.languages)
        )
    return language


def fill(shelf: Shelf, folder: Path, *, language: Language) -> tuple[str, ...]:
    """Deliver the shelf's files in `language` and return what to tell the learner."""
    files = {name: bundle.page(path, [language]) for name, path in shelf.files()}
    try:
        delivered = delivery.deliver(files, folder, language=language)
        _quieten(folder)
    except OSError as error:
        raise _problem(
            "folder-unwritable", language, folder=folder, reason=error.strerror
        ) from error
    return tuple(
        _say(str(one.outcome), language, name=one.name, beside=one.placed)
        for one in delivered
        if one.outcome is not delivery.Outcome.KEPT
    )


def free_port(port: int | None, language: Language) -> int:
    """Return `port` if it is free; where none was asked for, the first free one from 8888."""
    if port is not None and not _is_free(port):
        free = next(filter(_is_free, range(port + 1, port + 100)), 0)
        raise _problem("port-taken", language, port=port, free=free)
    if port is not None:
        return port
    return next(filter(_is_free, range(USUAL_PORT, USUAL_PORT + 100)), USUAL_PORT)


def launch(folder: Path, *, browser: bool, port: int) -> Launch:
    """Return how JupyterLab is started on the first page of `folder`.

    The environment's own programs come first on PATH: nothing needs to be activated.
    """
    inherited = os.environ
    environment = {
        **inherited,
        "PATH": _before(str(Path(sys.executable).parent), inherited.get("PATH", "")),
        "JUPYTER_CONFIG_PATH": _before(
            str((folder / OUR_CONFIG).resolve()), inherited.get("JUPYTER_CONFIG_PATH", "")
        ),
    }
    arguments = [sys.executable, "-m", "jupyterlab", "--log-level=WARN"]
    arguments += [f"--LabApp.default_url=/lab/tree/{FIRST_PAGE}"]
    arguments += [f"--ServerApp.port={port}", "--ServerApp.port_retries=0"]
    arguments += [] if browser else ["--no-browser"]
    arguments += ["--allow-root"] if _is_root() else []
    return Launch(tuple(arguments), environment, folder)


def become(what: Launch) -> NoReturn:
    """Replace this process by `what`; on Windows, which cannot, run it and end with its code."""
    os.chdir(what.folder)
    sys.stdout.flush()
    if os.name == "nt":
        sys.exit(subprocess.call(what.arguments, env=dict(what.environment)))  # noqa: S603
    os.execve(what.arguments[0], what.arguments, dict(what.environment))  # noqa: S606


def _quieten(folder: Path) -> None:
    """Turn off JupyterLab's news pop-ups, which ask a learner about things outside the course."""
    settings = folder / OUR_CONFIG / "labconfig" / "default_setting_overrides.json"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text(json.dumps(QUIET_LAB, indent=1), "utf-8")


def _need(shelf: Shelf, language: Language) -> None:
    if util.find_spec("jupyterlab") is None:
        raise _problem("lab-missing", language)
    if not (shelf.workbooks / FIRST_PAGE).is_file():
        raise _problem("pages-missing", language, page=shelf.workbooks / FIRST_PAGE)


def _is_free(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        if os.name != "nt":  # there the option would let two servers share the port
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            if error.errno in {errno.EADDRINUSE, errno.EACCES}:
                return False
            raise
    return True


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _before(first: str, rest: str) -> str:
    return os.pathsep.join(filter(None, (first, rest)))


@cache
def _lines() -> Mapping[str, Text]:
    lines = resources.files("casebook.grading").joinpath("start.yaml").read_text("utf-8")
    return {name: Text(**text) for name, text in yaml.safe_load(lines).items()}


def _say(line: str, language: Language, /, **values: object) -> str:
    return _lines()[line].say(language).format(**values)


def _problem(line: str, language: Language, /, **values: object) -> SetupError:
    return SetupError("casebook start", _say(line, language, **values))
