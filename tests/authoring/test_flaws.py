"""What lets a test-wise reader guess is told: in an item, and over a bank."""

import pytest

from activities.builders import choice, quiz
from casebook.activities.quiz.model import parse
from casebook.authoring import flaws
from casebook.authoring.flaws import Standing
from casebook.text import Language


def item(stem="题", *options, right=0, item_id="x", **more):
    """A choice item: its stem and options in Chinese, the same in English unless told."""
    raw = choice(item_id, *(n == right for n in range(len(options) or 4)))
    raw["stem"] = {"zh": stem, "en": more.pop("en", "stem")}
    for option, text in zip(raw["options"], options, strict=False):
        option["text"] = {"zh": text, "en": option["text"]["en"]}
    return parse(quiz(raw | more), "test").items[0]


def told(*given, **more):
    return [fault.what for fault in flaws.in_item(item(*given, **more), "some.yaml")]


def test_a_plain_item_has_no_flaw():
    assert told("哪种做法最合适？", "先核对金额", "直接起诉", "等他来电", "换人再打") == []


@pytest.mark.parametrize(
    ("stem", "is_negative"),
    [
        ("下列说法不正确的是？", True),
        ("下列哪项不属于利息？", False),
        ("除甲以外，其余各项均应告知的是？", True),
        ("他说不正确，您怎么答？", False),
        ("除另有说明外，消息都在白天发出。哪些可以发？", False),
    ],
)
def test_a_question_in_the_negative_is_told(stem, is_negative):
    assert any("in the negative (zh)" in one for one in told(stem)) == is_negative


def test_english_is_looked_at_as_well():
    assert any("(en)" in one for one in told("题", en="Which of these is NOT true?"))


def test_absolute_words_in_wrong_options_alone_are_told():
    wrong = ("绝不能联系", "一律起诉", "换人再打")

    assert any("absolute words" in one for one in told("题", "先核对金额", *wrong))
    assert not any("absolute words" in one for one in told("题", "绝对先核对金额", *wrong))


def test_one_absolute_word_is_no_flaw():
    assert told("题", "先核对金额", "一律起诉", "等他来电", "换人再打") == []


def test_all_of_the_above_is_told():
    assert any("all or none" in one for one in told("题", "核对", "起诉", "等待", "以上都对"))


def test_words_of_the_stem_in_the_right_option_alone_are_told():
    stem = "征信机构报送的逾期记录与合同约定不符，先做什么？"

    found = told(stem, "请征信机构核对合同约定的逾期记录", "致电家属", "先去起诉", "等他再说")

    assert any("repeats the stem" in one and "征信" in one for one in found)


def test_an_item_of_law_without_a_rule_is_told():
    assert any("rests on no rule" in one for one in told(teaches=["S14"]))
    assert not any("no rule" in one for one in told(teaches=["S14"], rules=["CN-LIM-01"]))


def bank(items):
    return [Standing("some.yaml", one) for one in items]


def lengths(count, longest_right):
    """A bank in which the right option is the longest so often."""
    long, short = ("很长很长的做法", "短", "短的", "短一点"), ("短", "长的做法", "短的", "短点")
    stems = [f"第 {n} 题：{'甲乙丙丁戊己庚辛'[n % 8] * (n + 3)}" for n in range(count)]
    return bank(
        item(stem, *(long if n < longest_right else short), item_id=f"i{n}")
        for n, stem in enumerate(stems)
    )


def test_a_bank_whose_right_options_are_too_often_the_longest_is_told():
    faults = [one for one in flaws.in_bank(lengths(40, 20)) if "longest" in one.what]

    assert [one.place for one in faults] == ["zh", "zh"]
    assert "50% of 40 items" in faults[0].what
    assert "picking the longest option is worth +25.0 points of 100" in faults[1].what


def test_a_bank_that_is_even_is_not():
    assert [one for one in flaws.in_bank(lengths(40, 10)) if one.place == "zh"] == []


def test_a_right_option_that_is_all_but_never_the_longest_tells_as_much():
    [fault] = [one for one in flaws.in_bank(lengths(40, 2)) if one.place == "zh"]

    assert "picking the longest option is worth -20.0 points of 100" in fault.what


def test_stems_that_ask_the_same_are_told_once():
    stem = "骆先生欠江岸银行一笔贷款，2022-09-30 到期，三年没有催收。他问还用还吗？"
    same = stem.replace("骆", "方").replace("2022", "2021")
    found = list(
        flaws.in_bank(bank([item(stem, item_id="a"), item(same, item_id="b"), item("别的")]))
    )

    assert [one.place for one in found] == ["items/a"]
    assert "asks what b" in found[0].what


def test_a_guesser_who_takes_the_longest_gains_what_the_bank_gives_away():
    guess = {one.way: one for one in flaws.guesses(lengths(40, 40), Language.ZH)}

    assert guess["longest"].gain == 75
    assert guess["longest"].items == 40
    assert flaws.guesses(lengths(40, 10), Language.ZH)[0].gain == 0


def test_the_interval_holds_the_gain():
    for guess in flaws.guesses(lengths(40, 13), Language.ZH):
        assert guess.interval[0] <= guess.gain <= guess.interval[1]
