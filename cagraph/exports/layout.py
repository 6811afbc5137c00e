"""Positions, sizes and colours of a network, computed the same way each time."""

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
    """Where each node stands: ForceAtlas2 (Jacomy et al. 2014) from a circle in the order of ids.

    Coordinates are rounded to 0.1, their mean is (0, 0), and none is farther than EXTENT from it.
    """
    order = sorted(graph)
    if len(order) < 2:
        return dict.fromkeys(order, (0.0, 0.0))
    turn = 2 * pi / len(order)
    start = {node: np.array([cos(turn * i), sin(turn * i)]) for i, node in enumerate(order)}
    simple: nx.Graph[str] = nx.Graph()
    simple.add_nodes_from(order)
    simple.add_edges_from(sorted({(min(a, b), max(a, b)) for a, b in graph.edges() if a != b}))
    placed = nx.forceatlas2_layout(
        simple, pos=start, max_iter=ITERATIONS, scaling_ratio=4.0, strong_gravity=False, seed=1
    )
    points = {node: (float(placed[node][0]), float(placed[node][1])) for node in order}
    middle_x = sum(x for x, _ in points.values()) / len(points)
    middle_y = sum(y for _, y in points.values()) / len(points)
    reach = max(hypot(x - middle_x, y - middle_y) for x, y in points.values()) or 1.0
    scale = EXTENT / reach
    return {
        node: (round((x - middle_x) * scale, 1), round((y - middle_y) * scale, 1)) for node, (x, y) in points.items()
    }


def sizes(graph: "nx.Graph[str]") -> dict[str, float]:
    """The area of a node grows with its degree; the smallest has size 4 and the largest 100, as Gephi expects."""
    degrees = {node: graph.degree(node) for node in graph}
    low, high = min(degrees.values(), default=0), max(degrees.values(), default=0)
    if low == high:
        return dict.fromkeys(degrees, 10.0)
    span = sqrt(high) - sqrt(low)
    return {
        node: round(SMALLEST + (LARGEST - SMALLEST) * (sqrt(degree) - sqrt(low)) / span, 2)
        for node, degree in degrees.items()
    }
