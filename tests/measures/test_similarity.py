"""Similarity of portfolios: worked examples, and the formulas written out."""

from itertools import combinations, product
from statistics import fmean
from typing import Any

import networkx as nx
import numpy as np
import pytest
from drawn import networks
from hypothesis import given
from hypothesis import strategies as st

from cagraph.graph import Graph
from cagraph.measures import MEASURES
from cagraph.measures.networks import simple
from cagraph.measures.similarity import cohen_kappa, scott_pi, signorino_ritter_s


def of(*values: float) -> Any:
    return np.array(values, dtype=float)


# Two raters of 50 items: both yes 20, both no 15, only the first 5, only the second 10 (Cohen's two-by-two table as it
# stands in textbooks). Observed agreement 0.7; by chance 0.5 with each one's own shares, 0.505 with their mean.
ONE = of(*[1] * 20, *[1] * 5, *[0] * 10, *[0] * 15)
OTHER = of(*[1] * 20, *[0] * 5, *[1] * 10, *[0] * 15)


def test_the_textbook_table() -> None:
    assert cohen_kappa(ONE, OTHER) == pytest.approx((0.7 - 0.5) / 0.5)
    assert scott_pi(ONE, OTHER) == pytest.approx((0.7 - 0.505) / 0.495)
    assert signorino_ritter_s(ONE, OTHER, 1.0) == pytest.approx(1 - 2 * 0.3)


def test_s_of_two_portfolios_of_alliances() -> None:
    """Types of alliances from 0 to 3: differences 0, 1, 3 and 2 of at most 3 each, S = 1 - 2 * 6/12 = 0."""
    assert signorino_ritter_s(of(3, 1, 0, 2), of(3, 2, 3, 0), 3) == pytest.approx(0)
    assert signorino_ritter_s(of(3, 0), of(0, 3), 3) == -1
    assert signorino_ritter_s(of(3, 0), of(3, 0), 3) == 1


PORTFOLIOS = st.lists(st.tuples(*[st.sampled_from([0.0, 0.5, 1.0, 1.5, 2.0, 7.0])] * 2), min_size=1, max_size=12)


@given(PORTFOLIOS)
def test_kappa_is_observed_over_expected_disagreement(pairs: list[tuple[float, float]]) -> None:
    """The definition, by going through every pairing of the one's values with the other's."""
    one, other = (list(column) for column in zip(*pairs, strict=True))
    observed = fmean((x - y) ** 2 for x, y in pairs)
    expected = fmean((x - y) ** 2 for x, y in product(one, other))
    found = cohen_kappa(of(*one), of(*other))
    assert found is None if expected == 0 else found == pytest.approx(1 - observed / expected)


@given(PORTFOLIOS)
def test_pi_expects_of_both_what_they_have_together(pairs: list[tuple[float, float]]) -> None:
    one, other = (list(column) for column in zip(*pairs, strict=True))
    both = one + other
    observed = fmean((x - y) ** 2 for x, y in pairs)
    expected = fmean((x - y) ** 2 for x, y in product(both, both))
    found = scott_pi(of(*one), of(*other))
    assert found is None if expected == 0 else found == pytest.approx(1 - observed / expected)


def test_none_where_there_is_nothing_to_compare() -> None:
    for alike in (cohen_kappa, scott_pi):
        assert alike(of(), of()) is None
        assert alike(of(0.1, 0.1, 0.1), of(0.1, 0.1, 0.1)) is None
        assert alike(of(0, 0), of(1, 1)) is not None
    assert signorino_ritter_s(of(), of(), 1) is None
    assert signorino_ritter_s(of(0), of(0), 0) is None


def written_out(network: "nx.Graph[str]", name: str) -> dict[tuple[str, ...], Any]:
    """Each pair's portfolios taken from the edges one by one."""
    largest = max((data["weight"] for *_, data in network.edges(data=True)), default=0.0)
    found = {}
    for one, other in combinations(sorted(network), 2):
        thirds = [node for node in network if node not in {one, other}]
        rows = [
            of(*(network.get_edge_data(end, third, {"weight": 0})["weight"] for third in thirds))
            for end in (one, other)
        ]
        if name == "similarity-s":
            found[one, other] = signorino_ritter_s(*rows, largest)
        else:
            found[one, other] = (cohen_kappa if name == "similarity" else scott_pi)(*rows)
    return found


@pytest.mark.parametrize("name", ["similarity", "similarity-pi", "similarity-s"])
@given(network=networks(), directed=networks(directed=True))
def test_portfolios_are_ties_to_third_parties(name: str, network: "nx.Graph[str]", directed: "nx.Graph[str]") -> None:
    for each in (network, directed):
        found = dict(MEASURES[name](each).values)
        expected = written_out(each, name)
        assert found.keys() == expected.keys()
        for pair, value in found.items():
            assert value is None if expected[pair] is None else value == pytest.approx(expected[pair])
            assert value is None or -1.0000001 <= value <= 1.0000001


@pytest.mark.parametrize("name", ["similarity", "similarity-pi", "similarity-s"])
def test_portfolios_of_the_ties_of_the_data(graph: Graph, name: str) -> None:
    real = simple(graph.mirror("ties", since="2020", until="2024"))
    assert dict(MEASURES[name](real).values) == pytest.approx(written_out(real, name), nan_ok=True)
