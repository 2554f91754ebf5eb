"""Weighted lists prepared for drawing from them again and again."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

Float = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]

# Steps in which a guide table goes through one list, and through each of many.
ONE_LIST, MANY_LISTS = 4_096, 256


class Odds:
    """Lists of weights, one a group; a guide table says about where in its list a share lies.

    A search from there is a step or two, where a search of the whole list would be many.
    """

    def __init__(self, weights: Float | Mapping[Any, float]) -> None:
        """Prepare one list (k,) or a list for each group (g, k); a weight of 0 is never drawn."""
        given = list(weights.values()) if isinstance(weights, Mapping) else weights
        bounds = np.cumsum(np.atleast_2d(np.asarray(given, dtype=np.float64)), axis=1)
        self._length = bounds.shape[1]
        self._steps = ONE_LIST if len(bounds) == 1 else MANY_LISTS
        self._total = bounds[:, -1].copy()
        marks = np.arange(self._steps) / self._steps * self._total[:, None]
        self._guide = np.concatenate(
            [np.searchsorted(*one, side="right") for one in zip(bounds, marks, strict=True)]
        )
        bounds[:, -1] = np.inf
        self._bounds = bounds.ravel()

    def places(self, share: Float, group: Whole | None = None) -> Whole:
        """Return the place in the list at which each share, from 0 up to 1, lies.

        Parameters
        ----------
        group : array of the shape of `share`, optional
            The group of each; needed where there are several.
        """
        step = (share * self._steps).astype(np.int64)
        if group is None:
            return self._found(share * self._total[0], self._guide[step], 0)
        mark = share * self._total[group]
        return self._found(mark, self._guide[group * self._steps + step], group * self._length)

    def _found(self, mark: Float, place: Whole, first: Whole | int) -> Whole:
        is_beyond = self._bounds[first + place] <= mark
        while is_beyond.any():
            place = place + is_beyond
            is_beyond = self._bounds[first + place] <= mark
        return place
