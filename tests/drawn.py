"""Networks for tests: drawn at random, and the same for igraph."""

from typing import Any

import igraph
import networkx as nx
from hypothesis import strategies as st

# Halves and thirds, so that paths of equal length occur and their sums are no exact floats.
WEIGHTS = st.sampled_from([0.1, 0.2, 0.3, 0.333333, 0.5, 1.0, 2.0, 3.0, 7.5])


@st.composite
def networks(draw: st.DrawFn, directed: bool = False, least: int = 0, most: int = 12) -> "nx.Graph[str]":
    """A network of some nodes with weights, in no particular order of nodes."""
    size = draw(st.integers(least, most))
    names = draw(st.permutations([f"n{place:02}" for place in range(size)]))
    pairs = [(a, b) for a in names for b in names if (a != b if directed else a < b)]
    found: nx.Graph[str] = nx.DiGraph() if directed else nx.Graph()
    found.add_nodes_from(names)
    for one, other in draw(st.lists(st.sampled_from(pairs), unique=True, max_size=40)) if pairs else []:
        found.add_edge(one, other, weight=draw(WEIGHTS))
    return found


def for_igraph(network: "nx.Graph[str]") -> Any:
    """The same network, with `weight` and `length` = 1/weight on its edges."""
    nodes = list(network)
    places = {node: place for place, node in enumerate(nodes)}
    edges = [(places[one], places[other]) for one, other in network.edges]
    found = igraph.Graph(n=len(nodes), edges=edges, directed=network.is_directed())
    weights = [data["weight"] for *_, data in network.edges(data=True)]
    found.vs["name"] = nodes
    found.es["weight"] = weights
    found.es["length"] = [1 / weight for weight in weights]
    return found
