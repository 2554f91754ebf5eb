"""Click to feedback in a real browser, beside the round trip of a bare ipywidgets button."""

import statistics
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from browser.conftest import QUIET, browsers_program, learners_lab
from browser.lab import run_all

CLICKS = 60
BARE = """import ipywidgets
button, told = ipywidgets.Button(description="bare"), ipywidgets.Label("0")
button.add_class("bare-button"), told.add_class("bare-label")
button.on_click(lambda _: setattr(told, "value", str(int(told.value) + 1)))
ipywidgets.HBox([button, told])"""
QUIZ = """import casebook as cb
cb.quiz("1-1-check")"""
#: Click, wait until what the kernel changed stands on the page, and return the milliseconds.
BARE_CLICK = """() => new Promise(done => {
  const label = document.querySelector(".bare-label"), began = performance.now();
  new MutationObserver((_, seen) => { seen.disconnect(); done(performance.now() - began); })
    .observe(label, { childList: true, characterData: true, subtree: true });
  document.querySelector(".bare-button").click();
})"""
QUIZ_CLICK = """place => new Promise(done => {
  const options = document.querySelectorAll(".cb-item input");
  options[place % options.length].click();
  const feedback = document.querySelector(".cb-feedback"), began = performance.now();
  new MutationObserver((_, seen) => {
    if (!feedback.dataset.verdict) return;
    seen.disconnect();
    done(performance.now() - began);
  }).observe(feedback, { attributes: true, childList: true });
  document.querySelector(".cb-giving .cb-main").click();
})"""


def main() -> None:
    program = browsers_program()
    if program is None:
        print("no browser; apt-get install chromium, or name one in CASEBOOK_BROWSER")
        return
    with (
        tempfile.TemporaryDirectory(prefix="casebook-clicks-") as folder,
        learners_lab(Path(folder)) as lab,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=program, args=QUIET)
        page = browser.new_page()
        lab.open(page, lab.put("clicks/quiz.ipynb", BARE, QUIZ))
        run_all(page)
        page.locator(".bare-button").wait_for()
        page.locator(".cb-quiz").wait_for()
        bare, quiz = took(page)
        browser.close()
    for name, times in (("bare button", bare), ("quiz answer", quiz)):
        low, middle, high = statistics.quantiles(times, n=4)
        print(f"{name}  {middle:6.1f} ms  (half of them {low:.1f} to {high:.1f})")
    print(f"click to feedback takes {statistics.median(quiz) / statistics.median(bare):.2f} of it")


def took(page: Page) -> tuple[list[float], list[float]]:
    """Return what each click took, in milliseconds, one of each kind after the other."""
    bare, quiz = [], []
    for number in range(CLICKS + 5):
        bare.append(page.evaluate(BARE_CLICK))
        quiz.append(page.evaluate(QUIZ_CLICK, number))
    return bare[5:], quiz[5:]
