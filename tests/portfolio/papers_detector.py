"""Find the flags of a file review from the public rows of a case, by the letter of the definitions.

Written apart from the generator and the planting, whose code it must not share.
"""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from casebook.portfolio.case import Case

LEGAL_FORMS = re.compile("股份|有限责任公司|有限公司|市|（.*?）")


def flags_in(case: Case) -> set[str]:
    """Return the ids of the flags whose definition the file meets."""
    return {flag for flag, is_met in DEFINITIONS.items() if is_met(case)}


def body(case: Case, kind: str) -> dict[str, Any] | None:
    return next((dict(paper.body) for paper in case.documents if paper.kind == kind), None)


def _identity_numbers_differ(case: Case) -> bool:
    numbers = [case.debtor["id_number"], case.contract["signatory_id_number"]]
    numbers += [paper.body["id_number"] for paper in case.documents]
    return len({number.upper() for number in numbers}) > 1


def _card_expired_at_signing(case: Case) -> bool:
    until = body(case, "identity-card")["valid_until"]
    return until != "长期" and until < case.contract["signed_on"]


def _birth_date_differs(case: Case) -> bool:
    card = body(case, "identity-card")
    return card["birth_date"].replace("-", "") != card["id_number"][6:14]


def _name_differs(case: Case) -> bool:
    letter = body(case, "income-proof")
    name = body(case, "identity-card")["name"]
    return letter is not None and "".join(letter["name"].split()) != "".join(name.split())


def _income_overstated(case: Case) -> bool:
    letter = body(case, "income-proof")
    if letter is None:
        return False
    gross = [slip["gross_fen"] for slip in letter["slips"]]
    return letter["monthly_income_fen"] * 10 * len(gross) > 12 * sum(gross)


def _employer_differs(case: Case) -> bool:
    letter, record = body(case, "income-proof"), body(case, "credit-record")
    if letter is None or record is None:
        return False
    long, short = (LEGAL_FORMS.sub("", paper["employer"]) for paper in (letter, record))
    return short not in long and long not in short


def _proof_after_signing(case: Case) -> bool:
    issued = [paper.issued_on for paper in case.documents if paper.kind == "income-proof"]
    return any(day > date.fromisoformat(case.contract["signed_on"]) for day in issued)


def open_elsewhere(case: Case) -> list[dict[str, Any]]:
    record = body(case, "credit-record") or {"loans": []}
    return [
        loan
        for loan in record["loans"]
        if loan["lender"] != case.account["lender"] and loan["state"] == "open"
    ]


def _debts_undisclosed(case: Case) -> bool:
    return len(open_elsewhere(case)) > case.debtor["stated_debts"]


def _queries_burst(case: Case) -> bool:
    record = body(case, "credit-record")
    if record is None:
        return False
    on = date.fromisoformat(record["report_date"])
    recent = [
        query
        for query in record["queries"]
        if query["reason"] in {"贷款审批", "信用卡审批"}
        and 0 <= (on - date.fromisoformat(query["on"])).days <= 90
    ]
    return len(recent) >= 6


def _overdue_elsewhere(case: Case) -> bool:
    return any(loan["months"][-1] in "1234567" for loan in open_elsewhere(case))


def _deducted(case: Case) -> bool:
    paid_out = case.account["disbursed_fen"]
    return paid_out is not None and paid_out < case.contract["principal_fen"]


def _paid_by_another(case: Case) -> bool:
    return any(payment["payer_name"] != case.debtor["name"] for payment in case.payments)


DEFINITIONS: dict[str, Callable[[Case], bool]] = {
    "identity-number-mismatch": _identity_numbers_differ,
    "identity-expired": _card_expired_at_signing,
    "birth-date-mismatch": _birth_date_differs,
    "name-mismatch": _name_differs,
    "income-overstated": _income_overstated,
    "employer-mismatch": _employer_differs,
    "proof-after-signing": _proof_after_signing,
    "undisclosed-debts": _debts_undisclosed,
    "query-burst": _queries_burst,
    "overdue-elsewhere": _overdue_elsewhere,
    "deducted-in-advance": _deducted,
    "third-party-payer": _paid_by_another,
}
