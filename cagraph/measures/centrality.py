"""Centralities of nodes."""

from fractions import Fraction
from math import lcm

import networkx as nx
import numpy as np

from cagraph.measures.measure import Scores

DAMPING = 0.85
_SAME = 1e-9


def degree(network: "nx.Graph[str]") -> Scores:
    """With how many others a node is tied; with a direction, ties to and from it are counted each."""
    return Scores.of_nodes(dict(network.degree()))


def strength(network: "nx.Graph[str]") -> Scores:
    """The sum of the weights of the ties of a node; with a direction, of those to and from it."""
    return Scores.of_nodes({node: float(weight) for node, weight in network.degree(weight="weight")})


def betweenness(network: "nx.Graph[str]") -> Scores:
    """The share of the shortest paths between any two others on which a node lies, where several are equally short in
    equal parts; divided by the number of pairs of others, so that 1 is the middle of a star.
    """
    return Scores.of_nodes(nx.betweenness_centrality(_exact(network), weight="length", normalized=True))


def _exact(network: "nx.Graph[str]") -> "nx.Graph[str]":
    """The network with `length` = 1/weight as whole numbers of one scale: sums of floats would make equal paths
    differ by their last digit, and so be counted as one.
    """
    found: nx.Graph[str] = network.copy()
    weights = [Fraction(repr(float(data["weight"]))) for *_, data in found.edges(data=True)]
    scale = lcm(*(weight.numerator for weight in weights))
    for (*_, data), weight in zip(found.edges(data=True), weights, strict=True):
        data["length"] = scale // weight.numerator * weight.denominator
    return found


def closeness(network: "nx.Graph[str]") -> Scores:
    """The number of others that a node can be reached from, divided by the sum of the lengths of the shortest paths
    from them, times the share of all others that they are (Wasserman and Faust 1994, p. 201), so that it is defined
    where the network falls apart; 0 for an isolate.
    """
    found: nx.Graph[str] = network.copy()
    for *_, data in found.edges(data=True):
        data["length"] = 1 / data["weight"]
    return Scores.of_nodes(nx.closeness_centrality(found, distance="length", wf_improved=True))


def eigenvector(network: "nx.Graph[str]") -> Scores:
    """The entry of a node in the eigenvector of the matrix of weights that belongs to its largest eigenvalue, the
    largest entry being 1: a node is central when it is tied to central ones.
    """
    parts = [sorted(part) for part in nx.connected_components(network) if len(part) > 1]
    if not parts:
        return Scores.of_nodes(dict.fromkeys(network), eigenvalue=None)
    solved = [np.linalg.eigh(nx.to_numpy_array(network, nodelist=part, weight="weight")) for part in parts]
    largest = [float(values[-1]) for values, _ in solved]
    best = max(largest)
    leading = [place for place, value in enumerate(largest) if value >= best * (1 - _SAME)]
    if len(leading) > 1:
        note = f"{len(leading)} components have the same largest eigenvalue: which of them is central is not defined."
        return Scores({(node,): None for node in network}, {"eigenvalue": best}, (note,))
    vector = np.abs(solved[leading[0]][1][:, -1])
    inside = dict(zip(parts[leading[0]], (vector / vector.max()).tolist(), strict=True))
    notes = ("0 outside the component with the largest eigenvalue.",) if len(inside) < len(network) else ()
    return Scores({(node,): inside.get(node, 0.0) for node in network}, {"eigenvalue": best}, notes)


def pagerank(network: "nx.Graph[str]") -> Scores:
    """The share of time at a node of a walk that follows ties in proportion to their weights, and with probability
    0.15, or where no tie leads on, goes to any node.
    """
    nodes = list(network)
    if not nodes:
        return Scores({})
    # networkx has the matrix; its `pagerank` needs SciPy for what is a system of linear equations.
    moves = nx.google_matrix(network, alpha=DAMPING, nodelist=nodes, weight="weight")
    system = moves.T - np.eye(len(nodes))
    system[-1] = 1.0
    shares = np.linalg.solve(system, np.eye(len(nodes))[-1])
    return Scores.of_nodes(dict(zip(nodes, shares.tolist(), strict=True)), damping=DAMPING)
