"""What differs between two versions of the graph: entities, claims, and the graphs that keys have written.

A difference is plain values: `what` differs (entity, claim or graph), its `id`, how (`action`: added, gone, changed, or
retracted), and `fields` with the `old` and the `new` value of each that differs. Applied to the old state, the
differences give the new one. Links are `{"id": …}` without a label, which would be another entity's matter.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import pyoxigraph as ox
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from cagraph.graph.entities import Entities
from cagraph.graph.index import ACCEPTED, Index
from cagraph.model import Kind, Model, Namespaces
from cagraph.queries import Reader
from cagraph.queries.evidence import RDF_TYPE, RDFS_LABEL
from cagraph.store import EmbeddedStore, Store
from cagraph.store.touched import touched

ENTITY: Final = "entity"
CLAIM: Final = "claim"
GRAPH: Final = "graph"
DEFAULT: Final = "default"
Difference = dict[str, Any]
State = dict[str, Any]


@dataclass(frozen=True)
class States:
    """What a store says of an entity or a claim, as values that can be compared."""

    store: Store
    model: Model
    names: Namespaces

    @cached_property
    def reader(self) -> Reader:
        """Looks things up."""
        return Reader(self.store, self.names)

    @cached_property
    def _entities(self) -> Entities:
        return Entities(self.reader, Index(self.reader, self.model))

    def _types(self, node: NamedNode, graph: NamedNode | DefaultGraph | None = ACCEPTED) -> set[str]:
        quads = self.store.quads(node, RDF_TYPE, None, graph)
        return {str(quad.object.value).removeprefix(self.names.ontology) for quad in quads}  # type: ignore[union-attr]

    def entity(self, node: NamedNode) -> State:
        """An accepted entity's kind, label and fields; nothing of what is not accepted, or of no kind."""
        kind = self.model.most_specific(self._types(node))
        if kind is None:
            return {}
        labels = [quad.object for quad in self.store.quads(node, RDFS_LABEL, None, ACCEPTED)]
        label = min((one.value for one in labels if isinstance(one, Literal)), default=node.value)
        return {"kind": kind.name, "label": label, **_unlabelled(self._entities.fields(node, kind, ACCEPTED))}

    def claim(self, node: NamedNode) -> State:
        """What the provenance tells of a claim, and what it says; nothing when there is no such claim."""
        told = {quad.predicate.value for quad in self.store.quads(node, None, None, self.reader.provenance)}
        wanted = ("about", "source", "locator", "polarity", "modality", "accepted")
        if not told.issuperset(f"{self.names.ontology}{name}" for name in wanted):
            return {}
        (described,) = self.reader.describe([node])
        state = {name: value for name, value in described.items() if name != "claim"}
        state["source"] = {"id": state["source"]["id"]}
        about = self.reader.node(state["about"]["id"])
        kind = self.claimed_kind(about)
        says = self._entities.fields(about, kind, node) if kind else {}
        found: State = _unlabelled(state | ({"says": says} if says else {}))
        return found

    def claimed_kind(self, node: NamedNode) -> Kind | None:
        """The kind of an entity, accepted or only claimed."""
        return self.model.most_specific(self._types(node, None))

    def owner(self, node: NamedNode) -> NamedNode:
        """The entity that a component is a part of; others are their own."""
        if self._types(node) & {kind.name for kind in self.model.components}:
            for quad in self.store.quads(None, None, node, ACCEPTED):
                if isinstance(quad.subject, NamedNode):
                    return quad.subject
        return node


def _unlabelled(value: Any) -> Any:
    """Plain values with links as ids alone."""
    if isinstance(value, Mapping):
        if value.keys() == {"id", "label"}:
            return {"id": value["id"]}
        return {name: _unlabelled(one) for name, one in value.items()}
    return [_unlabelled(one) for one in value] if isinstance(value, list) else value


def compared(old: State, new: State) -> dict[str, dict[str, Any]]:
    """The fields in which two states differ, each with what is there of the `old` and the `new` value."""
    return {
        name: {side: state[name] for side, state in (("old", old), ("new", new)) if name in state}
        for name in sorted(old.keys() | new.keys())
        if old.get(name) != new.get(name)
    }


def action(old: State, new: State) -> str:
    """What became of something: added, gone, retracted, or changed."""
    if not old or not new:
        return "added" if new else "gone"
    return "retracted" if "retracted" in new and "retracted" not in old else "changed"


@dataclass
class Comparison:
    """Compares two versions on disk; where nothing `curated` was changed, only the other graphs.

    `known` are the quads that only the one and only the other holds, where that needs no finding out. When it has
    compared, `changed` are all of them.
    """

    model: Model
    names: Namespaces
    curated: bool = True
    changed: Sequence[Quad] | None = None
    known: tuple[Sequence[Quad], Sequence[Quad]] | None = None

    def __call__(self, old: EmbeddedStore, new: EmbeddedStore) -> list[Difference]:
        """The differences: entities, claims, graphs, each by id. Raises StoreError."""
        gone, come = self.known or (_quads(old, new) if self.curated else self._others(old, new))
        self.changed = [*gone, *come]
        before, after = (States(store, self.model, self.names) for store in touched(old, new, gone, come))
        differing: dict[str, set[NamedNode]] = {ENTITY: set(), CLAIM: set()}
        graphs: dict[str, Counter[str]] = {}
        for side, state, quads in (("removed", before, gone), ("added", after, come)):
            for (graph, subject), number in Counter((quad.graph_name, quad.subject) for quad in quads).items():
                what, node = self._place(graph, subject, state)
                if what == GRAPH:
                    graphs.setdefault(node.value if node else DEFAULT, Counter())[side] += number
                elif node:
                    differing[what].add(node)
        return [
            *self._differing(ENTITY, differing[ENTITY], before, after),
            *self._differing(CLAIM, differing[CLAIM], before, after),
            *(self._graph(name, counts, old, new) for name, counts in sorted(graphs.items())),
        ]

    def _others(self, old: EmbeddedStore, new: EmbeddedStore) -> tuple[set[Quad], set[Quad]]:
        """The quads of graphs that are not curated which only the one and only the other holds."""
        before, after = (
            {
                quad
                for graph in store.graphs()
                if not graph.value.startswith(self.names.base)
                for quad in store.quads(None, None, None, graph)
            }
            for store in (old, new)
        )
        return before - after, after - before

    def _place(self, graph: Any, subject: Any, state: States) -> tuple[str, NamedNode | None]:
        """Where quads belong: to an entity, a claim or a graph; to none where they describe the data set."""
        if isinstance(graph, NamedNode):
            if graph.value.startswith(self.names.claim):
                return CLAIM, graph
            if graph.value == self.names.provenance:
                return CLAIM, subject if isinstance(subject, NamedNode) else None
            return (ENTITY, None) if graph.value.startswith(self.names.base) else (GRAPH, graph)
        if isinstance(subject, NamedNode) and subject.value.startswith(self.names.base):
            return ENTITY, state.owner(subject) if self.names.local_id(subject.value) else None
        return GRAPH, None

    def _differing(self, what: str, nodes: Iterable[NamedNode], before: States, after: States) -> Iterator[Difference]:
        for node in sorted(nodes, key=lambda node: node.value):
            if what == ENTITY:
                old, new = before.entity(node), after.entity(node)
            else:
                old, new = before.claim(node), after.claim(node)
            if fields := compared(old, new):
                prefix = self.names.id if what == ENTITY else self.names.claim
                found = {"what": what, "id": node.value.removeprefix(prefix), "action": action(old, new)}
                yield found | self._about(what, new or old, after if new else before) | {"fields": fields}

    def _about(self, what: str, state: State, states: States) -> dict[str, Any]:
        """The kind and label of the entity; that a claim is about, with its id."""
        if what == ENTITY:
            return {"kind": state["kind"], "label": state["label"]}
        node = states.reader.node(state["about"]["id"])
        kind = states.claimed_kind(node)
        label = states.reader.label(node)
        return {"about": state["about"]["id"], "kind": kind.name if kind else "", "label": label}

    def _graph(self, name: str, counts: Counter[str], old: EmbeddedStore, new: EmbeddedStore) -> Difference:
        node = ACCEPTED if name == DEFAULT else NamedNode(name)
        held = [any(store.quads(None, None, None, node)) for store in (old, new)]
        how = "changed" if all(held) else "added" if held[1] else "gone"
        fields = {f"quads_{side}": {"new": counts[side]} for side in ("added", "removed") if counts[side]}
        return {"what": GRAPH, "id": name, "action": how, "fields": fields}


def _quads(old: EmbeddedStore, new: EmbeddedStore) -> tuple[list[Quad], list[Quad]]:
    """The quads that only the one and only the other holds, by their lines, which takes half the time."""
    gone = set(old.lines())
    come = []
    for line in new.lines():
        if line in gone:
            gone.remove(line)
        else:
            come.append(line)
    removed, added = (list(ox.parse(b"".join(lines), ox.RdfFormat.N_QUADS)) for lines in (gone, come))
    return removed, added
