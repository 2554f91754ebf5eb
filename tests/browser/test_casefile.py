"""The case file in a real browser: its tabs, its search and its highlighter, by keyboard."""

import re
from collections.abc import Mapping

import pytest
from playwright.sync_api import Locator, Page, expect

from browser.lab import DARK, LIGHT, Lab, restart, run_all
from casebook.portfolio import practice, sample
from casebook.portfolio.schema import table
from casebook.text import Text

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


def codes(table_name: str, column: str) -> Mapping[str, Text]:
    """Return what the codes of a column mean."""
    [found] = [one.codes for one in table(table_name).columns if one.name == column]
    return found


def having(**wanted: str) -> str:
    """Return the first debtor of the sample whose account is so."""
    accounts = sample.load().accounts
    for column, value in wanted.items():
        accounts = accounts[accounts[column] == value]
    return str(accounts["debtor_id"].iloc[0])


def with_two_contracts() -> str:
    contracts = sample.load().contracts
    twice = contracts[contracts["account_id"].duplicated()]
    return having(account_id=twice["account_id"].iloc[0])


def with_a_complaint() -> str:
    return having(account_id=sample.load().complaints["account_id"].iloc[0])


def with_the_most_contacts() -> str:
    return having(account_id=sample.load().contacts["account_id"].mode().iloc[0])


def who_died() -> str:
    debtors = sample.load().debtors
    return str(debtors.loc[debtors["died_on"].notna(), "debtor_id"].iloc[0])


def with_a(day: str) -> str:
    accounts = sample.load().accounts
    return str(accounts.loc[accounts[day].notna(), "debtor_id"].iloc[0])


def of_every_kind() -> list[str]:
    """Return debtors whose files differ in all that changes what the page draws."""
    products = [having(product=name) for name in codes("accounts", "product")]
    settled = having(status="settled", product="private-loan")
    days = [with_a(day) for day in ("sued_on", "handed_over_on", "written_off_on")]
    others = [settled, who_died(), with_two_contracts(), with_a_complaint(), "D000012", "D110001"]
    return list(dict.fromkeys([*products, *days, *others, with_the_most_contacts()]))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_kind_of_file_is_drawn_whole(lab: Lab, page: Page, language: str) -> None:
    debtors = of_every_kind()
    name = f"kinds-{language}/case.ipynb"
    # All in one output, for JupyterLab takes out cells that are not seen.
    show = f"for one in {debtors}: display(cb.case(one))"
    lab.put(name, SETUP, show, language=language)
    lab.open(page, name)
    run_all(page)
    expect(page.locator(".cf-case")).to_have_count(len(debtors))

    texts = page.locator(".cf-case").evaluate_all("all => all.map((one) => one.textContent)")

    assert len(debtors) >= 12
    for debtor_id, text in zip(debtors, texts, strict=True):
        assert practice.case(debtor_id).debtor["name"] in text
        assert re.findall(r"undefined|null|NaN|\{\w+\}|\[object", text) == [], debtor_id


def test_the_contract_is_read_in_full_and_searched(lab: Lab, page: Page) -> None:
    case = opened(lab, page, "contract/case.ipynb")

    case.get_by_role("tab", name="合同全文").click()

    expect(shown(case)).to_contain_text(CASE.contract["text"].splitlines()[-1])
    clause = CASE.contract["text"].splitlines()[12]
    case.locator(".cf-search").fill(clause)
    expect(case.locator("mark").first).to_have_text(clause)
    case.get_by_role("tab", name="合同全文").focus()
    page.keyboard.press("m")
    expect(case.locator(".cf-marked")).to_have_text(clause)


def test_both_of_two_contracts_are_there_to_read(lab: Lab, page: Page) -> None:
    debtor_id = with_two_contracts()
    file = practice.case(debtor_id)
    case = opened(lab, page, "twice/case.ipynb", debtor_id)
    [other] = [one for one in file.contracts if one != file.contract]

    expect(shown(case)).to_contain_text(other["contract_id"])
    case.get_by_role("tab", name="合同全文").click()

    contracts = case.locator(".cf-agreement")
    expect(contracts).to_have_count(2)
    expect(contracts.first).to_contain_text(f"{file.contract['contract_id']}（账户登记的合同）")
    expect(contracts.last).to_contain_text(f"{other['contract_id']}（档案中另有的合同）")
    expect(contracts.last).to_contain_text(other["text"].splitlines()[-1])


def test_a_complaint_stands_before_the_contacts(lab: Lab, page: Page) -> None:
    debtor_id = with_a_complaint()
    complaint = practice.case(debtor_id).complaints[0]
    case = opened(lab, page, "complaint/case.ipynb", debtor_id)

    case.get_by_role("tab", name="催收与投诉").click()

    shows = case.locator(".cf-complaint")
    expect(shows).to_contain_text(complaint["text"])
    expect(shows).to_contain_text(complaint["complaint_id"])
    for name in ("channel", "ground", "outcome"):
        expect(shows).to_contain_text(codes("complaints", name)[complaint[name]].zh)


def test_contacts_stand_under_their_years(lab: Lab, page: Page) -> None:
    debtor_id = with_the_most_contacts()
    contacts = practice.case(debtor_id).contacts
    case = opened(lab, page, "years/case.ipynb", debtor_id, language="en")
    years = sorted({row["at"][:4] for row in contacts})

    case.get_by_role("tab").last.click()

    heads = case.locator(".cf-contacts-year").all_inner_texts()
    assert [head[:4] for head in heads] == years
    assert sum(int(head.rpartition(" ")[2]) for head in heads) == len(contacts)
    expect(case.locator(".cf-contact")).to_have_count(len(contacts))
    case.locator(".cf-search").fill(contacts[-1]["at"][:10])
    expect(shown(case).locator(".cf-here")).to_be_in_viewport()


def test_a_card_has_a_limit_and_statements_instead_of_a_plan(lab: Lab, page: Page) -> None:
    debtor_id = having(product="credit-card", status="overdue")
    case = opened(lab, page, "statements/case.ipynb", debtor_id)

    expect(shown(case)).to_contain_text("授信额度")
    expect(shown(case)).not_to_contain_text("实际到账金额")
    case.get_by_role("tab", name="账单").click()

    expect(shown(case)).to_contain_text("最低还款额")
    expect(shown(case)).to_contain_text("账单全额")


def test_a_private_lender_is_no_institution(lab: Lab, page: Page) -> None:
    debtor_id = having(product="private-loan")
    case = opened(lab, page, "private/case.ipynb", debtor_id)

    expect(shown(case)).to_contain_text("出借人")
    expect(shown(case)).to_contain_text(practice.case(debtor_id).account["lender"])
    expect(shown(case)).not_to_contain_text("贷款机构")
