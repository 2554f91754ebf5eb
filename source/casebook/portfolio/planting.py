"""Plant contradictions in a portfolio that has none, and keep a record of each.

Every flag of `flags.yaml` has one function here. It changes one file so that the definition is
met, and says where and what; it returns nothing if the file has no place for the flag.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from casebook.portfolio import stocks
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
from casebook.portfolio.documents import FIRST_CARDS, mean_fen, years_valid
from casebook.portfolio.frames import typed
from casebook.portfolio.identity import misread
from casebook.portfolio.notes import yuan
from casebook.portfolio.people import make_firm, personal_name
from casebook.portfolio.portfolio import Portfolio, plain_rows
from casebook.portfolio.schema import table

Row = dict[str, Any]
CHANGED = ("debtors", "accounts", "contracts", "payments", "documents")
# Contradictions come in company: three files in ten have twice the rate, the others less.
DOUBTFUL, MORE, LESS = 0.3, 2.0, 0.6


@dataclass(slots=True)
class File:
    """The rows of one debtor that planting may change."""

    as_of: date
    debtor: Row
    account: Row
    contract: Row
    payments: list[Row]
    documents: dict[str, Row]

    def body(self, kind: str) -> Row | None:
        """Return what that document says, if it is on file."""
        document = self.documents.get(kind)
        return document["body"] if document else None


@dataclass(frozen=True, slots=True)
class Plant:
    """What was planted: where, and a note in both languages."""

    where: str
    zh: str
    en: str


def plant(clean: Portfolio, chances: Sequence[Chance]) -> Portfolio:
    """Return the portfolio with contradictions planted and recorded in `planted`.

    `chances` holds one stream for each debtor, in their order.
    """
    rows = {name: plain_rows(getattr(clean, name), table(name)) for name in CHANGED}
    files = zip(_files(clean.as_of, rows), chances, strict=True)
    planted = [row for file, chance in files for row in _plant_file(file, chance)]
    frames = {
        **clean.frames(),
        **{name: typed(rows[name], table(name)) for name in CHANGED},
        "planted": typed(planted, table("planted")),
    }
    return Portfolio(as_of=clean.as_of, **frames)


def rates() -> dict[str, float]:
    """Return how often each flag is planted where it can be: an assumption."""
    return {row["flag"]: float(row["rate"]) for row in stocks.rows("flag_rates")}


def _files(as_of: date, rows: dict[str, list[Row]]) -> list[File]:
    accounts = {row["debtor_id"]: row for row in rows["accounts"]}
    contracts = {row["account_id"]: row for row in rows["contracts"]}
    payments: dict[str, list[Row]] = {}
    documents: dict[str, dict[str, Row]] = {}
    for row in rows["payments"]:
        payments.setdefault(row["account_id"], []).append(row)
    for row in rows["documents"]:
        documents.setdefault(row["debtor_id"], {})[row["kind"]] = row
    return [
        File(
            as_of=as_of,
            debtor=debtor,
            account=(account := accounts[debtor["debtor_id"]]),
            contract=contracts[account["account_id"]],
            payments=payments.get(account["account_id"], []),
            documents=documents.get(debtor["debtor_id"], {}),
        )
        for debtor in rows["debtors"]
    ]


def _plant_file(file: File, chance: Chance) -> list[Row]:
    weight = MORE if chance.happens(DOUBTFUL) else LESS
    chosen = [flag for flag, rate in rates().items() if chance.happens(rate * weight)]
    planted = []
    for flag in chosen:
        if done := PLANTERS[flag](file, chance):
            detail = {"zh": done.zh, "en": done.en}
            row = {"flag": flag, "where": done.where, "detail": detail}
            planted.append({"debtor_id": file.debtor["debtor_id"], **row})
    return planted


def _mismatch_identity_number(file: File, chance: Chance) -> Plant | None:
    places = [kind for kind in ("income-proof", "credit-record") if kind in file.documents]
    place = chance.one_of([*places, "identity-card", "contracts"])
    right = file.debtor["id_number"]
    wrong = misread(right, chance)
    if place == "contracts":
        file.contract["signatory_id_number"] = wrong
    else:
        file.documents[place]["body"]["id_number"] = wrong
    field = "signatory_id_number" if place == "contracts" else "id_number"
    return Plant(
        f"{place}.{field}",
        f"此处号码为 {wrong}，其余材料为 {right}",
        f"the number here is {wrong}; elsewhere it is {right}",
    )


def _expire_card(file: File, chance: Chance) -> Plant | None:
    card = file.documents["identity-card"]
    signed_on = date.fromisoformat(file.contract["signed_on"])
    born = date.fromisoformat(file.debtor["birth_date"])
    for _ in range(8):
        until = signed_on - timedelta(days=chance.whole(6, 400))
        for years in (10, 20):
            since = months_after(until, -12 * years)
            if since >= FIRST_CARDS and years_valid(born, since) == years:
                until = months_after(since, 12 * years)
                card["issued_on"] = card["body"]["valid_from"] = since.isoformat()
                card["body"]["valid_until"] = until.isoformat()
                return Plant(
                    "identity-card.valid_until",
                    f"身份证 {until} 到期，合同 {signed_on} 签署",
                    f"the card expired on {until}; the contract was signed on {signed_on}",
                )
    return None


def _mismatch_birth_date(file: File, chance: Chance) -> Plant | None:
    card = file.documents["identity-card"]["body"]
    right = date.fromisoformat(card["birth_date"])
    moved = chance.one_of(
        (
            right + timedelta(days=chance.whole(1, 20)),
            months_after(right, chance.one_of((-1, 1, 2))),
            months_after(right, 12 * chance.one_of((-2, -1, 1))),
        )
    )
    card["birth_date"] = moved.isoformat()
    return Plant(
        "identity-card.birth_date",
        f"证面出生日期 {moved}，号码第 7–14 位为 {right:%Y%m%d}",
        f"the card prints {moved}; digits 7-14 of its number say {right:%Y%m%d}",
    )


def _mismatch_name(file: File, chance: Chance) -> Plant | None:
    letter = file.body("income-proof")
    if letter is None:
        return None
    name = file.debtor["name"]
    alike = stocks.words("names")["alike"].get(name[-1])
    letter["name"] = name[:-1] + alike if alike and chance.happens(0.75) else name
    while letter["name"] == name:
        born = date.fromisoformat(file.debtor["birth_date"])
        letter["name"] = personal_name(file.debtor["sex"], born, chance, surname=name[0])
    return Plant(
        "income-proof.name",
        f"收入证明姓名“{letter['name']}”，身份证姓名“{name}”",
        f"the letter names {letter['name']}; the card names {name}",
    )


def _overstate_income(file: File, chance: Chance) -> Plant | None:
    letter = file.body("income-proof")
    if letter is None:
        return None
    mean = mean_fen(letter["slips"], "gross_fen")
    stated = -int(-mean * chance.between(1.28, 1.9) // 50_000) * 50_000
    letter["monthly_income_fen"] = stated
    file.debtor["stated_income_fen"] = stated
    share = round(100 * stated / mean)
    return Plant(
        "income-proof.monthly_income_fen",
        f"证明月收入 {yuan(stated)} 元，为工资条应发均值的 {share}%",
        f"the letter states {yuan(stated)} yuan, {share} % of the slips' mean gross pay",
    )


def _mismatch_employer(file: File, chance: Chance) -> Plant | None:
    letter, record = file.body("income-proof"), file.body("credit-record")
    if letter is None or record is None:
        return None
    city = file.debtor["city"]
    place = next(row for row in stocks.rows("places") if row["city"] == city)
    firm = make_firm(place, chance.one_of(stocks.rows("occupations"))["industry"], chance)
    # No character in common, so that nobody takes the other firm for a slip of the pen.
    while set(firm.short[:3]) & set(letter["employer"]):
        firm = make_firm(place, chance.one_of(stocks.rows("occupations"))["industry"], chance)
    other = record["employer"] = firm.name
    return Plant(
        "credit-record.employer",
        f"征信载明单位“{other}”，收入证明出具单位“{letter['employer']}”",
        f"the credit record has {other}; the letter is from {letter['employer']}",
    )


def _date_proof_after_signing(file: File, chance: Chance) -> Plant | None:
    letter = file.body("income-proof")
    if letter is None:
        return None
    signed_on = date.fromisoformat(file.contract["signed_on"])
    issued_on = signed_on + timedelta(days=chance.whole(1, 45))
    if issued_on > file.as_of:
        return None
    file.documents["income-proof"]["issued_on"] = issued_on.isoformat()
    _redate_slips(letter["slips"], issued_on)
    return Plant(
        "income-proof.issued_on",
        f"收入证明 {issued_on} 出具，合同 {signed_on} 已签署",
        f"the letter is of {issued_on}; the contract was signed on {signed_on}",
    )


def _redate_slips(slips: list[Row], issued_on: date) -> None:
    """Move the slips to the six latest months already paid out on the day of issue."""
    payday = date.fromisoformat(slips[-1]["paid_on"]).day
    latest = 1 if issued_on.day >= payday else 2
    for back, slip in zip(range(latest + 5, latest - 1, -1), slips, strict=True):
        month = months_after(issued_on, -back, on=1)
        slip["month"] = f"{month:%Y-%m}"
        slip["paid_on"] = months_after(month, 1, on=payday).isoformat()


def _hide_debts(file: File, chance: Chance) -> Plant | None:
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


def _burst_of_queries(file: File, chance: Chance) -> Plant | None:
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


def _fall_overdue_elsewhere(file: File, chance: Chance) -> Plant | None:
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


def _deduct_in_advance(file: File, chance: Chance) -> Plant | None:
    principal = file.contract["principal_fen"]
    share = chance.one_of((0.02, 0.03, 0.05, 0.06, 0.08, 0.1, 0.15))
    cut = max(round(principal * share / 5_000) * 5_000, 5_000)
    file.account["disbursed_fen"] = principal - cut
    return Plant(
        "accounts.disbursed_fen",
        f"合同本金 {yuan(principal)} 元，实际到账 {yuan(principal - cut)} 元",
        f"principal {yuan(principal)} yuan, paid out {yuan(principal - cut)} yuan",
    )


def _pay_by_third_party(file: File, chance: Chance) -> Plant | None:
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


# The order matters once: hidden debts are planted before an overdue loan is looked for.
PLANTERS: dict[str, Callable[[File, Chance], Plant | None]] = {
    "identity-number-mismatch": _mismatch_identity_number,
    "identity-expired": _expire_card,
    "birth-date-mismatch": _mismatch_birth_date,
    "name-mismatch": _mismatch_name,
    "income-overstated": _overstate_income,
    "employer-mismatch": _mismatch_employer,
    "proof-after-signing": _date_proof_after_signing,
    "undisclosed-debts": _hide_debts,
    "query-burst": _burst_of_queries,
    "overdue-elsewhere": _fall_overdue_elsewhere,
    "deducted-in-advance": _deduct_in_advance,
    "third-party-payer": _pay_by_third_party,
}
