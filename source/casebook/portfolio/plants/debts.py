"""Contradictions on the credit record: hidden debts, applications, arrears elsewhere."""

from bisect import bisect_right
from datetime import date, timedelta
from functools import cache
from operator import itemgetter

import numpy as np

from casebook.portfolio import stocks
from casebook.portfolio.calendar import month_ends, months_after
from casebook.portfolio.plants.changes import File
from casebook.portfolio.plants.choose import Lot
from casebook.portfolio.plants.papers_on_file import RECORD, Paper, put, word
from casebook.portfolio.plants.record import Plant
from casebook.portfolio.writing.ages import OF_AGE, months_of_age
from casebook.portfolio.writing.papers_queries import BURST_DAYS
from casebook.portfolio.writing.papers_rows import CONSUMER, HOME, MONTHS_SHOWN, kinds, makers

# What a hidden loan asks for in a month, as a share of the income stated; months it has run
# at the least, so that its query is no part of a burst.
BURDEN = (0.03, 0.09)
LEAST_AGE = 4
# How many applications a burst has, with weights.
BURST = {6: 4, 7: 4, 8: 3, 9: 2, 11: 1}
MONTHS_LATE = {1: 5, 2: 3, 3: 2}
# Where the day stands in a line of the queries.
ASKED_ON = slice(len('"on":"'), len('"on":"2026-06-30'))


def hide_debts(file: File, lot: Lot) -> Plant | None:
    """Let the client declare fewer loans than there are."""
    record = file.papers.get(file.place, RECORD)
    if record is None:
        return None
    found = len(_open_elsewhere(file, record.rows("loans")))
    if found and lot.happens(0.6):
        stated = found - lot.whole(1, found)
    else:
        stated = found
        found += sum(_add_loan(file, record, lot) for _ in range(lot.whole(1, 2)))
    if stated == found:
        return None
    file.put("debtors", "stated_debts", stated)
    return Plant("debtors.stated_debts", "hidden-debts", {"stated": stated, "found": found})


def burst_of_queries(file: File, lot: Lot) -> Plant | None:
    """Add applications up to six or more in 90 days."""
    record = file.papers.get(file.place, RECORD)
    if record is None:
        return None
    days = _days_before(_report_on(record))
    queries, ends = record.rows("queries"), _approvals()
    recent = sum(line[ASKED_ON] >= days[-1] and line.endswith(ends) for line in queries)
    total, lenders = lot.weighted(BURST), _others_than(file.get("accounts", "lender"))
    # One asks once a day.
    taken = record.text
    while recent < total:
        by = lot.one_of(lenders)
        asked = _asked(days[lot.whole(2, BURST_DAYS - 2)], by)
        if asked not in taken:
            is_card = by in _makers(HOME) and lot.happens(0.5)
            queries.append(asked + ends[is_card])
            taken += asked
            recent += 1
    _put_queries(record, queries)
    return Plant(f"{RECORD}.queries", "queries", {"total": total})


def fall_overdue_elsewhere(file: File, lot: Lot) -> Plant | None:
    """Let a loan of another lender be late now."""
    record = file.papers.get(file.place, RECORD)
    if record is None:
        return None
    if not _open_elsewhere(file, record.rows("loans")):
        added = _add_loan(file, record, lot)
        file.put("debtors", "stated_debts", file.get("debtors", "stated_debts") + added)
    loans = record.rows("loans")
    able = [at for at in _open_elsewhere(file, loans) if word(loans[at], "months")[-2:] == "NN"]
    if not able:
        return None
    at = lot.one_of(able)
    months = word(loans[at], "months")
    # The first month on record is paid: nobody is late before anything fell due.
    late = min(lot.weighted(MONTHS_LATE), len(months.lstrip("*")) - 1)
    loans[at] = put(loans[at], "months", months[:-late] + "123"[:late])
    record.put_rows("loans", loans)
    lender = word(loans[at], "lender")
    return Plant(f"{RECORD}.loans", "overdue", {"lender": lender, "late": late})


def _report_on(record: Paper) -> date:
    return date.fromisoformat(record.word("report_date"))


def _open_elsewhere(file: File, loans: list[str]) -> list[int]:
    """Return the places of open loans that are not ours."""
    ours = f'"lender":"{file.get("accounts", "lender")}"'
    return [
        at
        for at, loan in enumerate(loans)
        if '"state":"open"' in loan and not loan.startswith(ours)
    ]


def _add_loan(file: File, record: Paper, lot: Lot) -> int:
    """Add an open loan and the query before it; return how many were added, 1 or 0."""
    report_on, loans = _report_on(record), record.rows("loans")
    of_age = months_of_age(file.get("debtors", "birth_date"), report_on) - 12 * OF_AGE - 1
    if of_age < LEAST_AGE:
        return 0
    taken = {word(loan, "lender") for loan in loans}
    others = _others_than(file.get("accounts", "lender"))
    lender = lot.one_of([name for name in others if name not in taken])
    monthly_fen = round(file.get("debtors", "stated_income_fen") * lot.between(*BURDEN))
    opened_on, loan = _loan(lender, monthly_fen, report_on, of_age, lot)
    loans.append(loan)
    record.put_rows("loans", sorted(loans, key=_opened_on))
    asked_on = opened_on - timedelta(days=lot.whole(0, 4))
    if asked_on >= months_after(report_on, -MONTHS_SHOWN):
        query = _asked(asked_on.isoformat(), lender) + _approvals()[0]
        _put_queries(record, [*record.rows("queries"), query])
    return 1


def _opened_on(loan: str) -> str:
    return word(loan, "opened_on")


def _loan(
    lender: str, monthly_fen: int, report_on: date, of_age: int, lot: Lot
) -> tuple[date, str]:
    about = kinds()[CONSUMER]
    shortest, longest = about["terms"]
    affordable = int(about["most"] * 100 // (monthly_fen * about["worth"]))
    term = lot.whole(shortest, min(max(affordable, shortest), longest))
    amount_fen = max(round(monthly_fen * term * about["worth"] / 100_000), 1) * 100_000
    age = lot.whole(LEAST_AGE, max(min(term - 3, of_age), LEAST_AGE))
    balance_fen = round(amount_fen * (1 - age / term) ** 0.9 / 100) * 100
    opened_on = months_after(report_on, -age) - timedelta(days=lot.whole(0, 25))
    before = bisect_right(_ends(report_on.replace(day=1)), opened_on)
    months = "*" * before + "N" * (MONTHS_SHOWN - before)
    return opened_on, (
        f'"lender":"{lender}","kind":"{about["word"]}","opened_on":"{opened_on.isoformat()}",'
        f'"amount_fen":{amount_fen},"balance_fen":{balance_fen},"monthly_fen":{monthly_fen},'
        f'"state":"open","months":"{months}"'
    )


@cache
def _ends(month: date) -> list[date]:
    """Return the last days of the months that a report of that month shows."""
    return month_ends(month, MONTHS_SHOWN)


@cache
def _days_before(report_on: date) -> list[str]:
    """Return the days before a report, itself first, as far back as a burst can reach."""
    return [(report_on - timedelta(days=back)).isoformat() for back in range(BURST_DAYS + 1)]


def _asked(on: str, by: str) -> str:
    return f'"on":"{on}","by":"{by}","reason":'


def _put_queries(record: Paper, queries: list[str]) -> None:
    record.put_rows("queries", sorted(queries, key=itemgetter(ASKED_ON), reverse=True))


@cache
def _others_than(ours: str) -> tuple[str, ...]:
    """Name the makers of consumer loans other than our lender."""
    return tuple(name for name in _makers(CONSUMER) if name != ours)


@cache
def _makers(kind: int) -> tuple[str, ...]:
    rows = stocks.rows("institutions")
    return tuple(rows[place]["name"] for place in np.flatnonzero(makers()[kind]).tolist())


@cache
def _approvals() -> tuple[str, str]:
    """Return how lines of applications end: for a loan, for a card."""
    reasons = stocks.words("credit-record")["reasons"]
    return f'"{reasons["loan"]}"', f'"{reasons["card"]}"'
