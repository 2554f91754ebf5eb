"""How a contact was carried out: recording, visits, saying who one is."""

from collections.abc import Iterator

from casebook.compliance.contacts.model import Entered
from casebook.compliance.contacts.scope import BOTH, Breach, Scope, alone
from casebook.law.contact_rules.checks import Connected, Entry, Identity, Recording, Visitors


def recording(_check: Recording, scope: Scope) -> Iterator[Breach]:
    """Find answered calls, whoever made them, and visits that were not recorded."""
    for line in scope.lines(BOTH):
        is_talk = line.contact.connected in (None, Connected.YES)
        if line.contact.recorded is False and is_talk and not scope.excuses(line):
            yield alone(line, "recording")


def visitors(check: Visitors, scope: Scope) -> Iterator[Breach]:
    """Find visits made by too few."""
    for line in scope.lines():
        came = line.contact.visitors
        if came is not None and came < check.least and not scope.excuses(line):
            yield alone(line, "visitors", came=came, least=check.least)


def entry(_check: Entry, scope: Scope) -> Iterator[Breach]:
    """Find visits that went in without consent."""
    for line in scope.lines():
        if line.contact.entered is Entered.WITHOUT_CONSENT and not scope.excuses(line):
            yield alone(line, "entry")


def identity(_check: Identity, scope: Scope) -> Iterator[Breach]:
    """Find contacts in which the collector did not say who he or she was."""
    for line in scope.lines():
        is_talk = line.contact.connected in (None, Connected.YES)
        if line.contact.identified is False and is_talk and not scope.excuses(line):
            yield alone(line, "identity")
