"""The networkx mirror: the accepted graph as a typed MultiDiGraph, read from the store by columns."""

import gc
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, Final

import networkx as nx

from cagraph.mirror.facts import LABEL, Column, Facts, Terms, is_plain
from cagraph.model import FieldSpec, Kind, Model, Namespaces
from cagraph.store import Store

Attributes = dict[str, Any]
Edge = tuple[str, str, str]
Neighbours = dict[str, dict[str, dict[str, Attributes]]]

VERSION: Final = "data_version"


def build(store: Store, model: Model, names: Namespaces, version: str = "") -> "nx.MultiDiGraph[str]":
    """Mirror the accepted graph.

    Nodes are entities by id, with `kind`, `label`, `labels` (by language tag), the literal fields of their kind
    (lists where there are several), `earliest` and `latest` of their place in time, and `sources`: the ids of the
    sources of their accepted claims. Edges are the fields
    declared with `edge=True`, keyed by the property's local name, with `claims`: the ids of the claims that
    bear them out. A participation becomes an edge `participation` from whoever took part (the person, or the
    party where no person is named) to the event, with `party`, `post`, `role` and `level`.

    Left out are web addresses, Wikidata items among them, names other than labels, and links to what is not accepted
    itself.

    Nodes and edges are in the order of their ids and keys, and the graph's attribute `data_version` says which version
    it mirrors. Asks the store once for each property. The graph is frozen, since views and exports share it: copy it to
    change it.
    """
    with without_collection():
        return _built(store, Terms(model, names), version)


@contextmanager
def without_collection() -> Iterator[None]:
    """Nothing that is made for a mirror is garbage, and looking for it again and again takes a third of the time."""
    collected = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collected:
            gc.enable()


def _built(store: Store, terms: Terms, version: str) -> "nx.MultiDiGraph[str]":
    facts = Facts.of_all(store, terms)
    kinds = {id_: kind for id_ in sorted(facts.types) if (kind := facts.kind(id_))}
    portrayal = Portrayal(facts)
    outgoing: dict[str, list[tuple[str, str, Attributes]]] = defaultdict(list)
    nodes: dict[str, Attributes] = {}
    for id_, kind in kinds.items():
        nodes[id_] = portrayal.node(id_, kind)
        for (source, target, key), told in portrayal.edges(id_, kind, kinds).items():
            outgoing[source].append((target, key, told))
    after: Neighbours = {id_: {} for id_ in kinds}
    before: Neighbours = {id_: {} for id_ in kinds}
    for source, targets in after.items():
        for target, key, told in sorted(outgoing.pop(source, ()), key=itemgetter(0, 1)):
            if target in targets:
                targets[target][key] = told
            else:
                targets[target] = before[target][source] = {key: told}
    return assembled(nodes, after, before, version)


def assembled(
    nodes: dict[str, Attributes], after: Neighbours, before: Neighbours, version: str
) -> "nx.MultiDiGraph[str]":
    """The frozen graph of these dictionaries, which are those that networkx keeps.

    Edges between the same two, by key, are one dictionary, seen from either end. To put the dictionaries in place
    takes a third of the time of adding edges, and lets a later graph share them.
    """
    graph: Any = nx.MultiDiGraph()
    graph.graph[VERSION] = version
    graph._node, graph._adj, graph._pred = nodes, after, before
    nx.freeze(graph)
    return graph  # type: ignore[no-any-return]


@dataclass(frozen=True)
class _Tie:
    """A field whose links are edges: their key, the column and the claims of the links, and what its component has.

    `parts` are the fields of the component, each with its column, and whether it can be an end of the edge.
    """

    key: str
    column: Column
    claims: Mapping[tuple[str, str], list[str]]
    parts: tuple[tuple[str, bool, Column], ...] | None

    @classmethod
    def of(cls, spec: FieldSpec, facts: Facts) -> "_Tie":
        name, links = spec.term.property, facts.links
        fields = spec.component.fields if spec.component else ()
        parts = [(one.name, one.term.edge, column) for one in fields if (column := links[one.term.property])]
        return cls(local(spec), links[name], facts.claims[name], tuple(parts) if spec.component else None)


@dataclass(frozen=True)
class _Plan:
    """What the entities of a kind have, each with the column that holds it; what nobody has is left out.

    `shown` are attributes, `starts` and `ends` their first and last days, `ties` the links and components.
    """

    shown: tuple[tuple[str, bool, Column], ...]
    starts: tuple[Column, ...]
    ends: tuple[Column, ...]
    ties: tuple[_Tie, ...]

    @classmethod
    def of(cls, kind: Kind, facts: Facts) -> "_Plan":
        values, links = facts.values, facts.links
        shown = [
            (spec.name, spec.many, column)
            for spec in kind.fields
            if (is_plain(spec) or spec.term.scheme)
            and (column := (values if is_plain(spec) else links)[spec.term.property])
        ]
        ties = [_Tie.of(spec, facts) for spec in kind.fields if spec.term.edge or spec.component]
        timed = [spec.term for spec in kind.fields if spec.term.time]
        starts = [values[f"{term.property}Earliest"] for term in timed if term.time != "end"]
        ends = [values[f"{term.property}Latest"] for term in timed if term.time != "start"]
        found = tuple(tie for tie in ties if tie.column)
        return cls(tuple(shown), tuple(filter(None, starts)), tuple(filter(None, ends)), found)


class Portrayal:
    """Makes the nodes and edges of the mirror from facts, which are all read by then."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._plans: dict[str, _Plan] = {}

    def _plan(self, kind: Kind) -> _Plan:
        found = self._plans.get(kind.name)
        if found is None:
            found = self._plans[kind.name] = _Plan.of(kind, self._facts)
        return found

    def node(self, id_: str, kind: Kind) -> Attributes:
        """What an entity has in the mirror."""
        facts, plan = self._facts, self._plan(kind)
        names = facts.names.get(id_)
        found: Attributes = {
            "kind": kind.name,
            "label": min(facts.values[LABEL].get(id_, ()), default=id_),
            "labels": dict(sorted(names.items())) if names else {},
        }
        for name, many, column in plan.shown:
            if values := column.get(id_):
                found[name] = sorted(values) if many else min(values)
        if starts := [day for column in plan.starts for day in column.get(id_, ())]:
            found["earliest"] = min(starts)
        if ends := [day for column in plan.ends for day in column.get(id_, ())]:
            found["latest"] = max(ends)
        found["sources"] = sorted(facts.sources.get(id_, ()))
        return found

    def edges(self, id_: str, kind: Kind, known: Container[str]) -> dict[Edge, Attributes]:
        """The edges that stand in the record of an entity: its links to what is `known`, and its components."""
        found: dict[Edge, Attributes] = {}
        for tie in self._plan(kind).ties:
            for target in sorted(tie.column.get(id_, ())):
                told: Attributes = {"claims": sorted(tie.claims.get((id_, target), ()))}
                if tie.parts is None:
                    if target in known:
                        found[id_, target, tie.key] = told
                elif self._facts.is_part(target) and (actor := _end(target, tie.parts, known, told)):
                    found.setdefault((actor, id_, tie.key), {}).update(told)
        return found


def _end(part: str, fields: Iterable[tuple[str, bool, Column]], known: Container[str], told: Attributes) -> str:
    """The entity that a component links to first, empty without one; its other links are added to what is told."""
    first = ""
    for name, is_end, column in fields:
        targets = column.get(part)
        if targets:
            told[name] = target = targets[0] if len(targets) == 1 else min(targets)
            if is_end and not first and target in known:
                first = target
    for name, *_ in fields:
        if told.get(name) == first:
            del told[name]
    return first


def local(spec: FieldSpec) -> str:
    """The key of the edges of a field."""
    return spec.term.property.partition(":")[2]
