"""What everybody can see and operate: axe-core finds no fault in anything that we draw."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from browser.exam import SETUP, Exam
from browser.lab import DARK, LIGHT, Lab, run_all, tab_to, use_theme
from browser.talker import Talker
from casebook.activities import library
from casebook.activities.dialogue.session import practice
from casebook.activities.dialogue.walk import Walk
from casebook.text import Language

pytestmark = pytest.mark.browser

CASE, WITHOUT_RECORD = "D110005", "D000012"
TALK, FILES = "1-1-hao", "1-1-ten-files"
TASKS = "1-1-practice-a"
BANK = "bank-s14"
MARK = "data-looked-at"
LIMITATION = {
    "jurisdiction": "CN",
    "kind": "claim",
    "due": "2020-03-15",
    "as_of": "2026-11-20",
    "events": [
        {"on": "2021-05-10", "event": "demand", "by": "sms", "reached": True},
        {"on": "2021-09-01", "event": "internal-note"},
        {"on": "2023-06-01", "event": "suit", "ended": "2024-02-20"},
    ],
}
LOAN = {
    "kind": "loan",
    "lender": "private",
    "contract": "2024-11-01",
    "principal": "30000",
    "deducted_in_advance": "3000",
    "from": "2024-11-01",
    "until": "2025-11-01",
    "rate_pct": "18",
    "method": "simple",
    "day_count": "365",
    "overdue": {"from": "2025-05-01", "rate_pct": "20", "damages_pct": "6", "fees": "800"},
}
CALCULATIONS = {
    "limitation": f"cb.limitation({LIMITATION})",
    "interest": f"cb.interest({LOAN})",
    "poor-input": 'cb.limitation({"kind": "claim"})',
}
CONTACTS = [
    {"id": "early", "at": "2026-03-02T06:45", "person": "debtor", "recorded": "no"},
    {"id": "mother", "at": "2026-03-03T10:00", "person": "parent", "recorded": "yes"},
]
CALL = {"debtor": "D1", "debt": "A1", "zone": "Asia/Shanghai", "channel": "call"}
CALL |= {"direction": "out", "connected": "yes", "point": "13800000000"}
THREAT = "再不还钱，就把你全家的腿打断。"
SAID = [
    {"speaker": "collector", "channel": "sms", "turn": 1, "text": THREAT},
    {"speaker": "client", "channel": "call", "text": "活着没意思，我撑不下去了。"},
]

Look = Callable[..., None]


@pytest.fixture(params=Language, ids=str)
def language(request: pytest.FixtureRequest) -> Language:
    return Language(request.param)


@pytest.fixture
def look(page: Page) -> Look:
    """Let axe-core look at one element in both themes; every rule of axe-core is on."""
    page.set_viewport_size({"width": 1280, "height": 2400})  # JupyterLab takes out what is not seen
    page.emulate_media(reduced_motion="reduce")  # a colour on its way is neither one nor the other

    def look(element: Locator, what: str) -> None:
        # JupyterLab's body has no height: axe-core would take all that it holds for hidden.
        page.evaluate("document.body.style.height = '100vh'")
        element.evaluate(f"one => one.setAttribute('{MARK}', '')")
        for theme in (DARK, LIGHT):
            use_theme(page, theme)
            assert faults(page) == [], f"{what}, {theme}"
        element.evaluate(f"one => one.removeAttribute('{MARK}')")

    return look


def faults(page: Page) -> list[str]:
    """Return what axe-core finds against the marked element, a line for each place."""
    found = Axe().run(page, context=f"[{MARK}]").response
    assert found["passes"], "nothing was looked at"
    return [
        f"{rule['id']}: {node['html'][:160]} -- {node['failureSummary']}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


def practised(lab: Lab, page: Page, name: str, language: Language, *cells: str) -> None:
    folder = f"access-{name}-{language}"
    lab.open(page, lab.put(f"{folder}/page.ipynb", SETUP, *cells, language=language))
    run_all(page)


def examined(
    lab: Lab, page: Page, assignment: Exam, name: str, language: Language, *cells: str
) -> None:
    folder = f"access-{name}-{language}"
    assignment.put(lab, folder, *cells, language=language)
    lab.open(page, f"{folder}/exam.ipynb")
    run_all(page)


def shown(page: Page, selector: str) -> Locator:
    element = page.locator(selector)
    expect(element).to_be_visible(timeout=30_000)  # A loaded machine imports slowly.
    return element


def test_the_scan_finds_what_is_at_fault(lab: Lab, page: Page, look: Look) -> None:
    practised(lab, page, "scan", Language.ZH, 'cb.quiz("1-1-check")')
    quiz = shown(page, ".cb-quiz")

    quiz.locator("legend").evaluate("one => (one.style.color = 'rgb(150, 150, 150)')")

    with pytest.raises(AssertionError, match="color-contrast"):
        look(quiz, "a faint legend")


def test_a_practice_quiz(lab: Lab, page: Page, look: Look, language: Language) -> None:
    practised(lab, page, "quiz", language, 'cb.quiz("1-1-check")')
    quiz = shown(page, ".cb-quiz")
    look(quiz, "unanswered")

    for place, item in enumerate(library.quiz("1-1-check").items):
        quiz.locator(".cb-dot").nth(place).click()
        box = quiz.locator(".cb-number")
        box.fill("1") if item.kind == "numeric" else quiz.locator(".cb-option").first.click()
        quiz.locator(".cb-main:visible").first.click()
        expect(quiz.locator(".cb-verdict")).to_be_visible()
        for card in quiz.locator(".cb-rule summary").all():
            card.click()
        if place in (0, 1, 3):  # one choice, a number, several choices
            look(quiz, f"answered {item.id}")


def test_every_other_kind_of_question(lab: Lab, page: Page, look: Look, language: Language) -> None:
    practised(lab, page, "kinds", language, f"cb.quiz({BANK!r})")
    quiz = shown(page, ".cb-quiz")
    kinds = [item.kind for item in library.quiz(BANK).items]

    for kind, answer in {
        "ordering": lambda: quiz.locator(".cb-move:enabled").first.click(),
        "matching": lambda: quiz.locator("select").first.select_option(index=1),
        "text": lambda: quiz.locator(".cb-term").fill("?"),
    }.items():
        quiz.locator(".cb-dot").nth(kinds.index(kind)).click()
        look(quiz, f"{kind}, unanswered")
        answer()
        quiz.locator(".cb-main:visible").first.click()
        expect(quiz.locator(".cb-verdict")).to_be_visible()
        look(quiz, f"{kind}, answered")


def test_an_exam_quiz(
    lab: Lab, page: Page, look: Look, assignment: Exam, language: Language
) -> None:
    examined(lab, page, assignment, "exam-quiz", language, "cb.quiz()")
    quiz = shown(page, ".cb-quiz")

    quiz.locator(".cb-option").first.click()
    expect(quiz.locator('.cb-status[data-state="saved"]')).to_be_visible()
    look(quiz, "saved")
    number = next(n for n, one in enumerate(assignment.public.quiz().items) if not one.options)
    quiz.locator(".cb-dot").nth(number).click()
    quiz.locator(".cb-number").fill("about 5000")
    expect(quiz.locator('.cb-status[data-state="trouble"]')).to_be_visible()

    look(quiz, "trouble")


@pytest.mark.parametrize("debtor", [CASE, WITHOUT_RECORD])
def test_a_case_file(lab: Lab, page: Page, look: Look, language: Language, debtor: str) -> None:
    practised(lab, page, f"case-{debtor}", language, f'cb.case("{debtor}")')
    case = shown(page, ".cf-case")

    for tab in case.get_by_role("tab").all():
        tab.click()
        look(case, tab.inner_text())
    case.locator(".cf-search").fill("2025")
    case.locator(".cf-search").press("Enter")
    expect(case.locator("mark.cf-here")).to_be_visible()
    case.locator(".cf-pen").press("Enter")
    expect(case.locator(".cf-marked").first).to_be_visible()
    look(case, "searched and marked")


def test_a_practice_talk(lab: Lab, page: Page, look: Look, language: Language) -> None:
    practised(lab, page, "talk", language, f'cb.dialogue("{TALK}")')
    talk = shown(page, ".ct-talk")
    _, key = practice(TALK)
    talker = Talker(page, key.walk, language)
    look(talk, "before the first reply")

    tab_to(page, ".ct-choice")
    talker.say(talker.best)
    talker.say(talker.other)
    for card in talk.locator(".cb-rule summary").all():
        card.click() if card.is_visible() else None
    look(talk, "after a good and a poor reply")

    tab_to(page, ".ct-choice")
    has_broken = False
    while not talker.has_ended:
        breach = None if has_broken else talker.breach
        has_broken = has_broken or breach is not None
        talker.say(breach or talker.best)
    assert has_broken
    talk.locator(".ct-best summary").click()
    talk.locator(".ct-comment").evaluate_all("all => all.forEach(one => (one.open = true))")
    look(talk, "looked back on, with a breach")


def test_an_exam_talk(
    lab: Lab, page: Page, look: Look, assignment: Exam, language: Language
) -> None:
    examined(lab, page, assignment, "exam-talk", language, "cb.dialogue()")
    talk = shown(page, ".ct-talk")
    talker = Talker(page, Walk(assignment.keys.dialogue), language)
    look(talk, "before the first reply")

    tab_to(page, ".ct-choice")
    talker.say(talker.best, "Enter")
    talker.select(talker.best)
    look(talk, "with a reply selected")
    while not talker.has_ended:
        talker.say(talker.best, "Enter")

    look(talk, "over")


def test_a_writing_task(
    lab: Lab, page: Page, look: Look, assignment: Exam, language: Language
) -> None:
    examined(lab, page, assignment, "script", language, "cb.script()")
    script = shown(page, ".cs-script")
    script.locator(".cs-rubric summary").click()
    look(script, "empty")

    least = assignment.keys.script.length[language].least
    for count, state in ((1, "out"), (least, "in")):
        script.locator(".cs-area").fill("字 " * count)
        expect(script.locator(f'.cs-length[data-state="{state}"]')).to_be_visible()
        expect(script.locator('.cb-status[data-state="saved"]')).to_be_visible()

    look(script, "written")


def test_a_screening(lab: Lab, page: Page, look: Look, language: Language) -> None:
    practised(lab, page, "screening", language, f'cb.screening("{FILES}")')
    screening = shown(page, ".sc-screening")
    look(screening, "before the start")

    screening.locator(".sc-rest").get_by_role("button").click()
    expect(screening.locator(".sc-file")).to_be_visible()
    page.keyboard.press("d")
    page.keyboard.press("1")
    look(screening, "a file with its definitions")
    # While the theme changes, JupyterLab may draw the cell anew, and the focus is lost.
    screening.locator(".sc-marks input").first.press("p")
    expect(screening.locator(".sc-rest")).to_be_visible()
    look(screening, "in a pause")
    screening.locator(".sc-rest").get_by_role("button").click()
    for number in range(1, 11):
        expect(screening.locator("[aria-current=step]")).to_have_text(str(number))
        page.keyboard.press("0")
        page.keyboard.press("Enter")
    expect(screening.locator(".sc-review")).to_have_count(10)

    look(screening, "the result")


@pytest.mark.parametrize("name", CALCULATIONS)
def test_a_calculation(lab: Lab, page: Page, look: Look, language: Language, name: str) -> None:
    practised(lab, page, name, language, CALCULATIONS[name])
    expect(output(page, 1)).to_be_visible(timeout=30_000)

    page.locator(".cbl-rule summary").evaluate_all("all => all.forEach(one => one.click())")

    look(output(page, 1), name)


def test_the_form_for_a_loan(lab: Lab, page: Page, look: Look, language: Language) -> None:
    practised(lab, page, "loan", language, "cb.interest()")
    form = shown(page, ".widget-vbox")
    look(form, "filled in with the example")

    form.locator("input[type=checkbox]").check()
    form.locator("input[type=text]").first.fill("30,000")
    form.locator("input[type=text]").first.press("Enter")
    expect(form.get_by_role("alert")).to_be_visible()

    look(form, "with a fault")


def test_an_audit_of_contacts(lab: Lab, page: Page, look: Look, language: Language) -> None:
    record = [CALL | row for row in CONTACTS]
    practised(lab, page, "contacts", language, f"cb.contacts({record})", 'cb.contacts("none.csv")')
    audit = shown(page, ".cba")
    look(audit, "every finding")

    audit.locator(".cba-check input").last.check()
    expect(audit.locator("tr[data-check]:visible")).to_have_count(1)
    for card in audit.locator(".cbf-rule summary").all():
        card.click()

    look(audit, "one check, with its rules")
    look(output(page, 2), "a record that cannot be read")


def test_a_checked_wording(lab: Lab, page: Page, look: Look, language: Language) -> None:
    practised(lab, page, "wording", language, f"cb.wording({SAID})", "cb.wording()")
    talk = shown(page, ".cbw")
    expect(talk.locator(".cbw-mark[data-manner=breach]")).not_to_have_count(0)
    expect(talk.locator(".cbw-mark[data-manner=sign]")).not_to_have_count(0)
    for card in talk.locator("summary").all():
        card.click()
    look(talk, "a talk with a breach and a sign of distress")

    drill = output(page, 2)
    look(drill, "the drill, empty")
    drill.locator(".wd-area").fill(THREAT)
    drill.locator(".wd-area").press("Control+Enter")
    expect(drill.locator(".cbw-mark")).not_to_have_count(0)

    look(drill, "the drill, checked")


def test_the_course_at_a_glance(lab: Lab, page: Page, look: Look, language: Language) -> None:
    practised(lab, page, "progress", language, "cb.progress()")

    look(shown(page, ".cbp"), "the course")


def test_who_the_learner_is(
    lab: Lab, page: Page, look: Look, assignment: Exam, language: Language
) -> None:
    folder = f"access-who-{language}"
    cells = ("work = cb.assignment()\nwork", "work.case", "cb.quiz()")
    assignment.put(lab, folder, *cells, language=language, known_as=None)
    lab.open(page, f"{folder}/exam.ipynb")
    run_all(page)
    form = shown(page, ".widget-vbox")
    look(form, "the form")
    look(output(page, 3), "a quiz that waits for an id")

    page.locator(".widget-text input").fill("li-ming")
    page.locator(".widget-button").click()
    expect(page.locator(".widget-text input")).to_be_disabled()
    look(form, "the form, filled in")
    run_all(page)
    expect(form).to_have_count(0)

    look(output(page, 1), "the card")


def test_what_stands_still(lab: Lab, page: Page, look: Look, language: Language) -> None:
    task = library.casework(TASKS).tasks[0]
    cells = (
        f'cb.casework("{TASKS}")',
        'cb.rule("CN-PIP-04")',
        f'cb.check("{TASKS}", "{task.id}", {task.answer})',
        f'cb.check("{TASKS}", "{task.id}", -1)',
        f'cb.hint("{TASKS}", "{task.id}")',
        'cb.answer("no-such-task", 1)',
    )

    practised(lab, page, "still", language, *cells)

    expect(output(page, len(cells))).to_be_visible(timeout=30_000)
    for number, cell in enumerate(cells, start=1):
        look(output(page, number), cell)


def output(page: Page, number: int) -> Locator:
    """Return what the code cell of that number, counted from 0, shows."""
    return page.locator(".jp-CodeCell").nth(number).locator(".jp-OutputArea-output")
