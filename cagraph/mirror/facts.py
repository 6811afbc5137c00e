"""What the mirror is made of, by columns: kinds of entities, values and links by property, and who bears them out."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad

from cagraph.model import FieldSpec, Kind, Model, Namespaces
from cagraph.store import Store

Term = NamedNode | BlankNode
Column = dict[str, list[str]]

ACCEPTED: Final = DefaultGraph()
LABEL: Final = "rdfs:label"
NAME: Final = "skos:prefLabel"
TYPE: Final = "rdf:type"
_PLAIN: Final = frozenset({"text", "integer", "decimal", "boolean", "date"})


def is_plain(spec: FieldSpec) -> bool:
    """Whether the mirror has the literals of a field."""
    return spec.type in _PLAIN


class Terms:
    """The IRIs that the mirror reads, and the ids that it gives: entities by id, what else there is by prefixed name.

    `properties` are those that hold something the mirror has, by IRI; of the `claimed` ones, it has the claims too.
    `types` are the classes by IRI, with the kind that each stands for and how it ranks among those of one subject:
    what is a component is one before all, and a kind goes before those that it specialises.
    """

    def __init__(self, model: Model, names: Namespaces) -> None:
        fields = [spec for kind in model.kinds.values() for spec in kind.fields]
        parts = [spec for kind in model.components for spec in kind.fields]
        kept = {spec.term.property for spec in fields if is_plain(spec) or spec.term.scheme or spec.term.edge}
        kept |= {spec.term.property for spec in fields if spec.component}
        kept |= {spec.term.property + end for spec in fields if spec.term.time for end in ("Earliest", "Latest")}
        kept |= {spec.term.property for spec in parts} | {LABEL, NAME}
        self.names = names
        self.properties = {names.iri(name): name for name in sorted(kept)}
        self.claimed = frozenset(spec.term.property for spec in fields if spec.term.edge or spec.component)
        self.types: dict[str, tuple[tuple[int, int, str], Kind]] = {
            names.iri(f"cag:{kind.name}"): ((rank, len(kind.cls.__mro__), kind.name), kind)
            for rank, kinds in enumerate((model.concrete, model.components))
            for kind in kinds
        }
        self.type = NamedNode(names.iri(TYPE))
        self.provenance = NamedNode(names.provenance)
        self.accepted, self.about, self.source = (
            NamedNode(names.iri(name)) for name in ("cag:accepted", "cag:about", "cag:source")
        )

    def is_claim(self, graph: object) -> bool:
        """Whether a graph is what a claim says."""
        return isinstance(graph, NamedNode) and graph.value.startswith(self.names.claim)

    def short(self, value: str) -> str:
        """The id of an IRI, or of a blank node by its label, which has no colon."""
        return (self.names.local_id(value) or self.names.shorten(value)) if ":" in value else f"_:{value}"


class _Ids(dict[str, str]):
    """Ids by IRI, each made once: they take less room, and compare faster."""

    def __init__(self, terms: Terms) -> None:
        self._terms = terms

    def __missing__(self, value: str) -> str:
        id_ = self[value] = self._terms.short(value)
        return id_


@dataclass
class Facts:
    """Facts of some entities, or of all.

    `values` and `links` stand by property, then by entity; `claims` are the accepted ones behind each link, by
    property; `sources` those of the accepted claims about each entity. `kinds` has also what is a component.
    """

    store: Store
    terms: Terms
    types: dict[str, tuple[tuple[int, int, str], Kind]] = field(default_factory=dict)
    values: dict[str, Column] = field(default_factory=lambda: defaultdict(dict))
    links: dict[str, Column] = field(default_factory=lambda: defaultdict(dict))
    claims: dict[str, dict[tuple[str, str], list[str]]] = field(default_factory=lambda: defaultdict(dict))
    names: dict[str, dict[str, str]] = field(default_factory=dict)
    sources: dict[str, set[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._ids = _Ids(self.terms)
        self._accepted: dict[str, str] = {}

    def kind(self, id_: str) -> Kind | None:
        """The kind of an entity; None for what is none, or a component."""
        rank, kind = self.types.get(id_, (None, None))
        return kind if rank and not rank[0] else None

    def is_part(self, id_: str) -> bool:
        """Whether this is a component."""
        rank, _ = self.types.get(id_, (None, None))
        return bool(rank and rank[0])

    @classmethod
    def of_all(cls, store: Store, terms: Terms) -> "Facts":
        """The facts of every entity: one look-up for each property, however much the store holds."""
        facts = cls(store, terms)
        for quad in store.quads(None, terms.accepted, None, terms.provenance):
            facts._note_acceptance(quad)
        owners: dict[str, list[str]] = defaultdict(list)
        for quad in store.quads(None, terms.about, None, terms.provenance):
            owners[_iri(quad.subject)].append(_iri(quad.object))
        for quad in store.quads(None, terms.source, None, terms.provenance):
            for owner in owners.get(_iri(quad.subject), ()):
                facts._note_source(owner, quad)
        facts._note_types(store.quads(None, terms.type, None, ACCEPTED))
        for iri, name in terms.properties.items():
            facts._note(name, store.quads(None, NamedNode(iri), None, ACCEPTED))
            if name in terms.claimed:
                facts._note_claims(name, store.quads(None, NamedNode(iri)))
        return facts

    def read(self, subject: Term) -> None:
        """Read one entity, or one component, beside what has been read."""
        by_property: dict[str, list[Quad]] = defaultdict(list)
        for quad in self.store.quads(subject, None, None, None):
            by_property[quad.predicate.value].append(quad)
        self._note_types(quad for quad in by_property[self.terms.type.value] if quad.graph_name == ACCEPTED)
        for iri, quads in by_property.items():
            if name := self.terms.properties.get(iri):
                self._note(name, [quad for quad in quads if quad.graph_name == ACCEPTED])
                if name in self.terms.claimed:
                    self._note_claims(name, [quad for quad in quads if self._bears_out(quad.graph_name)])
        for quad in self.store.quads(None, self.terms.about, subject, self.terms.provenance):
            claim = quad.subject
            if self._bears_out(claim) and isinstance(claim, NamedNode):
                for told in self.store.quads(claim, self.terms.source, None, self.terms.provenance):
                    self._note_source(_iri(subject), told)

    def _bears_out(self, claim: Any) -> bool:
        """Whether a claim is accepted, as it is looked up where that is not known yet."""
        if isinstance(claim, NamedNode) and claim.value not in self._accepted:
            for quad in self.store.quads(claim, self.terms.accepted, None, self.terms.provenance):
                self._note_acceptance(quad)
        return _iri(claim) in self._accepted

    def _note_acceptance(self, quad: Quad) -> None:
        prefix, iri = self.terms.names.claim, _iri(quad.subject)
        if iri.startswith(prefix) and isinstance(quad.object, Literal) and quad.object.value == "true":
            self._accepted[iri] = iri.removeprefix(prefix)

    def _note_source(self, owner: str, told: Quad) -> None:
        if _iri(told.subject) in self._accepted:
            self.sources.setdefault(self._ids[owner], set()).add(self._ids[_iri(told.object)])

    def _note_types(self, quads: Iterable[Quad]) -> None:
        types, ids, known = self.types, self._ids, self.terms.types
        for quad in quads:
            found = known.get(_iri(quad.object))
            if found:
                id_ = ids[quad.subject.value]  # type: ignore[union-attr]
                types[id_] = max(types[id_], found, key=_rank) if id_ in types else found

    def _note(self, name: str, quads: Iterable[Quad]) -> None:
        """Note what is accepted of a property."""
        ids, values, links = self._ids, self.values[name], self.links[name]
        for quad in quads:
            object_, subject = quad.object, ids[quad.subject.value]  # type: ignore[union-attr]
            if isinstance(object_, NamedNode):
                column, value = links, ids[object_.value]
            elif isinstance(object_, Literal):
                column, value = values, object_.value
                if name == NAME and object_.language:
                    named = self.names.setdefault(subject, {})
                    named[object_.language] = min(named.get(object_.language, value), value)
            else:
                column, value = links, ids[_iri(object_)]
            if subject in column:
                column[subject].append(value)
            else:
                column[subject] = [value]

    def _note_claims(self, name: str, quads: Iterable[Quad]) -> None:
        """Note which accepted claims say what of a property; other quads are passed over."""
        ids, accepted, claims = self._ids, self._accepted, self.claims[name]
        for quad in quads:
            graph = quad.graph_name
            if isinstance(graph, NamedNode) and graph.value in accepted and not isinstance(quad.object, Literal):
                link = ids[_iri(quad.subject)], ids[_iri(quad.object)]
                claims.setdefault(link, []).append(accepted[graph.value])


def _rank(typed: tuple[tuple[int, int, str], Kind]) -> tuple[int, int, str]:
    return typed[0]


def _iri(term: Any) -> str:
    """The IRI of a node, the label of a blank one; empty for a term that is none."""
    return term.value if isinstance(term, NamedNode | BlankNode) else ""
