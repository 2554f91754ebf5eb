"""A rule of law in one language, for a small card beside what rests on it."""

from casebook.errors import ContentError
from casebook.law.model import NOT_REVIEWED
from casebook.law.rules import rule
from casebook.text import Language


def rule_card(rule_id: str, language: Language) -> dict[str, str]:
    """Return what the card says; a rule that the law pack lacks is shown by its id alone."""
    try:
        found = rule(rule_id)
    except ContentError:
        return {"id": rule_id, "title": "", "text": "", "cited": ""}
    cited = found.citation(language)
    return {
        "id": found.id,
        "title": found.title.say(language),
        "text": found.text.say(language),
        "cited": cited if found.legal_review else f"{cited} · {NOT_REVIEWED.say(language)}",
    }
