"""Find the flags of a file from its public rows alone, by the letter of the definitions.

Written apart from the generator and the planting, whose code it must not share. What is a matter of
words, clauses and notes, is looked for by the words that the definitions name and their like.
"""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from itertools import combinations
from types import SimpleNamespace
from typing import Any

from casebook.law.rates import lpr
from portfolio.files import File, Row
from portfolio.papers_detector import DEFINITIONS as ON_PAPER

YUAN = 100
THREE_YEARS = 3
NIGHT_FROM, NIGHT_UNTIL = 22, 8
FOUR_TIMES_LPR_FROM = date(2020, 8, 20)
LICENSED_BP = 2400

SELF_HELP = r"(?<!不得)自行(收车|变卖|开走|取走|处置)|搬(取|走)|搬东西|清点财物"
TELLING = r"通讯录[中内]?的?任何人|公开欠款|张贴公布|网上公布|发朋友圈"
CUT_OFF = (
    r"任一地|任一分支机构所在地|任一关联公司|任意选择的法院|去哪个法院由"
    r"|放弃(一切)?抗辩|不受诉讼时效限制"
)
ADDED = r"(?:每日|每天|一天)[^。；]{0,16}?(?:(\d+(?:\.\d+)?)%|(千分之三))"
ADDS = r"另按|加收|再加付|一天罚"

TOLD = r"欠|逾期|催|还款|还钱|没还|帮还|劝[他她]还|施压|督促|代还|代偿|先垫|凑|帮一把|有责任|把账讲"
SAYS_NOTHING = r"(没|未)[^，。]{0,3}欠款"
THREATS = (
    r"报警抓|诈骗报案|坐牢|经侦|派出所会|涉嫌|移交公安|留案底|政审"
    r"|失信|黑名单|限高|冻卡|封房|冻结微信|公立|考不了公"
)
POSING = r"名义打|刘警官|立案庭|话术|传票已出|案号|冒充(?!客服)|报的是"
INSULTS = (
    r"不要脸|老赖|骗子，(丢人|对得起)|对骂|没钱别借|穷还装|这种人活该|谁信|丢脸|怎么教的"
    r"|骂了[他她]几句"
)
PRESSING = r"没管|照催|病了也要还|有钱看病|又打|又拨|逼[他她]|盯着要|照常催|催几遍|不信|装病"
BORROWING = r"别的平台借|另一张卡|套出来|过桥|借款渠道|再办个贷|推了个口子|以贷还贷|网贷额度"


def flags_in(file: File) -> set[str]:
    """Return the ids of the flags whose definition the file meets."""
    return {flag for flag, is_met in DEFINITIONS.items() if is_met(file)}


def _as_on_paper(flag: str) -> Callable[[File], bool]:
    def is_met(file: File) -> bool:
        contract = file.contract | {"signed_on": file.contract["signed_on"].isoformat()}
        return ON_PAPER[flag](
            SimpleNamespace(
                debtor=file.debtor,
                account=file.account,
                contract=contract,
                payments=file.payments,
                documents=file.documents,
            )
        )

    return is_met


def _duplicate(file: File) -> bool:
    alike = ("signatory_id_number", "principal_fen", "term_months", "annual_rate_bp")
    return any(
        all(one[name] == other[name] for name in alike)
        and abs((one["signed_on"] - other["signed_on"]).days) <= 10
        for one, other in combinations(file.contracts, 2)
    )


def _wrong_interest(file: File) -> bool:
    return _plan_dearer(file) or _above_ceiling(file) or _adds_charges(file)


def _plan_dearer(file: File) -> bool:
    contract, left = file.contract, file.contract["principal_fen"]
    if contract["method"] == "card":
        return False
    months = contract["term_months"] if contract["method"] == "at-once" else 1
    for row in file.instalments:
        agreed = left * contract["annual_rate_bp"] * months / 120_000
        if row["interest_fen"] > agreed + YUAN:
            return True
        left -= row["principal_fen"]
    return False


def _ceiling_bp(file: File) -> int:
    signed_on = file.contract["signed_on"]
    if file.account["lender_kind"] != "private":
        return LICENSED_BP
    assert signed_on >= FOUR_TIMES_LPR_FROM
    return int(lpr().rate_pct(signed_on) * 400)


def _above_ceiling(file: File) -> bool:
    rates = (file.contract["annual_rate_bp"], file.contract["overdue_rate_bp"])
    return max(rates) > _ceiling_bp(file)


def _adds_charges(file: File) -> bool:
    for sentence in re.split("[。\n]", file.contract["text"]):
        found = re.search(ADDED, sentence)
        if found and re.search(ADDS, sentence):
            daily = Decimal(found[1]) if found[1] else Decimal("0.3")
            if file.contract["overdue_rate_bp"] + daily * 36_500 > _ceiling_bp(file):
                return True
    return False


def _unlawful_clause(file: File) -> bool:
    return any(re.search(words, file.contract["text"]) for words in (SELF_HELP, TELLING, CUT_OFF))


def _unlawful_contact(file: File) -> bool:
    if file.account["lender_kind"] == "private":
        return False
    refused = False
    for row in file.contacts:
        by_us = row["direction"] == "out"
        if by_us and (_at_night(row) or _betrays(row) or (refused and row["party"] == "contact")):
            return True
        refused = refused or (row["party"] == "contact" and row["result"] == "refused")
    return False


def _at_night(row: Row) -> bool:
    return not NIGHT_UNTIL <= row["at"].hour < NIGHT_FROM


def _betrays(row: Row) -> bool:
    note = re.sub(SAYS_NOTHING, "", row["note"])
    if row["channel"] != "call" or row["result"] in ("no-answer", "promise"):
        return False
    words = [THREATS, POSING, INSULTS, BORROWING]
    if row["party"] in ("contact", "employer"):
        words = [TOLD]
    elif row["result"] == "vulnerability-stated":
        words.append(PRESSING)
    return any(re.search(each, note) for each in words)


def _years_before(day: date, years: int) -> date:
    return (
        day.replace(year=day.year - years)
        if (day.month, day.day) != (2, 29)
        else day.replace(year=day.year - years, day=28)
    )


def _lapsed(file: File) -> bool:
    account = file.account
    if account["product"] == "credit-card" or account["settled_on"] or account["sued_on"]:
        return False
    return last_day_on_file(file) < _years_before(file.as_of, THREE_YEARS)


def last_day_on_file(file: File) -> date:
    """Return the last due date, payment, contact or promised day."""
    days = [row["due_on"] for row in file.instalments]
    days += [row["paid_on"] for row in file.payments]
    days += [row["at"].date() for row in file.contacts]
    days += [row["promised_on"] for row in file.contacts if row["promised_on"]]
    return max(days)


def _mistaken(file: File) -> bool:
    wrong_on: date | None = None
    again_on: date | None = None
    for row in file.contacts:
        rung = row["channel"] == "call" and row["direction"] == "out"
        if wrong_on and rung and row["party"] == "unknown":
            again_on = again_on or row["at"].date()
        if row["result"] == "wrong-number":
            wrong_on = wrong_on or row["at"].date()
    return again_on is not None and any(
        row["ground"] == "not-my-debt"
        and row["outcome"] not in ("rejected", "withdrawn")
        and row["made_on"] >= again_on
        for row in file.complaints
    )


def _forged(file: File) -> bool:
    letters = [paper.body for paper in file.documents if paper.kind == "income-proof"]
    own = {file.debtor["phone"], file.debtor["contact_phone"]}
    return any(
        letter["employer_phone"] in own or any(_is_odd(slip, letter) for slip in letter["slips"])
        for letter in letters
    )


def _is_odd(slip: dict[str, Any], letter: dict[str, Any]) -> bool:
    right = slip["gross_fen"] - slip["insurance_fen"] - slip["tax_fen"]
    return slip["net_fen"] != right or slip["paid_on"] < letter["employed_since"]


DEFINITIONS: dict[str, Callable[[File], bool]] = {
    **{flag: _as_on_paper(flag) for flag in ON_PAPER},
    "duplicate-contract": _duplicate,
    "wrong-interest": _wrong_interest,
    "unlawful-clause": _unlawful_clause,
    "unlawful-contact": _unlawful_contact,
    "lapsed-limitation": _lapsed,
    "mistaken-third-party": _mistaken,
    "forged-income-proof": _forged,
}
