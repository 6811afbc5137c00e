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
    are red, green and blue, 0 to 255. `told` says in words what place, size and colour mean, by these names; `amounts`
    are the values that sizes stand for, None where not defined, and `groups` what colours stand for.
    """

    labels: Mapping[str, str]
    places: Mapping[str, tuple[float, float]]
    sizes: Mapping[str, float]
    colours: Mapping[str, Colour]
    told: Mapping[str, str] = field(default_factory=dict)
    amounts: Mapping[str, float | None] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)


def drawn(graph: "nx.Graph[str]", model: Model) -> Drawn:
    """A network with its labels, nodes by forces between them, as large as their degree, in the colours of kinds."""
    degrees = degree(graph)
    kinds = {node: str(kind) for node, kind in graph.nodes(data="kind")}
    return Drawn(
        {node: str(graph.nodes[node]["label"]) for node in graph},
        positions(graph),
        sizes(degrees),
        {node: colour(kind, model) for node, kind in kinds.items()},
        {"place": "near those it is tied to", "size": "number of ties", "colour": "kind"},
        degrees,
        kinds,
    )


def degree(graph: "nx.Graph[str]") -> dict[str, float | None]:
    """How many edges each node has."""
    return {node: float(ties) for node, ties in graph.degree()}


def records(graph: "nx.Graph[str]") -> dict[str, float | None]:
    """How many events, documents and spells the edges of each node are made of, each counted once."""
    found: dict[str, set[str]] = {node: set() for node in graph}
    for one, other, data in graph.edges(data=True):
        for node in (one, other):
            found[node].update(data.get("records", ()))
    return {node: float(len(named)) for node, named in found.items()}
