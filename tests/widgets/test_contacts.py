"""The audit of a call record on the page: the same from every form, and every finding told."""

import re
from html import unescape
from pathlib import Path

import pandas as pd
import pytest

from casebook.activities import place
from casebook.activities.notice import Notice
from casebook.law.contacts import jurisdictions, table
from casebook.law.rules import rule
from casebook.portfolio import sample
from casebook.text import Language
from casebook.widgets.contacts import MOST_OF_A_CHECK, ContactAudit, contacts
from casebook.widgets.interface import read_words, say

WORDS = "contacts.yaml"
BASE = {
    "debtor": "D1",
    "debt": "A1",
    "zone": "Asia/Shanghai",
    "channel": "call",
    "direction": "out",
    "connected": "yes",
    "point": "13800000000",
    "person": "debtor",
}
ROWS = [
    BASE | {"id": "late", "at": "2026-03-03T22:30:00"},
    BASE | {"id": "early", "at": "2026-03-02T07:59:00"},
    BASE | {"id": "mother", "at": "2026-03-04T10:00:00", "person": "parent"},
]
FACTS = [
    {"debtor": "D1", "debt": "", "fact": "signed-plan", "from": "2026-03-10", "until": "2026-03-11"}
    | {"value": ""}
]


def audited(records: object, facts: object = None, jurisdiction: str = "CN") -> ContactAudit:
    shown = contacts(records, facts, jurisdiction)
    assert isinstance(shown, ContactAudit), shown
    return shown


def html(shown: ContactAudit) -> str:
    return shown._repr_html_().partition("</style>")[2]


def text(markup: str) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", markup))).strip()


def rows(shown: ContactAudit) -> list[str]:
    return re.findall(r"<tr data-check.*?</tr>", html(shown))


def csv(records: list[dict[str, str]]) -> str:
    return pd.DataFrame(records).to_csv(index=False)


@pytest.mark.parametrize("language", Language)
def test_each_finding_is_told_in_the_order_of_time_with_rule_evidence_and_records(
    monkeypatch: pytest.MonkeyPatch, language: Language
) -> None:
    monkeypatch.setenv(place.LANGUAGE, language)
    shown = audited(ROWS)

    told = [text(row) for row in rows(shown)]

    assert [one[:16] for one in told] == [
        "2026-03-02 07:59",
        "2026-03-03 22:30",
        "2026-03-04 10:00",
    ]
    for one, finding in zip(told, shown.findings, strict=True):
        assert rule(finding.rule).title.say(language) in one
        assert finding.evidence.say(language) in one
        assert say(WORDS, f"check {finding.check}", language) in one
        assert say(WORDS, "records", language, records=finding.records[0]) in one
    serious = say("findings.yaml", "severity block", language)
    assert [serious in one for one in told] == [False, False, True]


def test_the_counts_of_the_checks_stand_above_and_each_can_be_picked_out() -> None:
    shown = audited(ROWS)

    assert shown.counts["hours"] == 2
    assert shown.counts["third-party-contact"] == 1
    choices = [text(one) for one in re.findall(r"<label.*?</label>", html(shown))]
    assert choices == ["全部 3", "▲ 违规 联络时段违规 2", "■ 严重违规 擅自联系第三人 1"]
    picked = re.findall(r'input\[value="(\d+)"\]', shown._repr_html_())
    assert set(picked) == set(re.findall(r'data-check="(\d+)"', html(shown)))


def test_a_card_of_every_rule_cited_stands_below_once() -> None:
    shown = audited(ROWS)

    cards = re.findall(r"<details.*?</details>", html(shown))

    cited = {id_ for one in shown.findings for id_ in (one.rule, *one.also)}
    assert len(cards) == len(cited)
    for id_ in cited:
        assert sum(f">{id_}<" in card for card in cards) == 1
        assert rule(id_).text.zh in text("".join(cards))


@pytest.mark.parametrize("form", ["text", "json", "path", "name", "frame", "rows", "tuple"])
def test_the_same_is_found_whatever_form_the_record_has(folder: Path, form: str) -> None:
    (folder / "calls.csv").write_text(csv(ROWS), encoding="utf-8-sig")
    forms = {
        "text": csv(ROWS),
        "json": pd.DataFrame(ROWS).to_json(orient="records", lines=True),
        "path": folder / "calls.csv",
        "name": "calls.csv",
        "frame": pd.DataFrame(ROWS),
        "rows": ROWS,
        "tuple": tuple(ROWS),
    }

    assert audited(forms[form]).findings == audited(ROWS).findings


def test_one_record_alone_may_be_given() -> None:
    assert [one.check for one in audited(ROWS[0]).findings] == ["hours"]


def test_a_frame_may_hold_times_gaps_and_whole_numbers_with_a_point() -> None:
    visit = BASE | {"id": "visit", "at": "2026-03-05T10:00:00", "channel": "visit", "visitors": 1}
    frame = pd.DataFrame([*ROWS, visit])
    frame["at"] = pd.to_datetime(frame["at"])
    assert frame["visitors"].dtype == float

    found = audited(frame).findings

    assert {one.check for one in found} == {"hours", "third-party-contact", "visit-visitors"}


def test_midnight_is_an_hour_for_a_contact_and_a_day_for_a_fact() -> None:
    days = ("2026-03-11T00:00", "2026-03-11T10:00", "2026-03-12T10:00")
    record = pd.DataFrame([BASE | {"id": day, "at": day} for day in days])
    record["at"] = pd.to_datetime(record["at"])
    facts = pd.DataFrame(FACTS)
    for name in ("from", "until"):
        facts[name] = pd.to_datetime(facts[name])

    shown = audited(record, facts)

    assert shown.findings == audited(record, FACTS).findings
    assert [one.id for one in shown.findings] == [
        f"hours:{days[0]}",
        f"plan-stop:{days[0]}",
        f"plan-stop:{days[1]}",
    ]


def test_the_sample_portfolio_can_be_audited() -> None:
    shown = audited(sample.load())

    assert len(shown.contacts) == len(sample.load().contacts)
    found = {check for check, count in shown.counts.items() if count}
    assert found - {"hours"} == {"third-party-contact"}
    assert sum(shown.counts.values()) == len(shown.findings) > MOST_OF_A_CHECK


def test_of_many_findings_the_first_are_listed_and_all_are_counted() -> None:
    many = [
        BASE | {"id": f"n{day}", "at": f"{2026 + day // 28}-01-{1 + day % 28:02}T06:00"}
        for day in range(60)
    ]

    shown = audited(many)

    assert len(shown.findings) == 60
    assert len(rows(shown)) == MOST_OF_A_CHECK
    assert f"60（列出前 {MOST_OF_A_CHECK}）" in text(html(shown))
    assert ".findings" in text(html(shown))


def test_of_many_records_the_first_are_named_and_all_are_counted() -> None:
    many = [BASE | {"id": f"n{hour:02}", "at": f"2026-03-02T{hour:02}:00"} for hour in range(8, 20)]

    [row] = rows(audited(many))

    assert "n08、" in row
    assert "等共 12 条" in row


def test_what_could_not_be_checked_is_said_with_what_was_lacking() -> None:
    told = text(html(audited(ROWS[:2])))

    assert "没有查：签了分期协议仍催收（ signed-plan ）" in told
    assert "通话未录音（ recorded ）" in told
    assert "上门人数不足" in told.partition("没有查：")[0]  # There was no visit.
    assert "没有查出，不等于合规" in told


def test_what_is_known_is_checked() -> None:
    told = text(html(audited([ROWS[1] | {"recorded": "yes"}], FACTS)))

    assert "signed-plan" not in told
    assert "recorded" not in told
    assert "通话未录音" in told.partition("没有查：")[0]


def test_a_refused_medium_may_be_known_from_the_record_or_from_the_file() -> None:
    refused = FACTS[0] | {"fact": "medium-refused", "value": "sms"}
    name = say(WORDS, "check medium-refused", Language.ZH)

    def silent(record: object, facts: object) -> bool:
        told = text(html(audited(record, facts, "UK")))
        return name in told.partition("没有查：")[2]

    assert silent(ROWS[1:2], None)
    assert not silent(ROWS[1:2], [refused])
    assert not silent([ROWS[1] | {"refused": "no"}], None)


def test_a_clean_record_says_so_and_draws_no_table() -> None:
    shown = audited([BASE | {"id": "n1", "at": "2026-03-02T10:00"}])

    assert text(html(shown)).startswith("1 次联络，没有查出问题")
    assert "<table>" not in html(shown)
    assert repr(shown) == "Contacts('CN', contacts=1, findings=0)"


@pytest.mark.parametrize("empty", [[], pd.DataFrame()], ids=["rows", "frame"])
def test_no_rows_are_no_contacts(empty: object) -> None:
    assert repr(audited(empty)) == "Contacts('CN', contacts=0, findings=0)"


def test_the_stored_text_is_short() -> None:
    assert repr(audited(ROWS)) == "Contacts('CN', contacts=3, findings=3)"


@pytest.mark.parametrize("jurisdiction", jurisdictions())
def test_the_page_says_which_law_applies_and_that_no_lawyer_has_reviewed_it(
    jurisdiction: str,
) -> None:
    told = text(html(audited(ROWS, jurisdiction=jurisdiction)))

    assert f"适用：{table(jurisdiction).title.zh}。规则未经律师审阅。" in told


@pytest.mark.parametrize("jurisdiction", jurisdictions())
def test_every_check_has_a_name_in_words(jurisdiction: str) -> None:
    known = read_words(WORDS)

    assert [one.id for one in table(jurisdiction).checks if f"check {one.id}" not in known] == []


def test_no_name_is_left_of_a_check_that_is_gone() -> None:
    named = {word.removeprefix("check ") for word in read_words(WORDS) if word.startswith("check ")}

    assert named == {one.id for name in jurisdictions() for one in table(name).checks}


def test_markup_in_a_record_is_shown_as_text() -> None:
    shown = audited([ROWS[0] | {"id": "<img src=x>"}])

    assert "<img" not in html(shown)
    assert "&lt;img src=x&gt;" in html(shown)


def test_all_faults_are_shown_in_place_of_a_traceback() -> None:
    bad = [ROWS[0] | {"channel": "smoke"}, ROWS[1] | {"at": "at noon", "zone": "Mars"}]

    shown = contacts(bad)

    assert isinstance(shown, Notice)
    assert shown.heading == say("findings.yaml", "refused", Language.ZH)
    assert [re.findall(r"line \d: (\w+)", line) for line in shown.lines] == [
        [],
        ["channel"],
        ["zone"],
        ["at"],
    ]


def test_very_many_faults_are_cut_short() -> None:
    shown = contacts([{"id": n} for n in range(100)])

    assert isinstance(shown, Notice)
    assert len(shown.lines) == 21
    assert re.fullmatch(r"另有 \d+ 处", shown.lines[-1])


@pytest.mark.parametrize(
    ("records", "told"),
    [
        ("no-such.csv", "打不开 no-such.csv"),
        (Path("no-such.csv"), "打不开 no-such.csv"),
        ("", "is empty"),
        (5, "给出的是 int"),
        (["late", "early"], "给出的是 list"),
        ("id,debtor\n1,2", '"debt" is missing'),
    ],
)
def test_what_is_no_record_is_told(records: object, told: str) -> None:
    shown = contacts(records)

    assert isinstance(shown, Notice)
    assert told in "\n".join(shown.lines)


def test_a_file_in_another_encoding_is_told_with_the_way_out_of_it(folder: Path) -> None:
    (folder / "gbk.csv").write_text("编号", encoding="gbk")

    shown = contacts("gbk.csv")

    assert isinstance(shown, Notice)
    assert "UTF-8" in shown.lines[0]


def test_faulty_facts_and_an_unknown_jurisdiction_are_told() -> None:
    wrong_fact = contacts(ROWS, [FACTS[0] | {"fact": "rumour"}])
    wrong_law = contacts(ROWS, jurisdiction="FR")

    assert isinstance(wrong_fact, Notice)
    assert "fact is 'rumour'" in wrong_fact.lines[-1]
    assert isinstance(wrong_law, Notice)
    assert 'no contact rules for "FR"' in wrong_law.lines[0]
