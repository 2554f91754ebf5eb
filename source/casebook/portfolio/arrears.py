"""What follows an unpaid instalment: contacts, promises, what becomes of each promise.

Each answered call ends in a promise, a hardship, a dispute, a refusal or nothing; each promise is
kept, kept in part, kept too late or broken. The odds stand in `stock/tempers.csv`; no published
figure gives them, so they are assumptions.
"""

from datetime import date, timedelta

from casebook.portfolio.life import RESULTS, Life
from casebook.portfolio.settling import SMALL_FEN, settle

# Days between contacts, by days past due.
PACE = ((30, 3, 8), (90, 6, 13), (180, 9, 19), (10_000, 15, 34))
UNREACHED_BEFORE_RELAY = 3


def fall_behind(life: Life, since: date) -> None:
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
                settle(life, number, by_debit=True)
        day = since + timedelta(days=1)


def _gap(life: Life, late: int) -> int:
    low, high = next((low, high) for limit, low, high in PACE if late <= limit)
    return life.chance.whole(low, high)


def _contact(life: Life, day: date, late: int) -> date:
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


def _send_letter(life: Life, day: date) -> date:
    arrives = life.chance.happens(0.75) and life.temper.name != "lost"
    kind = "letter-delivered" if arrives else "letter-returned"
    result = "reached" if arrives else "no-answer"
    life.note(day, "debtor", result, life.notes.say(kind), channel="letter")
    return day


def _miss(life: Life, day: date) -> date:
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


def _ask_to_relay(life: Life, day: date) -> None:
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


def _talk(life: Life, day: date) -> date:
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


def _promise(life: Life, day: date, *, inbound: bool) -> date:
    """Take a promise and let it be kept or not; return the day by which that is known."""
    chance = life.chance
    promised_on = day + timedelta(days=chance.whole(2, 14))
    promised = _promised_fen(life, day)
    kind = "promise-inbound" if inbound else "promise"
    if life.last_promise == "broken" and not inbound:
        kind = "promise-after-broken"
    life.promise(day, promised, promised_on, kind)
    if chance.happens(life.temper.odds["keeps"]):
        _keep(life, day, promised, promised_on)
        life.last_promise = "kept"
    else:
        _break(life, day, promised, promised_on)
        life.last_promise = "broken"
    return promised_on


def _promised_fen(life: Life, day: date) -> int:
    chance = life.chance
    owed = life.owed_fen(day)
    level = int(life.loan.amounts[0])
    wish = chance.weighted({"all": 2, "one": 4, "part": 5})
    if wish == "all" or owed < 20_000:
        return owed
    fen = level if wish == "one" else level * chance.between(0.25, 0.8)
    step = 10_000 if fen >= 50_000 else 5_000
    return min(max(int(fen / step) * step, step), owed)


def _keep(life: Life, day: date, promised: int, promised_on: date) -> None:
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


def _break(life: Life, day: date, promised: int, promised_on: date) -> None:
    chance = life.chance
    how = chance.weighted({"nothing": 11, "part": 4, "late": 4})
    if how == "part":
        part = int(promised * chance.between(0.25, 0.8)) // 1_000 * 1_000
        life.pay(day + timedelta(days=chance.whole(1, 2)), part, "app")
    elif how == "late":
        life.pay(promised_on + timedelta(days=chance.whole(1, 3)), promised, "app")
