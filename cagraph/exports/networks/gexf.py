"""GEXF 1.3 for Gephi: laid out, coloured, sized, dated and explained, and safe from what its importer drops."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import chain, islice
from operator import itemgetter
from types import MappingProxyType
from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

from cagraph.errors import ExportError
from cagraph.exports.base import Exporter, Material, Writer
from cagraph.exports.networks.columns import (
    EDGE_COLUMNS,
    NODE_COLUMNS,
    YEARLY_COLUMNS,
    Column,
    description,
    node_spells,
    node_values,
)
from cagraph.exports.networks.spells import Spell, spells, until
from cagraph.exports.networks.years import yearly
from cagraph.mirror import around
from cagraph.mirror.build import without_collection
from cagraph.mirror.drawing import drawn
from cagraph.model.text import for_xml

Edge = tuple[str, str, str, Mapping[str, Any]]

_AT_ONCE: Final = 1000
_INDENT: Final = "        "
# What JSON or XML would write otherwise than it stands, beside what is not printable.
_SPECIAL: Final = "\"'&<>\\"
# Some readers take these for the ends of lines, as XML 1.1 does.
_BY_NUMBER: Final = MappingProxyType({"\x85": "&#133;", "\u2028": "&#8232;"})
_JSON: Final = json.JSONEncoder(ensure_ascii=False).encode
MANNERS: Final = ("lang", "layout", "size", "colour", "dynamic")


@lru_cache(maxsize=65_536)
def _attribute(value: str) -> str:
    """A quoted XML attribute; characters that XML 1.0 cannot hold become U+FFFD."""
    return f'"{value}"' if _is_plain(value) else quoteattr(for_xml(value), dict(_BY_NUMBER))


def _is_plain(text: str) -> bool:
    """Whether a text stands in JSON and XML as it is; some that would are looked at more closely as well."""
    return text.isprintable() and not any(map(text.__contains__, _SPECIAL))


@lru_cache(maxsize=65_536)
def _spell_lines(spans: tuple[Spell, ...]) -> str:
    lines = "".join(
        f"{_INDENT}  <spell" + (f' start="{start}"' if start else "") + (f' end="{end}"' if end else "") + "/>\n"
        for start, end in spells(spans)
        if start or end
    )
    return f"{_INDENT}<spells>\n{lines}{_INDENT}</spells>\n" if lines else ""


_OPENINGS: Final = MappingProxyType(
    {
        column.id: f'{_INDENT}  <attvalue for="{column.id}" value='
        for column in (*NODE_COLUMNS, *EDGE_COLUMNS, *YEARLY_COLUMNS)
    }
)


def _values(columns: Iterable[Column], values: Mapping[str, Any]) -> str:
    lines = "".join(
        f"{_OPENINGS[column.id]}{_attribute(str(_said(value)))}/>\n"
        for column in columns
        if (value := values.get(column.id)) is not None
    )
    return f"{_INDENT}<attvalues>\n{lines}{_INDENT}</attvalues>\n" if lines else ""


def _said(value: Any) -> Any:
    """Several texts as a list in the manner of JSON, which Gephi's importer and strict parsers read alike."""
    return _JSON(value) if isinstance(value, list) else value


def _header(material: Material) -> Iterator[str]:
    graph, _ = material.picture
    kind = "directed" if graph.is_directed() else "undirected"
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield '<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" version="1.3">\n'
    yield "  <meta>\n    <creator>cagraph</creator>\n"
    yield "    <keywords>Central Asia, diplomacy, knowledge graph</keywords>\n"
    yield f"    <description>{escape(for_xml(description(material)))}</description>\n  </meta>\n"
    yield f'  <graph defaultedgetype="{kind}" idtype="string" mode="dynamic" timeformat="date"'
    yield ' timerepresentation="interval" timezone="UTC">\n'
    # One block for a class, since some programs keep only the last: edges have values that last or such that change.
    yield from _block("node", "static", NODE_COLUMNS)
    yield from _block("edge", *(("dynamic", YEARLY_COLUMNS) if material.years else ("static", EDGE_COLUMNS)))


def _block(owner: str, mode: str, columns: Iterable[Column]) -> Iterator[str]:
    yield f'    <attributes class="{owner}" mode="{mode}">\n'
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
        yield (
            f"      <node id={_attribute(node)} label={_attribute(look.labels[node])}>\n"
            f"{_values(NODE_COLUMNS, node_values(node, attributes, material))}"
            f"{_spell_lines(tuple(node_spells(attributes, material)))}"
            f'        <viz:color r="{red}" g="{green}" b="{blue}" a="1.0"/>\n'
            f'        <viz:position x="{x}" y="{y}" z="0.0"/>\n'
            f'        <viz:size value="{look.sizes[node]}"/>\n      </node>\n'
        )
    yield "    </nodes>\n"


def _edges(material: Material) -> Iterator[str]:
    graph, _ = material.picture
    edges, total = in_order(graph), _number(graph)
    yield f'    <edges count="{total}">\n'
    for number in range(0, total, _AT_ONCE):
        # What is made for some edges is gone with them, and looking for garbage would go through the whole network.
        with without_collection():
            text = _together(list(islice(edges, _AT_ONCE)), number, material)
        yield text
    yield "    </edges>\n"


def _number(graph: Any) -> int:
    """How many edges there are; networkx goes through the degrees of all nodes for it."""
    if graph.is_directed():
        return sum(len(kinds) for _, targets in graph.adjacency() for kinds in targets.values())
    return sum(
        len(kinds) for source, targets in graph.adjacency() for target, kinds in targets.items() if source <= target
    )


def in_order(graph: Any) -> Iterator[Edge]:
    """The edges by source, target and key, without a list of all; those of no direction from the lesser id."""
    after, directed = dict(graph.adjacency()), graph.is_directed()
    for source in sorted(after):
        targets = after[source]
        for target in sorted(targets):
            if directed or source <= target:
                kinds = targets[target]
                for key in sorted(kinds) if len(kinds) > 1 else kinds:
                    yield source, target, key, kinds[key]


def _together(edges: Sequence[Edge], number: int, material: Material) -> str:
    """Some edges, filled into one template row by row: what one edge costs is what counts in large files."""
    sources, targets, keys, data = zip(*edges, strict=True)
    ends = (_quoted(sources), _quoted(targets), map(_attribute, keys), map(_attribute, _all(data, "label")))
    holes: list[str] = []
    cells: list[Iterable[Any]] = []
    if material.years:
        holes, cells = ["%s"], [["".join(_changing(edge, material)) for edge in edges]]
    else:
        for column in EDGE_COLUMNS:
            hole, filling = _column(column, list(_all(data, column.of)))
            holes.append(f"{_OPENINGS[column.id]}{hole}/>\n")
            cells.append(filling)
    template = (
        '      <edge id="e%s" source=%s target=%s kind=%s label=%s weight="%s">\n'
        f"{_INDENT}<attvalues>\n{''.join(holes)}{_INDENT}</attvalues>\n%s      </edge>\n"
    )
    spans = map(_spell_lines, map(tuple, _all(data, "spells")))
    rows = zip(range(number, number + len(edges)), *ends, _all(data, "weight"), *cells, spans, strict=True)
    return "".join(map(template.__mod__, rows))


def _all(data: Sequence[Mapping[str, Any]], name: str) -> Iterator[Any]:
    return map(itemgetter(name), data)


def _quoted(values: Sequence[str]) -> list[str]:
    """Each as an attribute; where none of them has anything to escape, none is looked at by itself."""
    if _is_plain("".join(values)):
        return [f'"{value}"' for value in values]
    return [_attribute(value) for value in values]


def _column(column: Column, values: Sequence[Any]) -> tuple[str, Iterable[Any]]:
    """The hole of a column in a template, and what fills it for each edge."""
    if column.type == "string":
        return "%s", map(_attribute, values)
    if column.type != "liststring":
        return '"%s"', values
    if all(values) and _is_plain("".join(chain.from_iterable(values))):
        return """'["%s"]'""", map('", "'.join, values)
    return "%s", [_attribute(_JSON(list(value))) for value in values]


def _changing(edge: Edge, material: Material) -> Iterator[str]:
    """The values of an edge from year to year."""
    for first, last, values in yearly(edge, material.years):
        span = f' start="{first or "-INF"}" end="{until(last) or "INF"}"'
        for column in YEARLY_COLUMNS:
            yield f"{_OPENINGS[column.id]}{_attribute(str(_said(values[column.id])))}{span}/>\n"


def write(material: Material) -> Iterator[bytes]:
    """The file in pieces, nodes and edges in the order of their ids.

    Sources of the rules: GEXF 1.3 (https://gexf.net), and what Gephi 0.11's importer does with each feature.
    """
    yield "".join(_header(material)).encode()
    nodes = _nodes(material)
    while some := "".join(islice(nodes, _AT_ONCE)):
        yield some.encode()
    for text in _edges(material):
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
    "gexf",
    ".gexf",
    "application/gexf+xml",
    needs_view=True,
    write=write,
    about="GEXF 1.3, for Gephi and Gephi Lite",
    manners=MANNERS,
)
WRITER: Final = Writer("gexf", ".gexf", "application/gexf+xml", write_found, of_entities=False, needs_mirror=True)
