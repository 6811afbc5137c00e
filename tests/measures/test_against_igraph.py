"""Each measure of nodes beside igraph, or beside the formula of its paper worked out with numpy, on networks drawn at
random and on the ties of the shipped data.
"""

from collections.abc import Callable, Sequence
from math import isnan
from typing import Any

import igraph
import networkx as nx
import numpy as np
import pytest
from drawn import for_igraph, networks
from hypothesis import assume, given, settings

from cagraph.graph import Graph
from cagraph.measures import MEASURES
from cagraph.measures.communities import adjusted_rand
from cagraph.measures.networks import both_ways, simple

Others = Callable[[Any], Sequence[float]]


def betweenness(network: Any) -> Sequence[float]:
    n = network.vcount()
    pairs = (n - 1) * (n - 2) / (1 if network.is_directed() else 2)
    return [value / pairs if n > 2 else 0.0 for value in network.betweenness(weights="length")]


def closeness(network: Any) -> Sequence[float]:
    """With the share of the nodes that reach a node, which igraph leaves out."""
    n = network.vcount()
    distances = zip(*network.distances(weights="length"), strict=True)
    reaching = [sum(length < float("inf") for length in column) for column in distances]
    found = network.closeness(mode="in", weights="length")
    return [0.0 if isnan(value) else value * (many - 1) / (n - 1) for value, many in zip(found, reaching, strict=True)]


def onnela(network: Any) -> Sequence[float]:
    weights = matrix(network)
    root = np.cbrt(weights / (weights.max() or 1.0))
    degrees = (weights > 0).sum(axis=1)
    triangles = np.diag(root @ root @ root)
    return [float(t / (k * (k - 1))) if k > 1 else 0.0 for t, k in zip(triangles, degrees, strict=True)]


def matrix(network: Any) -> "np.ndarray[Any, np.dtype[np.float64]]":
    found = np.zeros((network.vcount(),) * 2)
    for edge in network.es:
        found[edge.source, edge.target] = edge["weight"]
        found[edge.target, edge.source] = edge["weight"]
    return found


OTHERS: dict[str, Others] = {
    "degree": lambda network: network.degree(),
    "strength": lambda network: network.strength(weights="weight"),
    "betweenness": betweenness,
    "closeness": closeness,
    "pagerank": lambda network: network.pagerank(weights="weight", damping=0.85),
    "clustering": lambda network: network.transitivity_local_undirected(mode="zero"),
    "clustering-weighted": onnela,
    "core": lambda network: network.coreness(),
    "constraint": lambda network: network.constraint(weights="weight"),
}
DIRECTED = [name for name in OTHERS if MEASURES[name].direction == "used"]


def same(name: str, network: "nx.Graph[str]") -> None:
    found = MEASURES[name](network).values
    expected = OTHERS[name](for_igraph(network))
    ours = [found[(node,)] for node in network]
    assert [value is None for value in ours] == [isnan(value) for value in expected]
    defined = [(value, other) for value, other in zip(ours, expected, strict=True) if value is not None]
    assert [value for value, _ in defined] == pytest.approx([other for _, other in defined], abs=1e-9, rel=1e-9)


@pytest.fixture(scope="module")
def real(graph: Graph) -> "nx.Graph[str]":
    """The ties of the shipped data in one decade."""
    return simple(graph.mirror("ties", since="2015", until="2024"))


@pytest.mark.parametrize("name", OTHERS)
def test_as_igraph_on_the_ties_of_the_data(real: "nx.Graph[str]", name: str) -> None:
    assert len(real) > 50
    same(name, real)


@pytest.mark.parametrize("name", OTHERS)
@given(network=networks(least=1))
def test_as_igraph_on_random_networks(name: str, network: "nx.Graph[str]") -> None:
    same(name, network)


@pytest.mark.parametrize("name", DIRECTED)
@given(network=networks(directed=True, least=1))
def test_as_igraph_on_random_directed_networks(name: str, network: "nx.Graph[str]") -> None:
    same(name, network)


@given(networks())
def test_eigenvector_as_igraph_in_the_component_with_the_largest_eigenvalue(network: "nx.Graph[str]") -> None:
    found = MEASURES["eigenvector"](network)
    solved = []
    for part in nx.connected_components(network):
        if len(part) > 1:  # igraph refuses nothing, but warns of networks that fall apart
            inside = network.subgraph(part)
            vector, eigenvalue = for_igraph(inside).eigenvector_centrality(weights="weight", return_eigenvalue=True)
            solved.append((eigenvalue, dict(zip(inside, vector, strict=True))))
    largest = max((eigenvalue for eigenvalue, _ in solved), default=None)
    assert found.whole["eigenvalue"] == (largest if largest is None else pytest.approx(largest))
    leading = [vector for eigenvalue, vector in solved if eigenvalue == pytest.approx(largest, rel=1e-9)]
    if len(leading) != 1:
        assert set(found.values.values()) <= {None}
        assert not leading or "not defined" in found.notes[0]
        return
    assert {node: value for (node,), value in found.values.items()} == pytest.approx(
        {node: leading[0].get(node, 0.0) for node in network}, abs=1e-6
    )


def test_eigenvector_on_the_ties_of_the_data(real: "nx.Graph[str]") -> None:
    found = MEASURES["eigenvector"](real).values
    expected = for_igraph(real).eigenvector_centrality(weights="weight")
    assert [found[(node,)] for node in real] == pytest.approx(expected, abs=1e-6)


@given(networks(most=9))
def test_constraint_as_networkx_has_it(network: "nx.Graph[str]") -> None:
    expected = nx.constraint(network, nodes=list(network), weight="weight")
    for (node,), value in MEASURES["constraint"](network).values.items():
        assert isnan(expected[node]) if value is None else value == pytest.approx(expected[node])


@given(networks(directed=True, least=2))
def test_reciprocity_of_the_whole_as_igraph(network: "nx.Graph[str]") -> None:
    assume(network.size())
    found = MEASURES["reciprocity"](network)
    assert found.whole["reciprocity"] == pytest.approx(for_igraph(network).reciprocity())
    for (node,), value in found.values.items():
        ties = [*network.in_edges(node), *network.out_edges(node)]  # type: ignore[attr-defined]
        returned = [network.has_edge(other, one) for one, other in ties]
        assert value == (pytest.approx(sum(returned) / len(returned)) if returned else None)


def labels(network: "nx.Graph[str]", values: Any) -> list[int]:
    return [int(values[(node,)]) for node in network]


@settings(deadline=None, max_examples=30)
@given(networks(least=1))
def test_communities_have_the_modularity_that_igraph_reckons(network: "nx.Graph[str]") -> None:
    found = MEASURES["communities"](network)
    numbers = labels(network, found.values)
    if network.size():
        expected = for_igraph(network).modularity(numbers, weights="weight")
        assert found.whole["modularity"] == pytest.approx(expected)
    else:
        assert found.whole["modularity"] is None
        assert found.whole["communities"] == len(network)
    assert found.whole["stability"] is not None
    assert found.whole["stability"] <= 1 + 1e-12


def test_communities_of_the_data_are_as_good_as_those_of_igraph(real: "nx.Graph[str]") -> None:
    found = MEASURES["communities"](real)
    best = for_igraph(real).community_leiden(objective_function="modularity", weights="weight", n_iterations=-1)
    modularity = found.whole["modularity"]
    assert modularity is not None
    assert modularity > best.modularity - 0.02


@given(networks(least=2), networks(least=2))
def test_adjusted_rand_as_igraph(one: "nx.Graph[str]", other: "nx.Graph[str]") -> None:
    """Partitions by components and by degree, cut to the same length."""
    size = min(len(one), len(other))
    ours = [degree for _, degree in one.degree()][:size]
    theirs = [len(nx.node_connected_component(other, node)) for node in other][:size]
    expected = igraph.compare_communities(ours, theirs, method="adjusted_rand")
    if isnan(expected):
        assert adjusted_rand(ours, theirs) == 1.0
    else:
        assert adjusted_rand(ours, theirs) == pytest.approx(expected)


@given(networks(directed=True))
def test_both_ways_adds_there_and_back(network: "nx.Graph[str]") -> None:
    found = both_ways(network)
    assert set(found) == set(network)
    for one, other in found.edges:
        there, back = (network.get_edge_data(*pair, {"weight": 0}) for pair in ((one, other), (other, one)))
        assert found.edges[one, other]["weight"] == pytest.approx(there["weight"] + back["weight"])
