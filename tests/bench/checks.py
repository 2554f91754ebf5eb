"""Check messages: the rate, and precision and recall on lines kept unseen.

An interval is of 95 %, by drawing the lines again (1,000 times). Patterns alone, and a model alone,
are the peers: the scorer ships because it beats them.
"""

import json
import random
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from casebook.compliance.utterances.check import check
from casebook.compliance.utterances.features import read
from casebook.compliance.utterances.model import Kind, Utterance
from casebook.compliance.utterances.outright import outright
from casebook.compliance.utterances.reading import of_mapping

LABELLED = Path(__file__).parents[1] / "compliance" / "labelled"
SIZES = (5_000, 10_000)
DRAWS = 1_000

Counts = tuple[int, int, int]


def main() -> None:
    lines = {language: unseen(language) for language in ("zh", "en")}
    rate([of_mapping(row) for rows in lines.values() for row in rows])
    for language, rows in lines.items():
        said = [of_mapping(row) for row in rows]
        due = [frozenset(map(Kind, row["labels"])) for row in rows]
        show(f"{language}, {len(rows)} unseen lines", due, found_by_check(said), per_kind=True)
        show(f"{language}, patterns alone", due, [frozenset(outright(read(one))) for one in said])
    every = [row for rows in lines.values() for row in rows]
    due = [frozenset(map(Kind, row["labels"])) for row in every]
    show("both languages", due, found_by_check([of_mapping(row) for row in every]), per_kind=True)


def unseen(language: str) -> list[dict[str, Any]]:
    """Return the lines that no training has seen."""
    text = (LABELLED / f"{language}-unseen.jsonl").read_text("utf-8")
    return [json.loads(line) for line in text.splitlines()]


def found_by_check(said: Iterable[Utterance]) -> list[frozenset[Kind]]:
    return [frozenset(one.kind for one in findings) for findings in check(said)]


def rate(said: Sequence[Utterance]) -> None:
    for _ in check(said[:10]):
        pass  # what is loaded once
    took = [_seconds(lambda size=size: found_by_check(_many(said, size))) for size in SIZES]
    print(f"check {SIZES[-1]:,} messages {took[-1]:6.2f} s  {SIZES[-1] / took[-1]:9,.0f} a second")
    print(f"twice the messages take {took[1] / took[0]:.2f} times as long")


def _many(said: Sequence[Utterance], size: int) -> list[Utterance]:
    return [said[place % len(said)] for place in range(size)]


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def show(
    name: str,
    due: Sequence[frozenset[Kind]],
    found: Sequence[frozenset[Kind]],
    *,
    per_kind: bool = False,
) -> None:
    rng, counts = random.Random(3), [_counts(*each) for each in zip(due, found, strict=True)]
    drawn = [_rates(_sum(rng.choices(counts, k=len(counts)))) for _ in range(DRAWS)]
    precision, recall = _rates(_sum(counts))
    bounds = [sorted(one[side] for one in drawn) for side in (0, 1)]
    low, high = int(0.025 * DRAWS), int(0.975 * DRAWS)
    print(
        f"{name}: precision {precision:.3f} ({bounds[0][low]:.3f}-{bounds[0][high]:.3f}), "
        f"recall {recall:.3f} ({bounds[1][low]:.3f}-{bounds[1][high]:.3f})"
    )
    for kind in Kind if per_kind else ():
        own = [({kind} & set(d), {kind} & set(f)) for d, f in zip(due, found, strict=True)]
        right, wrong, missed = _sum([_counts(frozenset(d), frozenset(f)) for d, f in own])
        print(f"  {kind:30} right {right:3} wrong {wrong:3} missed {missed:3}")


def _counts(due: frozenset[Kind], found: frozenset[Kind]) -> Counts:
    return len(due & found), len(found - due), len(due - found)


def _sum(counts: Iterable[Counts]) -> Counts:
    total: Counter[int] = Counter()
    for one in counts:
        total.update(dict(enumerate(one)))
    return total[0], total[1], total[2]


def _rates(counts: Counts) -> tuple[float, float]:
    right, wrong, missed = counts
    return right / max(right + wrong, 1), right / max(right + missed, 1)
