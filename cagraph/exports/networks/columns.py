"""What is told of nodes and edges beside how they look: the same columns in every format of networks."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from cagraph import licence
from cagraph.exports.base import Material
from cagraph.exports.networks.spells import Spell
from cagraph.mirror import OPTIONS
from cagraph.model import PartialDate


@dataclass(frozen=True)
class Column:
    """One column: `type` is string, integer, double or liststring (several texts).

    `of` is the attribute of edges in a view that it holds.
    """

    id: str
    title: str
    type: str
    of: str = ""


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
    Column("group", "Group, which colours show", "string"),
    Column("amount", "Amount, which sizes show", "double"),
)
EDGE_COLUMNS: Final = (
    Column("relation", "Relation", "string", "kind"),
    Column("count", "Count", "integer", "count"),
    Column("records", "Records", "liststring", "records"),
    Column("claims", "Claims", "liststring", "claims"),
)
# The same of one year; programs have no lists that change.
YEARLY_COLUMNS: Final = (
    Column("weight_in_year", "Weight in the year", "double", "weight"),
    Column("count_in_year", "Count in the year", "integer", "count"),
    Column("records_in_year", "Records in the year", "string", "records"),
    Column("claims_in_year", "Claims in the year", "string", "claims"),
)


def node_values(node: str, attributes: Mapping[str, Any], material: Material) -> dict[str, Any]:
    """The values of a node by the ids of the columns; None or absent where there is none."""
    kind, look = material.model.kinds[attributes["kind"]], material.drawn
    when = [
        str(attributes[spec.name])
        for spec in kind.fields
        if spec.name in attributes and spec.term.time in {"at", "start"}
    ]
    first = _first(tuple(when))
    values: dict[str, Any] = {
        "kind": attributes["kind"],
        "iri": material.names.id + node,
        "place": attributes.get("place"),
        "lat": attributes.get("lat"),
        "lng": attributes.get("lng"),
        "sources": list(attributes["sources"]) if attributes.get("sources") else None,
        "n_sources": len(attributes.get("sources", [])),
        "group": look.groups.get(node) if look else None,
        "amount": look.amounts.get(node) if look else None,
    }
    if first:
        values |= {"date": first.text, "date_precision": first.precision}
        values["year"] = first.earliest.year if first.earliest else None
    return values


@lru_cache(maxsize=65_536)
def _first(texts: tuple[str, ...]) -> PartialDate | None:
    return min(map(PartialDate.parse, texts), default=None)


def edge_values(data: Mapping[str, Any]) -> dict[str, Any]:
    """The values of an edge by the ids of the columns."""
    return {
        column.id: list(data[column.of]) if column.type == "liststring" else data[column.of] for column in EDGE_COLUMNS
    }


def node_spells(attributes: Mapping[str, Any], material: Material) -> list[Spell]:
    """When a node is there: first and last days, an empty one open or unknown; none for what is always there."""
    span = (str(attributes.get("earliest", "")), str(attributes.get("latest", "")))
    if "spells" in attributes:
        return list(attributes["spells"])
    happening = any(material.model.is_a(attributes["kind"], kind) for kind in ("Event", "Document"))
    return [span] if happening and any(span) else []


def description(material: Material) -> str:
    """What the file shows, by which rule, of which data, under which licence, and how to cite it."""
    graph, drawn = material.picture
    options = {option: graph.graph[option] for option in OPTIONS if option in graph.graph} | material.manner.given
    asked = "".join(f", {option} {value}" for option, value in options.items())
    looks = "".join(f" {name.capitalize()}: {meaning}." for name, meaning in drawn.told.items())
    return (
        f"{graph.graph['title']}. View: {graph.graph['view']}{asked}. Rule: {graph.graph['rule']}.{looks} "
        f"Data version: {material.data_version}. Licence: {licence.SHORT}. Cite as: cagraph, the knowledge graph of "
        f"Central Asian diplomacy, data version {material.data_version[:12]}, {material.names.base}"
    )
