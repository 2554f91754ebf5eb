"""Rules and help in a crisis as text: a line a rule, a card a rule, a page a jurisdiction."""

import argparse
from collections.abc import Collection, Iterable, Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from casebook.cli.terminal import OK, print_json, print_notice, read_file, say
from casebook.errors import ContentError
from casebook.text import Language

if TYPE_CHECKING:  # `casebook --help` reads no rules
    from casebook.law.care import Care, HelpLine
    from casebook.law.model import Confidence, Rule


def rules(options: argparse.Namespace) -> int:
    """Print the pack as of a day, or some of its rules as cards."""
    from casebook.law.rules import rules as law_of

    law = law_of(jurisdiction=options.jurisdiction)
    known = _laid_over(law, options.house)
    wanted = _named(options.ids, known) if options.ids else _binding(known, options.on)
    if options.json:
        for rule in wanted:
            print_json(asdict(rule))
        return OK
    changed = {rule.id for rule in set(known) - set(law)}
    _print(wanted, changed, options)
    print_notice((rule.id for rule in wanted), options.language)
    return OK


def _laid_over(law: "tuple[Rule, ...]", house: Path | None) -> "tuple[Rule, ...]":
    from casebook.law.house import lay_over
    from casebook.law.loader import read_pack

    return lay_over(law, read_pack(read_file(house), str(house))) if house else law


def _binding(known: "tuple[Rule, ...]", on: date | None) -> "tuple[Rule, ...]":
    return tuple(rule for rule in known if on is None or rule.is_in_force(on))


def _named(ids: Iterable[str], known: "tuple[Rule, ...]") -> "tuple[Rule, ...]":
    """Return the rules called so; every unknown id is told at once."""
    from casebook.law.rules import rule as of_law

    by_id = {rule.id: rule for rule in known}
    found, faults = [], []
    for id_ in ids:
        try:
            found.append(by_id.get(id_) or of_law(id_))
        except ContentError as error:
            faults.append(str(error))
    if faults:
        raise ContentError.of("law rules", faults)
    return tuple(found)


def _print(
    wanted: "tuple[Rule, ...]", changed: Collection[str], options: argparse.Namespace
) -> None:
    language = options.language
    house = say("house", language)
    told = [
        (house if rule.id in changed else "")
        + ("\n".join(_card(rule, options.on, language)) if options.ids else _line(rule, language))
        for rule in wanted
    ]
    print(("\n\n" if options.ids else "\n").join(told) or say("no-rules", language))


def _line(rule: "Rule", language: Language) -> str:
    told = (rule.title.say(language), rule.citation(language), *_in_force(rule, language))
    return f"{rule.id} {' · '.join(told)}"


def _card(rule: "Rule", on: date | None, language: Language) -> Iterator[str]:
    yield f"{rule.id} {rule.title.say(language)}"
    yield f"  {rule.text.say(language)}"
    yield f"  {say('cited', language, citation=rule.citation(language))}"
    yield f"  {' · '.join(_in_force(rule, language))}"
    if on:
        yield f"  {say('binds' if rule.is_in_force(on) else 'binds-not', language, day=str(on))}"
    rank, severity = say(f"rank-{rule.rank}", language), say(f"severity-{rule.severity}", language)
    yield f"  {say('weight', language, rank=rank, severity=severity)}"
    yield f"  {_checked(rule.confidence, language)}"
    yield f"  {say('source', language, source=rule.source, revised=str(rule.revised))}"
    if review := rule.legal_review:
        yield f"  {say('reviewed', language, by=review.by, on=str(review.on))}"


def _in_force(rule: "Rule", language: Language) -> Iterator[str]:
    first, last = rule.in_force_from, rule.in_force_until
    yield say("since", language, first=str(first)) if first else say("undated", language)
    if last:
        yield say("until", language, last=str(last))


def _checked(confidence: "Confidence", language: Language) -> str:
    known = {name: basis for name, basis in asdict(confidence).items() if basis}
    key = "confidence-article" if "article" in known else "confidence"
    told = {name: say(f"basis-{basis}", language) for name, basis in known.items()}
    return say(key, language, **told)


def care(options: argparse.Namespace) -> int:
    """Print the help lines and the protocol of a jurisdiction."""
    from casebook.law.care import care as care_of

    found = care_of(options.jurisdiction)
    if options.json:
        print_json(asdict(found, dict_factory=_named_as_written))
    else:
        print("\n".join(_page(found, options.language)))
        print_notice((id_ for step in found.protocol for id_ in step.rules), options.language)
    return OK


def _named_as_written(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Call a field what its file calls it; `for` is Python's own word."""
    return {name.rstrip("_"): value for name, value in pairs}


def _page(care: "Care", language: Language) -> Iterator[str]:
    from casebook.law.care import HELP_LINES, PROTOCOL
    from casebook.law.reasoning import Step as Cited  # it says the rules after the words

    yield f"{HELP_LINES.say(language)} · {care.jurisdiction}"
    yield care.note.say(language)
    for line in care.help_lines:
        yield from ("", *_help_line(line, language))
    yield from ("", PROTOCOL.say(language))
    for place, step in enumerate(care.protocol, 1):
        yield f"{place}. {Cited(None, step.rules, step.text).say(language)}"


def _help_line(line: "HelpLine", language: Language) -> Iterator[str]:
    from casebook.law.care import CHECKED

    yield say("help-line", language, name=line.name, contact=line.contact)
    about = (text.say(language) for text in (line.for_, line.hours, line.area) if text)
    yield f"  {' · '.join(about)}"
    basis = say(f"basis-{line.confidence}", language)
    yield f"  {line.source} · {CHECKED.say(language)} {line.checked} · {basis}"
