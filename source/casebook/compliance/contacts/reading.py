"""Read records of contacts and facts on file strictly: every fault is found before any is told."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import TypeVar
from zoneinfo import ZoneInfo

from casebook.compliance.contacts.model import Contact, Direction, Disclosed, Entered, Fact
from casebook.compliance.contacts.rows import Columns, Faults, read_rows
from casebook.compliance.contacts.zones import NotAMomentError, read_local, read_moment, zones
from casebook.law.contact_rules.checks import Channel, Connected, Consent, FactKind, Person

CONTACTS = Columns(
    required=(
        *("id", "debtor", "debt", "at", "zone", "channel"),
        *("direction", "connected", "point", "person"),
    ),
    optional=(
        *("consent", "disclosed", "refused", "recorded"),
        *("visitors", "entered", "identified"),
    ),
)
FACTS = Columns(required=("debtor", "debt", "fact", "from", "until", "value"))

PHONE = frozenset({Channel.CALL, Channel.VOICE_BOT})
ZONE = "IANA zones joined by ; such as Asia/Shanghai"

Closed = TypeVar("Closed", bound=StrEnum)
Value = TypeVar("Value")


def read(text: str, where: str) -> tuple[Contact, ...]:
    """Return the contacts in `text`, CSV with a header or JSON lines, that errors call `where`.

    Raises
    ------
    DataError
        With all faults at once: torn lines, missing or unknown columns, values that do not fit,
        an unknown zone, a local time without a zone, an id used twice.
    """
    reading = _Reading(Faults(where))
    found = [reading.contact(*row) for row in read_rows(text, CONTACTS, reading.faults)]
    reading.faults.stop()
    return tuple(found)


def read_facts(text: str, where: str) -> tuple[Fact, ...]:
    """Return the facts in `text`, CSV with a header or JSON lines, that errors call `where`.

    Raises
    ------
    DataError
        With all faults at once.
    """
    reading = _Reading(Faults(where))
    found = [reading.fact(*row) for row in read_rows(text, FACTS, reading.faults)]
    reading.faults.stop()
    return tuple(found)


def _members(kind: type[Closed]) -> Mapping[str, Closed]:
    return {str(member): member for member in kind}


CHANNELS = _members(Channel)
DIRECTIONS = _members(Direction)
ANSWERS = _members(Connected)
PERSONS = _members(Person)
CONSENTS = _members(Consent)
DISCLOSURES = _members(Disclosed)
ENTRIES = _members(Entered)
KINDS = _members(FactKind)
FLAGS = {"yes": True, "no": False}


class _Reading:
    """One reading of one text; a value that does not fit is noted and a stand-in taken."""

    def __init__(self, faults: Faults) -> None:
        self.faults = faults
        self.lines: dict[str, int] = {}

    def contact(self, line: int, values: tuple[str, ...]) -> Contact:
        # Unpacked rather than looked up by name: a record may hold a hundred thousand rows.
        (id_, debtor, debt, at, zone, channel, direction, connected, point, person) = values[:10]
        (consent, disclosed, refused, recorded, visitors, entered, identified) = values[10:]
        places = self.zones(zone, line)
        medium = self.one_of(CHANNELS, channel, "channel", line)
        return Contact(
            id=self.new_id(id_, line),
            debtor=self.filled(debtor, "debtor", line),
            debt=self.filled(debt, "debt", line),
            at=self.moment(at, places, zone, line),
            zones=places,
            channel=medium,
            direction=self.one_of(DIRECTIONS, direction, "direction", line),
            connected=self.connected(connected, medium, line),
            point=point,
            person=self.one_of(PERSONS, person, "person", line),
            consent=self.consent(consent, line) if consent else frozenset(),
            disclosed=self.maybe(DISCLOSURES, disclosed, "disclosed", line),
            refused=self.maybe(FLAGS, refused, "refused", line),
            recorded=self.maybe(FLAGS, recorded, "recorded", line),
            visitors=self.visitors(visitors, line) if visitors else None,
            entered=self.maybe(ENTRIES, entered, "entered", line),
            identified=self.maybe(FLAGS, identified, "identified", line),
        )

    def fact(self, line: int, values: tuple[str, ...]) -> Fact:
        debtor, debt, fact, begins, ends, value = values
        kind = self.one_of(KINDS, fact, "fact", line)
        since, until = self.day(begins, "from", line), self.day(ends, "until", line, last=True)
        if since and until and until <= since:
            self.faults.add(line, f"until is {ends!r}", f"{begins} or later")
        self.check_value(kind, value, line)
        return Fact(self.filled(debtor, "debtor", line), debt, kind, since, until, value)

    def filled(self, value: str, name: str, line: int) -> str:
        if not value:
            self.faults.add(line, f"{name} is empty", "a name or number")
        return value

    def new_id(self, id_: str, line: int) -> str:
        first = self.lines.setdefault(self.filled(id_, "id", line), line)
        if first != line and id_:
            self.faults.add(line, f'id "{id_}" is also in line {first}', "an id of its own")
        return id_

    def one_of(self, known: Mapping[str, Value], value: str, name: str, line: int) -> Value:
        found = known.get(value)
        if found is None:
            self.faults.add(line, f"{name} is {value!r:.60}", f"one of {', '.join(known)}")
            return next(iter(known.values()))
        return found

    def maybe(self, known: Mapping[str, Value], value: str, name: str, line: int) -> Value | None:
        return self.one_of(known, value, name, line) if value else None

    def connected(self, value: str, channel: Channel, line: int) -> Connected | None:
        if value:
            return self.one_of(ANSWERS, value, "connected", line)
        if channel in PHONE:
            self.faults.add(line, "connected is empty for a call", f"one of {', '.join(ANSWERS)}")
        return None

    def consent(self, value: str, line: int) -> frozenset[Consent]:
        return frozenset(self.one_of(CONSENTS, part, "consent", line) for part in value.split())

    def visitors(self, value: str, line: int) -> int | None:
        if value.isascii() and value.isdigit() and len(value) < 4:
            return int(value)
        self.faults.add(line, f"visitors is {value!r:.60}", "a whole number")
        return None

    def zones(self, value: str, line: int) -> tuple[ZoneInfo, ...]:
        found = zones(value)
        if found is None:
            self.faults.add(line, f"zone is {value!r:.60}", ZONE)
        return found or ()

    def moment(self, value: str, places: tuple[ZoneInfo, ...], zone: str, line: int) -> datetime:
        try:
            if zone and not places:  # a fault already told; the time may still be one
                return read_local(value)
            return read_moment(value, places)
        except NotAMomentError as error:
            self.faults.add(line, f"at is {value!r:.60}", str(error))
            return datetime.min.replace(tzinfo=UTC)

    def day(self, value: str, name: str, line: int, *, last: bool = False) -> datetime | None:
        """Read a day, of which the last counts in full, or a local time."""
        if not value:
            return None
        try:
            whole = datetime.combine(date.fromisoformat(value), datetime.min.time())
        except ValueError:
            return self.local(value, name, line)
        return whole + timedelta(days=1) if last else whole

    def local(self, value: str, name: str, line: int) -> datetime | None:
        try:
            moment = read_local(value)
        except NotAMomentError:
            moment = None
        if moment is None or moment.tzinfo is not None:
            expected = "a day such as 2026-06-30, or a local time without an offset"
            self.faults.add(line, f"{name} is {value!r:.60}", expected)
            return None
        return moment

    def check_value(self, kind: FactKind, value: str, line: int) -> None:
        if kind is FactKind.MEDIUM_REFUSED:
            self.one_of(CHANNELS, value, "value of medium-refused", line)
        elif kind is FactKind.ZONE and not zones(value):
            self.faults.add(line, f"value of zone is {value!r:.60}", ZONE)
        elif kind is FactKind.AGENCY_NOTIFIED and value and not _is_day(value):
            self.faults.add(line, f"value of agency-notified is {value!r:.60}", "a day, or nothing")


def _is_day(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True
