"""Reads the evidence behind facts: which claims hold a triple, and what each claim's source and manner are."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from pyoxigraph import DefaultGraph, Literal, NamedNode

from cagraph.model import Namespaces
from cagraph.store import Store, Term

RDFS_LABEL = NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
RDF_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
PREF_LABEL = NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")
_EDTF = "http://id.loc.gov/datatypes/edtf/EDTF"


@dataclass(frozen=True)
class Reader:
    """Looks things up in a store by pattern: labels (English ones, or of a language), claims, plain values.

    The store does not change, so labels, claims and sources are looked up once.
    """

    store: Store
    names: Namespaces
    language: str = ""
    _labels: dict[NamedNode, str] = field(default_factory=dict, repr=False, compare=False)
    _sources: dict[NamedNode, dict[str, Any]] = field(default_factory=dict, repr=False, compare=False)
    _described: dict[NamedNode, dict[str, Any]] = field(default_factory=dict, repr=False, compare=False)

    def speaking(self, language: str) -> "Reader":
        """The same, with labels in a language where they are known."""
        return Reader(self.store, self.names, language.lower())

    @cached_property
    def provenance(self) -> NamedNode:
        """The graph that describes the claims."""
        return NamedNode(self.names.provenance)

    def node(self, id_: str) -> NamedNode:
        """The IRI of an entity."""
        return NamedNode(self.names.id + id_)

    def term(self, name: str) -> NamedNode:
        """The IRI of a property or class, by prefixed name."""
        return NamedNode(self.names.iri(name))

    def label(self, node: NamedNode) -> str:
        """The label of an entity, accepted or only claimed; its shortened IRI when it has none.

        In a language other than English it is the accepted name with that tag, else with another tag of the same
        language (`kk` finds `kk-Cyrl`), else the English label.
        """
        found = self._labels.get(node)
        if found is None:
            found = self._labels[node] = self._label(node)
        return found

    def _label(self, node: NamedNode) -> str:
        if self.language not in ("", "en") and (name := self._name(node)):
            return name
        for quad in self.store.quads(node, RDFS_LABEL):
            if isinstance(quad.object, Literal):
                return quad.object.value
        return self.names.shorten(node.value)

    def _name(self, node: NamedNode) -> str:
        names = {
            quad.object.language or "": quad.object.value
            for quad in self.store.quads(node, PREF_LABEL, None, DefaultGraph())
            if isinstance(quad.object, Literal)
        }
        like = [tag for tag in sorted(names) if tag.partition("-")[0] == self.language.partition("-")[0]]
        return names.get(self.language) or next((names[tag] for tag in like), "")

    def name(self, node: NamedNode, language: str) -> str:
        """The usual name of an entity in a language, where it has one there; else its label."""
        if language != "en":
            for quad in self.store.quads(node, self.term("skos:prefLabel"), None, DefaultGraph()):
                if isinstance(quad.object, Literal) and quad.object.language == language:
                    return quad.object.value
        return self.label(node)

    def plain(self, term: Term | None) -> Any:
        """A term as JSON holds it: entities as id and label, numbers as numbers, dates as their text."""
        if term is None:
            return None
        if isinstance(term, NamedNode):
            id_ = self.names.local_id(term.value)
            return {"id": id_, "label": self.label(term)} if id_ else term.value
        if not isinstance(term, Literal):
            return str(term)
        datatype = term.datatype.value.rpartition("#")[2]
        if datatype == "integer":
            return int(term.value)
        if datatype == "decimal":
            number = float(term.value)
            return int(number) if number.is_integer() else number
        if datatype == "boolean":
            return term.value == "true"
        return term.value

    def claim_id(self, claim: NamedNode) -> str:
        """The id of a claim: its IRI without the namespace."""
        return claim.value.removeprefix(self.names.claim)

    def claims(self, subject: NamedNode, predicate: NamedNode | None = None, object_: Any = None) -> list[NamedNode]:
        """The claims that hold a triple, sorted by IRI."""
        found = {
            quad.graph_name
            for quad in self.store.quads(subject, predicate, object_)
            if isinstance(quad.graph_name, NamedNode) and quad.graph_name.value.startswith(self.names.claim)
        }
        return sorted(found, key=lambda claim: claim.value)

    def describe(self, claims: Iterable[NamedNode]) -> list[dict[str, Any]]:
        """Each claim as a JSON object: what it is about, source, place in it, manner, whether it is accepted."""
        return [_copied(self._describe(claim)) for claim in claims]

    def _describe(self, claim: NamedNode) -> dict[str, Any]:
        if claim not in self._described:
            self._described[claim] = self._read_claim(claim)
        return self._described[claim]

    def _read_claim(self, claim: NamedNode) -> dict[str, Any]:
        facts = {
            quad.predicate.value.removeprefix(self.names.ontology): quad.object
            for quad in self.store.quads(claim, None, None, self.provenance)
        }
        source = facts["source"]
        found = {
            "claim": self.claim_id(claim),
            "about": self.plain(facts["about"]),
            "source": self._source(source) if isinstance(source, NamedNode) else {},
            "at": self.plain(facts["locator"]),
            "polarity": self.plain(facts["polarity"]),
            "modality": self.plain(facts["modality"]),
            "accepted": self.plain(facts["accepted"]),
        }
        optional = {
            "attributed_to": "attributedTo",
            "note": "claimNote",
            "quote": "quote",
            "recorded": "recorded",
            "retracted": "retracted",
        }
        return found | {key: self.plain(facts[name]) for key, name in optional.items() if name in facts}

    def _source(self, source: NamedNode) -> dict[str, Any]:
        if source not in self._sources:
            self._sources[source] = self._read_source(source)
        return self._sources[source]

    def _read_source(self, source: NamedNode) -> dict[str, Any]:
        wanted = ("title", "publisher", "url", "published", "accessed")
        values = {
            name: self.plain(quad.object)
            for name in wanted
            for quad in self.store.quads(source, self.term(f"cag:{name}"))
            if isinstance(quad.graph_name, DefaultGraph)
        }
        return {**self.plain(source), **values}


def _copied(told: dict[str, Any]) -> dict[str, Any]:
    """Plain values of two levels, which whoever gets them may change."""
    return {name: dict(value) if isinstance(value, dict) else value for name, value in told.items()}
