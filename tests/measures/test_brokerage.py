"""Roles of brokers: by hand, and by going through every three nodes."""

from collections import Counter
from itertools import permutations
from typing import Any

import networkx as nx
import pytest
from drawn import networks
from hypothesis import given
from hypothesis import strategies as st

from cagraph.graph import Graph
from cagraph.measures import MEASURES
from cagraph.measures.brokerage import ROLES
from cagraph.measures.networks import Cut, groups
from cagraph.mirror import Scene, Window

# As the paper draws the five: the groups of whom a way comes from, of the broker, and of whom it leads to.
DRAWN = {
    "coordinator": ("A", "A", "A"),
    "consultant": ("A", "B", "A"),
    "gatekeeper": ("A", "B", "B"),
    "representative": ("A", "A", "B"),
    "liaison": ("A", "B", "C"),
}


def grouped(network: Any, group: dict[str, str]) -> Any:
    nx.set_node_attributes(network, group, "group")
    return network


def played(network: Any) -> dict[str, dict[str, Any]]:
    """Each node's value by each measure."""
    names = {"total": "brokerage", **{role: f"brokerage-{role}" for role in ROLES}}
    found = {role: MEASURES[name](network).values for role, name in names.items()}
    return {node: {role: values[(node,)] for role, values in found.items()} for node in network}


@pytest.mark.parametrize("role", DRAWN)
def test_the_five_roles_as_they_are_drawn(role: str) -> None:
    network = grouped(nx.DiGraph([("a", "b"), ("b", "c")]), dict(zip("abc", DRAWN[role], strict=True)))
    nobody = dict.fromkeys(("total", *ROLES), 0)
    assert played(network) == {"a": nobody, "b": {**nobody, "total": 1, role: 1}, "c": nobody}
    network.add_edge("c", "a")
    assert played(network)["b"]["total"] == 1, "a tie back is not one from the first to the second"
    network.add_edge("a", "c")
    assert played(network)["b"]["total"] == 0


def test_a_small_network_by_hand() -> None:
    """b stands between a and c, a and d, and with e's tie to it between e and c, e and d; a is tied to c itself."""
    network = nx.DiGraph([("a", "b"), ("e", "b"), ("b", "c"), ("b", "d"), ("a", "c")])
    found = played(grouped(network, {"a": "one", "b": "one", "c": "one", "d": "two", "e": "two"}))
    expected = {"total": 3, "representative": 1, "gatekeeper": 1, "consultant": 1, "coordinator": 0, "liaison": 0}
    assert found["b"] == expected  # a-b-d, e-b-c, e-b-d
    assert {node: values["total"] for node, values in found.items()} == {"a": 0, "b": 3, "c": 0, "d": 0, "e": 0}
    whole = MEASURES["brokerage"](network).whole
    assert whole == {role: expected[role] for role in ROLES}


def counted(network: Any) -> dict[str, Counter[str]]:
    """Every ordered three, looked at one by one."""
    found: dict[str, Counter[str]] = {node: Counter() for node in network}
    tied = {pair for edge in network.edges for pair in ((edge,) if network.is_directed() else (edge, edge[::-1]))}
    for one, node, other in permutations(network, 3):
        if (one, node) in tied and (node, other) in tied and (one, other) not in tied:
            names = [network.nodes[each]["group"] for each in (one, node, other)]
            letters = {name: "ABC"[place] for place, name in enumerate(dict.fromkeys(names))}
            pattern = tuple(letters[name] for name in names)
            found[node].update(("total", next(role for role, drawn in DRAWN.items() if drawn == pattern)))
    return found


@given(network=networks() | networks(directed=True), data=st.data())
def test_every_three_nodes(network: "nx.Graph[str]", data: st.DataObject) -> None:
    grouped(network, {node: data.draw(st.sampled_from("xyz")) for node in network})
    expected = counted(network)
    found = played(network)
    assert found == {node: {role: times[role] for role in ("total", *ROLES)} for node, times in expected.items()}
    if not network.is_directed():
        assert all(values["gatekeeper"] == values["representative"] for values in found.values())


def test_groups_are_regions(graph: Graph) -> None:
    scene = Scene(graph.mirror(), graph.model, lambda *_: None)  # type: ignore[arg-type]
    assert groups(scene) == dict.fromkeys(("KAZ", "KGZ", "TJK", "TKM", "UZB"), "central-asia")
    network = Cut.of(scene, "ties", {}, [], ["KAZ", "RUS"]).network(scene, Window())
    assert dict(network.nodes(data="group")) == {"KAZ": "central-asia", "RUS": "outside"}


def test_brokers_of_the_data(graph: Graph) -> None:
    found = graph.analyse("brokerage-gatekeeper", "ties", ties=["met"], among=["State"])
    view: Any = graph.mirror("ties")
    met: nx.Graph[str] = nx.Graph()
    inside = {"KAZ", "KGZ", "TJK", "TKM", "UZB"}
    for one, other, kind in view.edges(data="kind"):
        if kind == "met" and {view.nodes[one]["kind"], view.nodes[other]["kind"]} == {"State"}:
            met.add_edge(one, other)
    for node in met:
        met.nodes[node]["group"] = "in" if node in inside else "out"
    states = [node for node, kind in view.nodes(data="kind") if kind == "State"]
    assert found["windows"][0]["notes"][-1] == f"Groups: central-asia (5), outside ({len(states) - 5})."
    expected = counted(met)
    assert sum(row["value"] for row in found["windows"][0]["values"]) > 0
    for row in found["windows"][0]["values"]:
        assert row["value"] == expected.get(row["id"], {}).get("gatekeeper", 0)
