"""Contradictions in debts, applications and money that moved."""

from datetime import date, timedelta

from casebook.portfolio.calendar import months_after
from casebook.portfolio.chance import Chance
from casebook.portfolio.credit import (
    APPROVALS,
    CONSUMER,
    lenders_other_than,
    open_elsewhere,
    other_loan,
    query,
)
from casebook.portfolio.files import File, Plant, Row
from casebook.portfolio.notes import yuan
from casebook.portfolio.people import personal_name


def hide_debts(file: File, chance: Chance) -> Plant | None:
    """Let the client declare fewer loans than there are."""
    record = file.body("credit-record")
    if record is None:
        return None
    found = len(open_elsewhere(record, file.account["lender"]))
    if found and chance.happens(0.6):
        file.debtor["stated_debts"] = found - chance.whole(1, found)
    else:
        file.debtor["stated_debts"] = found
        found += sum(_add_loan(file, record, chance) for _ in range(chance.whole(1, 2)))
    stated = file.debtor["stated_debts"]
    return Plant(
        "debtors.stated_debts",
        f"本人申报其他未结清贷款 {stated} 笔，征信显示 {found} 笔",
        f"the client declared {stated} other open loans; the record shows {found}",
    )


def _add_loan(file: File, record: Row, chance: Chance) -> int:
    taken = {loan["lender"] for loan in record["loans"]}
    lender = chance.one_of(lenders_other_than(file.account["lender"], CONSUMER, taken))
    report_on = date.fromisoformat(record["report_date"])
    monthly_fen = round(file.debtor["stated_income_fen"] * chance.between(0.03, 0.09))
    born = date.fromisoformat(file.debtor["birth_date"])
    loan = other_loan(lender, CONSUMER, monthly_fen, report_on, born, chance)
    record["loans"] = sorted([*record["loans"], loan], key=lambda each: str(each["opened_on"]))
    asked_on = date.fromisoformat(loan["opened_on"]) - timedelta(days=chance.whole(0, 4))
    if asked_on >= months_after(report_on, -24):
        _add_queries(record, [query(asked_on, lender, "贷款审批")])
    return 1


def _add_queries(record: Row, queries: list[dict[str, str]]) -> None:
    record["queries"] = sorted(
        [*record["queries"], *queries], key=lambda line: str(line["on"]), reverse=True
    )


def burst_of_queries(file: File, chance: Chance) -> Plant | None:
    """Add applications up to six or more in 90 days."""
    record = file.body("credit-record")
    if record is None:
        return None
    report_on = date.fromisoformat(record["report_date"])
    since = (report_on - timedelta(days=90)).isoformat()
    recent = [q for q in record["queries"] if q["reason"] in APPROVALS and q["on"] >= since]
    total = chance.weighted({6: 4, 7: 4, 8: 3, 9: 2, 11: 1})
    lenders = lenders_other_than(file.account["lender"], CONSUMER, set())
    taken = {(line["on"], line["by"]) for line in record["queries"]}
    added: list[dict[str, str]] = []
    while len(recent) + len(added) < total:
        by = chance.one_of(lenders)
        reason = "信用卡审批" if "银行" in by and chance.happens(0.5) else "贷款审批"
        line = query(report_on - timedelta(days=chance.whole(2, 88)), by, reason)
        if (line["on"], by) not in taken:
            taken.add((line["on"], by))
            added.append(line)
    _add_queries(record, added)
    return Plant(
        "credit-record.queries",
        f"报告日前 90 天内贷款、信用卡审批查询 {total} 次",
        f"{total} queries for loan or card approval in the 90 days before the report",
    )


def fall_overdue_elsewhere(file: File, chance: Chance) -> Plant | None:
    """Let a loan of another lender be late now."""
    record = file.body("credit-record")
    if record is None:
        return None
    if not open_elsewhere(record, file.account["lender"]):
        file.debtor["stated_debts"] += _add_loan(file, record, chance)
    loan = chance.one_of(open_elsewhere(record, file.account["lender"]))
    months_late = chance.weighted({1: 5, 2: 3, 3: 2})
    late = "".join(str(month) for month in range(1, months_late + 1))
    loan["months"] = loan["months"][:-months_late] + late
    return Plant(
        "credit-record.loans",
        f"{loan['lender']} 的贷款未结清，最近一月状态为 {months_late}（逾期）",
        f"the loan of {loan['lender']} is open and overdue: its last month says {months_late}",
    )


def deduct_in_advance(file: File, chance: Chance) -> Plant | None:
    """Pay out less than the principal."""
    principal = file.contract["principal_fen"]
    share = chance.one_of((0.02, 0.03, 0.05, 0.06, 0.08, 0.1, 0.15))
    cut = max(round(principal * share / 5_000) * 5_000, 5_000)
    file.account["disbursed_fen"] = principal - cut
    return Plant(
        "accounts.disbursed_fen",
        f"合同本金 {yuan(principal)} 元，实际到账 {yuan(principal - cut)} 元",
        f"principal {yuan(principal)} yuan, paid out {yuan(principal - cut)} yuan",
    )


def pay_by_third_party(file: File, chance: Chance) -> Plant | None:
    """Let somebody else make some of the payments."""
    if not file.payments:
        return None
    payer = file.debtor["contact_name"]
    while payer == file.debtor["name"] or chance.happens(0.5):
        payer = personal_name(chance.one_of("男女"), date(1988, 1, 1), chance)
    chosen = chance.some_of(file.payments, chance.weighted({1: 5, 2: 3, 3: 1}))
    for payment in chosen:
        payment["payer_name"] = payer
        if payment["channel"] == "auto-debit":
            payment["channel"] = "transfer"
    days = "、".join(payment["paid_on"] for payment in chosen)
    return Plant(
        "payments.payer_name",
        f"{days} 的还款由 {payer} 支付",
        f"{payer} made the payment(s) of {days.replace('、', ', ')}",
    )
