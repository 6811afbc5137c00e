"""Networks as measures take them: one edge for each two nodes that are tied, with the sum of their weights."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import isfinite
from typing import Any, Final

import networkx as nx

from cagraph.errors import NotFoundError, ParameterError, suggestion
from cagraph.mirror import Requested, Scene, Window, network
from cagraph.model import Model

OUTSIDE: Final = "outside"


@dataclass(frozen=True)
class Kept:
    """The nodes that a network is made of: `always`, and `where` it has them."""

    always: frozenset[str]
    where: frozenset[str]

    def __contains__(self, node: str) -> bool:
        return node in self.always or node in self.where


@dataclass(frozen=True)
class Cut:
    """Which part of a view is looked at: ties of some kinds, among some nodes; without them, all.

    `nodes` given by id are in every network, tied or not; those of `kinds` where the view has them. `options` are those
    of the view, its span apart. `groups` are those of all nodes that have one.
    """

    view: str
    rule: str
    ties: tuple[str, ...] = ()
    nodes: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(
        cls, scene: Scene, name: str, options: Mapping[str, Any], ties: Sequence[str], among: Sequence[str]
    ) -> "Cut":
        """The part asked for, `among` being ids and kinds. Raises NotFoundError for the view, ParameterError."""
        mirror = scene.mirror
        whole: Any = network(scene, name, Requested(**options))
        known = sorted({str(data.get("kind", "")) for *_, data in whole.edges(data=True)} - {""})
        for tie in ties:
            if tie not in known:
                raise ParameterError(f"ties: the view {name} has no ties '{tie[:80]}'", suggestion(tie, known))
        has = sorted({str(kind) for _, kind in whole.nodes(data="kind")})
        nodes, kinds = [], []
        for one in among:
            if one in mirror:
                nodes.append(_fitting(one, str(mirror.nodes[one]["kind"]), name, has))
            else:
                kinds.append(kind_named(one, scene.model, mirror))
        return cls(name, str(whole.graph["rule"]), tuple(ties), tuple(nodes), tuple(kinds), options, groups(scene))

    def network(self, scene: Scene, window: Window) -> "nx.Graph[str]":
        """The network of a window, its nodes in the order of ids; `kinds` in its attributes are those of its ties.

        Nodes have the `group` that they belong to, `outside` for all without one.
        """
        ends = {name: day.isoformat() for name, day in vars(window).items() if day}
        found = simple(network(scene, self.view, Requested(**ends, **self.options)), self.ties, self.keeps(scene))
        nx.set_node_attributes(found, {node: self.groups.get(node, OUTSIDE) for node in found}, "group")
        return found

    def keeps(self, scene: Scene) -> Kept | None:
        """The nodes looked at; None for all."""
        if not (self.nodes or self.kinds):
            return None
        of_kinds = {node for node in scene.mirror if any(scene.is_a(node, wanted) for wanted in self.kinds)}
        return Kept(frozenset(self.nodes), frozenset(of_kinds))


def simple(graph: Any, ties: Collection[str] = (), kept: Kept | None = None) -> "nx.Graph[str]":
    """A view with one edge for each two nodes, whose weight is the sum of those of their ties (1 for one without).

    Edges have the `records` that they are made of, and a `sign`: -1 where one of their ties has it, else 1. `signed` in
    the attributes of the network tells whether its view gives signs. Raises ParameterError for a tie of a node to
    itself, and for a weight that is no positive number.
    """
    found: nx.Graph[str] = nx.DiGraph() if graph.is_directed() else nx.Graph()
    nodes = [node for node in graph if kept is None or node in kept]
    found.add_nodes_from(sorted({*nodes, *(kept.always if kept else ())}))
    kinds: set[str] = set()
    for one, other, data in sorted(
        _edges(graph, ties), key=lambda edge: (edge[0], edge[1], str(edge[2].get("kind", "")))
    ):
        weight = _weight(one, other, data)
        if one in found and other in found:
            kinds.add(str(data.get("kind", "")))
            _add(found, one, other, {**data, "weight": weight})
    found.graph.update(kinds=sorted(kinds - {""}), signed=bool(graph.graph.get("signed")))
    return found


def _edges(graph: Any, ties: Collection[str]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for one, other, data in graph.edges(data=True):
        if not ties or data.get("kind") in ties:
            pair = (one, other) if graph.is_directed() else (min(one, other), max(one, other))
            yield *pair, data


def _weight(one: str, other: str, data: dict[str, Any]) -> float:
    if one == other:
        raise ParameterError(f"view: it ties {one} to itself", "measures are of ties between two: take another view")
    weight = float(data.get("weight", 1.0))
    if not (isfinite(weight) and weight > 0):
        raise ParameterError(f"view: {one} and {other} are tied with the weight {weight}", "weights are above zero")
    return weight


def groups(scene: Scene) -> dict[str, str]:
    """The group of each member of a region: the region, or of several all of them."""
    regions: dict[str, set[str]] = defaultdict(set)
    for region in sorted(node for node in scene.mirror if scene.is_a(node, "Region")):
        for member in scene.linked(region, "memberState"):
            regions[member].add(region)
    return {member: ", ".join(sorted(of)) for member, of in regions.items()}


def both_ways(network: "nx.Graph[str]") -> "nx.Graph[str]":
    """A network without direction: ties there and back are added together."""
    found: nx.Graph[str] = nx.Graph(**network.graph)
    found.add_nodes_from(network.nodes(data=True))
    for one, other, data in network.edges(data=True):
        _add(found, one, other, data)
    return found


def _add(network: "nx.Graph[str]", one: str, other: str, tie: Mapping[str, Any]) -> None:
    """Make the tie of two stronger, or tie them; where one tie is negative, all together are."""
    known = network.get_edge_data(one, other, {"weight": 0.0, "records": frozenset(), "sign": 1})
    network.add_edge(
        one,
        other,
        weight=known["weight"] + tie["weight"],
        records=known["records"].union(tie.get("records", ())),
        sign=min(known["sign"], tie.get("sign", 1)),
    )


def _fitting(node: str, kind: str, name: str, has: Sequence[str]) -> str:
    if kind not in has:
        raise ParameterError(f"among: {node} is a {kind}, and the view {name} has none", f"it has {', '.join(has)}")
    return node


def kind_named(text: str, model: Model, mirror: "nx.MultiDiGraph[str]") -> str:
    """The kind that `among` names where it names no entity. Raises ParameterError."""
    try:
        return model.collection(text).name
    except NotFoundError as error:
        hint = suggestion(text, [*mirror, *model.kinds], "give ids, as KAZ, or kinds, as State")
        raise ParameterError(f"among: '{text[:80]}' is no entity and no kind", hint) from error
