"""A term of the glossary has one English, whatever text it stands in."""

import pytest

from casebook.activities import glossary
from casebook.activities.glossary import Term
from casebook.authoring import terms
from casebook.text import Text

LONG = Term("joint", Text("连带责任保证", "joint-liability guarantee"), Text("", ""))
SHORT = Term("guarantee", Text("保证", "guarantee (of a debt)"), Text("", ""), also=("surety",))


@pytest.fixture(autouse=True)
def two_terms(monkeypatch: pytest.MonkeyPatch):
    terms._longest_first.cache_clear()
    monkeypatch.setattr(glossary, "terms", lambda: (SHORT, LONG))
    yield
    terms._longest_first.cache_clear()


def told(zh: str, en: str) -> list[str]:
    return [what for what, _ in terms.in_two_ways(zh, en)]


def test_the_glossarys_english_will_do_in_any_case_and_so_will_what_it_allows():
    assert told("他提供保证。", "He gave a Guarantee.") == []
    assert told("他提供保证。", "He stood surety.") == []
    assert told("没有这个词。", "Nothing of it.") == []


def test_another_english_is_told_with_what_is_expected():
    [(what, expected)] = terms.in_two_ways("他提供保证。", "He gave a warranty.")

    assert what == 'en has no English of "保证"'
    assert expected == "guarantee or surety"


def test_a_longer_term_hides_the_shorter_one_within_it():
    assert told("连带责任保证", "a joint-liability guarantee") == []
    assert told("连带责任保证", "a joint and several guarantee") == [
        'en has no English of "连带责任保证"'
    ]
    assert told("连带责任保证，也是保证", "a joint-liability guarantee") == []
