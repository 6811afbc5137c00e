"""How uneven ties there and back are."""

from typing import Any

import networkx as nx
import pytest
from drawn import for_igraph, networks
from hypothesis import given

from cagraph.errors import ParameterError
from cagraph.graph import Graph
from cagraph.measures import MEASURES


def test_by_hand() -> None:
    """a went to b three times and b to a once; c only received a; d knows nobody."""
    network = nx.DiGraph()
    network.add_weighted_edges_from([("a", "b", 3.0), ("b", "a", 1.0), ("a", "c", 2.0)])
    network.add_node("d")
    found = MEASURES["asymmetry"](network)
    assert dict(found.values) == {("a", "b"): 0.5, ("a", "c"): 1.0}
    assert found.whole == {"asymmetry": pytest.approx((2 + 2) / 6)}
    inflow = MEASURES["net-inflow"](network).values
    assert dict(inflow) == {("a",): pytest.approx(-4 / 6), ("b",): 0.5, ("c",): 1.0, ("d",): None}
    assert MEASURES["asymmetry"](nx.DiGraph()).whole == {"asymmetry": None}


@given(networks(directed=True))
def test_beside_a_matrix_of_igraph(network: Any) -> None:
    nodes = list(network)
    other = for_igraph(network)
    matrix = other.get_adjacency(attribute="weight").data if nodes else []  # type: ignore[attr-defined]
    found = MEASURES["asymmetry"](network).values
    places = {node: place for place, node in enumerate(nodes)}
    for (one, two), value in found.items():
        there, back = matrix[places[one]][places[two]], matrix[places[two]][places[one]]
        assert one < two
        assert value == pytest.approx((there - back) / (there + back))
    assert {frozenset(pair) for pair in found} == {frozenset(edge) for edge in network.edges}
    inflow = MEASURES["net-inflow"](network).values
    to, out = (other.strength(mode=mode, weights="weight") for mode in ("in", "out"))
    for node, place in places.items():
        gross = to[place] + out[place]
        assert inflow[(node,)] == (pytest.approx((to[place] - out[place]) / gross) if gross else None)


@given(networks(directed=True))
def test_turned_round_all_signs_turn(network: Any) -> None:
    for name in ("asymmetry", "net-inflow"):
        found = MEASURES[name](network).values
        turned = MEASURES[name](network.reverse()).values
        assert {key: None if value is None else -value for key, value in found.items()} == pytest.approx(dict(turned))
        assert all(value is None or -1 <= value <= 1 for value in found.values())


def test_visits_of_the_data(graph: Graph) -> None:
    found = graph.analyse("asymmetry", "visits", among=["KAZ", "UZB"])
    visits: Any = graph.mirror("visits")
    there, back = (visits.edges[one, other, "visited"]["weight"] for one, other in (("KAZ", "UZB"), ("UZB", "KAZ")))
    (row,) = found["windows"][0]["values"]
    assert row == {"one": "KAZ", "other": "UZB", "value": pytest.approx((there - back) / (there + back))}
    with pytest.raises(ParameterError, match="asymmetry needs ties with a direction"):
        graph.analyse("asymmetry", "ties")


@given(networks(directed=True, most=8))
def test_triads_beside_igraph(network: Any) -> None:
    found = MEASURES["triads"](network)
    assert set(found.whole) >= {"003", "030T", "300"}
    if len(network) > 2:
        census = for_igraph(network).triad_census()
        assert dict(found.whole) == {name.removeprefix("t").upper(): getattr(census, name) for name in NAMES}
    closed = {"030T", "030C", "120D", "120U", "120C", "210", "300"}
    assert sum(value or 0 for value in found.values.values()) == 3 * sum(found.whole[name] or 0 for name in closed)


NAMES = (
    "t003", "t012", "t102", "t021D", "t021U", "t021C", "t111D", "t111U", "t030T", "t030C", "t201", "t120D", "t120U",
    "t120C", "t210", "t300",
)  # fmt: skip
