"""An utterance is cut into clauses, and what the scorer looks at is drawn from them."""

import os
import subprocess
import sys

import pytest

from casebook.compliance.utterances.features import features, read
from compliance.utterances.said import said


def seen(text, lang="zh", **given):
    return read(said(text, lang, **given))


def drawn(text, lang="zh", **given):
    return set(features(seen(text, lang, **given)))


def cut(text, lang="zh"):
    reading = seen(text, lang)
    return [reading.normal.text[one.start : one.end].strip() for one in reading.clauses]


@pytest.mark.parametrize(
    ("text", "lang", "clauses"),
    [
        ("您好，请还款。谢谢！", "zh", ["您好", "请还款", "谢谢"]),
        ("您好\n请还款", "zh", ["您好", "请还款"]),
        ("Pay now. Or else; we call", "en", ["pay now", "or else", "we call"]),
        ("欠款3,000.50元，请还", "zh", ["欠款3,000.50元", "请还"]),
        ("at 10:30 (sharp)", "en", ["at 10:30", "sharp"]),
        ("……！？", "zh", []),
        ("", "en", []),
    ],
)
def test_a_text_is_cut_into_clauses_and_a_number_is_not_cut(text, lang, clauses):
    assert cut(text, lang) == clauses


@pytest.mark.parametrize(
    ("text", "lang", "name"),
    [
        ("他要坐牢，然后呢", "zh", "jail"),
        ("他要坐牢", "zh", "jail"),
        ("go to jail", "en", "jail"),
        ("不會坐牢", "zh", "negation"),
    ],
)
def test_a_clause_knows_what_its_words_mean_wherever_they_stand(text, lang, name):
    reading = seen(text, lang)

    assert reading.clauses[0].has(name)
    assert name in reading.names


def test_each_word_of_a_clause_has_its_classes():
    [clause] = seen("明天去你单位找你领导吧").clauses

    assert "".join(clause.words) == "明天去你单位找你领导吧"
    assert len(clause.words) == len(clause.classes)


def test_a_feature_is_there_or_not():
    assert set(features(seen("今天还款，今天还款")).values()) == {1.0}


def test_no_sum_is_learnt_by_heart():
    assert drawn("请还3000元。") & {"w:0", "w:3000"} == {"w:0"}
    assert drawn("pay 900 now", "en") & {"w:0", "w:900"} == {"w:0"}


@pytest.mark.parametrize(
    ("text", "lang", "sums"),
    [
        ("请尽快还款", "zh", 0),
        ("请还3000元", "zh", 1),
        ("请还三千块", "zh", 1),
        ("本金1,000元、利息20元", "zh", 2),
        ("1元2元3元4元", "zh", 3),
        ("you owe $5,000", "en", 1),
        ("£20 of fees and 300 pounds", "en", 2),
        ("call me at 5", "en", 0),
    ],
)
def test_sums_of_money_are_counted_to_three(text, lang, sums):
    assert f"sums:{sums}" in drawn(text, lang)


def test_the_opening_of_a_talk_is_told_from_what_follows():
    assert {"first", "first:call", "first-lacks:identity"} <= drawn("请还款", turn=1)
    assert "first" in drawn("请还款", turn=4, facts={"first_contact": True})
    assert "later" in drawn("请还款", turn=2)
    assert not {"first", "later"} & drawn("请还款", turn=None)


def test_what_is_written_is_told_from_what_is_spoken():
    assert "written" in drawn("请还款", channel="letter")
    assert "written" not in drawn("请还款", channel="voicemail")


@pytest.mark.parametrize(
    ("to", "is_third"), [("debtor", False), ("guarantor", False), ("unknown", False), (None, False)]
    + [(one, True) for one in ("spouse", "parent", "employer", "neighbour", "emergency_contact")],
)  # fmt: skip
def test_who_owes_nothing_is_a_third_party(to, is_third):
    assert ("third" in drawn("他欠钱没还。", to=to)) is is_third


def test_facts_are_looked_at():
    assert "fact:judgment=True" in drawn("请还款", facts={"judgment": True})


def test_features_come_in_the_same_order_in_every_process():
    # The order in which shares are added up decides the last digit of the odds.
    code = (
        "from compliance.utterances.said import said\n"
        "from casebook.compliance.utterances.features import features, read\n"
        "text = 'Pay, or we tell your boss at work; the police may come with a warrant.'\n"
        "print(*features(read(said(text, 'en', turn=1, to='spouse'))), sep='|')"
    )
    told = {
        subprocess.check_output(
            [sys.executable, "-c", code],
            env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
        )
        for seed in ("1", "2")
    }

    assert len(told) == 1
