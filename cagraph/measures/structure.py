"""How the ties around a node hang together: clustering, cores, structural holes, reciprocity."""

from typing import Any

import networkx as nx
import numpy as np

from cagraph.measures.measure import Scores, Value


def clustering(network: "nx.Graph[str]") -> Scores:
    """The share of the pairs of a node's neighbours that are tied to each other; 0 with fewer than two of them."""
    found: Any = nx.clustering(network)
    return Scores.of_nodes(found, transitivity=nx.transitivity(network))


def clustering_weighted(network: "nx.Graph[str]") -> Scores:
    """The mean over the pairs of a node's neighbours of the geometric mean of the three weights of the triangle with
    them, 0 where there is none, as a share of the largest weight of the network.
    """
    found: Any = nx.clustering(network, weight="weight")
    return Scores.of_nodes(found)


def core(network: "nx.Graph[str]") -> Scores:
    """The largest k for which a node is in the k-core: the largest part of the network in which every node is tied to
    at least k others.
    """
    found: dict[str, Any] = nx.core_number(network)
    return Scores.of_nodes(found, degeneracy=max(found.values(), default=0))


def constraint(network: "nx.Graph[str]") -> Scores:
    """How far a node's ties lead to others who are tied among themselves: the sum over its neighbours j of
    (p_ij + sum over q of p_iq p_qj) squared, p_ij being the share of j in the strength of i. Low values are those of
    brokers between structural holes; not defined for isolates.
    """
    nodes = list(network)
    if not nodes:
        return Scores({})
    # As nx.constraint reckons where SciPy is installed; without, it takes a hundred times as long.
    weights = nx.to_numpy_array(network, nodelist=nodes, weight="weight")
    total = weights.sum(axis=1, keepdims=True)
    shares = np.divide(weights, total, out=np.zeros_like(weights), where=total > 0)
    found = ((shares + shares @ shares) ** 2 * (weights > 0)).sum(axis=1)
    tied = total[:, 0] > 0
    values = zip(nodes, found.tolist(), tied.tolist(), strict=True)
    return Scores.of_nodes({node: value if is_tied else None for node, value, is_tied in values})


def reciprocity(network: "nx.Graph[str]") -> Scores:
    """The share of the ties to and from a node that are returned; not defined for isolates. Of the whole network: the
    share of all ties that are returned.
    """
    whole: Value = nx.overall_reciprocity(network) if network.size() else None
    found: Any = nx.reciprocity(network, list(network))
    return Scores.of_nodes(found, reciprocity=whole)


def triads(network: "nx.Graph[str]") -> Scores:
    """In how many triads, all three of whom are tied in some direction, a node is. Of the whole network: how many
    triads are of each of the 16 sorts, named by how many of their ties are mutual, one-way and none, and down, up,
    cyclic or transitive.
    """
    directed: Any = network
    found: Any = nx.triangles(directed.to_undirected())
    return Scores.of_nodes(found, **nx.triadic_census(directed))
