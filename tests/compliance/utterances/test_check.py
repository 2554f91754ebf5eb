"""Obvious breaches and signs are found where they stand; obvious lawful lines are left alone."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.compliance.utterances.check import ABSENT, check
from casebook.compliance.utterances.model import Finding, Kind
from casebook.law.model import Severity
from casebook.law.rules import rule
from casebook.text import Language, Text
from compliance.utterances.said import LAW_OF, found, said

TODAY = date(2026, 11, 25)
# The kind, the line, and words that the finding must point at.
BREACHES = {
    "zh": [
        ("threat_violence", "再不还钱，我叫几个兄弟上门打断你的腿", "打断你的腿"),
        ("threat_violence", "你不还我就弄死你", "弄死你"),
        ("arrest_threat", "你再不还，公安局明天就上门抓你，等着坐牢吧", "抓你"),
        ("arrest_threat", "今天不还就把你抓去坐牢", "坐牢"),
        ("false_authority", "我是公安局的，你的案子我们在办，马上把钱还上", "公安局"),
        ("false_authority", "你好，我是法院执行局的，今天必须还款", "法院执行局"),
        ("blacklist_threat", "今天不还，明天就把你列入失信名单，你孩子上不了学", "失信名单"),
        ("blacklist_threat", "再不还就让你上黑名单，一辈子坐不了高铁", "黑名单"),
        ("self_help_seizure", "我们明天就去把你的车开走抵债", "开走"),
        ("self_help_seizure", "我们今天直接冻结你的工资卡", "冻结"),
        ("third_party_disclosure", "不还钱我就爆你通讯录，让所有人都知道你欠钱", "通讯录"),
        (
            "third_party_disclosure",
            "再不处理，我就把你欠钱的事告诉你单位领导和全村人",
            "告诉你单位",
        ),
        ("family_must_pay", "父债子还，你爸欠的钱你必须替他还", "父债子还"),
        ("family_must_pay", "你儿子欠的钱你必须还，当妈的有义务还", "必须还"),
        ("insult", "你这个不要脸的人渣", "不要脸"),
        ("insult", "你就是个畜生，废物一个", "畜生"),
        ("advise_new_loan", "你去别的平台再借一笔来还我们的", "再借一笔"),
        ("advise_new_loan", "你可以再下载几个网贷，借新还旧先把我们这笔还了", "借新还旧"),
        ("private_account", "你把钱转到我个人账户，转我微信也行", "个人账户"),
        ("private_account", "加我私人微信，把钱转给我个人的支付宝", "私人微信"),
        ("false_legal_consequence", "你这笔债没有时效，永远有效，法律规定你一辈子都要还", "一辈子"),
        ("false_legal_consequence", "法院已经立案了，不用开庭直接判你全额承担", "不用开庭"),
        ("unlawful_hours_statement", "我半夜三点给你打电话，24小时不间断打到你还为止", "半夜三点"),
        ("unlawful_hours_statement", "你不还我们凌晨也会打电话找你", "凌晨"),
        ("pressure_vulnerable", "你得癌症也得还钱，化疗的钱先拿来还款", "化疗的钱"),
        ("pressure_vulnerable", "你妈刚去世也不是不还钱的理由，今天必须还", "去世"),
    ],
    "en": [
        ("threat_violence", "Pay up or I'll break your legs.", "break your legs"),
        ("threat_violence", "We will burn your house down.", "burn your house"),
        ("arrest_threat", "You will be arrested and go to jail for this debt.", "arrested"),
        ("arrest_threat", "If you don't pay, you'll be arrested.", "be arrested"),
        ("false_authority", "This is the police department, pay this debt now.", "the police"),
        ("false_authority", "I'm calling from the county court, pay today.", "county court"),
        ("blacklist_threat", "Pay or we'll ruin your credit for life.", "ruin your credit"),
        ("blacklist_threat", "You'll have your credit ruined forever.", "ruined forever"),
        ("self_help_seizure", "We will garnish your wages tomorrow.", "garnish your"),
        ("self_help_seizure", "We're going to tow your car tonight.", "tow your"),
        ("third_party_disclosure", "I'll tell your boss that you owe us money.", "your boss"),
        ("third_party_disclosure", "We will call your employer about your debt.", "your employer"),
        ("family_must_pay", "Your mother has to pay your debt if you don't.", "has to pay"),
        ("insult", "You're a pathetic loser and a deadbeat.", "loser"),
        ("insult", "You deadbeat, you are a piece of trash.", "deadbeat"),
        ("advise_new_loan", "Just take out a payday loan and pay us with it.", "payday loan"),
        ("advise_new_loan", "Get another credit card to pay this.", "another credit card"),
        ("private_account", "Zelle the money to my personal account.", "to my"),
        ("private_account", "Venmo it to my own account, not the company.", "to my"),
        ("false_legal_consequence", "By law your silence is an admission of guilt.", "admission"),
        ("unlawful_hours_statement", "We will call you at 3 am until you pay.", "3 am"),
        ("unlawful_hours_statement", "I'll ring you in the middle of the night.", "the night"),
        ("pressure_vulnerable", "I don't care that you have cancer, pay today.", "cancer"),
        ("pressure_vulnerable", "Your chemo is not my problem, pay now.", "chemo"),
    ],
}
SIGNS = {
    "zh": [
        ("client_vulnerable", "我得了癌症，正在化疗", "癌"),
        ("client_disputes", "我从来没借过这笔钱，金额不对", "没借过"),
        ("client_distress_or_self_harm", "我不想活了，真的想自杀", "不想活了"),
        ("client_requests_stop", "不要再给我打电话了，停止骚扰", "不要再给我打"),
        ("client_says_wrong_person", "你打错了，我不认识这个人", "打错了"),
    ],
    "en": [
        ("client_vulnerable", "I have cancer and I'm having chemo.", "cancer"),
        ("client_disputes", "I don't owe you anything, I dispute this debt.", "don't owe you"),
        ("client_distress_or_self_harm", "I want to die, I can't go on like this.", "want to die"),
        ("client_requests_stop", "Stop calling me. Do not contact me again.", "Stop calling"),
        ("client_says_wrong_person", "You have the wrong number.", "wrong number"),
    ],
}
LAWFUL = {
    "zh": {
        "negation: jail": "您不会因为逾期坐牢，也不会被抓。",
        "negation: contacts": "我们不会联系您的家人和单位。",
        "negation: family": "您父母没有义务替您还款。",
        "negation: loans": "请不要为了还这笔钱再去借款。",
        "warning": "我们不会要求您把钱转到个人账户，谨防诈骗。",
        "rumour": "有人说不还钱就坐牢，这是错的，您别信。",
        "others' threat": "上一家公司说要抓您，这种说法是违法的，您可以投诉。",
        "rule": "催收员不得威胁、辱骂客户。",
        "suit": "协商不成，我们可能依法向法院起诉。",
        "after judgment": "法院判决生效后，有能力而拒不履行的，法院可以将其纳入失信名单。",
        "report": "逾期信息会在依法告知后报送征信。",
        "message": "麻烦您转告张先生，方便时给我回个电话，谢谢。",
        "care": "您先安心治病，还款的事不急，我给您登记暂缓。",
        "hours": "我们只在早八点到晚十点之间联系您。",
        "question": "您看这个月能还多少？",
        "thanks": "好的，我记下了，谢谢您。",
    },
    "en": {
        "negation: jail": "You will not be arrested for this debt.",
        "negation: contacts": "We will never contact your family or your employer.",
        "negation: family": "Your parents do not have to pay this debt.",
        "negation: loans": "Please don't borrow to pay this.",
        "warning": "We will never ask you to send money to a personal account.",
        "nobody": "Nobody goes to jail for being behind on a credit card.",
        "others' threat": "The last agency said you'd be arrested; that is false and illegal.",
        "rule": "A collector may never threaten or insult a client.",
        "suit": "If we can't agree, we may file a claim in court.",
        "after judgment": "After a judgment, the court may order wage garnishment.",
        "message": "Could you ask Mr Lee to call me back, please?",
        "care": "Please take your time and look after yourself; there's no rush.",
        "hours": "We only call between 8 a.m. and 9 p.m.",
        "question": "What could you manage this month?",
        "thanks": "Thank you, I've noted that.",
    },
}
CLIENTS = [
    ("zh", "你这个不要脸的人渣"),
    ("zh", "上次那个人说再不还就让我坐牢"),
    ("en", "You deadbeat."),
    ("en", "The last man said I'm going to jail."),
]
TELLING = [
    *("今天不还", "就等着坐牢", "爆你通讯录", "你这个人渣", "黑*名*单", "加我私人微信"),
    *("，", "。", "\n", "🐶", " ", "Ａ", "①", "不会", "您好", "法院"),
]


def flat(table):
    return [pytest.param(lang, *row, id=row[1]) for lang, rows in table.items() for row in rows]


def lines(table):
    return [
        pytest.param(lang, line, id=f"{lang} {name}")
        for lang, rows in table.items()
        for name, line in rows.items()
    ]


def pointed_at(text, finding):
    return text[slice(*finding.span)]


@pytest.mark.parametrize(("lang", "kind", "text", "words"), flat(BREACHES))
def test_an_obvious_breach_is_found_where_it_stands(lang, kind, text, words):
    finding = found(text, lang)[kind]

    assert words in pointed_at(text, finding)
    assert finding.severity in {Severity.BLOCK, Severity.FAIL}


@pytest.mark.parametrize(("lang", "kind", "text", "words"), flat(SIGNS))
@pytest.mark.parametrize("speaker", ["client", "third_party"])
def test_an_obvious_sign_in_the_clients_words_is_found(lang, kind, text, words, speaker):
    assert words in pointed_at(text, found(text, lang, speaker=speaker)[kind])


def test_every_kind_that_has_a_place_is_tried_in_both_languages():
    for lang in ("zh", "en"):
        tried = {kind for kind, *_ in BREACHES[lang] + SIGNS[lang]}
        assert tried == set(Kind) - ABSENT


@pytest.mark.parametrize(("lang", "text"), lines(LAWFUL))
@pytest.mark.parametrize("channel", ["call", "chat"])
def test_an_obvious_lawful_line_gives_nothing(lang, text, channel):
    assert found(text, lang, channel=channel) == {}


@pytest.mark.parametrize(("lang", "text"), CLIENTS)
def test_a_clients_words_are_no_breach(lang, text):
    assert all(Kind(kind).is_of_client for kind in found(text, lang, speaker="client"))


@pytest.mark.parametrize(("lang", "kind", "text", "words"), flat(SIGNS))
def test_a_collectors_words_are_no_sign(lang, kind, text, words):
    assert kind not in found(text, lang)


@pytest.mark.parametrize(
    ("lang", "text", "kind"),
    [
        ("zh", "你再不还钱就等着坐牢。你什么时候还？", "arrest_threat"),
        ("zh", "你这个人渣。本次通话有录音。", "insult"),
        ("zh", "再不还就爆你通讯录。以为我开玩笑？", "third_party_disclosure"),
        ("en", "I'm afraid you'll be arrested if this isn't paid.", "arrest_threat"),
        ("en", "You deadbeat. This call is recorded for training.", "insult"),
        ("en", "We'll call your boss. That's our policy.", "third_party_disclosure"),
    ],
)
def test_a_harmless_word_elsewhere_does_not_hide_a_breach(lang, text, kind):
    assert kind in found(text, lang)


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("再不还就上黑*名*单", "blacklist_threat", "黑*名*单"),
        ("今天不还就等着坐 牢", "arrest_threat", "坐 牢"),
        ("再不还就上黑🐶名🐶单", "blacklist_threat", "黑🐶名🐶单"),
        ("不還錢就等著坐牢", "arrest_threat", "坐牢"),
        ("明天不还，警察上门抓你\n快还", "arrest_threat", "抓你"),
    ],
)
def test_what_hides_a_word_is_part_of_what_is_pointed_at(text, kind, words):
    assert words in pointed_at(text, found(text)[kind])


@pytest.mark.parametrize(("lang", "kind", "text", "words"), flat(BREACHES) + flat(SIGNS))
@pytest.mark.parametrize("law", ["CN", "US", "UK"])
def test_a_finding_rests_on_a_rule_of_its_jurisdiction_in_force_today(lang, kind, text, words, law):
    speaker = "client" if Kind(kind).is_of_client else "collector"

    findings = found(text, lang, jurisdiction=law, speaker=speaker).values()

    for finding in findings:
        assert isinstance(finding.severity, Severity)
        assert finding.span is None or 0 <= finding.span[0] < finding.span[1] <= len(text)
        if finding.rule is not None:
            assert rule(finding.rule).jurisdiction == law
            assert rule(finding.rule).is_in_force(TODAY)


@pytest.mark.parametrize(
    ("lang", "text"),
    [("zh", "您欠款5000元，请立即还清。"), ("en", "You owe $5,000. Pay now.")],
)
def test_a_first_message_without_a_name_and_a_split_lacks_both(lang, text):
    findings = found(text, lang, channel="sms", turn=1)

    assert {"missing_identity", "amount_not_split"} <= set(findings)
    assert {findings[kind].span for kind in ("missing_identity", "amount_not_split")} == {None}


@pytest.mark.parametrize(
    ("lang", "text"),
    [("zh", "您欠款5000元，请立即还清。"), ("en", "You owe $5,000. Pay now.")],
)
def test_what_needs_an_opening_or_a_writing_stays_silent_without_it(lang, text):
    for channel in ("sms", "call", "letter"):
        assert "missing_identity" not in found(text, lang, channel=channel, turn=2)
    for channel in ("call", "voicemail", "visit"):
        assert "amount_not_split" not in found(text, lang, channel=channel, turn=1)


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("zh", "您好，我是恒信消费金融的小王，工号1024，受恒信银行委托，请问是张先生吗？"),
        ("en", "Hello, this is Dana Reed from Northbrook Recovery, on behalf of First Lender."),
    ],
)
def test_an_opening_with_name_and_firm_lacks_nothing(lang, text):
    assert found(text, lang, turn=1) == {}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("text", ["", "。", " \n ", "*", "😀😀", "...!?"])
def test_a_text_without_a_word_holds_no_breach(lang, text):
    for channel in ("call", "chat", "letter"):
        assert found(text, lang, channel=channel) == {}
        assert found(text, lang, channel=channel, turn=None) == {}


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("zh", "您好，请您今天还款。" * 1000),
        ("zh", "您好\n请还款\n\n再不还就等着坐牢\n"),
        ("zh", "您" * 2000),
        ("en", "please pay your debt today " * 400),
        ("en", "Hello\n\nYou will be arrested\ntoday"),
        ("en", "a" * 10_000),
        ("zh", "\x00\u2028\ufeff您好"),
        ("en", "x\u0301\U0010ffff"),
        ("zh", "您\ud800好"),
    ],
    ids=[
        "long zh",
        "lines zh",
        "one clause",
        "long en",
        "lines en",
        "one word",
        "odd",
        "rare",
        "half",
    ],
)
def test_no_text_is_too_long_or_too_odd(lang, text):
    for finding in found(text, lang).values():
        assert finding.span is None or 0 <= finding.span[0] < finding.span[1] <= len(text)


@given(st.lists(st.sampled_from(TELLING), max_size=12).map("".join))
def test_a_span_lies_within_the_text_whatever_is_said(text):
    for kind, finding in found(text).items():
        if Kind(kind) in ABSENT:
            assert finding.span is None
        else:
            assert 0 <= finding.span[0] < finding.span[1] <= len(text)


def test_the_same_line_gives_the_same_findings_whatever_stands_around_it():
    texts = [text for _, text, _ in BREACHES["zh"]]
    spoken = [said(text) for text in texts]

    once, again = list(check(spoken)), list(check(reversed(spoken)))

    assert once == again[::-1]


def test_findings_come_one_utterance_at_a_time_and_in_the_order_of_the_kinds():
    findings = list(check([said("你这个人渣，再不还就等着坐牢"), said("好的，谢谢您。")]))

    assert [[one.kind for one in each] for each in findings] == [
        [Kind.ARREST_THREAT, Kind.INSULT],
        [],
    ]


@pytest.mark.parametrize("language", Language)
def test_a_finding_is_written_as_plain_values(language):
    text = {"zh": "你这个人渣", "en": "You deadbeat."}[language]
    finding = found(text, str(language))["insult"]

    plain = finding.to_dict(language)

    assert list(plain) == ["kind", "span", "rule", "severity", "why", "rewording"]
    assert (plain["kind"], plain["severity"]) == ("insult", "block")
    assert plain["span"] == list(finding.span)
    assert plain["rule"].startswith(LAW_OF[language])
    assert (plain["why"], plain["rewording"]) == (
        finding.why.say(language),
        finding.rewording.say(language),
    )
    assert {type(value) for value in plain.values()} == {str, list}


def test_what_has_no_place_and_no_rule_is_written_as_null():
    words = Text("原因", "why")

    plain = Finding(Kind.MISSING_IDENTITY, None, None, Severity.FAIL, words, words).to_dict("zh")

    assert (plain["span"], plain["rule"], plain["why"]) == (None, None, "原因")
