"""How far values hang on what can be counted otherwise: dates, disputed and inferred facts, the rules of the view."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, Final

import networkx as nx

from cagraph.measures.measure import Scores, Value, rounded
from cagraph.mirror import Doubts, Scene, view, without

Nodes = tuple[str, ...]
RANGE: Final = (
    "`low` and `high` are the least and the largest value that the network and the scenarios give, each scenario taken "
    "alone: they bound what these scenarios make of a value, not what can be true."
)


@dataclass(frozen=True)
class Scenario:
    """One way to count otherwise than asked: by another scene, or other options of the view; `about` tells which."""

    name: str
    about: str
    scene: Scene
    options: Mapping[str, Any]


@dataclass(frozen=True)
class Move:
    """What a scenario does to the values of a window.

    `records` is how many records tie otherwise in it, `change` the largest change of a value, up or down, and `nodes`
    whose value that is, nobody's where none changes; None where no value is defined both ways. `undefined` is how many
    values are defined only with or only without it.
    """

    scenario: str
    records: int
    change: Value = None
    nodes: Nodes = ()
    undefined: int = 0


@dataclass(frozen=True)
class Ranges:
    """The least and largest of each value, None where no scenario defines it, and what each scenario does."""

    bounds: Mapping[Nodes, tuple[Value, Value]] = field(default_factory=lambda: MappingProxyType({}))
    moves: tuple[Move, ...] = ()


def scenarios(scene: Scene, doubts: Doubts, name: str, options: Mapping[str, Any]) -> list[Scenario]:
    """The scenarios of a view asked for with some options, in a fixed order."""
    sure = replace(scene, surely=True)
    agreed = replace(scene, mirror=without(scene.mirror, scene.model, doubts.disputed))
    stated = replace(scene, mirror=without(scene.mirror, scene.model, doubts.inferred))
    firm = replace(sure, mirror=without(scene.mirror, scene.model, doubts.disputed | doubts.inferred))
    return [
        Scenario("dates", "only records that lie in the window on whatever day their dates mean", sure, options),
        Scenario("disputed", "without facts that a source denies or tells otherwise", agreed, options),
        Scenario("inferred", "without facts that no source states and a curator inferred", stated, options),
        Scenario("firm", "`dates`, `disputed` and `inferred` together", firm, options),
        *_rules(scene, name, options),
    ]


def _rules(scene: Scene, name: str, options: Mapping[str, Any]) -> Iterator[Scenario]:
    """The other rules by which the view could count."""
    choices = view(name).choices
    asked = options.get("weight") or next(iter(choices.weights), "")
    for weight, rule in choices.weights.items():
        if weight != asked:
            yield Scenario(f"weight={weight}", rule, scene, {**options, "weight": weight})
    if choices.bilateral and options.get("bilateral") in {True, "true"}:
        yield Scenario("bilateral=false", "records of any number of parties", scene, {**options, "bilateral": False})
    elif choices.bilateral:
        yield Scenario("bilateral=true", "only records of exactly two parties", scene, {**options, "bilateral": True})


def beside(network: "nx.Graph[str]", other: "nx.Graph[str]") -> "nx.Graph[str]":
    """The network of a scenario with all nodes of the network as asked for, those without ties as isolates."""
    found: nx.Graph[str] = nx.DiGraph() if other.is_directed() else nx.Graph()
    groups = {node: data for each in (network, other) for node, data in each.nodes(data=True)}
    found.add_nodes_from(sorted(groups.items()))
    found.add_edges_from(other.edges(data=True))
    found.graph.update(other.graph)
    return found


def concerned(network: "nx.Graph[str]", other: "nx.Graph[str]") -> frozenset[str]:
    """The records that tie two in one of the networks and not in the other, or with another weight."""
    found: frozenset[str] = frozenset()
    nothing: dict[str, Any] = {"records": frozenset(), "weight": 0.0}
    for start, end in {*network.edges, *other.edges}:
        one, two = (each.get_edge_data(start, end, nothing) for each in (network, other))
        if one["records"] != two["records"]:
            found |= one["records"] ^ two["records"]
        elif one["weight"] != two["weight"]:
            found |= one["records"]
    return found


def ranges(scores: Scores, others: Sequence[tuple[str, Scores, int]]) -> Ranges:
    """The ranges of values over other scores, each with its scenario and how many records tie otherwise in it."""
    bounds: dict[Nodes, tuple[Value, Value]] = {}
    for nodes, value in scores.values.items():
        given = [each for each in (value, *(other.values.get(nodes) for _, other, _ in others)) if each is not None]
        bounds[nodes] = (min(given), max(given)) if given else (None, None)
    return Ranges(bounds, tuple(_move(name, scores, other, records) for name, other, records in others))


def _move(name: str, scores: Scores, other: Scores, records: int) -> Move:
    """What a scenario does; of equal changes, that of the first by id."""
    changes: list[tuple[float, Nodes, Value]] = []
    undefined = 0
    for nodes, value in scores.values.items():
        there = other.values.get(nodes)
        if value is not None and there is not None:
            change = rounded(there - value)
            changes.append((-abs(change or 0), nodes, change))
        undefined += (value is None) != (there is None)
    _, nodes, change = min(changes, default=(0.0, (), None))
    return Move(name, records, change, nodes if change else (), undefined)
