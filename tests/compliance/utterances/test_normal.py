"""Text is brought to one form for matching, and each character still knows its place."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from casebook.compliance.utterances.normal import normal
from casebook.text import Language

ZH, EN = Language.ZH, Language.EN
# What the trade writes, what hides it, and characters that grow when they are normalised.
TRICKY = "黑名单坐牢錢還還Ａa1İ①㍿…“’＊*·.-_~ 　\t\n\u200b\ufe0f🐶☎，。"
# A capital sigma is lowered by what stands around it, so a slice may differ.
LETTERS = st.characters(exclude_categories=["Cs"], exclude_characters="Σ")
TEXTS = st.text(st.sampled_from(TRICKY) | LETTERS, min_size=1, max_size=40)


@pytest.mark.parametrize(
    ("text", "language", "read"),
    [
        ("ＪＣ１１０，ＶＸ", ZH, "jc110,vx"),
        ("You WILL Pay", EN, "you will pay"),
        ("不還錢就凍結帳戶", ZH, "不还钱就冻结账户"),
        ("don’t “pay”", EN, 'don\'t "pay"'),
        ("「黑名单」", ZH, '"黑名单"'),
        ("￥５００", ZH, "¥500"),
        ("", ZH, ""),
    ],
)
def test_text_is_read_in_one_width_one_case_and_simplified(text, language, read):
    assert normal(text, language).text == read


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("沒收", "没收"),
        ("老賴", "老赖"),
        ("坐不了高鐵飛機", "坐不了高铁飞机"),
        ("全家丟臉", "全家丢脸"),
        ("打斷腳", "打断脚"),
        ("家裡欠費", "家里欠费"),
        ("紅漆", "红漆"),
    ],
)
def test_a_word_of_the_trade_in_traditional_characters_is_read_as_in_simplified(text, read):
    assert normal(text, ZH).text == read


@pytest.mark.parametrize(
    "text",
    [
        *("黑*名*单", "黑 名 单", "黑　名单", "黑·名·单", "黑.名.单", "黑-名_单", "黑/名|单"),
        *("黑🐶名🐶单", "黑\u200b名单", "黑*~ *名单", "黑☎\ufe0f名单", "黑＊名＊单", "黑．名－单"),
    ],
)
def test_filler_between_chinese_characters_is_passed_over(text):
    assert normal(text, ZH).text == "黑名单"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("24 7", ZH),
        ("a*b", ZH),
        ("*黑名单*", ZH),
        ("加 v信", ZH),
        ("坐，牢", ZH),
        ("pay - now", EN),
        ("s.h.i.t", EN),
    ],
)
def test_what_does_not_part_chinese_characters_stays(text, language):
    assert len(normal(text, language).text) == len(text)


def test_a_line_end_is_kept_for_it_ends_a_sentence():
    assert normal("请还款 \n 坐牢", ZH).text.split() == ["请还款", "坐牢"]


def test_in_english_filler_is_not_looked_for():
    assert normal("坐 牢", EN).text == "坐 牢"


def test_the_span_of_a_hidden_word_holds_its_filler():
    text = "上黑*名🐶单了"
    read = normal(text, ZH)
    start = read.text.index("黑名单")

    first, last = read.span(start, start + 3)

    assert text[first:last] == "黑*名🐶单"


def test_a_character_that_grows_keeps_its_one_place():
    read = normal("①㍿还", ZH)

    assert read.text == "1株式会社还"
    assert read.places == (0, 1, 1, 1, 1, 2)
    assert read.span(2, 4) == (1, 2)


@given(TEXTS, st.sampled_from(Language))
def test_each_character_read_has_a_place_in_order(text, language):
    read = normal(text, language)

    assert len(read.places) == len(read.text)
    assert list(read.places) == sorted(read.places)
    assert set(read.places) <= set(range(len(text)))


@given(TEXTS, st.sampled_from(Language), st.data())
def test_the_span_of_any_stretch_is_the_slice_that_reads_the_same(text, language, data):
    read = normal(text, language)
    assume(read.text)
    start = data.draw(st.integers(0, len(read.text) - 1))
    end = data.draw(st.integers(start + 1, len(read.text)))

    first, last = read.span(start, end)

    assert 0 <= first < last <= len(text)
    part = normal(text[first:last], language).text
    assert read.text[start:end] in part
    # Only a character that grew at one of the two ends can make the slice read longer.
    if read.places.count(first) == read.places.count(last - 1) == 1:
        assert part == read.text[start:end]
