"""The nodes and edges of a network as files tell of them: what they are called, how they look, when they are there."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from cagraph.exports.base import Material
from cagraph.exports.networks.columns import (
    EDGE_COLUMNS,
    NODE_COLUMNS,
    Column,
    description,
    edge_values,
    node_spells,
    node_values,
)
from cagraph.exports.networks.spells import Spell
from cagraph.mirror.drawing import Colour

# For programs without a notion of time: spans of days, as ISO 8601 writes intervals.
SPELLS: Final = Column("spells", "Spells", "liststring")
NODE_TOLD: Final = (*NODE_COLUMNS, SPELLS)
EDGE_TOLD: Final = (*EDGE_COLUMNS, SPELLS)
_TYPES: Final = MappingProxyType({"string": str, "integer": int, "double": float, "liststring": list})


@dataclass(frozen=True)
class Node:
    """A node. `values` are those of NODE_TOLD that it has, in the types of the columns; y grows upwards."""

    id: str
    label: str
    x: float
    y: float
    size: float
    colour: Colour
    values: Mapping[str, Any]
    spells: Sequence[Spell]

    @property
    def web_colour(self) -> str:
        """Its colour as HTML writes it: #0072b2."""
        return "#{:02x}{:02x}{:02x}".format(*self.colour)


@dataclass(frozen=True)
class Edge:
    """An edge, the only one of its kind between its ends. Its id is none that a node can have; `values` as in nodes."""

    id: str
    source: str
    target: str
    kind: str
    label: str
    weight: float
    values: Mapping[str, Any]
    spells: Sequence[Spell]


def nodes(material: Material) -> Iterator[Node]:
    """The nodes in the order of their ids."""
    graph, look = material.picture
    for node in sorted(graph):
        attributes = graph.nodes[node]
        spells = node_spells(attributes, material)
        values = _typed(NODE_TOLD, node_values(node, attributes, material), spells)
        x, y = look.places[node]
        yield Node(node, look.labels[node], x, y, look.sizes[node], look.colours[node], values, spells)


def edges(material: Material) -> Iterator[Edge]:
    """The edges in the order of their ends and kinds, each with an id of its own."""
    multigraph: Any = material.picture[0]  # every view is one; networkx's types do not say so
    found = sorted(multigraph.edges(keys=True, data=True), key=lambda edge: edge[:3])
    for number, (source, target, kind, data) in enumerate(found):
        values = _typed(EDGE_TOLD, edge_values(data), data["spells"])
        yield Edge(f"e_{number}", source, target, kind, data["label"], float(data["weight"]), values, data["spells"])


def network_values(material: Material) -> dict[str, str | bool]:
    """What is told of the network as a whole: its view, options and rule, the data version, and all of it in words."""
    graph, _ = material.picture
    return {**graph.graph, "data_version": material.data_version, "description": description(material)}


def _typed(columns: tuple[Column, ...], values: Mapping[str, Any], spells: Iterable[Spell]) -> dict[str, Any]:
    whole = {**values, SPELLS.id: [f"{first or '..'}/{last or '..'}" for first, last in spells] or None}
    return {one.id: _TYPES[one.type](whole[one.id]) for one in columns if whole.get(one.id) is not None}
