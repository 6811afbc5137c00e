"""The networkx mirror: the accepted graph as a typed MultiDiGraph, read from the store by columns."""

from collections import defaultdict
from collections.abc import Container
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, Final

import networkx as nx

from cagraph.mirror.facts import LABEL, Column, Facts, Terms, is_plain
from cagraph.model import FieldSpec, Kind, Model, Namespaces
from cagraph.store import Store

Attributes = dict[str, Any]
Edge = tuple[str, str, str]

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
    facts = Facts.of_all(store, Terms(model, names))
    mirror: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    mirror.graph[VERSION] = version
    kinds = {id_: kind for id_ in sorted(facts.types) if (kind := facts.kind(id_))}
    portrayal = Portrayal(facts)
    outgoing: dict[str, list[tuple[str, str, Attributes]]] = defaultdict(list)
    for id_, kind in kinds.items():
        mirror.add_node(id_, **portrayal.node(id_, kind))
        for (source, target, key), told in portrayal.edges(id_, kind, kinds).items():
            outgoing[source].append((target, key, told))
    for source in kinds:
        for target, key, told in sorted(outgoing.pop(source, ()), key=itemgetter(0, 1)):
            mirror.add_edge(source, target, key, **told)
    nx.freeze(mirror)
    return mirror


@dataclass(frozen=True)
class _Plan:
    """What the entities of a kind have, each with the column that holds it; what nobody has is left out.

    `shown` are attributes, `starts` and `ends` their first and last days, `tied` the links and components.
    """

    shown: tuple[tuple[FieldSpec, Column], ...]
    starts: tuple[Column, ...]
    ends: tuple[Column, ...]
    tied: tuple[tuple[FieldSpec, Column], ...]

    @classmethod
    def of(cls, kind: Kind, facts: Facts) -> "_Plan":
        values, links = facts.values, facts.links
        shown = [
            (spec, (values if is_plain(spec) else links)[spec.term.property]) for spec in kind.fields if _is_shown(spec)
        ]
        tied = [(spec, links[spec.term.property]) for spec in kind.fields if spec.term.edge or spec.component]
        timed = [spec.term for spec in kind.fields if spec.term.time]
        starts = [values[f"{term.property}Earliest"] for term in timed if term.time != "end"]
        ends = [values[f"{term.property}Latest"] for term in timed if term.time != "start"]
        return cls(_filled(shown), tuple(filter(None, starts)), tuple(filter(None, ends)), _filled(tied))


def _is_shown(spec: FieldSpec) -> bool:
    return is_plain(spec) or bool(spec.term.scheme)


def _filled(columns: list[tuple[FieldSpec, Column]]) -> tuple[tuple[FieldSpec, Column], ...]:
    return tuple((spec, column) for spec, column in columns if column)


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
        found: Attributes = {
            "kind": kind.name,
            "label": min(facts.values[LABEL].get(id_, ()), default=id_),
            "labels": dict(sorted(facts.names.get(id_, {}).items())),
        }
        for spec, column in plan.shown:
            if values := column.get(id_):
                found[spec.name] = sorted(values) if spec.many else min(values)
        if starts := [day for column in plan.starts for day in column.get(id_, ())]:
            found["earliest"] = min(starts)
        if ends := [day for column in plan.ends for day in column.get(id_, ())]:
            found["latest"] = max(ends)
        found["sources"] = sorted(facts.sources.get(id_, ()))
        return found

    def edges(self, id_: str, kind: Kind, known: Container[str]) -> dict[Edge, Attributes]:
        """The edges that stand in the record of an entity: its links to what is `known`, and its components."""
        found: dict[Edge, Attributes] = {}
        for spec, column in self._plan(kind).tied:
            claims, key = self._facts.claims[spec.term.property], local(spec)
            for target in sorted(column.get(id_, ())):
                told: Attributes = {"claims": sorted(claims.get((id_, target), ()))}
                if spec.component:
                    if actor := self._part(target, spec.component, known, told):
                        found.setdefault((actor, id_, key), {}).update(told)
                elif target in known:
                    found[id_, target, key] = told
        return found

    def _part(self, part: str, kind: Kind, known: Container[str], told: Attributes) -> str:
        """The entity that a component links to first, empty without one; its other links are added to what is told."""
        if not self._facts.is_part(part):
            return ""
        links = self._facts.links
        found = {spec.name: min(targets) for spec in kind.fields if (targets := links[spec.term.property].get(part))}
        first = next((found[spec.name] for spec in kind.fields if spec.term.edge and found.get(spec.name) in known), "")
        told.update((name, target) for name, target in found.items() if target != first)
        return first


def local(spec: FieldSpec) -> str:
    """The key of the edges of a field."""
    return spec.term.property.partition(":")[2]
