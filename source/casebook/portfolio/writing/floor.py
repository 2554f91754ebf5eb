"""The tables of the floor: staff, their shifts, and what debtors complained about."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from casebook.portfolio.simulation.block import Block
from casebook.portfolio.simulation.book import TEAM
from casebook.portfolio.simulation.contacts import Channel, Contacts, Party, Result
from casebook.portfolio.simulation.draws import Draws, Whole
from casebook.portfolio.simulation.knobs import Knobs
from casebook.portfolio.simulation.model import Days, Product
from casebook.portfolio.simulation.months import MONTHS
from casebook.portfolio.simulation.standing import Standing
from casebook.portfolio.writing import complaints as words
from casebook.portfolio.writing import staff as people
from casebook.portfolio.writing.complaints import ComplaintFacts, Ground, Outcome
from casebook.portfolio.writing.pieces import joined, taken, vocabulary

SHIFTS = ("day", "late", "weekend")
# How full a day is for hours on the line, and how a load moves with stress: assumptions.
HOURS = np.array((7.5, 8.0, 8.0, 8.5, 9.0))
# What those complain about to whom nothing in particular happened.
AT_LARGE = (
    Ground.RUDE,
    Ground.CALLED_TOO_OFTEN,
    Ground.FEES_UNCLEAR,
    Ground.CREDIT_RECORD_WRONG,
    Ground.NIGHT_CALL,
    Ground.DATA_LEAK,
)
# Outcomes after a month or more, by weight; before that a complaint is open.
DONE = np.array((0.12, 0.18, 0.5, 0.2))
# What would say that something happened which no other table shows.
NEVER_UPHELD = (
    Ground.CALLED_TOO_OFTEN,
    Ground.NIGHT_CALL,
    Ground.NOT_MY_DEBT,
    Ground.PAID_NOT_BOOKED,
    Ground.DATA_LEAK,
    Ground.THREATENED,
)
CHANNEL_WEIGHTS = np.array((0.45, 0.25, 0.05, 0.2, 0.05))


def staff_ids(block: int) -> pa.Array:
    """Return the ids of a block's team."""
    stem = f"S{block:05d}"
    return vocabulary([f"{stem}{member}" for member in range(1, TEAM + 1)])


def staff(block: int, since: Days, draws: Draws) -> dict[str, pa.Array]:
    """Write table `staff`."""
    roles = [role.id for role in people.roles()]
    place = np.array((2, 1, 1, *(0,) * (TEAM - 4), 3))
    teams, skills = people.teams(), people.skills()
    return {
        "staff_id": staff_ids(block),
        "name": pa.array(people.staff_names(TEAM, draws)),
        "team": vocabulary([teams[int(t * len(teams))].id for t in draws.share(TEAM)]),
        "role": taken(vocabulary(roles), place),
        "skill": vocabulary([skills[int(t * len(skills))].id for t in draws.share(TEAM)]),
        "hired_on": pa.array(since - draws.whole(30, 3_000, TEAM)),
    }


def shifts(
    block: Block, contacts: Contacts, ids: pa.Array, knobs: Knobs, draws: Draws
) -> dict[str, pa.Array]:
    """Write table `shifts`: every working day of the team, and what it held.

    `calls` counts all that somebody dialled, for other lenders too; `contacts` are those on file.
    """
    first = block.window.close(-1) + 1
    span = int((np.datetime64(block.window.as_of) - first).astype(np.int64)) + 1
    made = _counted(contacts, first, span)
    day = first + np.arange(span)
    works = np.is_busday(day)[None, :] & draws.happens(0.93, (TEAM, span))
    member, place = np.nonzero(works | (made > 0))
    on = day[place]
    month = np.minimum((place * MONTHS) // span, MONTHS - 1)
    strain = block.book.stress[member, month]
    size = len(member)
    hours = HOURS[draws.whole(0, len(HOURS) - 1, size)]
    calls = knobs["calls-a-day"] * hours / 8 * (1 + 0.25 * strain + 0.2 * draws.bell(size))
    dialled: Whole = np.maximum(np.rint(calls).astype(np.int64), made[member, place] + 5)
    stress = np.clip(
        42 + 22 * strain + 0.18 * (dialled - knobs["calls-a-day"]) + 9 * draws.bell(size), 0, 100
    )
    is_weekend = ~np.is_busday(on)
    kind = np.where(is_weekend, 2, draws.happens(0.35, size))
    return {
        "staff_id": taken(ids, member),
        "on": pa.array(on),
        "kind": taken(vocabulary(SHIFTS), kind),
        "hours": pa.array(hours),
        "calls": pa.array(dialled),
        "contacts": pa.array(made[member, place]),
        "abusive_calls": pa.array(_rare(draws, dialled)),
        "breaks": pa.array(draws.whole(1, 4, size)),
        "stress": pa.array(np.rint(stress).astype(np.int64)),
    }


def _rare(draws: Draws, calls: Whole) -> Whole:
    return np.floor(calls * 0.03 * draws.share(len(calls)) ** 2).astype(np.int64)


def _counted(contacts: Contacts, first: Days, span: int) -> Whole:
    """Count contacts by member of the team and day."""
    day = (contacts.at.astype("datetime64[D]") - first).astype(np.int64)
    flat = np.bincount(contacts.staff * span + day, minlength=TEAM * span)
    return flat.reshape(TEAM, span)


def complaints(
    block: Block,
    contacts: Contacts,
    standing: Standing,
    account_ids: pa.Array,
    team: dict[str, pa.Array],
    knobs: Knobs,
    draws: Draws,
) -> dict[str, pa.Array]:
    """Write table `complaints`; each follows a contact."""
    odds = knobs["complaints-per-1000"] / 1_000
    trust = block.book.trust[contacts.account, contacts.month]
    chosen = draws.happens(odds * np.exp(-1.2 * trust), len(contacts))
    chosen &= block.terms.product[contacts.account] != Product.PRIVATE_LOAN
    days: Days = contacts.at.astype("datetime64[D]")
    made_on: Days = days + draws.whole(0, 4, len(contacts)).astype("timedelta64[D]")
    is_last = _once(contacts.account, chosen & _is_open(block, standing, contacts.account, made_on))
    of = contacts.take(is_last)
    return _written(block, of, made_on[is_last], account_ids, team, draws)


def _is_open(block: Block, standing: Standing, account: Whole, on: Days) -> np.ndarray:
    ended = np.fmin(standing.settled_on[account], standing.died_on[account])
    return (np.isnat(ended) | (on <= ended)) & (on <= np.datetime64(block.window.as_of))


def _once(account: Whole, chosen: np.ndarray) -> Whole:
    """Keep the first of each account."""
    places = np.flatnonzero(chosen)
    _, first = np.unique(account[places], return_index=True)
    return places[first]


def _written(
    block: Block,
    of: Contacts,
    made_on: Days,
    account_ids: pa.Array,
    team: dict[str, pa.Array],
    draws: Draws,
) -> dict[str, pa.Array]:
    size = len(of)
    ground = _grounds(of, draws)
    age = (np.datetime64(block.window.as_of) - made_on).astype(np.int64)
    outcome = _outcomes(ground, age, draws)
    channel = draws.place(CHANNEL_WEIGHTS, size)
    names = team["name"].to_pylist()
    facts = ComplaintFacts(
        ground=ground,
        channel=channel,
        outcome=outcome,
        at=of.at,
        amount_fen=np.maximum(block.book.billed_fen[of.account, of.month], 10_000),
        product=block.terms.product[of.account],
        calls=draws.whole(1, 3, size),
        collector=[names[member][0] for member in of.staff.tolist()],
    )
    stem = pc.utf8_slice_codeunits(account_ids, 1)
    return {
        "complaint_id": joined("K", taken(stem, of.account), "1"),
        "account_id": taken(account_ids, of.account),
        "staff_id": taken(team["staff_id"], of.staff),
        "made_on": pa.array(made_on),
        "channel": taken(vocabulary([_code(one) for one in words.Channel]), channel),
        "ground": taken(vocabulary([_code(one) for one in Ground]), ground),
        "outcome": taken(vocabulary([_code(one) for one in Outcome]), outcome),
        "text": pa.array(words.complaints(facts, draws), pa.string()),
    }


def _code(member: Ground | Outcome | words.Channel) -> str:
    return member.name.lower().replace("_", "-")


def _grounds(of: Contacts, draws: Draws) -> Whole:
    ground = np.array(AT_LARGE)[draws.whole(0, len(AT_LARGE) - 1, len(of))]
    ground = np.where(of.result == Result.DISPUTE, int(Ground.WRONG_AMOUNT), ground)
    ground = np.where(of.result == Result.HARDSHIP, int(Ground.HARDSHIP_REFUSED), ground)
    third = (of.party == Party.CONTACT) | (of.party == Party.EMPLOYER)
    ground = np.where(third, int(Ground.CALLED_THIRD_PARTY), ground)
    sms = (of.channel != Channel.CALL) & (ground == Ground.RUDE)
    return np.where(sms, int(Ground.FEES_UNCLEAR), ground)


def _outcomes(ground: Whole, age: Whole, draws: Draws) -> Whole:
    outcome = draws.place(DONE, len(ground))
    never = np.isin(ground, [int(one) for one in NEVER_UPHELD])
    upheld = (outcome == Outcome.UPHELD) | (outcome == Outcome.PARTLY_UPHELD)
    outcome = np.where(never & upheld, int(Outcome.REJECTED), outcome)
    return np.where(age < 30, int(Outcome.OPEN), outcome)
