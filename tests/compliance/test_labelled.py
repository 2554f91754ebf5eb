"""The labelled lines: what they are, that none that measures also teaches, what the check earns.

Lines named `unseen` were written by people who saw neither the checker nor the other lines, after
all training but the last; the thresholds were chosen without them.
"""

import json
from collections import Counter
from pathlib import Path

import pytest

from casebook.compliance.utterances.check import check
from casebook.compliance.utterances.model import Kind, Speaker
from casebook.compliance.utterances.reading import of_mapping

LABELLED = Path(__file__).parent / "labelled"
LANGUAGES = ("zh", "en")
# What the checker must reach; `make bench ARGS=checks` tells what it does, with intervals.
PRECISION, RECALL = 0.95, 0.90


def rows(pattern):
    paths = sorted(LABELLED.glob(pattern))
    return [json.loads(line) for path in paths for line in path.read_text("utf-8").splitlines()]


UNSEEN = {language: rows(f"{language}-unseen.jsonl") for language in LANGUAGES}
TAUGHT = [row for row in rows("*.jsonl") if row not in UNSEEN["zh"] and row not in UNSEEN["en"]]


@pytest.mark.parametrize("path", sorted(LABELLED.glob("*.jsonl")), ids=lambda path: path.stem)
def test_each_line_is_an_utterance_labelled_from_the_closed_list(path):
    lines = rows(path.name)

    assert len({row["id"] for row in lines}) == len(lines)
    for row in lines:
        said = of_mapping(row)
        for label in row["labels"]:
            assert Kind(label).is_of_client == (said.speaker is not Speaker.COLLECTOR), row["id"]


def test_the_unseen_part_is_large_half_chinese_and_a_third_near_the_line():
    both = [*UNSEEN["zh"], *UNSEEN["en"]]

    assert len(both) >= 400
    assert abs(len(UNSEEN["zh"]) - len(UNSEEN["en"])) <= 20
    assert sum(bool(row.get("near")) for row in both) >= len(both) * 0.32
    for language in LANGUAGES:
        counts = Counter(label for row in UNSEEN[language] for label in row["labels"])
        assert min(counts[str(kind)] for kind in Kind) >= 5


def test_no_line_that_measures_also_teaches():
    taught = {"".join(row["text"].lower().split()) for row in TAUGHT}

    same = [
        row["id"]
        for language in LANGUAGES
        for row in UNSEEN[language]
        if len(row["text"]) > 12 and "".join(row["text"].lower().split()) in taught
    ]

    assert same == []


def test_the_checker_is_precise_and_misses_little_on_lines_it_has_not_seen():
    both = [*UNSEEN["zh"], *UNSEEN["en"]]
    right = wrong = missed = 0

    for row, findings in zip(both, check(map(of_mapping, both)), strict=True):
        found, due = {str(one.kind) for one in findings}, set(row["labels"])
        right += len(found & due)
        wrong += len(found - due)
        missed += len(due - found)

    assert right / (right + wrong) >= PRECISION
    assert right / (right + missed) >= RECALL
