"""Notes read as typed by different people, tell the facts, and betray nothing unlawful."""

import re
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from casebook.law.rules import rule
from casebook.portfolio import stocks
from casebook.portfolio.simulation.draws import Draws
from casebook.portfolio.simulation.model import Product
from casebook.portfolio.writing import notes as module
from casebook.portfolio.writing.notes import Breach, ContactFacts, Note, Style, notes, unlawful
from casebook.portfolio.writing.phrases import wordings
from casebook.portfolio.writing.stories import NEEDS, TELLINGS, Plight

FREQUENT = {
    Note.SMS,
    Note.NO_ANSWER,
    Note.CONTACT_RELAY,
    Note.PROMISE,
    Note.PROMISE_AFTER_BROKEN,
    Note.REFUSED,
    Note.HARDSHIP,
    Note.DISPUTE,
    Note.REACHED,
    Note.KEPT,
}
PROMISES = {Note.PROMISE, Note.PROMISE_AFTER_BROKEN, Note.PROMISE_INBOUND}
WITH_AMOUNT = PROMISES | {Note.SMS, Note.KEPT, Note.SETTLED_THANKS, Note.PRIVATE_LENDER_DEMAND}
OF_THIRD_PERSONS = {
    Note.UNKNOWN_PERSON,
    Note.WRONG_NUMBER,
    Note.CONTACT_RELAY,
    Note.CONTACT_REFUSES,
    Note.EMPLOYER,
    Note.DEATH_REPORTED,
}
FACTS = {"amount", "day", "reason", "sir", "he", "relation", "product", "part"}
NUMBERS = re.compile(r"\d")


def _stock() -> dict[str, Any]:
    return stocks.words("contact-notes")


def _phrases(kind: Note) -> dict[str, list[str]]:
    """Return every wording of a kind, by style."""
    styles = _stock()["phrases"][kind.name.lower()]
    return {style: [w for phrase in styles[style] for w in wordings(phrase)] for style in styles}


def _all(kind: Note) -> list[str]:
    return [wording for written in _phrases(kind).values() for wording in written]


def _slots(wording: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", wording))


def _facts(size: int, **columns: Any) -> ContactFacts:
    draws = Draws(np.random.SeedSequence(9))
    at = np.datetime64("2026-03-02T10:15:00") + draws.whole(0, 90, size).astype("m8[D]")
    facts = ContactFacts(
        kind=draws.whole(0, len(Note) - 1, size),
        amount_fen=draws.whole(1, 90, size) * 10_000,
        day=at.astype("M8[D]") + draws.whole(1, 20, size).astype("m8[D]"),
        at=at,
        surname=["周"] * size,
        is_woman=draws.happens(0.5, size),
        relation=["母亲"] * size,
        plight=draws.whole(-1, len(Plight) - 2, size),
        story=draws.whole(0, 999, size),
        product=draws.whole(0, Product.BUSINESS_LOAN, size),
        style=draws.whole(0, Style.DICTATED, size),
    )
    return replace(facts, **columns)


def _draws(seed: int = 4) -> Draws:
    return Draws(np.random.SeedSequence(seed))


@pytest.mark.parametrize("kind", [k for k in Note if k != Note.PRIVATE_LENDER_DEMAND])
def test_each_habit_has_many_ways_to_tell_a_kind(kind: Note) -> None:
    wanted = 12 if kind in FREQUENT else 6
    counts = {style: len(set(written)) for style, written in _phrases(kind).items()}

    assert set(counts) == {style.name.lower() for style in Style}
    assert counts["private"] >= 6
    assert min(count for style, count in counts.items() if style != "private") >= wanted


@pytest.mark.parametrize("kind", list(Note))
def test_a_kind_speaks_only_of_what_is_known_of_it(kind: Note) -> None:
    spoken_of = set.union(*map(_slots, _all(kind)))

    assert spoken_of <= FACTS
    assert "amount" not in spoken_of or kind in WITH_AMOUNT
    assert "day" not in spoken_of or kind in PROMISES
    assert "relation" not in spoken_of or kind in {Note.CONTACT_RELAY, Note.CONTACT_REFUSES}


@pytest.mark.parametrize("kind", sorted(PROMISES))
def test_a_promise_always_tells_amount_and_day(kind: Note) -> None:
    assert [w for w in _all(kind) if not {"amount", "day"} <= _slots(w)] == []


@pytest.mark.parametrize("kind", sorted(OF_THIRD_PERSONS))
def test_nothing_of_the_debt_is_told_to_others(kind: Note) -> None:
    debt = re.compile("欠|逾期|还款|贷款|借款|借钱|账务|信息|披露|催")
    left_unsaid = re.compile("(未|没|不|停|后续)[^，。；（）]*")
    of_ourselves = re.compile("预留联系人|停催|登记|停止催收|催收动作暂停|停止一切催收联络")

    told = [left_unsaid.sub("", of_ourselves.sub("", w)) for w in _all(kind)]

    assert [w for w in told if debt.search(w)] == []
    assert not {"amount", "product", "reason"} & set.union(*map(_slots, _all(kind)))


@pytest.mark.parametrize("kind", list(Note))
def test_no_lawful_note_holds_a_threat_or_a_push(kind: Note) -> None:
    unlawful_words = re.compile(
        "坐牢|报案|抓|拘|公安|派出所|失信|限高|黑名单|老赖|拉横幅|爆通讯录|套现|别的平台|代偿|骗"
    )

    harmless = [w.replace("当成诈骗", "") for w in _all(kind)]

    assert [w for w in harmless if unlawful_words.search(w)] == []


def test_one_note_claims_no_second_attempt() -> None:
    claims = re.compile("连拨|两遍|三遍|各拨|又发短信|另发|补发")

    assert [w for kind in Note for w in _all(kind) if claims.search(w)] == []


def test_no_slot_is_left_open() -> None:
    facts = _facts(20_000)

    written = notes(facts, _draws())

    assert [note for note in written if re.search(r"[{}<>|%]|None|nan", note) or not note] == []


def test_the_same_draws_write_the_same_and_others_other_notes() -> None:
    facts = _facts(400)

    assert notes(facts, _draws()) == notes(facts, _draws())
    assert notes(facts, _draws()) != notes(facts, _draws(5))


def test_ten_thousand_notes_are_mostly_of_different_words() -> None:
    facts = _facts(10_000, kind=np.full(10_000, Note.PROMISE))

    written = notes(facts, _draws())
    bare = {NUMBERS.sub("", note) for note in written}

    assert len(bare) > 2_000


def test_a_promise_of_2000_on_the_15th_is_told_as_such() -> None:
    size = 3_000
    facts = _facts(
        size,
        kind=np.full(size, Note.PROMISE),
        amount_fen=np.full(size, 200_000),
        at=np.full(size, np.datetime64("2026-04-01T09:30:00")),
        day=np.full(size, np.datetime64("2026-04-15")),
    )

    written = notes(facts, _draws())

    assert [n for n in written if not re.search("2000|2,000|2k|两千", n)] == []
    assert [n for n in written if not re.search("15|十五", n)] == []


@pytest.mark.parametrize(
    ("is_woman", "others"), [(False, "她|女士"), (True, "他(?!们|人)|先生")], ids=["man", "woman"]
)
def test_nobody_is_called_by_the_other_sex(is_woman: bool, others: str) -> None:
    facts = _facts(8_000, is_woman=np.full(8_000, is_woman), plight=np.full(8_000, Plight.DIVORCE))

    written = [note.replace("其他", "") for note in notes(facts, _draws())]

    assert [note for note in written if re.search(others, note)] == []


def test_a_private_lender_does_not_write_like_a_call_centre() -> None:
    facts = _facts(8_000, product=np.full(8_000, Product.PRIVATE_LOAN))

    written = notes(facts, _draws())

    assert [
        n for n in written if re.search("客户|本人|核身|坐席|PTP|RPC|NA|专岗|官网|代扣", n)
    ] == []


def test_only_a_private_lender_asks_for_his_money_himself() -> None:
    facts = _facts(500, kind=np.full(500, Note.PRIVATE_LENDER_DEMAND))

    written = notes(facts, _draws())

    assert [n for n in written if re.search("客户|本人|核身", n)] == []


@pytest.mark.parametrize("plight", [each for each in Plight if each >= 0])
def test_a_client_keeps_to_his_story(plight: Plight) -> None:
    told = _stock()["reasons"][plight.name.lower()]
    own, *others = ([w for telling in TELLINGS for w in story[telling]] for story in told)
    facts = _facts(
        2_000,
        kind=np.full(2_000, Note.HARDSHIP),
        plight=np.full(2_000, plight),
        story=np.full(2_000, 12 * len(told)),
    )

    written = "\n".join(notes(facts, _draws()))

    assert all(word in written for word in own)
    assert [word for story in others for word in story if word in written] == []


def test_stories_stand_for_every_plight_and_need() -> None:
    names = [*NEEDS, *(plight.name.lower() for plight in Plight if plight >= 0)]

    assert sorted(_stock()["reasons"]) == sorted(names)
    assert all(len(_stock()["reasons"][name]) >= 2 for name in names)
    assert all(
        len(story[telling]) >= 2
        for name in names
        for story in _stock()["reasons"][name]
        for telling in TELLINGS
    )


def test_hardship_is_not_explained_by_an_excuse() -> None:
    excuses = {
        word
        for story in _stock()["reasons"]["none"]
        for telling in TELLINGS
        for word in story[telling]
    } - {"忙"}
    facts = _facts(4_000, kind=np.full(4_000, Note.HARDSHIP), plight=np.full(4_000, Plight.NONE))

    written = "\n".join(notes(facts, _draws()))

    assert [word for word in excuses if word in written] == []


@pytest.mark.parametrize("breach", list(Breach))
def test_a_breach_names_known_rules_and_has_many_wordings(breach: Breach) -> None:
    kind = _stock()["unlawful"][breach.name.lower()]

    assert [rule(id_).id for id_ in module.rules(breach)] == kind["rules"]
    assert len({w for phrase in kind["phrases"] for w in wordings(phrase)}) >= 12


def test_a_call_at_night_tells_its_hour() -> None:
    at = np.full(300, np.datetime64("2026-03-02T22:41:00"))
    facts = _facts(300, at=at)

    written = unlawful(np.full(300, Breach.NIGHT_CALL), facts, _draws())

    assert [note for note in written if "22:41" not in note] == []


def test_unlawful_notes_leave_no_slot_open() -> None:
    facts = _facts(5_000)
    breaches = np.arange(5_000) % len(Breach)

    written = unlawful(breaches, facts, _draws())

    assert [note for note in written if re.search(r"[{}<>|%]|None", note)] == []


def test_lawful_and_unlawful_notes_share_no_wording() -> None:
    lawful = {w for kind in Note for w in _all(kind)}
    others = {
        w for kind in _stock()["unlawful"].values() for p in kind["phrases"] for w in wordings(p)
    }

    assert lawful & others == set()
