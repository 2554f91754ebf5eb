"""The variants of the file review are as hard as each other: one skill earns the same on each."""

from datetime import date
from math import ceil
from pathlib import Path
from statistics import fmean, pstdev

import numpy as np
import pytest

from casebook.activities import library
from casebook.activities.casework import model
from casebook.activities.casework.model import Form, Reference, Task
from casebook.activities.casework.publish import CaseworkKey, publish
from casebook.activities.casework.score import score
from casebook.activities.nouns import Answer, Plain
from casebook.portfolio import pool
from casebook.portfolio.flags import review_flags
from course.solutions import solutions_of

KEYS = Path(__file__).parents[2] / "assessments" / "keys" / "file-review"
VARIANTS, PLAYS = 100, 50
MOST_APART = 0.02  # standard deviation, as a share of the maximum
# How often the bot finds a flag, by the effort it takes, and marks one that is none.
FINDS = {1: 0.9, 2: 0.75, 3: 0.6}
STRAYS = 0.02
MONTHS_AT_MOST = 36


class Bot:
    """A learner of fixed skill; a play is as lucky on one file as on another."""

    def __init__(self, play: int, right: float) -> None:
        self._right = right
        self._rng = np.random.default_rng(play)
        self._luck = {flag.id: self._rng.random(2) for flag in review_flags()}

    def answers(self, key: CaseworkKey) -> dict[str, Plain]:
        """Answer every task in order, the plan from its own figures."""
        given: dict[str, Plain] = {}
        for name, task in key.tasks.items():
            if task.form is Form.PLAN:
                given[name] = self._plan(given)
            elif task.form is Form.CODES:
                given[name] = self._flags(key.references[name])
            else:
                given[name] = self._number(task, key.references[name])
        return given

    def _number(self, task: Task, reference: Reference) -> Plain:
        is_right, which = self._rng.random(2)
        if is_right < self._right:
            return reference.answer
        # Where a mistake happens to lead to the answer, it is no mistake.
        mistake = task.mistakes[int(which * len(task.mistakes))]
        return reference.mistakes.get(mistake.id, reference.answer)

    def _flags(self, reference: Reference) -> list[Plain]:
        return [
            flag.id
            for flag in review_flags()
            if self._luck[flag.id][0] < FINDS[flag.effort] * (flag.id in reference.answer)
            or self._luck[flag.id][1] < STRAYS * (flag.id not in reference.answer)
        ]

    def _plan(self, given: dict[str, Plain]) -> Plain:
        """Pay what is owed in equal parts, as few as the bot's own figures allow."""
        owed, monthly = given["overdue_amount"], given["disposable_income"]
        if monthly < 1 or owed <= 0:
            return None
        count = min(ceil(owed / monthly), MONTHS_AT_MOST)
        days = [date(2026 + month // 12, month % 12 + 1, 15) for month in range(6, 6 + count)]
        parts = [round(owed / count, 2)] * count
        parts[-1] = round(owed - sum(parts[1:]), 2)
        return {"columns": {"due_on": [day.isoformat() for day in days], "amount": parts}}


@pytest.fixture(scope="module")
def keys() -> list[CaseworkKey]:
    casework = model.load(KEYS / "casework.yaml", library.flag_choices())
    solve = solutions_of("file-review").solve
    drawn = pool.draw(b"a secret for tests alone", "file-review", VARIANTS)
    return [publish(casework, solve(one.case, one.planted))[1] for one in drawn]


def points(key: CaseworkKey, bot: Bot) -> float:
    return score(key, Answer(key.id, bot.answers(key))).points


@pytest.mark.parametrize("right", [0.6, 0.75, 0.9])
def test_a_fixed_skill_earns_the_same_on_every_variant(
    keys: list[CaseworkKey], right: float
) -> None:
    most = score(keys[0], Answer(keys[0].id, {})).max_points
    means = [
        fmean(
            score(key, Answer(key.id, Bot(play, right).answers(key))).points
            for play in range(PLAYS)
        )
        for key in keys
    ]

    assert right - 0.1 < fmean(means) / most < right + 0.2
    assert pstdev(means) / most <= MOST_APART
