"""Communities, and how far they hang on the order in which nodes are looked at."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import combinations
from math import comb
from typing import Final

import networkx as nx

from cagraph.measures.measure import Scores, Value

SEEDS: Final = tuple(range(1, 21))


def communities(network: "nx.Graph[str]") -> Scores:
    """The number of a node's community by the Louvain method (resolution 1, seed 1); 1 is the largest. `stability` is
    the mean adjusted Rand index of any two of the partitions of seeds 1 to 20: near 1 where the seed does not matter.
    """
    found = [partition(network, seed) for seed in SEEDS]
    first = found[0]
    whole: dict[str, Value] = {
        "communities": len(set(first.values())),
        "modularity": _modularity(network, first),
        "stability": stability(found),
        "seed": SEEDS[0],
        "seeds": len(SEEDS),
    }
    return Scores.of_nodes(first, **whole)


def partition(network: "nx.Graph[str]", seed: int = SEEDS[0]) -> dict[str, int]:
    """The number of each node's community by the Louvain method, without direction; the largest is 1, of equals that
    with the least id.
    """
    parts = nx.community.louvain_communities(network, weight="weight", seed=seed) if len(network) else []
    ordered = sorted(parts, key=lambda part: (-len(part), min(part)))
    number = {node: place for place, part in enumerate(ordered, 1) for node in part}
    return {node: number[node] for node in network}


def _modularity(network: "nx.Graph[str]", numbers: Mapping[str, int]) -> float | None:
    if not network.size():
        return None
    parts: dict[int, set[str]] = {}
    for node, number in numbers.items():
        parts.setdefault(number, set()).add(node)
    return float(nx.community.modularity(network, parts.values(), weight="weight"))


def stability(partitions: Sequence[Mapping[str, int]]) -> float | None:
    """The mean adjusted Rand index of any two partitions of the same nodes; None without nodes."""
    if not partitions or not partitions[0]:
        return None
    distinct = Counter(tuple(partition[node] for node in partitions[0]) for partition in partitions)
    alike = sum(comb(times, 2) for times in distinct.values())
    apart = [
        adjusted_rand(one, other) * times * often for (one, times), (other, often) in combinations(distinct.items(), 2)
    ]
    return (alike + sum(apart)) / comb(len(partitions), 2)


def adjusted_rand(one: Sequence[int], other: Sequence[int]) -> float:
    """The adjusted Rand index of two partitions given as labels of the same items (Hubert and Arabie 1985).

    >>> adjusted_rand([1, 1, 2, 2], [2, 2, 1, 1]), adjusted_rand([1, 1, 2, 2], [1, 2, 1, 2])
    (1.0, -0.5)
    """
    together = sum(comb(many, 2) for many in Counter(zip(one, other, strict=True)).values())
    ones, others = (sum(comb(many, 2) for many in Counter(labels).values()) for labels in (one, other))
    pairs = comb(len(one), 2)
    above, range_ = together * pairs - ones * others, pairs * (ones + others) - 2 * ones * others
    return 2 * above / range_ if range_ else 1.0
