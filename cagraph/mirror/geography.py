"""Where the nodes of a network stand on a map: by the coordinates of places, as far as the records have any."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from math import acos, cos, hypot, pi, radians, sin, sqrt
from typing import Final

import networkx as nx

from cagraph.mirror.layout import EXTENT, Points, fitted, on_spiral
from cagraph.mirror.views.base import Scene
from cagraph.mirror.views.parts import PARTICIPATION

# The middle of Central Asia, latitude and longitude in degrees.
CENTRE: Final = (42.0, 68.0)
ROOM: Final = 90.0
STEP: Final = 20.0
BEYOND: Final = 1.15
TOLD: Final = (
    f"places by their coordinates, azimuthally around {CENTRE[0]:g}° N {CENTRE[1]:g}° E, north above, distances from "
    "there as their square roots; happenings at their places, states at their capitals or the place in them named most "
    "often, persons at the states they act for, everything else amid what it is tied to; whose coordinates are not "
    "recorded, on a circle around the map"
)


def projected(latitude: float, longitude: float) -> tuple[float, float]:
    """A place on the map, x to the east and y to the north.

    The azimuthal projection (Snyder 1987, Map Projections: A Working Manual, USGS 1395, chapter 25) around CENTRE, with
    the square root of the distance, so that the neighbourhood has room and the antipode still lies at EXTENT:
    directions from the middle are true, and who is nearer to it on the globe is nearer on the map.

    >>> [round(each) for each in projected(52.0, 68.0)]
    [0, 471]
    """
    there, here, turn = radians(latitude), radians(CENTRE[0]), radians(longitude - CENTRE[1])
    cosine = sin(here) * sin(there) + cos(here) * cos(there) * cos(turn)
    reach = EXTENT * sqrt(acos(max(-1.0, min(1.0, cosine))) / pi)
    east, north = cos(there) * sin(turn), cos(here) * sin(there) - sin(here) * cos(there) * cos(turn)
    length = hypot(east, north) or 1.0
    return reach * east / length, reach * north / length


@dataclass(frozen=True)
class Geography:
    """Which spot of the map each entity belongs to: a place with coordinates, or a state of which none has any."""

    scene: Scene
    _states: dict[str, str] = field(default_factory=dict)

    def places(self, graph: "nx.Graph[str]") -> Points:
        """Where each node of a view stands; those of one spot on a spiral around it, actors first."""
        spots = {node: spot for node in sorted(graph) if (spot := self._spot(node))}
        points = self._points(spots.values())
        found = {node: points[spot] for node, spot in spots.items()}
        waiting = [node for node in sorted(graph) if node not in found]
        while ready := {node: amid for node in waiting if (amid := _amid(graph, node, found))}:
            found |= ready
            waiting = [node for node in waiting if node not in ready]
        reach = _reach(found.values())
        found |= {node: _on_circle(place, len(waiting), reach * BEYOND) for place, node in enumerate(waiting)}
        return fitted(dict(sorted(self._apart(found).items())))

    def _points(self, spots: Iterable[str]) -> Points:
        """Each spot on the map; those without coordinates on a circle around it, in the order of their ids."""
        known = {spot: at for spot in sorted(set(spots)) if (at := self._coordinates(spot))}
        unknown = sorted(set(spots) - set(known))
        found = {spot: projected(*at) for spot, at in known.items()}
        radius = BEYOND * _reach(found.values())
        return found | {spot: _on_circle(place, len(unknown), radius) for place, spot in enumerate(unknown)}

    def _coordinates(self, node: str) -> tuple[float, float] | None:
        attributes = self.scene.mirror.nodes[node]
        if "lat" not in attributes or "lng" not in attributes:
            return None
        return float(attributes["lat"]), float(attributes["lng"])

    def _spot(self, node: str) -> str:
        """The place, or the state without coordinates, that an entity belongs to; empty for none of its own."""
        if self.scene.is_a(node, "State"):
            return self._of_state(node)
        if self.scene.is_a(node, "Place"):
            return self._of_place(node)
        if self.scene.is_a(node, "Person"):
            state = self._homes.get(node, "")
            return self._of_state(state) if state else ""
        where = [place for name in ("place", "signedAt") for place in sorted(self.scene.linked(node, name))]
        return self._of_place(where[0]) if where else ""

    def _of_place(self, place: str, within: int = 4) -> str:
        """A place itself, else the one that it is a part of, else its state."""
        if self._coordinates(place):
            return place
        larger = sorted(self.scene.linked(place, "within"))
        if larger and within and (found := self._of_place(larger[0], within - 1)):
            return found
        state = sorted(self.scene.linked(place, "inState"))
        return self._of_state(state[0]) if state else ""

    def _of_state(self, state: str) -> str:
        """The capital of a state, else the place in it that most records name; the state itself without coordinates."""
        if state not in self._states:
            capital = [place for place in sorted(self.scene.linked(state, "capital")) if self._coordinates(place)]
            inside = [place for place in self.scene.naming(state, "inState") if self._coordinates(place)]
            inside.sort(key=lambda place: (-len(self.scene.naming(place, "place")), place))
            self._states[state] = next(iter([*capital, *inside]), state)
        return self._states[state]

    @cached_property
    def _homes(self) -> Mapping[str, str]:
        return homes(self.scene)

    def _apart(self, found: Mapping[str, tuple[float, float]]) -> Points:
        """The same with those at one point on a spiral around it."""
        crowds: dict[tuple[float, float], list[str]] = defaultdict(list)
        for node, (x, y) in found.items():
            crowds[round(x), round(y)].append(node)
        placed: Points = {}
        for crowd in crowds.values():
            crowd.sort(key=lambda node: (not self.scene.is_a(node, "Actor"), node))
            step = min(STEP, ROOM / sqrt(len(crowd)))
            placed |= {node: on_spiral(found[crowd[0]], place, step) for place, node in enumerate(crowd)}
        return placed


def homes(scene: Scene) -> Mapping[str, str]:
    """The state that each person acts for: the one named most often beside them and in their posts, then the first."""
    named: dict[str, Counter[str]] = defaultdict(Counter)
    for person, state in _acting(scene):
        if scene.is_a(person, "Person") and scene.is_a(state, "State"):
            named[person][state] += 1
    return {person: min(states, key=lambda state: (-states[state], state)) for person, states in named.items()}


def _acting(scene: Scene) -> Iterator[tuple[str, str]]:
    """Each occasion on which somebody acted for a party, or held a post of it."""
    for actor, target, key, data in scene.mirror.edges(keys=True, data=True):
        if key == PARTICIPATION and data.get("party"):
            yield actor, data["party"]
        elif key == "holder":
            for post in scene.linked(actor, "post"):
                for party in scene.linked(post, "postOf"):
                    yield target, party


def _amid(graph: "nx.Graph[str]", node: str, found: Mapping[str, tuple[float, float]]) -> tuple[float, float] | None:
    """The mean of those nodes that one is tied to that have their places; None without any."""
    tied = [found[other] for other in sorted(set(nx.all_neighbors(graph, node))) if other in found]
    if not tied:
        return None
    return sum(x for x, _ in tied) / len(tied), sum(y for _, y in tied) / len(tied)


def _reach(points: Iterable[tuple[float, float]]) -> float:
    return max((hypot(x, y) for x, y in points), default=0.0) or EXTENT


def _on_circle(place: int, among: int, radius: float) -> tuple[float, float]:
    """A seat on a circle, the first in the north, then clockwise."""
    turn = 2 * pi * place / among
    return radius * sin(turn), radius * cos(turn)
