"""What every page of findings has at its foot."""

from dataclasses import replace
from datetime import date

import pytest

from casebook.law.model import Review
from casebook.law.rules import jurisdictions, rule
from casebook.text import Language
from casebook.widgets.findings import foot
from casebook.widgets.interface import read_words

FIRST, SECOND = rule("CN-SEC-10"), rule("CN-SEC-11")
REVIEWED = replace(FIRST, legal_review=Review("a lawyer", date(2027, 1, 1)))


@pytest.mark.parametrize(
    ("language", "not_reviewed"), [("zh", "未经律师审阅"), ("en", "No lawyer has reviewed")]
)
def test_the_foot_says_that_no_lawyer_has_reviewed_the_rules_until_one_has(
    language: str, not_reviewed: str
) -> None:
    spoken = Language(language)

    assert not_reviewed in foot("a law", [REVIEWED, SECOND], spoken)
    assert not_reviewed not in foot("a law", [REVIEWED], spoken)
    assert "a law" in foot("a law", [REVIEWED], spoken)


def test_every_jurisdiction_has_a_name_in_words() -> None:
    named = {word for word in read_words("findings.yaml") if word.startswith("law ")}

    assert named == {f"law {one}" for one in jurisdictions()}
