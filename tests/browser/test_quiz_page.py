"""The quiz in a real browser: by keyboard alone, through reloads, restarts and a busy kernel."""

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from browser.exam import SETUP, Exam, answers_in
from browser.lab import DARK, LIGHT, Lab, restart, run_all, save, tab_to, use_theme
from casebook.activities import journal, library
from casebook.activities.quiz.item import PublicItem, PublicOption
from casebook.activities.quiz.kinds import KINDS
from casebook.activities.quiz.publish import publish
from casebook.activities.quiz.session import SURE, practised
from casebook.text import Language

pytestmark = pytest.mark.browser

ACTIVITY, KEY = publish(library.quiz("1-1-check"))
ANSWER = ".cb-item input"


def quiz_in(page: Page) -> Locator:
    quiz = page.locator(".cb-quiz")
    expect(quiz).to_be_visible(timeout=30_000)  # A loaded machine imports slowly.
    return quiz


def press_right_answer(page: Page, item_id: str) -> None:
    """Choose or type what is right, by keys, in whatever order the options stand."""
    right = KEY.right_answer(item_id)
    if not KEY.parts[item_id]:
        page.keyboard.type(str(right))
        return
    rights = right if isinstance(right, list) else [right]
    inputs = page.locator(".cb-item input").evaluate_all("all => all.map(one => one.value)")
    for place, public_id in enumerate(inputs, start=1):
        if public_id in rights:
            page.keyboard.press(str(place))


def test_practice_is_done_by_keyboard_alone_and_found_again(lab: Lab, page: Page) -> None:
    name = lab.put("practice/quiz.ipynb", SETUP, 'cb.quiz("1-1-check")')
    lab.open(page, name)
    run_all(page)
    quiz = quiz_in(page)

    tab_to(page, ANSWER)
    for item_id in KEY.items:
        press_right_answer(page, item_id)
        expect(quiz.locator(".cb-feedback")).to_be_empty()
        page.keyboard.press("Enter")
        expect(quiz.locator(".cb-verdict")).to_have_text("✓正确")
        page.keyboard.press("Enter")

    expect(quiz.locator(".cb-progress")).to_have_text("已答 6 / 6 · 答对 6")
    assert set(answers_in(lab.folder / "practice")) == set(KEY.items)
    # JupyterLab's own keys did nothing meanwhile: no cell was added, cut or changed.
    assert page.locator(".jp-Notebook .jp-CodeCell").count() == 2

    save(page)
    page.reload()
    expect(quiz_in(page).locator(".cb-progress")).to_have_text("已答 6 / 6 · 答对 6")
    expect(quiz.locator('.cb-dot[data-state="right"]')).to_have_count(6)

    restart(page)
    run_all(page)
    quiz.locator(".cb-dot").first.click()
    expect(quiz.locator(".cb-verdict")).to_have_text("✓正确")
    expect(quiz.locator('.cb-dot[data-state="right"]')).to_have_count(6)


def by_keyboard(page: Page, item: PublicItem, answer: Any) -> None:
    """Give an answer of any kind by keys, wherever its parts stand on the page."""
    if item.kind == "matching":
        letters = {option.id: chr(65 + n) for n, option in enumerate(in_order(page, item))}
        for place, select in enumerate(page.locator(".cb-select").all()):
            if place:
                page.keyboard.press("Tab")
            expect(select).to_be_focused()
            page.keyboard.press(letters[answer[str(select.get_attribute("name"))]])
    elif item.kind == "ordering":
        stand = [option.id for option in in_order(page, item)]
        for to, step in enumerate(answer):
            at = stand.index(step)
            page.keyboard.press(str(at + 1))
            for _ in range(at - to):
                page.keyboard.press("ArrowUp")
            stand.insert(to, stand.pop(at))
    elif not item.options:
        page.keyboard.type(str(answer["number"] if isinstance(answer, dict) else answer))
    else:
        chosen = answer if isinstance(answer, list) else [answer]
        for place, option in enumerate(in_order(page, item), start=1):
            if option.id in chosen:
                page.keyboard.press(str(place))


def in_order(page: Page, item: PublicItem) -> list[PublicOption]:
    """Return the options as they stand on the page."""
    texts = [one.strip() for one in page.locator(".cb-item .cb-option-text").all_inner_texts()]

    def place(option: PublicOption) -> int:
        found = (option.text.zh.strip(), option.text.en.strip())
        return next(n for n, text in enumerate(texts) if text in found)

    return sorted(item.options, key=place)


#: Between them, questions of every kind.
EVERY_KIND = ("1-1-check", "bank-s14", "bank-figures")


def test_there_is_a_question_of_every_kind() -> None:
    assert {item.kind for name in EVERY_KIND for item in library.quiz(name).items} == {*KINDS}


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("quiz_id", EVERY_KIND)
def test_a_quiz_of_every_kind_is_done_by_keyboard(
    lab: Lab, page: Page, quiz_id: str, language: Language
) -> None:
    published, key = publish(library.quiz(quiz_id))
    activity = practised(published, "", {})
    folder = f"kinds-{quiz_id}-{language}"
    lab.open(
        page, lab.put(f"{folder}/quiz.ipynb", SETUP, f'cb.quiz("{quiz_id}")', language=language)
    )
    run_all(page)
    quiz = quiz_in(page)

    tab_to(page, ANSWER)
    for place, item in enumerate(activity.items, start=1):
        own = key if item.of is None else key.of_set(item.of)
        by_keyboard(page, item, own.right_answer(item.id))
        confirm = quiz.locator(".cb-giving .cb-main")
        expect(confirm).to_be_enabled()
        while not confirm.evaluate("one => one === document.activeElement"):
            page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(quiz.locator(".cb-verdict-sign").first).to_have_text("✓")
        expect(quiz.locator('.cb-dot[data-state="right"]')).to_have_count(place)
        page.keyboard.press("PageDown")

    assert set(answers_in(lab.folder / folder)) == {one.id for one in activity.items}


def test_all_questions_stand_below_each_other_and_each_is_answered_where_it_stands(
    lab: Lab, page: Page
) -> None:
    lab.open(page, lab.put("all/quiz.ipynb", SETUP, 'cb.quiz("1-1-check")'))
    run_all(page)
    quiz = quiz_in(page)
    quiz.get_by_role("button", name="全部展开").click()
    cards = quiz.locator(".cb-card")
    expect(cards).to_have_count(6)

    third, first = cards.nth(2), cards.nth(0)
    third.locator("input").first.press("1")
    expect(quiz.locator(".cb-dot[aria-current]")).to_have_text("3")
    third.get_by_role("button", name="确认").click()
    expect(third.locator(".cb-verdict")).to_be_visible()
    first.locator(".cb-option").first.click()
    first.get_by_role("button", name="肯定").click()
    first.get_by_role("button", name="确认").click()
    expect(first.locator(".cb-verdict")).to_be_visible()
    expect(quiz.locator(".cb-progress")).to_contain_text("已答 2 / 6")
    page.keyboard.press("PageDown")
    expect(cards.nth(1).locator("input")).to_be_focused()

    quiz.get_by_role("button", name="一题一题看").click()
    expect(cards).to_have_count(1)
    assert set(answers_in(lab.folder / "all")) == {
        ACTIVITY.items[2].id,
        ACTIVITY.items[0].id,
        ACTIVITY.items[0].id + SURE,
    }


def test_a_wrong_answer_is_explained_with_its_rule_and_can_be_tried_again(
    lab: Lab, page: Page
) -> None:
    lab.open(page, lab.put("again/quiz.ipynb", SETUP, 'cb.quiz("1-1-check")'))
    run_all(page)
    quiz = quiz_in(page)
    tab_to(page, ANSWER)
    first = next(iter(KEY.items))
    wrong = next(o.text.zh for o in KEY.items[first].options if o.id == "trust-the-stamp")

    quiz.get_by_text(wrong).click()
    page.keyboard.press("Enter")
    expect(quiz.locator(".cb-verdict")).to_have_text("✗不正确")
    expect(quiz.locator(".cb-feedback")).to_contain_text("公章说明谁出的证明")
    quiz.locator("summary", has_text="CN-PIP-04").press("Enter")
    expect(quiz.locator(".cb-rule[open]")).to_contain_text("《个人信息保护法》第6条")

    quiz.get_by_role("button", name="再试一次").press("Enter")
    expect(quiz.locator(".cb-feedback")).to_be_empty()
    press_right_answer(page, first)
    page.keyboard.press("Enter")
    expect(quiz.locator(".cb-verdict")).to_have_text("✓正确")


def test_an_exam_says_saved_and_nothing_more(lab: Lab, page: Page, assignment: Exam) -> None:
    folder = assignment.put(lab, "exam", "cb.quiz()")
    public = assignment.public.quiz()
    lab.open(page, "exam/exam.ipynb")
    run_all(page)
    quiz = quiz_in(page)

    tab_to(page, ANSWER)
    for item in public.items:
        page.keyboard.press("1") if item.options else page.keyboard.type("1,234.50")
        expect(quiz.locator(".cb-status")).to_contain_text("已保存")
        page.keyboard.press("Enter")

    expect(quiz.locator(".cb-status")).to_contain_text("全部题目已作答并保存")
    expect(quiz.locator(".cb-feedback")).to_be_empty()
    expect(quiz.locator('.cb-dot[data-state="answered"]')).to_have_count(len(public.items))
    assert set(answers_in(folder)) == {item.id for item in public.items}

    restart(page)
    run_all(page)
    expect(quiz.locator('.cb-dot[data-state="answered"]')).to_have_count(len(public.items))
    expect(quiz.locator("input:checked")).to_have_count(1)


def test_a_number_that_cannot_be_read_is_told_and_kept_on_the_page(
    lab: Lab, page: Page, assignment: Exam
) -> None:
    folder = assignment.put(lab, "number", "cb.quiz()")
    place = next(n for n, item in enumerate(assignment.public.quiz().items) if not item.options)
    lab.open(page, "number/exam.ipynb")
    run_all(page)
    quiz = quiz_in(page)
    quiz.locator(".cb-dot").nth(place).click()

    page.keyboard.type("about 5000")
    expect(quiz.locator(".cb-status")).to_contain_text("请填一个数")
    page.keyboard.press("PageDown")
    expect(quiz.locator(".cb-status")).not_to_contain_text("请填一个数")
    page.keyboard.press("PageUp")

    expect(quiz.locator(".cb-number")).to_have_value("about 5000")
    expect(quiz.locator(".cb-dot").nth(place)).to_have_attribute("data-state", "trouble")
    assert answers_in(folder) == {}
    quiz.locator(".cb-number").fill("5000")
    expect(quiz.locator(".cb-status")).to_contain_text("已保存")


def test_a_busy_kernel_is_told_and_saves_when_it_can(
    lab: Lab, page: Page, assignment: Exam
) -> None:
    folder = assignment.put(lab, "busy", "cb.quiz()", "import time; time.sleep(7)")
    lab.open(page, "busy/exam.ipynb")
    run_all(page)
    quiz = quiz_in(page)

    tab_to(page, ANSWER)
    page.keyboard.press("2")
    expect(quiz.locator(".cb-status")).to_have_text("正在保存……")
    expect(quiz.locator(".cb-status")).to_contain_text("尚未保存：内核没有回应")
    expect(quiz.get_by_role("button", name="重试")).to_be_visible()

    expect(quiz.locator(".cb-status")).to_contain_text("已保存")
    assert len(answers_in(folder)) == 1


def test_an_answer_given_to_a_dead_kernel_is_saved_when_the_cell_runs_again(
    lab: Lab, page: Page, assignment: Exam
) -> None:
    folder = assignment.put(lab, "dead", "cb.quiz()")
    lab.open(page, "dead/exam.ipynb")
    run_all(page)
    quiz = quiz_in(page)
    tab_to(page, ANSWER)
    restart(page)  # The page still shows the quiz of the kernel that is gone.

    quiz.locator(".cb-item input").nth(2).check()
    expect(quiz.locator(".cb-status")).to_contain_text("尚未保存")
    assert answers_in(folder) == {}
    run_all(page)

    expect(quiz.locator(".cb-status")).to_contain_text("已保存")
    expect(quiz.locator(".cb-item input").nth(2)).to_be_checked()
    assert len(answers_in(folder)) == 1


def test_the_first_workbook_runs_to_its_quiz(lab: Lab, page: Page) -> None:
    lab.open(page, "1-1-reading-the-file.ipynb")
    run_all(page)
    quiz = quiz_in(page)

    quiz.locator(".cb-option").first.click()
    page.keyboard.press("Enter")

    expect(quiz.locator(".cb-verdict")).to_be_visible()
    expect(page.locator('.jp-OutputArea-output[data-mime-type*="error"]')).to_have_count(0)


def test_the_assignment_asks_who_it_is_before_its_quiz_opens(
    lab: Lab, page: Page, assignment: Exam
) -> None:
    folder = assignment.put(lab, "file-review", known_as=None)
    lab.open(page, "file-review/file-review.ipynb")
    run_all(page)
    expect(page.get_by_text("再运行这一格").last).to_be_visible()
    expect(page.locator(".cb-quiz")).to_have_count(0)

    page.locator(".widget-text input").fill("li-ming")
    page.locator(".widget-button").click()
    expect(page.locator(".widget-text input")).to_be_disabled()
    run_all(page)
    quiz = quiz_in(page)
    quiz.locator(".cb-option").first.click()

    expect(quiz.locator(".cb-status")).to_contain_text("已保存")
    assert journal.read(folder).learners == {"li-ming"}


@pytest.mark.parametrize(("language", "progress"), [("zh", "已答 0 / 6"), ("en", "0 / 6 answered")])
def test_the_quiz_speaks_the_notebooks_language_and_is_legible(
    lab: Lab, page: Page, language: str, progress: str
) -> None:
    name = f"look-{language}/quiz.ipynb"
    lab.open(page, lab.put(name, SETUP, 'cb.quiz("1-1-check")', language=language))
    run_all(page)
    quiz = quiz_in(page)

    expect(quiz.locator(".cb-progress")).to_have_text(progress)
    expect(quiz.locator("legend")).to_contain_text(ACTIVITY.items[0].stem.say(language)[:20])
    quiz.locator(".cb-option").first.click()
    quiz.locator(".cb-main").click()
    expect(quiz.locator(".cb-main:visible")).to_have_text({"zh": "下一题", "en": "Next"}[language])
    expect(quiz.locator(".cb-verdict")).to_be_visible()
    texts = [".cb-title", ".cb-progress", ".cb-stem", ".cb-about", ".cb-option-text", ".cb-key"]
    texts += [".cb-verdict b", ".cb-feedback > p", ".cb-rule code", ".cb-keys"]
    texts += [".cb-main:visible"]
    for theme in (DARK, LIGHT):
        use_theme(page, theme)
        faint = {text for text in texts if contrast(quiz, text) < LEGIBLE}
        assert faint == set(), theme


#: The least contrast of text that WCAG 2 calls legible at level AA.
LEGIBLE = 4.5
CONTRAST = """element => {
  const paint = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const light = (...colours) => {
    paint.fillStyle = "white";
    paint.fillRect(0, 0, 1, 1);
    for (const colour of colours) {
      paint.fillStyle = colour;
      paint.fillRect(0, 0, 1, 1);
    }
    const [r, g, b] = [...paint.getImageData(0, 0, 1, 1).data].map((part) => {
      const share = part / 255;
      return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const under = [];
  for (let one = element; one; one = one.parentElement) {
    under.unshift(getComputedStyle(one).backgroundColor);
  }
  const both = [light(...under), light(...under, getComputedStyle(element).color)];
  const [dark, bright] = both.sort((a, b) => a - b);
  return (bright + 0.05) / (dark + 0.05);
}"""


def contrast(quiz: Locator, selector: str) -> float:
    """Return the contrast of a text with what lies under it, by WCAG 2."""
    return float(quiz.locator(selector).first.evaluate(CONTRAST))
