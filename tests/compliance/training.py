"""Train the scorer of the checker on the labelled lines: ``make scorer``.

Lines named `bank` and `tuning` teach, those named `validation` choose the threshold, and those
named `unseen` measure (``make bench``) and are never looked at here. The model is one logistic
regression a kind, over TF-IDF of the features.
"""

import json
import random
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from casebook.compliance.utterances.check import ABSENT, is_found
from casebook.compliance.utterances.features import features, read
from casebook.compliance.utterances.model import Kind, Speaker, Utterance
from casebook.compliance.utterances.outright import outright
from casebook.compliance.utterances.reading import of_mapping

LABELLED = Path(__file__).parent / "labelled"
PACKAGE = Path(__file__).parents[2] / "source" / "casebook" / "compliance" / "utterances"
KINDS = tuple(Kind)
# How loosely weights follow the lines, how often a feature must occur, what precision is aimed at.
LOOSENESS, OFTEN, PRECISION = 30.0, 3, 0.95
# How many longer turns are made of two lines, for each line.
JOINED = 0.2
# What a line is judged by besides its words.
CONTEXT = frozenset({"turn", "to", "facts"})
# A feature that moves no kind by more than this (in units of a byte) is not worth its place.
SLIGHT = 4


def lines(language: str, *names: str) -> list[dict[str, Any]]:
    """Return the labelled lines of `language` in the files whose names hold one of `names`."""
    paths = sorted(LABELLED.glob(f"{language}-*.jsonl"))
    chosen = (path for path in paths if any(name in path.stem for name in names))
    return [json.loads(line) for path in chosen for line in path.read_text("utf-8").splitlines()]


def reworded(language: str) -> list[dict[str, Any]]:
    """Return what the checker itself offers to say instead: lines that carry nothing."""
    raw = yaml.safe_load((PACKAGE / "kinds.yaml").read_text("utf-8"))
    return [
        {
            "id": f"reworded-{kind}-{channel}-{turn}",
            "lang": language,
            "jurisdiction": jurisdiction,
            "speaker": "collector",
            "channel": channel,
            "turn": 1 if kind == Kind.MISSING_IDENTITY else turn,
            "text": told["rewording"][language],
            "labels": [],
        }
        for kind, told in raw.items()
        for jurisdiction in (("CN",) if language == "zh" else ("US", "UK"))
        for channel, turn in (("call", 2), ("chat", None))
    ]


def joined(rows: Sequence[dict[str, Any]], language: str) -> list[dict[str, Any]]:
    """Return made-up longer turns: two lines of one speaker, one after the other, drawn by chance.

    People say several things in one breath; what either line carries, both carry together.
    """
    rng = random.Random(1)
    by_speaker: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in rows:
        if not CONTEXT & row.keys() and not ABSENT & set(row["labels"]):
            by_speaker.setdefault((row["speaker"], row["jurisdiction"]), []).append(row)
    groups = list(by_speaker.values())
    made = []
    for number in range(int(len(rows) * JOINED)):
        first, second = rng.choices(rng.choices(groups, [len(group) for group in groups])[0], k=2)
        end = "" if first["text"][-1] in "。！？.!?~" else "。" if language == "zh" else "."
        gap = "" if language == "zh" else " "
        text = f"{first['text']}{end}{gap}{second['text']}"
        labels = sorted({*first["labels"], *second["labels"]})
        made.append({**first, "id": f"joined-{number}", "text": text, "labels": labels})
    return made


class Model:
    """TF-IDF and one logistic regression a kind."""

    def __init__(self, seen: Sequence[dict[str, float]], given: "Given") -> None:
        counts = Counter(name for one in seen for name in one)
        self.names = sorted(name for name, count in counts.items() if count >= OFTEN)
        self.places = {name: place for place, name in enumerate(self.names)}
        often = np.array([counts[name] for name in self.names])
        self.rarity = (np.log((1 + len(seen)) / (1 + often)) + 1).astype(np.float32)
        rows = self.rows(seen)
        self.weights = np.zeros((len(self.names), len(KINDS)), np.float32)
        self.intercepts = np.full(len(KINDS), -20, np.float32)
        for column, kind in enumerate(KINDS):
            own, there = given.of(kind)
            if there[own].any():
                told = LogisticRegression(C=LOOSENESS, solver="liblinear").fit(
                    rows[own], there[own]
                )
                self.weights[:, column] = told.coef_[0]
                self.intercepts[column] = told.intercept_[0]

    def rows(self, seen: Sequence[dict[str, float]]) -> Any:
        """Return one row an utterance, of length 1; shape (utterances, features)."""
        known = [[self.places[name] for name in one if name in self.places] for one in seen]
        ends = np.cumsum([0, *map(len, known)])
        places = np.array([place for one in known for place in one], dtype=np.int32)
        matrix = csr_matrix((self.rarity[places], places, ends), (len(seen), len(self.names)))
        lengths = np.sqrt(matrix.multiply(matrix).sum(axis=1)).A1
        return csr_matrix(matrix.multiply(1 / np.maximum(lengths, 1e-9)[:, None]))

    def probabilities(self, seen: Sequence[dict[str, float]]) -> Any:
        """Return the probability of each kind; shape (utterances, kinds)."""
        return 1 / (1 + np.exp(-(self.rows(seen) @ self.weights + self.intercepts)))


class Given:
    """What the lines are labelled with, and whose words they are."""

    def __init__(self, said: Sequence[Utterance], labels: Sequence[Sequence[str]]) -> None:
        self.is_client = np.array([one.speaker is not Speaker.COLLECTOR for one in said])
        self.labels = np.array([[kind in own for kind in KINDS] for own in labels])

    def of(self, kind: Kind) -> tuple[Any, Any]:
        """Return which lines can carry `kind`, and which do."""
        return self.is_client == kind.is_of_client, self.labels[:, KINDS.index(kind)]


def train(language: str) -> None:
    """Train the scorer of `language` and write its weights.

    The threshold is chosen on the lines named `validation` by a model that has not seen them; the
    model that ships has.
    """
    learnt = Lines(language, "bank", "tuning", are_joined=True)
    kept = Lines(language, "validation")
    threshold = _threshold(Model(learnt.seen, learnt.given), kept)
    every = Lines(language, "bank", "tuning", "validation", are_joined=True)
    _write(language, Model(every.seen, every.given), threshold)


class Lines:
    """The labelled lines of `language` in the files whose names hold one of `names`, read.

    With `are_joined`, longer turns made of two lines stand besides.
    """

    def __init__(self, language: str, *names: str, are_joined: bool = False) -> None:
        rows = lines(language, *names)
        if "bank" in names:
            rows += reworded(language)
        if are_joined:
            rows += joined(rows, language)
        self.labels = [frozenset(row["labels"]) for row in rows]
        self.said = [of_mapping(row) for row in rows]
        self.reads = [read(one) for one in self.said]
        self.seen = [features(one) for one in self.reads]
        self.given = Given(self.said, [row["labels"] for row in rows])


def _threshold(model: Model, kept: Lines) -> float:
    """Return the lowest threshold at which the whole check is as precise as is aimed at."""
    told = model.probabilities(kept.seen)
    odds = np.log(told / (1 - told))
    said = [outright(one) for one in kept.reads]
    for threshold in np.arange(0.12, 0.9, 0.01):
        limit = np.log(threshold / (1 - threshold))
        right = wrong = 0
        for place, one in enumerate(kept.said):
            found = {
                kind
                for kind, value in zip(KINDS, odds[place] - limit, strict=True)
                if is_found(kind, value, kind in said[place], one)
            }
            right += len(found & kept.labels[place])
            wrong += len(found - kept.labels[place])
        precision, recall = right / (right + wrong), right / sum(map(len, kept.labels))
        if precision >= PRECISION:
            break
    print(f"  threshold {threshold:.2f}: precision {precision:.3f}, recall {recall:.3f}")
    return float(threshold)


def _write(language: str, model: Model, threshold: float) -> None:
    scale = np.abs(model.weights).max(axis=0) / 127
    scale[scale == 0] = 1
    small = np.round(model.weights / scale).astype(np.int8)
    kept = np.abs(small.astype(np.int16)).max(axis=1) >= SLIGHT
    names = "\n".join(name for name, keep in zip(model.names, kept, strict=True) if keep)
    path = PACKAGE / f"weights-{language}.npz"
    np.savez_compressed(
        path,
        names=np.frombuffer(names.encode(), np.uint8),
        rarity=model.rarity[kept].astype(np.float16),
        weights=small[kept],
        scale=scale.astype(np.float32),
        intercepts=model.intercepts,
        thresholds=np.full(len(KINDS), threshold, np.float32),
    )
    print(f"  {path.name}: {kept.sum()} features, {path.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    for one in sys.argv[1:] or ("zh", "en"):
        print(one)
        train(one)
