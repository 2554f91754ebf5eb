"""Draw the files of an assessment from a secret, so that only its holder can make them."""

import hmac
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from itertools import count as counting
from itertools import islice

import numpy as np
import pandas as pd

from casebook.portfolio.case import Case, Row
from casebook.portfolio.chance import Chance
from casebook.portfolio.generator import generate
from casebook.portfolio.portfolio import Portfolio, gather

AS_OF = date(2026, 6, 30)
BLOCK = 150
LEAST_FEN, LEAST_PROMISES, MOST_FLAGS = 50_000, 3, 4
MOST_MONTHS = 24
DOCUMENTS = ("identity-card", "income-proof", "credit-record")
# Branches of the seed that no file takes: files have keys of three numbers.
SHUFFLE = (0, 1_000_000)
# A file with one flag says little about a reviewer, and most have one: some are passed over.
KEEP, KEPT_OF_SINGLE = 1_000_001, 0.4


@dataclass(frozen=True, slots=True)
class Variant:
    """A file to be handed out, and the ids of the flags planted in it, which are not."""

    case: Case
    planted: frozenset[str]


def draw(secret: bytes, assignment: str, count: int, *, as_of: date = AS_OF) -> tuple[Variant, ...]:
    """Draw `count` files fit for a review: in arrears, with promises, one to four flags.

    What is left of each debtor's pay clears the arrears in two to 24 months, so that nobody's
    task is to plan what cannot be planned, or what one payment settles.
    The same secret, assignment and count give the same files in any process. Files are
    shuffled and numbered afresh, so that neither order nor number says anything.
    """
    seed = int.from_bytes(hmac.digest(secret, assignment.encode(), sha256), "big")
    drawn = list(islice(_fit(seed, as_of), count))
    shuffled = _shuffle(drawn, seed)
    return tuple(
        Variant(_renumbered(variant.case, number), variant.planted)
        for number, variant in enumerate(shuffled, 1)
    )


def _fit(seed: int, as_of: date) -> Iterator[Variant]:
    for block in counting():
        portfolio = generate(seed, block, debtors=BLOCK, as_of=as_of)
        chance = Chance(
            np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(block, KEEP)))
        )
        for debtor_id in _candidates(portfolio):
            if len(portfolio.flags(debtor_id)) == 1 and not chance.happens(KEPT_OF_SINGLE):
                continue
            yield Variant(gather(portfolio, debtor_id), portfolio.flags(debtor_id))


def _candidates(portfolio: Portfolio) -> list[str]:
    """Name the debtors who owe enough, can pay it off, made promises, have flags and documents."""
    overdue = overdue_fen(portfolio)
    accounts = portfolio.accounts[portfolio.accounts["account_id"].map(overdue) >= LEAST_FEN]
    promises = portfolio.contacts[portfolio.contacts["result"] == "promise"]
    promised = promises["account_id"].value_counts()
    often = set(promised[promised >= LEAST_PROMISES].index)
    flags = portfolio.planted["debtor_id"].value_counts()
    doubtful = set(flags[flags <= MOST_FLAGS].index)
    papers = portfolio.documents["debtor_id"].value_counts()
    complete = set(papers[papers == len(DOCUMENTS)].index)
    fit = doubtful & complete & _able_to_plan(portfolio, overdue)
    return [
        debtor_id
        for debtor_id, account_id in zip(accounts["debtor_id"], accounts["account_id"], strict=True)
        if account_id in often and debtor_id in fit
    ]


def overdue_fen(portfolio: Portfolio) -> "pd.Series[int]":
    """Return what is due and unpaid on the day of the review, by account (fen)."""
    due = portfolio.instalments[portfolio.instalments["due_on"] <= pd.Timestamp(portfolio.as_of)]
    owed = due.groupby("account_id")["amount_fen"].sum()
    paid = portfolio.payments.groupby("account_id")["amount_fen"].sum()
    return owed.sub(paid, fill_value=0).clip(lower=0)


def _able_to_plan(portfolio: Portfolio, overdue: "pd.Series[int]") -> set[str]:
    """Name the debtors who clear their arrears in more than one month and at most 24."""
    owed = portfolio.accounts.set_index("debtor_id")["account_id"].map(overdue)
    # Whole yuan: a plan that fits only to the last fen is a trap, not a task.
    monthly = _left_over_fen(portfolio) // 100 * 100
    able = (monthly < owed) & (monthly * MOST_MONTHS >= owed)
    return set(able[able].index)


def _left_over_fen(portfolio: Portfolio) -> "pd.Series[float]":
    """Return net pay less living costs and other lenders' payments, by debtor (fen).

    It is missing where one of the papers is.
    """
    papers = portfolio.documents.set_index(["kind", "debtor_id"])["body"]
    lender = portfolio.accounts.set_index("debtor_id")["lender"]
    pay = papers["income-proof"].map(
        lambda body: sum(slip["net_fen"] for slip in body["slips"]) / len(body["slips"])
    )
    debts = pd.Series(
        {
            debtor_id: _elsewhere_fen(record, lender[debtor_id])
            for debtor_id, record in papers["credit-record"].items()
        }
    )
    left: pd.Series[float] = (
        pay - debts - portfolio.debtors.set_index("debtor_id")["living_costs_fen"]
    )
    return left


def _elsewhere_fen(record: Row, lender: str) -> int:
    loans = [loan for loan in record["loans"] if loan["state"] == "open"]
    return sum(loan["monthly_fen"] for loan in loans if loan["lender"] != lender)


def _shuffle(variants: list[Variant], seed: int) -> list[Variant]:
    chance = Chance(np.random.default_rng(np.random.SeedSequence(seed, spawn_key=SHUFFLE)))
    return sorted(variants, key=lambda _: chance.share())


def _renumbered(case: Case, number: int) -> Case:
    """Return the file under numbers that come from its place in the pool alone."""
    stem = f"{900_000 + number:06d}"
    ids = {"debtor_id": f"D{stem}", "account_id": f"A{stem}", "contract_id": f"C{stem}"}
    return replace(
        case,
        id=ids["debtor_id"],
        debtor=_with(case.debtor, ids),
        account=_with(case.account, ids),
        contract=_with(case.contract, ids),
        instalments=tuple(_with(row, ids) for row in case.instalments),
        payments=_numbered(case.payments, ids, "payment_id", f"P{stem}"),
        contacts=_numbered(case.contacts, ids, "contact_id", f"N{stem}"),
        documents=tuple(
            replace(document, id=f"F{stem}{place}")
            for place, document in enumerate(case.documents, 1)
        ),
    )


def _numbered(rows: tuple[Row, ...], ids: dict[str, str], key: str, stem: str) -> tuple[Row, ...]:
    return tuple(_with(row, ids | {key: f"{stem}{i:03d}"}) for i, row in enumerate(rows, 1))


def _with(row: Row, ids: dict[str, str]) -> Row:
    return {name: ids.get(name, value) for name, value in row.items()}
