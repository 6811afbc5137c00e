"""Entities as plain values: fields by name, links with labels, and the claims about them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pyoxigraph import DefaultGraph, Literal, NamedNode

from cagraph.graph.index import ACCEPTED, Index
from cagraph.model import FieldSpec, Kind
from cagraph.model.text import language_tag
from cagraph.queries import Reader
from cagraph.queries.evidence import RDF_TYPE

Graph = NamedNode | DefaultGraph


@dataclass(frozen=True)
class Entities:
    """Reads entities out of a store, with the labels of a language."""

    reader: Reader
    index: Index
    _properties: dict[str, list[tuple[FieldSpec, str]]] = field(default_factory=dict, repr=False, compare=False)

    def get(self, id_: str, full_evidence: bool = False) -> dict[str, Any]:
        """One entity with its accepted fields and its evidence. Raises NotFoundError with the nearest id."""
        id_, kind = self.index.entity(id_)
        return self.summary(self.reader.node(id_), kind) | {"evidence": self.evidence(id_, kind, full_evidence)}

    def item(self, id_: str, full_evidence: bool = False) -> dict[str, Any]:
        """An entity in a list: its accepted fields, and the claims about it, by id unless in full."""
        id_, kind = self.index.entity(id_)
        node = self.reader.node(id_)
        claims: list[Any] = [self.reader.claim_id(claim) for claim in self.reader.claims(node, RDF_TYPE)]
        if full_evidence:
            claims = self.evidence(id_, kind, full_evidence)
        return self.summary(node, kind) | {"evidence": claims}

    def evidence(self, id_: str, kind: Kind, full: bool) -> list[dict[str, Any]]:
        """The claims about an entity; in full, with what each of them says."""
        node = self.reader.node(id_)
        claims = self.reader.describe(self.reader.claims(node, RDF_TYPE))
        if full:
            for claim in claims:
                claim["says"] = self.fields(node, kind, NamedNode(self.reader.names.claim + claim["claim"]))
        return claims

    def summary(self, node: NamedNode, kind: Kind) -> dict[str, Any]:
        """An entity's identity, the first and last day of its place in time, and its accepted fields."""
        triples = self._triples(node, ACCEPTED)
        id_ = node.value.removeprefix(self.reader.names.id)
        ends = zip(("earliest", "latest"), self.index.time(id_), strict=True)
        return {
            "id": id_,
            "iri": node.value,
            "kind": kind.name,
            "label": self.reader.label(node),
            "accepted": RDF_TYPE.value in triples,
            **{name: day for name, day in ends if day},
            **self._fields(triples, kind, ACCEPTED),
        }

    def fields(self, node: NamedNode, kind: Kind, graph: Graph) -> dict[str, Any]:
        """The fields of an entity or component that one graph gives, by name, as plain values."""
        return self._fields(self._triples(node, graph), kind, graph)

    def _triples(self, node: NamedNode, graph: Graph) -> dict[str, list[Any]]:
        """The values that a graph gives to an entity or component, by property, in one look-up."""
        found: dict[str, list[Any]] = {}
        for quad in self.reader.store.quads(node, None, None, graph):
            found.setdefault(quad.predicate.value, []).append(quad.object)
        return found

    def _fields(self, triples: Mapping[str, list[Any]], kind: Kind, graph: Graph) -> dict[str, Any]:
        found = {
            spec.name: self._field(triples[property_], spec, graph)
            for spec, property_ in self._specs(kind)
            if property_ in triples
        }
        return {name: value for name, value in found.items() if value not in (None, [], {})}

    def _specs(self, kind: Kind) -> list[tuple[FieldSpec, str]]:
        """The fields of a kind or component, each with the IRI of its property."""
        if kind.name not in self._properties:
            iri = self.reader.names.iri
            self._properties[kind.name] = [(spec, iri(spec.term.property)) for spec in kind.fields]
        return self._properties[kind.name]

    def _field(self, terms: list[Any], spec: FieldSpec, graph: Graph) -> Any:
        terms = sorted((term for term in terms if _fits(term, spec)), key=str)
        if spec.type in {"langmap", "langlists"}:
            return _by_language(terms, spec.type == "langlists")
        if spec.component:
            return [self.fields(term, spec.component, graph) for term in terms if isinstance(term, NamedNode)]
        values = [self._plain(term, spec) for term in terms if not isinstance(term, DefaultGraph)]
        return values if spec.many else next(iter(values), None)

    def _plain(self, term: Any, spec: FieldSpec) -> Any:
        value = self.reader.plain(term)
        return value.removeprefix(spec.term.prefix) if spec.term.prefix and isinstance(value, str) else value


def _fits(term: Any, spec: FieldSpec) -> bool:
    """Whether a value of a property belongs to this field, where two fields share the property."""
    if spec.term.prefix:
        return isinstance(term, NamedNode) and term.value.startswith(spec.term.prefix)
    return True


def _by_language(terms: list[Any], many: bool) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for term in terms:
        if isinstance(term, Literal) and term.language:
            tag = language_tag(term.language)
            if many:
                found.setdefault(tag, []).append(term.value)
            else:
                found[tag] = term.value
    return found
