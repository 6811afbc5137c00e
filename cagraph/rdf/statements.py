"""What quads say of entities, field by field, in the form that records have: the way back from `emit`."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

from cagraph.model import FieldSpec, Kind, Model, Namespaces
from cagraph.model.text import language_tag
from cagraph.rdf.emit import LABEL, TYPE

Object = NamedNode | BlankNode | Literal | Triple
ACCEPTED = ""


class Statements:
    """Quads by graph, subject and property. A graph is named by its IRI, that of accepted facts by an empty text.

    Values are plain, as YAML has them: texts, lists, mappings; links are ids, without the scheme of their field.
    """

    def __init__(self, quads: Iterable[Quad], model: Model, names: Namespaces) -> None:
        self.model = model
        self.names = names
        self._said: dict[str, dict[str, dict[str, list[Object]]]] = {}
        self._about: dict[str, list[str]] = {}
        for quad in quads:
            if isinstance(quad.subject, NamedNode) and not isinstance(quad.graph_name, BlankNode):
                graph = ACCEPTED if isinstance(quad.graph_name, DefaultGraph) else quad.graph_name.value
                by_subject = self._said.setdefault(graph, {})
                by_subject.setdefault(quad.subject.value, {}).setdefault(quad.predicate.value, []).append(quad.object)
        for claim in sorted(self._said.get(names.provenance, {})):
            about = next(iter(self.provenance(claim).get("about", [])), "")
            self._about.setdefault(about, []).append(claim)

    def ids(self) -> list[str]:
        """The ids of all entities of a known kind, accepted or only claimed, sorted."""
        accepted = (self.names.local_id(iri) for iri in self._said.get(ACCEPTED, {}))
        return sorted({id_ for id_ in (*accepted, *self._about) if id_ and self.kind(id_)})

    def accepted(self, id_: str) -> bool:
        """Whether an entity stands as fact."""
        return self._kind(id_, ACCEPTED) is not None

    def kind(self, id_: str) -> Kind | None:
        """The kind of an entity, accepted or else claimed; None without any."""
        return next((kind for graph in self._graphs(id_) if (kind := self._kind(id_, graph))), None)

    def label(self, id_: str) -> str:
        """The label of an entity, accepted or else claimed; empty without any."""
        found = (term for graph in self._graphs(id_) for term in self.terms(id_, LABEL.value, graph))
        return next((term.value for term in found if isinstance(term, Literal)), "")

    def claims(self, id_: str) -> list[str]:
        """The IRIs of the claims about an entity, sorted."""
        return self._about.get(id_, [])

    def provenance(self, claim: str) -> dict[str, list[str]]:
        """What is known of a claim, by the local name of the property; links are ids, several values sorted."""
        said = self._said.get(self.names.provenance, {}).get(claim, {})
        return {
            property_.removeprefix(self.names.ontology): sorted(self._text(term) for term in terms)
            for property_, terms in said.items()
        }

    def terms(self, id_: str, property_: str, graph: str = ACCEPTED) -> list[Object]:
        """The values of a property of an entity in a graph."""
        return self._said.get(graph, {}).get(self.names.id + id_, {}).get(property_, [])

    def values(self, id_: str, kind: Kind, graph: str = ACCEPTED) -> dict[str, Any]:
        """The fields of an entity that a graph gives, by name, in the order of the model; lists are sorted."""
        return self._values(self.names.id + id_, kind, graph)

    def parts(self, id_: str, spec: FieldSpec, graph: str = ACCEPTED) -> Iterator[tuple[str, dict[str, Any]]]:
        """The components of an entity in a field: the id of each, and its fields."""
        for term in sorted(self.terms(id_, self.names.iri(spec.term.property), graph), key=str):
            if spec.component and isinstance(term, NamedNode):
                yield self._text(term), self._values(term.value, spec.component, graph)

    def _graphs(self, id_: str) -> Iterator[str]:
        yield ACCEPTED
        yield from self.claims(id_)

    def _kind(self, id_: str, graph: str) -> Kind | None:
        types = self.terms(id_, TYPE.value, graph)
        return self.model.most_specific(
            term.value.removeprefix(self.names.ontology) for term in types if isinstance(term, NamedNode)
        )

    def _values(self, iri: str, kind: Kind, graph: str) -> dict[str, Any]:
        said = self._said.get(graph, {}).get(iri, {})
        terms = {spec.name: self._own(said, spec, kind) for spec in kind.fields}
        return {name: self._field(found, kind.field[name], graph) for name, found in terms.items() if found}

    def _own(self, said: Mapping[str, list[Object]], spec: FieldSpec, kind: Kind) -> list[Object]:
        """The values of a property that belong to this field: one whose values have a beginning takes those first."""
        terms = sorted(said.get(self.names.iri(spec.term.property), []), key=str)
        if spec.term.prefix:
            terms = [term for term in terms if isinstance(term, NamedNode) and term.value.startswith(spec.term.prefix)]
        else:
            others = [one for one in kind.fields if one.term.prefix and one.term.property == spec.term.property]
            taken = [term for one in others for term in self._own(said, one, kind)]
            terms = [term for term in terms if term not in taken]
        return terms if spec.many or spec.type in {"langmap", "langlists"} else terms[:1]

    def _field(self, terms: list[Object], spec: FieldSpec, graph: str) -> Any:
        if spec.type in {"langmap", "langlists"}:
            return _by_language(terms, spec.type == "langlists")
        if spec.component:
            return [self._values(term.value, spec.component, graph) for term in terms if isinstance(term, NamedNode)]
        texts = [self._text(term, spec) for term in terms]
        return texts if spec.many else texts[0]

    def _text(self, term: Object, spec: FieldSpec | None = None) -> str:
        if not isinstance(term, NamedNode):
            return term.value if isinstance(term, Literal) else str(term)
        if spec and spec.type != "ref":
            return term.value.removeprefix(spec.term.prefix)
        id_ = self.names.local_id(term.value) or term.value
        return id_.removeprefix(f"{spec.term.scheme}.") if spec and spec.term.scheme else id_


def _by_language(terms: Iterable[Object], many: bool) -> dict[str, Any]:
    texts = [(language_tag(term.language), term.value) for term in terms if isinstance(term, Literal) and term.language]
    if not many:
        return dict(sorted(texts))
    found: dict[str, list[str]] = {}
    for language, text in sorted(texts):
        found.setdefault(language, []).append(text)
    return found
