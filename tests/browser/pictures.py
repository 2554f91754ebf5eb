"""Draw the README's pictures afresh, from the kit as it is: a workbook, a talk, a report.

Run by `make pictures`; the report is of a class that is made up here and graded for real.
"""

import random
import shutil
import sys
import tempfile
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from playwright.sync_api import Browser, Page, sync_playwright

from browser.conftest import PROGRAMS, QUIET, REPOSITORY, TOKEN, serving
from browser.lab import LIGHT, Lab, run_all
from casebook.activities.dialogue.session import practice
from casebook.grading.course import Course
from casebook.grading.grade import grade
from casebook.grading.keys import released_keys
from casebook.grading.release import release
from casebook.reporting import report
from course.demo import fresh_course
from course.learners import (
    ASSIGNMENT,
    best_talk,
    half_right_cells,
    half_right_choices,
    hand_in,
    kind_talk,
    mark_by_hand,
    message,
    right_cells,
    right_choices,
    unlawful_talk,
)

FOLDER = REPOSITORY / "source" / "pictures"
CLASS_SIZE = 18
REPLIES = 4
MOST = {"script-facts": 3, "script-agreed": 3, "script-reach": 2, "script-respect": 2}


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        root = Path(scratch)
        pages = made_up_class(root / "course")
        program = next(found for name in PROGRAMS if (found := shutil.which(name)))
        browser = playwright.chromium.launch(executable_path=program, args=QUIET)
        draw_report(browser, pages)
        (root / "lab").mkdir()
        command = [sys.executable, "-m", "casebook.cli", "start", "--no-browser"]
        command += ["--folder", str(root / "work"), "--language", "zh"]
        with serving(command, root / "lab", at=REPOSITORY) as address:
            lab = Lab(address, TOKEN, root / "work")
            draw_workbook(browser, lab)
            draw_talk(browser, lab)


def made_up_class(folder: Path) -> Path:
    """Grade a class whose learners know more or less, and return its report's page."""
    course = fresh_course(folder)
    release(course, ASSIGNMENT, variants=12)
    keys, rng = released_keys(course, ASSIGNMENT), random.Random(7)
    names = [f"learner-{number:02}" for number in range(1, CLASS_SIZE + 1)]
    for name in names:
        is_able = rng.random() < 0.6
        cells = right_cells(keys, name) if is_able else half_right_cells(keys, name)
        kept = {cell: code for cell, code in cells.items() if rng.random() < 0.9}
        choices = right_choices(keys) if rng.random() < 0.5 else half_right_choices(keys)
        talk = rng.choice([best_talk, best_talk, kind_talk, unlawful_talk])(keys)
        hand_in(course, name, cells=kept, choices=choices, talk=talk, text=message())
    list(grade(course, ASSIGNMENT))
    for name in names[: CLASS_SIZE - 3]:
        mark_by_hand(course, name, {one: rng.randint(most - 2, most) for one, most in MOST.items()})
    return _page_of(course)


def _page_of(course: Course) -> Path:
    written = report.publish(course, ASSIGNMENT, today=date(2026, 7, 3))
    return next(path for path in written if path.name.endswith(".zh.html"))


def draw_report(browser: Browser, path: Path) -> None:
    page = browser.new_page(viewport={"width": 1100, "height": 1250})
    page.goto(path.as_uri())
    page.screenshot(path=FOLDER / "report.png")
    page.close()


def draw_workbook(browser: Browser, lab: Lab) -> None:
    page = _notebook_page(browser, height=900)
    lab.open(page, "1-1-reading-the-file.ipynb", theme=LIGHT)
    run_all(page)
    case = page.locator(".cf-case").first
    case.wait_for(timeout=60_000)
    page.locator(".cf-tab", has_text="征信摘要").first.click()
    case.scroll_into_view_if_needed()
    page.wait_for_timeout(1_500)
    page.screenshot(path=FOLDER / "workbook.png")
    page.close()


def draw_talk(browser: Browser, lab: Lab) -> None:
    """Say a few good replies to Mr Hao, as an English reader."""
    page = _notebook_page(browser, height=1_300)
    name = lab.put("talk.ipynb", "import casebook as cb", 'cb.dialogue("1-1-hao")', language="en")
    lab.open(page, name, theme=LIGHT)
    run_all(page)
    talk = page.locator(".ct-talk")
    talk.wait_for(timeout=60_000)
    walk = practice("1-1-hao")[1].walk
    at = walk.start
    for number in range(REPLIES):
        step = walk.best_step(at)
        page.locator(".ct-choice", has_text=step.reply.text.en.strip()[:30]).click()
        page.locator(".ct-mine").nth(number).wait_for()
        at = step.after
    page.wait_for_timeout(500)
    talk.screenshot(path=FOLDER / "talk.png")
    page.close()


def _notebook_page(browser: Browser, *, height: int) -> Page:
    page = browser.new_page(viewport={"width": 1280, "height": height}, locale="zh-CN")
    page.set_default_timeout(60_000)
    return page


if __name__ == "__main__":
    main()
