"""Draw from lists whose weights differ from group to group."""

import numpy as np

from casebook.portfolio.simulation.draws import Draws, Float, Whole


def place_in_group(draws: Draws, weights: Float, group: Whole) -> Whole:
    """Draw a place for each member by the weights of the member's group.

    Parameters
    ----------
    weights : array (g, k)
        One list of weights for each group; a weight of 0 is never drawn.
    group : array (n,)
        The group of each member.
    """
    groups, length = weights.shape
    bounds = np.cumsum(weights, axis=1)
    # All lists in one: that of group 3 fills the stretch from 3 to 4.
    shares = bounds / bounds[:, -1:] + np.arange(groups)[:, None]
    drawn = np.searchsorted(shares.ravel(), group + draws.share(len(group)), side="right")
    places: Whole = np.minimum(drawn - group * length, length - 1)
    return places
