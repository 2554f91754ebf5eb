"""What a finished round of screening earned: the counts, and why each mark was right or wrong."""

from collections.abc import Iterable, Mapping
from typing import Any

from casebook.activities.casework.screening import Review, Round, Tally
from casebook.portfolio import practice
from casebook.portfolio.flags import Flag, review_flags
from casebook.text import Language
from casebook.widgets.evidence import WORDS, evidence
from casebook.widgets.interface import say
from casebook.widgets.rulecard import rule_card

#: From here up a share counts as good; it only chooses what is said of it.
GOOD = 0.8


def told(round_: Round, language: Language) -> dict[str, Any]:
    """Return all that the page says of a finished round, in one language."""
    reviews = round_.reviews()
    tally = round_.tally()
    clean = [one for one in reviews if not one.there]
    rules = dict.fromkeys(rule for one in reviews for rule in one.task.rules)
    return {
        "marked": tally.marked,
        "there": tally.there,
        "hits": tally.hits,
        "clean": len(clean),
        "passed": sum(not one.marked for one in clean),
        "seconds": round_.seconds,
        "reading": say(WORDS, _reading(tally), language),
        "files": [_file(one, language) for one in reviews],
        "flags": [_counted(flag, reviews, language) for flag in review_flags()],
        "rules": [rule_card(rule, language) for rule in rules],
    }


def _reading(tally: Tally) -> str:
    if tally.marked == tally.there == tally.hits:
        return "read-all"
    is_precise = tally.precision is None or tally.precision >= GOOD
    is_complete = tally.recall is None or tally.recall >= GOOD
    if is_precise and is_complete:
        return "read-both"
    if is_complete:
        return "read-strays"
    return "read-misses" if is_precise else "read-mixed"


def _file(review: Review, language: Language) -> dict[str, Any]:
    case = practice.case(str(review.task.case))
    return {
        "id": review.task.id,
        "name": case.debtor["name"],
        "is_right": review.is_right,
        "hits": len(review.hits),
        "missed": len(review.missed),
        "strays": len(review.strays),
        "flags": [
            {
                "name": flag.name.say(language),
                "verdict": verdict,
                "stands": evidence(case, flag.id, language),
                "more": _more(flag, verdict, language),
            }
            for flag in review_flags()
            if (verdict := _verdict(review, flag.id))
        ],
        "note": review.task.right.say(language),
    }


def _verdict(review: Review, flag_id: str) -> str | None:
    sets: Mapping[str, frozenset[str]] = {
        "hit": review.hits,
        "missed": review.missed,
        "stray": review.strays,
    }
    return next((name for name, ids in sets.items() if flag_id in ids), None)


def _more(flag: Flag, verdict: str, language: Language) -> str:
    """Return what to do about a flag that stands, or why one does not."""
    if verdict == "stray":
        return say(WORDS, "definition", language, text=flag.definition.say(language))
    return say(WORDS, "ask", language, text=say(WORDS, f"ask {flag.id}", language))


def _counted(flag: Flag, reviews: Iterable[Review], language: Language) -> dict[str, Any]:
    verdicts = [_verdict(one, flag.id) for one in reviews]
    found = verdicts.count("hit")
    there = found + verdicts.count("missed")
    name = flag.name.say(language)
    return {"name": name, "there": there, "found": found, "strays": verdicts.count("stray")}
