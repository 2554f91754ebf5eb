"""Where in a file the point of each red flag is settled, and what stands there.

The same sentence explains a flag that the papers bear out and one that they do not: it gives both
values and leaves the reader to see whether the definition is met.
"""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from casebook.portfolio.case import Case
from casebook.text import Language
from casebook.widgets.interface import say

WORDS = "screening.yaml"
APPROVALS = frozenset({"贷款审批", "信用卡审批"})
RECENT = timedelta(days=90)

Values = Mapping[str, object]


def evidence(case: Case, flag_id: str, language: Language) -> str:
    """Return what the file says on the point of a flag; the file holds all three papers."""
    return say(WORDS, f"stands {flag_id}", language, **_VALUES[flag_id](case, language))


def _identity_numbers(case: Case, language: Language) -> Values:
    places = {
        "debtor": case.debtor["id_number"],
        "contract": case.contract["signatory_id_number"],
        **{paper.kind: paper.body["id_number"] for paper in case.documents},
    }
    # X and x count as the same, so they are told as the same.
    holders: dict[str, list[str]] = {}
    for place, number in places.items():
        holders.setdefault(number.upper(), []).append(say(WORDS, f"in {place}", language))
    if len(holders) == 1:
        return {"numbers": say(WORDS, "all-same", language, number=next(iter(holders)))}
    colon, comma = say(WORDS, "colon", language), say(WORDS, "and", language)
    told = [f"{comma.join(names)}{colon}{number}" for number, names in holders.items()]
    return {"numbers": say(WORDS, "then", language).join(told)}


def _card_at_signing(case: Case, _: Language) -> Values:
    until = case.document("identity-card").body["valid_until"]
    return {"until": until, "signed": case.contract["signed_on"]}


def _birth_date(case: Case, _: Language) -> Values:
    card = case.document("identity-card").body
    return {"printed": card["birth_date"], "digits": card["id_number"][6:14]}


def _names(case: Case, _: Language) -> Values:
    card, letter = case.document("identity-card"), case.document("income-proof")
    return {"card": card.body["name"], "letter": letter.body["name"]}


def _income(case: Case, _: Language) -> Values:
    letter = case.document("income-proof").body
    gross = [slip["gross_fen"] for slip in letter["slips"]]
    stated, mean = letter["monthly_income_fen"], sum(gross) / len(gross)
    return {"stated": _yuan(stated), "mean": _yuan(mean), "share": f"{100 * stated / mean:.1f}"}


def _employers(case: Case, _: Language) -> Values:
    record, letter = case.document("credit-record"), case.document("income-proof")
    return {"record": record.body["employer"], "letter": letter.body["employer"]}


def _letter_at_signing(case: Case, _: Language) -> Values:
    issued = case.document("income-proof").issued_on
    return {"issued": issued.isoformat(), "signed": case.contract["signed_on"]}


def _debts(case: Case, _: Language) -> Values:
    return {"stated": case.debtor["stated_debts"], "open": len(_open_elsewhere(case))}


def _queries(case: Case, _: Language) -> Values:
    record = case.document("credit-record").body
    report = date.fromisoformat(record["report_date"])
    since = (report - RECENT).isoformat()
    recent = [
        query
        for query in record["queries"]
        if query["reason"] in APPROVALS and since <= query["on"] <= record["report_date"]
    ]
    return {"report": record["report_date"], "since": since, "count": len(recent)}


def _latest_months(case: Case, language: Language) -> Values:
    months = say(WORDS, "and", language).join(one["months"][-1] for one in _open_elsewhere(case))
    if not months:
        return {"latest": say(WORDS, "none-open", language)}
    return {"latest": say(WORDS, "latest", language, months=months)}


def _payout(case: Case, _: Language) -> Values:
    principal, paid = case.contract["principal_fen"], case.account["disbursed_fen"]
    return {"principal": _yuan(principal), "paid": _yuan(paid)}


def _payers(case: Case, language: Language) -> Values:
    days: dict[str, list[str]] = {}
    for payment in case.payments:
        days.setdefault(payment["payer_name"], []).append(payment["paid_on"])
    own = case.debtor["name"]
    told = [name if name == own else f"{name} ({', '.join(on)})" for name, on in days.items()]
    return {"payers": say(WORDS, "and", language).join(told), "client": own}


def _open_elsewhere(case: Case) -> list[Mapping[str, Any]]:
    record = case.document("credit-record").body
    loans = record["loans"]
    ours = case.account["lender"]
    return [loan for loan in loans if loan["state"] == "open" and loan["lender"] != ours]


def _yuan(fen: float) -> str:
    return f"{fen / 100:,.2f}".removesuffix(".00")


_VALUES: dict[str, Callable[[Case, Language], Values]] = {
    "identity-number-mismatch": _identity_numbers,
    "identity-expired": _card_at_signing,
    "birth-date-mismatch": _birth_date,
    "name-mismatch": _names,
    "income-overstated": _income,
    "employer-mismatch": _employers,
    "proof-after-signing": _letter_at_signing,
    "undisclosed-debts": _debts,
    "query-burst": _queries,
    "overdue-elsewhere": _latest_months,
    "deducted-in-advance": _payout,
    "third-party-payer": _payers,
}
