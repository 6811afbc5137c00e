"""Values over years as lines, with ranges and with years that are marked; what is no sound number is refused."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import isfinite
from typing import NamedTuple

from cagraph.errors import ParameterError
from cagraph.plots.words import plain


class Point(NamedTuple):
    """A value in a year, and between what it lies; None where it is not known or not defined."""

    year: float
    value: float | None
    low: float | None = None
    high: float | None = None


class Mark(NamedTuple):
    """A year at which something changed, and what."""

    year: float
    text: str


@dataclass(frozen=True)
class Line:
    """A named series of points in the order of years. Points may be given as plain tuples of two or four.

    Raises ParameterError for a year that stands twice, a number that is none, or a range without its value.
    """

    name: str
    points: tuple[Point, ...]

    def __init__(self, name: str, points: Iterable[Sequence[float | None]]) -> None:
        read = sorted((_point(name, point) for point in points), key=lambda point: point.year)
        for one, other in pairwise(read):
            if one.year == other.year:
                raise ParameterError(f"{name}: {one.year:g} stands twice", "give one value for a year")
        object.__setattr__(self, "name", plain(name))
        object.__setattr__(self, "points", tuple(read))

    @property
    def values(self) -> list[float]:
        """The values that are known."""
        return [point.value for point in self.points if point.value is not None]

    @property
    def extent(self) -> list[float]:
        """All numbers that have to fit on the axis."""
        return [each for point in self.points for each in point[1:] if each is not None]

    @property
    def runs(self) -> list[list[Point]]:
        """The points that follow one another without a gap."""
        found: list[list[Point]] = [[]]
        for point in self.points:
            if point.value is None:
                found.append([])
            else:
                found[-1].append(point)
        return [run for run in found if run]

    @property
    def last(self) -> Point | None:
        """The last point whose value is known."""
        return self.runs[-1][-1] if self.runs else None


def _point(name: str, given: Sequence[float | None]) -> Point:
    if len(given) not in {2, 4} or given[0] is None:
        raise ParameterError(f"{name}: {given!r} is no point", "write (year, value) or (year, value, low, high)")
    point = Point(given[0], *given[1:])
    if not all(isfinite(number) for number in point if number is not None):
        raise ParameterError(f"{name}: {given!r} has a number that is none", "write None for what is not known")
    if (point.low is None) != (point.high is None):
        raise ParameterError(f"{name}: {given!r} has half a range", "give both ends, or None for both")
    if point.low is not None and point.high is not None and not (
        point.value is not None and point.low <= point.value <= point.high
    ):  # fmt: skip
        raise ParameterError(f"{name}: {given!r} does not lie in its range", "give low, then high, around the value")
    return point


@dataclass(frozen=True)
class Panel:
    """One of several small pictures of the same scale."""

    name: str
    lines: tuple[Line, ...]
