"""Which checks of a table could look at nothing in a record, and what they lacked."""

from collections.abc import Iterable, Mapping, Sequence

from casebook.compliance.contacts.model import Contact, Fact
from casebook.law.contact_rules.checks import (
    Check,
    Disclosure,
    Entry,
    FactKind,
    Identity,
    Notice,
    Recording,
    Refusal,
    RuledOut,
    Standing,
    Visitors,
    Work,
)
from casebook.law.contacts import Table

#: The column, or the fact on file, without which a check of the kind is silent.
NEEDS: Mapping[type[Check], tuple[str, ...]] = {
    Disclosure: ("disclosed",),
    Refusal: ("refused",),
    Recording: ("recorded",),
    Visitors: ("visitors",),
    Entry: ("entered",),
    Identity: ("identified",),
    Work: (FactKind.WORK_FORBIDDEN,),
    Notice: (FactKind.AGENCY_NOTIFIED,),
}


def unchecked(
    table: Table, contacts: Sequence[Contact], facts: Iterable[Fact]
) -> dict[str, tuple[str, ...]]:
    """Return each check that reaches contacts but knows nothing of them, and what it needs.

    Any one of the columns or facts that it needs would let it speak.
    """
    on_file = frozenset(str(fact.kind) for fact in facts)
    found = {check.id: _lacks(check, contacts, on_file) for check in table.checks}
    return {id_: needs for id_, needs in found.items() if needs}


def _lacks(
    check: Check, contacts: Sequence[Contact], on_file: frozenset[str]
) -> tuple[str, ...] | None:
    needs = _needs(check)
    reached = [one for one in contacts if _reaches(check, one)]
    is_silent = needs and reached and not any(_is_known(one, reached, on_file) for one in needs)
    return needs if is_silent else None


def _needs(check: Check) -> tuple[str, ...]:
    if isinstance(check, Standing):
        return (check.fact,)
    if isinstance(check, Refusal) and check.rules_out is RuledOut.MEDIUM:
        return ("refused", FactKind.MEDIUM_REFUSED)
    return NEEDS.get(type(check), ())


def _reaches(check: Check, contact: Contact) -> bool:
    return contact.channel in check.channels and contact.person in check.persons


def _is_known(needed: str, reached: Iterable[Contact], on_file: frozenset[str]) -> bool:
    if needed in set(FactKind):
        return needed in on_file
    return any(getattr(one, needed) is not None for one in reached)
