"""`casebook compliance`: check what was said or written, line by line."""

import argparse
from typing import TYPE_CHECKING, Any

from casebook.cli.terminal import (
    FAULTS,
    OK,
    one_line,
    print_json,
    print_notice,
    read_input,
    say,
    takes_input,
)
from casebook.text import Language

if TYPE_CHECKING:  # `casebook --help` reads no rules
    from casebook.compliance.utterances.model import Finding, Utterance

#: How much is shown on either side of what was found.
CONTEXT = 40


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to `commands`."""
    parser = commands.add_parser("compliance", help="check messages, letters and transcripts")
    takes_input(parser, "JSON lines, or plain text of which each line is a collector's")
    parser.add_argument("--json", action="store_true", help="print one JSON line per utterance")
    parser.add_argument(
        *("--lang", "--language"),
        dest="language",
        type=Language,
        choices=list(Language),
        default=Language.ZH,
        help="language of plain text (zh); JSON lines say their own",
    )
    parser.add_argument(
        "--jurisdiction", type=str.upper, default="CN", help="law that plain text is under (CN)"
    )
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    from casebook.compliance.utterances.check import check
    from casebook.compliance.utterances.reading import read
    from casebook.law.rules import pack

    pack(options.jurisdiction)  # raises where there is none
    text, where = read_input(options.file)
    utterances = read(text, where, language=options.language, jurisdiction=options.jurisdiction)
    found: list[Finding] = []
    for utterance, findings in zip(utterances, check(utterances), strict=True):
        found += findings
        if options.json:
            print_json(_plain(utterance, findings))
        else:
            _print(utterance, findings)
    if not options.json:
        _print_counts(found, len(utterances), options.language)
    return OK if all(finding.kind.is_of_client for finding in found) else FAULTS


def _print_counts(found: "list[Finding]", count: int, language: Language) -> None:
    signs = sum(finding.kind.is_of_client for finding in found)
    print(say("checked", language, count=count, breaches=len(found) - signs, signs=signs))
    print_notice((finding.rule for finding in found if finding.rule), language)


def _plain(utterance: "Utterance", findings: "tuple[Finding, ...]") -> dict[str, Any]:
    return {
        "id": utterance.id,
        "findings": [finding.to_dict(utterance.lang) for finding in findings],
    }


def _print(utterance: "Utterance", findings: "tuple[Finding, ...]") -> None:
    language = utterance.lang
    for finding in findings:
        severity = say(f"severity-{finding.severity}", language)
        rests_on = _cited(finding.rule, language)
        print(f"[{severity}] {one_line(utterance.id)} · {finding.kind} · {rests_on}")
        print(f"  {one_line(marked(utterance.text, finding.span))}")
        print(f"  {say('why', language, text=finding.why.say(language))}")
        print(f"  {say('rewording', language, text=finding.rewording.say(language))}\n")


def _cited(rule_id: str | None, language: Language) -> str:
    from casebook.law.rules import rule

    if rule_id is None:
        return say("no-rule", language)
    return f"{rule_id} {rule(rule_id).title.say(language)}"


def marked(text: str, span: tuple[int, int] | None) -> str:
    """Return what was found in double brackets, with some of the text around it.

    Where something is missing there is nothing to mark, and the text's beginning is shown.
    """
    if span is None:
        return _head(text, 2 * CONTEXT)
    start, end = span
    return f"{_tail(text[:start])}[[{text[start:end]}]]{_head(text[end:], CONTEXT)}"


def _head(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[:length]}…"


def _tail(text: str) -> str:
    return text if len(text) <= CONTEXT else f"…{text[-CONTEXT:]}"
