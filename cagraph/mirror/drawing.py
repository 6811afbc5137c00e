"""How a network is drawn: what each node is called, where it stands, how large it is and in which colour."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import networkx as nx

from cagraph.mirror.layout import colour, positions, sizes
from cagraph.model import Model

Colour = tuple[int, int, int]


@dataclass(frozen=True)
class Drawn:
    """What every node of a network looks like, by its id.

    `places` are x and y, their mean at (0, 0), none farther from it than 5000; `sizes` lie from 4 to 100; `colours`
    are red, green and blue, 0 to 255. `told` says in words what place, size and colour mean, by these names.
    """

    labels: Mapping[str, str]
    places: Mapping[str, tuple[float, float]]
    sizes: Mapping[str, float]
    colours: Mapping[str, Colour]
    told: Mapping[str, str] = field(default_factory=dict)


def drawn(graph: "nx.Graph[str]", model: Model) -> Drawn:
    """A network with its labels, nodes by forces between them, as large as their degree, in the colours of kinds."""
    return Drawn(
        {node: str(graph.nodes[node]["label"]) for node in graph},
        positions(graph),
        sizes(graph),
        {node: colour(graph.nodes[node]["kind"], model) for node in graph},
    )
