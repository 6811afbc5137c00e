"""GEXF 1.3 for Gephi: laid out, coloured, sized, dated and explained, and safe from what its importer drops."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

import networkx as nx

from cagraph.errors import ExportError
from cagraph.exports.base import Exporter, Material, Writer
from cagraph.mirror import OPTIONS, around
from cagraph.mirror.layout import colour, positions, sizes
from cagraph.model import PartialDate
from cagraph.model.text import for_xml

# id, title, type. Ids are lower case and none of id, label, weight, interval, which Gephi gives meanings of its own.
NODE_COLUMNS: Final = (
    ("kind", "Kind", "string"),
    ("iri", "IRI", "string"),
    ("date", "Date", "string"),
    ("date_precision", "Date precision", "string"),
    ("year", "Year", "integer"),
    ("place", "Place", "string"),
    ("lat", "Latitude", "double"),
    ("lng", "Longitude", "double"),
    ("sources", "Sources", "liststring"),
    ("n_sources", "Number of sources", "integer"),
)
EDGE_COLUMNS: Final = (
    ("relation", "Relation", "string"),
    ("count", "Count", "integer"),
    ("records", "Records", "liststring"),
    ("claims", "Claims", "liststring"),
)

Spell = tuple[str, str]


def _attribute(value: Any) -> str:
    """A quoted XML attribute; characters that XML 1.0 cannot hold become U+FFFD."""
    return quoteattr(for_xml(str(value)))


def spells(spans: Iterable[Spell]) -> list[Spell]:
    """Spans of days as Gephi reads them: merged where they touch, and ending on the day after.

    An empty end is an open one.

    >>> spells([("2024-08-09", "2024-08-09"), ("2024-08-08", "2024-08-08"), ("2025-01-01", "")])
    [('2024-08-08', '2024-08-10'), ('2025-01-01', '')]
    """
    merged: list[Spell] = []
    for start, last in sorted((start, _day_after(last)) for start, last in spans):
        if merged and (not merged[-1][1] or start <= merged[-1][1]):
            before = merged[-1]
            merged[-1] = (before[0], "" if not (before[1] and last) else max(before[1], last))
        else:
            merged.append((start, last))
    return merged


def _day_after(day: str) -> str:
    if not day or day == date.max.isoformat():
        return ""
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()


def _spell_lines(spans: Iterable[Spell], indent: str) -> str:
    lines = "".join(
        f"{indent}  <spell" + (f' start="{start}"' if start else "") + (f' end="{end}"' if end else "") + "/>\n"
        for start, end in spells(spans)
        if start or end
    )
    return f"{indent}<spells>\n{lines}{indent}</spells>\n" if lines else ""


def _span(attributes: dict[str, Any]) -> list[Spell]:
    span = (str(attributes.get("earliest", "")), str(attributes.get("latest", "")))
    return [span] if any(span) else []


def _node_values(node: str, attributes: dict[str, Any], material: Material) -> dict[str, Any]:
    kind = material.model.kinds[attributes["kind"]]
    when = [
        str(attributes[spec.name])
        for spec in kind.fields
        if spec.term.time in {"at", "start"} and spec.name in attributes
    ]
    first = min((PartialDate.parse(text) for text in when), default=None)
    values: dict[str, Any] = {
        "kind": attributes["kind"],
        "iri": material.names.id + node,
        "place": attributes.get("place"),
        "lat": attributes.get("lat"),
        "lng": attributes.get("lng"),
        "sources": json.dumps(attributes["sources"], ensure_ascii=False) if attributes.get("sources") else None,
        "n_sources": len(attributes.get("sources", [])),
    }
    if first:
        values |= {"date": first.text, "date_precision": first.precision}
        values["year"] = first.earliest.year if first.earliest else None
    return values


def _values(columns: tuple[tuple[str, str, str], ...], values: dict[str, Any], indent: str) -> str:
    lines = "".join(
        f"{indent}  <attvalue for={_attribute(id_)} value={_attribute(values[id_])}/>\n"
        for id_, _, _ in columns
        if values.get(id_) is not None
    )
    return f"{indent}<attvalues>\n{lines}{indent}</attvalues>\n" if lines else ""


def _description(graph: "nx.Graph[str]", material: Material) -> str:
    """What the file shows, by which rule, of which data, under which licence, and how to cite it."""
    asked = "".join(f", {option} {graph.graph[option]}" for option in OPTIONS if option in graph.graph)
    return (
        f"{graph.graph['title']}. View: {graph.graph['view']}{asked}. Rule: {graph.graph['rule']}. "
        f"Data version: {material.data_version}. Licence: CC BY 4.0. Cite as: cagraph, the knowledge graph of "
        f"Central Asian diplomacy, data version {material.data_version[:12]}, {material.names.base}"
    )


def _header(graph: "nx.Graph[str]", material: Material) -> Iterator[str]:
    kind = "directed" if graph.is_directed() else "undirected"
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield '<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" version="1.3">\n'
    yield "  <meta>\n    <creator>cagraph</creator>\n"
    yield "    <keywords>Central Asia, diplomacy, knowledge graph</keywords>\n"
    yield f"    <description>{escape(_description(graph, material))}</description>\n  </meta>\n"
    yield f'  <graph defaultedgetype="{kind}" idtype="string" mode="dynamic" timeformat="date"'
    yield ' timerepresentation="interval" timezone="UTC">\n'
    for owner, columns in (("node", NODE_COLUMNS), ("edge", EDGE_COLUMNS)):
        yield f'    <attributes class="{owner}" mode="static">\n'
        for id_, title, type_ in columns:
            yield f'      <attribute id="{id_}" title="{title}" type="{type_}"/>\n'
        yield "    </attributes>\n"


def _nodes(graph: "nx.Graph[str]", material: Material) -> Iterator[str]:
    place, size = positions(graph), sizes(graph)
    yield f'    <nodes count="{graph.number_of_nodes()}">\n'
    for node in sorted(graph):
        attributes = graph.nodes[node]
        red, green, blue = colour(attributes["kind"], material.model)
        x, y = place[node]
        happening = any(material.model.is_a(attributes["kind"], kind) for kind in ("Event", "Document"))
        yield f"      <node id={_attribute(node)} label={_attribute(attributes['label'])}>\n"
        yield _values(NODE_COLUMNS, _node_values(node, attributes, material), "        ")
        yield _spell_lines(_span(attributes) if happening else [], "        ")
        yield f'        <viz:color r="{red}" g="{green}" b="{blue}" a="1.0"/>\n'
        yield f'        <viz:position x="{x}" y="{y}" z="0.0"/>\n'
        yield f'        <viz:size value="{size[node]}"/>\n      </node>\n'
    yield "    </nodes>\n"


def _edges(graph: "nx.Graph[str]") -> Iterator[str]:
    yield f'    <edges count="{graph.number_of_edges()}">\n'
    multigraph: Any = graph  # every view is one; networkx's types do not say so
    found = sorted(multigraph.edges(keys=True, data=True), key=lambda edge: edge[:3])
    for number, (source, target, key, data) in enumerate(found):
        values = {
            "relation": data["kind"],
            "count": data["count"],
            "records": json.dumps(data["records"]),
            "claims": json.dumps(data["claims"]),
        }
        yield (
            f'      <edge id="e{number}" source={_attribute(source)} target={_attribute(target)} kind={_attribute(key)}'
            f' label={_attribute(data["label"])} weight="{data["weight"]}">\n'
        )
        yield _values(EDGE_COLUMNS, values, "        ")
        yield _spell_lines(data["spells"], "        ")
        yield "      </edge>\n"
    yield "    </edges>\n"


def write(material: Material) -> Iterator[bytes]:
    """The file in pieces, nodes and edges in the order of their ids.

    Sources of the rules: GEXF 1.3 (https://gexf.net), and what Gephi 0.11's importer does with each feature.
    """
    graph = material.network
    if graph is None:
        raise ExportError("GEXF shows a view", "name one with --view")
    for part in (_header(graph, material), _nodes(graph, material), _edges(graph)):
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
    return write(replace(material, network=network))


EXPORTER: Final = Exporter("gexf", ".gexf", "application/gexf+xml", needs_view=True, write=write)
WRITER: Final = Writer("gexf", ".gexf", "application/gexf+xml", write_found, of_entities=False, needs_mirror=True)
