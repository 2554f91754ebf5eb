"""`casebook law`: calculate, audit, and look up what the packs of rules hold."""

import argparse
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from casebook.cli import cards
from casebook.cli.terminal import (
    FAULTS,
    OK,
    day,
    one_line,
    print_json,
    print_notice,
    read_file,
    read_input,
    say,
    speaks,
    takes_input,
)
from casebook.errors import DataError, SetupError
from casebook.text import Language

if TYPE_CHECKING:  # `casebook --help` reads no rules
    from casebook.authoring.citing import Citing
    from casebook.compliance.contacts.model import Finding
    from casebook.law.changes import Change
    from casebook.law.contacts import Table
    from casebook.law.interest.result import Result
    from casebook.law.limitation.result import Limitation
    from casebook.law.overdraft.demands import Answer

    Cited = Mapping[str, tuple[Citing, ...]]
    Parsers = argparse._SubParsersAction[argparse.ArgumentParser]

Run = Callable[[argparse.Namespace], int]

#: How many ids of records a finding shows; JSON has them all.
MOST_RECORDS = 8


def add(commands: "Parsers") -> None:
    """Add the command and its parts to `commands`."""
    law = commands.add_parser("law", help="limitation, interest, contacts, and the rules of law")
    parts = law.add_subparsers(dest="part", required=True, metavar="COMMAND")

    limitation = _part(parts, "limitation", "work out when a claim runs out", _limitation)
    takes_input(limitation, "a case in YAML or JSON")

    demands = _part(parts, "demands", "find two effective demands on a card", _demands)
    takes_input(demands, "a case in YAML or JSON")

    interest = _part(parts, "interest", "work out interest, ceilings, who is paid first", _interest)
    takes_input(interest, "a case in YAML or JSON")

    contacts = _part(parts, "contacts", "audit a record of contacts", _contacts)
    takes_input(contacts, "contacts in CSV or JSON lines")
    contacts.add_argument("--facts", type=Path, metavar="FILE", help="facts on file, likewise")
    contacts.add_argument("--jurisdiction", type=str.upper, default="CN", help="whose rules (CN)")
    contacts.add_argument("--house", type=Path, metavar="FILE", help="a house's stricter table")

    diff = _part(parts, "diff", "list what changed in the rules, and what cites it", _diff)
    diff.add_argument("--since", type=day, required=True, metavar="DATE", help="after this day")
    diff.add_argument("--until", type=day, metavar="DATE", help="up to this day (today)")

    rules = _part(parts, "rules", "list the rules, or show some as cards", cards.rules)
    rules.add_argument("ids", nargs="*", metavar="ID", help="show these as cards")
    rules.add_argument("--on", type=day, metavar="DATE", help="those in force on this day")
    rules.add_argument("--jurisdiction", type=str.upper, help="those of this pack alone")
    rules.add_argument("--house", type=Path, metavar="FILE", help="a house's stricter pack")

    care = _part(parts, "care", "show help lines and what to do in a crisis", cards.care)
    care.add_argument("jurisdiction", type=str.upper, metavar="JURISDICTION", help="such as CN")


def _part(parts: "Parsers", name: str, what: str, run: Run) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = parts.add_parser(name, help=what, description=what)
    speaks(parser)
    parser.set_defaults(run=run)
    return parser


def _limitation(options: argparse.Namespace) -> int:
    from casebook.law.limitation.calculate import calculate, read

    _show(calculate(read(*read_input(options.file))), options)
    return OK


def _demands(options: argparse.Namespace) -> int:
    from casebook.law.overdraft.demands import calculate, read

    _show(calculate(read(*read_input(options.file))), options)
    return OK


def _interest(options: argparse.Namespace) -> int:
    from casebook.law.interest.calculate import calculate, parse

    text, where = read_input(options.file)
    _show(calculate(parse(text, where), where), options)
    return OK


def _show(result: "Limitation | Answer | Result", options: argparse.Namespace) -> None:
    if options.json:
        print_json(result.to_dict())
        return
    print("\n".join(result.lines(options.language)))
    print_notice((id_ for step in result.steps for id_ in step.rules), options.language)


def _contacts(options: argparse.Namespace) -> int:
    from casebook.compliance.contacts.audit import audit
    from casebook.compliance.contacts.reading import read, read_facts

    table = _table(options.jurisdiction, options.house)
    facts = read_facts(read_file(options.facts), str(options.facts)) if options.facts else ()
    findings = audit(read(*read_input(options.file)), facts, table)
    if options.json:
        for finding in findings:
            print_json(finding.to_dict())
    else:
        _print_findings(findings, options.language)
    return FAULTS if findings else OK


def _table(jurisdiction: str, house: Path | None) -> "Table":
    from casebook.compliance.contacts.house import overlay
    from casebook.law.contacts import read_table, table

    law = table(jurisdiction)
    return overlay(law, read_table(read_file(house), str(house))) if house else law


def _print_findings(findings: "tuple[Finding, ...]", language: Language) -> None:
    from casebook.law.rules import rules

    titles = {rule.id: rule.title.say(language) for rule in rules()}
    for finding in findings:
        rule = f"{finding.rule} {titles[finding.rule]}"
        told = (rule, _records(finding, language), finding.evidence.say(language))
        severity = say(f"severity-{finding.severity}", language)
        print(f"[{severity}] {one_line(' · '.join(told))}")
    _print_counts(Counter(finding.check for finding in findings), language)
    print_notice((finding.rule for finding in findings), language)


def _print_counts(counts: Counter[str], language: Language) -> None:
    if not counts:
        print(say("no-findings", language))
        return
    print()
    for check, count in sorted(counts.items()):
        print(say("per-check", language, check=check, count=count))
    print(say("total", language, count=counts.total()))


def _records(finding: "Finding", language: Language) -> str:
    shown, count = ", ".join(finding.records[:MOST_RECORDS]), len(finding.records)
    if count <= MOST_RECORDS:
        return shown
    return say("records-more", language, shown=shown, count=count)


def _diff(options: argparse.Namespace) -> int:
    from casebook.law.changes import changes

    until = options.until or date.today()  # noqa: DTZ011 - a calendar day
    if until < options.since:
        what = f"--since is {options.since}"
        raise DataError("law diff", what, f"{until} (--until) or before", "swap the two")
    found, citing = changes(options.since, until), _citing()
    if options.json:
        for change in found:
            print_json(_plain(change, citing))
    else:
        _print_changes(found, citing, options.language)
    return OK


def _citing() -> "Cited | None":
    """Return what cites each rule, or None outside the repository."""
    from casebook.grading import places

    try:
        root = places.repository(Path.cwd())
    except SetupError:
        return None
    from casebook.authoring.citing import citing  # heavier, and of use here alone

    return citing(root)


def _plain(change: "Change", citing: "Cited | None") -> dict[str, Any]:
    from casebook.law.rules import rule

    cited_by = None if citing is None else [asdict(one) for one in citing.get(change.id, ())]
    return {
        "on": change.on,
        "what": change.what.name.lower(),
        "id": change.id,
        "title": asdict(rule(change.id).title),
        "cited_by": cited_by,
    }


def _print_changes(
    found: "tuple[Change, ...]",
    citing: "Cited | None",
    language: Language,
) -> None:
    from casebook.law.rules import rule

    if citing is None:
        print(f"{say('outside', language)}\n")
    for change in found:
        what = say(f"change-{change.what.name.lower()}", language)
        print(f"{change.on} {what} {change.id} {rule(change.id).title.say(language)}")
        if citing is not None:
            cited_by = citing.get(change.id) or (say("cited-by-none", language),)
            print(*(f"  {one}" for one in cited_by), sep="\n")
    if not found:
        print(say("no-change", language))
    print_notice((change.id for change in found), language)
