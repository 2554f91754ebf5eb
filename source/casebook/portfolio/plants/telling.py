"""The notes and complaints that go with misconduct."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from casebook.law.rules import rule
from casebook.portfolio.plants.changes import Changes, Columns
from casebook.portfolio.plants.choose import Lots
from casebook.portfolio.plants.conduct import MISTAKEN, Conduct
from casebook.portfolio.plants.record import Plant, named
from casebook.portfolio.simulation.block import Block
from casebook.portfolio.simulation.contacts import Contacts
from casebook.portfolio.simulation.draws import Draws, Whole
from casebook.portfolio.simulation.model import SEXES
from casebook.portfolio.writing import complaints as words
from casebook.portfolio.writing.complaints import Channel, ComplaintFacts, Ground, Outcome
from casebook.portfolio.writing.notes import Breach, ContactFacts, Style, rules, unlawful

# A stranger complains within so many days; after a month the matter has been decided.
COMPLAINS_WITHIN, DECIDED_AFTER = 3, 30
NO_PLIGHT = -1


def betray(changes: Changes, conduct: Conduct, block: Block, draws: Draws) -> dict[int, Plant]:
    """Write notes that betray the breaches; return the plant of each file."""
    rows = np.array(sorted(conduct.breaches), dtype=np.int64)
    if not len(rows):
        return {}
    breaches = np.array([conduct.breaches[row] for row in rows.tolist()])
    facts = _facts(changes, conduct.contacts.take(rows), block, draws)
    for row, note in zip(rows.tolist(), unlawful(breaches, facts, draws), strict=True):
        changes.put("contacts", "note", row, note)
    plants: dict[int, Plant] = {}
    for place in np.unique(conduct.contacts.account[rows]).tolist():
        own = [row for row in rows.tolist() if conduct.contacts.account[row] == place]
        plants[place] = _breach_plant(changes, conduct, own)
    return plants


def _breach_plant(changes: Changes, conduct: Conduct, rows: list[int]) -> Plant:
    kinds = [conduct.breaches[row] for row in rows]
    said = [named("breaches", kind.name.lower().replace("_", "-")) for kind in kinds]
    cited = [
        _in_force(kind, conduct.contacts.at[row].astype("datetime64[D]").item())
        for kind, row in zip(kinds, rows, strict=True)
    ]
    slots = {
        "contacts": ", ".join(changes.get("contacts", "contact_id", row) for row in rows),
        "what_zh": "；".join(one.zh for one in said),
        "what_en": "; ".join(one.en for one in said),
        "rules": ", ".join(dict.fromkeys(cited)),
    }
    column = "at" if kinds == [Breach.NIGHT_CALL] else "note"
    return Plant(f"contacts.{column}", "contact", slots)


def _in_force(breach: Breach, on: date) -> str:
    """Return the first rule on the breach that was in force that day, the last if none was."""
    listed = rules(breach)
    return next((one for one in listed if rule(one).is_in_force(on)), listed[-1])


def _facts(changes: Changes, talks: Contacts, block: Block, draws: Draws) -> ContactFacts:
    account = talks.account.tolist()
    return ContactFacts(
        kind=np.zeros(len(talks), dtype=np.int64),
        amount_fen=np.maximum(block.book.billed_fen[talks.account, talks.month], 10_000),
        day=talks.at.astype("datetime64[D]"),
        at=talks.at,
        surname=[changes.get("debtors", "name", place)[0] for place in account],
        is_woman=block.people.sex[talks.account] == SEXES.index("女"),
        relation=[changes.get("debtors", "contact_relation", place) for place in account],
        plight=np.full(len(talks), NO_PLIGHT),
        story=talks.account * 7919 + 3,
        product=block.terms.product[talks.account],
        style=draws.whole(0, Style.DICTATED, len(talks)),
    )


@dataclass(frozen=True, slots=True)
class Floor:
    """Who made contacts: the team's names and ids by member."""

    names: list[str]
    staff_ids: list[str]


def complain(
    changes: Changes,
    conduct: Conduct,
    block: Block,
    floor: Floor,
    lots: Lots,
    draws: Draws,
) -> tuple[Columns, dict[int, Plant]]:
    """Let strangers who were dunned complain; return table `complaints` and the plants."""
    complaints = changes.table("complaints")
    if not conduct.mistaken:
        return complaints, {}
    files = list(conduct.mistaken)
    again = np.array([second for _, second in conduct.mistaken.values()])
    talks = conduct.contacts.take(again)
    made_on = _made_on(files, talks, block.window.as_of, lots)
    channel = draws.whole(0, len(Channel) - 1, len(files))
    outcome = _outcomes(made_on, block.window.as_of, draws)
    facts = ComplaintFacts(
        ground=np.full(len(files), int(Ground.NOT_MY_DEBT)),
        channel=channel,
        # Whether decided or not, it reads as what is right.
        outcome=np.full(len(files), int(Outcome.UPHELD)),
        at=talks.at,
        amount_fen=np.maximum(block.book.billed_fen[talks.account, talks.month], 10_000),
        product=block.terms.product[talks.account],
        calls=draws.whole(1, 3, len(files)),
        collector=[floor.names[member][0] for member in talks.staff.tolist()],
    )
    ids = [_complaint_id(changes, place) for place in files]
    rows: Mapping[str, Sequence[object]] = {
        "complaint_id": ids,
        "account_id": [changes.get("accounts", "account_id", place) for place in files],
        "staff_id": [changes.get("contacts", "staff_id", row) for row in again.tolist()],
        "made_on": made_on,
        "channel": [_code(Channel(one)) for one in channel.tolist()],
        "ground": [_code(Ground.NOT_MY_DEBT)] * len(files),
        "outcome": [_code(Outcome(one)) for one in outcome.tolist()],
        "text": words.complaints(facts, draws),
    }
    plants = {
        place: Plant("contacts.result", "mistaken", _mistaken(conduct, place, one))
        for place, one in zip(files, ids, strict=True)
    }
    return _joined(complaints, rows), plants


def _mistaken(conduct: Conduct, place: int, complaint: str) -> dict[str, str]:
    first, again = conduct.mistaken[place]
    return {
        "first": str(conduct.contacts.at[first].astype("datetime64[D]")),
        "again": str(conduct.contacts.at[again].astype("datetime64[D]")),
        "complaint": complaint,
    }


def _made_on(files: list[int], talks: Contacts, as_of: date, lots: Lots) -> list[date]:
    days = [at.astype("datetime64[D]").item() for at in talks.at]
    later = [lots.of(place, MISTAKEN).whole(0, COMPLAINS_WITHIN) for place in files]
    return [min(day + timedelta(days=wait), as_of) for day, wait in zip(days, later, strict=True)]


def _outcomes(made_on: list[date], as_of: date, draws: Draws) -> Whole:
    ages = np.array([(as_of - day).days for day in made_on])
    decided = np.where(
        draws.happens(0.7, len(ages)), int(Outcome.UPHELD), int(Outcome.PARTLY_UPHELD)
    )
    return np.where(ages < DECIDED_AFTER, int(Outcome.OPEN), decided)


def _complaint_id(changes: Changes, place: int) -> str:
    """Return the id of the second complaint on an account, whether there is a first or not."""
    account: str = changes.get("accounts", "account_id", place)
    return f"K{account[1:]}2"


def _code(member: Channel | Ground | Outcome) -> str:
    return member.name.lower().replace("_", "-")


def _joined(columns: Columns, rows: Mapping[str, Sequence[object]]) -> Columns:
    """Add rows to the complaints, which stay in the order of accounts."""
    both = {
        name: pa.concat_arrays([values, pa.array(rows[name], values.type)])
        for name, values in columns.items()
    }
    order = pc.sort_indices(
        pa.table(both), [("account_id", "ascending"), ("complaint_id", "ascending")]
    )
    return {name: values.take(order) for name, values in both.items()}
