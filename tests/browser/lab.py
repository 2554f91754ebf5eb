"""What a test does in JupyterLab: put a notebook there, open it, run it, restart its kernel."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from playwright.sync_api import Page

LIGHT, DARK = "JupyterLab Light", "JupyterLab Dark"

# An idle kernel is not yet a connected one, and what is run before that is lost.
READY = """async () => {
  const context = globalThis.jupyterapp.shell.currentWidget.context.sessionContext;
  await context.ready;
  const { kernel } = context.session;
  await kernel.info;
  const isReady = () => kernel.connectionStatus === "connected" && kernel.status === "idle";
  while (!isReady()) await new Promise((done) => setTimeout(done, 50));
}"""
RESTART = "() => globalThis.jupyterapp.shell.currentWidget.context.sessionContext.restartKernel()"
IS_OPEN = "() => globalThis.jupyterapp?.shell.currentWidget?.context?.sessionContext !== undefined"


@dataclass(frozen=True, slots=True)
class Lab:
    """A running JupyterLab and the learner's folder that it shows."""

    address: str
    token: str
    folder: Path

    def put(self, name: str, *cells: str, language: str = "zh") -> str:
        """Write a notebook of code cells and return its name."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(_notebook(cells, language)), encoding="utf-8")
        return name

    def open(self, page: Page, name: str, *, theme: str = LIGHT) -> None:
        """Open a notebook and wait until its kernel takes orders."""
        page.goto(f"{self.address}/lab/tree/{name}?reset&token={self.token}")
        wait_until_ready(page)
        use_theme(page, theme)

    def end_kernels(self) -> None:
        """End every kernel that was started, so that they do not pile up."""
        kernels = json.loads(self._ask("GET", "kernels"))
        for kernel in kernels:
            self._ask("DELETE", f"kernels/{kernel['id']}")

    def _ask(self, method: str, what: str) -> bytes:
        headers = {"Authorization": f"token {self.token}"}
        request = Request(f"{self.address}/api/{what}", method=method, headers=headers)
        with urlopen(request) as reply:
            return bytes(reply.read())


def _notebook(cells: tuple[str, ...], language: str) -> dict[str, Any]:
    return {
        "cells": [
            {
                "cell_type": "code",
                "id": f"cell-{place}",
                "metadata": {},
                "execution_count": None,
                "outputs": [],
                "source": source,
            }
            for place, source in enumerate(cells)
        ],
        "metadata": {
            "casebook": {"language": language},
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def wait_until_ready(page: Page) -> None:
    """Wait until the open notebook's kernel is connected and idle."""
    page.wait_for_function(IS_OPEN)
    page.evaluate(READY)


def execute(page: Page, command: str, **arguments: object) -> None:
    """Run one of JupyterLab's commands, as its menus do."""
    page.evaluate(
        "([name, given]) => void globalThis.jupyterapp.commands.execute(name, given)",
        [command, arguments],
    )


def use_theme(page: Page, theme: str) -> None:
    """Change JupyterLab's theme and wait until the page wears it."""
    execute(page, "apputils:change-theme", theme=theme)
    page.locator(f'body[data-jp-theme-name="{theme}"]').wait_for(state="attached")
    # Meanwhile a splash covers everything.
    page.locator("#jupyterlab-splash").wait_for(state="detached")


def run_all(page: Page) -> None:
    """Run every cell."""
    execute(page, "notebook:run-all-cells")


def restart(page: Page) -> None:
    """Restart the kernel; nothing is run."""
    page.evaluate(RESTART)
    wait_until_ready(page)


def save(page: Page) -> None:
    """Save the notebook."""
    page.evaluate("() => globalThis.jupyterapp.shell.currentWidget.context.save()")


def tab_to(page: Page, selector: str) -> None:
    """Go from the notebook's cell to the first element that fits, with the Tab key."""
    page.keyboard.press("Escape")
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("fits => document.activeElement.matches(fits)", selector):
            return
    raise AssertionError(f"Tab never reached {selector}")


def cells(page: Page) -> list[list[str]]:
    """Return what JupyterLab's own keys would change: each cell's kind and text."""
    found: list[list[str]] = page.locator(".jp-Notebook .jp-Cell").evaluate_all(
        "all => all.map(one => [one.className.match(/jp-(Code|Markdown|Raw)Cell/)[0],"
        " one.querySelector('.cm-content, .jp-RenderedMarkdown').textContent])"
    )
    return found


def hear(page: Page) -> list[str]:
    """Return a list that fills with all that a server tells the page from now on."""
    heard: list[str] = []

    def note(frame: str | bytes) -> None:
        heard.append(frame if isinstance(frame, str) else frame.decode("utf-8", "replace"))

    page.on("websocket", lambda socket: socket.on("framereceived", note))
    return heard
