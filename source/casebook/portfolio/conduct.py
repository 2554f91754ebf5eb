"""How a client pays, and what collectors do about it: payments and contacts, one life at a time.

Before trouble starts, instalments are paid, now and then late. From then on contacts follow one
another; each answered call ends in a promise, a hardship, a dispute, a refusal or nothing, and
each promise is kept, kept in part, kept too late or broken. The odds stand in
`stock/tempers.csv`; no published figure gives them, so they are assumptions.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import numpy as np

from casebook.portfolio import stocks
from casebook.portfolio.chance import Chance
from casebook.portfolio.loans import Loan
from casebook.portfolio.notes import Notes
from casebook.portfolio.people import Person

# How many months the oldest unpaid instalment is late, per hundred accounts: an assumption for
# a training portfolio, which holds more late accounts than a lender's book.
MONTHS_LATE = {0: 6, 1: 28, 2: 12, 3: 11, 4: 9, 5: 7, 6: 6, 7: 5, 8: 4, 9: 3, 10: 3, 12: 3}
# Days between contacts, by days past due.
PACE = ((30, 3, 8), (90, 6, 13), (180, 9, 19), (10_000, 15, 34))
UNREACHED_BEFORE_RELAY = 3
# Nobody is rung up for less (100 yuan); the next debit takes such a rest.
SMALL_FEN = 10_000
RESULTS = ("promise", "refused", "hardship", "dispute", "reached")


@dataclass(frozen=True, slots=True)
class Temper:
    """How a client takes to being in arrears: the odds of what comes of a contact."""

    name: str
    odds: dict[str, float]


@dataclass(slots=True)
class Conduct:
    """The payments and contacts of one account as they come about."""

    person: Person
    loan: Loan
    as_of: date
    chance: Chance
    temper: Temper
    notes: Notes
    payments: list[dict[str, Any]] = field(default_factory=list)
    contacts: list[dict[str, Any]] = field(default_factory=list)
    paid_fen: int = 0
    unreached: int = 0
    contact_refused: bool = False
    employer_called: bool = False
    last_promise: str = ""

    def pay(self, day: date, fen: int, channel: str) -> None:
        """Book a payment, never more than is left of the whole loan, never after the review."""
        fen = min(fen, int(self.loan.amounts.sum()) - self.paid_fen)
        if fen <= 0 or day > self.as_of:
            return
        self.paid_fen += fen
        self.payments.append(
            {
                "paid_on": day.isoformat(),
                "amount_fen": fen,
                "channel": channel,
                "payer_name": self.person.row["name"],
            }
        )

    def note(self, day: date, party: str, result: str, note: str, **more: Any) -> None:
        """Write down a contact at an hour when contact is allowed."""
        minute = self.chance.whole(8 * 60 + 40, 20 * 60 + 20)
        at = f"{day}T{minute // 60:02d}:{minute % 60:02d}:{self.chance.whole(0, 59):02d}"
        self.contacts.append(
            {
                "at": at,
                "channel": "call",
                "direction": "out",
                "party": party,
                "result": result,
                "promised_fen": None,
                "promised_on": None,
                "note": note,
                **more,
            }
        )

    def owed_fen(self, day: date) -> int:
        """Return what is due and unpaid on `day`."""
        due = sum(
            int(fen)
            for fen, on in zip(self.loan.amounts, self.loan.due_on, strict=True)
            if on <= day
        )
        return max(due - self.paid_fen, 0)


def draw_months_late(chance: Chance) -> int:
    """Draw how late the oldest unpaid instalment should be."""
    return chance.weighted(MONTHS_LATE)


def live(person: Person, loan: Loan, months_late: int, as_of: date, chance: Chance) -> Conduct:
    """Tell the life of one account up to `as_of`."""
    temper = _draw_temper(months_late, chance)
    notes = Notes(person.row, temper.name, chance)
    life = Conduct(person, loan, as_of, chance, temper, notes)
    due = [on for on in loan.due_on if on <= as_of]
    trouble = _trouble_starts(due, months_late, temper, life)
    by_debit = chance.happens(0.65)
    for number in range(trouble):
        _settle(life, number, by_debit=by_debit)
    if trouble < len(due):
        _fall_behind(life, due[trouble])
    return _in_order(life)


def _draw_temper(months_late: int, chance: Chance) -> Temper:
    season = "early" if months_late <= 1 else "middle" if months_late <= 4 else "late"
    rows = stocks.rows("tempers")
    drawn = rows[chance.weighted({i: int(row[season]) for i, row in enumerate(rows)})]
    odds = {name: float(drawn[name]) for name in (*RESULTS, "answers", "keeps", "calls_back")}
    return Temper(drawn["temper"], odds)


def _trouble_starts(due: list[date], months_late: int, temper: Temper, life: Conduct) -> int:
    if not months_late:
        return len(due)
    # Who pays a little moves the oldest unpaid instalment on, so trouble began earlier.
    slack = 45 if temper.name == "strained" else 15 if temper.name == "evasive" else 0
    back = 30 * (months_late - 1) + life.chance.whole(2, 29) + life.chance.whole(0, slack)
    cut = life.as_of - timedelta(days=back)
    return max(sum(on <= cut for on in due) - 1, 0)


def _settle(life: Conduct, number: int, *, by_debit: bool) -> None:
    """Pay one instalment, as a rule on time."""
    chance = life.chance
    due_on = life.loan.due_on[number]
    needed = int(np.sum(life.loan.amounts[: number + 1])) - life.paid_fen
    if needed <= 0:
        return
    if chance.happens(0.11) and needed >= SMALL_FEN:
        _settle_late(life, due_on, needed)
    elif by_debit:
        life.pay(due_on, needed, "auto-debit")
    else:
        step = chance.one_of((1, 1, 100, 1_000, 10_000))
        life.pay(due_on - timedelta(days=chance.whole(0, 4)), -(-needed // step) * step, "app")


def _settle_late(life: Conduct, due_on: date, needed: int) -> None:
    """Pay one instalment some days late; if it takes long, after a reminder and a promise."""
    chance = life.chance
    paid_on = due_on + timedelta(days=chance.whole(1, 20))
    if paid_on > life.as_of:
        life.pay(due_on, needed, "auto-debit")
        return
    if (paid_on - due_on).days > 2:
        life.note(
            due_on + timedelta(days=1), "debtor", "reached", life.notes.sms(needed), channel="sms"
        )
    if (paid_on - due_on).days > 5:
        called = due_on + timedelta(days=chance.whole(3, 4))
        promised_on = min(paid_on + timedelta(days=chance.whole(0, 3)), life.as_of)
        _write_promise(life, called, needed // 100 * 100, promised_on, "promise")
    life.pay(paid_on, needed, chance.one_of(("app", "app", "transfer")))


def _fall_behind(life: Conduct, since: date) -> None:
    """Follow the account from the first unpaid instalment to the review."""
    chance = life.chance
    day = since + timedelta(days=chance.whole(1, 3))
    if day <= life.as_of:
        life.note(day, "debtor", "reached", life.notes.sms(life.owed_fen(day)), channel="sms")
    while True:
        day += timedelta(days=_gap(life, (day - since).days))
        if day > life.as_of:
            return
        if life.owed_fen(day) < SMALL_FEN:
            life.pay(day, life.owed_fen(day), "auto-debit")
        if life.owed_fen(day):
            day = _contact(life, day, (day - since).days)
            continue
        behind_again = [on for on in life.loan.due_on if on > day]
        if not behind_again:
            return
        since = behind_again[0]
        if life.temper.name == "forgetful":
            number = life.loan.due_on.index(since)
            if since <= life.as_of:
                _settle(life, number, by_debit=True)
        day = since + timedelta(days=1)


def _gap(life: Conduct, late: int) -> int:
    low, high = next((low, high) for limit, low, high in PACE if late <= limit)
    return life.chance.whole(low, high)


def _contact(life: Conduct, day: date, late: int) -> date:
    """Make one contact; return the day up to which nothing more happens."""
    chance = life.chance
    trickle = int(chance.between(300, 9_000))
    if chance.happens(0.05) and late > 20:
        life.pay(day - timedelta(days=1), trickle, "auto-debit")
    if late > 60 and chance.happens(0.1):
        return _send_letter(life, day)
    if chance.happens(life.temper.odds["calls_back"]):
        return _promise(life, day, inbound=True)
    if chance.happens(life.temper.odds["answers"]):
        life.unreached = 0
        return _talk(life, day)
    return _miss(life, day)


def _send_letter(life: Conduct, day: date) -> date:
    arrives = life.chance.happens(0.75) and life.temper.name != "lost"
    kind = "letter-delivered" if arrives else "letter-returned"
    result = "reached" if arrives else "no-answer"
    life.note(day, "debtor", result, life.notes.say(kind), channel="letter")
    return day


def _miss(life: Conduct, day: date) -> date:
    """Fail to reach the debtor; after several failures ask the contact person to pass it on."""
    chance = life.chance
    life.unreached += 1
    lost = life.temper.name == "lost"
    if lost and chance.happens(0.12):
        life.note(day, "unknown", "wrong-number", life.notes.say("wrong-number"))
    elif chance.happens(0.05):
        life.note(day, "unknown", "reached", life.notes.say("unknown"))
    else:
        life.note(day, "debtor", "no-answer", life.notes.say("no-answer"))
    if life.unreached > UNREACHED_BEFORE_RELAY and chance.happens(0.5):
        _ask_to_relay(life, min(day + timedelta(days=1), life.as_of))
    return day


def _ask_to_relay(life: Conduct, day: date) -> None:
    chance = life.chance
    life.unreached = 0
    if life.contact_refused and life.employer_called:
        life.note(day, "debtor", "reached", life.notes.say("sms-call-back"), channel="sms")
    elif life.contact_refused or (not life.employer_called and chance.happens(0.15)):
        life.employer_called = True
        life.note(day, "employer", "reached", life.notes.say("employer"))
    elif chance.happens(0.25):
        life.contact_refused = True
        life.note(day, "contact", "refused", life.notes.say("contact-refuses"))
    else:
        life.note(day, "contact", "reached", life.notes.say("contact-relay"))


def _talk(life: Conduct, day: date) -> date:
    """Reach the debtor on the phone."""
    chance = life.chance
    if life.last_promise == "kept" and chance.happens(0.6):
        life.last_promise = ""
        life.note(day, "debtor", "reached", life.notes.say("kept"))
        return day
    result = chance.weighted({name: life.temper.odds[name] for name in RESULTS})
    if result == "promise":
        return _promise(life, day, inbound=False)
    stated = {"hardship": "hardship-stated", "dispute": "dispute-stated"}
    life.note(day, "debtor", stated.get(result, result), life.notes.say(result))
    return day


def _promise(life: Conduct, day: date, *, inbound: bool) -> date:
    """Take a promise and let it be kept or not; return the day by which that is known."""
    chance = life.chance
    promised_on = day + timedelta(days=chance.whole(2, 14))
    promised = _promised_fen(life, day)
    kind = "promise-inbound" if inbound else "promise"
    if life.last_promise == "broken" and not inbound:
        kind = "promise-after-broken"
    _write_promise(life, day, promised, promised_on, kind)
    if chance.happens(life.temper.odds["keeps"]):
        _keep(life, day, promised, promised_on)
        life.last_promise = "kept"
    else:
        _break(life, day, promised, promised_on)
        life.last_promise = "broken"
    return promised_on


def _write_promise(life: Conduct, day: date, fen: int, promised_on: date, kind: str) -> None:
    life.note(
        day,
        "debtor",
        "promise",
        life.notes.promise(kind, day, fen, promised_on),
        direction="in" if kind == "promise-inbound" else "out",
        promised_fen=fen,
        promised_on=promised_on.isoformat(),
    )


def _promised_fen(life: Conduct, day: date) -> int:
    chance = life.chance
    owed = life.owed_fen(day)
    level = int(life.loan.amounts[0])
    wish = chance.weighted({"all": 2, "one": 4, "part": 5})
    if wish == "all" or owed < 20_000:
        return owed
    fen = level if wish == "one" else level * chance.between(0.25, 0.8)
    step = 10_000 if fen >= 50_000 else 5_000
    return min(max(int(fen / step) * step, step), owed)


def _keep(life: Conduct, day: date, promised: int, promised_on: date) -> None:
    chance = life.chance
    channel = chance.one_of(("app", "app", "transfer"))
    paid_on = promised_on - timedelta(days=chance.whole(0, (promised_on - day).days - 1))
    if chance.happens(0.2) and (promised_on - day).days > 2:
        first = int(promised * chance.between(0.3, 0.7)) // 100 * 100
        earlier = day + timedelta(days=1)
        life.pay(earlier, first, channel)
        life.pay(promised_on, promised - first, channel)
    elif chance.happens(0.2):
        life.pay(paid_on, -(-promised // 10_000) * 10_000, channel)
    else:
        life.pay(paid_on, promised, channel)


def _break(life: Conduct, day: date, promised: int, promised_on: date) -> None:
    chance = life.chance
    how = chance.weighted({"nothing": 11, "part": 4, "late": 4})
    if how == "part":
        part = int(promised * chance.between(0.25, 0.8)) // 1_000 * 1_000
        life.pay(day + timedelta(days=chance.whole(1, 2)), part, "app")
    elif how == "late":
        life.pay(promised_on + timedelta(days=chance.whole(1, 3)), promised, "app")


def _in_order(life: Conduct) -> Conduct:
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
