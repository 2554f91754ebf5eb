"""The glossary on the page: whole or by a word, in either language, every text escaped."""

from pathlib import Path

import pytest

from casebook.activities import glossary as terms
from casebook.activities import place
from casebook.activities.glossary import Term
from casebook.text import Language, Text
from casebook.widgets.glossary import glossary


def test_every_term_is_shown_in_both_languages(folder: Path) -> None:
    shown = glossary()

    assert repr(shown) == f"Glossary(terms={len(terms.terms())})"
    html = shown._repr_html_()
    assert html.count("<tr>") == len(terms.terms()) + 1
    assert all(f">{one.term.zh}<" in html for one in terms.terms())


@pytest.mark.parametrize("word", ["时效", "LIMITATION"])
def test_a_word_of_either_language_finds_its_terms(folder: Path, word: str) -> None:
    found = glossary(word).terms

    assert 0 < len(found) < len(terms.terms())
    assert "limitation" in {one.id for one in found}


@pytest.mark.parametrize(
    ("language", "told"), [("zh", "没有含“qqq”的术语"), ("en", "No term holds")]
)
def test_a_word_that_no_term_holds_says_how_to_see_all(
    folder: Path, monkeypatch: pytest.MonkeyPatch, language: str, told: str
) -> None:
    monkeypatch.setenv(place.LANGUAGE, Language(language))

    html = glossary("qqq")._repr_html_()

    assert told in html
    assert "<table" not in html


def test_what_is_asked_and_what_is_told_stands_as_text(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    odd = Term("odd", Text("<b>", "a & b"), Text("甲", "<i>"))
    monkeypatch.setattr(terms, "terms", lambda: (odd,))

    html = glossary("<b>")._repr_html_()

    assert "&lt;b&gt;" in html
    assert "a &amp; b" in html
    assert "<b>" not in html
