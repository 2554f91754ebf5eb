"""Call records that a reviewer who did not see the code judged from the rules' text."""

import json

import pytest

from casebook.compliance.contacts.audit import audit
from casebook.compliance.contacts.reading import read, read_facts
from casebook.law.contacts import table
from law.golden import golden_of

CASES = [pytest.param(case, id=case["id"]) for case in golden_of("contacts")]
FACTS = dict.fromkeys(("debtor", "debt", "fact", "from", "until", "value"), "")


def lines(rows):
    return "\n".join(json.dumps(row, default=str) for row in rows)


def are_one(found, due):
    """Say whether a finding is the one expected: the same rule, and a record of the breach."""
    rules = set(due.get("rules_any") or [due["rule"]])
    return bool(rules & {found.rule, *found.also} and set(due["records"]) & set(found.records))


@pytest.mark.parametrize("case", CASES)
def test_the_audit_agrees_with_the_hand(case):
    given, due = case["input"], case["expected"]["findings"]
    contacts = read(lines(given["records"]), "records")
    stated = [{**FACTS, **fact} for fact in given["facts"]]
    facts = read_facts(lines(stated), "facts") if stated else ()

    found = audit(contacts, facts, table(given["jurisdiction"]))

    assert [one for one in due if not any(are_one(f, one) for f in found)] == []
    assert [f.to_dict() for f in found if not any(are_one(f, one) for one in due)] == []
