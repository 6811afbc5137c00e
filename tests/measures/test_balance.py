"""Structural balance: textbook cases, every division tried, and what must not change it."""

from itertools import combinations, product
from math import comb, factorial
from typing import Any

import networkx as nx
import numpy as np
import pytest
from drawn import networks
from hypothesis import given, settings
from hypothesis import strategies as st

from cagraph.graph import Graph
from cagraph.measures import MEASURES
from cagraph.measures.balance import EACH, EXACT, frustration_index
from cagraph.mirror.views.signed import FOES, FRIENDS


@st.composite
def signed(draw: st.DrawFn, most: int = 8) -> Any:
    network = draw(networks(most=most))
    network.graph["signed"] = True
    for *_, data in network.edges(data=True):
        data["sign"] = draw(st.sampled_from((1, 1, -1)))
    return network


def made(*ties: tuple[str, int]) -> Any:
    """A network of ties written as two letters, with their signs."""
    network: nx.Graph[str] = nx.Graph(signed=True)
    for ends, sign in ties:
        network.add_edge(*ends, sign=sign)
    return network


def complete(size: int, sign: int) -> Any:
    network = nx.relabel_nodes(nx.complete_graph(size), {place: f"n{place:02}" for place in range(size)})
    nx.set_edge_attributes(network, sign, "sign")
    network.graph["signed"] = True
    return network


def tried(network: Any) -> int:
    """The frustration index by every division into two camps."""
    nodes = list(network)
    return min(
        sum(camp[one] * camp[other] != sign for one, other, sign in network.edges(data="sign"))
        for camps in product((1, -1), repeat=len(nodes))
        for camp in [dict(zip(nodes, camps, strict=True))]
    )


@pytest.mark.parametrize(("signs", "balanced"), [((1, 1, 1), 1), ((1, 1, -1), 0), ((1, -1, -1), 1), ((-1, -1, -1), 0)])
def test_the_four_triangles_of_heider(signs: tuple[int, int, int], balanced: int) -> None:
    network = made(*zip(("ab", "bc", "ac"), signs, strict=True))
    found = MEASURES["balance"](network)
    assert dict(found.values) == dict.fromkeys([("a",), ("b",), ("c",)], balanced)
    assert found.whole["balanced"] == balanced
    assert found.whole[f"triangles_{signs.count(-1)}_negative"] == 1
    assert found.whole["negative"] == signs.count(-1)
    assert frustration_index(network) == 1 - balanced
    assert (found.whole["walk_balance"] == pytest.approx(1)) is bool(balanced)


def test_everybody_against_everybody() -> None:
    """Of n all at odds, two camps as even as can be leave the fewest at odds within: known in closed form."""
    for size in (3, 4, 5, 8, 13):
        camps = (size // 2, size - size // 2)
        assert frustration_index(complete(size, -1)) == sum(comb(camp, 2) for camp in camps)


def test_blocks_add_up() -> None:
    """Two unbalanced triangles that share a node, a bridge with a negative tie, and a balanced square."""
    ties = [("ab", 1), ("bc", 1), ("ac", -1), ("cd", -1), ("de", -1), ("ce", -1), ("ef", -1)]
    ties += [("fg", 1), ("gh", -1), ("hi", 1), ("if", -1)]
    found = MEASURES["frustration"](made(*ties))
    assert found.whole["frustration_index"] == 2
    assert found.whole["unbalanced_blocks"] == 2
    assert found.whole["largest_unbalanced_block"] == 3
    assert found.whole["line_balance"] == pytest.approx(1 - 2 * 2 / 11)
    values = {node: value for (node,), value in found.values.items()}
    assert values == {"a": 1, "b": 1, "c": 2, "d": 1, "e": 1, "f": 0, "g": 0, "h": 0, "i": 0}


@settings(max_examples=60)
@given(signed())
def test_the_index_is_that_of_the_best_division(network: Any) -> None:
    found = MEASURES["frustration"](network)
    best = tried(network)
    assert found.whole["frustration_index"] == best
    for node in network:
        assert found.values[(node,)] == best - tried(network.subgraph(set(network) - {node}))


@settings(max_examples=8, deadline=None)
@given(signed(most=10))
def test_the_index_of_larger_networks(network: Any) -> None:
    assert frustration_index(network) == tried(network)


@given(signed(), st.data())
def test_turning_round_one_camp_changes_nothing(network: Any, data: st.DataObject) -> None:
    """Switching: the ties of some nodes to all others get the other sign."""
    camp = {node for node in network if data.draw(st.booleans())}
    other = network.copy()
    for one, two, attributes in other.edges(data=True):
        attributes["sign"] *= -1 if (one in camp) != (two in camp) else 1
    assert MEASURES["frustration"](other).values == MEASURES["frustration"](network).values
    assert MEASURES["balance"](other).values == MEASURES["balance"](network).values
    for name in ("balanced", "walk_balance"):
        one, two = (MEASURES["balance"](each).whole[name] for each in (network, other))
        assert one == (None if two is None else pytest.approx(two))


@given(signed())
def test_friends_alone_are_in_balance(network: Any) -> None:
    nx.set_edge_attributes(network, 1, "sign")
    assert MEASURES["frustration"](network).whole["frustration_index"] == 0
    found = MEASURES["balance"](network)
    assert found.whole["balanced"] in {None, 1.0}
    assert found.whole["walk_balance"] == (pytest.approx(1) if len(network) else None)


@given(signed())
def test_triangles_one_by_one(network: Any) -> None:
    found = MEASURES["balance"](network)
    products: dict[str, list[int]] = {node: [] for node in network}
    census = [0, 0, 0, 0]
    for three in combinations(sorted(network), 3):
        pairs = list(combinations(three, 2))
        if all(network.has_edge(*pair) for pair in pairs):
            signs = [network.edges[pair]["sign"] for pair in pairs]
            census[signs.count(-1)] += 1
            for node in three:
                products[node].append(signs[0] * signs[1] * signs[2])
    assert [found.whole[f"triangles_{many}_negative"] for many in range(4)] == census
    for node, signs in products.items():
        share = sum(sign > 0 for sign in signs) / len(signs) if signs else None
        assert found.values[(node,)] == (None if share is None else pytest.approx(share))


@given(signed(most=6))
def test_walks_are_those_of_the_power_series(network: Any) -> None:
    """tr exp(A) / tr exp(|A|) by adding up walks of each length."""
    if not len(network):
        return
    signs = nx.to_numpy_array(network, weight="sign")

    def walks(matrix: Any) -> float:
        power, total = np.eye(len(matrix)), 0.0
        for length in range(40):
            total += float(np.trace(power)) / factorial(length)
            power = power @ matrix
        return total

    expected = walks(signs) / walks(np.abs(signs))
    assert MEASURES["balance"](network).whole["walk_balance"] == pytest.approx(expected)


def test_what_is_too_large_is_not_given() -> None:
    found = MEASURES["frustration"](complete(EXACT + 1, -1))
    assert found.whole["frustration_index"] is found.whole["line_balance"] is None
    assert set(found.values.values()) == {None}
    assert found.notes == (
        f"A block of {EXACT + 1} nodes is too large for an exact frustration index, so none is given.",
    )
    larger = MEASURES["frustration"](complete(EACH + 1, -1))
    assert larger.whole["frustration_index"] == comb(12, 2) + comb(13, 2)
    assert set(larger.values.values()) == {None}
    assert "no node has a value" in larger.notes[0]
    friends = MEASURES["frustration"](complete(EXACT + 1, 1))
    assert friends.whole["frustration_index"] == 0, "only unbalanced blocks need the search"


def test_friends_and_foes_of_the_data(graph: Graph) -> None:
    concepts = {concept["id"] for concept in graph.find("concepts", limit=10_000)["items"]}
    assert concepts.issuperset((*FRIENDS, *FOES))
    assert {each for each in concepts if each.startswith(("relation.", "situation."))} - {*FRIENDS, *FOES} == {
        "relation.diplomatic-relations", "relation.recognition", "situation.trend",
    }  # fmt: skip
    found = graph.analyse("balance", "signed", "2022", "2022", among=["KAZ", "KGZ", "TJK", "TKM", "UZB"])
    (window,) = found["windows"]
    assert "negative" in found["rule"]
    assert window["network"]["negative"] == 1, "Kyrgyzstan and Tajikistan fought"
    network: Any = graph.mirror("signed", "2022", "2022")
    assert {data["kind"] for *_, data in network.edges(data=True) if data["sign"] < 0} <= {
        concept.partition(".")[2].replace("-", " ") for concept in FOES
    }
    assert tried(nx.Graph([(a, b, {"sign": s}) for a, b, s in _simple(network)])) == 1


def _simple(network: Any) -> list[tuple[str, str, int]]:
    signs: dict[tuple[str, str], int] = {}
    for one, other, sign in network.edges(data="sign"):
        pair = (min(one, other), max(one, other))
        signs[pair] = min(sign, signs.get(pair, 1))
    return [(*pair, sign) for pair, sign in signs.items()]
