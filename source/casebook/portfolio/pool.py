"""Draw the files of an assessment from a secret, so that only its holder can make them.

The files of a pool are as hard as each other: the same kind of loan, the same papers, sums that can
be planned, and flags that together ask the same of a reader (`flags.yaml`, effort).
"""

import hmac
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from hashlib import sha256
from itertools import combinations, islice
from itertools import count as counting

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from casebook.portfolio.blocks import tables_of
from casebook.portfolio.calendar import AS_OF
from casebook.portfolio.case import Case, Row
from casebook.portfolio.flags import review_flags
from casebook.portfolio.plants.choose import Wanted
from casebook.portfolio.portfolio import Portfolio, files_of, gather
from casebook.portfolio.simulation.block import BLOCK
from casebook.portfolio.simulation.draws import Draws
from casebook.portfolio.simulation.knobs import knobs

PRODUCTS = ("instalment-loan", "cash-loan", "car-loan", "business-loan")
LEAST_FEN, LEAST_PROMISES = 50_000, 3
LEAST_MONTHS, MOST_MONTHS = 2, 24
DOCUMENTS = ("identity-card", "income-proof", "credit-record")
# A book with more of the loans that suit, kept in house for longer. How often is all that changes:
# each knob stays within the range in which it is believed.
SUITED = {
    "share-credit-card": 0.18,
    "share-instalment-loan": 0.432,
    "share-cash-loan": 0.12,
    "share-business-loan": 0.108,
    "share-private-loan": 0.02,
    "share-car-loan": 0.14,
    "hand-over-month": 7.0,
    "suit-share": 0.01,
    "job-loss": 0.15,
    "illness": 0.1,
    "business-failure": 0.2,
    "promise-m1": 0.85,
    "promise-m2": 0.72,
    "promise-m3": 0.6,
    "promise-m4": 0.5,
    "answer-rate-m1": 0.75,
    "answer-rate-m2": 0.66,
    "answer-rate-m3": 0.6,
    "right-party-m1": 0.92,
    "right-party-m2": 0.85,
    "right-party-m3": 0.8,
}
# How many flags a file has, and what each asks of a reader on average.
FEWEST_FLAGS, MOST_FLAGS, EFFORT = 2, 4, 2
# Branch of the seed that no block takes: blocks have keys of one number.
FLAGS = 1_000_000


@dataclass(frozen=True, slots=True)
class Variant:
    """A file to be handed out, and the ids of the flags planted in it, which are not."""

    case: Case
    planted: frozenset[str]


def draw(secret: bytes, assignment: str, count: int, *, as_of: date = AS_OF) -> tuple[Variant, ...]:
    """Draw `count` files fit for a review: a loan in arrears, with promises, two to four flags.

    What is left of each debtor's pay clears the arrears in two to 24 months, so that nobody's
    task is to plan what cannot be planned, or what one payment settles.
    The same secret, assignment and count give the same files in any process. Files are numbered
    afresh, so that no number says anything.
    """
    seed = int.from_bytes(hmac.digest(secret, assignment.encode(), sha256), "big")
    drawn = islice(_fit(seed, as_of), count)
    return tuple(
        Variant(_renumbered(variant.case, number), variant.planted)
        for number, variant in enumerate(drawn, 1)
    )


def _fit(seed: int, as_of: date) -> Iterator[Variant]:
    turned = knobs(SUITED)
    for block in counting():
        wanted = _wanted(seed, block)
        tables = tables_of(seed, block, as_of=as_of, knobs=turned, wanted=wanted)
        portfolio = _in_arrears(tables, as_of)
        first = block * BLOCK + 1
        for debtor_id in _fit_for_review(portfolio):
            planted = portfolio.flags(debtor_id)
            # Where a file has no room for a flag, it is not planted.
            if planted == wanted[int(debtor_id[1:]) - first]:
                yield Variant(gather(portfolio, debtor_id), planted)


def _wanted(seed: int, block: int) -> Wanted:
    """Choose the flags of every file of a block: how many first, then which."""
    draws = Draws(np.random.SeedSequence(seed, spawn_key=(block, FLAGS)))
    sizes = draws.whole(FEWEST_FLAGS, MOST_FLAGS, BLOCK).tolist()
    shares = draws.share(BLOCK).tolist()
    sets = ((_sets(size), share) for size, share in zip(sizes, shares, strict=True))
    return {place: of[int(share * len(of))] for place, (of, share) in enumerate(sets)}


@cache
def _sets(size: int) -> tuple[frozenset[str], ...]:
    """Return the sets of so many flags that together ask the same of a reader."""
    every = combinations(review_flags(), size)
    return tuple(
        frozenset(flag.id for flag in some)
        for some in every
        if sum(flag.effort or 0 for flag in some) == EFFORT * size
    )


def _in_arrears(tables: dict[str, pa.Table], as_of: date) -> Portfolio:
    """Return the loans of a block that are overdue and neither sued upon nor handed over."""
    accounts = tables["accounts"]
    is_fit = pc.and_(
        pc.equal(accounts["status"], "overdue"),
        pc.and_(
            pc.is_in(accounts["product"], value_set=pa.array(PRODUCTS)),
            pc.greater_equal(accounts["overdue_fen"], LEAST_FEN),
        ),
    )
    is_ours = pc.and_(accounts["sued_on"].is_null(), accounts["handed_over_on"].is_null())
    return files_of(tables, accounts.filter(pc.and_(is_fit, is_ours))["debtor_id"], as_of)


def _fit_for_review(portfolio: Portfolio) -> list[str]:
    """Name the debtors alive who are behind on level instalments, promised and have all papers."""
    promises = portfolio.contacts[portfolio.contacts["result"] == "promise"]
    promised = promises["account_id"].value_counts()
    often = set(promised[promised >= LEAST_PROMISES].index)
    papers = portfolio.documents["debtor_id"].value_counts()
    complete = set(papers[papers == len(DOCUMENTS)].index)
    debtors = portfolio.debtors
    alive = set(debtors.loc[debtors["died_on"].isna(), "debtor_id"])
    fit = complete & alive & _able_to_plan(portfolio)
    often &= _behind(portfolio)
    accounts = portfolio.accounts
    return [
        debtor_id
        for debtor_id, account_id in zip(accounts["debtor_id"], accounts["account_id"], strict=True)
        if account_id in often and debtor_id in fit
    ]


def _behind(portfolio: Portfolio) -> set[str]:
    """Name the accounts that lack more than one level instalment and have some still to come.

    Else what is overdue, what the oldest instalment lacks and what is left of the plan would be one
    sum, and a file easier than the others.
    """
    level = portfolio.contracts[portfolio.contracts["method"] == "level"]["account_id"]
    plans = portfolio.instalments.groupby("account_id")
    accounts = portfolio.accounts.set_index("account_id")
    lacks_some = accounts["overdue_fen"] > plans["amount_fen"].max()
    goes_on = plans["due_on"].max() > pd.Timestamp(portfolio.as_of)
    return set(level) & set(accounts[lacks_some & goes_on].index)


def _able_to_plan(portfolio: Portfolio) -> set[str]:
    """Name the debtors with other debts who clear their arrears in two to 24 months.

    What they can pay a month is net pay less living costs and other lenders' payments; where a
    paper is missing, nobody can tell.
    """
    papers = portfolio.documents.set_index(["kind", "debtor_id"])["body"]
    people = portfolio.debtors.set_index("debtor_id")
    accounts = portfolio.accounts.set_index("debtor_id")
    pay = papers["income-proof"].map(
        lambda body: sum(slip["net_fen"] for slip in body["slips"]) / len(body["slips"])
    )
    elsewhere = pd.Series(
        {
            debtor_id: _elsewhere_fen(record, accounts["lender"][debtor_id])
            for debtor_id, record in papers["credit-record"].items()
        }
    )
    owed = accounts["overdue_fen"]
    # Whole yuan: a plan that fits only to the last fen is a trap, not a task.
    monthly = (pay - elsewhere - people["living_costs_fen"]) // 100 * 100
    able = (elsewhere > 0) & (monthly * (LEAST_MONTHS - 1) < owed) & (monthly * MOST_MONTHS >= owed)
    return set(able[able].index)


def _elsewhere_fen(record: Row, lender: str) -> int:
    loans = [loan for loan in record["loans"] if loan["state"] == "open"]
    return sum(loan["monthly_fen"] for loan in loans if loan["lender"] != lender)


def _renumbered(case: Case, number: int) -> Case:
    """Return the file under numbers that come from its place in the pool alone."""
    stem = f"{900_000 + number:06d}"
    ids = {"debtor_id": f"D{stem}", "account_id": f"A{stem}", "contract_id": f"C{stem}"}
    staff = dict.fromkeys(row["staff_id"] for row in (*case.contacts, *case.complaints))
    people = {old: f"S{stem}{place}" for place, old in enumerate(filter(None, staff), 1)}
    contract = _with(case.contract, ids)
    text = contract["text"].replace(case.contract["contract_id"], ids["contract_id"])
    return replace(
        case,
        id=ids["debtor_id"],
        debtor=_with(case.debtor, ids),
        account=_with(case.account, ids),
        contracts=({**contract, "text": text},),
        instalments=tuple(_with(row, ids) for row in case.instalments),
        payments=_numbered(case.payments, ids, "payment_id", f"P{stem}"),
        contacts=_numbered(case.contacts, ids, "contact_id", f"N{stem}", people),
        complaints=_numbered(case.complaints, ids, "complaint_id", f"K{stem}", people),
        documents=tuple(
            replace(document, id=f"F{stem}{place}")
            for place, document in enumerate(case.documents, 1)
        ),
    )


def _numbered(
    rows: tuple[Row, ...],
    ids: dict[str, str],
    key: str,
    stem: str,
    people: dict[str, str] | None = None,
) -> tuple[Row, ...]:
    named = [_with(row, ids | {key: f"{stem}{i:03d}"}) for i, row in enumerate(rows, 1)]
    if people is None:
        return tuple(named)
    return tuple({**row, "staff_id": people.get(row["staff_id"])} for row in named)


def _with(row: Row, ids: dict[str, str]) -> Row:
    return {name: ids.get(name, value) for name, value in row.items()}
