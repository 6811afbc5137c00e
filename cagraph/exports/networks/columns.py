"""What is told of nodes and edges beside how they look: the same columns in every format of networks."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from cagraph.exports.base import Material
from cagraph.exports.networks.spells import Spell
from cagraph.mirror import OPTIONS
from cagraph.model import PartialDate


@dataclass(frozen=True)
class Column:
    """One column: `type` is string, integer, double or liststring (several texts)."""

    id: str
    title: str
    type: str


# Ids are lower case and none of id, label, weight, interval, which Gephi gives meanings of its own.
NODE_COLUMNS: Final = (
    Column("kind", "Kind", "string"),
    Column("iri", "IRI", "string"),
    Column("date", "Date", "string"),
    Column("date_precision", "Date precision", "string"),
    Column("year", "Year", "integer"),
    Column("place", "Place", "string"),
    Column("lat", "Latitude", "double"),
    Column("lng", "Longitude", "double"),
    Column("sources", "Sources", "liststring"),
    Column("n_sources", "Number of sources", "integer"),
)
EDGE_COLUMNS: Final = (
    Column("relation", "Relation", "string"),
    Column("count", "Count", "integer"),
    Column("records", "Records", "liststring"),
    Column("claims", "Claims", "liststring"),
)


def node_values(node: str, attributes: Mapping[str, Any], material: Material) -> dict[str, Any]:
    """The values of a node by the ids of the columns; None or absent where there is none."""
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
        "sources": list(attributes["sources"]) if attributes.get("sources") else None,
        "n_sources": len(attributes.get("sources", [])),
    }
    if first:
        values |= {"date": first.text, "date_precision": first.precision}
        values["year"] = first.earliest.year if first.earliest else None
    return values


def edge_values(data: Mapping[str, Any]) -> dict[str, Any]:
    """The values of an edge by the ids of the columns."""
    return {
        "relation": data["kind"],
        "count": data["count"],
        "records": list(data["records"]),
        "claims": list(data["claims"]),
    }


def node_spells(attributes: Mapping[str, Any], material: Material) -> list[Spell]:
    """When a node is there: first and last days, an empty one open or unknown; none for what is always there."""
    span = (str(attributes.get("earliest", "")), str(attributes.get("latest", "")))
    happening = any(material.model.is_a(attributes["kind"], kind) for kind in ("Event", "Document"))
    return [span] if happening and any(span) else []


def description(material: Material) -> str:
    """What the file shows, by which rule, of which data, under which licence, and how to cite it."""
    graph, drawn = material.picture
    asked = "".join(f", {option} {graph.graph[option]}" for option in OPTIONS if option in graph.graph)
    looks = "".join(f" {name.capitalize()}: {meaning}." for name, meaning in drawn.told.items())
    return (
        f"{graph.graph['title']}. View: {graph.graph['view']}{asked}. Rule: {graph.graph['rule']}.{looks} "
        f"Data version: {material.data_version}. Licence: CC BY 4.0. Cite as: cagraph, the knowledge graph of "
        f"Central Asian diplomacy, data version {material.data_version[:12]}, {material.names.base}"
    )
