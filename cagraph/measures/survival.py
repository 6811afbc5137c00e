"""How long something takes where the days are known only within bounds: the estimate of Turnbull."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from math import inf
from typing import Final

import numpy as np

_STEPS: Final = 20_000
_STILL: Final = 1e-11
_SAME: Final = 1e-6

Interval = tuple[float, float]


@dataclass(frozen=True)
class Survival:
    """The shares of all that end within each of some intervals (first and last day, both included), in order.

    Where in an interval its share falls cannot be known, so that each number is a least and a most.
    """

    cells: tuple[tuple[float, float, float], ...]

    def ended_by(self, day: float) -> tuple[float, float]:
        """The share that has surely ended by a day, and that which can have."""
        surely = sum(share for _, last, share in self.cells if last <= day)
        possibly = sum(share for first, _, share in self.cells if first <= day)
        return surely, possibly

    def quantile(self, share: float) -> tuple[float | None, float | None]:
        """The first day by which that share can have ended, and the first by which it surely has; None for never."""
        firsts = sorted((first, mass) for first, _, mass in self.cells)
        lasts = sorted((last, mass) for _, last, mass in self.cells)
        return _reached(firsts, share), _reached(lasts, share)


def _reached(masses: Iterable[tuple[float, float]], share: float) -> float | None:
    total = 0.0
    for day, mass in masses:
        total += mass
        if total >= share - _SAME:
            return day if day < inf else None
    return None


def turnbull(intervals: Iterable[Interval]) -> Survival:
    """The nonparametric maximum likelihood estimate for interval-censored data (Turnbull 1976, JRSS B 38(3)), by his
    self-consistent equations; the intervals in which it can put any mass are those of Peto (1973, Applied Statistics
    22(1)).

    Intervals include both ends: (5, 5) is known to the day, (8, inf) had not ended by day 7. With days known exactly or
    censored on the right it is the estimate of Kaplan and Meier.

    >>> turnbull([(1, 1), (2, 2), (3, float("inf"))]).quantile(0.5)
    (2, 2)
    """
    counted = sorted(Counter(intervals).items())
    cells = _innermost([interval for interval, _ in counted])
    if not cells:
        return Survival(())
    times = np.array([number for _, number in counted], dtype=float)
    holds = np.array([[left <= first and last <= right for first, last in cells] for (left, right), _ in counted])
    shares = np.full(len(cells), 1 / len(cells))
    for _ in range(_STEPS):
        weights = holds * shares
        weights *= (times / weights.sum(axis=1))[:, None]
        new = weights.sum(axis=0) / times.sum()
        moved = float(np.abs(new - shares).max())
        shares = new
        if moved < _STILL:
            break
    return Survival(tuple((*cell, share) for cell, share in zip(cells, shares.tolist(), strict=True)))


def _innermost(intervals: Iterable[Interval]) -> list[Interval]:
    """The stretches from a left end to the right end that follows it with no other end between."""
    found = list(intervals)
    ends = sorted({(left, 0) for left, _ in found} | {(right, 1) for _, right in found})
    return [(one, other) for (one, side), (other, next_) in pairwise(ends) if (side, next_) == (0, 1)]
