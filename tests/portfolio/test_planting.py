"""What is planted, and nothing else, meets the definitions."""

from casebook.portfolio import gather
from casebook.portfolio.case import Case
from casebook.portfolio.flags import flags
from casebook.portfolio.planting import PLANTERS, rates
from casebook.portfolio.pool import Variant
from casebook.portfolio.portfolio import PUBLIC, Portfolio
from portfolio.detector import DEFINITIONS, flags_in


def test_an_independent_reader_finds_exactly_what_was_planted(
    block: Portfolio, cases: dict[str, Case]
) -> None:
    planted = block.planted.groupby("debtor_id")["flag"].agg(set)

    for debtor_id, case in cases.items():
        assert flags_in(case) == planted.get(debtor_id, set()), debtor_id


def test_an_independent_reader_finds_the_flags_of_a_pool(variants: tuple[Variant, ...]) -> None:
    for variant in variants:
        assert flags_in(variant.case) == variant.planted, variant.case


def test_before_planting_no_file_meets_a_definition(clean: Portfolio) -> None:
    assert clean.planted.empty
    for debtor_id in clean.debtors["debtor_id"]:
        assert flags_in(gather(clean, debtor_id)) == set(), debtor_id


def test_planting_leaves_files_without_a_flag_as_they_were(
    clean: Portfolio, block: Portfolio
) -> None:
    flagged = set(block.planted["debtor_id"])
    untouched = [one for one in clean.debtors["debtor_id"] if one not in flagged]

    assert len(untouched) > 20
    for debtor_id in untouched:
        assert gather(clean, debtor_id) == gather(block, debtor_id)


def test_every_flag_is_planted_somewhere(block: Portfolio) -> None:
    counts = block.planted["flag"].value_counts()

    assert (counts.reindex([flag.id for flag in flags()]) >= 12).all()


def test_vocabulary_planters_rates_and_detector_name_the_same_flags() -> None:
    vocabulary = {flag.id for flag in flags()}

    assert set(PLANTERS) == set(rates()) == set(DEFINITIONS) == vocabulary


def test_no_public_table_has_a_column_of_the_planted_layer(block: Portfolio) -> None:
    for name in PUBLIC:
        assert not {"flag", "where", "detail", "planted"} & set(block.frames()[name].columns)


def test_each_planted_row_says_what_and_where_in_both_languages(block: Portfolio) -> None:
    for row in block.planted.itertuples():
        assert "." in row.where
        assert all(row.detail[language].strip() for language in ("zh", "en"))


def test_noise_that_is_no_flag_is_on_file(cases: dict[str, Case]) -> None:
    files = [case for case in cases.values() if not flags_in(case)]
    cards = [case.document("identity-card").body for case in files]
    papers = [paper for case in files for paper in case.documents]
    letters = [paper.body for paper in papers if paper.kind == "income-proof"]
    records = [paper.body for paper in papers if paper.kind == "credit-record"]

    assert any("\u3000" in letter["name"] for letter in letters)
    assert any(letter["id_number"].endswith("x") for letter in letters)
    assert any(not record["employer"].endswith("公司") for record in records)
    assert any("-" in record["address"] for record in records)
    assert any(card["valid_until"] < "2026-06-30" for card in cards)
    assert any(
        loan["months"].endswith("N") and "1" in loan["months"]
        for record in records
        for loan in record["loans"]
    )
