"""Instalments paid as a rule on time, now and then late, before trouble starts."""

from datetime import date, timedelta

import numpy as np

from casebook.portfolio.life import Life

# Nobody is rung up for less (100 yuan); the next debit takes such a rest.
SMALL_FEN = 10_000


def settle(life: Life, number: int, *, by_debit: bool) -> None:
    """Pay one instalment, as a rule on time."""
    chance = life.chance
    due_on = life.loan.due_on[number]
    needed = int(np.sum(life.loan.amounts[: number + 1])) - life.paid_fen
    if needed <= 0:
        return
    if chance.happens(0.11) and needed >= SMALL_FEN:
        _settle_late(life, due_on, needed)
    elif by_debit:
        life.pay(due_on, needed, "auto-debit")
    else:
        step = chance.one_of((1, 1, 100, 1_000, 10_000))
        life.pay(due_on - timedelta(days=chance.whole(0, 4)), -(-needed // step) * step, "app")


def _settle_late(life: Life, due_on: date, needed: int) -> None:
    """Pay one instalment some days late; if it takes long, after a reminder and a promise."""
    chance = life.chance
    paid_on = due_on + timedelta(days=chance.whole(1, 20))
    if paid_on > life.as_of:
        life.pay(due_on, needed, "auto-debit")
        return
    if (paid_on - due_on).days > 2:
        life.note(
            due_on + timedelta(days=1), "debtor", "reached", life.notes.sms(needed), channel="sms"
        )
    if (paid_on - due_on).days > 5:
        called = due_on + timedelta(days=chance.whole(3, 4))
        promised_on = min(paid_on + timedelta(days=chance.whole(0, 3)), life.as_of)
        life.promise(called, needed // 100 * 100, promised_on, "promise")
    life.pay(paid_on, needed, chance.one_of(("app", "app", "transfer")))
