"""The glossary on the page: one term in each language for one thing, and what it means."""

from html import escape

from casebook.activities import glossary as terms
from casebook.activities import place
from casebook.activities.glossary import Term
from casebook.text import Language
from casebook.widgets.interface import say, source

WORDS = "glossary.yaml"


def glossary(wanted: str = "") -> "Glossary":
    """Show the terms of the trade and the law, or those that hold a word of either language."""
    return Glossary(place.here().language, wanted.strip())


class Glossary:
    """A table of terms: plain HTML, so that a saved notebook shows it too."""

    def __init__(self, language: Language, wanted: str) -> None:
        self._language, self._wanted = language, wanted
        self.terms = tuple(one for one in terms.terms() if _holds(one, wanted.casefold()))

    def __repr__(self) -> str:
        return f"Glossary(terms={len(self.terms)})"

    def _repr_html_(self) -> str:
        rows = "".join(self._row(term) for term in self.terms)
        heads = "".join(
            f'<th scope="col">{self._say(one)}</th>' for one in ("zh", "en", "about", "rules")
        )
        table = (
            f'<div class="cbg-box" tabindex="0" role="group" aria-label="{self._say("name")}">'
            f'<table class="cbg-terms"><thead><tr>{heads}</tr></thead>'
            f"<tbody>{rows}</tbody></table></div>"
        )
        return (
            f'<style>{source("glossary.css")}</style><section class="cbg" lang="{self._language}">'
            f'<p class="cbg-count">{self._count()}</p>{table if rows else ""}</section>'
        )

    def _count(self) -> str:
        if not self._wanted:
            return self._say("count", count=len(self.terms))
        return self._say(
            "found" if self.terms else "none", wanted=self._wanted, count=len(self.terms)
        )

    def _row(self, term: Term) -> str:
        about, rules = term.about.say(self._language), ", ".join(term.rules)
        return (
            f'<tr><th scope="row" lang="zh">{escape(term.term.zh)}</th>'
            f'<td lang="en">{escape(term.term.en)}</td>'
            f"<td>{escape(about)}</td><td>{escape(rules)}</td></tr>"
        )

    def _say(self, sentence: str, **given: object) -> str:
        return escape(say(WORDS, sentence, self._language, **given))


def _holds(term: Term, wanted: str) -> bool:
    texts = (term.term.zh, term.term.en, *term.also, term.about.zh, term.about.en)
    return any(wanted in text.casefold() for text in texts)
