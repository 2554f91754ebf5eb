"""Three learners' work on a released assignment, as they would leave it: for tests and the demo.

Their cells are real code on the file they were given. What they know of the key they were told by
whoever calls: a test or the demo plays all the parts.
"""

import copy
import shutil
from collections.abc import Mapping
from pathlib import Path

import nbformat
import yaml
from nbgrader.api import Gradebook

from casebook.activities import learner as learners
from casebook.activities.dialogue.model import Reply, Tone
from casebook.activities.dialogue.score import TALK
from casebook.activities.dialogue.walk import Position, Walk
from casebook.activities.journal import Writer
from casebook.activities.learner import Learner
from casebook.activities.nouns import Plain
from casebook.activities.script.score import TEXT
from casebook.grading.course import Course
from casebook.grading.keys import Keys, released_keys
from casebook.grading.restore import grade_id
from casebook.grading.simulated import talk

ASSIGNMENT = "file-review"
THREE = ("an-careful", "bo-halfway", "cy-untouched")

INCOME = """\
slips = case.frame("slips")
verified_income = slips["net_fen"].mean() / 100
cb.answer("verified_income", verified_income)"""

GROSS_INCOME = INCOME.replace("net_fen", "gross_fen")

DISPOSABLE = """\
loans = case.frame("loans")
others = loans[(loans["state"] == "open") & (loans["lender"] != case.account["lender"])]
other_debts = others["monthly_fen"].sum() / 100
disposable_income = verified_income - case.debtor["living_costs_fen"] / 100 - other_debts
cb.answer("disposable_income", disposable_income)"""

OVERDUE = """\
import pandas as pd

due = case.frame("instalments").query("due_on <= @today").sort_values("due_on")
paid_fen = case.frame("payments")["amount_fen"].sum()
overdue_amount = (due["amount_fen"].sum() - paid_fen) / 100
cb.answer("overdue_amount", overdue_amount)""".replace(
    "import pandas as pd\n", "import pandas as pd\n\ntoday = pd.Timestamp(case.as_of)"
)

DAYS = """\
unpaid = due[due["amount_fen"].cumsum() > paid_fen]
days_past_due = (today - unpaid["due_on"].min()).days
cb.answer("days_past_due", days_past_due)"""

PROMISES = """\
promises = case.frame("contacts").query("result == 'promise' and promised_on <= @today")
payments = case.frame("payments")

def is_kept(promise):
    after = payments["paid_on"] > promise.at.normalize().tz_localize(None)
    in_time = payments["paid_on"] <= promise.promised_on
    return payments.loc[after & in_time, "amount_fen"].sum() >= promise.promised_fen

promises_kept = sum(is_kept(promise) for promise in promises.itertuples())
cb.answer("promises_kept", promises_kept)"""

FLAGS = """\
red_flags = {flags!r}
cb.answer("red_flags", red_flags)"""

PLAN = """\
import math

months = max(1, math.ceil(overdue_amount / disposable_income))
amount = math.floor(overdue_amount / months * 100) / 100
amounts = [amount] * (months - 1) + [round(overdue_amount - amount * (months - 1), 2)]
days = pd.date_range(today + pd.Timedelta(days=15), periods=months, freq=pd.DateOffset(months=1))
plan = pd.DataFrame({"due_on": days, "amount": amounts})
cb.answer("plan", plan)"""


def right_cells(keys: Keys, learner: str) -> dict[str, str]:
    """What a careful learner writes in each casework cell."""
    planted = sorted(keys.pool[keys.publish().variant(learner)].planted)
    return {
        "verified-income": INCOME,
        "disposable-income": DISPOSABLE,
        "overdue-amount": OVERDUE,
        "days-past-due": DAYS,
        "promises-kept": PROMISES,
        "red-flags": FLAGS.format(flags=planted),
        "plan": PLAN,
    }


def half_right_cells(keys: Keys, learner: str) -> dict[str, str]:
    """What a learner writes who takes gross pay for income and stops half-way."""
    planted = sorted(keys.pool[keys.publish().variant(learner)].planted)
    return {
        "verified-income": GROSS_INCOME,
        "disposable-income": DISPOSABLE,
        "overdue-amount": OVERDUE,
        "days-past-due": DAYS,
        "red-flags": FLAGS.format(flags=planted[:1]),
    }


def right_choices(keys: Keys) -> dict[str, Plain]:
    """Every right answer of the quiz, as the widget would keep it."""
    key = keys.quiz_key
    assert key is not None
    return {item_id: key.right_answer(item_id) for item_id in key.items}


def half_right_choices(keys: Keys) -> dict[str, Plain]:
    """The right answers to the first half of the items, wrong ones to the rest."""
    key = keys.quiz_key
    assert key is not None
    chosen = right_choices(keys)
    for item_id in list(chosen)[len(chosen) // 2 :]:
        item, options = key.items[item_id], key.parts[item_id]
        wrongs = [
            public
            for public, own in options.items()
            if not next(option for option in item.options if option.id == own).right
        ]
        one = wrongs[0] if wrongs else "1"
        chosen[item_id] = wrongs[:1] if item.kind == "multiple" else one
    return chosen


def best_talk(keys: Keys) -> list[str]:
    """The public ids of the replies that the best talk says."""
    return list(talk(keys.dialogue_key, lambda at, walk: walk.best_step(at).reply))


def kind_talk(keys: Keys) -> list[str]:
    """What somebody says who takes the kindest lawful reply, and breaks off half-way."""

    def choose(at: Position, walk: Walk) -> Reply:
        lawful = [step.reply for step in walk.steps[at] if not step.reply.breach]
        return next((one for one in lawful if one.tone is Tone.KIND), lawful[0])

    said = list(talk(keys.dialogue_key, choose))
    return said[: len(said) // 2]


def unlawful_talk(keys: Keys) -> list[str]:
    """A talk that breaks a rule wherever it can."""

    def choose(at: Position, walk: Walk) -> Reply:
        steps = walk.steps[at]
        return next((step.reply for step in steps if step.reply.breach), steps[0].reply)

    return list(talk(keys.dialogue_key, choose))


def message(assignment: str = ASSIGNMENT, language: str = "zh") -> str:
    """What a careful learner writes."""
    path = Path(__file__).with_name("messages.yaml")
    return yaml.safe_load(path.read_text(encoding="utf-8"))[assignment][language]


def mark_by_hand(
    course: Course, learner: str, points: Mapping[str, float], comment: str = ""
) -> None:
    """Give manual scores to the criteria of `learner`'s message, and a comment to the first."""
    with Gradebook(course.db_url, course.id) as gradebook:
        for name, score in points.items():
            grade = gradebook.find_grade(name, ASSIGNMENT, ASSIGNMENT, learner)
            grade.manual_score, grade.needs_manual_grade = score, False
        if comment:
            where = (next(iter(points)), ASSIGNMENT, ASSIGNMENT, learner)
            gradebook.find_comment(*where).manual_comment = comment
        gradebook.db.commit()


def hand_in(
    course: Course,
    learner: str,
    *,
    cells: Mapping[str, str] | None = None,
    choices: Mapping[str, Plain] | None = None,
    talk: list[str] | None = None,
    text: str | None = None,
) -> Path:
    """Fetch the release for `learner`, fill it in, and leave it as handed in; return the folder."""
    folder = course.submitted(ASSIGNMENT, learner)
    shutil.copytree(course.release(ASSIGNMENT), folder)
    learners.write(folder, Learner(learner))
    path = folder / f"{ASSIGNMENT}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if grade_id(cell) in (cells or {}):
            cell.source = (cells or {})[grade_id(cell)]
    nbformat.write(notebook, path)
    writer = Writer(folder, learner=learner)
    for said in range(len(talk or ())):
        writer.write("file-review-talk", TALK, (talk or [])[: said + 1])
    if text is not None:
        writer.write("file-review-script", TEXT, text)
    for item_id, value in (choices or {}).items():
        writer.write("file-review-quiz", item_id, value)
    return folder


def three_hand_in(course: Course) -> None:
    """Hand in for three learners: one careful, one half right, one who touched nothing."""
    keys = released_keys(course, ASSIGNMENT)
    careful, halfway, untouched = THREE
    hand_in(
        course,
        careful,
        cells=right_cells(keys, careful),
        choices=right_choices(keys),
        talk=best_talk(keys),
        text=message(),
    )
    hand_in(
        course,
        halfway,
        cells=half_right_cells(keys, halfway),
        choices=half_right_choices(keys),
        talk=kind_talk(keys),
        text="您好，记得还款。",
    )
    hand_in(course, untouched)


def edit(folder: Path, change) -> None:  # type: ignore[no-untyped-def]
    """Let `change(cells)` return other cells for the notebook handed in."""
    path = folder / f"{ASSIGNMENT}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells = change([copy.deepcopy(cell) for cell in notebook.cells])
    nbformat.write(notebook, path)
