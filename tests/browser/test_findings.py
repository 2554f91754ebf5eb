"""Pages of findings by keyboard: pick out a check, write, check, and write again."""

import pytest
from playwright.sync_api import Locator, Page, expect

from browser.exam import SETUP
from browser.lab import Lab, run_all, tab_to

pytestmark = pytest.mark.browser

CALL = {"debtor": "D1", "debt": "A1", "zone": "Asia/Shanghai", "channel": "call"}
CALL |= {"direction": "out", "connected": "yes", "point": "13800000000"}
RECORD = [
    CALL | {"id": "early", "at": "2026-03-02T06:45", "person": "debtor"},
    CALL | {"id": "mother", "at": "2026-03-03T10:00", "person": "parent"},
]
THREAT, POLITE = "再不还钱，就把你全家的腿打断。", "好的，谢谢您告诉我。"


def opened(lab: Lab, page: Page, name: str, *cells: str) -> None:
    lab.open(page, lab.put(f"findings-{name}/page.ipynb", SETUP, *cells))
    run_all(page)


def findings(audit: Locator) -> Locator:
    return audit.locator("tr[data-check]:visible")


def test_the_arrow_keys_pick_out_a_check_and_leave_the_notebook_be(lab: Lab, page: Page) -> None:
    opened(lab, page, "contacts", f"cb.contacts({RECORD})", "1")
    audit = page.locator(".cba")
    expect(findings(audit)).to_have_count(2, timeout=30_000)
    address = page.url

    audit.locator(".cba-check input").first.focus()
    page.keyboard.press("ArrowRight")
    expect(findings(audit)).to_have_count(1)
    expect(findings(audit)).to_contain_text("06:45")
    page.keyboard.press("ArrowDown")
    expect(findings(audit)).to_contain_text("10:00")
    page.keyboard.press("Enter")  # sends no form anywhere
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")

    expect(findings(audit)).to_have_count(2)
    assert page.url == address


def test_the_choices_of_two_audits_are_apart(lab: Lab, page: Page) -> None:
    opened(lab, page, "two", f"cb.contacts({RECORD})", f"cb.contacts({RECORD})")
    audits = page.locator(".cba")
    expect(audits).to_have_count(2, timeout=30_000)

    audits.first.locator(".cba-check input").nth(1).check()

    expect(findings(audits.first)).to_have_count(1)
    expect(findings(audits.last)).to_have_count(2)
    expect(audits.last.locator(".cba-check input").first).to_be_checked()


def test_words_are_written_checked_and_written_again_by_keyboard(lab: Lab, page: Page) -> None:
    opened(lab, page, "drill", "cb.wording()")
    area = page.locator(".wd-area")
    expect(area).to_be_visible(timeout=30_000)
    status, marks = page.locator(".wd-status"), page.locator(".cbw-mark")

    tab_to(page, ".wd-area")
    page.keyboard.insert_text(THREAT)
    page.keyboard.press("Control+Enter")
    expect(status).to_contain_text("查出违规")
    expect(marks).not_to_have_count(0)
    expect(area).to_be_focused()
    expect(area).to_have_value(THREAT)
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(POLITE)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(status).to_contain_text("这一次共 0 处")
    expect(marks).to_have_count(0)
    expect(page.locator(".cbw-text")).to_have_text(POLITE)


def test_a_kernel_that_does_not_answer_is_told(lab: Lab, page: Page) -> None:
    opened(lab, page, "silent", "cb.wording()")
    expect(page.locator(".wd-area")).to_be_visible(timeout=30_000)

    lab.end_kernels()
    page.locator(".wd-area").fill(POLITE)
    page.locator(".wd-area").press("Control+Enter")

    expect(page.locator(".wd-status")).to_contain_text("没有回音", timeout=20_000)
