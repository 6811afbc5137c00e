"""GEXF 1.3 for Gephi: laid out, coloured, sized, dated and explained, and safe from what its importer drops."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

from cagraph.errors import ExportError
from cagraph.exports.base import Exporter, Material, Writer
from cagraph.exports.networks.columns import (
    EDGE_COLUMNS,
    NODE_COLUMNS,
    Column,
    description,
    edge_values,
    node_spells,
    node_values,
)
from cagraph.exports.networks.spells import Spell, spells
from cagraph.mirror import around
from cagraph.mirror.drawing import drawn
from cagraph.model.text import for_xml


def _attribute(value: Any) -> str:
    """A quoted XML attribute; characters that XML 1.0 cannot hold become U+FFFD.

    U+0085 and U+2028 are written by number, since some readers take them for the ends of lines, as XML 1.1 does.
    """
    return quoteattr(for_xml(str(value)), {"\x85": "&#133;", "\u2028": "&#8232;"})


def _spell_lines(spans: Iterable[Spell], indent: str) -> str:
    lines = "".join(
        f"{indent}  <spell" + (f' start="{start}"' if start else "") + (f' end="{end}"' if end else "") + "/>\n"
        for start, end in spells(spans)
        if start or end
    )
    return f"{indent}<spells>\n{lines}{indent}</spells>\n" if lines else ""


def _values(columns: tuple[Column, ...], values: dict[str, Any], indent: str) -> str:
    lines = "".join(
        f"{indent}  <attvalue for={_attribute(column.id)} value={_attribute(_said(values[column.id]))}/>\n"
        for column in columns
        if values.get(column.id) is not None
    )
    return f"{indent}<attvalues>\n{lines}{indent}</attvalues>\n" if lines else ""


def _said(value: Any) -> Any:
    """Several texts as a list in the manner of JSON, which Gephi's importer and strict parsers read alike."""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list) else value


def _header(material: Material) -> Iterator[str]:
    graph, _ = material.picture
    kind = "directed" if graph.is_directed() else "undirected"
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield '<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" version="1.3">\n'
    yield "  <meta>\n    <creator>cagraph</creator>\n"
    yield "    <keywords>Central Asia, diplomacy, knowledge graph</keywords>\n"
    yield f"    <description>{escape(description(material))}</description>\n  </meta>\n"
    yield f'  <graph defaultedgetype="{kind}" idtype="string" mode="dynamic" timeformat="date"'
    yield ' timerepresentation="interval" timezone="UTC">\n'
    for owner, columns in (("node", NODE_COLUMNS), ("edge", EDGE_COLUMNS)):
        yield f'    <attributes class="{owner}" mode="static">\n'
        for column in columns:
            yield f'      <attribute id="{column.id}" title="{column.title}" type="{column.type}"/>\n'
        yield "    </attributes>\n"


def _nodes(material: Material) -> Iterator[str]:
    graph, look = material.picture
    yield f'    <nodes count="{graph.number_of_nodes()}">\n'
    for node in sorted(graph):
        attributes = graph.nodes[node]
        red, green, blue = look.colours[node]
        x, y = look.places[node]
        yield f"      <node id={_attribute(node)} label={_attribute(look.labels[node])}>\n"
        yield _values(NODE_COLUMNS, node_values(node, attributes, material), "        ")
        yield _spell_lines(node_spells(attributes, material), "        ")
        yield f'        <viz:color r="{red}" g="{green}" b="{blue}" a="1.0"/>\n'
        yield f'        <viz:position x="{x}" y="{y}" z="0.0"/>\n'
        yield f'        <viz:size value="{look.sizes[node]}"/>\n      </node>\n'
    yield "    </nodes>\n"


def _edges(material: Material) -> Iterator[str]:
    graph, _ = material.picture
    yield f'    <edges count="{graph.number_of_edges()}">\n'
    multigraph: Any = graph  # every view is one; networkx's types do not say so
    found = sorted(multigraph.edges(keys=True, data=True), key=lambda edge: edge[:3])
    for number, (source, target, key, data) in enumerate(found):
        yield (
            f'      <edge id="e{number}" source={_attribute(source)} target={_attribute(target)} kind={_attribute(key)}'
            f' label={_attribute(data["label"])} weight="{data["weight"]}">\n'
        )
        yield _values(EDGE_COLUMNS, edge_values(data), "        ")
        yield _spell_lines(data["spells"], "        ")
        yield "      </edge>\n"
    yield "    </edges>\n"


def write(material: Material) -> Iterator[bytes]:
    """The file in pieces, nodes and edges in the order of their ids.

    Sources of the rules: GEXF 1.3 (https://gexf.net), and what Gephi 0.11's importer does with each feature.
    """
    for part in (_header(material), _nodes(material), _edges(material)):
        for text in part:
            yield text.encode()
    yield b"  </graph>\n</gexf>\n"


def write_found(material: Material) -> Iterator[bytes]:
    """The network of what was found: those entities, and what each of them is linked to."""
    if material.network is None:
        raise ExportError("GEXF of a list is cut out of the mirror", "open the graph's mirror first")
    ids = [str(entity["id"]) for entity in material.entities]
    rule = str(material.found.get("read_as") or material.found["label"])
    network = around(material.network, material.model, ids, rule)
    return write(replace(material, network=network, drawn=drawn(network, material.model)))


EXPORTER: Final = Exporter(
    "gexf", ".gexf", "application/gexf+xml", needs_view=True, write=write, about="GEXF 1.3, for Gephi and Gephi Lite"
)
WRITER: Final = Writer("gexf", ".gexf", "application/gexf+xml", write_found, of_entities=False, needs_mirror=True)
