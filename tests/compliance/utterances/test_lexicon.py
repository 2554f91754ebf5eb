"""Words are found by what they mean, the longest at each place, in their usual forms."""

import pytest

from casebook.compliance.utterances.lexicon import Finder, Lexicon, lexicon, words
from casebook.compliance.utterances.normal import normal
from casebook.text import Language
from compliance.utterances.said import written

ZH, EN = Language.ZH, Language.EN


def marks(language, text, **classes):
    raw = {"classes": classes, "cues": {"negation": ""}, "outright": {}}
    found = Lexicon(language, raw).marks(text)
    return [(text[mark.start : mark.end], *mark.classes) for mark in found]


def listed(language):
    raw = written(f"{language}.yaml")
    named = {**raw["classes"], **raw["cues"]}.values()
    parts = [(one.split() if language is ZH else one.split(",")) for one in named]
    return [word.strip() for some in parts for word in some]


def test_of_chinese_words_the_longest_wins():
    assert marks(ZH, "进黑名单吧", dark="黑", listed="黑名单 名单") == [("黑名单", "listed")]


def test_of_english_phrases_the_longest_wins():
    found = marks(EN, "quit calling me now", tell="call", stop="quit calling, quit calling me")

    assert found == [("quit calling me", "stop")]


def test_a_word_of_two_classes_carries_both():
    assert marks(ZH, "单位。", stop="单位", others="单位") == [("单位", "others", "stop")]


def test_words_are_found_in_order_and_do_not_overlap():
    found = lexicon(ZH).marks("你再不还钱，我们就告诉你单位领导，让你上黑名单。")

    ends = [0, *(mark.end for mark in found)]
    assert len(found) > 5
    assert all(end <= mark.start < mark.end for end, mark in zip(ends, found, strict=False))


@pytest.mark.parametrize("text", ["我去你单位", "坐牢", "牢"])
def test_a_word_at_the_end_of_the_text_ends_where_the_text_does(text):
    found = Lexicon(
        ZH,
        {"classes": {"any": "单位 单位的领导 坐牢 坐牢的人 牢 牢饭"}, "cues": {}, "outright": {}},
    ).marks(text)

    assert [mark.end for mark in found] == [len(text)]


@pytest.mark.parametrize("language", Language)
def test_each_word_listed_is_found_where_it_stands(language):
    known = lexicon(language)

    for word in listed(language):
        text = normal(word, language).text
        [mark] = known.marks(f"{text} 。 ")
        assert text[mark.start : mark.end] == text.rstrip("."), word


@pytest.mark.parametrize("language", Language)
def test_each_word_is_listed_in_the_form_in_which_texts_are_read(language):
    assert [word for word in listed(language) if normal(word, language).text != word] == []


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("tow", "it tows cars"),
        ("boss", "both bosses"),
        ("seize", "was seized"),
        ("seize", "seizing it"),
        ("levy", "two levies"),
        ("levy", "was levied"),
        ("grab", "grabbed it"),
        ("grab", "grabbing it"),
        ("mother", "my mother's house"),
        ("bank account", "all bank accounts"),
    ],
)
def test_an_english_word_is_found_in_its_usual_forms(word, text):
    assert marks(EN, text, any=word)
    assert Finder([word], EN).first(text, 0)


@pytest.mark.parametrize(("word", "text"), [("car", "scared"), ("car", "careful"), ("rat", "rate")])
def test_an_english_word_is_not_found_inside_another(word, text):
    assert not marks(EN, text, any=word)
    assert Finder([word], EN).first(text, 0) is None


@pytest.mark.parametrize(
    "text", ["the 'sheriff' comes", "'sheriff', he said", "a so-called 'sheriff'"]
)
def test_an_english_word_in_single_quotation_marks_is_found(text):
    assert marks(EN, text, police="sheriff") == [("sheriff", "police")]


def test_a_finder_looks_behind_a_place_only():
    finder = Finder(["坐牢", "判刑"], ZH)

    assert finder.first("坐牢，判刑", 0) == (0, 2)
    assert finder.first("坐牢，判刑", 1) == (3, 5)
    assert finder.first("坐牢，判刑", 4) is None


@pytest.mark.parametrize(
    ("text", "language", "cut"),
    [
        ("you owe $5,000.50 by 24/7", EN, ["you", "owe", "0", "0", "0", "by", "0"]),
        ("don't pay-day", EN, ["don't", "pay-day"]),
        ("欠款3000元", ZH, ["欠款", "0", "元"]),
        ("", ZH, []),
        ("  \n", EN, []),
    ],
)
def test_text_is_cut_into_words_and_every_number_is_0(text, language, cut):
    assert words(text, language) == cut
