"""The timed screening in a real browser: by keyboard alone, with pauses, reloads and a result."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from browser.lab import DARK, LIGHT, Lab, execute, restart, run_all
from casebook.activities import journal, library
from casebook.portfolio.flags import review_flags

pytestmark = pytest.mark.browser

ID = "1-1-ten-files"
TASKS = library.casework(ID).tasks
CELLS = (
    "import casebook as cb",
    f'result = cb.screening("{ID}")\nresult',
    "print(len(result.frame()), result.precision, result.recall)",
)
NAME_OF_FOCUS = "() => document.activeElement.value || document.activeElement.textContent"
KEYS = {flag.id: key for flag, key in zip(review_flags(), "123456789abc", strict=True)} | {
    "none": "0"
}


def opened(lab: Lab, page: Page, name: str, *, language: str = "zh", theme: str = LIGHT) -> Locator:
    lab.put(name, *CELLS, language=language)
    lab.open(page, name, theme=theme)
    run_all(page)
    return shown(page)


def shown(page: Page) -> Locator:
    screening = page.locator(".sc-screening")
    expect(screening).to_be_visible()
    return screening


def start(page: Page, screening: Locator) -> None:
    screening.locator(".sc-rest").get_by_role("button").focus()
    page.keyboard.press("Enter")
    expect(screening.locator(".sc-file")).to_be_visible()


def hand(page: Page, screening: Locator, number: int) -> None:
    """Mark the file of that number rightly by its keys, and go on."""
    expect(screening.locator("[aria-current=step]")).to_have_text(str(number))
    for code in TASKS[number - 1].codes or ():
        page.keyboard.press(KEYS[code])
    page.keyboard.press("Enter")


def kept(lab: Lab, name: str) -> dict[str, object]:
    return dict(journal.read(lab.folder / Path(name).parent).answer(ID).values)


@pytest.mark.parametrize(("language", "all_right"), [("zh", "全对"), ("en", "all right")])
def test_ten_files_are_screened_by_keyboard_alone(
    lab: Lab, page: Page, language: str, all_right: str
) -> None:
    name = f"screened-{language}/s.ipynb"
    screening = opened(lab, page, name, language=language)

    start(page, screening)
    for number in range(1, 11):
        hand(page, screening, number)

    bars = screening.locator(".sc-share")
    expect(bars).to_have_text(["100%", "100%"])
    expect(screening.locator(".sc-review")).to_have_count(10)
    expect(screening.get_by_text(all_right, exact=True)).to_have_count(7)
    values = kept(lab, name)
    assert {task.id: values[task.id] for task in TASKS} == {
        task.id: list(task.codes or ()) for task in TASKS
    }
    assert values["done"] is True
    execute(page, "notebook:run-cell")


def test_the_next_cell_holds_the_learners_own_result(lab: Lab, page: Page) -> None:
    screening = opened(lab, page, "own/s.ipynb")
    start(page, screening)
    hand(page, screening, 1)
    page.keyboard.press("0")
    page.keyboard.press("Enter")
    expect(screening.locator("[aria-current=step]")).to_have_text("3")

    page.locator(".jp-CodeCell").nth(2).click()
    execute(page, "notebook:run-cell")

    expect(page.locator(".jp-OutputArea-output").last).to_contain_text("2 1.0 1.0")


def test_a_flag_and_nothing_to_ask_put_each_other_out(lab: Lab, page: Page) -> None:
    screening = opened(lab, page, "either/s.ipynb")
    start(page, screening)
    ticked = screening.locator("input:checked")

    page.keyboard.press("1")
    page.keyboard.press("c")
    expect(ticked).to_have_count(2)
    page.keyboard.press("0")
    expect(ticked).to_have_count(1)
    expect(ticked).to_have_value("none")
    expect(ticked).to_be_focused()
    page.keyboard.press("2")

    expect(ticked).to_have_value("identity-expired")


def test_a_file_without_a_mark_is_not_handed_over(lab: Lab, page: Page) -> None:
    screening = opened(lab, page, "unmarked/s.ipynb")
    start(page, screening)

    page.keyboard.press("Enter")

    expect(screening.locator(".cb-status")).to_contain_text("按 0")
    expect(screening.locator("[aria-current=step]")).to_have_text("1")
    assert kept(lab, "unmarked/s.ipynb") == {}


def test_the_clock_stands_still_in_a_pause_and_says_itself_on_demand(lab: Lab, page: Page) -> None:
    screening = opened(lab, page, "pause/s.ipynb")
    start(page, screening)
    status = screening.locator(".cb-status")
    expect(screening.locator(".sc-clock")).to_have_text(re.compile(r"0:0[1-9]"))
    expect(status).to_have_text("")
    expect(screening.locator(".sc-clock")).to_have_attribute("aria-live", "off")

    page.keyboard.press("t")
    expect(status).to_contain_text(re.compile(r"用时 0 分 [1-9] 秒"))
    page.keyboard.press("p")
    rest = screening.locator(".sc-rest")
    expect(rest).to_contain_text("已暂停")
    said = rest.inner_text()
    page.wait_for_timeout(2100)

    assert rest.inner_text() == said
    assert kept(lab, "pause/s.ipynb")["time"] in range(1, 20)
    rest.get_by_role("button").click()
    expect(screening.locator(".sc-file")).to_be_visible()


def test_a_round_goes_on_after_a_reload_and_after_a_restart(lab: Lab, page: Page) -> None:
    name = "resumed/s.ipynb"
    screening = opened(lab, page, name)
    start(page, screening)
    for number in (1, 2, 3):
        hand(page, screening, number)
    expect(screening.locator("[aria-current=step]")).to_have_text("4")

    restart(page)
    run_all(page)
    rest = shown(page).locator(".sc-rest")
    expect(rest).to_contain_text("已看 3 / 10 份")
    start(page, shown(page))
    hand(page, shown(page), 4)
    lab.open(page, name)
    run_all(page)

    expect(shown(page).locator(".sc-rest")).to_contain_text("已看 4 / 10 份")
    start(page, shown(page))
    expect(shown(page).locator("[aria-current=step]")).to_have_text("5")


def test_marks_handed_to_a_dead_kernel_are_kept_once_the_cell_runs_again(
    lab: Lab, page: Page
) -> None:
    name = "down/s.ipynb"
    screening = opened(lab, page, name)
    start(page, screening)
    restart(page)  # The page still shows the screening of the kernel that is gone.

    hand(page, screening, 1)
    expect(screening.locator(".cb-status")).to_contain_text("尚未保存")
    run_all(page)

    expect(shown(page).locator(".sc-rest")).to_contain_text("已看 1 / 10 份")
    assert kept(lab, name)["file_01"] == ["identity-expired"]


def test_what_was_missed_is_shown_with_its_place_and_its_file(lab: Lab, page: Page) -> None:
    screening = opened(lab, page, "missed/s.ipynb")
    start(page, screening)
    page.keyboard.press("0")
    page.keyboard.press("Enter")
    for number in range(2, 11):
        hand(page, screening, number)
    review = screening.locator(".sc-review").first

    expect(review).to_have_attribute("open", "")
    expect(review.locator(".sc-stand")).to_contain_text("有效期到 2025-09-06")
    review.get_by_role("button").click()
    expect(review.locator(".cf-card")).to_contain_text("2025.09.06")
    screening.locator(".sc-again").get_by_role("button").click()

    expect(screening.locator(".sc-rest")).to_contain_text("开始计时")
    start(page, screening)
    expect(screening.locator("[aria-current=step]")).to_have_text("1")
    expect(screening.locator("input:checked")).to_have_count(0)


def test_definitions_open_and_stay_open_over_the_files(lab: Lab, page: Page) -> None:
    screening = opened(lab, page, "defined/s.ipynb")
    start(page, screening)
    definitions = screening.locator(".sc-definitions")
    expect(definitions).to_be_hidden()

    page.keyboard.press("d")
    expect(definitions).to_contain_text("恰为 120% 或以下")
    hand(page, screening, 1)

    expect(screening.locator("[aria-current=step]")).to_have_text("2")
    expect(definitions).to_be_visible()


def test_every_control_can_be_reached_by_tab(lab: Lab, page: Page) -> None:
    screening = opened(lab, page, "tab/s.ipynb")
    start(page, screening)
    reached: set[str] = set()

    screening.locator(".cb-dot").first.focus()
    for _ in range(40):
        reached.add(
            page.evaluate(
                "() => document.activeElement.value || document.activeElement.textContent"
            )
        )
        page.keyboard.press("Tab")

    assert {flag.id for flag in review_flags()} | {"none"} <= reached
    assert {"10", "暂停", "下一份", "判断标准"} <= reached


@pytest.mark.parametrize("theme", [LIGHT, DARK])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_line_of_a_small_paper_is_cut_off(
    lab: Lab, page: Page, language: str, theme: str
) -> None:
    name = f"whole-{language}-{theme[-4:].lower()}/s.ipynb"
    screening = opened(lab, page, name, language=language, theme=theme)
    start(page, screening)

    for dot in screening.locator(".cb-dot").all():
        dot.click()
        cut = screening.locator(".sc-file *").evaluate_all(
            "all => all.filter(one => one.scrollWidth > one.clientWidth + 1"
            " && getComputedStyle(one).display !== 'inline'"
            " && !one.classList.contains('sc-unseen')).map(one => one.outerHTML.slice(0, 90))"
        )
        assert cut == []
        assert screening.locator(".sc-specimen").count() == 6
