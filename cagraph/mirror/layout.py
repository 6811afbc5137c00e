"""Positions, sizes and colours of a network, computed the same way each time."""

from collections.abc import Mapping
from itertools import count
from math import cos, hypot, pi, sin, sqrt
from types import MappingProxyType
from typing import Final

import networkx as nx
import numpy as np

from cagraph.model import Model

EXTENT: Final = 2000.0
SMALLEST: Final = 4.0
LARGEST: Final = 100.0
ITERATIONS: Final = 300
CORE: Final = 300
SPACING: Final = 1.0
STEP: Final = 0.012
GOLDEN_ANGLE: Final = pi * (3 - sqrt(5))

Points = dict[str, tuple[float, float]]

# Okabe and Ito (2008): distinct for every common kind of colour vision. The first ancestor that fits counts.
COLOURS: Final = MappingProxyType(
    {
        "Person": (230, 159, 0),
        "State": (0, 114, 178),
        "Party": (86, 180, 233),
        "TreatyAct": (204, 121, 167),
        "Treaty": (213, 94, 0),
        "Document": (240, 228, 66),
        "Event": (0, 158, 115),
    }
)
OTHER: Final = (128, 128, 128)


def colour(kind: str, model: Model) -> tuple[int, int, int]:
    """Red, green and blue, 0 to 255, of a kind."""
    return next((COLOURS[name] for name in model.parents(kind) if name in COLOURS), OTHER)


def positions(graph: "nx.Graph[str]") -> dict[str, tuple[float, float]]:
    """Where each node stands.

    Each connected component is laid out by ForceAtlas2 (Jacomy et al. 2014) from a circle in the order of ids;
    the largest stands in the middle and the others around it. In a component of more than CORE nodes those of the
    highest degree are laid out so, each of the others stands between its neighbours, and then what is crowded in
    the middle is moved outwards. Coordinates are rounded to 0.01, their mean is (0, 0), and none is farther than
    about EXTENT from it.
    """
    simple: nx.Graph[str] = nx.Graph()
    simple.add_nodes_from(sorted(graph))
    simple.add_edges_from(sorted({(min(a, b), max(a, b)) for a, b in graph.edges() if a != b}))
    components = sorted((sorted(part) for part in nx.connected_components(simple)), key=lambda part: (-len(part), part))
    points: Points = {}
    for nodes, centre in zip(components, _centres(components), strict=True):
        radius = SPACING * sqrt(len(nodes)) if len(nodes) > 1 else 0.0
        placed = _component(simple.subgraph(nodes))
        points |= {node: (centre[0] + radius * x, centre[1] + radius * y) for node, (x, y) in placed.items()}
    return fitted(points)


def _component(graph: "nx.Graph[str]") -> Points:
    """One component within the unit circle: its core by forces, the rest around their neighbours."""
    by_degree = sorted(graph, key=lambda node: (-graph.degree(node), node))
    placed = _by_forces(graph.subgraph(by_degree[:CORE]))
    waiting, step = by_degree[CORE:], STEP
    while waiting:
        ready = [node for node in waiting if any(other in placed for other in graph[node])]
        placed |= _between_neighbours(graph, ready, placed, step)
        step /= 3  # so that spirals around neighbouring points of a spiral never meet
        waiting = [node for node in waiting if node not in placed]
    return _evened(placed) if len(placed) > CORE else placed


def _between_neighbours(graph: "nx.Graph[str]", nodes: list[str], placed: Points, step: float) -> Points:
    """Each node at the mean of its placed neighbours; those that share them all, on a spiral around it."""
    crowds: dict[tuple[str, ...], list[str]] = {}
    for node in nodes:
        crowds.setdefault(tuple(sorted(other for other in graph[node] if other in placed)), []).append(node)
    found: Points = {}
    for neighbours, crowd in crowds.items():
        x = sum(placed[other][0] for other in neighbours) / len(neighbours)
        y = sum(placed[other][1] for other in neighbours) / len(neighbours)
        for place, node in enumerate(crowd, start=1):
            found[node] = on_spiral((x, y), place, step)
    return found


def _evened(points: Points) -> Points:
    """The same directions from the middle and the same order of distances, but less crowded: each distance is the mean
    of itself and of what it would be on an evenly filled disc.
    """
    order = sorted(points, key=lambda node: (hypot(*points[node]), node))
    reach = hypot(*points[order[-1]]) or 1.0
    found: Points = {}
    for rank, node in enumerate(order, start=1):
        x, y = points[node]
        distance = hypot(x, y)
        scale = (distance / reach + sqrt(rank / len(order))) / 2 / distance if distance else 0.0
        found[node] = (x * scale, y * scale)
    return {node: found[node] for node in points}


def _by_forces(graph: "nx.Graph[str]") -> Points:
    order = sorted(graph)
    if len(order) == 1:
        return {order[0]: (0.0, 0.0)}
    turn = 2 * pi / len(order)
    start = {node: np.array([cos(turn * i), sin(turn * i)]) for i, node in enumerate(order)}
    rounds = ITERATIONS * 100 // max(100, len(order))
    placed = nx.forceatlas2_layout(graph, pos=start, max_iter=rounds, scaling_ratio=8.0, gravity=0.5, seed=1)
    x, y = (np.array([placed[node][axis] for node in order], dtype=float) for axis in (0, 1))
    x, y = x - x.mean(), y - y.mean()
    # Hubs crowd the middle; a root of the distance spreads them without changing who is whose neighbour.
    distance = np.hypot(x, y)
    spread = np.sqrt(distance / (distance.max() or 1.0)) / np.where(distance == 0, 1.0, distance)
    return {node: (float(x[i] * spread[i]), float(y[i] * spread[i])) for i, node in enumerate(order)}


def _centres(components: list[list[str]]) -> list[tuple[float, float]]:
    """The middle of each component: the first at the origin, the rest on rings around it."""
    centres = [(0.0, 0.0)][: len(components)]
    ring = SPACING * sqrt(len(components[0])) * 1.35 if components else 0.0
    angle = 0.0
    for nodes in components[1:]:
        width = 2.0 * SPACING * sqrt(len(nodes)) + SPACING
        if angle + width / ring > 2 * pi:
            ring, angle = ring + 3 * SPACING, 0.0
        angle += width / ring
        centres.append((ring * cos(angle), ring * sin(angle)))
    return centres


def fitted(points: Mapping[str, tuple[float, float]]) -> Points:
    """The same picture with its mean at the origin and its farthest point at EXTENT, no two nodes at one point."""
    if len(points) < 2:
        return dict.fromkeys(points, (0.0, 0.0))
    middle_x = sum(x for x, _ in points.values()) / len(points)
    middle_y = sum(y for _, y in points.values()) / len(points)
    reach = max(hypot(x - middle_x, y - middle_y) for x, y in points.values()) or 1.0
    scale = EXTENT / reach
    taken: set[tuple[float, float]] = set()
    found: Points = {}
    for node, (x, y) in points.items():
        found[node] = point = _free(((x - middle_x) * scale, (y - middle_y) * scale), taken)
        taken.add(point)
    return found


def _free(point: tuple[float, float], taken: set[tuple[float, float]]) -> tuple[float, float]:
    """The point, rounded to 0.01, or the first on a spiral around it that nobody has taken."""
    for step in count():
        x, y = on_spiral(point, step, 0.02)
        if (place := (round(x, 2), round(y, 2))) not in taken:
            return place
    raise AssertionError


def on_spiral(middle: tuple[float, float], place: int, step: float) -> tuple[float, float]:
    """A point of the spiral of a sunflower's seeds (Vogel 1979): the first is its middle, and each has as much room."""
    distance, angle = step * sqrt(place), GOLDEN_ANGLE * place
    return middle[0] + distance * cos(angle), middle[1] + distance * sin(angle)


def sizes(values: Mapping[str, float | None]) -> dict[str, float]:
    """The area of a node grows with its value; the smallest has size 4 and the largest 100, as Gephi expects.

    A value that is not defined counts as the least one. Where all are the same, all have size 4: Gephi makes it so, and
    draws places together by as much. Below zero, values count from the least one.
    """
    known = [value for value in values.values() if value is not None]
    low, high = min(known, default=0.0), max(known, default=0.0)
    if low == high:
        return dict.fromkeys(values, SMALLEST)
    zero = min(low, 0.0)
    least, most = sqrt(low - zero), sqrt(high - zero)
    scale = (LARGEST - SMALLEST) / (most - least)
    return {
        node: round(SMALLEST + scale * (sqrt((low if value is None else value) - zero) - least), 2)
        for node, value in values.items()
    }
