"""A record of contacts made ready: in the order of time, on the clock of whoever was contacted."""

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from operator import attrgetter
from typing import NamedTuple
from zoneinfo import ZoneInfo

from casebook.compliance.contacts.model import Contact, Direction, Fact
from casebook.compliance.contacts.zones import zones
from casebook.law.contact_rules.checks import Channel, FactKind, Person

#: A call, a robot's call and a voicemail are one medium: who says "stop calling" means all three.
MEDIA: Mapping[Channel, Channel] = {
    **{channel: channel for channel in Channel},
    Channel.VOICE_BOT: Channel.CALL,
    Channel.VOICEMAIL: Channel.CALL,
}

#: A debtor has one of these; of others there may be many, told apart by number or address.
ONE_OF_A_KIND = frozenset({Person.DEBTOR, Person.SPOUSE})

Who = tuple[str, Person, str]
Reach = tuple[Direction, Channel, Person]


class Line(NamedTuple):
    """One contact of the record, with what the checks ask again and again.

    `place` counts the lines in the order of time. `local` is the time on the person's clock,
    without a zone, and `day` its day, counted. `answers` is the contact from the same person, in
    the same medium, that this one is the first answer to.
    """

    place: int
    contact: Contact
    zones: tuple[ZoneInfo, ...]
    local: datetime
    day: int
    who: Who
    answers: Contact | None


class Facts:
    """The facts on file, found by kind and debtor."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        self._by: defaultdict[FactKind, defaultdict[str, list[Fact]]]
        self._by = defaultdict(lambda: defaultdict(list))
        for fact in facts:
            self._by[fact.kind][fact.debtor].append(fact)

    def debtors(self, kind: FactKind) -> Container[str]:
        """Return the debtors who have a fact of this kind."""
        return self._by.get(kind, {})

    def of(self, kind: FactKind, contact: Contact) -> list[Fact]:
        """Return the facts about the contact's debt, whenever they stand."""
        # Nearly every look-up ends at one of these two: most debtors have no facts.
        of_kind = self._by.get(kind)
        found = of_kind.get(contact.debtor) if of_kind else None
        if not found:
            return []
        return [fact for fact in found if fact.debt in ("", contact.debt)]

    def standing(self, kind: FactKind, contact: Contact, local: datetime) -> list[Fact]:
        """Return those that stand at the time `local`."""
        found = self.of(kind, contact)
        return [fact for fact in found if stands(fact, local)] if found else found


def stands(fact: Fact, local: datetime) -> bool:
    """Tell whether `fact` stands at the time `local`."""
    begun = fact.begins is None or fact.begins <= local
    return begun and (fact.ends is None or local < fact.ends)


@dataclass(frozen=True, slots=True)
class Record:
    """The lines by how and to whom they reach, each list in the order of time, and the facts."""

    reached: Mapping[Reach, list[Line]]
    facts: Facts

    @classmethod
    def of(cls, contacts: Iterable[Contact], facts: Iterable[Fact]) -> "Record":
        """Make `contacts` and `facts` ready; contacts of one moment keep their order."""
        known = Facts(facts)
        waiting: dict[tuple[Who, Channel], Contact] = {}
        reached: defaultdict[Reach, list[Line]] = defaultdict(list)
        ordered = sorted(contacts, key=lambda contact: contact.at.timestamp())
        for place, contact in enumerate(ordered):
            line = _line(place, contact, known, waiting)
            reached[contact.direction, contact.channel, contact.person].append(line)
        return cls(reached, known)

    def lines(self, reaches: Iterable[Reach]) -> list[Line]:
        """Return the lines of all these reaches, in the order of time."""
        found = [self.reached[reach] for reach in reaches if reach in self.reached]
        if len(found) == 1:
            return found[0]
        return sorted(chain.from_iterable(found), key=attrgetter("place"))


def _line(
    place: int, contact: Contact, facts: Facts, waiting: dict[tuple[Who, Channel], Contact]
) -> Line:
    places, local = _clock(contact, facts)
    who = _who(contact)
    asked = (who, MEDIA[contact.channel])
    answers = None
    if contact.direction is Direction.IN:
        waiting[asked] = contact
    elif waiting:
        answers = waiting.pop(asked, None)
    return Line(place, contact, places, local, local.toordinal(), who, answers)


def _clock(contact: Contact, facts: Facts) -> tuple[tuple[ZoneInfo, ...], datetime]:
    """Give the zones where the person may be; a zone on file is known and beats the clues."""
    written = contact.at.replace(tzinfo=None)
    known = facts.standing(FactKind.ZONE, contact, written)
    places = (zones(known[-1].value) or ()) if known else contact.zones
    if not places or contact.at.tzinfo is places[0]:
        return places, written
    return places, contact.at.astimezone(places[0]).replace(tzinfo=None)


def _who(contact: Contact) -> Who:
    is_known = contact.person in ONE_OF_A_KIND
    return (contact.debtor, contact.person, "" if is_known else contact.point)
