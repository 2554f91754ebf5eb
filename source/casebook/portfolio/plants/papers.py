"""Contradictions on the identity card and the proof of income."""

from datetime import date, timedelta
from itertools import pairwise

from casebook.portfolio.calendar import months_after
from casebook.portfolio.plants.chance import Chance
from casebook.portfolio.plants.changes import File
from casebook.portfolio.plants.choose import Lot
from casebook.portfolio.plants.papers_on_file import CARD, LETTER, RECORD, Paper, number, put, word
from casebook.portfolio.plants.record import Plant, yuan
from casebook.portfolio.plants.words import given_name, mistyped, other_firm
from casebook.portfolio.writing.ages import years_valid
from casebook.portfolio.writing.identity import could_be_real
from casebook.portfolio.writing.papers_card import FIRST_CARDS

# How much more a letter may state than the slips before it is overstated: see flags.yaml.
OVERSTATED = (1.28, 1.9)
TRIES = 8


def mismatch_identity_number(file: File, lot: Lot) -> Plant | None:
    """Write another identity number on one paper."""
    held = [kind for kind in (LETTER, RECORD) if file.papers.has(file.place, kind)]
    place = lot.one_of([*held, CARD, "contracts"])
    right: str = file.get("debtors", "id_number")
    wrong = misread(right, lot)
    slots = {"wrong": wrong, "right": right}
    if paper := file.papers.get(file.place, place) if place != "contracts" else None:
        paper.put("id_number", wrong)
        return Plant(f"{place}.id_number", "identity-number", slots)
    file.put("contracts", "signatory_id_number", wrong)
    text: str = file.changes.get("contracts", "text", file.place)
    file.put("contracts", "text", text.replace(right, wrong))
    return Plant("contracts.signatory_id_number", "identity-number", slots)


def misread(number: str, lot: Chance) -> str:
    """Change one digit of place or sequence, as a slip of the pen would; never the birth date."""
    while True:
        place = lot.one_of((2, 3, 4, 5, 14, 15, 16))
        digit = str((int(number[place]) + lot.whole(1, 9)) % 10)
        altered = number[:place] + digit + number[place + 1 :]
        if not could_be_real(altered):
            return altered


def expire_card(file: File, lot: Lot) -> Plant | None:
    """Let the card have expired before the contract was signed."""
    card = file.papers.get(file.place, CARD)
    signed_on: date = file.get("contracts", "signed_on")
    born: date = file.get("debtors", "birth_date")
    if card is None:
        return None
    for _ in range(TRIES):
        wanted = signed_on - timedelta(days=lot.whole(6, 400))
        for years in (10, 20):
            since = months_after(wanted, -12 * years)
            if since >= FIRST_CARDS and years_valid(born, since) == years:
                until = months_after(since, 12 * years)
                card.put("valid_from", since.isoformat())
                card.put("valid_until", until.isoformat())
                card.issued_on = since
                return Plant(
                    f"{CARD}.valid_until", "expired", {"until": until, "signed": signed_on}
                )
    return None


def mismatch_birth_date(file: File, lot: Lot) -> Plant | None:
    """Print another date of birth on the card."""
    card = file.papers.get(file.place, CARD)
    if card is None:
        return None
    right: date = file.get("debtors", "birth_date")
    wrong = lot.one_of(
        (
            right + timedelta(days=lot.whole(1, 20)),
            months_after(right, lot.one_of((-1, 1, 2))),
            months_after(right, 12 * lot.one_of((-2, -1, 1))),
        )
    )
    card.put("birth_date", wrong.isoformat())
    return Plant(
        f"{CARD}.birth_date",
        "birth-date",
        {"wrong": wrong, "right": right.isoformat().replace("-", "")},
    )


def mismatch_name(file: File, lot: Lot) -> Plant | None:
    """Write another name on the proof of income."""
    letter = file.papers.get(file.place, LETTER)
    if letter is None:
        return None
    right: str = file.get("debtors", "name")
    wrong = mistyped(right) if lot.happens(0.75) else None
    sex, born = file.get("debtors", "sex"), file.get("debtors", "birth_date")
    while wrong is None or wrong == right:
        wrong = right[0] + given_name(sex, born.year, lot)
    letter.put("name", wrong)
    return Plant(f"{LETTER}.name", "name", {"wrong": wrong, "right": right})


def overstate_income(file: File, lot: Lot) -> Plant | None:
    """Let the letter state far more than the slips."""
    letter = file.papers.get(file.place, LETTER)
    if letter is None:
        return None
    gross = [number(slip, "gross_fen") for slip in letter.rows("slips")]
    mean = sum(gross) / len(gross)
    stated = -int(-mean * lot.between(*OVERSTATED) // 50_000) * 50_000
    letter.put("monthly_income_fen", stated)
    file.put("debtors", "stated_income_fen", stated)
    share = round(100 * stated / mean)
    return Plant(f"{LETTER}.monthly_income_fen", "income", {"stated": yuan(stated), "share": share})


def mismatch_employer(file: File, lot: Lot) -> Plant | None:
    """Put another firm on the credit record."""
    letter, record = (file.papers.get(file.place, kind) for kind in (LETTER, RECORD))
    if letter is None or record is None:
        return None
    employer = letter.word("employer")
    other = other_firm(file.get("debtors", "city"), employer, lot)
    record.put("employer", other)
    return Plant(f"{RECORD}.employer", "employer", {"other": other, "employer": employer})


def date_proof_after_signing(file: File, lot: Lot) -> Plant | None:
    """Date the letter after the contract, its slips with it."""
    letter = file.papers.get(file.place, LETTER)
    signed_on: date = file.get("contracts", "signed_on")
    issued_on = signed_on + timedelta(days=lot.whole(1, 45))
    last = file.get("debtors", "died_on") or file.as_of
    if letter is None or issued_on > last:
        return None
    letter.issued_on = issued_on
    letter.put_rows("slips", _redated(letter.rows("slips"), issued_on))
    return Plant(f"{LETTER}.issued_on", "proof-after", {"issued": issued_on, "signed": signed_on})


def _redated(slips: list[str], issued_on: date) -> list[str]:
    """Move the slips to the six latest months already paid out on the day of issue."""
    payday = word(slips[-1], "paid_on")[8:]
    latest = issued_on.year * 12 + issued_on.month - 1 - (1 if issued_on.day >= int(payday) else 2)
    first = latest - len(slips) + 1
    months = [f"{month // 12}-{month % 12 + 1:02d}" for month in range(first, latest + 2)]
    return [
        put(put(slip, "month", month), "paid_on", f"{following}-{payday}")
        for slip, (month, following) in zip(slips, pairwise(months), strict=True)
    ]


def forge_proof(file: File, lot: Lot) -> Plant | None:
    """Leave one sign that letter and slips were made up."""
    letter = file.papers.get(file.place, LETTER)
    if letter is None:
        return None
    if lot.happens(1 / 3):
        return _forge_phone(file, letter, lot)
    return lot.one_of((_forge_sum, _forge_since))(letter, lot)


def _forge_sum(letter: Paper, lot: Lot) -> Plant:
    slips = letter.rows("slips")
    at = lot.whole(0, len(slips) - 1)
    right = number(slips[at], "net_fen")
    # Rounded up to what looks like real pay, as those do who set a figure before its parts.
    wrong = (right // 50_000 + lot.whole(1, 3)) * 50_000
    slips[at] = put(slips[at], "net_fen", wrong)
    letter.put_rows("slips", slips)
    slots = {"month": word(slips[at], "month"), "net": yuan(wrong), "right": yuan(right)}
    return Plant(f"{LETTER}.slips", "forged-sum", slots)


def _forge_since(letter: Paper, lot: Lot) -> Plant:
    paid = date.fromisoformat(word(letter.rows("slips")[lot.whole(0, 2)], "paid_on"))
    since = months_after(paid, 1, on=lot.one_of((1, 6, 11, 18)))
    letter.put("employed_since", since.isoformat())
    return Plant(f"{LETTER}.employed_since", "forged-since", {"since": since, "paid": paid})


def _forge_phone(file: File, letter: Paper, lot: Lot) -> Plant:
    column = "phone" if lot.happens(0.7) else "contact_phone"
    phone: str = file.get("debtors", column)
    letter.put("employer_phone", phone)
    return Plant(f"{LETTER}.employer_phone", "forged-phone", {"phone": phone})
