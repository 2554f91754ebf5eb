"""The writing task in a real browser: saved as one writes, by whatever means one writes."""

import json

import pytest
from playwright.sync_api import Locator, Page, expect

from browser.exam import Exam, answers_in
from browser.lab import Lab, cells, hear, restart, run_all, save, tab_to
from casebook.text import Language

pytestmark = pytest.mark.browser

AREA = ".cs-area"
SAVED = "✓已保存；交之前都可以改。"
TEXT = "您好，7月10日还1,060元。"


def opened(
    lab: Lab, page: Page, assignment: Exam, name: str, *, language: Language = Language.ZH
) -> Locator:
    """Open a notebook with the assignment's writing task and go into its text box by keyboard."""
    assignment.put(lab, name, "cb.script()", language=language)
    lab.open(page, f"{name}/exam.ipynb")
    run_all(page)
    return entered(page)


def entered(page: Page) -> Locator:
    script = page.locator(".cs-script")
    expect(script).to_be_visible(timeout=30_000)  # A loaded machine imports slowly.
    tab_to(page, AREA)
    return script


def status(script: Locator) -> Locator:
    return script.locator(".cb-status")


def test_a_text_is_saved_at_a_pause_and_found_again(lab: Lab, page: Page, assignment: Exam) -> None:
    script = opened(lab, page, assignment, "write")
    before = cells(page)
    expect(status(script)).to_contain_text("还没有写")

    page.keyboard.type(TEXT)
    expect(status(script)).to_have_text("停笔片刻即自动保存……")
    expect(status(script)).to_have_text(SAVED)
    assert answers_in(lab.folder / "write") == {"text": TEXT}
    save(page)
    page.reload()
    expect(entered(page).locator(AREA)).to_have_value(TEXT)
    page.keyboard.press("End")
    page.keyboard.type("谢谢")
    expect(status(script)).to_have_text(SAVED)

    restart(page)
    run_all(page)
    expect(entered(page).locator(AREA)).to_have_value(f"{TEXT}谢谢")
    expect(status(script)).to_have_text(SAVED)
    assert cells(page) == before


def test_what_was_typed_just_before_a_reload_is_not_lost(
    lab: Lab, page: Page, assignment: Exam
) -> None:
    script = opened(lab, page, assignment, "hasty")
    save(page)

    page.keyboard.type(TEXT)
    page.reload()

    expect(entered(page).locator(AREA)).to_have_value(TEXT)
    expect(status(script)).to_have_text(SAVED)
    assert answers_in(lab.folder / "hasty") == {"text": TEXT}


@pytest.mark.parametrize(
    ("language", "one", "short", "within", "long"),
    [
        (Language.ZH, "字", "还差 1 字", "长度合适", "超出 2 字"),
        (Language.EN, "word ", "1 more to go", "length as asked", "2 too many"),
    ],
)
def test_the_length_is_told_with_its_range_and_more_is_allowed(
    lab: Lab,
    page: Page,
    assignment: Exam,
    language: Language,
    one: str,
    short: str,
    within: str,
    long: str,
) -> None:
    script = opened(lab, page, assignment, f"length-{language}", language=language)
    asked = assignment.keys.script.length[language]
    length = script.locator(".cs-length")

    for count, told in ((asked.least - 1, short), (asked.least, within), (asked.most + 2, long)):
        script.locator(AREA).fill(one * count)
        expect(length).to_contain_text(told)
        expect(length).to_contain_text(f"{count} ")
        expect(length).to_contain_text(f"{asked.least}–{asked.most}")

    assert answers_in(lab.folder / f"length-{language}") == {"text": one * (asked.most + 2)}


def test_letters_on_their_way_to_a_character_are_not_saved(
    lab: Lab, page: Page, assignment: Exam
) -> None:
    script = opened(lab, page, assignment, "compose")
    keyboard = page.context.new_cdp_session(page)

    for typed in ("n", "ni", "ni h", "ni hao"):
        keyboard.send(
            "Input.imeSetComposition",
            {"text": typed, "selectionStart": len(typed), "selectionEnd": len(typed)},
        )
    page.wait_for_timeout(1500)  # A pause for thought, before the character is chosen.
    expect(script.locator(AREA)).to_have_value("ni hao")
    assert answers_in(lab.folder / "compose") == {}
    keyboard.send("Input.insertText", {"text": "您好"})

    expect(status(script)).to_have_text(SAVED)
    expect(script.locator(AREA)).to_have_value("您好")
    assert answers_in(lab.folder / "compose") == {"text": "您好"}


def test_every_key_writes_and_tab_leaves_the_box(lab: Lab, page: Page, assignment: Exam) -> None:
    script = opened(lab, page, assignment, "leave")
    before = cells(page)

    page.keyboard.type("abdd x")
    page.keyboard.press("Enter")
    page.keyboard.type("b 1")
    expect(script.locator(AREA)).to_have_value("abdd x\nb 1")
    page.keyboard.press("Tab")

    expect(script.locator(AREA)).not_to_be_focused()
    expect(status(script)).to_have_text(SAVED)
    expect(script.locator(AREA)).to_have_value("abdd x\nb 1")
    assert cells(page) == before


def test_a_disk_that_refuses_is_told_and_the_text_is_saved_once_it_can_be(
    lab: Lab, page: Page, assignment: Exam
) -> None:
    script = opened(lab, page, assignment, "refused")
    in_the_way = lab.folder / "refused" / "answers"
    in_the_way.write_text("a file where the folder should be", encoding="utf-8")

    page.keyboard.type(TEXT)

    expect(status(script)).to_contain_text("没有保存：写不进磁盘")
    expect(script.get_by_role("button", name="重试")).to_be_visible()
    expect(script.locator(AREA)).to_have_value(TEXT)
    in_the_way.unlink()
    expect(status(script)).to_have_text(SAVED)
    assert answers_in(lab.folder / "refused") == {"text": TEXT}


def test_a_text_written_to_a_dead_kernel_is_saved_when_the_cell_runs_again(
    lab: Lab, page: Page, assignment: Exam
) -> None:
    script = opened(lab, page, assignment, "dead-script")
    restart(page)  # The page still shows the task of the kernel that is gone.

    page.keyboard.type(TEXT)
    expect(status(script)).to_contain_text("尚未保存")
    assert answers_in(lab.folder / "dead-script") == {}
    run_all(page)

    expect(status(script)).to_have_text(SAVED)
    expect(script.locator(AREA)).to_have_value(TEXT)
    assert answers_in(lab.folder / "dead-script") == {"text": TEXT}


def test_what_the_marker_looks_for_is_in_no_page_and_no_saved_notebook(
    lab: Lab, page: Page, assignment: Exam
) -> None:
    heard = hear(page)
    script = opened(lab, page, assignment, "secret-script")
    rubric = assignment.keys.script.rubric

    page.keyboard.type(TEXT)
    expect(status(script)).to_have_text(SAVED)
    script.locator(".cs-rubric summary").press("Enter")
    expect(script.locator(".cs-rubric")).to_contain_text(rubric[0].levels[0].text.zh.strip()[:12])
    save(page)

    stored = (lab.folder / "secret-script" / "exam.ipynb").read_text(encoding="utf-8")
    told = "\n".join([*heard, stored, script.inner_html()])
    assert json.dumps(rubric[0].levels[0].text.zh, ensure_ascii=False)[1:12] in "\n".join(heard)
    for criterion in rubric:
        for language in Language:
            assert criterion.look_for.say(language).strip().split("\n")[0][:30] not in told
        assert not any(rule in told for rule in criterion.rules)
