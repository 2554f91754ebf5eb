"""What a finding says is written for each kind, rests on binding rules and is itself clean."""

import re
from datetime import date

import pytest

from casebook.compliance.utterances.model import Kind
from casebook.law.model import Severity
from casebook.law.rules import jurisdictions, pack
from compliance.utterances.said import found, written

TODAY = date(2026, 11, 25)
KINDS = written("kinds.yaml")
RULES = [
    pytest.param(kind, law, id_, id=f"{kind}-{law}")
    for kind, told in KINDS.items()
    for law, id_ in told["rules"].items()
    if id_ is not None
]
REWORDINGS = [
    pytest.param(lang, law, KINDS[kind]["rewording"][lang], id=f"{kind}-{law}")
    for kind in Kind
    for lang, law in (("zh", "CN"), ("en", "US"), ("en", "UK"))
]


def test_the_kinds_are_the_closed_list_in_its_order():
    assert list(KINDS) == list(Kind)


@pytest.mark.parametrize("kind", Kind)
def test_each_kind_says_everything_in_both_languages(kind):
    told = KINDS[kind]

    assert list(told) == ["severity", "rules", "why", "rewording"]
    assert told["severity"] in set(Severity) - {Severity.NOTE}
    assert sorted(told["rules"]) == sorted(jurisdictions())
    for field in ("why", "rewording"):
        assert list(told[field]) == ["zh", "en"]
        assert re.search("[\u4e00-\u9fff]", told[field]["zh"])
        assert not re.search("[\u4e00-\u9fff]", told[field]["en"])


@pytest.mark.parametrize(("kind", "law", "id_"), RULES)
def test_each_rule_is_in_the_pack_of_its_jurisdiction_and_binds_today(kind, law, id_):
    [rule] = [one for one in pack(law) if one.id == id_]

    assert rule.is_in_force(TODAY)
    assert rule.in_force_until is None


@pytest.mark.parametrize(("kind", "law", "id_"), RULES)
def test_no_finding_rests_on_a_note_which_cannot_be_breached(kind, law, id_):
    [rule] = [one for one in pack(law) if one.id == id_]

    assert rule.severity is not Severity.NOTE


@pytest.mark.parametrize(("lang", "law", "text"), REWORDINGS)
@pytest.mark.parametrize("channel", ["call", "chat"])
def test_what_should_be_said_instead_is_found_clean(lang, law, text, channel):
    assert found(text, lang, jurisdiction=law, channel=channel) == {}


@pytest.mark.parametrize(("lang", "law"), [("zh", "CN"), ("en", "US"), ("en", "UK")])
def test_the_opening_that_should_be_said_instead_lacks_no_identity(lang, law):
    opening = KINDS[Kind.MISSING_IDENTITY]["rewording"][lang]

    assert found(opening, lang, jurisdiction=law, turn=1) == {}


@pytest.mark.parametrize(("lang", "law"), [("zh", "CN"), ("en", "US"), ("en", "UK")])
def test_the_demand_that_should_be_written_instead_is_split(lang, law):
    demand = KINDS[Kind.AMOUNT_NOT_SPLIT]["rewording"][lang]

    assert "amount_not_split" not in found(demand, lang, jurisdiction=law, channel="letter", turn=1)
