"""Audit made-up call records, in two sizes: the rate, and whether cost grows with size alone."""

import gc
import random
import time
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from casebook.compliance.contacts.audit import audit
from casebook.compliance.contacts.model import Contact, Direction
from casebook.law.contact_rules.checks import Channel, Connected, Person
from casebook.law.contacts import table

SIZES = (50_000, 100_000)
ZONES = {"CN": "Asia/Shanghai", "US": "America/New_York"}
CALLS_EACH = 20


def main() -> None:
    for jurisdiction, zone in ZONES.items():
        took = []
        for size in SIZES:
            contacts = made_up(size, ZoneInfo(zone))
            gc.collect()
            began = time.perf_counter()
            found = audit(contacts, (), table(jurisdiction))
            took.append(time.perf_counter() - began)
        rate = SIZES[-1] / took[-1]
        print(
            f"{jurisdiction} audit {SIZES[-1]:,} records {took[-1]:6.2f} s  {rate:9,.0f} a second"
        )
        grown = took[1] / took[0]
        print(f"{jurisdiction} findings {len(found):,}; twice the records take {grown:.2f} times")


def made_up(size: int, zone: ZoneInfo) -> tuple[Contact, ...]:
    """Return `size` outgoing calls, twenty to a debtor over a month, some at night."""
    rng, start = random.Random(5), datetime(2026, 3, 1, tzinfo=zone)
    return tuple(
        Contact(
            id=f"r{number}",
            debtor=f"d{number // CALLS_EACH}",
            debt=f"l{number // CALLS_EACH}",
            at=start + timedelta(days=rng.randrange(30), minutes=rng.randrange(7 * 60, 23 * 60)),
            zones=(zone,),
            channel=Channel.CALL,
            direction=Direction.OUT,
            connected=rng.choice([Connected.YES, Connected.NO]),
            point=f"p{number // CALLS_EACH}",
            person=Person.DEBTOR,
        )
        for number in range(size)
    )
