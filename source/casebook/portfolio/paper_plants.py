"""Contradictions on the identity card and the proof of income."""

from datetime import date, timedelta

from casebook.portfolio import stocks
from casebook.portfolio.calendar import months_after
from casebook.portfolio.chance import Chance
from casebook.portfolio.documents import FIRST_CARDS, mean_fen, years_valid
from casebook.portfolio.files import File, Plant, Row
from casebook.portfolio.identity import misread
from casebook.portfolio.notes import yuan
from casebook.portfolio.people import make_firm, personal_name


def mismatch_identity_number(file: File, chance: Chance) -> Plant | None:
    """Write another identity number on one paper."""
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


def expire_card(file: File, chance: Chance) -> Plant | None:
    """Let the card have expired before the contract was signed."""
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


def mismatch_birth_date(file: File, chance: Chance) -> Plant | None:
    """Print another date of birth on the card."""
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


def mismatch_name(file: File, chance: Chance) -> Plant | None:
    """Write another name on the proof of income."""
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


def overstate_income(file: File, chance: Chance) -> Plant | None:
    """Let the letter state far more than the slips."""
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


def mismatch_employer(file: File, chance: Chance) -> Plant | None:
    """Put another firm on the credit record."""
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


def date_proof_after_signing(file: File, chance: Chance) -> Plant | None:
    """Date the letter after the contract, its slips with it."""
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
