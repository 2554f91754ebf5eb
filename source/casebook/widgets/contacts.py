"""A record of contacts held against a jurisdiction's contact rules, as a table of findings.

It is plain HTML, so that a saved notebook shows it too; one check is picked out by style alone.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from html import escape
from typing import Any

from casebook.activities import place
from casebook.activities.notice import Notice
from casebook.compliance.contacts.audit import audit
from casebook.compliance.contacts.model import Contact, Fact, Finding
from casebook.compliance.contacts.record import Record
from casebook.errors import CasebookError
from casebook.law.contact_rules import checks
from casebook.law.contacts import Table, table
from casebook.law.model import Severity
from casebook.law.rules import rule
from casebook.text import Language
from casebook.widgets import contactrecords, findings
from casebook.widgets.interface import page, read_words, say
from casebook.widgets.unchecked import unchecked

WORDS = contactrecords.WORDS
#: How many findings of one check are listed, and how many record ids of one finding.
MOST_OF_A_CHECK, MOST_RECORDS = 50, 10
#: On what has the focus: the arrow keys choose and scroll there, and leave the notebook's cells be.
OWN_KEYS = 'data-lm-suppress-shortcuts="true"'


def contacts(records: Any, facts: Any = None, jurisdiction: str = "CN") -> "ContactAudit | Notice":
    """Audit a record of contacts: a path, CSV or JSON-lines text, a data frame, rows, a portfolio.

    `facts` are what is on file about the debtors, in the same forms. What cannot be read is shown
    as a notice with every fault.
    """
    language = place.here().language
    try:
        return ContactAudit(
            language,
            table(jurisdiction),
            contactrecords.contacts_in(records, language),
            contactrecords.facts_in(facts, language),
        )
    except CasebookError as error:
        return findings.refused(error, language)


@dataclass(frozen=True, repr=False)
class ContactAudit:
    """A record of contacts, the facts on file, and what a table of contact rules finds."""

    language: Language
    table: Table
    contacts: tuple[Contact, ...]
    facts: tuple[Fact, ...] = ()

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """Every finding, in the order of time."""
        return audit(self.contacts, self.facts, self.table)

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """How many findings each check of the table made, in the table's order."""
        counted = Counter(one.check for one in self.findings)
        return {check.id: counted[check.id] for check in self.table.checks}

    def __repr__(self) -> str:
        found, jurisdiction = len(self.findings), self.table.jurisdiction
        return f"Contacts({jurisdiction!r}, contacts={len(self.contacts)}, findings={found})"

    def _repr_html_(self) -> str:
        cited = (id_ for one in self.findings for id_ in (one.rule, *one.also))
        law = self.table.title.say(self.language)
        of_table = (rule(id_) for check in self.table.checks for id_ in check.rules)
        parts = (
            f"<style>{self._picked_out()}</style>",
            f'<p class="cb-title">{self._title()}</p>',
            self._filter(),
            *self._notes(),
            self._table(),
            findings.rule_cards(cited, self.language),
            findings.foot(law, of_table, self.language),
        )
        name = say(WORDS, "name", self.language)
        return page("cbf cba", name, self.language, parts, ("findings.css", "contacts.css"))

    def _say(self, sentence: str, **given: object) -> str:
        return escape(say(WORDS, sentence, self.language, **given))

    def _title(self) -> str:
        serious = sum(one.severity is Severity.BLOCK for one in self.findings)
        told = "title-serious" if serious else "title" if self.findings else "title-none"
        counted = {"contacts": len(self.contacts), "findings": len(self.findings)}
        return self._say(told, **counted, serious=serious)

    def _filter(self) -> str:
        """Draw the counts of the checks, each of which picks its findings out of the table."""
        if not self.findings:
            return ""
        every = self._choice("", self._say("all"), str(len(self.findings)), is_chosen=True)
        each = (
            self._choice(str(place), self._marked(check), self._count(check.id))
            for place, check in enumerate(self.table.checks)
            if self.counts[check.id]
        )
        # A form keeps the choices of two audits apart; as a dialog's it can never be sent.
        return (
            f'<form method="dialog"><fieldset class="cba-checks"><legend>{self._say("by-check")}'
            f"</legend>{every}{''.join(each)}</fieldset></form>"
        )

    def _choice(self, value: str, name: str, count: str, *, is_chosen: bool = False) -> str:
        return (
            f'<label class="cba-check"><input type="radio" name="check" value="{value}"'
            f"{' checked' if is_chosen else ''} {OWN_KEYS}> {name} <strong>{count}</strong></label>"
        )

    def _marked(self, check: checks.Check) -> str:
        return f"{findings.severity_mark(check.severity, self.language)} {self._named(check.id)}"

    def _named(self, check_id: str) -> str:
        """Name a check; one of a house's own has no name but its id."""
        word = f"check {check_id}"
        return self._say(word) if word in read_words(WORDS) else escape(check_id)

    def _count(self, check_id: str) -> str:
        count = self.counts[check_id]
        if count <= MOST_OF_A_CHECK:
            return str(count)
        return self._say("listed", count=count, listed=MOST_OF_A_CHECK)

    def _notes(self) -> Iterator[str]:
        """Yield what was checked in vain, what could not be, and what is not listed."""
        unseen = unchecked(self.table, self.contacts, self.facts)
        silent = {id_: needs for id_, needs in unseen.items() if not self.counts[id_]}
        clean = [id_ for id_, count in self.counts.items() if not count and id_ not in silent]
        comma = self._say("and")
        if clean:
            named = comma.join(map(self._named, clean))
            yield f'<p class="cbf-faint">{say(WORDS, "clean", self.language, checks=named)}</p>'
        if silent:
            named = comma.join(self._lacking(*one) for one in silent.items())
            yield f'<p class="cbf-faint">{say(WORDS, "silent", self.language, checks=named)}</p>'
        yield f'<p class="cbf-faint">{self._say("empty")}</p>'
        if any(count > MOST_OF_A_CHECK for count in self.counts.values()):
            yield f'<p class="cbf-note">{self._say("cut", most=MOST_OF_A_CHECK)}</p>'

    def _lacking(self, check_id: str, needs: tuple[str, ...]) -> str:
        given = {"check": self._named(check_id), "needs": self._codes(needs)}
        return say(WORDS, "silent-check", self.language, **given)

    def _table(self) -> str:
        if not self.findings:
            return ""
        heads = ("when", "severity", "rule", "evidence")
        head = "".join(f'<th scope="col">{self._say(name)}</th>' for name in heads)
        name = self._say("table")
        return (
            f'<div class="cba-scroll" role="region" tabindex="0" aria-label="{name}" {OWN_KEYS}>'
            f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(self._rows())}</tbody></table></div>"
        )

    def _rows(self) -> Iterator[str]:
        places = {check.id: place for place, check in enumerate(self.table.checks)}
        local = _local_times(self.contacts, self.facts)
        listed: Counter[str] = Counter()
        for one in self.findings:
            listed[one.check] += 1
            if listed[one.check] <= MOST_OF_A_CHECK:
                at = local[one.id.removeprefix(f"{one.check}:")]
                yield f'<tr data-check="{places[one.check]}">{self._row(one, at)}</tr>'

    def _row(self, one: Finding, at: str) -> str:
        broken = findings.rule_title(one.rule, self.language)
        cells = (
            findings.severity_mark(one.severity, self.language),
            f"<strong>{self._named(one.check)}</strong><br>{broken}{self._also(one)}",
            f"{escape(one.evidence.say(self.language))}{self._records(one.records)}",
        )
        return f'<th scope="row">{at}</th>' + "".join(f"<td>{cell}</td>" for cell in cells)

    def _also(self, one: Finding) -> str:
        if not one.also:
            return ""
        told = say(WORDS, "also", self.language, rules=self._codes(one.also))
        return f'<p class="cbf-faint">{told}</p>'

    def _codes(self, names: Iterable[str]) -> str:
        return self._say("and").join(map(findings.code, names))

    def _records(self, ids: tuple[str, ...]) -> str:
        named = say(WORDS, "and", self.language).join(ids[:MOST_RECORDS])
        told = "records" if len(ids) <= MOST_RECORDS else "records-more"
        return f'<p class="cbf-faint">{self._say(told, records=named, count=len(ids))}</p>'

    def _picked_out(self) -> str:
        """Return the style that leaves only the findings of the check that is chosen."""
        return "".join(
            f'.cba:has(input[value="{place}"]:checked) tr[data-check]:not([data-check="{place}"])'
            "{display:none}"
            for place, check in enumerate(self.table.checks)
            if self.counts[check.id]
        )


def _local_times(contacts: tuple[Contact, ...], facts: tuple[Fact, ...]) -> dict[str, str]:
    """Return when each contact was by the clock of whoever was contacted, as the evidence says."""
    lines = (line for reached in Record.of(contacts, facts).reached.values() for line in reached)
    return {line.contact.id: f"{line.local:%Y-%m-%d %H:%M}" for line in lines}
