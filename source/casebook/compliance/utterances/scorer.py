"""A linear model over the features of an utterance: for each kind, how likely it is there.

It was trained on the labelled lines under ``tests/compliance/labelled`` by ``make scorer``, which
also says what it earns over patterns alone. What ships is its weights, a byte each.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO

import numpy as np
import numpy.typing as npt

from casebook.compliance.utterances.model import Kind
from casebook.text import Language

Weights = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Scorer:
    """The weights of one language.

    Parameters
    ----------
    places : Mapping[str, int]
        The row of each known feature.
    rarity : array, shape (features,)
        Inverse document frequency.
    weights : array, shape (features, kinds)
    intercepts : array, shape (kinds,)
    thresholds : array, shape (kinds,)
        The probability from which a kind counts as found.
    """

    places: Mapping[str, int]
    rarity: Weights
    weights: Weights
    intercepts: Weights
    thresholds: Weights

    def evidence(self, features: Iterable[str]) -> tuple[npt.NDArray[np.intp], Weights]:
        """Return the rows of the known `features`, and each one's share, of length 1 together."""
        known = [place for name in features if (place := self.places.get(name)) is not None]
        rows = np.array(known, dtype=np.intp)
        shares = self.rarity[rows]
        length = float(np.linalg.norm(shares))
        return rows, shares / length if length else shares

    def odds(self, features: Iterable[str]) -> Weights:
        """Return the log-odds of each kind, above 0 where it counts as found; shape (kinds,)."""
        rows, shares = self.evidence(features)
        told: Weights = shares @ self.weights[rows] + self.intercepts
        limits: Weights = np.log(self.thresholds / (1 - self.thresholds))
        return told - limits

    def pull(self, features: Iterable[str], kind: Kind) -> float:
        """Return how much `features` speak for `kind`, whatever else is said."""
        known = [place for name in features if (place := self.places.get(name)) is not None]
        column = self.weights[known, KINDS.index(kind)]
        return float((column * self.rarity[known]).sum())


KINDS = tuple(Kind)


@cache
def scorer(language: Language) -> Scorer:
    """Return the scorer of `language`."""
    path = files("casebook.compliance.utterances") / f"weights-{language}.npz"
    with np.load(BytesIO(path.read_bytes()), allow_pickle=False) as kept:
        names = kept["names"].tobytes().decode("utf-8").split("\n")
        return Scorer(
            places={name: place for place, name in enumerate(names)},
            rarity=kept["rarity"].astype(np.float32),
            weights=kept["weights"].astype(np.float32) * kept["scale"].astype(np.float32),
            intercepts=kept["intercepts"].astype(np.float32),
            thresholds=kept["thresholds"].astype(np.float32),
        )
