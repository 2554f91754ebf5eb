"""The extract from the credit record: our loan as it was paid, other loans, who asked."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np

from casebook.portfolio import stocks
from casebook.portfolio.calendar import month_ends, months_after
from casebook.portfolio.chance import Chance
from casebook.portfolio.documents import OF_AGE, mean_fen, months_of_age
from casebook.portfolio.life import Life
from casebook.portfolio.loans import days_past_due, outstanding_principal_fen
from casebook.portfolio.people import shortened

MONTHS_SHOWN = 24
NONE = "*"
APPROVALS = ("贷款审批", "信用卡审批")
CONSUMER, CAR, HOME = "个人消费贷款", "个人汽车贷款", "个人住房贷款"
# Amount in yuan, low and high, and the longest term in months, by kind of loan.
MAKERS = {
    CONSUMER: ("bank", "consumer-finance", "microloan"),
    CAR: ("bank", "consumer-finance"),
    HOME: ("bank",),
}
SIZES = {CONSUMER: (5_000, 80_000, 36), CAR: (50_000, 160_000, 60), HOME: (250_000, 900_000, 300)}


@dataclass(frozen=True, slots=True)
class Room:
    """What the purse leaves for other loans each month (fen); most clients keep within it."""

    monthly_fen: float


def credit_record(
    life: Life, slips: list[dict[str, Any]], chance: Chance
) -> tuple[date, dict[str, Any]]:
    """Make the day and the body of a record drawn shortly before the review."""
    row = life.person.row
    report_on = life.as_of - timedelta(days=chance.whole(3, 38))
    left = mean_fen(slips, "net_fen") - row["living_costs_fen"]
    room = Room(left * (chance.between(0.15, 0.9) if chance.happens(0.9) else 1.4))
    loans = [our_loan(life, report_on), *_other_loans(life, report_on, room, chance)]
    loans.sort(key=lambda loan: str(loan["opened_on"]))
    return report_on, {
        "name": row["name"],
        "id_number": row["id_number"],
        "report_date": report_on.isoformat(),
        "employer": life.person.firm.short if chance.happens(0.4) else row["employer"],
        "address": shortened(row["address"]) if chance.happens(0.5) else row["address"],
        "loans": loans,
        "queries": _queries(life, loans, report_on, chance),
    }


def our_loan(life: Life, report_on: date) -> dict[str, Any]:
    """Write our own loan as the lender reported it at each month's end."""
    loan = life.loan
    plan, due_on, amounts = loan.plan, loan.due_on, loan.amounts
    paid = np.cumsum([0, *(row["amount_fen"] for row in life.payments)])
    days = [str(row["paid_on"]) for row in life.payments]

    def paid_by(day: date) -> int:
        return int(paid[int(np.searchsorted(days, day.isoformat(), side="right"))]) if days else 0

    months = ""
    for end in month_ends(report_on, MONTHS_SHOWN):
        late = days_past_due(due_on, amounts, paid_by(end), end)
        months += NONE if end < due_on[0] else _digit(late)
    balance = outstanding_principal_fen(plan, paid_by(report_on))
    return {
        "lender": loan.account["lender"],
        "kind": CONSUMER,
        "opened_on": loan.account["opened_on"],
        "amount_fen": loan.contract["principal_fen"],
        "balance_fen": balance,
        "monthly_fen": int(amounts[0]) if balance else 0,
        "state": "open" if balance else "settled",
        "months": months,
    }


def other_loan(
    lender: str, kind: str, monthly_fen: int, report_on: date, born: date, chance: Chance
) -> dict[str, Any]:
    """Make an open loan of another lender, paid on time by the last month shown."""
    low, high, longest = SIZES[kind]
    adult_months = months_of_age(born, report_on) - 12 * OF_AGE - 1
    age = chance.whole(4, min(longest - 3, 60, adult_months))
    term = chance.whole(max(age + 3, 12), longest) if longest < 100 else chance.whole(180, longest)
    growth = {CONSUMER: 0.86, CAR: 0.9, HOME: 0.62}[kind]
    amount_fen = round(monthly_fen * term * growth / 100_000) * 100_000
    if amount_fen < low * 100:
        amount_fen = chance.whole(low // 1_000, low // 400) * 100_000
    amount_fen = min(amount_fen, high * 100)
    level = round(amount_fen / growth / term)
    opened_on = months_after(report_on, -age) - timedelta(days=chance.whole(0, 25))
    return {
        "lender": lender,
        "kind": kind,
        "opened_on": opened_on.isoformat(),
        "amount_fen": amount_fen,
        "balance_fen": round(amount_fen * (1 - age / term) ** 0.9 / 100) * 100,
        "monthly_fen": level,
        "state": "open",
        "months": _paid_months(opened_on, report_on, chance),
    }


def lenders_other_than(ours: str, kind: str, taken: set[str]) -> list[str]:
    """Name the lenders, ours excepted, that make such loans and have none here yet."""
    return [
        row["name"]
        for row in stocks.rows("lenders")
        if row["kind"] in MAKERS[kind] and row["name"] != ours and row["name"] not in taken
    ]


def open_elsewhere(record: dict[str, Any], ours: str) -> list[dict[str, Any]]:
    """Return the open loans on the record, those of our own lender excepted."""
    return [loan for loan in record["loans"] if loan["state"] == "open" and loan["lender"] != ours]


def query(on: date, by: str, reason: str) -> dict[str, str]:
    """Write one line of who asked for the record."""
    return {"on": on.isoformat(), "by": by, "reason": reason}


def _other_loans(life: Life, report_on: date, room: Room, chance: Chance) -> list[dict[str, Any]]:
    ours = life.loan.account["lender"]
    loans: list[dict[str, Any]] = []
    left = max(room.monthly_fen, 0)
    kinds = [CONSUMER] * chance.weighted({0: 30, 1: 34, 2: 22, 3: 11, 4: 3})
    age = life.as_of.year - life.person.born.year
    kinds += [HOME] * (
        age > 27 and life.person.row["marital_status"] != "未婚" and chance.happens(0.3)
    )
    kinds += [CAR] * chance.happens(0.12)
    for kind in sorted(kinds, key=[HOME, CAR, CONSUMER].index):
        free = lenders_other_than(ours, kind, {loan["lender"] for loan in loans})
        monthly_fen = round(left * chance.between(0.3, 0.8))
        born = life.person.born
        loan = other_loan(chance.one_of(free), kind, monthly_fen, report_on, born, chance)
        if loan["monthly_fen"] <= left:
            left -= loan["monthly_fen"]
            loans.append(loan)
    settled = range(chance.weighted({0: 4, 1: 4, 2: 2, 3: 1}))
    return loans + [_settled_loan(life, report_on, chance) for _ in settled]


def _settled_loan(life: Life, report_on: date, chance: Chance) -> dict[str, Any]:
    lender = chance.one_of(lenders_other_than(life.loan.account["lender"], CONSUMER, set()))
    ended = chance.whole(1, MONTHS_SHOWN - 1)
    # As if asked that many months ago, when it was still open.
    then = months_after(report_on, -ended)
    monthly_fen = chance.whole(30_000, 150_000)
    loan = other_loan(lender, CONSUMER, monthly_fen, then, life.person.born, chance)
    opened_on = date.fromisoformat(loan["opened_on"])
    months = _paid_months(opened_on, report_on, chance)[: MONTHS_SHOWN - ended] + NONE * ended
    return loan | {
        "balance_fen": 0,
        "monthly_fen": 0,
        "state": "settled",
        "months": months,
    }


def _paid_months(opened_on: date, report_on: date, chance: Chance) -> str:
    """Write months paid on time, here and there one or two late but made good since."""
    months = ["N" if opened_on < end else NONE for end in month_ends(report_on, MONTHS_SHOWN)]
    first = months.index("N") + 1 if "N" in months else MONTHS_SHOWN
    if chance.happens(0.3) and first < MONTHS_SHOWN - 3:
        slip = chance.whole(first, MONTHS_SHOWN - 3)
        months[slip] = "1"
        if chance.happens(0.25):
            months[slip + 1] = "2"
    return "".join(months)


def _queries(
    life: Life, loans: list[dict[str, Any]], report_on: date, chance: Chance
) -> list[dict[str, str]]:
    queries = []
    start = months_after(report_on, -24)
    for loan in loans:
        asked_on = date.fromisoformat(loan["opened_on"]) - timedelta(days=chance.whole(0, 4))
        if asked_on >= start:
            queries.append(query(asked_on, loan["lender"], "贷款审批"))
        if loan["state"] == "open":
            watched = max(asked_on + timedelta(days=40), start)
            queries += _watching(loan["lender"], watched, report_on, chance)
    for _ in range(chance.weighted({0: 5, 1: 4, 2: 3, 3: 2})):
        queries.append(_approval(life, start, report_on, chance))
    for _ in range(chance.weighted({0: 6, 1: 3, 2: 3, 3: 2})):
        queries.append(_approval(life, report_on - timedelta(days=120), report_on, chance))
    for _ in range(chance.weighted({0: 5, 1: 4, 2: 1})):
        on = start + timedelta(days=chance.whole(0, (report_on - start).days - 1))
        queries.append(query(on, "本人", "本人查询"))
    once = {(line["on"], line["by"]): line for line in queries}
    return sorted(
        within_limit(list(once.values()), report_on), key=lambda line: line["on"], reverse=True
    )


def within_limit(queries: list[dict[str, str]], report_on: date) -> list[dict[str, str]]:
    """Leave out approvals of the last 90 days beyond the fifth: six would be a burst."""
    since = (report_on - timedelta(days=90)).isoformat()
    kept, recent = [], 0
    for line in queries:
        counts = line["reason"] in APPROVALS and line["on"] >= since
        recent += counts
        if not counts or recent <= 5:
            kept.append(line)
    return kept


def _approval(life: Life, start: date, report_on: date, chance: Chance) -> dict[str, str]:
    on = start + timedelta(days=chance.whole(0, (report_on - start).days - 1))
    kind = chance.one_of((CONSUMER, HOME))
    by = chance.one_of(lenders_other_than(life.loan.account["lender"], kind, set()))
    card = by.endswith("银行股份有限公司") and chance.happens(0.5)
    return query(on, by, "信用卡审批" if card else "贷款审批")


def _watching(lender: str, start: date, report_on: date, chance: Chance) -> list[dict[str, str]]:
    queries = []
    day = start + timedelta(days=chance.whole(0, 80))
    while day < report_on:
        queries.append(query(day, lender, "贷后管理"))
        day += timedelta(days=chance.whole(70, 170))
    return queries


def _digit(days: int) -> str:
    return str(min(-(-days // 30), 7)) if days else "N"
