"""Cytoscape JSON: drawn by Cytoscape.js as it stands, and opened by Cytoscape with its columns."""

from collections.abc import Iterator
from typing import Any, Final

from cagraph.exports.base import Exporter, Material
from cagraph.exports.networks.elements import Edge, Node, edges, network_values, nodes
from cagraph.exports.notation import listed, said


def _node(node: Node) -> dict[str, Any]:
    looks = {"name": node.label, "size": node.size, "color": node.web_colour}
    return {"data": {"id": node.id, **looks, **node.values}, "position": {"x": node.x, "y": 0.0 - node.y}}


def _edge(edge: Edge) -> dict[str, Any]:
    ends = {"id": edge.id, "source": edge.source, "target": edge.target}
    return {"data": {**ends, "name": edge.label, "interaction": edge.label, "weight": edge.weight, **edge.values}}


def _style(directed: bool) -> list[dict[str, Any]]:
    """How Cytoscape.js shows it: each node as large and coloured as its data say."""
    node = {"label": "data(name)", "width": "data(size)", "height": "data(size)", "background-color": "data(color)"}
    edge = {"width": 1, "line-color": "#999999", "curve-style": "bezier"}
    return [
        {"selector": "node", "style": node},
        {"selector": "edge", "style": edge | ({"target-arrow-shape": "triangle"} if directed else {})},
    ]


def _parts(material: Material) -> Iterator[str]:
    network, _ = material.picture
    whole = network_values(material)
    yield '{"format_version": "1.0", "generated_by": "cagraph", "target_cytoscapejs_version": "~3",\n'
    yield f'"data": {said({"name": whole["title"], **whole, "directed": network.is_directed()})},\n'
    yield f'"layout": {{"name": "preset"}},\n"style": {said(_style(network.is_directed()))},\n"elements": {{"nodes": '
    yield from listed(map(_node, nodes(material)))
    yield ',\n"edges": '
    yield from listed(map(_edge, edges(material)))
    yield "}}\n"


def write(material: Material) -> Iterator[bytes]:
    """The file in pieces (https://js.cytoscape.org/#notation/elements-json); y grows downwards, as on a screen.

    `name` and `interaction` are the columns that Cytoscape labels nodes and edges by. Ids are unique over both.
    """
    for text in _parts(material):
        yield text.encode()


EXPORTER: Final = Exporter(
    "cyjs", ".cyjs", "application/json", needs_view=True, write=write,
    about="Cytoscape JSON, for Cytoscape and Cytoscape.js", manners=("lang", "layout", "size", "colour"),
)  # fmt: skip
