"""What is read of a store once and kept: the kinds, times, names, sources and former ids of entities, by id."""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, NamedTuple

from pyoxigraph import DefaultGraph, Literal, NamedNode

from cagraph.errors import NotFoundError, suggestion
from cagraph.model import FieldSpec, Kind, Model
from cagraph.model.grammar import ID_PATTERN
from cagraph.model.text import fold, search_key
from cagraph.queries import Reader
from cagraph.queries.evidence import RDF_TYPE

ACCEPTED: Final = DefaultGraph()
NAMES: Final = ("rdfs:label", "skos:prefLabel", "skos:altLabel", "cag:officialName", "cag:title")
Value = str
Span = tuple[str, str]


class Name(NamedTuple):
    """A name as it is compared: folded, and the words of its key by sound."""

    folded: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Index:
    """Look-ups over all entities of a store. Each is made on first use, in a pass over the properties it needs."""

    reader: Reader
    model: Model
    _columns: dict[str, dict[str, list[Value]]] = field(default_factory=dict)
    _claims: dict[str, dict[str, Value]] = field(default_factory=dict)

    @cached_property
    def kinds(self) -> dict[str, str]:
        """The most specific kind of every entity, accepted or only claimed."""
        types: dict[str, set[str]] = defaultdict(set)
        for quad in self.reader.store.quads(None, RDF_TYPE):
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
                id_ = self.reader.names.local_id(quad.subject.value)
                if id_:
                    types[id_].add(quad.object.value.removeprefix(self.reader.names.ontology))
        kinds = ((id_, self.model.most_specific(names)) for id_, names in types.items())
        return {id_: kind.name for id_, kind in kinds if kind}

    @cached_property
    def ids(self) -> list[str]:
        """The ids of all entities."""
        return sorted(self.kinds)

    def ids_of(self, kind: str) -> list[str]:
        """The ids of all entities of a kind, accepted or only claimed."""
        return [id_ for id_ in self.ids if self.model.is_a(self.kinds[id_], kind)]

    def kind_of(self, id_: str) -> Kind | None:
        """The most specific kind of an entity; None when there is no such entity."""
        name = self.kinds.get(id_)
        return self.model.kinds[name] if name else None

    def entity(self, id_: str) -> tuple[str, Kind]:
        """An entity by its id, or by one it was known by before: its present id and its kind.

        Raises NotFoundError with the nearest id.
        """
        present = id_ if id_ in self.kinds else self.current.get(id_, id_)
        kind = self.kind_of(present)
        if kind is None:
            if not re.fullmatch(ID_PATTERN, id_):
                raise NotFoundError(f"'{id_[:80]}' is no id", "ids hold letters, digits, hyphens and dots")
            raise NotFoundError(f"there is no entity '{id_[:80]}'", suggestion(id_, self.ids))
        return present, kind

    def short(self, term: NamedNode | Literal) -> Value:
        """An entity's id, a literal's text, or another IRI as it is."""
        return term.value.removeprefix(self.reader.names.id) if isinstance(term, NamedNode) else term.value

    def subjects(self, property_: str, value: NamedNode | Literal) -> set[str]:
        """The entities for which a value is accepted."""
        quads = self.reader.store.quads(None, self.reader.term(property_), value, ACCEPTED)
        return {self.short(quad.subject) for quad in quads if isinstance(quad.subject, NamedNode)}

    def column(self, property_: str) -> dict[str, list[Value]]:
        """The accepted values of a property, by entity or component."""
        if property_ not in self._columns:
            found: dict[str, list[Value]] = defaultdict(list)
            for quad in self.reader.store.quads(None, self.reader.term(property_), None, ACCEPTED):
                if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
                    found[self.short(quad.subject)].append(self.short(quad.object))
            self._columns[property_] = dict(found)
        return self._columns[property_]

    def span(self, property_: str, id_: str) -> Span:
        """The first and the last day that the values of a property of dates can mean; empty where an end is open."""
        first = min(self.column(f"{property_}Earliest").get(id_, []), default="")
        return first, max(self.column(f"{property_}Latest").get(id_, []), default="")

    @cached_property
    def _times(self) -> dict[str, Span]:
        timed = [spec for kind in self.model.kinds.values() for spec in kind.fields if spec.term.time]
        found: dict[str, Span] = {}
        for property_, time in sorted({(spec.term.property, spec.term.time) for spec in timed}):
            for end, other, best in (("Earliest", "end", min), ("Latest", "start", max)):
                if time == other:
                    continue
                for id_, days in self.column(property_ + end).items():
                    first, last = found.get(id_, ("", ""))
                    if end == "Earliest":
                        found[id_] = (best(filter(None, (first, *days))), last)
                    else:
                        found[id_] = (first, best((last, *days)))
        return found

    def time(self, id_: str) -> Span:
        """The first and last day of an entity's place in time, as ISO dates; empty where there is none."""
        return self._times.get(id_, ("", ""))

    @cached_property
    def names(self) -> dict[str, tuple[Name, ...]]:
        """All accepted names of each entity."""
        found: dict[str, set[str]] = defaultdict(set)
        for property_ in NAMES:
            for id_, texts in self.column(property_).items():
                found[id_].update(texts)
        return {
            id_: tuple(Name(fold(text), tuple(search_key(text).split())) for text in sorted(texts))
            for id_, texts in found.items()
        }

    def claims(self, name: str) -> dict[str, Value]:
        """What the provenance tells of each claim by one of its properties, as `about` or `recorded`."""
        if name not in self._claims:
            quads = self.reader.store.quads(None, self.reader.term(f"cag:{name}"), None, self.reader.provenance)
            self._claims[name] = {
                self.reader.claim_id(quad.subject): self.short(quad.object)
                for quad in quads
                if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal)
            }
        return self._claims[name]

    @cached_property
    def by_source(self) -> dict[str, set[str]]:
        """The entities that rest on an accepted claim of each source."""
        about, accepted = self.claims("about"), self.claims("accepted")
        found: dict[str, set[str]] = defaultdict(set)
        for claim, source in self.claims("source").items():
            if accepted.get(claim) == "true" and claim in about:
                found[source].add(about[claim])
        return dict(found)

    @cached_property
    def recorded(self) -> dict[str, Span]:
        """The first and the last day on which anything was recorded or retracted of an entity.

        For a source, of which nothing is claimed, that is the day on which it was read.
        """
        days = {id_: list(values) for id_, values in self.column("cag:accessedEarliest").items()}
        about = self.claims("about")
        for name in ("recorded", "retracted"):
            for claim, day in self.claims(name).items():
                if claim in about:
                    days.setdefault(about[claim], []).append(day)
        return {id_: (min(found), max(found)) for id_, found in days.items()}

    @cached_property
    def current(self) -> dict[str, str]:
        """The present id of each entity by the ids it was known by before."""
        return {old: id_ for id_, olds in sorted(self.column("cag:formerly").items()) for old in olds}

    @cached_property
    def owners(self) -> dict[str, str]:
        """The entity that each component is a part of."""
        properties = {
            spec.term.property for kind in self.model.kinds.values() for spec in kind.fields if spec.component
        }
        return {
            part: owner
            for property_ in sorted(properties)
            for owner, parts in self.column(property_).items()
            for part in parts
        }

    def fits(self, id_: str, spec: FieldSpec) -> bool:
        """Whether a field can refer to an entity."""
        in_scheme = id_.startswith(f"{spec.term.scheme}.") if spec.term.scheme else True
        kind = self.kinds.get(id_)
        return in_scheme and kind is not None and self.model.is_a(kind, spec.target)
