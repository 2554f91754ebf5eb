"""Make portfolios, block by block, each from its own seed.

A file depends on the seed, its block and its place in the block alone, so blocks can be made in
any order and anywhere. Within a file each part draws from a stream of its own, so that a change
to one part leaves the others as they were.
"""

from datetime import date
from typing import Any

import numpy as np

from casebook.portfolio.chance import Chance
from casebook.portfolio.conduct import draw_months_late, live
from casebook.portfolio.credit import credit_record, open_elsewhere
from casebook.portfolio.documents import identity_card, income_proof
from casebook.portfolio.frames import typed
from casebook.portfolio.life import Life
from casebook.portfolio.loans import days_past_due, loan, outstanding_principal_fen, stage
from casebook.portfolio.people import person
from casebook.portfolio.planting import plant
from casebook.portfolio.portfolio import Portfolio
from casebook.portfolio.schema import tables

STREAMS = ("people", "loans", "conduct", "documents", "planting")
# How often a file lacks the paper: an assumption.
MISSING = {"income-proof": 0.04, "credit-record": 0.03}

Rows = dict[str, list[dict[str, Any]]]


def generate(seed: int, block: int, *, debtors: int = 1000, as_of: date) -> Portfolio:
    """Make one block of debtors, contradictions planted.

    Parameters
    ----------
    seed : int
        The seed of the whole portfolio, of any size (a pool's has 256 bits).
    block : int
        The number of the block; block 0 starts with D000001.
    debtors : int
        How many debtors a block has.
    as_of : date
        The day of the review; nothing on file is later.
    """
    clean = grow(seed, block, debtors=debtors, as_of=as_of)
    return plant(clean, [_stream(seed, block, place, "planting") for place in range(debtors)])


def grow(seed: int, block: int, *, debtors: int, as_of: date) -> Portfolio:
    """Make one block in which every table agrees with every other."""
    rows: Rows = {name: [] for name in tables()}
    for place in range(debtors):
        streams = {name: _stream(seed, block, place, name) for name in STREAMS}
        _add_debtor(rows, block * debtors + place + 1, as_of, streams)
    return Portfolio(
        as_of=as_of, **{name: typed(rows[name], table) for name, table in tables().items()}
    )


def _stream(seed: int, block: int, place: int, name: str) -> Chance:
    key = (block, place, STREAMS.index(name))
    return Chance(np.random.default_rng(np.random.SeedSequence(seed, spawn_key=key)))


def _add_debtor(rows: Rows, number: int, as_of: date, streams: dict[str, Chance]) -> None:
    client = person(number, as_of, streams["people"])
    months_late = draw_months_late(streams["loans"])
    borrowed = loan(client, months_late, as_of, streams["loans"])
    life = live(client, borrowed, months_late, as_of, streams["conduct"])
    documents = _documents(life, streams["documents"])
    rows["debtors"].append(client.row)
    rows["accounts"].append(borrowed.account | _standing(life))
    rows["contracts"].append(borrowed.contract)
    rows["instalments"] += _instalments(life)
    rows["payments"] += life.payments
    rows["contacts"] += life.contacts
    rows["documents"] += documents


def _standing(life: Life) -> dict[str, Any]:
    loan = life.loan
    days = days_past_due(loan.due_on, loan.amounts, life.paid_fen, life.as_of)
    left = outstanding_principal_fen(loan.plan, life.paid_fen)
    status = "overdue" if days else "current" if left else "settled"
    return {"outstanding_principal_fen": left, "stage": stage(days), "status": status}


def _instalments(life: Life) -> list[dict[str, Any]]:
    loan = life.loan
    return [
        {
            "account_id": loan.account["account_id"],
            "number": number,
            "due_on": on.isoformat(),
            "principal_fen": principal,
            "interest_fen": interest,
            "amount_fen": principal + interest,
        }
        for number, (on, (principal, interest)) in enumerate(
            zip(loan.due_on, loan.plan.tolist(), strict=True), 1
        )
    ]


def _documents(life: Life, chance: Chance) -> list[dict[str, Any]]:
    debtor, signed_on = life.person.row, life.loan.signed_on
    card = identity_card(life.person, signed_on, chance)
    letter_on, letter = income_proof(life.person, signed_on, chance)
    report_on, record = credit_record(life, letter["slips"], chance)
    debtor["stated_debts"] = len(open_elsewhere(record, life.loan.account["lender"]))
    debtor["stated_debts"] += chance.happens(0.1)
    papers = {
        "identity-card": (card["valid_from"], card),
        "income-proof": (letter_on.isoformat(), letter),
        "credit-record": (report_on.isoformat(), record),
    }
    held = [kind for kind in papers if not chance.happens(MISSING.get(kind, 0))]
    return [
        {
            "document_id": f"F{debtor['debtor_id'][1:]}{place}",
            "debtor_id": debtor["debtor_id"],
            "kind": kind,
            "issued_on": papers[kind][0],
            "body": papers[kind][1],
        }
        for place, kind in enumerate(held, 1)
    ]
