"""Accepted facts that can be doubted: what another source denies or tells otherwise, and what a curator inferred."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

import networkx as nx
from pyoxigraph import NamedNode

from cagraph.mirror.views.base import Mirror
from cagraph.model import FieldSpec, Model, Namespaces, PartialDate
from cagraph.model.evidence import Modality, Polarity
from cagraph.store import Store

# An id, a property, and a value, which is an id or a text; the last two are empty where the whole record is meant.
Fact = tuple[str, str, str]
# A source that plans, hopes or forecasts does not tell otherwise what came of it.
_TELLING: Final = frozenset({Modality.STATED, Modality.INFERRED, Modality.ALLEGED})


@dataclass(frozen=True)
class Doubts:
    """The accepted facts that are `disputed`, and those that are `inferred`: that no source states."""

    disputed: frozenset[Fact]
    inferred: frozenset[Fact]


@dataclass
class _Claim:
    manner: dict[str, str] = field(default_factory=dict)
    facts: list[Fact] = field(default_factory=list)

    @property
    def accepted(self) -> bool:
        return self.manner["accepted"] == "true"

    @property
    def inferred(self) -> bool:
        return self.manner["modality"] == Modality.INFERRED

    @property
    def disputes(self) -> bool:
        """Whether it denies what it holds, or says that it is disputed."""
        denies = self.manner["polarity"] == Polarity.DENIED or self.manner["modality"] == Modality.DISPUTED
        return denies and "retracted" not in self.manner

    @property
    def tells_otherwise(self) -> bool:
        """Whether it holds, as its own, what is not accepted."""
        aside = self.accepted or self.disputes or "retracted" in self.manner
        return not aside and self.manner["modality"] in _TELLING


def doubts(store: Store, model: Model, names: Namespaces, mirror: "Mirror[str]") -> Doubts:
    """What is disputed or inferred among the facts of a mirror.

    A fact is disputed where a claim denies it or calls it disputed, or where, of what has one value, a source says
    another as its own; of dates, one that does not leave the accepted one open. A list that another source tells with
    other members is not disputed. What is said about a participant is said about the participation.
    """
    return _Reading(_claims(store, model, names), model, mirror).doubts()


def _claims(store: Store, model: Model, names: Namespaces) -> list[_Claim]:
    """Every claim with its manner, and the values that it gives to fields."""
    found: dict[str, _Claim] = defaultdict(_Claim)
    properties = {names.iri(name): name for name in model.properties}
    for quad in store.quads():
        if not isinstance(quad.graph_name, NamedNode) or not isinstance(quad.subject, NamedNode):
            continue
        graph, subject, predicate = quad.graph_name.value, quad.subject.value, quad.predicate.value
        if graph == names.provenance:
            found[subject].manner[predicate.removeprefix(names.ontology)] = _value(quad.object, names)
        elif predicate in properties and graph.startswith(names.claim):
            fact = subject.removeprefix(names.id), properties[predicate], _value(quad.object, names)
            found[graph].facts.append(fact)
    return [claim for _, claim in sorted(found.items())]


def _value(term: Any, names: Namespaces) -> str:
    """A literal's text, an entity's id, or another address as it is."""
    return str(term.value).removeprefix(names.id)


@dataclass(frozen=True)
class _Reading:
    claims: list[_Claim]
    model: Model
    mirror: "Mirror[str]"

    def doubts(self) -> Doubts:
        inferred = {fact for fact in self.accepted if all(one.inferred for one in self.held[fact] if one.accepted)}
        disputed = {fact for fact in self.accepted if any(one.disputes for one in self.held[fact])}
        disputed.update(self._told_otherwise())
        whole = {(one.manner["about"], "", "") for one in self.claims if one.disputes and not one.facts}
        return Doubts(self._of_records(disputed) | whole, self._of_records(inferred))

    @cached_property
    def held(self) -> Mapping[Fact, list[_Claim]]:
        """The claims that hold each fact, in whatever manner."""
        found: dict[Fact, list[_Claim]] = defaultdict(list)
        for claim in self.claims:
            for fact in claim.facts:
                found[fact].append(claim)
        return found

    @cached_property
    def accepted(self) -> frozenset[Fact]:
        return frozenset(fact for fact, held in self.held.items() if any(claim.accepted for claim in held))

    @cached_property
    def parts(self) -> Mapping[str, Fact]:
        """The components of records, each with the fact that it is one."""
        return {fact[2]: fact for fact in self.accepted if (spec := self._spec(fact)) and spec.component}

    def _spec(self, fact: Fact) -> FieldSpec | None:
        """The field of a record that a fact is a value of."""
        return field_of(self.model, self.mirror, fact) if fact[0] in self.mirror else None

    def _told_otherwise(self) -> Iterator[Fact]:
        others: dict[tuple[str, str], set[str]] = defaultdict(set)
        for claim in self.claims:
            if claim.tells_otherwise:
                for fact in claim.facts:
                    others[fact[:2]].add(fact[2])
        for fact in self.accepted:
            spec = self._spec(fact)
            if fact[0] in self.parts or (spec and not spec.many and spec.type != "langmap"):
                leaves_open = _leaves_open if spec and spec.type == "date" else str.__eq__
                if any(not leaves_open(other, fact[2]) for other in others.get(fact[:2], ())):
                    yield fact

    def _of_records(self, facts: Iterable[Fact]) -> frozenset[Fact]:
        """Facts of the fields of records; those about a component as the fact that it is one."""
        found = (self.parts.get(fact[0], fact) for fact in facts)
        return frozenset(fact for fact in found if self._spec(fact))


def _leaves_open(told: str, accepted: str) -> bool:
    """Whether one date can mean all that the other can, as a month does of its days."""
    wide, narrow = PartialDate.parse(told), PartialDate.parse(accepted)
    after = wide.earliest is None or (narrow.earliest is not None and wide.earliest <= narrow.earliest)
    return after and (wide.latest is None or (narrow.latest is not None and narrow.latest <= wide.latest))


def field_of(model: Model, mirror: "Mirror[str]", fact: Fact) -> FieldSpec | None:
    """The field that a fact about a node is a value of."""
    return next(
        (spec for spec in model.kinds[mirror.nodes[fact[0]]["kind"]].fields if spec.term.property == fact[1]), None
    )


def without(mirror: "Mirror[str]", model: Model, facts: Iterable[Fact]) -> "Mirror[str]":
    """A mirror as it would be if these were no facts.

    A record that loses what each of its kind must have is not there; one that loses a date counts as undated, since
    half a spell would last longer than all of it.
    """
    found: Mirror[str] = nx.MultiDiGraph(mirror)
    for fact in sorted(facts):
        if fact[0] in found:
            _forget(found, model, fact)
    return found


def _forget(mirror: "Mirror[str]", model: Model, fact: Fact) -> None:
    id_, property_, value = fact
    spec = field_of(model, mirror, fact)
    key = property_.partition(":")[2]
    if spec is None or (spec.required and not spec.term.edge):
        mirror.remove_node(id_)
    elif spec.component:
        ends = (value.removeprefix(f"{id_}.{spec.name}."), id_)
        if mirror.has_edge(*ends, key=key):
            mirror.remove_edge(*ends, key=key)
    elif spec.term.edge and mirror.has_edge(id_, value, key=key):
        mirror.remove_edge(id_, value, key=key)
    else:
        _leave_out(mirror.nodes[id_], spec, value)


def _leave_out(attributes: dict[str, Any], spec: FieldSpec, value: str) -> None:
    if spec.term.time:
        attributes.pop("earliest", None)
        attributes.pop("latest", None)
    if spec.many:
        attributes[spec.name] = [one for one in attributes.get(spec.name, ()) if one != value]
    else:
        attributes.pop(spec.name, None)
