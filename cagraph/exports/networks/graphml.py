"""GraphML with typed attributes: for Gephi, which takes place, size and colour from them, Cytoscape, igraph and yEd."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

from cagraph.exports.base import Exporter, Material
from cagraph.exports.networks.columns import description
from cagraph.exports.networks.elements import EDGE_TOLD, NODE_TOLD, Edge, Node, edges, network_values, nodes
from cagraph.exports.notation import said
from cagraph.model.text import for_xml

_TYPES: Final = MappingProxyType(
    {"string": "string", "liststring": "string", "integer": "int", "double": "double", "boolean": "boolean"}
)
# Gephi's importer knows these by their names and draws by them.
_LOOKS: Final = {"label": "string", "x": "double", "y": "double", "size": "double"} | dict.fromkeys("rgb", "integer")
_TIES: Final = {"label": "string", "weight": "double"}


def _keys(owner: str, types: Mapping[str, str]) -> Iterator[str]:
    for name, type_ in types.items():
        yield f'  <key id="{owner[0]}_{name}" for="{owner}" attr.name="{name}" attr.type="{_TYPES[type_]}"/>\n'


def _data(owner: str, values: Mapping[str, Any], indent: str) -> str:
    return "".join(f'{indent}<data key="{owner}_{name}">{_text(value)}</data>\n' for name, value in values.items())


def _text(value: Any) -> str:
    """Text of an element. Several texts are a list as JSON writes it; line ends are kept from XML's parsers."""
    plain = said(value) if isinstance(value, list | bool) else str(value)
    return escape(for_xml(plain), {"\r": "&#13;"})


def _node(node: Node) -> str:
    red, green, blue = node.colour
    looks = {"label": node.label, "x": node.x, "y": node.y, "size": node.size, "r": red, "g": green, "b": blue}
    return f"    <node id={quoteattr(node.id)}>\n{_data('n', {**looks, **node.values}, '      ')}    </node>\n"


def _edge(edge: Edge) -> str:
    ends = f"source={quoteattr(edge.source)} target={quoteattr(edge.target)}"
    values = {"label": edge.label, "weight": edge.weight, **edge.values}
    return f'    <edge id="{edge.id}" {ends}>\n{_data("e", values, "      ")}    </edge>\n'


def _parts(material: Material) -> Iterator[str]:
    graph, _ = material.picture
    whole = network_values(material)
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
    yield from _keys("graph", {name: "boolean" if isinstance(whole[name], bool) else "string" for name in whole})
    yield from _keys("node", _LOOKS | {column.id: column.type for column in NODE_TOLD})
    yield from _keys("edge", _TIES | {column.id: column.type for column in EDGE_TOLD})
    yield f'  <graph id="G" edgedefault="{"directed" if graph.is_directed() else "undirected"}">\n'
    yield f"    <desc>{_text(description(material))}</desc>\n"
    yield _data("g", whole, "    ")
    yield from map(_node, nodes(material))
    yield from map(_edge, edges(material))
    yield "  </graph>\n</graphml>\n"


def write(material: Material) -> Iterator[bytes]:
    """The file in pieces, nodes and edges in the order of their ids (http://graphml.graphdrawing.org/specification.html).

    Characters that XML 1.0 cannot hold become U+FFFD. Each edge has an id: importers take those with the same for one.
    """
    for text in _parts(material):
        yield text.encode()


EXPORTER: Final = Exporter(
    "graphml", ".graphml", "application/graphml+xml", needs_view=True, write=write,
    about="GraphML, for Gephi, Cytoscape, igraph and yEd", manners=("lang", "layout", "size", "colour"),
)  # fmt: skip
