"""Wrong interest, unlawful clauses, contracts signed twice: text, tables and money agree."""

import re
from collections import Counter

import numpy as np
import pytest

from casebook.portfolio import stocks
from casebook.portfolio.flags import ids
from casebook.portfolio.plants.agreements import Wrong, agree
from casebook.portfolio.plants.choose import Lots
from casebook.portfolio.plants.duplicates import number
from casebook.portfolio.simulation.block import Block, simulate
from casebook.portfolio.simulation.draws import Draws
from casebook.portfolio.simulation.knobs import knobs
from casebook.portfolio.simulation.months import MONTHS
from casebook.portfolio.simulation.moves import fitted
from casebook.portfolio.simulation.plans import plan
from casebook.portfolio.writing.amounts import percent, short_percent
from portfolio.files import File
from portfolio.plants.book import AS_OF, SIZE, clean_files, detail, made, planted, with_flag

INTEREST = "wrong-interest"
NUMBERS = r"第[^条]+条|[（(][^）)]+[）)]|[\d.]+|[一二三四五六七八九十]+"


@pytest.fixture(scope="module")
def block() -> Block:
    return simulate(3, 0, as_of=AS_OF, moves=fitted(), knobs=knobs({}), size=1_000)


@pytest.fixture(scope="module")
def all_wrong(block: Block) -> tuple[Block, np.ndarray]:
    nobody, everybody = np.zeros(1_000, dtype=bool), np.ones(1_000, dtype=bool)
    lots = Lots(Draws(np.random.SeedSequence(5)), 1_000)
    agreed = agree(block, everybody, nobody, nobody, lots)
    return agreed.block, agreed.wrong


def test_all_three_ways_occur(all_wrong: tuple[Block, np.ndarray]) -> None:
    counts = Counter(all_wrong[1].tolist())

    assert min(counts[way] for way in Wrong if way) > 100
    assert not counts[Wrong.NOTHING]


def test_a_plan_above_the_ceiling_is_the_one_that_its_terms_give(
    all_wrong: tuple[Block, np.ndarray],
) -> None:
    after, wrong = all_wrong
    above = wrong == Wrong.ABOVE_CEILING
    asked = plan(after.terms.take(above))
    loans = above[~after.book.is_card]

    assert np.array_equal(after.book.loans.principal_fen[loans], asked.principal_fen)
    assert np.array_equal(after.book.loans.interest_fen[loans], asked.interest_fen)


def test_dearer_loans_are_paid_as_far_and_as_late_as_before(
    block: Block, all_wrong: tuple[Block, np.ndarray]
) -> None:
    after, wrong = all_wrong
    above = np.flatnonzero(wrong == Wrong.ABOVE_CEILING)
    row = (np.cumsum(~block.book.is_card) - 1)[above]
    for place, loan in zip(above.tolist(), row.tolist(), strict=True):
        before, now = (
            _covered(one, loan, one.book.paid_fen[place, :MONTHS]) for one in (block, after)
        )
        assert np.array_equal(before, now)
        assert np.array_equal(after.book.paid_fen[place] > 0, block.book.paid_fen[place] > 0)


def _covered(block: Block, loan: int, paid: np.ndarray) -> np.ndarray:
    """Count the instalments that were paid in full by each close."""
    loans = block.book.loans
    sums = np.cumsum(loans.principal_fen[loan] + loans.interest_fen[loan])
    return np.searchsorted(sums[: loans.count[loan]], np.cumsum(paid), side="right")


def test_all_other_accounts_stay(block: Block, all_wrong: tuple[Block, np.ndarray]) -> None:
    after, wrong = all_wrong
    stay = wrong != Wrong.ABOVE_CEILING

    assert np.array_equal(after.book.paid_fen[stay], block.book.paid_fen[stay])
    assert np.array_equal(after.book.owed_fen[stay], block.book.owed_fen[stay])


def test_the_simulated_block_itself_is_not_touched(block: Block) -> None:
    again = simulate(3, 0, as_of=AS_OF, moves=fitted(), knobs=knobs({}), size=1_000)

    assert np.array_equal(block.book.paid_fen, again.book.paid_fen)
    assert np.array_equal(block.book.loans.interest_fen, again.book.loans.interest_fen)
    assert np.array_equal(block.terms.rate_bp, again.terms.rate_bp)


def rated(file: File) -> bool:
    rate = file.contract["annual_rate_bp"]
    forms = (percent(rate), short_percent(rate))
    return any(form in file.contract["text"] for form in forms)


def test_text_and_table_state_the_same_rate() -> None:
    with_rates = [
        file
        for file in with_flag(INTEREST).values()
        if re.search(r"年利率|年化", file.contract["text"]) and file.contract["annual_rate_bp"]
    ]

    assert len(with_rates) > 20
    assert all(rated(file) for file in with_rates)


def test_a_plan_dearer_than_its_contract_asks_for_what_it_asked_before() -> None:
    for debtor, file in with_flag(INTEREST).items():
        before = clean_files()[debtor]
        if "还款计划" in detail(debtor, INTEREST)["zh"]:
            assert file.contract["annual_rate_bp"] < before.contract["annual_rate_bp"]
            assert [row["amount_fen"] for row in file.instalments] == [
                row["amount_fen"] for row in before.instalments
            ]


@pytest.mark.parametrize("flag", ["unlawful-clause", INTEREST])
def test_a_clause_is_named_by_the_number_under_which_it_stands(flag: str) -> None:
    named = 0
    for debtor, file in with_flag(flag).items():
        said = detail(debtor, flag)["zh"]
        where = said.split("：")[0]
        if "逾期另按日" in said or flag == "unlawful-clause":
            named += 1
            parts = re.findall(
                r"第[^条]+条|[（(][^）)]+[）)]|[\d.]+|[一二三四五六七八九十]+", where
            )
            assert where == "正文" or any(part in file.contract["text"] for part in parts), where
    assert named > 3


def test_every_product_meets_every_clause() -> None:
    everybody = dict.fromkeys(range(0, SIZE, 3), frozenset({"unlawful-clause"}))
    tables = made(knobs({}), wanted=everybody)
    found = tables["planted"].to_pylist()
    flagged = {row["debtor_id"] for row in found if row["flag"] == "unlawful-clause"}

    assert {f"D{place + 1:06d}" for place in everybody} <= flagged


def test_a_second_contract_differs_in_number_and_day_alone() -> None:
    for file in with_flag("duplicate-contract").values():
        first, second = file.contracts
        differ = {name for name in first if first[name] != second[name]}
        assert differ <= {"contract_id", "signed_on", "text"}
        assert {"contract_id", "signed_on"} <= differ
        assert second["contract_id"] == number(first["contract_id"])
        assert first["contract_id"] not in second["text"]
        assert 0 < (second["signed_on"] - first["signed_on"]).days <= 5


def test_the_number_of_a_second_contract_belongs_to_nobody() -> None:
    taken = {f"C{one:06d}" for one in (1, 12, 123_456, 1_234_562, 10_000_012)}
    seconds = [number(one) for one in sorted(taken)]

    assert not taken & set(seconds)
    assert len(set(seconds)) == len(seconds)
    assert all(re.fullmatch(r"C0\d{6,}2", one) for one in seconds)


def test_what_governs_a_second_contract_is_on_file_too() -> None:
    governed = Counter(planted()["governing"]["contract_id"].to_pylist())
    for file in with_flag("duplicate-contract").values():
        first, second = (governed[row["contract_id"]] for row in file.contracts)
        assert first == second > 0


def test_money_kept_back_openly_is_what_the_contract_says() -> None:
    clauses = re.compile(r"服务费先扣一成|(\d+)%")
    openly = 0
    for file in with_flag("deducted-in-advance").values():
        kept = 1 - file.account["disbursed_fen"] / file.contract["principal_fen"]
        found = [line for line in re.split("[。\n]", file.contract["text"]) if "服务费" in line]
        said = [line for line in found if re.search("先行扣除|费先扣|一次性扣收", line)]
        if said:
            openly += 1
            share = clauses.search("".join(said))
            assert share
            assert kept == pytest.approx(int(share[1] or 10) / 100)
    assert openly >= 5


def test_rates_of_usury_lie_above_every_ceiling() -> None:
    usury = stocks.words("plants")["usury"]

    assert min(usury["licensed"]) > 2400
    assert min(usury["private"]) > 1640  # four times the highest LPR since 2020-08-20, rounded up
    assert INTEREST in ids()
