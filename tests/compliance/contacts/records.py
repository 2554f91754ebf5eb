"""Short ways to write contacts, facts and audits."""

from datetime import datetime
from itertools import count

from casebook.compliance.contacts.audit import audit
from casebook.compliance.contacts.model import Contact, Direction, Disclosed, Entered, Fact
from casebook.compliance.contacts.zones import read_moment, zones
from casebook.law.contact_rules.checks import Channel, Connected, Consent, FactKind, Person
from casebook.law.contacts import table

_PHONE = {"call", "voice-bot"}
_NUMBERS = count(1)


def contact(at, zone="Asia/Shanghai", **given):
    """Make an unanswered call to the debtor, or what is `given` instead, with plain words."""
    channel = given.pop("channel", "call")
    connected = given.pop("connected", "no" if channel in _PHONE else None)
    values = {
        "id": f"N{next(_NUMBERS)}",
        "debtor": "D1",
        "debt": "A1",
        "point": "13800000000",
        "direction": "out",
        "person": "debtor",
        "consent": "",
    } | given
    values |= {
        "at": read_moment(at, zones(zone)),
        "zones": zones(zone),
        "channel": Channel(channel),
        "connected": connected and Connected(connected),
        "direction": Direction(values["direction"]),
        "person": Person(values["person"]),
        "consent": frozenset(map(Consent, values["consent"].split())),
        "disclosed": Disclosed(given["disclosed"]) if given.get("disclosed") else None,
        "entered": Entered(given["entered"]) if given.get("entered") else None,
    }
    return Contact(**values)


def calls(*times, **given):
    """Make a contact at each of `times`, called c1, c2 ..."""
    return [contact(at, id=f"c{place}", **given) for place, at in enumerate(times, 1)]


def fact(kind, begins="", ends="", value="", debt="", debtor="D1"):
    """Make a fact; an end that is a day is the first on which it stands no more."""
    since, until = (datetime.fromisoformat(day) if day else None for day in (begins, ends))
    return Fact(debtor, debt, FactKind(kind), since, until, value)


def audited(contacts, facts=(), jurisdiction="CN", check=None):
    """Return the findings of one check, or of all."""
    found = audit(contacts, facts, table(jurisdiction))
    return [each for each in found if check in (None, each.check)]


def shown(contacts, facts=(), jurisdiction="CN", check=None):
    """Return check, rule and records of each finding."""
    found = audited(contacts, facts, jurisdiction, check)
    return [(each.check, each.rule, each.records) for each in found]
