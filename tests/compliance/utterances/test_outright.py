"""What is said outright is found by patterns, unless the line takes it back."""

import pytest

from casebook.compliance.utterances.features import read
from casebook.compliance.utterances.model import Kind
from casebook.compliance.utterances.outright import outright
from compliance.utterances.said import said, written

NOT = {"zh": "不会", "en": "never"}
PATTERNS = [
    pytest.param(
        lang,
        Kind(kind),
        [[word.strip() for word in part.split("|")] for part in pattern.split(" & ")],
        id=f"{lang}-{kind}-{place}",
    )
    for lang in ("zh", "en")
    for kind, patterns in written(f"{lang}.yaml")["outright"].items()
    for place, pattern in enumerate(patterns, 1)
]


def told(text, lang, kind=None):
    speaker = "client" if kind and kind.is_of_client else "collector"
    seen = read(said(text, lang, speaker=speaker))
    return {kind: seen.normal.text[slice(*place)] for kind, place in outright(seen).items()}


def spoken(lang, *parts):
    return ("" if lang == "zh" else " ").join(parts)


@pytest.mark.parametrize(("lang", "kind", "parts"), PATTERNS)
def test_each_word_of_each_pattern_can_be_what_tells(lang, kind, parts):
    for place, part in enumerate(parts):
        before, after = ([one[0] for one in some] for some in (parts[:place], parts[place + 1 :]))
        for word in part:
            line = spoken(lang, *before, word, *after)
            assert word
            assert told(line, lang, kind)[kind] in line


@pytest.mark.parametrize(("lang", "kind", "parts"), PATTERNS)
def test_a_negation_just_before_its_end_takes_a_pattern_back(lang, kind, parts):
    *before, last = (part[0] for part in parts)

    assert kind not in told(spoken(lang, *before, NOT[lang], last), lang, kind)


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("zh", "您不会坐牢，我们也不会抓您。"),
        ("zh", "我们不会要求您转到个人账户。"),
        ("zh", "我们不会群发给你朋友。"),
        ("zh", "我们绝不半夜给您打电话。"),
        ("en", "You will not be arrested."),
        ("en", "We will never tell your boss."),
        ("en", "We will never call your boss."),
        ("en", "We won't call you at midnight."),
        ("en", "You're not going to jail."),
    ],
)
def test_what_a_collector_says_will_not_happen_is_not_said_outright(lang, text):
    assert told(text, lang) == {}


@pytest.mark.parametrize(
    ("lang", "text", "kind"),
    [
        ("zh", "今天不处理就等着坐牢", "arrest_threat"),
        ("zh", "再不处理，警察就上门抓你", "arrest_threat"),
        ("zh", "你不还就弄死你", "threat_violence"),
        ("en", "If you don't pay, you'll be arrested.", "arrest_threat"),
        ("en", "Don't pay and you'll go to jail.", "arrest_threat"),
    ],
)
def test_a_negated_condition_does_not_take_back_what_follows_from_it(lang, text, kind):
    assert Kind(kind) in told(text, lang)


@pytest.mark.parametrize(
    "text",
    ["I'll break your legs.", "We'll smash your windows.", "They'll break your arm."],
)
def test_a_pattern_is_found_behind_a_shortened_verb(text):
    assert Kind.THREAT_VIOLENCE in told(text, "en")


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("zh", "有人说不还就坐牢，这是错的。"),
        ("zh", "上一家公司说要打断你的腿，您可以报警。"),
        ("zh", "骗子会说他是公安局的，要把您带走。"),
        ("zh", "法院判决生效后拒不履行的，才可能被列入失信名单。"),
        ("en", "The other agency said you'd go to jail; that is false."),
        ("en", "A scammer may say 'this is the police'."),
    ],
)
def test_what_is_told_of_others_or_of_a_court_is_not_said_outright(lang, text):
    assert told(text, lang) == {}


def test_the_parts_of_a_pattern_do_not_reach_over_a_full_stop():
    assert Kind.THREAT_VIOLENCE in told("叫兄弟去你家", "zh")
    assert told("叫兄弟。去你家", "zh") == {}


def test_the_parts_of_a_pattern_come_in_their_order():
    assert told("上门去你家叫兄弟", "zh") == {}


def test_several_kinds_can_be_said_outright_at_once():
    assert set(told("你这个人渣，再不还就等着坐牢", "zh")) == {Kind.INSULT, Kind.ARREST_THREAT}


@pytest.mark.parametrize("text", ["", "。", "！？\n"])
def test_in_a_text_without_words_nothing_is_said_outright(text):
    assert told(text, "zh") == {}
