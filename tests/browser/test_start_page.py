"""The first page, as somebody who never ran a cell meets it."""

import shutil

import pytest
from playwright.sync_api import Page, expect

from browser.lab import DARK, LIGHT, Lab, run_all, use_theme
from browser.test_quiz_page import LEGIBLE, contrast
from casebook.activities import journal, library

pytestmark = pytest.mark.browser

FIRST = "1-1-reading-the-file.ipynb"


def test_the_first_steps_are_seen_before_anything_is_run(lab: Lab, page: Page) -> None:
    lab.open(page, "0-start.ipynb")

    steps = page.locator(".jp-MarkdownOutput table").first
    expect(steps).to_be_in_viewport()
    expect(steps).to_contain_text("Shift")
    expect(page.locator(".jp-CodeCell").first).to_be_in_viewport()
    expect(page.locator(".jp-OutputArea-output:not(.jp-MarkdownOutput)")).to_have_count(0)


def test_a_cell_is_run_as_the_first_steps_say(lab: Lab, page: Page) -> None:
    lab.open(page, "0-start.ipynb")
    first = page.locator(".jp-CodeCell").first

    first.locator(".cm-content").click()
    page.keyboard.press("Shift+Enter")

    expect(first.locator(".jp-OutputArea-output")).to_have_text("4850")
    expect(first.locator(".jp-InputPrompt")).to_have_text("[1]:")


def test_the_way_on_opens_the_lesson_and_the_page_then_knows_what_was_done(
    lab: Lab, page: Page
) -> None:
    fresh = lab.folder / "fresh"  # where no other test has answered anything
    fresh.mkdir()
    for name in ("0-start.ipynb", FIRST):
        shutil.copy(lab.folder / name, fresh / name)
    lab.open(page, "fresh/0-start.ipynb")
    run_all(page)
    overview = page.locator(".cbp")
    expect(overview).to_contain_text("从这里开始")
    expect(page.locator('.jp-OutputArea-output[data-mime-type*="error"]')).to_have_count(0)

    overview.locator(".cbp-open a").click()
    expect(
        page.locator(".lm-TabBar-tab.lm-mod-current .lm-TabBar-tabLabel", has_text=FIRST)
    ).to_be_visible()
    expect(page.get_by_role("heading", name="1-1 看懂一份档案")).to_be_visible()
    task = library.casework("1-1-practice-a").tasks[0]
    journal.Writer(fresh).write("1-1-practice-a", task.id, 1)
    lab.open(page, "fresh/0-start.ipynb")
    run_all(page)

    expect(overview).to_contain_text("从这里接着做")
    expect(overview).to_contain_text("答了 1 / 4")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_overview_is_legible_in_both_themes(lab: Lab, page: Page, language: str) -> None:
    name = f"overview-{language}/page.ipynb"
    lab.open(page, lab.put(name, "import casebook as cb", "cb.progress()", language=language))
    task = library.casework("1-1-practice-a").tasks[0]
    journal.Writer(lab.folder / f"overview-{language}").write("1-1-practice-a", task.id, 1)
    run_all(page)
    overview = page.locator(".cbp")
    expect(overview).to_have_attribute("lang", language)

    texts = [".cbp-go", ".cbp-open a", ".cbp-faint", ".cbp-part strong", ".cbp-row a"]
    texts += ['[data-stage="begun"]', '[data-stage="planned"]', '[data-stage="fresh"]']
    for theme in (DARK, LIGHT):
        use_theme(page, theme)
        faint = {one for one in texts if contrast(overview, one) < LEGIBLE}
        assert faint == set(), theme


def test_the_overview_fits_a_narrow_window(lab: Lab, page: Page) -> None:
    page.set_viewport_size({"width": 760, "height": 900})
    lab.open(page, lab.put("narrow/page.ipynb", "import casebook as cb", "cb.progress()"))
    run_all(page)
    overview = page.locator(".cbp")
    expect(overview).to_be_visible()

    too_wide = overview.evaluate("one => one.scrollWidth > one.clientWidth + 1")

    assert not too_wide
