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
    limits : array, shape (kinds,)
        The log-odds from which a kind counts as found.
    """

    places: Mapping[str, int]
    rarity: Weights
    weights: Weights
    intercepts: Weights
    limits: Weights

    def odds(self, features: Iterable[str]) -> Weights:
        """Return the log-odds of each kind, above 0 where it counts as found; shape (kinds,)."""
        rows = self._rows(features)
        shares = self.rarity[rows]
        if length := float(np.linalg.norm(shares)):
            shares = shares / length
        told: Weights = shares @ self.weights[rows] + self.intercepts - self.limits
        return told

    def pulls(self, features: Iterable[str]) -> Weights:
        """Return how much `features` speak for each kind, whatever else is said; (kinds,)."""
        rows = self._rows(features)
        told: Weights = self.rarity[rows] @ self.weights[rows]
        return told

    def _rows(self, features: Iterable[str]) -> npt.NDArray[np.intp]:
        known = (place for name in features if (place := self.places.get(name)) is not None)
        return np.fromiter(known, dtype=np.intp)


KINDS = tuple(Kind)


@cache
def scorer(language: Language) -> Scorer:
    """Return the scorer of `language`."""
    path = files("casebook.compliance.utterances") / f"weights-{language}.npz"
    with np.load(BytesIO(path.read_bytes()), allow_pickle=False) as kept:
        thresholds = kept["thresholds"].astype(np.float32)
        names = kept["names"].tobytes().decode("utf-8").split("\n")
        return Scorer(
            places={name: place for place, name in enumerate(names)},
            rarity=kept["rarity"].astype(np.float32),
            weights=kept["weights"].astype(np.float32) * kept["scale"].astype(np.float32),
            intercepts=kept["intercepts"].astype(np.float32),
            limits=np.log(thresholds / (1 - thresholds)),
        )
