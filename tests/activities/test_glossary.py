"""One term in each language for one thing, each explained."""

from collections import Counter

from casebook.activities.glossary import terms
from casebook.law.rules import rules


def twice(words: list[str]) -> list[str]:
    return [word for word, times in Counter(words).items() if times > 1]


def test_a_term_stands_once_in_each_language() -> None:
    assert twice([one.id for one in terms()]) == []
    assert twice([one.term.zh for one in terms()]) == []
    assert twice([one.term.en for one in terms()]) == []


def test_every_term_is_explained_in_both_languages() -> None:
    assert len(terms()) >= 60
    assert [one.id for one in terms() if not (one.about.zh and one.about.en)] == []


def test_the_rules_that_terms_rest_on_are_known() -> None:
    known = {rule.id for rule in rules()}

    assert {id_ for one in terms() for id_ in one.rules} <= known


def test_other_english_for_a_term_is_not_the_term_itself() -> None:
    assert [one.id for one in terms() if one.term.en in one.also] == []
