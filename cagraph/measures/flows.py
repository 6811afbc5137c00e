"""How far ties in one direction outweigh those in the other, as demographers measure streams of migrants."""

from typing import Any

import networkx as nx

from cagraph.measures.measure import Scores, Value


def asymmetry(network: "nx.Graph[str]") -> Scores:
    """Of each two that are tied: the weight of ties from the first to the second less that of those back, as a share of
    both together; 1 where all lead from the first, in the order of ids, to the second, -1 where all lead back, 0 where
    they are even. Of the whole network: what all pairs are out of balance, as a share of all weights.
    """
    found: Any = network
    there = {(one, other): float(weight) for one, other, weight in found.edges(data="weight")}
    pairs = sorted({(min(ends), max(ends)) for ends in there})
    values: dict[tuple[str, ...], Value] = {}
    uneven = total = 0.0
    for one, other in pairs:
        forth, back = there.get((one, other), 0.0), there.get((other, one), 0.0)
        values[one, other] = (forth - back) / (forth + back)
        uneven += abs(forth - back)
        total += forth + back
    return Scores(values, {"asymmetry": uneven / total if total else None})


def net_inflow(network: "nx.Graph[str]") -> Scores:
    """The weight of ties to a node less that of ties from it, as a share of both together: 1 for who only receives, -1
    for who only goes; not defined for isolates.
    """
    found: Any = network
    values: dict[str, Value] = {}
    for node in found:
        to, out = found.in_degree(node, weight="weight"), found.out_degree(node, weight="weight")
        values[node] = (to - out) / (to + out) if to + out else None
    return Scores.of_nodes(values)
