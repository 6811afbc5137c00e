"""CX2, the exchange format of Cytoscape, Cytoscape Web and NDEx: typed columns, places, and a style that shows both."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final

from cagraph.exports.base import Exporter, Material
from cagraph.exports.networks.elements import EDGE_TOLD, NODE_TOLD, Edge, Node, edges, network_values, nodes
from cagraph.exports.notation import listed, said

_TYPES: Final = MappingProxyType(
    {"string": "string", "liststring": "list_of_string", "integer": "integer", "double": "double"}
)


def _declared(types: Mapping[str, str]) -> dict[str, dict[str, str]]:
    return {name: {"d": type_} for name, type_ in types.items()}


def _declarations(whole: Mapping[str, Any]) -> dict[str, Any]:
    looks = {"name": "string", "size": "double", "color": "string"}
    ties = {"name": "string", "interaction": "string", "weight": "double"}
    return {
        "networkAttributes": _declared({n: "boolean" if isinstance(v, bool) else "string" for n, v in whole.items()}),
        "nodes": _declared(looks | {column.id: _TYPES[column.type] for column in NODE_TOLD}),
        "edges": _declared(ties | {column.id: _TYPES[column.type] for column in EDGE_TOLD}),
    }


def _node(number: int, node: Node) -> dict[str, Any]:
    looks = {"name": node.label, "size": node.size, "color": node.web_colour}
    return {"id": number, "x": node.x, "y": 0.0 - node.y, "v": {**looks, **node.values}}


def _edge(number: int, edge: Edge, numbers: Mapping[str, int]) -> dict[str, Any]:
    ends = {"s": numbers[edge.source], "t": numbers[edge.target]}
    told = {"name": edge.label, "interaction": edge.label, "weight": edge.weight, **edge.values}
    return {"id": number, **ends, "v": told}


def _style(directed: bool) -> dict[str, Any]:
    """Nodes as large and coloured as their columns say, and labelled by name."""
    shown = {
        "NODE_LABEL": ("name", "string"),
        "NODE_BACKGROUND_COLOR": ("color", "string"),
        "NODE_WIDTH": ("size", "double"),
        "NODE_HEIGHT": ("size", "double"),
    }
    mapping = {
        style: {"type": "PASSTHROUGH", "definition": {"attribute": attribute, "type": type_}}
        for style, (attribute, type_) in shown.items()
    }
    arrow = "triangle" if directed else "none"
    edge = {"EDGE_LINE_COLOR": "#999999", "EDGE_WIDTH": 1.0, "EDGE_TARGET_ARROW_SHAPE": arrow}
    default = {"network": {"NETWORK_BACKGROUND_COLOR": "#FFFFFF"}, "node": {"NODE_SHAPE": "ellipse"}, "edge": edge}
    return {"default": default, "nodeMapping": mapping, "edgeMapping": {}}


def _parts(material: Material) -> Iterator[str]:
    network, _ = material.picture
    whole = {"name": network.graph["title"], **network_values(material), "directed": network.is_directed()}
    numbers = {node: number for number, node in enumerate(sorted(network))}
    counts = {"attributeDeclarations": 1, "networkAttributes": 1}
    counts |= {"nodes": len(numbers), "edges": network.number_of_edges(), "visualProperties": 1}
    yield '[{"CXVersion": "2.0", "hasFragments": false},\n'
    yield f'{{"metaData": {said([{"name": name, "elementCount": count} for name, count in counts.items()])}}},\n'
    yield f'{{"attributeDeclarations": {said([_declarations(whole)])}}},\n'
    yield f'{{"networkAttributes": {said([whole])}}},\n{{"nodes": '
    yield from listed(_node(numbers[node.id], node) for node in nodes(material))
    yield '},\n{"edges": '
    yield from listed(_edge(number, edge, numbers) for number, edge in enumerate(edges(material)))
    yield f'}},\n{{"visualProperties": {said([_style(network.is_directed())])}}},\n'
    yield '{"status": [{"error": "", "success": true}]}]\n'


def write(material: Material) -> Iterator[bytes]:
    """The file in pieces, by the Cytoscape Exchange Format Specification (version 2), with each aspect in one block.

    Nodes and edges are numbered, since CX2 has whole numbers as ids; entities are known by `iri`. Its edges have all a
    source and a target: whether they mean a direction stands in the attribute `directed` of the network.
    """
    for text in _parts(material):
        yield text.encode()


EXPORTER: Final = Exporter(
    "cx2", ".cx2", "application/json", needs_view=True, write=write,
    about="CX2, for Cytoscape, Cytoscape Web and NDEx", manners=("lang", "layout", "size", "colour"),
)  # fmt: skip
