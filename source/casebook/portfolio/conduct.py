"""How a client pays, and what collectors do about it, told account by account."""

from datetime import date, timedelta

from casebook.portfolio import stocks
from casebook.portfolio.arrears import fall_behind
from casebook.portfolio.chance import Chance
from casebook.portfolio.life import RESULTS, Life, Temper
from casebook.portfolio.loans import Loan
from casebook.portfolio.notes import Notes
from casebook.portfolio.people import Person
from casebook.portfolio.settling import settle

# How many months the oldest unpaid instalment is late, per hundred accounts: an assumption for
# a training portfolio, which holds more late accounts than a lender's book.
MONTHS_LATE = {0: 6, 1: 28, 2: 12, 3: 11, 4: 9, 5: 7, 6: 6, 7: 5, 8: 4, 9: 3, 10: 3, 12: 3}


def draw_months_late(chance: Chance) -> int:
    """Draw how late the oldest unpaid instalment should be."""
    return chance.weighted(MONTHS_LATE)


def live(person: Person, loan: Loan, months_late: int, as_of: date, chance: Chance) -> Life:
    """Tell the life of one account up to `as_of`."""
    temper = _draw_temper(months_late, chance)
    notes = Notes(person.row, temper.name, chance)
    life = Life(person, loan, as_of, chance, temper, notes)
    due = [on for on in loan.due_on if on <= as_of]
    trouble = _trouble_starts(due, months_late, temper, life)
    by_debit = chance.happens(0.65)
    for number in range(trouble):
        settle(life, number, by_debit=by_debit)
    if trouble < len(due):
        fall_behind(life, due[trouble])
    return _in_order(life)


def _draw_temper(months_late: int, chance: Chance) -> Temper:
    season = "early" if months_late <= 1 else "middle" if months_late <= 4 else "late"
    rows = stocks.rows("tempers")
    drawn = rows[chance.weighted({i: int(row[season]) for i, row in enumerate(rows)})]
    odds = {name: float(drawn[name]) for name in (*RESULTS, "answers", "keeps", "calls_back")}
    return Temper(drawn["temper"], odds)


def _trouble_starts(due: list[date], months_late: int, temper: Temper, life: Life) -> int:
    if not months_late:
        return len(due)
    # Who pays a little moves the oldest unpaid instalment on, so trouble began earlier.
    slack = 45 if temper.name == "strained" else 15 if temper.name == "evasive" else 0
    back = 30 * (months_late - 1) + life.chance.whole(2, 29) + life.chance.whole(0, slack)
    cut = life.as_of - timedelta(days=back)
    return max(sum(on <= cut for on in due) - 1, 0)


def _in_order(life: Life) -> Life:
    number = life.loan.account["account_id"][1:]
    life.payments.sort(key=lambda row: str(row["paid_on"]))
    life.contacts.sort(key=lambda row: str(row["at"]))
    for prefix, key, rows in (
        ("P", "payment_id", life.payments),
        ("N", "contact_id", life.contacts),
    ):
        for place, row in enumerate(rows, 1):
            row |= {key: f"{prefix}{number}{place:03d}", "account_id": f"A{number}"}
    return life
