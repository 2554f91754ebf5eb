"""Rules that content cites: each exists, is in force, and is sure enough for an exam."""

import re
from collections.abc import Iterable, Iterator
from datetime import date

from casebook.errors import ContentError
from casebook.law.rules import Basis, Rule, jurisdictions, rule

CITED = re.compile(
    rf"(?<![A-Za-z0-9-])(?:[A-Z]{{2}}-[A-Z]{{3}}|{'|'.join(jurisdictions())})-\d{{2}}(?![\d-])"
)


_IN_FORCE = ("a rule in force", "cite the rule that holds now, or wait until this one does")


def in_text(text: str) -> tuple[str, ...]:
    """Return the ids of the rules that `text` cites, each once."""
    return tuple(sorted(set(CITED.findall(text))))


def faults(
    ids: Iterable[str], *, today: date, is_exam: bool = False
) -> Iterator[tuple[str, str, str]]:
    """Yield (what, expected, what to do) for each rule that cannot be cited."""
    for rule_id in ids:
        try:
            cited = rule(rule_id)
        except ContentError as error:
            yield f'cites "{rule_id}", which no rule is called', "a rule's id", error.do
            continue
        if not cited.is_in_force(today):
            yield f"cites {rule_id}, which {_out_of_force(cited, today)}", *_IN_FORCE
        if is_exam and cited.confidence.rule is Basis.RECALLED:
            yield (
                f"rests on {rule_id}, whose substance is only recalled",
                "a rule whose text was found, in an exam",
                "find the text, or move the item to practice",
            )


def _out_of_force(cited: Rule, today: date) -> str:
    if cited.in_force_from and today < cited.in_force_from:
        return f"is not in force before {cited.in_force_from}"
    return f"is retired: it was in force until {cited.in_force_until}"
