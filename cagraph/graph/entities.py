"""Entities as plain values: one by its id, or lists by what they are linked to."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from pyoxigraph import DefaultGraph, Literal, NamedNode

from cagraph.errors import NotFoundError, ParameterError, suggestion
from cagraph.mirror import Window
from cagraph.model import FieldSpec, Kind, Model
from cagraph.model.grammar import qualified
from cagraph.model.text import fold, matches
from cagraph.queries import Reader
from cagraph.queries.evidence import RDF_TYPE

MAX_LIMIT: Final = 1000
_ACCEPTED: Final = DefaultGraph()
Graph = NamedNode | DefaultGraph


@dataclass(frozen=True)
class Entities:
    """Reads entities of a model out of a store."""

    reader: Reader
    model: Model

    @cached_property
    def _kinds(self) -> dict[str, str]:
        """The most specific kind of every entity by IRI, accepted or only claimed, read in one pass."""
        types: dict[str, set[str]] = {}
        for quad in self.reader.store.quads(None, RDF_TYPE):
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
                name = quad.object.value.removeprefix(self.reader.names.ontology)
                types.setdefault(quad.subject.value, set()).add(name)
        kinds = ((iri, self.model.most_specific(names)) for iri, names in types.items())
        return {iri: kind.name for iri, kind in kinds if kind}

    @cached_property
    def _times(self) -> dict[str, tuple[str, str]]:
        """The first and last day of every accepted entity that has a place in time, by IRI, read in one pass."""
        ends = {
            self.reader.names.iri(spec.term.property) + end: end == "Latest"
            for kind in self.model.kinds.values()
            for spec in kind.fields
            if spec.term.time
            for end, other in (("Earliest", "end"), ("Latest", "start"))
            if spec.term.time != other
        }
        found: dict[str, tuple[str, str]] = {}
        for predicate, last in ends.items():
            for quad in self.reader.store.quads(None, NamedNode(predicate), None, _ACCEPTED):
                if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal):
                    day, known = quad.object.value, found.get(quad.subject.value, ("", ""))
                    found[quad.subject.value] = (
                        (known[0], max(known[1], day)) if last else (min(known[0] or day, day), known[1])
                    )
        return found

    @cached_property
    def _ids(self) -> list[str]:
        ids = (self.reader.names.local_id(iri) for iri in self._kinds)
        return sorted(id_ for id_ in ids if id_)

    def ids_of(self, kind: str) -> list[str]:
        """The ids of all entities of a kind, accepted or only claimed."""
        return [id_ for id_ in self._ids if self.model.is_a(self._kinds[self.reader.names.id + id_], kind)]

    def kind_of(self, node: NamedNode) -> Kind | None:
        """The most specific kind of an entity, accepted or only claimed."""
        name = self._kinds.get(node.value)
        return self.model.kinds[name] if name else None

    def get(self, id_: str, full_evidence: bool = False) -> dict[str, Any]:
        """One entity with its accepted fields and its evidence. Raises NotFoundError with the nearest id."""
        try:
            node = self.reader.node(id_)
        except ValueError:
            raise NotFoundError(f"'{id_}' is no id", "ids hold letters, digits, hyphens and dots") from None
        kind = self.kind_of(node)
        if kind is None:
            raise NotFoundError(f"there is no entity '{id_}'", suggestion(id_, self._ids))
        entity = self.summary(node, kind)
        claims = self.reader.describe(self.reader.claims(node, RDF_TYPE))
        if full_evidence:
            for claim in claims:
                graph = NamedNode(self.reader.names.claim + claim["claim"])
                claim["says"] = self.fields(node, kind, graph)
        return entity | {"evidence": claims}

    def summary(self, node: NamedNode, kind: Kind) -> dict[str, Any]:
        """An entity's identity and accepted fields."""
        accepted = any(self.reader.store.quads(node, RDF_TYPE, None, _ACCEPTED))
        return {
            "id": self.reader.names.local_id(node.value),
            "iri": node.value,
            "kind": kind.name,
            "label": self.reader.label(node),
            "accepted": accepted,
            **self.fields(node, kind, _ACCEPTED),
        }

    def fields(self, node: NamedNode, kind: Kind, graph: Graph) -> dict[str, Any]:
        """The fields of an entity or component that one graph gives, by name, as plain values."""
        found = {spec.name: self._field(node, spec, graph) for spec in kind.fields}
        return {name: value for name, value in found.items() if value not in (None, [], {})}

    def _field(self, node: NamedNode, spec: FieldSpec, graph: Graph) -> Any:
        terms = [
            quad.object for quad in self.reader.store.quads(node, self.reader.term(spec.term.property), None, graph)
        ]
        terms = [term for term in terms if _fits(term, spec)]
        terms.sort(key=str)
        if spec.type in {"langmap", "langlists"}:
            return _by_language(terms, spec.type == "langlists")
        if spec.component:
            return [self.fields(term, spec.component, graph) for term in terms if isinstance(term, NamedNode)]
        values = [self._plain(term, spec) for term in terms if not isinstance(term, DefaultGraph)]
        return values if spec.many else next(iter(values), None)

    def _plain(self, term: Any, spec: FieldSpec) -> Any:
        value = self.reader.plain(term)
        return value.removeprefix(spec.term.prefix) if spec.term.prefix and isinstance(value, str) else value

    def find(
        self,
        kind: Kind,
        filters: Mapping[str, Sequence[str]],
        text: str = "",
        window: Window | None = None,
        limit: int = 100,
        offset: int = 0,
    ) -> dict[str, Any]:
        """The accepted entities of a kind that fit every filter, ordered by date and id.

        `filters` are values of fields by parameter name; several values of one mean all of them. `text` is looked
        for in all names, whatever the case, accents and script. Raises ParameterError naming the parameter.
        """
        nodes = self._with(self.reader.term("rdf:type"), self.reader.term(f"cag:{kind.name}"))
        for name, values in filters.items():
            for value in values:
                nodes &= self._matching(kind, name, value)
        if text:
            wanted = fold(text)
            if not wanted:
                raise ParameterError(f"q: '{text[:80]}' holds no letters or digits", "write a part of a name")
            nodes = {node for node in nodes if self._named(node, wanted, text)}
        placed = sorted((self._times.get(node.value, ("", "")), node.value, node) for node in nodes)
        if window and (window.since or window.until):
            placed = [item for item in placed if window.holds({"earliest": item[0][0], "latest": item[0][1]})]
        page = [node for _, _, node in placed[offset : offset + limit]]
        items = [self._item(node, self.kind_of(node) or kind) for node in page]
        return {"kind": kind.name, "total": len(placed), "limit": limit, "offset": offset, "items": items}

    def _item(self, node: NamedNode, kind: Kind) -> dict[str, Any]:
        """An entity in a list: its accepted fields, and the ids of the claims about it."""
        claims = self.reader.claims(node, RDF_TYPE)
        return self.summary(node, kind) | {"evidence": [self.reader.claim_id(claim) for claim in claims]}

    def _with(self, predicate: NamedNode, value: NamedNode | Literal) -> set[NamedNode]:
        quads = self.reader.store.quads(None, predicate, value, _ACCEPTED)
        return {quad.subject for quad in quads if isinstance(quad.subject, NamedNode)}

    def _matching(self, kind: Kind, name: str, value: str) -> set[NamedNode]:
        spec = kind.by_parameter.get(name)
        allowed = [key for key, one in kind.by_parameter.items() if _filterable(one)]
        if spec is None or not _filterable(spec):
            raise ParameterError(
                f"{kind.collection}: there is no parameter '{name}'",
                suggestion(name, [*allowed, "q", "since", "until", "limit", "offset"]),
            )
        predicate = self.reader.term(spec.term.property)
        if spec.type == "ref":
            try:
                target = self.reader.node(qualified(spec.term.scheme, value))
            except ValueError:
                raise ParameterError(
                    f"{name}: '{value}' is no id", "ids hold letters, digits, hyphens and dots"
                ) from None
            if not any(self.reader.store.quads(target, RDF_TYPE)):
                known = [id_ for id_ in self._ids if self._is(id_, spec)]
                raise ParameterError(f"{name}: there is no {spec.target} '{value}'", suggestion(value, known))
            return self._with(predicate, target)
        return {
            quad.subject
            for quad in self.reader.store.quads(None, predicate, None, _ACCEPTED)
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal) and quad.object.value == value
        }

    def _is(self, id_: str, spec: FieldSpec) -> bool:
        in_scheme = id_.startswith(f"{spec.term.scheme}.") if spec.term.scheme else True
        kind = self._kinds.get(self.reader.names.id + id_)
        return in_scheme and kind is not None and self.model.is_a(kind, spec.target)

    def _named(self, node: NamedNode, wanted: str, text: str) -> bool:
        return any(wanted in fold(name) or matches(name, text) for name in self._all_names(node))

    def _all_names(self, node: NamedNode) -> Iterator[str]:
        for predicate in ("rdfs:label", "skos:prefLabel", "skos:altLabel", "cag:officialName", "cag:title"):
            for quad in self.reader.store.quads(node, self.reader.term(predicate), None, _ACCEPTED):
                if isinstance(quad.object, Literal):
                    yield quad.object.value


def _filterable(spec: FieldSpec) -> bool:
    return spec.type in {"ref", "text", "integer", "boolean"} and not spec.term.prefix


def _fits(term: Any, spec: FieldSpec) -> bool:
    """Whether a value of a property belongs to this field, where two fields share the property."""
    if spec.term.prefix:
        return isinstance(term, NamedNode) and term.value.startswith(spec.term.prefix)
    return True


def _by_language(terms: list[Any], many: bool) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for term in terms:
        if isinstance(term, Literal) and term.language:
            tag = "-".join(part.title() if len(part) == 4 else part for part in term.language.split("-"))
            if many:
                found.setdefault(tag, []).append(term.value)
            else:
                found[tag] = term.value
    return found
