"""Where the rate of a series of counts changes: the best partition into stretches of one Poisson rate each."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import log
from random import Random
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

SHUFFLES: Final = 999
SEED: Final = 1
_SAME: Final = 1e-9


@dataclass(frozen=True)
class Change:
    """A change between two neighbouring stretches: the place of the first count after it, the rates on both sides, how
    much it adds to the log-likelihood of the two, and the p-value of a change anywhere in them.
    """

    place: int
    before: float
    after: float
    gain: float
    p: float


def penalty(counts: Sequence[int]) -> float:
    """What a change has to be worth in twice the log-likelihood: 2 log n, which is the BIC of a rate and a place."""
    return 2 * log(len(counts)) if counts else 0.0


def partition(counts: Sequence[int], exposures: Sequence[float]) -> tuple[int, ...]:
    """The places where stretches of one rate start, 0 the first, for the least sum of -2 log-likelihood and penalties.

    It is the exact optimum, by dynamic programming (Jackson et al. 2005, IEEE Signal Processing Letters 12(2)), with
    the Poisson cost and the penalty that Killick, Fearnhead and Eckley (2012, JASA 107(500)) use; of equals, the one
    with the last change first.

    >>> partition([1, 0, 1, 9, 11, 10], [1] * 6)
    (0, 3)
    """
    total, length, price = [0, *np.cumsum(counts).tolist()], [0.0, *np.cumsum(exposures).tolist()], penalty(counts)
    best, last = [-price], [0]
    for end in range(1, len(counts) + 1):
        worth, place = float("inf"), 0
        for start in range(end):
            found = best[start] - 2 * fit(total[end] - total[start], length[end] - length[start]) + price
            if found < worth - _SAME:
                worth, place = found, start
        best.append(worth)
        last.append(place)
    places: list[int] = []
    end = len(counts)
    while end:
        end = last[end]
        places.append(end)
    return tuple(reversed(places))


def fit(number: float, exposure: float) -> float:
    """The log-likelihood of a stretch at its best rate, without what is the same for every partition."""
    return number * log(number / exposure) if number else 0.0


def changes(counts: Sequence[int], exposures: Sequence[float]) -> list[Change]:
    """The changes between the stretches of the best partition."""
    places = [*partition(counts, exposures), len(counts)]
    found = []
    for first, place, end in zip(places, places[1:], places[2:], strict=False):
        before, after = (
            (sum(counts[one:other]), sum(exposures[one:other])) for one, other in ((first, place), (place, end))
        )
        gain = fit(*before) + fit(*after) - fit(before[0] + after[0], before[1] + after[1])
        p = chance(counts[first:end], exposures[first:end])
        found.append(Change(place, before[0] / before[1], after[0] / after[1], gain, p))
    return found


def dispersion(counts: Sequence[int], exposures: Sequence[float], places: Sequence[int]) -> float | None:
    """Pearson's chi-squared of the counts around the rates of their stretches, divided by how many more counts than
    stretches there are: about 1 for Poisson counts. None where that is not defined.
    """
    squares = []
    for first, end in pairwise([*places, len(counts)]):
        rate = sum(counts[first:end]) / sum(exposures[first:end])
        expected = [rate * exposure for exposure in exposures[first:end]]
        squares += [(count - one) ** 2 / one for count, one in zip(counts[first:end], expected, strict=True) if one]
    left = len(counts) - len(places)
    return sum(squares) / left if left else None


def chance(counts: Sequence[int], exposures: Sequence[float]) -> float:
    """The p-value of the largest gain of a single change: the share of 999 shuffles of the counts (seed 1), with the
    given order as one more, whose largest gain is as large. It supposes no law of the counts, only that any order is as
    likely where nothing changes.
    """
    orders = _orders(len(counts))
    numbers, lengths = (np.asarray(each, dtype=float)[orders].cumsum(axis=1) for each in (counts, exposures))
    left, right = numbers[:, :-1], numbers[:, -1:] - numbers[:, :-1]
    rates = (left / lengths[:, :-1], right / (lengths[:, -1:] - lengths[:, :-1]))
    fits = sum(number * np.log(np.where(rate > 0, rate, 1)) for number, rate in zip((left, right), rates, strict=True))
    largest = np.max(fits, axis=1)
    return float((largest >= largest[0] - _SAME).mean())


@lru_cache(maxsize=64)
def _orders(length: int) -> "NDArray[np.int16]":
    """The given order of so many places, and shuffles of it, a row each."""
    shuffle, order = Random(SEED).shuffle, list(range(length))
    orders = [list(order)]
    for _ in range(SHUFFLES):
        shuffle(order)
        orders.append(list(order))
    found = np.array(orders, dtype=np.int16)
    found.setflags(write=False)
    return found
