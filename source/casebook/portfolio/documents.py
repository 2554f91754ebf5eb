"""The identity card and the letter that proves income, true to the person they speak of."""

from datetime import date, timedelta
from typing import Any

from casebook.portfolio import stocks
from casebook.portfolio.calendar import months_after
from casebook.portfolio.chance import Chance
from casebook.portfolio.identity import phone
from casebook.portfolio.people import Person, home_address, shortened

# Second-generation cards have been issued since this day; before, nobody held one.
FIRST_CARDS = date(2004, 3, 29)
LONG_TERM = "长期"
# From this age on, in years, people work and borrow here.
OF_AGE = 18
# A letter may round up a little; past this share of the slips' mean it would be overstated.
LETTER_AT_MOST = 1.12


def identity_card(person: Person, signed_on: date, chance: Chance) -> dict[str, Any]:
    """Make the body of the card held on the day of signing."""
    row = person.row
    valid_from, valid_until = _validity(person.born, signed_on, chance)
    lives_there = person.origin["city"] == row["city"] and chance.happens(0.6)
    address = row["address"] if lives_there else home_address(person.origin, chance)
    return {
        "name": row["name"],
        "sex": row["sex"],
        "ethnic_group": chance.weighted(stocks.words("words")["ethnic_groups"]),
        "birth_date": row["birth_date"],
        "address": person.origin["province"].replace("市", "") * (not _is_city_state(person))
        + (shortened(address) if chance.happens(0.3) else address),
        "id_number": row["id_number"],
        "valid_from": valid_from.isoformat(),
        "valid_until": valid_until,
    }


def years_valid(born: date, issued_on: date) -> int:
    """Return for how many years a card issued on that day is valid; 0 means without end.

    Ten years at 16 to 25, twenty at 26 to 45, then long term (Resident Identity Card Law, art. 5).
    """
    age = months_of_age(born, issued_on) // 12
    return 10 if age < 26 else 20 if age < 46 else 0


def months_of_age(born: date, on: date) -> int:
    """Return the age on a day in whole months."""
    months = (on.year - born.year) * 12 + on.month - born.month
    return months - (on.day < born.day)


def income_proof(person: Person, signed_on: date, chance: Chance) -> tuple[date, dict[str, Any]]:
    """Make the day of issue and the body of the employer's letter."""
    row = person.row
    issued_on = signed_on - timedelta(days=chance.weighted({0: 2, 2: 4, 5: 6, 9: 5, 14: 4, 23: 2}))
    slips = pay_slips(person, issued_on, chance)
    worked = min(96, months_of_age(person.born, issued_on) - 12 * OF_AGE - 1)
    since = months_after(issued_on, -chance.whole(9, worked), on=chance.one_of((1, 1, 6, 11, 18)))
    return issued_on, {
        "employer": row["employer"],
        "employer_phone": phone(chance),
        "name": _spaced(row["name"], chance),
        "id_number": row["id_number"].lower() if chance.happens(0.5) else row["id_number"],
        "position": person.position,
        "employed_since": since.isoformat(),
        "monthly_income_fen": _stated_in_letter(slips, chance),
        "purpose": chance.one_of(stocks.words("words")["proof_purposes"]),
        "slips": slips,
    }


def pay_slips(person: Person, issued_on: date, chance: Chance) -> list[dict[str, Any]]:
    """Make the six latest slips already paid out on the day of issue, oldest first."""
    payday = chance.one_of((5, 8, 10, 15))
    latest = 1 if issued_on.day >= payday else 2
    fund = chance.weighted({0.0: 5, 0.05: 4, 0.08: 2})
    base_fen = round(person.gross_fen * chance.between(0.75, 1.0) / 10_000) * 10_000
    slips = []
    for back in range(latest + 5, latest - 1, -1):
        month = months_after(issued_on, -back, on=1)
        gross_fen = round(person.gross_fen * chance.between(0.93, 1.07) / 100) * 100
        insurance_fen = round(base_fen * (0.105 + fund))
        tax_fen = _tax_fen(gross_fen - insurance_fen)
        slips.append(
            {
                "month": f"{month:%Y-%m}",
                "gross_fen": gross_fen,
                "insurance_fen": insurance_fen,
                "tax_fen": tax_fen,
                "net_fen": gross_fen - insurance_fen - tax_fen,
                "paid_on": months_after(month, 1, on=payday).isoformat(),
            }
        )
    return slips


def mean_fen(slips: list[dict[str, Any]], column: str) -> float:
    """Return the mean of one column of the slips (fen)."""
    return float(sum(slip[column] for slip in slips) / len(slips))


def _validity(born: date, signed_on: date, chance: Chance) -> tuple[date, str]:
    sixteen = months_after(born, 16 * 12)
    earliest = max(FIRST_CARDS, sixteen, months_after(signed_on, -20 * 12))
    while True:
        span = (signed_on - earliest).days - 30
        issued_on = earliest + timedelta(days=chance.whole(0, span))
        years = years_valid(born, issued_on)
        if not years:
            return issued_on, LONG_TERM
        until = months_after(issued_on, years * 12)
        if until >= signed_on:
            return issued_on, until.isoformat()


def _is_city_state(person: Person) -> bool:
    return person.origin["province"] == person.origin["city"]


def _spaced(name: str, chance: Chance) -> str:
    # Letters often set a name of two characters wide, to line up with names of three.
    return f"{name[0]}\u3000{name[1]}" if len(name) == 2 and chance.happens(0.4) else name


def _stated_in_letter(slips: list[dict[str, Any]], chance: Chance) -> int:
    mean = mean_fen(slips, "gross_fen")
    step = chance.one_of((10_000, 10_000, 50_000))
    stated = round(mean * chance.between(0.99, LETTER_AT_MOST) / step) * step
    return stated if stated <= mean * LETTER_AT_MOST else stated - step


def _tax_fen(taxable_fen: int) -> int:
    """Withhold by the monthly table: 3 % above 5,000 yuan, 10 % above 8,000, 20 % above 17,000."""
    over = taxable_fen - 500_000
    bands = ((0, 300_000, 0.03), (300_000, 1_200_000, 0.1), (1_200_000, 10**9, 0.2))
    return round(sum(max(min(over, top) - low, 0) * rate for low, top, rate in bands))
