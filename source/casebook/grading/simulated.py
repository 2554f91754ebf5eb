"""Hand-ins of simulated learners: to measure the engine, and to try a course before it begins.

Each learner has a skill between 0 and 1: how likely an answer is right. What they hand in is as
real learners leave it: code that works on the case file, a journal, a text.
"""

import json
import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from casebook.activities import learner as learners
from casebook.activities.casework.model import Form
from casebook.activities.casework.publish import CaseworkKey
from casebook.activities.dialogue.model import Reply
from casebook.activities.dialogue.publish import DialogueKey
from casebook.activities.dialogue.score import TALK
from casebook.activities.dialogue.walk import Position, Walk
from casebook.activities.journal import Writer
from casebook.activities.learner import Learner
from casebook.activities.nouns import Plain
from casebook.activities.script.score import TEXT
from casebook.grading.course import Course
from casebook.grading.keys import Keys, released_keys
from casebook.text import Language

#: What a cell does before it answers: a table made, a sum taken.
WORK = """\
import pandas as pd

payments = case.frame("payments")
by_month = payments.groupby(payments["paid_on"].dt.to_period("M"))["amount_fen"].sum() / 100
print(by_month.tail(3))
"""
MESSAGE = "您好，这里是贷后服务。您的账单已经逾期，如果有困难请联系我们，可以一起商量还款安排。"


def hand_in_all(course: Course, assignment: str, count: int, *, seed: int = 1) -> list[str]:
    """Let `count` simulated learners hand in a released assignment; return their ids."""
    keys = released_keys(course, assignment)
    names = [f"sim-{number:05d}" for number in range(1, count + 1)]
    for name in names:
        _hand_in(keys, name, random.Random(f"{seed} {name}"))  # noqa: S311 - nothing secret
    return names


def _hand_in(keys: Keys, learner: str, draw: random.Random) -> None:
    skill = draw.random()
    folder = keys.course.submitted(keys.assignment, learner)
    shutil.copytree(keys.course.release(keys.assignment), folder)
    learners.write(folder, Learner(learner, draw.choice(list(Language))))
    _fill_in(keys, folder, keys.casework_key(keys.variant(learner)), skill, draw)
    writer = Writer(folder, learner=learner)
    if keys.quiz_key:
        for item, value in _choices(keys, learner, skill, draw):
            writer.write(keys.quiz_key.id, item, value)
    if keys.dialogue_key:
        said: list[str] = []
        for reply in talk(keys.dialogue_key, lambda at, walk: draw.choice(walk.steps[at]).reply):
            said.append(reply)
            writer.write(keys.dialogue_key.id, TALK, list(said))
    if keys.script:
        writer.write(keys.script.id, TEXT, MESSAGE)


def _fill_in(
    keys: Keys, folder: Path, key: CaseworkKey | None, skill: float, draw: random.Random
) -> None:
    path = folder / f"{keys.assignment}.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        task = cell["metadata"].get("casebook", {}).get("task")
        if task and key and draw.random() < 0.5 + skill / 2:
            cell["source"] = _code(key, task, is_right=draw.random() < skill)
    path.write_text(json.dumps(notebook, ensure_ascii=False), encoding="utf-8")


def _code(key: CaseworkKey, task: str, *, is_right: bool) -> str:
    answer, form = key.references[task].answer, key.tasks[task].form
    if form is Form.NUMBER:
        value: Plain = float(str(answer)) if is_right else float(str(answer)) * 1.37 + 11
    else:
        value = sorted(answer) if is_right and isinstance(answer, frozenset | set | tuple) else []
    return f"{WORK}\ncb.answer({task!r}, {value!r})"


def _choices(
    keys: Keys, learner: str, skill: float, draw: random.Random
) -> Iterator[tuple[str, Plain]]:
    if keys.quiz_key is None:
        return
    key = keys.quiz_key.of_set(keys.variant(learner))
    for item_id in key.items:
        right = key.right_answer(item_id)
        is_right = draw.random() < skill
        yield item_id, right if is_right else _wrong(right, list(key.parts[item_id]), draw)


def _wrong(right: Plain, parts: list[str], draw: random.Random) -> Plain:
    """Return an answer of the same form as the right one that is not it."""
    if isinstance(right, dict) and "number" in right:
        return right | {"number": "1"}
    if isinstance(right, dict):
        return dict(zip(right, [*list(right.values())[1:], *list(right.values())[:1]], strict=True))
    if isinstance(right, list):
        return [part for part in parts if part not in right] or right[::-1]
    return draw.choice([part for part in parts if part != right]) if parts else "1"


def talk(key: DialogueKey, choose: Callable[[Position, Walk], Reply]) -> Iterator[str]:
    """Yield the public ids of what is said in a talk, each reply chosen where the talk stands."""
    public = {id(reply): name for name, reply in key.replies.items()}
    at = key.walk.start
    while key.walk.turn(at) is not None:
        reply = choose(at, key.walk)
        yield public[id(reply)]
        at = key.walk.after(at, reply)
