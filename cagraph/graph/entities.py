"""Entities as plain values: one by its id, or lists by what they are linked to."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pyoxigraph import DefaultGraph, Literal, NamedNode

from cagraph.ask import fold
from cagraph.errors import NotFoundError, ParameterError, suggestion
from cagraph.mirror import Window
from cagraph.model import FieldSpec, Kind, Model
from cagraph.queries import Reader
from cagraph.queries.evidence import RDF_TYPE, RDFS_LABEL

MAX_LIMIT: Final = 1000
_ACCEPTED: Final = DefaultGraph()
Graph = NamedNode | DefaultGraph


@dataclass(frozen=True)
class Entities:
    """Reads entities of a model out of a store."""

    reader: Reader
    model: Model

    def kind_of(self, node: NamedNode) -> Kind | None:
        """The most specific kind of an entity, accepted or only claimed."""
        known = [self.model.kinds[name] for name in self.reader.kinds(node) if name in self.model.kinds]
        concrete = [kind for kind in known if not kind.abstract]
        return max(concrete, key=lambda kind: (len(self.model.parents(kind.name)), kind.name), default=None)

    def get(self, id_: str, full_evidence: bool = False) -> dict[str, Any]:
        """One entity with its accepted fields and its evidence. Raises NotFoundError with the nearest id."""
        try:
            node = self.reader.node(id_)
        except ValueError:
            raise NotFoundError(f"'{id_}' is no id", "ids hold letters, digits, hyphens and dots") from None
        kind = self.kind_of(node)
        if kind is None:
            raise NotFoundError(f"there is no entity '{id_}'", suggestion(id_, self._ids()))
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

    def _ids(self) -> list[str]:
        found = {
            self.reader.names.local_id(quad.subject.value)
            for quad in self.reader.store.quads(None, RDFS_LABEL)
            if isinstance(quad.subject, NamedNode)
        }
        return sorted(id_ for id_ in found if id_)

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
        for in all names, whatever the case and accents. Raises ParameterError naming the parameter.
        """
        nodes = self._with(self.reader.term("rdf:type"), self.reader.term(f"cag:{kind.name}"))
        for name, values in filters.items():
            for value in values:
                nodes &= self._matching(kind, name, value)
        if text:
            wanted = fold(text)
            if not wanted:
                raise ParameterError(f"q: '{text[:80]}' holds no letters or digits", "write a part of a name")
            nodes = {node for node in nodes if self._named(node, wanted)}
        placed = sorted((self._place_in_time(node, kind), node.value, node) for node in nodes)
        if window and (window.since or window.until):
            placed = [item for item in placed if window.holds({"earliest": item[0][0], "latest": item[0][1]})]
        page = [node for _, _, node in placed[offset : offset + limit]]
        items = [self.summary(node, self.kind_of(node) or kind) for node in page]
        return {"kind": kind.name, "total": len(placed), "limit": limit, "offset": offset, "items": items}

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
                target = self.reader.node(
                    spec.concept_id(value) if not value.startswith(f"{spec.term.scheme}.") else value
                )
            except ValueError:
                raise ParameterError(
                    f"{name}: '{value}' is no id", "ids hold letters, digits, hyphens and dots"
                ) from None
            if not any(self.reader.store.quads(target, RDF_TYPE)):
                known = [id_ for id_ in self._ids() if self._is(id_, spec)]
                raise ParameterError(f"{name}: there is no {spec.target} '{value}'", suggestion(value, known))
            return self._with(predicate, target)
        return {
            quad.subject
            for quad in self.reader.store.quads(None, predicate, None, _ACCEPTED)
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal) and quad.object.value == value
        }

    def _is(self, id_: str, spec: FieldSpec) -> bool:
        in_scheme = id_.startswith(f"{spec.term.scheme}.") if spec.term.scheme else True
        return in_scheme and spec.target in self.reader.kinds(self.reader.node(id_))

    def _named(self, node: NamedNode, wanted: str) -> bool:
        return any(wanted in fold(name) for name in self._all_names(node))

    def _all_names(self, node: NamedNode) -> Iterator[str]:
        for predicate in ("rdfs:label", "skos:prefLabel", "skos:altLabel", "cag:officialName", "cag:title"):
            for quad in self.reader.store.quads(node, self.reader.term(predicate), None, _ACCEPTED):
                if isinstance(quad.object, Literal):
                    yield quad.object.value

    def _place_in_time(self, node: NamedNode, kind: Kind) -> tuple[str, str]:
        firsts, lasts = [], []
        for spec in (self.kind_of(node) or kind).fields:
            if spec.term.time:
                firsts += self._days(node, f"{spec.term.property}Earliest") if spec.term.time != "end" else []
                lasts += self._days(node, f"{spec.term.property}Latest") if spec.term.time != "start" else []
        return min(firsts, default=""), max(lasts, default="")

    def _days(self, node: NamedNode, name: str) -> list[str]:
        quads = self.reader.store.quads(node, self.reader.term(name), None, _ACCEPTED)
        return [quad.object.value for quad in quads if isinstance(quad.object, Literal)]


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
