"""The search: all shortest chains between two entities, those first whose inner entities are tied to the fewest."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from heapq import heappop, heappush
from typing import Final

from cagraph.mirror import Window
from cagraph.paths.index import Index

MAX_HOPS: Final = 6
MAX_PATHS: Final = 20
# That two things happened in one town connects nobody, so towns are passed through only when `via` names them.
BACKGROUND: Final = ("Place",)
Path = tuple[str, ...]
Passable = Callable[[str], bool]


@dataclass(frozen=True)
class Bounds:
    """What a chain may pass: how many hops, in which span of days, through entities of which kinds, not through whom.

    Without `via`, every kind whose records need evidence, but no places: no controlled terms, sources or statements
    of coverage.
    """

    max_hops: int = 4
    window: Window = field(default_factory=Window)
    via: Collection[str] = ()
    avoid: Collection[str] = ()


@dataclass(frozen=True)
class Found:
    """The shortest chains, best first; how many there are in all; whether they pass through hubs.

    `shorter_through_hubs` is the number of hops of a shorter connection that passes through a hub, 0 when there is
    none.
    """

    paths: tuple[Path, ...]
    total: int
    through_hubs: bool = False
    shorter_through_hubs: int = 0


def connect(index: Index, start: str, goal: str, bounds: Bounds, limit: int, hubs: str = "last") -> Found:
    """The shortest chains from one entity to another.

    `hubs`: `last` passes through hubs only when there is no other way, `allow` treats them as any other entity,
    `never` does not pass through them.
    """

    kinds = _kinds(index, bounds.via)

    def passable(node: str) -> bool:
        return index.kind(node).name in kinds and node not in bounds.avoid and index.within(node, bounds.window)

    if not all(index.within(node, bounds.window) for node in (start, goal)):
        return Found((), 0)
    anyhow = _Levels.of(index, start, goal, passable, bounds.max_hops)
    if hubs == "allow":
        return _found(index, anyhow, limit, through_hubs=False)
    clear = _Levels.of(index, start, goal, lambda node: node not in index.hubs and passable(node), bounds.max_hops)
    if clear.hops:
        found = _found(index, clear, limit, through_hubs=False)
        return Found(found.paths, found.total, False, anyhow.hops if anyhow.hops < clear.hops else 0)
    if hubs == "never":
        return Found((), 0, False, anyhow.hops)
    return _found(index, anyhow, limit, through_hubs=bool(anyhow.hops))


def _kinds(index: Index, via: Collection[str]) -> frozenset[str]:
    """The kinds of the entities that may stand in between."""
    named = {
        kind.name for kind in index.model.concrete if any(index.model.is_a(kind.name, one) for one in via or BACKGROUND)
    }
    return frozenset(named if via else {kind.name for kind in index.model.concrete if kind.cited} - named)


@dataclass(frozen=True)
class _Levels:
    """How many hops entities are from the goal, as far as the start; `hops` is 0 when the start is not reached."""

    start: str
    goal: str
    hops: int
    distance: dict[str, int]

    @classmethod
    def of(cls, index: Index, start: str, goal: str, passable: Passable, most: int) -> "_Levels":
        """Search breadth first from the goal."""
        distance = {goal: 0}
        ring = [goal]
        for hops in range(1, most + 1):
            reached = {other for node in ring for other in index.neighbours(node)} - distance.keys()
            if start in reached:
                return cls(start, goal, hops, {**distance, start: hops})
            ring = [node for node in reached if passable(node)]
            distance.update(dict.fromkeys(ring, hops))
        return cls(start, goal, 0, distance)

    def onward(self, index: Index, node: str) -> list[str]:
        """The neighbours that are one hop nearer to the goal."""
        nearer = self.distance[node] - 1
        return [other for other in index.neighbours(node) if self.distance.get(other) == nearer]


def _found(index: Index, levels: _Levels, limit: int, through_hubs: bool) -> Found:
    if not levels.hops:
        return Found((), 0)
    onward, layer = {}, [levels.start]
    layers = [layer]
    for _ in range(levels.hops):
        onward.update({node: levels.onward(index, node) for node in layer})
        layer = sorted({other for node in layer for other in onward[node]})
        layers.append(layer)
    cost = {node: 0 if node in (levels.start, levels.goal) else index.cost(node) for nodes in layers for node in nodes}
    ways, least = {levels.goal: 1}, {levels.goal: 0}
    for nodes in reversed(layers[:-1]):
        for node in nodes:
            ways[node] = sum(ways[other] for other in onward[node])
            least[node] = min(cost[other] + least[other] for other in onward[node])
    paths = _best(levels, onward, cost, least, limit)
    return Found(tuple(paths), ways[levels.start], through_hubs)


def _best(
    levels: _Levels, onward: dict[str, list[str]], cost: dict[str, int], least: dict[str, int], limit: int
) -> list[Path]:
    """The cheapest chains, cheapest first and then by their ids; what remains to be paid is known exactly (A*)."""
    open_: list[tuple[int, Path, int]] = [(least[levels.start], (levels.start,), 0)]
    paths: list[Path] = []
    while open_ and len(paths) < limit:
        _, path, paid = heappop(open_)
        if path[-1] == levels.goal:
            paths.append(path)
            continue
        for other in onward[path[-1]]:
            now = paid + cost[other]
            heappush(open_, (now + least[other], (*path, other), now))
    return paths
