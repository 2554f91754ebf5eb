"""Read the contacts of a portfolio, given as plain rows of its tables, as a record to audit."""

from collections.abc import Iterable, Mapping
from typing import Any

from casebook.compliance.contacts.model import Contact, Direction
from casebook.compliance.contacts.zones import NotAMomentError, read_moment, zones
from casebook.errors import DataError
from casebook.law.contact_rules.checks import Channel, Connected, Person

Row = Mapping[str, Any]

#: The portfolio's tables are in Beijing time.
ZONE = "Asia/Shanghai"

RELATIONS: Mapping[str, Person] = {
    "配偶": Person.SPOUSE,
    "父亲": Person.PARENT,
    "母亲": Person.PARENT,
    "兄弟": Person.RELATIVE,
    "姐妹": Person.RELATIVE,
    "同事": Person.COLLEAGUE,
    "朋友": Person.OTHER,
}
PARTIES: Mapping[str, Person] = {
    "debtor": Person.DEBTOR,
    "contact": Person.EMERGENCY_CONTACT,
    "employer": Person.EMPLOYER,
    "unknown": Person.UNKNOWN,
}


def from_portfolio(
    contacts: Iterable[Row], accounts: Iterable[Row], debtors: Iterable[Row] = ()
) -> tuple[Contact, ...]:
    """Return the rows of the table `contacts` as contacts; the account stands for the debt.

    The debtor is found through `accounts`. With `debtors`, the contact person on file becomes a
    spouse, parent, relative, colleague or other, and numbers are known. The tables say nothing of
    consent, disclosure, refusal of contact, recording or visits, so those stay not known; the
    result `refused` refuses to pay, and is no refusal of contact.

    Raises
    ------
    DataError
        With all rows at once that name an unknown account or do not fit the schema.
    """
    owner = {row["account_id"]: row["debtor_id"] for row in accounts}
    people = {row["debtor_id"]: row for row in debtors}
    found, faults = [], []
    for row in contacts:
        try:
            found.append(_contact(row, owner, people))
        except (KeyError, ValueError) as error:
            faults.append(f"contacts: {row.get('contact_id')}: {_fault(error)}")
    if faults:
        raise DataError("contacts", "\n  ".join((f"{len(faults)} fault(s)", *faults)))
    return tuple(found)


def _contact(row: Row, owner: Mapping[str, str], people: Mapping[str, Row]) -> Contact:
    debtor = owner[row["account_id"]]
    channel = Channel(row["channel"])
    places = zones(ZONE) or ()
    return Contact(
        id=row["contact_id"],
        debtor=debtor,
        debt=row["account_id"],
        at=read_moment(str(row["at"]).replace(" ", "T"), places),
        zones=places,
        channel=channel,
        direction=Direction(row["direction"]),
        connected=_connected(channel, row["result"]),
        point=_point(channel, row["party"], people.get(debtor, {})),
        person=_person(row["party"], people.get(debtor, {})),
    )


def _connected(channel: Channel, result: str) -> Connected | None:
    if channel is not Channel.CALL:
        return None
    return Connected.NO if result == "no-answer" else Connected.YES


def _person(party: str, debtor: Row) -> Person:
    if party == "contact" and debtor.get("contact_relation") in RELATIONS:
        return RELATIONS[debtor["contact_relation"]]
    return PARTIES[party]


def _point(channel: Channel, party: str, debtor: Row) -> str:
    numbers = {"debtor": "phone", "contact": "contact_phone"}
    if channel is Channel.LETTER or party not in numbers:
        return ""
    return str(debtor.get(numbers[party], ""))


def _fault(error: Exception) -> str:
    if isinstance(error, KeyError):
        return f"{error} is not known, expected a value of the schema"
    if isinstance(error, NotAMomentError):
        return f"at does not fit, expected {error}"
    return f"{error}, expected a value of the schema"
