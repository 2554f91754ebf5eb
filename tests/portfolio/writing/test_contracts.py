"""The contracts say what the terms say, and the governing words stand where they are said to."""

import re
from datetime import date

import numpy as np
import pytest

from casebook.errors import DataError
from casebook.law.rules import rule
from casebook.portfolio.simulation.draws import Draws
from casebook.portfolio.simulation.model import PRODUCTS, Method, Product, Terms
from casebook.portfolio.writing.agreed import Costs, Forum, Order, Unlawful
from casebook.portfolio.writing.clauses import GOVERNED, Family, drafts, layouts
from casebook.portfolio.writing.contracts import Contracts, ContractTexts, contracts

SIZE = 1_200
LENDERS = (
    ("bank",),
    ("bank", "consumer-finance"),
    ("consumer-finance", "microloan"),
    ("car-finance",),
    ("bank", "microloan"),
    ("private",),
)
RATES = {
    "bank": (390, 720, 1080, 1560),
    "consumer-finance": (1440, 1800, 2388),
    "microloan": (1800, 2400),
    "car-finance": (420, 900, 1380),
    "private": (0, 600, 1035),
}
CARD_RATES = (1278, 1460, 1643, 1825)
TERM_CHOICES = (3, 6, 12, 24, 36)
SILENT = {"damages"}  # what a lender's contract may leave out
MAIN = (
    "overdue-interest",
    "order-of-payment",
    "acceleration",
    "early-repayment",
    "notice",
    "assignment",
    "costs",
    "jurisdiction",
    "damages",
    "data",
)
# Older than the day of its record, which is that of the law's latest numbers.
NUMBERED_ANEW = {"CN-PRO-10"}
DIGITS = {digit: i for i, digit in enumerate("零壹贰叁肆伍陆柒捌玖")}
UNITS = {"拾": 10, "佰": 100, "仟": 1_000}
NUMBERS = {"两": 2, "三": 3, "四": 4}


def stream(seed: int) -> Draws:
    return Draws(np.random.SeedSequence(seed))


def _some(draws: Draws, choices: tuple[int, ...]) -> int:
    return choices[int(draws.share(1)[0] * len(choices))]


def lend(size: int = SIZE) -> tuple[Terms, ContractTexts, np.ndarray]:
    draws = stream(5)
    product = np.arange(size) % len(PRODUCTS)
    kinds = [LENDERS[p][i // 6 % len(LENDERS[p])] for i, p in enumerate(product.tolist())]
    is_card, is_private = product == Product.CREDIT_CARD, product == Product.PRIVATE_LOAN
    rate = np.array(
        [
            _some(draws, CARD_RATES if card else RATES[kind])
            for card, kind in zip(is_card, kinds, strict=True)
        ]
    )
    times = np.array([1.3, 1.4, 1.5])[draws.whole(0, 2, size)]
    raised = np.minimum(np.round(rate * times).astype(np.int64), 2_400)
    signed = np.datetime64("2026-08-19") - draws.whole(0, 1_100, size)
    signed = np.where(is_card, signed - draws.whole(0, 2_500, size), signed)
    method = np.full(size, int(Method.LEVEL))
    method[is_card] = Method.CARD
    method[is_private] = draws.whole(0, 2, size)[is_private]
    business = product == Product.BUSINESS_LOAN
    method[business] = draws.whole(0, 1, size)[business]
    terms = Terms(
        product=product,
        lender=np.zeros(size, dtype=np.int64),
        signed_on=signed,
        opened_on=signed + draws.whole(0, 2, size),
        principal_fen=draws.whole(2, 400, size) * 50_000,
        term=np.where(is_card, 0, np.array(TERM_CHOICES)[draws.whole(0, 4, size)]),
        method=method,
        rate_bp=rate,
        overdue_bp=np.where(is_card | is_private, rate, raised),
        due_day=draws.whole(1, 28, size),
        checked=np.zeros(size, dtype=np.int64),
    )
    ends = (signed.astype("M8[M]") + terms.term).astype("M8[D]") + terms.due_day - 1
    return terms, _texts(kinds), ends


def _texts(kinds: list[str]) -> ContractTexts:
    size = len(kinds)
    return ContractTexts(
        number=[f"C{i:06d}" for i in range(size)],
        name=["周晓禾"] * size,
        id_number=["510104198805123X1X"] * size,
        address=["成都市霁禾路18号栖澜花园3幢2单元501室"] * size,
        city=["成都市"] * size,
        phone=["15412345678"] * size,
        employer=["成都澄禾川物流有限公司"] * size,
        purpose=["家庭装修"] * size,
        lender=["陈立群" if kind == "private" else "霁峤消费金融有限公司" for kind in kinds],
        lender_kind=kinds,
    )


TERMS, TEXTS, ENDS = lend()


@pytest.fixture(scope="module")
def written() -> Contracts:
    return contracts(TERMS, TEXTS, stream(7), ends_on=ENDS)


def unlawfully(code: int) -> Contracts:
    codes = np.where(
        (TERMS.product == Product.CREDIT_CARD) & (code == Unlawful.DEDUCTED), 0, code
    ).astype(np.int64)
    return contracts(TERMS, TEXTS, stream(7), ends_on=ENDS, unlawful=codes)


def words_at(text: str, label: str) -> str:
    """Read what stands at a printed number, as a person would: find the part, then the line."""
    lines = text.split("\n")
    if label == "正文":
        return text
    if " " in label:
        part, number = label.split(" ")
        start = next(i for i, line in enumerate(lines) if line.split("　")[0].startswith(part))
        return _line(lines[start + 1 :], f"{number}. ")
    inner = re.fullmatch(r"(第.+条|[一二三四五六七八九十]+)（(.+)）", label)
    if inner:
        start = next(i for i, line in enumerate(lines) if _is_headed(line, inner[1]))
        return _line(lines[start + 1 :], f"（{inner[2]}）")
    if label.startswith("第") and any(line == label for line in lines):
        raise AssertionError(label)
    start = next(i for i, line in enumerate(lines) if _is_headed(line, label))
    is_heading = re.search(
        r"^第[一二三四五六七八九十]+条　\S{1,9}$|^[一二三四五六七八九十]+、", lines[start]
    )
    return lines[start + 1] if is_heading else lines[start]


def _is_headed(line: str, number: str) -> bool:
    return line.startswith((f"{number}　", f"{number}、", f"{number} "))


def _line(lines: list[str], start: str) -> str:
    return next(line for line in lines if line.startswith(start))


def amount(capitals: str) -> int:
    """Read whole yuan in capital characters."""
    total = section = digit = 0
    for character in capitals:
        if character in DIGITS:
            digit = DIGITS[character]
        elif character in UNITS:
            section += digit * UNITS[character]
            digit = 0
        else:
            total += (section + digit) * (10_000 if character == "万" else 1)
            section = digit = 0
    return total


def rates(words: str) -> set[int]:
    return {round(float(found) * 100) for found in re.findall(r"([\d.]+)%", words)}


def spoken(day: np.datetime64) -> str:
    on: date = day.astype("M8[D]").item()
    return f"{on.year}年{on.month}月{on.day}日"


def rows(written: Contracts, topic: str) -> list[tuple[int, str]]:
    """Give the place and the governing words of each contract that says something on a topic."""
    labels = written.governing[topic]
    return [(i, words_at(written.text[i], at)) for i, at in enumerate(labels) if at]


def test_principal_reads_the_same_in_characters_in_figures_and_in_the_terms(
    written: Contracts,
) -> None:
    for text, fen in zip(written.text, TERMS.principal_fen.tolist(), strict=True):
        found = re.search(r"人民币(\S+?)元整（¥([\d,]+)\.00）", text)

        assert found
        assert amount(found[1] + "元") * 100 == fen
        assert int(found[2].replace(",", "")) * 100 == fen


def test_day_of_signing_term_and_due_day_stand_in_the_text(written: Contracts) -> None:
    for i, text in enumerate(written.text):
        assert spoken(TERMS.signed_on[i]) in text
        term, due, product = int(TERMS.term[i]), int(TERMS.due_day[i]), int(TERMS.product[i])
        if product != Product.CREDIT_CARD:
            assert re.search(rf"(?<!\d){term}(个月|期|次)", text)
            assert spoken(ENDS[i]) in text
        if product == Product.CREDIT_CARD or TERMS.method[i] == Method.LEVEL:
            assert re.search(rf"每月{due}[日号]", text)


def test_rate_stands_where_it_is_said_to_govern(written: Contracts) -> None:
    for i, words in rows(written, "rate"):
        assert not TERMS.rate_bp[i] or int(TERMS.rate_bp[i]) in rates(words)


def test_silence_on_the_rate_means_a_loan_without_interest(written: Contracts) -> None:
    silent = [i for i, at in enumerate(written.governing["rate"]) if not at]

    assert silent
    assert not TERMS.rate_bp[silent].any()


def test_overdue_rate_stands_where_it_is_said_to_govern(written: Contracts) -> None:
    for i, words in rows(written, "overdue-interest"):
        assert not TERMS.overdue_bp[i] or int(TERMS.overdue_bp[i]) in rates(words)


def test_a_lenders_contract_is_silent_on_damages_alone(written: Contracts) -> None:
    of_lenders = np.flatnonzero(TERMS.product != Product.PRIVATE_LOAN)
    for topic in set(GOVERNED) - SILENT:
        missing = [i for i in of_lenders if not written.governing[topic][i]]

        assert not missing, topic


def test_instalments_until_all_falls_due_agree_with_the_words(written: Contracts) -> None:
    for i, words in rows(written, "acceleration"):
        said = re.findall(r"([两三四])(?:期|次|个月)", words)

        assert NUMBERS[said[-1]] == written.accelerates_after[i]


def test_damages_agree_with_the_words(written: Contracts) -> None:
    for i, words in rows(written, "damages"):
        if written.damages_bp[i]:
            assert int(written.damages_bp[i]) in rates(words)
        else:
            assert re.search("不.*违约金", words)


def test_early_repayment_fee_agrees_with_the_words(written: Contracts) -> None:
    for i, words in rows(written, "early-repayment"):
        if words != written.text[i]:
            assert rates(words) == {int(written.early_fee_bp[i])} - {0}


def test_days_of_the_year_agree_with_the_words(written: Contracts) -> None:
    named = {360: "÷360|按360日|三百六十分", 365: "÷365|365日|三百六十五分"}
    for i, at in enumerate(written.governing["rate"]):
        if at and TERMS.product[i] != Product.PRIVATE_LOAN:
            days = int(written.day_count[i])

            assert re.search(named[days], written.text[i])
            assert not re.search(named[725 - days], written.text[i])


@pytest.mark.parametrize(
    ("order", "pattern"),
    [
        (Order.COSTS_FIRST, "(依次清偿|先抵)实现债权的费用"),
        (Order.INTEREST_FIRST, r"(冲抵|先抵|抵扣顺序：)利息.*本金"),
        (Order.PRINCIPAL_FIRST, "先(冲抵|用于归还逾期|算还)(逾期)?本金|先冲抵本金"),
        (Order.BY_LATENESS, "90日.*91日|90日.*90日"),
    ],
)
def test_order_of_payment_agrees_with_the_words(
    written: Contracts, order: Order, pattern: str
) -> None:
    found = [words for i, words in rows(written, "order-of-payment") if written.order[i] == order]

    assert found
    assert all(re.search(pattern, words) for words in found)


def test_cards_follow_the_supervisors_order_and_nothing_else_does(written: Contracts) -> None:
    by_lateness = written.order == Order.BY_LATENESS

    assert (by_lateness == (TERMS.product == Product.CREDIT_CARD)).all()


@pytest.mark.parametrize(
    ("forum", "pattern"),
    [
        (Forum.LENDER, "(贷款人|本公司|发卡银行|本行|甲方|乙方|出借人)住(所地|的地方)"),
        (Forum.BORROWER, "(借款人|持卡人|您|甲方|乙方)住所地"),
        (Forum.SIGNING, "签(订|署)地"),
        (Forum.ARBITRATION, "仲裁委员会"),
    ],
)
def test_forum_agrees_with_the_words(written: Contracts, forum: Forum, pattern: str) -> None:
    found = [
        words for i, words in rows(written, "jurisdiction") if written.jurisdiction[i] == forum
    ]

    assert found
    assert all(
        re.search(pattern.replace("住(", "住(?:"), words) or "住的地方" in words for words in found
    )


def test_costs_agree_with_the_words(written: Contracts) -> None:
    for i, words in rows(written, "costs"):
        own = bool(re.search("各自承担|自行承担，不适用", words))

        assert own == (written.costs[i] == Costs.EACH_OWN)


def test_every_contract_of_a_lender_holds_the_ceiling(written: Contracts) -> None:
    for i, words in rows(written, "cap"):
        if TERMS.product[i] != Product.PRIVATE_LOAN:
            assert rates(words) == {2_400}


def test_a_lawful_contract_has_no_unlawful_clause(written: Contracts) -> None:
    assert set(written.unlawful_at) == {""}
    assert set(written.breaks) == {()}
    assert not written.surcharge_bp.any()
    assert not written.deducted_bp.any()
    for text in written.text:
        assert not re.search("先行扣除|服务费先扣|通讯录|自行收车|不设上限|罚到", text)


@pytest.mark.parametrize(
    ("code", "pattern"),
    [
        (Unlawful.ABOVE_CEILING, "每日|每天|一天"),
        (Unlawful.DEDUCTED, "扣"),
        (Unlawful.SELF_HELP, "自行|变卖|上门"),
        (Unlawful.TELLING_OTHERS, "通讯录|公开|公布|朋友圈"),
        (Unlawful.RIGHTS_CUT_OFF, "时效|放弃|胜诉权"),
    ],
)
def test_an_unlawful_clause_stands_where_it_is_said_to(code: Unlawful, pattern: str) -> None:
    planted = unlawfully(code)
    where = TERMS.product != Product.CREDIT_CARD if code == Unlawful.DEDUCTED else TERMS.term >= 0

    for i in np.flatnonzero(where):
        assert re.search(pattern, words_at(planted.text[i], planted.unlawful_at[i]))
        assert planted.breaks[i]
        # Cards signed earlier are shown in the edition of that day.
        held_on = max(TERMS.signed_on[i].astype("M8[D]").item(), date(2021, 11, 1))
        assert all(
            rule(broken).in_force_from <= held_on
            for broken in planted.breaks[i]
            if broken not in NUMBERED_ANEW
        )


def test_charges_above_the_ceiling_come_without_a_ceiling() -> None:
    planted = unlawfully(Unlawful.ABOVE_CEILING)

    assert (planted.surcharge_bp + TERMS.overdue_bp > 2_400).all()
    assert not any(re.search("(合并计算|总额|之和|合计).*24%", text) for text in planted.text)


def test_a_microloan_above_its_own_ceiling_breaks_its_own_rule() -> None:
    planted = unlawfully(Unlawful.ABOVE_CEILING)
    micro = np.array([kind == "microloan" for kind in TEXTS.lender_kind])
    late = micro & (TERMS.signed_on >= np.datetime64("2025-12-24"))

    assert all("CN-INT-14" in planted.breaks[i] for i in np.flatnonzero(late))
    assert not any("CN-INT-14" in planted.breaks[i] for i in np.flatnonzero(~late))


def test_nothing_can_be_deducted_from_a_card() -> None:
    codes = np.full(len(TERMS), int(Unlawful.DEDUCTED))

    with pytest.raises(DataError, match="nothing is paid out on a card"):
        contracts(TERMS, TEXTS, stream(7), unlawful=codes)


def test_cost_statement_comes_with_contracts_signed_from_august_2026(written: Contracts) -> None:
    from_august = TERMS.signed_on >= np.datetime64("2026-08-01")
    stated = np.array(["综合融资成本明示" in text for text in written.text])
    private = TERMS.product == Product.PRIVATE_LOAN

    assert (stated == (from_august & ~private)).all()
    assert stated.any()


def test_old_card_agreements_are_shown_in_the_edition_of_2021(written: Contracts) -> None:
    old = (TERMS.product == Product.CREDIT_CARD) & (TERMS.signed_on < np.datetime64("2021-11-01"))

    assert ([i for i, text in enumerate(written.text) if "2021年第二版" in text]) == np.flatnonzero(
        old
    ).tolist()


@pytest.mark.parametrize(
    ("product", "least", "most"),
    [
        (Product.CREDIT_CARD, 1_000, 1_800),
        (Product.INSTALMENT_LOAN, 900, 2_000),
        (Product.CASH_LOAN, 900, 2_000),
        (Product.CAR_LOAN, 900, 2_000),
        (Product.BUSINESS_LOAN, 900, 2_000),
        (Product.PRIVATE_LOAN, 80, 520),
    ],
)
def test_length_is_that_of_such_contracts(
    written: Contracts, product: Product, least: int, most: int
) -> None:
    lengths = [len(written.text[i]) for i in np.flatnonzero(TERMS.product == product)]

    assert least <= min(lengths)
    assert max(lengths) <= most


def test_no_slot_stays_open(written: Contracts) -> None:
    for text in written.text:
        assert not re.search(r"[{}]|%\(|%%|None", text)


def test_without_a_last_day_private_notes_name_its_month() -> None:
    undated = contracts(TERMS, TEXTS, stream(7))

    assert not any("最后一期还款日为" in text for text in undated.text)
    assert any("到期当月" in text for text in undated.text)


@pytest.mark.parametrize("family", [Family.LOANS, Family.CARDS])
@pytest.mark.parametrize("topic", MAIN)
def test_main_topics_have_at_least_four_lawful_drafts(family: Family, topic: str) -> None:
    lawful = [draft for draft in drafts(family, topic) if not draft.unlawful and draft.governs]

    assert len(lawful) >= 4


@pytest.mark.parametrize("family", list(Family))
def test_every_family_has_six_layouts(family: Family) -> None:
    assert len({layout.id for layout in layouts(family)}) == 6


def test_governing_words_stand_in_clauses_tables_and_special_terms(written: Contracts) -> None:
    labels = [at for found in written.governing.values() for at in found if at]
    parts = {at.split(" ")[0] for at in labels if " " in at}

    assert {"特别约定", "补充条款", "借款要素表", "附件一", "附表"} <= parts
    assert sum(" " not in at for at in labels) > len(labels) / 2


def test_the_same_stream_writes_the_same_contracts(written: Contracts) -> None:
    assert contracts(TERMS, TEXTS, stream(7), ends_on=ENDS).text == written.text
    assert contracts(TERMS, TEXTS, stream(8), ends_on=ENDS).text != written.text
