"""The mirror of the next version, made of the one before and of what was added and removed in between."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import networkx as nx
from pyoxigraph import BlankNode, NamedNode, Quad

from cagraph.errors import StoreError
from cagraph.mirror.build import VERSION, Attributes, Edge, Neighbours, Portrayal, assembled, local, without_collection
from cagraph.mirror.facts import ACCEPTED, Facts, Term, Terms
from cagraph.model import Model, Namespaces
from cagraph.store import Store

_SHARE: Final = 10
_FEW: Final = 1000


@dataclass(frozen=True)
class Changed:
    """What led from the data version `before` to `after`: every quad that only one of the two holds."""

    before: str
    after: str
    quads: Sequence[Quad]


def step(
    mirror: "nx.MultiDiGraph[str]", store: Store, model: Model, names: Namespaces, changed: Changed
) -> "nx.MultiDiGraph[str] | None":
    """The mirror of a store, equal to the one that `build` makes, from the mirror of the version before.

    Only the entities concerned are read: those whose facts or claims changed; those that link to what has become an
    entity, or is one no more; and whoever has a component that changed. The mirror given stays as it is: the new one
    shares with it what is the same, and copies the rest. Where more than a tenth of all entities is concerned, None:
    building is quicker then. Raises StoreError when the mirror is not that of the version before.
    """
    if mirror.graph.get(VERSION) != changed.before:
        told = f"the mirror is of version '{mirror.graph.get(VERSION)}', the changes are since '{changed.before}'"
        raise StoreError(told, "build the mirror again")
    with without_collection():
        facts = Facts(store, Terms(model, names))
        concerned = _concerned(mirror, model, facts, changed.quads, max(_FEW, len(mirror) // _SHARE))
        return None if concerned is None else _stepped(mirror, model, facts, concerned, changed.after)


def _stepped(
    mirror: "nx.MultiDiGraph[str]", model: Model, facts: Facts, concerned: Iterable[str], version: str
) -> "nx.MultiDiGraph[str]":
    kinds = {id_: facts.kind(id_) for id_ in concerned}
    old = {edge for id_ in kinds if id_ in mirror for edge in _standing(mirror, model, id_)}
    portrayal, after = Portrayal(facts), Successor(mirror)
    for id_, kind in kinds.items():
        if kind:
            after.put_node(id_, portrayal.node(id_, kind))
        else:
            after.drop_node(id_)
    new = {
        edge: told
        for id_, kind in kinds.items()
        if kind
        for edge, told in portrayal.edges(id_, kind, after.nodes).items()
    }
    for edge in old - new.keys():
        after.drop_edge(edge)
    for edge, told in new.items():
        after.put_edge(edge, told)
    return after.frozen(version)


def _standing(mirror: "nx.MultiDiGraph[str]", model: Model, id_: str) -> list[Edge]:
    """The edges that stand in the record of an entity."""
    fields = model.kinds[mirror.nodes[id_]["kind"]].fields
    own = {local(spec) for spec in fields if spec.term.edge}
    parts = {local(spec) for spec in fields if spec.component}
    found = [edge for edge in mirror.out_edges(id_, keys=True) if edge[2] in own]
    return found + [edge for edge in mirror.in_edges(id_, keys=True) if edge[2] in parts]


def _concerned(
    mirror: "nx.MultiDiGraph[str]", model: Model, facts: Facts, quads: Sequence[Quad], most: int
) -> set[str] | None:
    """Whose nodes or edges can differ, their facts read; None when they are too many."""
    store, terms = facts.store, facts.terms
    components = {NamedNode(terms.names.iri(f"cag:{kind.name}")) for kind in model.components}
    fields = {spec.term.property for kind in model.kinds.values() for spec in kind.fields if spec.component}
    owning = [NamedNode(terms.names.iri(name)) for name in sorted(fields)]
    parts = {quad.subject for quad in quads if quad.predicate == terms.type and quad.object in components}
    found: dict[Any, str] = {}
    waiting = _named(facts, quads)
    while waiting:
        term = waiting.pop()
        id_ = found[term] = terms.short(term.value)
        if len(found) > most:
            return None
        facts.read(term)
        near = {quad.object for name in owning for quad in store.quads(term, name, None, ACCEPTED)}
        if (id_ in mirror) != bool(facts.kind(id_)) or facts.is_part(id_) or term in parts:
            near |= {quad.subject for quad in store.quads(None, None, term, ACCEPTED)}
        waiting |= {one for one in near if isinstance(one, NamedNode | BlankNode)} - found.keys()
    return set(found.values())


def _named(facts: Facts, quads: Sequence[Quad]) -> set[Term]:
    """The entities that the changed quads are about, also by way of a claim that is told of otherwise now."""
    terms, found, claims = facts.terms, set(), set()
    for quad in quads:
        if quad.graph_name == terms.provenance:
            claims.add(quad.subject)
            found.update([quad.object] if quad.predicate == terms.about else [])
        elif quad.graph_name == ACCEPTED or terms.is_claim(quad.graph_name):
            found.add(quad.subject)
    for claim in claims:
        if isinstance(claim, NamedNode):
            found.update(quad.object for quad in facts.store.quads(claim, terms.about, None, terms.provenance))
            found.update(quad.subject for quad in facts.store.quads(None, None, None, claim))
    return {one for one in found if isinstance(one, NamedNode | BlankNode)}


class Successor:
    """A graph that goes on from a frozen one, in the same order of nodes and edges.

    The dictionaries of networkx are shared with it, node by node, until they are altered; each is copied then.
    """

    def __init__(self, graph: "nx.MultiDiGraph[str]") -> None:
        before: Any = graph
        self.nodes: dict[str, Attributes] = before._node.copy()
        self._after: Neighbours = before._succ.copy()
        self._before: Neighbours = before._pred.copy()
        self._copied: set[tuple[int, str]] = set()
        self._disordered: set[tuple[int, str]] = set()
        self._gone: set[str] = set()
        self._grown = False

    def put_node(self, id_: str, attributes: Attributes) -> None:
        """Have a node with these attributes."""
        if id_ not in self.nodes:
            self._after[id_], self._before[id_] = {}, {}
            self._grown = True
        self.nodes[id_] = attributes

    def drop_node(self, id_: str) -> None:
        """Have no such node; its edges are to be dropped one by one."""
        self.nodes.pop(id_, None)
        self._gone.add(id_)

    def put_edge(self, edge: Edge, attributes: Attributes) -> None:
        """Have an edge with these attributes."""
        source, target, key = edge
        parallel = self._after[source].get(target, {})
        if parallel.get(key) != attributes:
            self._join(source, target, dict(sorted({**parallel, key: attributes}.items())))

    def drop_edge(self, edge: Edge) -> None:
        """Have no such edge."""
        source, target, key = edge
        self._join(source, target, {one: told for one, told in self._after[source][target].items() if one != key})

    def _join(self, source: str, target: str, parallel: dict[str, Attributes]) -> None:
        for place, side, node, other in ((0, self._after, source, target), (1, self._before, target, source)):
            if (place, node) not in self._copied:
                side[node] = side[node].copy()
                self._copied.add((place, node))
            if not parallel:
                del side[node][other]
                continue
            if other not in side[node]:
                self._disordered.add((place, node))
            side[node][other] = parallel

    def frozen(self, version: str) -> "nx.MultiDiGraph[str]":
        """The graph, which is not to be altered any more."""
        for id_ in self._gone:
            self._after.pop(id_, None)
            self._before.pop(id_, None)
        for place, node in self._disordered:
            side = (self._after, self._before)[place]
            side[node] = {other: side[node][other] for other in sorted(side[node])}
        if self._grown:
            order = sorted(self.nodes)
            self.nodes = dict(zip(order, map(self.nodes.__getitem__, order), strict=True))
            self._after = dict(zip(order, map(self._after.__getitem__, order), strict=True))
            self._before = dict(zip(order, map(self._before.__getitem__, order), strict=True))
        return assembled(self.nodes, self._after, self._before, version)
