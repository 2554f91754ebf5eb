"""A pool is the grader's to rebuild and nobody else's to guess."""

import hashlib
import json
import re
import subprocess
import sys

import pytest

from casebook.portfolio import pool, sample
from casebook.portfolio.blocks import ANSWERS, PUBLIC, tables_of
from casebook.portfolio.calendar import AS_OF
from casebook.portfolio.case import Case
from casebook.portfolio.flags import review_flags
from casebook.portfolio.pool import Variant
from casebook.portfolio.schema import table
from casebook.portfolio.simulation.knobs import knobs
from portfolio import figures
from portfolio.detector import flags_in
from portfolio.files import file_of

SECRET = b"a secret of the course"
DIGEST = """
import hashlib, json
from casebook.portfolio import pool
drawn = pool.draw(b"a secret of the course", "file-review", 12)
plain = [[variant.case.to_dict(), sorted(variant.planted)] for variant in drawn]
print(hashlib.sha256(json.dumps(plain).encode()).hexdigest())
"""


def test_another_process_draws_the_same_pool_bit_for_bit() -> None:
    drawn = pool.draw(SECRET, "file-review", 12)
    plain = [[variant.case.to_dict(), sorted(variant.planted)] for variant in drawn]

    there = subprocess.run(
        [sys.executable, "-c", DIGEST], capture_output=True, text=True, check=True
    )

    assert there.stdout.strip() == hashlib.sha256(json.dumps(plain).encode()).hexdigest()


def test_another_secret_or_assignment_draws_other_files() -> None:
    def people(secret: bytes, assignment: str) -> set[str]:
        drawn = pool.draw(secret, assignment, 10)
        return {variant.case.debtor["id_number"] for variant in drawn}

    first = people(SECRET, "file-review")

    assert not first & people(b"another secret", "file-review")
    assert not first & people(SECRET, "final")


@pytest.mark.parametrize("turned", [{}, pool.SUITED], ids=["usual", "as for a pool"])
def test_a_learner_who_calls_the_generator_finds_no_planted_flag(
    variants: tuple[Variant, ...], turned: dict[str, float]
) -> None:
    held = {variant.case.debtor["id_number"] for variant in variants}
    phones = {variant.case.debtor["phone"] for variant in variants}
    # What is public: names, numbers and the secret of the specimen course.
    public = (b"file-review", b"casebook", b"specimen", b"", b"0")
    guesses = [*range(4), sample.SEED, *(int.from_bytes(text, "big") for text in public)]

    for seed in guesses:
        for block in (0, 1):
            made = tables_of(seed, block, as_of=AS_OF, knobs=knobs(turned))
            assert not held & set(made["debtors"]["id_number"].to_pylist())
            assert not phones & set(made["debtors"]["phone"].to_pylist())


def test_no_column_of_a_case_is_one_of_the_answers(variants: tuple[Variant, ...]) -> None:
    answers = tables_of(1, 0, as_of=AS_OF, knobs=knobs({}), size=20)
    keys = {"debtor_id", "account_id", "contract_id"}
    told = {name for table in ANSWERS for name in answers[table].column_names} - keys
    shown = {name for table in PUBLIC for name in answers[table].column_names}

    assert told == {
        *("flag", "where", "detail", "topic", "clause"),
        *("is_open", "late_next_month", "paid_next_month_fen"),
    }
    assert not told & shown


def test_no_file_says_what_a_reviewer_is_to_work_out(variants: tuple[Variant, ...]) -> None:
    derived = {one.name for one in table("accounts").columns if one.is_derived}

    assert {"overdue_fen", "overdue_interest_fen"} <= derived
    for variant in variants:
        held = variant.case.account.values()
        assert not derived & set(variant.case.account)
        assert not derived & set(variant.case.frame("accounts"))
        assert figures.overdue_fen(variant.case) not in held


def test_nothing_in_a_file_is_known_only_after_the_review(variants: tuple[Variant, ...]) -> None:
    end = AS_OF.isoformat()
    for variant in variants:
        case = variant.case
        days = [row["paid_on"] for row in case.payments]
        days += [row["at"][:10] for row in case.contacts]
        days += [row["made_on"] for row in case.complaints]
        days += [paper.issued_on.isoformat() for paper in case.documents]
        assert max(days) <= end


def test_an_independent_reader_finds_the_flags_of_a_pool(variants: tuple[Variant, ...]) -> None:
    for variant in variants:
        assert flags_in(file_of(variant.case)) == variant.planted, variant.case


def test_every_file_is_fit_for_a_review(variants: tuple[Variant, ...]) -> None:
    assert len(variants) == 100
    for variant in variants:
        case = variant.case
        promises = [row for row in case.contacts if row["result"] == "promise"]
        assert 2 <= len(variant.planted) <= 4
        assert len(promises) >= 3
        assert figures.days_past_due(case) > 0
        assert figures.overdue_fen(case) >= 50_000
        assert len(case.documents) == 3


def test_flags_ask_the_same_of_every_reader(variants: tuple[Variant, ...]) -> None:
    effort = {flag.id: flag.effort for flag in review_flags()}
    met = {flag for variant in variants for flag in variant.planted}

    for variant in variants:
        assert sum(effort[flag] for flag in variant.planted) == 2 * len(variant.planted)
    assert met == set(effort)


def test_every_file_can_be_cleared_by_a_plan_of_two_to_24_months(
    variants: tuple[Variant, ...],
) -> None:
    for variant in variants:
        monthly = figures.disposable_income_fen(variant.case) // 100 * 100
        owed = figures.overdue_fen(variant.case)

        assert monthly < owed <= 24 * monthly


def test_numbers_come_from_the_place_in_the_pool_alone(variants: tuple[Variant, ...]) -> None:
    for place, variant in enumerate(variants, 1):
        stem = f"9{place:05d}"
        data = variant.case.to_dict()
        ids = [data["id"], data["debtor"]["debtor_id"], data["account"]["account_id"]]
        ids += [row["payment_id"] for row in data["payments"]]
        ids += [row["contact_id"] for row in data["contacts"]]
        ids += [row["complaint_id"] for row in data["complaints"]]
        ids += [row["document_id"] for row in data["documents"]]
        ids += [row["staff_id"] for row in data["contacts"] if row["staff_id"]]
        assert all(each[1:].startswith(stem) for each in ids)
        written = re.findall(r"(?<![A-Z\d])[ACDFKPS]\d{6,}", json.dumps(data, ensure_ascii=False))
        assert written
        assert all(each[1:].startswith(stem) for each in written)


def test_a_file_is_plain_json_there_and_back(variants: tuple[Variant, ...]) -> None:
    for variant in variants[:20]:
        text = json.dumps(variant.case.to_dict(), ensure_ascii=False)

        assert Case.from_dict(json.loads(text)) == variant.case
        assert "planted" not in text
        assert not any(flag in text for flag in variant.planted)
