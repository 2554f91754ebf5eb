"""The talk in a real browser: by keyboard alone, through reloads, restarts and a second tab."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from browser.exam import SETUP, Exam, answers_in
from browser.lab import Lab, cells, hear, restart, run_all, save, tab_to
from browser.talker import Talker
from casebook.activities.dialogue.session import practice
from casebook.activities.dialogue.walk import Walk
from casebook.text import Language, Text

pytestmark = pytest.mark.browser

ACTIVITY = "1-1-hao"
CHOICE = ".ct-choice"
#: Keys that add, delete, cut, change or move cells where JupyterLab hears them.
JUPYTERS = ("a", "d", "d", "x", "m", "y", "r", "z", "c", "v", "j", "k", "l", "Delete")


def practised(
    lab: Lab, page: Page, name: str, *, activity: str = ACTIVITY, language: Language = Language.ZH
) -> Talker:
    """Open a notebook with a practice talk and go into it."""
    lab.open(page, lab.put(name, SETUP, f'cb.dialogue("{activity}")', language=language))
    run_all(page)
    _, key = practice(activity)
    return entered(Talker(page, key.walk, language))


def examined(lab: Lab, page: Page, assignment: Exam, name: str, *cells: str) -> Talker:
    """Open a notebook with the talk of the assignment and go into it."""
    assignment.put(lab, name, "cb.dialogue()", *cells)
    lab.open(page, f"{name}/exam.ipynb")
    run_all(page)
    return entered(Talker(page, Walk(assignment.keys.dialogue)))


def entered(talker: Talker) -> Talker:
    expect(talker.talk).to_be_visible(timeout=30_000)  # A loaded machine imports slowly.
    tab_to(talker.page, CHOICE)
    return talker


def status(talker: Talker) -> Locator:
    return talker.talk.locator(".cb-status")


def said_in(folder: Path) -> object:
    return answers_in(folder).get("talk")


# Practice.


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("activity", ["1-1-hao", "1-1-fan"])
def test_practice_is_talked_to_the_best_ending_by_number_keys_alone(
    lab: Lab, page: Page, activity: str, language: Language
) -> None:
    name = f"best-{activity}-{language}/talk.ipynb"
    talker = practised(lab, page, name, activity=activity, language=language)
    before, dialogue = cells(page), talker.walk.dialogue

    while not talker.has_ended:
        talker.say(talker.best)

    debrief = talker.talk.locator(".ct-debrief")
    ending = talker.walk.ending(talker.path[-1])
    expect(debrief.locator("h4")).to_contain_text(ending.title.say(language))
    expect(debrief.locator("h4")).to_be_focused()
    expect(debrief.locator("tbody th")).to_have_text(
        [one.title.say(language) for one in dialogue.dimensions]
    )
    expect(debrief.locator(".ct-map .ct-point")).to_have_count(len(talker.path) - 1)
    expect(debrief.locator('.ct-point:not([data-verdict="right"])')).to_have_count(0)
    expect(debrief.locator(".ct-best li")).to_have_count(len(talker.path) - 1)
    expect(talker.talk.locator(CHOICE)).to_have_count(0)
    assert len(said_in(lab.folder / Path(name).parent)) == len(talker.path) - 1
    assert cells(page) == before


def test_a_talk_goes_on_where_it_stood_after_a_reload_and_after_a_restart(
    lab: Lab, page: Page
) -> None:
    talker = practised(lab, page, "goes-on/talk.ipynb")
    for _ in range(3):
        talker.say(talker.best)
    save(page)

    page.reload()
    entered(talker).stands()
    expect(talker.talk.locator(".ct-scene")).not_to_have_attribute("open", "")
    talker.say(talker.best)

    restart(page)
    run_all(page)
    entered(talker).stands()
    expect(talker.talk.locator(".ct-comment")).to_have_count(4)
    talker.say(talker.best)
    assert len(said_in(lab.folder / "goes-on")) == 5


def test_practice_goes_back_by_key_and_from_any_reply(lab: Lab, page: Page) -> None:
    talker = practised(lab, page, "back/talk.ipynb")
    mood = talker.talk.locator(".ct-mood").inner_text()
    for _ in range(4):
        talker.say(talker.other if len(talker.path) == 1 else talker.best)

    page.keyboard.press("b")
    talker.went_back(3)
    talker.say(talker.best)
    talker.said.nth(1).get_by_role("button").press("Enter")
    talker.went_back(1)
    page.keyboard.press("B")
    talker.went_back(0)

    expect(talker.talk.locator(".ct-mood")).to_have_text(mood, use_inner_text=True)
    expect(talker.talk.locator(".ct-comment")).to_have_count(0)
    assert said_in(lab.folder / "back") == []
    page.keyboard.press("b")
    talker.say(talker.best)
    expect(talker.talk.locator(".ct-comment")).to_have_attribute("data-verdict", "right")


def test_a_talk_that_ended_is_had_again_from_the_start(lab: Lab, page: Page) -> None:
    talker = practised(lab, page, "again/talk.ipynb", activity="1-1-fan")
    while not talker.has_ended:
        talker.say(talker.best)

    talker.talk.get_by_role("button", name="从头再谈一次").press("Enter")
    talker.went_back(0)

    expect(talker.talk.locator(".ct-debrief")).to_be_empty()
    expect(talker.talk.locator(".ct-scene")).to_have_attribute("open", "")
    talker.say(talker.best)


def test_the_client_reacts_before_the_comment_and_only_the_last_comment_is_open(
    lab: Lab, page: Page
) -> None:
    talker = practised(lab, page, "comments/talk.ipynb")
    reply = talker.best
    talker.say(reply)
    talker.say(talker.best)
    talker.say(talker.best)

    lines = talker.talk.locator(".ct-lines > li")
    kinds = ["ct-client", "ct-mine", "ct-client", "ct-aside"] * 3 + ["ct-client"]
    assert [one for one in kinds_of(lines) if one != "ct-line"] == kinds
    expect(lines.nth(2)).to_contain_text(reply.reaction.zh.strip()[:12])
    expect(lines.nth(3)).to_contain_text(reply.coaching.zh.strip()[:12])
    comments = talker.talk.locator(".ct-comment")
    expect(talker.talk.locator(".ct-comment[open]")).to_have_count(1)
    expect(comments.last).to_have_attribute("open", "")
    expect(comments.last.locator("p").first).to_be_in_viewport()

    comments.first.locator("summary").first.press("Enter")
    tab_to(page, CHOICE)
    talker.say(talker.best)
    opened = [one.get_attribute("open") for one in comments.all()]
    assert opened == ["", None, None, ""]


def kinds_of(lines: Locator) -> list[str]:
    return " ".join(lines.evaluate_all("all => all.map(one => one.className)")).split()


def test_a_line_once_told_is_not_drawn_again(lab: Lab, page: Page) -> None:
    talker = practised(lab, page, "live/talk.ipynb")
    talker.say(talker.best)
    talker.talk.locator(".ct-lines > li").evaluate_all("all => all.forEach(one => (one.old = 1))")

    talker.say(talker.best)

    # A screen reader is told of what is new in the log, and of nothing else.
    old = talker.talk.locator(".ct-lines > li").evaluate_all("all => all.map(one => one.old ?? 0)")
    assert old == [1, 1, 1, 1, 1, 0, 0, 0, 0]


def test_jupyters_own_keys_do_nothing_in_the_talk(lab: Lab, page: Page) -> None:
    talker = practised(lab, page, "keys/talk.ipynb")
    talker.say(talker.best)
    before = cells(page)

    for key in JUPYTERS:
        page.keyboard.press(key)
    page.keyboard.press("b")
    talker.went_back(0)
    page.keyboard.press("b")

    talker.stands()
    assert cells(page) == before
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_key_pressed_as_soon_as_the_talk_went_on_is_heard(lab: Lab, page: Page) -> None:
    talker = practised(lab, page, "quick/talk.ipynb")
    # Python tells how the talk went on before it tells that the reply is kept.
    talker.talk.locator(".ct-lines").evaluate(PRESS_AT_ONCE)

    talker.select(talker.best)

    expect(talker.said).to_have_count(2)


PRESS_AT_ONCE = """lines => {
  const pressing = new MutationObserver(() => {
    pressing.disconnect();
    const key = { key: "1", code: "Digit1", bubbles: true };
    document.querySelector(".ct-choices").dispatchEvent(new KeyboardEvent("keydown", key));
  });
  pressing.observe(lines, { childList: true });
}"""


def test_a_key_held_down_says_one_reply(lab: Lab, page: Page) -> None:
    talker = practised(lab, page, "held/talk.ipynb")

    page.keyboard.down("1")
    expect(talker.said).to_have_count(1)
    for _ in range(5):
        page.keyboard.down("1")
    page.keyboard.up("1")
    page.wait_for_timeout(500)

    expect(talker.said).to_have_count(1)


# Exam.


def test_an_exam_talk_is_had_once_and_tells_nothing(lab: Lab, page: Page, assignment: Exam) -> None:
    heard = hear(page)
    talker = examined(lab, page, assignment, "exam-talk")
    before, first = cells(page), talker.path[0]

    talker.select(talker.breach)
    expect(talker.talk.locator(f"{CHOICE}:focus")).to_contain_text(talker.breach.text.zh[:8])
    expect(talker.said).to_have_count(0)
    talker.say(talker.breach, "Enter")
    expect(status(talker)).to_have_text("✓已保存")
    for key in ("b", *JUPYTERS):
        page.keyboard.press(key)
    talker.stands()
    assert not talker.has_ended
    save(page)
    page.reload()
    entered(talker).stands()
    while not talker.has_ended:
        talker.say(talker.best, "Enter")

    expect(status(talker)).to_contain_text("通话结束，已保存")
    assert talker.path[0] == first
    assert len(said_in(lab.folder / "exam-talk")) == len(talker.path) - 1
    assert cells(page) == before
    for practices in (".ct-comment", ".ct-from", ".cb-button", ".ct-debrief *", ".ct-mood:visible"):
        expect(talker.talk.locator(practices)).to_have_count(0)
    save(page)
    expect(page.locator(".jp-mod-dirty")).to_have_count(0)
    stored = (lab.folder / "exam-talk" / "exam.ipynb").read_text(encoding="utf-8")
    assert "Dialogue('" in stored
    everything = "\n".join([*heard, stored, talker.talk.inner_html()])
    assert talker.walk.said(talker.path[-2]).zh.strip()[:12] in "\n".join(heard)
    assert secrets_in(everything, talker.walk) == set()


def secrets_in(told: str, walk: Walk) -> set[str]:
    """Return what of the key stands in `told`: coaching, states, titles, ids and rules."""
    dialogue = walk.dialogue
    replies = [reply for turn in dialogue.turns for reply in turn.replies]
    texts = [reply.coaching for reply in replies]
    texts += [level for one in dialogue.state for level in one.levels]
    texts += [ending.title for ending in dialogue.endings]
    hidden = {piece for text in texts for piece in pieces(text)}
    hidden |= {rule for reply in replies for rule in (*reply.rules, *reply.breach)}
    hidden |= {f'"{reply.id}"' for reply in replies}
    return {one for one in hidden if one in told}


def pieces(text: Text) -> set[str]:
    """Return the beginning of a text in each language, as it would stand in JSON."""
    said = (text.say(language).strip().split("\n")[0][:40] for language in Language)
    return {json.dumps(one, ensure_ascii=False)[1:-1] for one in said if len(one) > 8}


def test_in_a_second_tab_what_was_said_first_stands(lab: Lab, page: Page, assignment: Exam) -> None:
    talker = examined(lab, page, assignment, "tabs-talk")
    lab.put("tabs-talk/other.ipynb", SETUP, "cb.dialogue()")
    second = page.context.new_page()
    lab.open(second, "tabs-talk/other.ipynb")
    run_all(second)
    other = entered(Talker(second, talker.walk))
    talker.say(talker.best, "Enter")

    other.select(other.breach)
    second.keyboard.press("Enter")

    other.path = talker.path
    other.stands()
    expect(status(other)).to_contain_text("已在别的窗口继续")
    assert len(said_in(lab.folder / "tabs-talk")) == 1
    other.say(other.best, "Enter")
    expect(status(other)).to_have_text("✓已保存")
    second.close()


def test_a_busy_kernel_is_told_and_the_reply_is_said_once_when_it_can_be(
    lab: Lab, page: Page, assignment: Exam
) -> None:
    talker = examined(lab, page, assignment, "busy-talk", "import time; time.sleep(8)")
    reply = talker.best

    talker.select(reply)
    page.keyboard.press("Enter")
    expect(status(talker)).to_have_text("正在保存……")
    expect(status(talker)).to_contain_text("尚未保存：内核没有回应")
    expect(talker.talk.locator(".ct-sent")).to_contain_text(reply.text.zh[:8])
    talker.talk.get_by_role("button", name="重试").click()

    talker.path.append(talker.walk.after(talker.path[-1], reply))
    talker.stands()
    expect(status(talker)).to_have_text("✓已保存")
    assert len(said_in(lab.folder / "busy-talk")) == 1


def test_a_reply_said_to_a_dead_kernel_is_kept_when_the_cell_runs_again(
    lab: Lab, page: Page, assignment: Exam
) -> None:
    talker = examined(lab, page, assignment, "dead-talk")
    reply = talker.best
    restart(page)  # The page still shows the talk of the kernel that is gone.

    talker.select(reply)
    page.keyboard.press("Enter")
    expect(status(talker)).to_contain_text("尚未保存")
    assert answers_in(lab.folder / "dead-talk") == {}
    run_all(page)

    talker.path.append(talker.walk.after(talker.path[-1], reply))
    talker.stands()
    expect(status(talker)).to_have_text("✓已保存")
    assert len(said_in(lab.folder / "dead-talk")) == 1
