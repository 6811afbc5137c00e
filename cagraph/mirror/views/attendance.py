"""Which states were at which events, as arrays, so that the pairs of many years are counted in one pass."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Final

import numpy as np
from numpy.typing import NDArray

from cagraph.mirror.options import Options
from cagraph.mirror.views.base import Scene, span
from cagraph.mirror.views.parts import Parts, happenings, represented

Numbers = NDArray[np.int64]
YearlyCounts = dict[tuple[int, str, str], int]

_NEVER: Final = 0
_EVER: Final = 10_000


@dataclass(frozen=True)
class Attendance:
    """The states at each event, by number: those at event `i` are `present[starts[i]:starts[i + 1]]`, in order.

    `first` and `last` are the years in which each event can have been; `wholes` the events that some are a part of.
    """

    states: tuple[str, ...]
    present: Numbers
    starts: Numbers
    first: Numbers
    last: Numbers
    wholes: dict[int, list[int]]

    @classmethod
    def of(cls, scene: Scene, options: Options) -> "Attendance":
        """Who was at the events asked for, as the view `co-participation` sees it. What has no date is left out."""
        mirror = scene.mirror
        states = tuple(sorted(node for node in mirror if scene.is_a(node, "State")))
        numbers = {state: number for number, state in enumerate(states)}
        present: list[int] = []
        starts, first, last = [0], [], []
        places: dict[str, int] = {}
        for event, there in _attended(scene, options):
            earliest, latest = span(mirror.nodes[event])
            if earliest or latest:
                places[event] = len(places)
                present += sorted(numbers[party] for party in there if party in numbers)
                starts.append(len(present))
                first.append(int(earliest[:4]) if earliest else _NEVER)
                last.append(int(latest[:4]) if latest else _EVER)
        wholes = {
            place: [places[whole] for whole in scene.wholes(event) if whole in places]
            for event, place in places.items()
            if any(key == "partOf" for *_, key in mirror.out_edges(event, keys=True))
        }
        there, bounds, since, until = (np.array(one, np.int64) for one in (present, starts, first, last))
        return cls(states, there, bounds, since, until, wholes)

    def yearly(self, since: int = 0, until: int = 0) -> YearlyCounts:
        """How many events each two states were at together in each year, by year and the two in order of their ids.

        An event counts in every year in which it can have been. An event that is part of one that both were at in that
        year adds nothing. Without `since` and `until`, the years are those of the events whose ends are known. In one
        year, these are the edges' `count` of the view `co-participation`.

        The events with equally many states are a matrix of their numbers; every pair of its columns gives a number
        for each year and pair, which are counted: one pass, however many years.
        """
        known = np.concatenate([self.first[self.first > _NEVER], self.last[self.last < _EVER]])
        if not known.size:
            return {}
        since, until = since or int(known.min()), until or int(known.max())
        size = len(self.states)
        events, years = self._by_year(since, until)
        codes = np.concatenate([np.empty(0, np.int64), *self._pairs(events, years - since)])
        found, counts = _counted(codes, (until - since + 1) * size * size)
        tally = Counter(dict(zip(found.tolist(), counts.tolist(), strict=True)))
        tally.subtract(self._repeated(since, until))
        return {
            (since + code // size**2, self.states[code // size % size], self.states[code % size]): count
            for code, count in tally.items()
            if count
        }

    def _by_year(self, since: int, until: int) -> tuple[Numbers, Numbers]:
        """Each event as often as there are years in which it can have been, and those years."""
        first, last = np.maximum(self.first, since), np.minimum(self.last, until)
        times = np.maximum(last - first + 1, 0)
        events = np.repeat(np.arange(len(first)), times)
        passed = np.arange(len(events)) - np.repeat(np.cumsum(times) - times, times)
        return events, first[events] + passed

    def _pairs(self, events: Numbers, years: Numbers) -> Iterator[Numbers]:
        """A number for each year and pair of states at an event."""
        size, sizes = len(self.states), np.diff(self.starts)[events]
        for number in np.unique(sizes[sizes > 1]).tolist():
            alike = sizes == number
            there = self.present[self.starts[events[alike], None] + np.arange(number)]
            one, other = np.triu_indices(number, 1)
            yield ((years[alike, None] * size + there[:, one]) * size + there[:, other]).ravel()

    def _repeated(self, since: int, until: int) -> Iterable[int]:
        """The numbers of pairs that were at an event and at one that it is a part of, in the same year."""
        size = len(self.states)
        for event, wholes in self.wholes.items():
            for year in range(max(since, self.first[event]), min(until, self.last[event]) + 1):
                circles = [self._at(whole) for whole in wholes if self.first[whole] <= year <= self.last[whole]]
                for pair in combinations(sorted(self._at(event)), 2):
                    if any(circle.issuperset(pair) for circle in circles):
                        yield ((year - since) * size + pair[0]) * size + pair[1]

    def _at(self, event: int) -> set[int]:
        return set(self.present[self.starts[event] : self.starts[event + 1]].tolist())


def _attended(scene: Scene, options: Options) -> Iterator[tuple[str, Iterable[str]]]:
    """The events asked for, each with the parties that were there at the levels asked for."""
    parts = Parts(scene)
    for event in happenings(scene, options):
        if options.levels:
            yield event, {part.party for part in parts.of(event) if part.at(options.levels)}
        else:
            yield event, represented(scene, event)


def _counted(codes: Numbers, size: int) -> tuple[Numbers, Numbers]:
    """The different numbers and how often each is there; by places where there is room for them, else by sorting."""
    if size > 4 * len(codes):
        found, counts = np.unique(codes, return_counts=True)
        return found, counts
    counts = np.bincount(codes, minlength=size)
    found = np.flatnonzero(counts)
    return found, counts[found]
