"""A hostile hand-in, graded for real and opened where an instructor and a learner would see it."""

import os
import subprocess
import sys
from contextlib import suppress

import nbformat
import pytest
from nbgrader.api import Gradebook

from browser.conftest import TOKEN, _environment, _free_port, _wait_for
from casebook.grading.grade import grade
from casebook.grading.release import api, release
from course.demo import fresh_course
from course.learners import ASSIGNMENT, edit, hand_in

pytestmark = pytest.mark.browser

FIRE = "window.__fired=(window.__fired||0)+1"
HOSTILE = (
    f"<script>{FIRE}</script>",
    f'<img src="x:" onerror="{FIRE}">',
    f'<svg onload="{FIRE}"><script>{FIRE}</script></svg>',
    f'<iframe srcdoc="<script>parent.{FIRE}</script>"></iframe>',
    f'[a link](javascript:{FIRE}) <a href="javascript:{FIRE}">another</a>',
    f'$\\href{{javascript:{FIRE}}}{{x}}$ <details open ontoggle="{FIRE}">HOSTILE-TEXT</details>',
)
CODE = """\
from IPython.display import HTML, SVG, Javascript, Latex, Markdown, display
for text in {hostile!r}:
    display(HTML(text), Markdown(text), Latex(text), Javascript({fire!r}))
    display({{"image/svg+xml": text, "text/plain": text}}, raw=True)
    print(text)
cb.answer("red_flags", list({hostile!r}))
"""


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    made = fresh_course(tmp_path_factory.mktemp("hostile") / "course")
    release(made, ASSIGNMENT, variants=2)
    code = CODE.format(hostile=HOSTILE, fire=FIRE)
    folder = hand_in(made, "mallory", cells={"red-flags": code})
    own = [nbformat.v4.new_markdown_cell(text) for text in HOSTILE]
    own += [nbformat.v4.new_raw_cell(text, metadata={"format": "text/html"}) for text in HOSTILE]
    edit(folder, lambda cells: [*cells, *own])
    list(grade(made, ASSIGNMENT))
    assert api(made).generate_feedback(ASSIGNMENT)["success"]
    return made


@pytest.fixture(scope="module")
def formgrader(course, tmp_path_factory):
    """The address of the hand-in in a real formgrader."""
    root = tmp_path_factory.mktemp("instructor")
    port = _free_port()
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", f"--port={port}"]
    command += [f"--ServerApp.root_dir={course.folder}"]
    command += ["--allow-root"] if os.getuid() == 0 else []
    with (root / "log.txt").open("wb") as log:
        environment = _environment(root)
        server = subprocess.Popen(
            command, cwd=course.folder, env=environment, stdout=log, stderr=log
        )
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_for(f"{address}/api?token={TOKEN}", server, root / "log.txt")
            with Gradebook(course.db_url, course.id) as gradebook:
                found = gradebook.find_submission_notebook(ASSIGNMENT, ASSIGNMENT, "mallory")
                name = found.id
            yield f"{address}/formgrader/submissions/{name}/?token={TOKEN}"
        finally:
            server.terminate()
            with suppress(subprocess.TimeoutExpired):
                server.wait(15)
            server.kill()
            server.wait()


def nothing_fires(browser, address):
    """Open `address`, click every link that stays on the page, and return the text shown."""
    page = browser.new_page()
    page.set_default_timeout(30_000)
    dialogs = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.goto(address, wait_until="load")
    page.wait_for_timeout(1500)
    assert page.locator("a[href^='javascript:']").count() == 0
    assert page.locator("#notebook iframe, #notebook svg, #notebook script[src='x:']").count() == 0
    assert page.evaluate("window.__fired") is None
    assert dialogs == []
    text = page.inner_text("body")
    page.close()
    return text


def test_a_feedback_page_runs_nothing_of_the_learners(course, browser):
    page = course.folder / "feedback" / "mallory" / ASSIGNMENT / f"{ASSIGNMENT}.html"

    assert "HOSTILE-TEXT" in nothing_fires(browser, page.as_uri())


def test_formgrader_runs_nothing_of_the_learners(formgrader, browser):
    assert "HOSTILE-TEXT" in nothing_fires(browser, formgrader)


def test_the_canary_can_fire(browser, tmp_path):
    bare = tmp_path / "bare.html"
    bare.write_text(HOSTILE[1], encoding="utf-8")
    page = browser.new_page()
    page.goto(bare.as_uri())

    page.wait_for_function("window.__fired === 1")
    page.close()
