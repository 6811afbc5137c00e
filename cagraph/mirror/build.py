"""The networkx mirror: the accepted graph as a typed MultiDiGraph, read from the store in one pass."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import networkx as nx
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from cagraph.model import FieldSpec, Kind, Model, Namespaces
from cagraph.store import Store

Key = tuple[str, str, str]


@dataclass
class _Facts:
    """The accepted facts by subject, and which claims hold each of them."""

    links: dict[str, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))
    values: dict[str, dict[str, list[str]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))
    claims: dict[Key, list[str]] = field(default_factory=lambda: defaultdict(list))
    labels: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    provenance: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))

    def bearing_out(self, key: Key) -> list[str]:
        """The accepted claims that hold a fact: a claim that denies or plans it holds the same triple."""
        return sorted(
            claim for claim in self.claims[key] if self.provenance[f"claim:{claim}"].get("cag:accepted") == "true"
        )

    def sources(self) -> dict[str, list[str]]:
        """The sources of the accepted claims about each entity."""
        found: dict[str, set[str]] = defaultdict(set)
        for claim in self.provenance.values():
            if claim.get("cag:accepted") == "true":
                found[claim["cag:about"]].add(claim["cag:source"])
        return {entity: sorted(sources) for entity, sources in found.items()}


def build(store: Store, model: Model, names: Namespaces) -> "nx.MultiDiGraph[str]":
    """Mirror the accepted graph.

    Nodes are entities by id, with `kind`, `label`, `labels` (by language tag), the literal fields of their kind
    (lists where there are several), `earliest` and `latest` of their place in time, and `sources`: the ids of the
    sources of their accepted claims. Edges are the fields
    declared with `edge=True`, keyed by the property's local name, with `claims`: the ids of the claims that
    bear them out. A participation becomes an edge `participation` from whoever took part (the person, or the
    party where no person is named) to the event, with `party`, `post`, `role` and `level`.

    Left out are web addresses, Wikidata items among them, names other than labels, and links to what is not accepted
    itself.

    Reads every quad of the store once; holds about as many edges as the graph has links. The graph is frozen,
    since views and exports share it: copy it to change it.
    """
    facts = _read(store, names)
    sources = facts.sources()
    mirror: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    components = {kind.name: kind for kind in model.components}
    parts: dict[str, Kind] = {}
    for subject, links in sorted(facts.links.items()):
        kinds = {target.partition(":")[2] for name, target in links if name == "rdf:type" and target.startswith("cag:")}
        component = next((components[name] for name in kinds if name in components), None)
        if component:
            parts[subject] = component
        elif kind := model.most_specific(kinds):
            mirror.add_node(subject, **_attributes(subject, kind, facts), sources=sources.get(subject, []))
    for node in list(mirror):
        kind = model.kinds[mirror.nodes[node]["kind"]]
        _add_edges(mirror, node, kind, facts, parts)
    nx.freeze(mirror)
    return mirror


def _read(store: Store, names: Namespaces) -> _Facts:
    facts = _Facts()
    for quad in store.quads():
        subject = _short(quad.subject, names)
        predicate = names.shorten(quad.predicate.value)
        if isinstance(quad.graph_name, DefaultGraph):
            _note(facts, subject, predicate, quad, names)
        elif isinstance(quad.graph_name, NamedNode) and quad.graph_name.value.startswith(names.claim):
            claim = quad.graph_name.value.removeprefix(names.claim)
            facts.claims[(subject, predicate, _short(quad.object, names))].append(claim)
        elif isinstance(quad.graph_name, NamedNode) and quad.graph_name.value == names.provenance:
            value = quad.object.value if isinstance(quad.object, Literal) else _short(quad.object, names)
            facts.provenance[subject][predicate] = value
    return facts


def _note(facts: _Facts, subject: str, predicate: str, quad: Quad, names: Namespaces) -> None:
    if isinstance(quad.object, Literal):
        if quad.object.language and predicate == "skos:prefLabel":
            facts.labels[subject][quad.object.language] = quad.object.value
        facts.values[subject][predicate].append(quad.object.value)
    else:
        facts.links[subject].append((predicate, _short(quad.object, names)))


def _short(term: Any, names: Namespaces) -> str:
    if not isinstance(term, NamedNode):
        return str(term)
    return names.local_id(term.value) or names.shorten(term.value)


def _attributes(subject: str, kind: Kind, facts: _Facts) -> dict[str, Any]:
    values: Mapping[str, list[str]] = facts.values[subject]
    attributes: dict[str, Any] = {
        "kind": kind.name,
        "label": next(iter(values.get("rdfs:label", [])), subject),
        "labels": dict(sorted(facts.labels[subject].items())),
    }
    for spec in kind.fields:
        found = sorted(values.get(spec.term.property, []))
        if found and spec.type in {"text", "integer", "decimal", "boolean", "date"}:
            attributes[spec.name] = found if spec.many else found[0]
        elif spec.term.scheme:
            concepts = sorted(target for name, target in facts.links[subject] if name == spec.term.property)
            if concepts:
                attributes[spec.name] = concepts if spec.many else concepts[0]
    spans = [span for spec in kind.fields if spec.term.time and (span := _span(spec, values))]
    starts = [first for spec, first, _ in spans if spec.term.time != "end" and first]
    ends = [last for spec, _, last in spans if spec.term.time != "start" and last]
    if starts:
        attributes["earliest"] = min(starts)
    if ends:
        attributes["latest"] = max(ends)
    return attributes


def _span(spec: FieldSpec, values: Mapping[str, list[str]]) -> tuple[FieldSpec, str, str] | None:
    first = min(values.get(f"{spec.term.property}Earliest", []), default="")
    last = max(values.get(f"{spec.term.property}Latest", []), default="")
    return (spec, first, last) if first or last else None


def _add_edges(mirror: "nx.MultiDiGraph[str]", node: str, kind: Kind, facts: _Facts, parts: Mapping[str, Kind]) -> None:
    edges = {spec.term.property for spec in kind.fields if spec.term.edge}
    for predicate, target in sorted(facts.links[node]):
        if predicate in edges and target in mirror:
            claims = facts.bearing_out((node, predicate, target))
            mirror.add_edge(node, target, key=predicate.partition(":")[2], claims=claims)
        elif target in parts:
            _add_part(mirror, node, predicate, target, parts[target], facts)


def _add_part(mirror: "nx.MultiDiGraph[str]", owner: str, predicate: str, part: str, kind: Kind, facts: _Facts) -> None:
    """A component as an edge from its first link to its owner, with its other links as attributes."""
    found = {
        spec.name: target for spec in kind.fields for name, target in facts.links[part] if name == spec.term.property
    }
    ends = [found[spec.name] for spec in kind.fields if spec.term.edge and found.get(spec.name) in mirror]
    if not ends:
        return
    claims = facts.bearing_out((owner, predicate, part))
    rest = {name: target for name, target in found.items() if target != ends[0]}
    mirror.add_edge(ends[0], owner, key=predicate.partition(":")[2], claims=claims, **rest)
