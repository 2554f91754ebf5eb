"""A checked wording on the page: marks where the findings stand, notes, care, and no traceback."""

import json
import re
from html import unescape
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.activities import place
from casebook.activities.notice import Notice
from casebook.compliance.utterances.model import Channel, Finding, Kind, Speaker, Utterance
from casebook.compliance.utterances.reading import of_mapping
from casebook.law.care import care
from casebook.law.model import Severity
from casebook.law.rules import jurisdictions, rule
from casebook.text import Language, Text
from casebook.widgets.carecard import care_card
from casebook.widgets.interface import read_words, say
from casebook.widgets.marked import numbered, said
from casebook.widgets.plain import Standin
from casebook.widgets.utterancerecords import language_of
from casebook.widgets.wording import MOST_SHOWN, Wording, wording

WORDS = "wording.yaml"
THREAT = "再不还钱，就把你全家的腿打断。"
CRISIS = {"speaker": "client", "text": "活着没意思，我撑不下去了"}
POLITE = "好的，谢谢您告诉我。"


def checked(words: object, **given: str) -> Wording:
    shown = wording(words, **given)
    assert isinstance(shown, Wording), shown
    return shown


def html(shown: Wording) -> str:
    return shown._repr_html_().partition("</style>")[2]


def text(markup: str) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", markup))).strip()


def utterance(words: str, speaker: Speaker = Speaker.COLLECTOR) -> Utterance:
    return Utterance("1", Language.ZH, "CN", speaker, Channel.CHAT, words)


def finding(
    span: tuple[int, int] | None, kind: Kind = Kind.INSULT, rule_id: str | None = "CN-CRM-07"
) -> Finding:
    why, better = Text("理由", "the reason"), Text("换个说法", "another way")
    return Finding(kind, span, rule_id, Severity.BLOCK, why, better)


def drawn(words: str, *found: Finding, language: Language = Language.ZH) -> str:
    return said(utterance(words), numbered(found, 1), language, is_talk=False)


def marks(markup: str) -> list[tuple[str, str]]:
    """Return the manner and the words of each mark, as the eye reads it, without its numbers."""
    found = re.findall(r'<mark class="cbw-mark" data-manner="(\w+)">(.*?)</mark>', markup, re.S)
    return [(manner, words_in(inside)) for manner, inside in found]


def words_in(markup: str) -> str:
    seen = re.sub(r'<span class="cbw-unseen".*?</span>|<sup.*?</sup>', "", markup, flags=re.S)
    return unescape(re.sub(r"<[^>]+>", "", seen))


def heard(markup: str) -> str:
    """Return what a screen reader says: all but what is hidden from it."""
    return unescape(re.sub(r"<[^>]+>", "", re.sub(r"<sup.*?</sup>", "", markup)))


def test_a_mark_covers_the_words_and_shares_its_number_with_a_note() -> None:
    shown = drawn("您好，你这老赖。谢谢", finding((3, 7)))

    assert marks(shown) == [("breach", "你这老赖")]
    assert "您好，［违规 1：你这老赖］。谢谢" in heard(shown)
    [note] = re.findall(r"<li.*?</li>", shown)
    assert text(note).startswith("违规 1 · 侮辱人格 ■ 严重违规 理由 可以这样说： 换个说法")
    assert rule("CN-CRM-07").title.zh in note


def test_marks_may_overlap() -> None:
    shown = drawn("甲乙丙丁戊", finding((0, 3)), finding((2, 5), Kind.ARREST_THREAT))

    assert marks(shown) == [("breach", "甲乙"), ("breach", "丙"), ("breach", "丁戊")]
    assert "［违规 1：甲乙［违规 2：丙］丁戊］" in heard(shown)
    assert re.findall(r"<sup[^>]*>(\d)</sup>", shown) == ["1", "2"]


@given(data=st.data())
def test_whatever_is_marked_the_text_stays_as_it_was_written(data: st.DataObject) -> None:
    words = data.draw(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30))
    place_in = st.integers(0, len(words))
    spans = data.draw(st.lists(st.tuples(place_in, place_in).filter(lambda s: s[0] < s[1])))

    shown = drawn(words, *map(finding, spans))

    [paragraph] = re.findall(r'<p class="cbw-text"[^>]*>(.*?)</p>', shown, re.S)
    assert words_in(paragraph) == words
    covered = {at for start, end in spans for at in range(start, end)}
    assert sum(len(part) for _, part in marks(shown)) == len(covered)
    assert paragraph.count("<sup") == len(spans)


def test_a_sign_is_marked_and_named_in_another_manner_than_a_breach() -> None:
    shown = drawn("我病了", finding((0, 3), Kind.CLIENT_VULNERABLE))

    assert marks(shown) == [("sign", "我病了")]
    assert "［信号 1：我病了］" in heard(shown)
    told = text(shown)
    assert "马上处理" in told
    assert "可以这样回应" in told
    assert "违规" not in told


def test_what_is_missing_has_a_note_and_no_mark() -> None:
    shown = drawn("还钱", finding(None, Kind.MISSING_IDENTITY))

    assert marks(shown) == []
    assert "缺少 1 · 没有说明自己是谁" in text(shown)


def test_where_no_rule_is_known_it_says_that_the_kit_asks_for_it() -> None:
    assert "规则包里没有对应条文，这是本套教材的要求" in drawn("甲", finding((0, 1), rule_id=None))


def test_reasons_are_in_the_readers_language_and_rewordings_in_that_of_the_text() -> None:
    shown = drawn("甲乙", finding((0, 2)), language=Language.EN)

    assert "the reason" in shown
    assert '<span lang="zh">换个说法</span>' in shown
    assert "Breach 1 · Insult" in text(shown)


def test_markup_in_a_text_is_shown_as_text() -> None:
    shown = html(checked(f"<img src=x> {THREAT} <b>&amp;"))

    assert "<img" not in shown
    assert "&lt;img src=x&gt;" in shown
    assert "&lt;b&gt;&amp;amp;" in shown


@pytest.mark.parametrize("language", Language)
def test_every_kind_and_speaker_and_channel_has_a_name_in_words(language: Language) -> None:
    for name, kinds in (("kind", Kind), ("speaker", Speaker), ("channel", Channel)):
        named = [say(WORDS, f"{name} {one}", language) for one in kinds]
        assert all(named)
        assert len(set(named)) == len(named)
    gone = {word for word in read_words(WORDS) if word.startswith("kind ")}
    assert gone == {f"kind {one}" for one in Kind}


@pytest.mark.parametrize("language", Language)
def test_an_obvious_threat_is_found_marked_and_told(
    monkeypatch: pytest.MonkeyPatch, language: Language
) -> None:
    monkeypatch.setenv(place.LANGUAGE, language)
    shown = checked(THREAT)

    [found] = shown.findings
    told = text(html(shown))
    assert Kind.THREAT_VIOLENCE in {one.kind for one in found}
    assert "打断" in "".join(words for _, words in marks(html(shown)))
    for one in found:
        assert one.why.say(language) in told
        assert one.rewording.zh in told
    assert say(WORDS, "limits", language) in told
    law = say("findings.yaml", "law CN", language)
    assert say("findings.yaml", "foot", language, law=law) in told


def test_an_obvious_threat_in_english_is_found_and_answered_in_english() -> None:
    shown = checked("Pay today or we will break your legs.", jurisdiction="US")

    [found] = shown.findings
    assert Kind.THREAT_VIOLENCE in {one.kind for one in found}
    assert found[0].rewording.en in text(html(shown))
    assert "美国联邦法律" in text(html(shown))


def test_a_polite_line_says_that_nothing_was_found_and_what_that_is_worth() -> None:
    shown = checked(POLITE)

    assert repr(shown) == "Wording('CN', utterances=1, breaches=0, signs=0)"
    assert text(html(shown)).startswith("没有查出问题")
    assert "没有标出不等于合规" in text(html(shown))
    assert "规则未经律师审阅" in text(html(shown))


def test_somebody_in_crisis_brings_the_help_lines() -> None:
    shown = checked([CRISIS, POLITE_LINE])

    told = text(html(shown))
    assert Kind.CLIENT_DISTRESS_OR_SELF_HARM in {one.kind for one in shown.findings[0]}
    assert "先放下钱的事" in told
    for line in care("CN").help_lines:
        assert line.contact in told
    assert html(shown).count("cbw-care") == 1
    assert "cbw-care" not in html(checked(THREAT))


POLITE_LINE = {"speaker": "collector", "text": POLITE}


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("jurisdiction", jurisdictions())
def test_the_card_of_care_gives_each_number_with_its_source_and_day(
    jurisdiction: str, language: Language
) -> None:
    told = text(care_card(jurisdiction, language))

    for line in care(jurisdiction).help_lines:
        assert line.contact in told
        assert " ".join(line.source.split()) in told
        assert line.checked.isoformat() in told
    for step in care(jurisdiction).protocol:
        assert " ".join(step.text.say(language).split()) in told


def test_a_talk_tells_who_speaks_and_numbers_its_notes_throughout() -> None:
    shown = checked([{"speaker": "collector", "text": THREAT}, CRISIS, POLITE_LINE])

    told = text(html(shown))
    assert told.index("催收员 · 即时通讯消息") < told.index("客户 · 即时通讯消息")
    numbers = re.findall(r"<strong>(?:违规|信号|缺少) (\d+) ·", html(shown))
    assert numbers == [str(n) for n in range(1, shown.breaches + shown.signs + 1)]
    assert shown.breaches >= 1
    assert shown.signs >= 1


def test_a_text_alone_names_no_speaker_and_keeps_its_lines() -> None:
    [paragraph] = re.findall(r'<p class="cbw-text".*?</p>', html(checked("一\n\n二")), re.S)

    assert words_in(paragraph) == "一\n\n二"
    assert "催收员" not in html(checked("一\n\n二"))


def test_of_a_long_talk_the_first_lines_are_shown() -> None:
    shown = checked([POLITE_LINE] * (MOST_SHOWN + 1))

    assert html(shown).count('class="cbw-said"') == MOST_SHOWN
    assert f"只列出前 {MOST_SHOWN} 句，共 {MOST_SHOWN + 1} 句" in text(html(shown))
    assert len(shown.findings) == MOST_SHOWN + 1


def test_the_same_is_found_whatever_form_the_words_have(folder: Path) -> None:
    lines = [{"speaker": "collector", "text": THREAT}, CRISIS]
    full = [
        {"id": str(n), "lang": "zh", "jurisdiction": "CN", "channel": "chat"} | line
        for n, line in enumerate(lines, start=1)
    ]
    told = "\n".join(json.dumps(line, ensure_ascii=False) for line in full)
    (folder / "talk.jsonl").write_text(told, encoding="utf-8")

    found = checked(lines).findings

    assert checked(pd.DataFrame(lines)).findings == found
    assert checked(map(of_mapping, full)).findings == found
    assert checked("talk.jsonl").findings == found
    assert checked(folder / "talk.jsonl").findings == found
    assert checked(lines[0]).findings == checked(THREAT).findings == found[:1]


def test_each_line_of_a_text_file_is_an_utterance(folder: Path) -> None:
    (folder / "lines.txt").write_text(f"{POLITE}\n\n{THREAT}\n", encoding="utf-8-sig")

    shown = checked("lines.txt")

    assert [one.text for one in shown.utterances] == [POLITE, THREAT]
    assert {one.lang for one in shown.utterances} == {Language.ZH}


@pytest.mark.parametrize(
    ("words", "language"), [("还钱", "zh"), ("Pay", "en"), ("OK，还", "zh"), ("123", "en")]
)
def test_the_language_of_a_text_is_that_of_its_characters(words: str, language: str) -> None:
    assert language_of(words) == language


def test_a_language_that_is_given_counts() -> None:
    assert checked("OK 123", language="zh").utterances[0].lang is Language.ZH


@pytest.mark.parametrize(
    ("words", "given", "told"),
    [
        ("  \n", {}, "是空的"),
        (5, {}, "给出的是 int"),
        ([THREAT, 5], {}, "给出的是 str"),
        ({"text": THREAT, "speaker": "boss"}, {}, "speaker is 'boss'"),
        ({"speaker": "client"}, {}, '"text" is missing'),
        ("no-such.txt", {}, "打不开 no-such.txt"),
        (THREAT, {"language": "fr"}, "language is 'fr'"),
        (THREAT, {"jurisdiction": "FR"}, "jurisdiction is 'FR'"),
        (None, {"jurisdiction": "FR"}, 'no pack for "FR"'),
    ],
)
def test_what_cannot_be_checked_is_told_in_place_of_a_traceback(
    words: object, given: dict[str, str], told: str
) -> None:
    shown = wording(words, **given)

    assert isinstance(shown, Notice)
    assert told in "\n".join(shown.lines)


def test_a_torn_file_is_told_line_by_line(folder: Path) -> None:
    (folder / "talk.jsonl").write_text('{"id": 1}\n{"torn', encoding="utf-8")

    shown = wording("talk.jsonl")

    assert isinstance(shown, Notice)
    assert any("line 2: torn" in line for line in shown.lines)


def test_under_grading_a_text_is_checked_and_no_drill_opens(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("CASEBOOK_CHANNEL", "9")

    assert isinstance(wording(THREAT), Wording)
    assert isinstance(wording(), Standin)
    assert repr(wording()) == "WordingDrill('CN')"
