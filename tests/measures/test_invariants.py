"""What holds of every measure: names do not matter, and there is an answer for the smallest networks."""

from fractions import Fraction
from typing import Any

import networkx as nx
import pytest
from drawn import networks
from hypothesis import given
from hypothesis import strategies as st

from cagraph.errors import ParameterError
from cagraph.measures import MEASURES, Measure
from cagraph.measures.networks import Kept, simple

# Louvain looks at nodes in an order that rests on their names; how much that matters is what `stability` tells.
UNNAMED = [measure for measure in MEASURES.values() if measure.name != "communities"]


# Where names decide which of two is the first of a pair, other names can turn the sign round.
TURNING = {"asymmetry"}


def fitting(measure: Measure, network: "nx.Graph[str]") -> "nx.Graph[str]":
    """The network with what the measure needs: direction, signs, groups, taken from weights and not from names."""
    found: Any = network.to_directed() if measure.direction == "needed" else network.copy()
    found.graph["signed"] = True
    for *_, data in found.edges(data=True):
        data["sign"] = -1 if data["weight"] < 1 else 1
    return found


def of_kin(network: "nx.Graph[str]", group: dict[str, str]) -> "nx.Graph[str]":
    found = simple(network)
    nx.set_node_attributes(found, {node: group[node] for node in found}, "group")
    return found


@pytest.mark.parametrize("measure", UNNAMED, ids=lambda measure: measure.name)
@given(network=networks(), data=st.data())
def test_other_names_give_the_same_values(measure: Measure, network: "nx.Graph[str]", data: st.DataObject) -> None:
    network = fitting(measure, network)
    other = dict(zip(network, data.draw(st.permutations(list(network))), strict=True))
    group = {node: data.draw(st.sampled_from("xyz")) for node in network}
    renamed = measure(of_kin(nx.relabel_nodes(network, other), {other[node]: group[node] for node in network}))
    found = measure(of_kin(network, group))
    expected: dict[tuple[str, ...], Any] = {}
    for nodes, value in found.values.items():
        ends = [other[node] for node in nodes]
        turned = measure.name in TURNING and ends != sorted(ends) and value is not None
        expected[tuple(sorted(ends))] = -value if turned and value is not None else value
    assert dict(renamed.values) == pytest.approx(expected, abs=1e-9)
    assert dict(renamed.whole) == pytest.approx(dict(found.whole))


@pytest.mark.parametrize("measure", MEASURES.values(), ids=lambda measure: measure.name)
def test_the_empty_network_the_single_node_and_isolates(measure: Measure) -> None:
    empty: nx.Graph[str] = fitting(measure, nx.Graph())
    assert dict(measure(empty).values) == {}
    single: nx.Graph[str] = nx.Graph()
    single.add_node("a")
    alone = dict(measure(fitting(measure, single)).values)
    undefined = {"eigenvector", "constraint", "reciprocity", "net-inflow", "balance"}
    values = {"pagerank": 1.0, "communities": 1, **dict.fromkeys(undefined)}
    assert alone == ({} if measure.of == "pairs" else {("a",): values.get(measure.name, 0)})
    several: nx.Graph[str] = nx.Graph([("a", "b", {"weight": 2.0}), ("b", "c", {"weight": 1.0})])
    several.add_node("alone")
    found = dict(measure(fitting(measure, several)).values)
    if measure.of == "pairs":
        assert len(found) == (2 if measure.name == "asymmetry" else 6)
    else:
        ends = {
            "pagerank": pytest.approx(0.0375 / (1 - 0.85 / 4)),
            "communities": 2,
            **dict.fromkeys(undefined - {"eigenvector"}),
        }
        assert found[("alone",)] == ends.get(measure.name, 0)


@pytest.mark.parametrize("directed", [False, True])
def test_a_tie_to_oneself_is_refused(directed: bool) -> None:
    network: nx.Graph[str] = nx.DiGraph() if directed else nx.Graph()
    network.add_edge("a", "a")
    with pytest.raises(ParameterError, match="it ties a to itself"):
        simple(network)


@pytest.mark.parametrize("weight", [0, -1, float("nan"), float("inf")])
def test_weights_are_positive_numbers(weight: float) -> None:
    with pytest.raises(ParameterError, match="weights are above zero"):
        simple(nx.Graph([("a", "b", {"weight": weight})]))


def test_ties_of_two_are_added_whichever_way_they_are_written() -> None:
    view: Any = nx.MultiGraph()
    view.add_edge("b", "a", kind="met", weight=0.5)
    view.add_edge("a", "b", kind="agreed", weight=2.0)
    view.add_edge("b", "c", kind="met")
    found = simple(view)
    assert list(found.edges(data="weight")) == [("a", "b", 2.5), ("b", "c", 1.0)]
    assert found.graph["kinds"] == ["agreed", "met"]
    met = simple(view, ["met"], Kept(frozenset({"a", "z"}), frozenset({"b"})))
    assert list(met) == ["a", "b", "z"]
    assert list(met.edges(data="weight")) == [("a", "b", 0.5)]
    assert met.graph["kinds"] == ["met"]


def test_direction_is_kept() -> None:
    view: Any = nx.MultiDiGraph([("b", "a"), ("a", "b"), ("b", "a")])
    assert sorted(simple(view).edges(data="weight")) == [("a", "b", 1.0), ("b", "a", 2.0)]


def test_equal_ways_count_as_equal_whatever_their_sums_are_as_floats() -> None:
    """Two ways from a to d of ties with the same three weights: b and c lie on one of two equally short ways each."""
    one, other = (0.1, 0.2, 0.3), (0.1, 0.3, 0.2)
    assert sum(1 / weight for weight in one) != sum(1 / weight for weight in other)
    network: nx.Graph[str] = nx.Graph()
    for weights, way in ((one, "abxd"), (other, "acyd")):
        network.add_weighted_edges_from(
            (start, end, weight) for start, end, weight in zip(way, way[1:], weights, strict=False)
        )
    found = MEASURES["betweenness"](network).values
    exact = nx.Graph()
    for start, end, data in network.edges(data=True):
        exact.add_edge(start, end, length=1 / Fraction(str(data["weight"])))
    expected = nx.betweenness_centrality(exact, weight="length")
    assert {node: found[(node,)] for node in network} == pytest.approx(expected)
    asfloats = nx.Graph()
    for start, end, data in network.edges(data=True):
        asfloats.add_edge(start, end, length=1 / data["weight"])
    assert nx.betweenness_centrality(asfloats, weight="length") != pytest.approx(expected), "else this shows nothing"


def test_only_directed_networks_have_reciprocity() -> None:
    with pytest.raises(ParameterError, match="reciprocity needs ties with a direction"):
        MEASURES["reciprocity"](nx.Graph())


@pytest.mark.parametrize("name", ["balance", "frustration"])
def test_only_signed_networks_have_balance(name: str) -> None:
    with pytest.raises(ParameterError, match=f"{name} needs ties with signs") as raised:
        MEASURES[name](simple(nx.Graph([("a", "b")])))
    assert "the view signed" in raised.value.hint


def test_a_tie_is_negative_where_one_of_its_ties_is() -> None:
    view: Any = nx.MultiGraph(signed=True)
    view.add_edge("a", "b", kind="alliance", sign=1, records=["r1"])
    view.add_edge("b", "a", kind="dispute", sign=-1, records=["r2", "r3"])
    view.add_edge("b", "c", kind="alliance", sign=1, records=["r1"])
    found = simple(view)
    assert found.graph["signed"]
    assert list(found.edges(data="sign")) == [("a", "b", -1), ("b", "c", 1)]
    assert found.edges["a", "b"]["records"] == {"r1", "r2", "r3"}
    assert [*simple(view, ["alliance"]).edges(data="sign")] == [("a", "b", 1), ("b", "c", 1)]


def test_each_measure_has_a_definition_and_a_source() -> None:
    for name, measure in MEASURES.items():
        assert measure.name == name
        assert len(measure.definition) > 50
        assert any(character.isdigit() for character in measure.source)
