"""A JupyterLab started as a learner starts it, and a real browser to look at it with."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect, sync_playwright

from browser import exam
from browser.exam import Exam
from browser.lab import Lab

REPOSITORY = Path(__file__).parents[2]
TOKEN = "only-for-tests"
PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PATIENCE_MS = 15_000
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def program() -> Path:
    """Return the browser's program; without one a test is skipped, and fails in CI."""
    path = browsers_program()
    if path is None:
        remedy = "no browser; apt-get install chromium, or name one in CASEBOOK_BROWSER"
        pytest.fail(remedy) if os.environ.get("CI") else pytest.skip(remedy)
    return path


def browsers_program() -> Path | None:
    """Return the browser's program: the one asked for, the system's, or Playwright's own."""
    asked = os.environ.get("CASEBOOK_BROWSER")
    found = [asked] if asked else [shutil.which(name) for name in PROGRAMS]
    with sync_playwright() as playwright:
        found.append(playwright.chromium.executable_path)
    return next((Path(one) for one in found if one and Path(one).is_file()), None)


@pytest.fixture(scope="session")
def lab(program: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """Start JupyterLab by `casebook start`, with a home and settings of its own."""
    with learners_lab(tmp_path_factory.mktemp("lab")) as opened:
        yield opened


@contextmanager
def learners_lab(root: Path) -> Iterator[Lab]:
    """Run JupyterLab as a learner does, everything that it keeps in `root`."""
    folder = root / "my-work"
    command = [sys.executable, "-m", "casebook.cli", "start", "--no-browser"]
    command += ["--folder", str(folder), "--language", "zh"]
    with serving(command, root, at=REPOSITORY) as address:
        yield Lab(address, TOKEN, folder)


@pytest.fixture(scope="session")
def assignment(tmp_path_factory: pytest.TempPathFactory) -> Exam:
    """Release the specimen assignment once for every test that sits it."""
    return exam.release(tmp_path_factory.mktemp("released") / "course")


@contextmanager
def serving(command: list[str], root: Path, *, at: Path) -> Iterator[str]:
    """Run a Jupyter server in the folder `at`, its home and settings in `root`."""
    port = _free_port()
    with (root / "log.txt").open("wb") as log:
        server = subprocess.Popen(
            [*command, "--port", str(port)], cwd=at, env=_environment(root), stdout=log, stderr=log
        )
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_for(f"{address}/api?token={TOKEN}", server, root / "log.txt")
            yield address
        finally:
            server.terminate()
            with suppress(subprocess.TimeoutExpired):
                server.wait(15)
            server.kill()
            server.wait()


# Not for the whole session: while Playwright runs, nothing else in the process can run a loop.
@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="module")
def browser(program: Path, playwright: Playwright) -> Iterator[Browser]:
    opened = playwright.chromium.launch(executable_path=program, args=QUIET)
    yield opened
    opened.close()


@pytest.fixture
def page(browser: Browser, lab: Lab) -> Iterator[Page]:
    """Open an empty page; a test fails if the page reports an error of our own code."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="zh-CN")
    opened = context.new_page()
    opened.set_default_timeout(PATIENCE_MS)
    expect.set_options(timeout=PATIENCE_MS)
    errors: list[str] = []
    opened.on("pageerror", lambda error: errors.append(error.stack or ""))
    yield opened
    context.close()
    lab.end_kernels()
    # A widget's module is a blob to the browser; JupyterLab has errors of its own on a restart.
    assert [error for error in errors if "blob:" in error] == []


def _environment(root: Path) -> dict[str, str]:
    own = {
        "HOME": "home",
        "IPYTHONDIR": "ipython",
        "JUPYTER_CONFIG_DIR": "config",
        "JUPYTER_DATA_DIR": "data",
        "JUPYTER_RUNTIME_DIR": "runtime",
    }
    for name in own.values():
        (root / name).mkdir()
    # Without it a page cannot tell when its kernel is ready.
    (root / "config" / "jupyter_lab_config.json").write_text(
        '{"LabApp": {"expose_app_in_browser": true}}'
    )
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("JUPYTER", "CASEBOOK", "JPY_"))
    }
    return kept | {name: str(root / sub) for name, sub in own.items()} | {"JUPYTER_TOKEN": TOKEN}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(300):
        assert server.poll() is None, log.read_text()
        with suppress(URLError, ConnectionError):
            urlopen(url).close()
            return
        time.sleep(0.2)
    raise AssertionError(log.read_text())
