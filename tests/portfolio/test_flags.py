"""The vocabulary is complete and in two languages."""

import re

import pytest

from casebook.errors import DataError
from casebook.portfolio.flags import flag, flags, review_flags


def test_there_are_nineteen_flags_with_permanent_ids_and_twelve_of_a_review() -> None:
    ids = [each.id for each in flags()]

    assert len(set(ids)) == 19
    assert flags()[:12] == review_flags()
    assert {each.effort for each in review_flags()} == {1, 2, 3}
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", each) for each in ids)


def test_names_and_definitions_are_in_both_languages() -> None:
    for each in flags():
        for text in (each.name, each.definition):
            assert re.search("[\u4e00-\u9fff]", text.zh)
            assert re.search("[A-Za-z]{3}", text.en)


def test_an_unknown_flag_names_the_nearest() -> None:
    with pytest.raises(DataError, match="no flag 'query-bursts', expected one of query-burst"):
        flag("query-bursts")
