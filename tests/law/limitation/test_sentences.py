"""Every sentence is there in both languages, with the same holes, for every member of a set."""

import re
from pathlib import Path

import pytest

import casebook.law.limitation
from casebook.law.limitation.cases import Clause, Hindrance, Means, Mode, Name, Nation
from casebook.law.limitation.events import CLAIM_EVENTS
from casebook.law.limitation.result import (
    BritishLimitation,
    ClaimLimitation,
    GuaranteePeriod,
    Moratorium,
    ValidationPeriod,
)
from casebook.law.reasoning import sentences

TEMPLATES = sentences("casebook.law.limitation").templates
FOLDER = Path(casebook.law.limitation.__file__).parent
SOURCE = "\n".join(path.read_text(encoding="utf-8") for path in FOLDER.glob("*.py"))
BUILT = {
    *(f"cause-demand-{means}" for means in Means),
    *(f"cause-{name}" for name in CLAIM_EVENTS if name not in {Name.DEMAND, Name.OBSTACLE}),
    *(f"obstacle-{cause}" for cause in Hindrance),
    *(f"mode-{mode}" for mode in Mode),
    *(f"british-{nation}" for nation in Nation),
    "reason-internal-note",
    "reason-refusal",
    *(f"period-clause-{clause}" for clause in Clause if clause is not Clause.UNTIL_PAID_IN_FULL),
}


def holes(text):
    return set(re.findall(r"\{(\w+)\}", text))


@pytest.mark.parametrize("key", TEMPLATES)
def test_both_languages_have_the_same_holes(key):
    assert holes(TEMPLATES[key].zh) == holes(TEMPLATES[key].en)
    assert TEMPLATES[key].zh
    assert TEMPLATES[key].en


def test_every_member_of_a_set_has_its_sentence():
    assert set(TEMPLATES) >= BUILT


def test_every_sentence_is_used():
    named = {key for key in TEMPLATES if f'"{key}"' in SOURCE}

    assert set(TEMPLATES) - named - BUILT == set()


@pytest.mark.parametrize(
    "kind",
    [ClaimLimitation, GuaranteePeriod, BritishLimitation, Moratorium, ValidationPeriod],
)
def test_every_value_of_a_result_has_a_label(kind):
    labels = sentences("casebook.law.limitation", "labels.yaml").templates

    assert set(kind.__dataclass_fields__) - {"steps"} <= set(labels)
