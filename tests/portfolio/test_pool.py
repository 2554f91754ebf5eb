"""A pool is the grader's to rebuild and nobody else's to guess."""

import hashlib
import json
import subprocess
import sys
from datetime import date

from casebook.portfolio import pool, sample
from casebook.portfolio.case import Case
from casebook.portfolio.generator import generate
from casebook.portfolio.pool import Variant
from portfolio import figures

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


def test_a_learner_with_small_seeds_does_not_meet_the_pool(
    variants: tuple[Variant, ...],
) -> None:
    held = {variant.case.debtor["id_number"] for variant in variants}
    guesses = [*range(5), sample.SEED]

    for seed in guesses:
        made = generate(seed, 0, debtors=100, as_of=date(2026, 6, 30))
        assert not held & set(made.debtors["id_number"])


def test_every_file_is_fit_for_a_review(variants: tuple[Variant, ...]) -> None:
    assert len(variants) == 100
    for variant in variants:
        case = variant.case
        promises = [row for row in case.contacts if row["result"] == "promise"]
        assert 1 <= len(variant.planted) <= 4
        assert len(promises) >= 3
        assert figures.days_past_due(case) > 0
        assert figures.overdue_fen(case) >= 50_000
        assert len(case.documents) == 3


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
        ids += [row["document_id"] for row in data["documents"]]
        assert all(each[1:].startswith(stem) for each in ids)


def test_order_says_nothing_about_the_number_of_flags(variants: tuple[Variant, ...]) -> None:
    counts = [len(variant.planted) for variant in variants]

    assert counts != sorted(counts)
    assert counts != sorted(counts, reverse=True)
    assert abs(sum(counts[:50]) - sum(counts[50:])) < 40


def test_a_file_is_plain_json_there_and_back(variants: tuple[Variant, ...]) -> None:
    for variant in variants[:20]:
        text = json.dumps(variant.case.to_dict(), ensure_ascii=False)

        assert Case.from_dict(json.loads(text)) == variant.case
        assert "planted" not in text
        assert not any(flag in text for flag in variant.planted)
