"""The case file in a real browser: its tabs, its search and its highlighter, by keyboard."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from browser.lab import DARK, LIGHT, Lab, restart, run_all
from casebook.portfolio import practice, sample

pytestmark = pytest.mark.browser

SETUP = "import casebook as cb"
CASE = practice.case("D110005")
NAME = CASE.debtor["name"]
PARTS = 8


def opened(
    lab: Lab,
    page: Page,
    name: str,
    debtor_id: str = CASE.id,
    *,
    language: str = "zh",
    theme: str = LIGHT,
) -> Locator:
    """Open a notebook that shows one case, and return the case."""
    lab.put(name, SETUP, f'cb.case("{debtor_id}")', language=language)
    lab.open(page, name, theme=theme)
    run_all(page)
    case = page.locator(".cf-case")
    expect(case).to_be_visible()
    return case


def shown(case: Locator) -> Locator:
    """Return the part in sight, which is always exactly one."""
    panel = case.locator("[role=tabpanel]:visible")
    expect(panel).to_have_count(1)
    return panel


def cells(page: Page) -> list[str]:
    """Return what JupyterLab's own keys would change: each cell's kind and text."""
    return page.locator(".jp-Notebook .jp-Cell").evaluate_all(
        "all => all.map(one => one.className.match(/jp-(Code|Markdown|Raw)Cell/)[0])"
    )


def test_tabs_move_by_arrow_keys_and_show_one_part_each(lab: Lab, page: Page) -> None:
    case = opened(lab, page, "tabs/case.ipynb")
    tabs = case.get_by_role("tab")
    expect(tabs).to_have_count(PARTS)

    tabs.first.focus()
    page.keyboard.press("ArrowRight")
    expect(tabs.nth(1)).to_be_focused()
    expect(shown(case)).to_contain_text(CASE.document("identity-card").body["address"])
    page.keyboard.press("End")
    expect(shown(case)).to_contain_text(CASE.contacts[-1]["note"])
    page.keyboard.press("ArrowRight")
    expect(tabs.first).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(tabs.last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Home")
    page.keyboard.press("Tab")

    expect(shown(case)).to_be_focused()
    expect(shown(case)).to_have_attribute("aria-labelledby", tabs.first.get_attribute("id") or "")


def test_every_drawn_paper_says_that_it_is_a_specimen(lab: Lab, page: Page) -> None:
    case = opened(lab, page, "specimen/case.ipynb")
    papers = case.locator(".cf-paper")

    assert papers.count() == 7
    for paper in papers.all():
        expect(paper.locator(".cf-specimen")).to_contain_text("样本 SPECIMEN")
        assert "样本" in (paper.get_attribute("aria-label") or "")


def test_search_counts_hits_in_every_part_and_enter_moves_among_them(lab: Lab, page: Page) -> None:
    case = opened(lab, page, "search/case.ipynb")
    counts = case.locator(".cf-count")

    case.get_by_role("tab").first.focus()
    page.keyboard.press("/")
    page.keyboard.type(NAME)
    payers = sum(row["payer_name"] == NAME for row in CASE.payments)
    expect(counts.nth(0)).to_have_text("2")
    expect(counts.nth(6)).to_have_text(str(payers))
    total = sum(int(text or 0) for text in counts.all_inner_texts())
    expect(case.locator(".cf-hit-count")).to_have_text(f"1 / {total}")

    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(case.get_by_role("tab", selected=True)).to_contain_text("身份证")
    expect(shown(case).locator(".cf-here")).to_have_text(NAME)
    page.keyboard.press("Shift+Enter")
    page.keyboard.press("Shift+Enter")
    page.keyboard.press("Shift+Enter")
    expect(case.locator(".cf-hit-count")).to_have_text(f"{total} / {total}")
    expect(shown(case)).to_contain_text(CASE.payments[0]["payment_id"])

    page.keyboard.press("Escape")
    expect(case.locator("mark")).to_have_count(0)


def test_search_reads_days_and_amounts_however_they_are_written(lab: Lab, page: Page) -> None:
    case = opened(lab, page, "written/case.ipynb")
    typed = ["21000", "21,000.00", "1993-05-28", "1993年05月28日", "ｄ110005", "没有的字"]
    found = []

    for text in typed:
        case.locator(".cf-search").fill(text)
        found.append(case.locator("mark").count())

    assert found == [4, 4, 1, 1, 1, 0]
    expect(case.locator(".cf-hit-count")).to_have_text("没有找到")


def test_text_is_marked_kept_through_a_second_run_and_unmarked(lab: Lab, page: Page) -> None:
    case = opened(lab, page, "marks/case.ipynb")
    before = cells(page)
    home = CASE.document("identity-card").body["address"]

    case.get_by_role("tab").nth(1).click()
    shown(case).get_by_text(home).click(click_count=3)
    page.keyboard.press("m")
    expect(case.locator(".cf-marked")).to_have_text(home)
    expect(case.get_by_role("status")).to_have_text(f"已标注：{home}")
    expect(case.locator(".cf-marks")).to_contain_text("重启内核后消失")

    run_all(page)
    expect(case.locator(".cf-marks summary")).to_have_text("我的标注（1）")
    case.get_by_role("tab").nth(1).click()
    case.locator(".cf-marked").click(click_count=3)
    expect(case.locator(".cf-pen")).to_have_text("取消标注（M）")
    case.locator(".cf-pen").click()
    expect(case.locator(".cf-marked")).to_have_count(0)
    # "m" makes a Markdown cell in JupyterLab; here it must not.
    assert cells(page) == before


def test_a_hit_is_marked_by_keyboard_alone_and_gone_after_a_restart(lab: Lab, page: Page) -> None:
    case = opened(lab, page, "hit/case.ipynb")

    case.locator(".cf-search").fill(NAME)
    case.get_by_role("tab").first.focus()
    page.keyboard.press("m")
    expect(case.locator(".cf-marked")).to_have_text(NAME)

    restart(page)
    run_all(page)
    expect(case).to_be_visible()
    expect(case.locator(".cf-marked")).to_have_count(0)


def test_a_paper_that_never_came_in_is_said_so(lab: Lab, page: Page) -> None:
    case = opened(lab, page, "missing/case.ipynb", "D000012", language="en", theme=DARK)

    case.get_by_role("tab", name="Credit record").click()

    expect(shown(case)).to_contain_text("Not on file")
    expect(case.get_by_role("tab", name="Credit record")).to_contain_text("none")


def test_english_readers_get_glosses_beside_chinese_data(lab: Lab, page: Page) -> None:
    case = opened(lab, page, "english/case.ipynb", language="en")

    expect(shown(case)).to_contain_text("女 female")
    case.get_by_role("tab", name="Credit record").click()
    expect(shown(case)).to_contain_text("贷款审批 loan approval")
    expect(shown(case).get_by_role("img").last).to_have_attribute(
        "aria-label",
        "Oldest first: 17 × nothing to report, 2 × paid, 1 × late 1, 1 × late 2, 1 × late 3, "
        "1 × late 4, 1 × late 5. Latest: late 5.",
    )


def having(**wanted: str) -> str:
    """Return the first debtor of the sample whose account is so."""
    accounts = sample.load().accounts
    for column, value in wanted.items():
        accounts = accounts[accounts[column] == value]
    return str(accounts["debtor_id"].iloc[0])


def with_two_contracts() -> str:
    portfolio = sample.load()
    twice = portfolio.contracts["account_id"].duplicated()
    account = portfolio.contracts.loc[twice, "account_id"].iloc[0]
    return having(account_id=account)


def test_the_contract_is_read_in_full_and_searched(lab: Lab, page: Page) -> None:
    case = opened(lab, page, "contract/case.ipynb")

    case.get_by_role("tab", name="合同全文").click()

    expect(shown(case)).to_contain_text(CASE.contract["text"].splitlines()[-1])
    clause = CASE.contract["text"].splitlines()[12]
    case.locator(".cf-search").fill(clause)
    expect(case.locator("mark").first).to_have_text(clause)


def test_both_of_two_contracts_are_there_to_read(lab: Lab, page: Page) -> None:
    debtor_id = with_two_contracts()
    case = opened(lab, page, "twice/case.ipynb", debtor_id)
    contracts = sample.case(debtor_id).contracts

    expect(shown(case)).to_contain_text(contracts[1]["contract_id"])
    case.get_by_role("tab", name="合同全文").click()

    expect(case.locator(".cf-agreement")).to_have_count(2)


def test_a_complaint_stands_before_the_contacts(lab: Lab, page: Page) -> None:
    account_id = sample.load().complaints["account_id"].iloc[0]
    debtor_id = having(account_id=account_id)
    complaint = sample.case(debtor_id).complaints[0]
    case = opened(lab, page, "complaint/case.ipynb", debtor_id)

    case.get_by_role("tab").last.click()

    expect(shown(case)).to_contain_text(complaint["text"])
    expect(shown(case)).to_contain_text(complaint["complaint_id"])


KINDS = {
    "card": {"product": "credit-card", "status": "overdue"},
    "private": {"product": "private-loan"},
    "car": {"product": "car-loan"},
    "business": {"product": "business-loan"},
    "written-off": {"status": "written-off"},
    "settled": {"status": "settled"},
}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_account_is_drawn_whole(
    lab: Lab, page: Page, kind: str, language: str
) -> None:
    debtor_id = having(**KINDS[kind])
    case = opened(lab, page, f"{kind}-{language}/case.ipynb", debtor_id, language=language)

    for tab in case.get_by_role("tab").all():
        tab.click()
        text = shown(case).inner_text()
        assert len(text) > 2
        assert not re.search(r"undefined|null|NaN|\{\w+\}", text)


def test_a_card_has_a_limit_and_statements_instead_of_a_plan(lab: Lab, page: Page) -> None:
    debtor_id = having(**KINDS["card"])
    case = opened(lab, page, "statements/case.ipynb", debtor_id)

    expect(shown(case)).to_contain_text("授信额度")
    expect(shown(case)).not_to_contain_text("实际到账金额")
    case.get_by_role("tab", name="还款计划").click()

    expect(shown(case)).to_contain_text("最低还款额")
    expect(shown(case)).to_contain_text("账单全额")
