"""Node-link JSON, as networkx.node_link_graph(data, edges="edges") reads it and D3 draws it: with all attributes."""

from collections.abc import Iterator
from typing import Any, Final

from cagraph.exports.base import Exporter, Material
from cagraph.exports.networks.elements import Edge, Node, edges, network_values, nodes
from cagraph.exports.notation import listed, said


def _node(node: Node, attributes: dict[str, Any]) -> dict[str, Any]:
    looks = {"label": node.label, "x": node.x, "y": node.y, "size": node.size, "color": node.web_colour}
    return {"id": node.id, **attributes, **node.values, **looks}


def _edge(edge: Edge, attributes: dict[str, Any]) -> dict[str, Any]:
    ends = {"source": edge.source, "target": edge.target, "key": edge.kind}
    return {**ends, **attributes, **edge.values, "label": edge.label, "weight": edge.weight}


def _parts(material: Material) -> Iterator[str]:
    network: Any = material.picture[0]
    directed = said(network.is_directed())
    yield f'{{"directed": {directed}, "multigraph": true, "graph": {said(network_values(material))},\n"nodes": '
    yield from listed(_node(node, network.nodes[node.id]) for node in nodes(material))
    yield ',\n"edges": '
    yield from listed(_edge(edge, network.edges[edge.source, edge.target, edge.kind]) for edge in edges(material))
    yield "}\n"


def write(material: Material) -> Iterator[bytes]:
    """The file in pieces: what nodes and edges have in the view, then the columns of all formats, then their looks."""
    for text in _parts(material):
        yield text.encode()


EXPORTER: Final = Exporter(
    "nodelink", ".nodelink.json", "application/json", needs_view=True, write=write,
    about="Node-link JSON, for networkx and D3", manners=("lang", "layout", "size", "colour"),
)  # fmt: skip
