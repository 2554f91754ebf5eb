"""Who the debtors are: name, home, family, work, income, what a month costs."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from casebook.portfolio import stocks
from casebook.portfolio.chance import Chance
from casebook.portfolio.identity import identity_number, phone

# Gross pay and living costs by size of city, against the middle one.
PAY_BY_TIER = {"1": 1.3, "2": 1.0, "3": 0.85}
COSTS_BY_TIER = {"1": 2900, "2": 2200, "3": 1750}


@dataclass(frozen=True, slots=True)
class Firm:
    """An invented employer."""

    name: str
    short: str


@dataclass(frozen=True, slots=True)
class Person:
    """A debtor's public row, and what only the generator knows."""

    row: dict[str, Any]
    born: date
    origin: dict[str, str] = field(repr=False)
    firm: Firm
    position: str
    gross_fen: int


def person(number: int, as_of: date, chance: Chance) -> Person:
    """Make the debtor with that number, alive and of working age on `as_of`."""
    sex = "男" if chance.happens(0.62) else "女"
    born = _birth_date(as_of, chance)
    place = _place(chance)
    origin = place if chance.happens(0.5) else _place(chance)
    name = personal_name(sex, born, chance)
    work = _work(sex, chance)
    firm = make_firm(place, work["industry"], chance)
    gross_fen = _gross_fen(work, place, chance)
    family = _family(as_of.year - born.year, chance)
    area = origin["area"] + ("00" if origin["area"] == "4419" else f"{chance.whole(2, 6):02d}")
    row = {
        "debtor_id": f"D{number:06d}",
        "name": name,
        "sex": sex,
        "birth_date": born.isoformat(),
        "id_number": identity_number(area, born, sex, chance),
        "phone": phone(chance),
        "province": place["province"],
        "city": place["city"],
        "address": home_address(place, chance),
        "occupation": work["occupation"],
        "employer": firm.name,
        **family,
        "stated_income_fen": _rounded(gross_fen * chance.between(0.98, 1.1), 10_000),
        "living_costs_fen": _living_costs_fen(place, family["dependants"], gross_fen, chance),
        "stated_debts": 0,
        **_contact_person(name, sex, born, family["marital_status"], chance),
    }
    return Person(row, born, origin, firm, work["position"], gross_fen)


def personal_name(sex: str, born: date, chance: Chance, *, surname: str = "") -> str:
    """Make a name as given to people of that sex and age."""
    names = stocks.words("names")
    surname = surname or chance.weighted(names["surnames"])
    given = names["given"][sex]["older" if born.year < 1986 else "younger"]
    if chance.happens(0.3):
        return f"{surname}{chance.one_of(given['one'])}"
    first = chance.one_of(given["first"])
    return f"{surname}{first}{chance.one_of(given['second'].replace(first, ''))}"


def make_firm(place: dict[str, str], industry: str, chance: Chance) -> Firm:
    """Make an employer in that city; the short form is what people call it."""
    parts = stocks.words("words")
    brand = "".join(chance.one_of(parts["brand"][part]) for part in ("first", "second", "third"))
    short = brand + industry
    return Firm(_town(place) + short + chance.one_of(parts["legal_form"]), short)


def home_address(place: dict[str, str], chance: Chance) -> str:
    """Make an address without province: an invented street and estate in a real city."""
    parts = stocks.words("words")
    street = "".join(chance.one_of(parts["street"][part]) for part in ("first", "second", "kind"))
    estate = "".join(chance.one_of(parts["estate"][part]) for part in ("first", "second", "kind"))
    block, unit, floor = chance.whole(1, 28), chance.whole(1, 4), chance.whole(1, 24)
    room = f"{floor}{chance.whole(1, 4):02d}"
    return f"{place['city']}{street}{chance.whole(2, 398)}号{estate}{block}幢{unit}单元{room}室"


def shortened(address: str) -> str:
    """Write an address as clerks abbreviate it: 3幢2单元501室 becomes 3-2-501."""
    return address.replace("幢", "-").replace("单元", "-").replace("室", "")


def _town(place: dict[str, str]) -> str:
    return place["city"].removesuffix("市")


def _place(chance: Chance) -> dict[str, str]:
    places = stocks.rows("places")
    return places[chance.weighted({i: int(row["weight"]) for i, row in enumerate(places)})]


def _work(sex: str, chance: Chance) -> dict[str, str]:
    jobs = stocks.rows("occupations")
    shares = [float(job["women"]) if sex == "女" else 1 - float(job["women"]) for job in jobs]
    weights = {i: int(job["weight"]) * shares[i] for i, job in enumerate(jobs)}
    return jobs[chance.weighted(weights)]


def _birth_date(as_of: date, chance: Chance) -> date:
    # The mean of two draws leans to the middle thirties, where borrowing is densest.
    age = 23 + 34 * (chance.share() * 0.6 + chance.share() * 0.4) ** 1.25
    return as_of - timedelta(days=int(age * 365.25) + chance.whole(0, 364))


def _gross_fen(work: dict[str, str], place: dict[str, str], chance: Chance) -> int:
    level = (chance.share() + chance.share()) / 2
    pay = int(work["low"]) + level * (int(work["high"]) - int(work["low"]))
    return _rounded(pay * PAY_BY_TIER[place["tier"]] * 100, 5_000)


def _living_costs_fen(
    place: dict[str, str], dependants: int, gross_fen: int, chance: Chance
) -> int:
    costs = COSTS_BY_TIER[place["tier"]] * chance.between(0.75, 1.2)
    costs += dependants * chance.between(400, 850)
    costs += gross_fen / 100 * 0.1
    return _rounded(costs * 100, 10_000 if chance.happens(0.6) else 5_000)


def _family(age: int, chance: Chance) -> dict[str, Any]:
    single = 0.85 if age < 27 else 0.4 if age < 32 else 0.1
    if chance.happens(single):
        return {"marital_status": "未婚", "dependants": int(chance.happens(0.1))}
    divorced = chance.happens(0.14)
    children = chance.weighted({0: 2, 1: 5, 2: 3})
    parents = int(age > 35 and chance.happens(0.3))
    status = "离异" if divorced else "已婚"
    return {"marital_status": status, "dependants": children + parents}


def _contact_person(
    name: str, sex: str, born: date, marital_status: str, chance: Chance
) -> dict[str, str]:
    others = {"父亲": 3, "母亲": 3, "兄弟": 2, "姐妹": 2, "朋友": 3, "同事": 2}
    relation = chance.weighted({"配偶": 14, **others} if marital_status == "已婚" else others)
    elder = relation in ("父亲", "母亲")
    theirs = {"配偶": "女" if sex == "男" else "男", "父亲": "男", "兄弟": "男"}
    their_sex = theirs.get(relation, "女")
    if relation in ("朋友", "同事"):
        their_sex = "男" if chance.happens(0.5) else "女"
    their_birth = date(born.year - 26, 6, 1) if elder else born
    surname = name[0] if relation in ("父亲", "兄弟", "姐妹") else ""
    theirs_name = name
    while theirs_name == name:
        theirs_name = personal_name(their_sex, their_birth, chance, surname=surname)
    return {
        "contact_name": theirs_name,
        "contact_relation": relation,
        "contact_phone": phone(chance),
    }


def _rounded(fen: float, to: int) -> int:
    return round(fen / to) * to
