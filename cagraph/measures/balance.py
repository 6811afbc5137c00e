"""Structural balance of networks whose ties are positive or negative: whether friends of friends are friends."""

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

import networkx as nx
import numpy as np

from cagraph.measures.measure import Scores, Value

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Signs = NDArray[np.float32]

EXACT: Final = 30
EACH: Final = 24
_ROWS: Final = 32


def balance(network: "nx.Graph[str]") -> Scores:
    """The share of the triangles around a node that are balanced, the product of their signs being positive; not
    defined where it is in none. Of the whole network: how many triangles have 0, 1, 2 and 3 negative ties, the share of
    balanced ones, and `walk_balance`, tr exp(A) / tr exp(|A|): closed walks with a positive product of signs less those
    with a negative one, as a share of all, a walk of k steps counting 1/k! (Estrada and Benzi 2014); 1 is balance.
    """
    census: Counter[int] = Counter()
    of_node: dict[str, Counter[bool]] = {node: Counter() for node in network}
    for three, negative in _triangles(network):
        census[negative] += 1
        for node in three:
            of_node[node][negative % 2 == 0] += 1
    values = {node: _share(found) for node, found in of_node.items()}
    even = Counter({True: census[0] + census[2], False: census[1] + census[3]})
    whole: dict[str, Value] = {f"triangles_{negative}_negative": census[negative] for negative in range(4)}
    return Scores.of_nodes(values, **_signs(network), **whole, balanced=_share(even), walk_balance=_of_walks(network))


def _triangles(network: "nx.Graph[str]") -> Iterator[tuple[tuple[str, str, str], int]]:
    """Each three that are all tied, with how many of their ties are negative."""
    for one, other in network.edges:
        for third in nx.common_neighbors(network, one, other):
            if third > max(one, other):
                three = (one, other, third)
                yield (
                    three,
                    sum(network.edges[ends]["sign"] < 0 for ends in ((one, other), (one, third), (other, third))),
                )


def _share(found: Counter[bool]) -> float | None:
    return found[True] / found.total() if found.total() else None


def _signs(network: "nx.Graph[str]") -> dict[str, Value]:
    negative = sum(data["sign"] < 0 for *_, data in network.edges(data=True))
    return {"positive": network.number_of_edges() - negative, "negative": negative}


def _of_walks(network: "nx.Graph[str]") -> float | None:
    if not len(network):
        return None
    signs = _matrix(network)
    signed, plain = np.linalg.eigvalsh(signs), np.linalg.eigvalsh(np.abs(signs))
    largest = plain[-1]
    return float(np.exp(signed - largest).sum() / np.exp(plain - largest).sum())


def _matrix(network: "nx.Graph[str]") -> "Signs":
    return nx.to_numpy_array(network, weight="sign").astype(np.float32)


def frustration(network: "nx.Graph[str]") -> Scores:
    """By how many ties the frustration index falls when a node is taken out. The index, of the whole network, is the
    least number of ties that are out of place, positive between two camps or negative within one, however the nodes are
    divided into two camps: 0 in a balanced network. It is exact, the sum over blocks, parts that no single node cuts in
    two, where none that is unbalanced has more than 30 nodes; of nodes, where none has more than 24. Else it is not
    given. `line_balance` is 1 less twice the index as a share of all ties (Aref and Wilson 2018).
    """
    blocks = [network.subgraph(block) for block in _unbalanced(network)]
    largest = max(map(len, blocks), default=0)
    whole = {**_signs(network), "unbalanced_blocks": len(blocks), "largest_unbalanced_block": largest}
    if largest > EXACT:
        note = f"A block of {largest} nodes is too large for an exact frustration index, so none is given."
        return Scores(_undefined(network), {**whole, "frustration_index": None, "line_balance": None}, (note,))
    least = [_least(block) for block in blocks]
    index, ties = sum(least), network.number_of_edges()
    whole |= {"frustration_index": index, "line_balance": 1 - 2 * index / ties if ties else None}
    if largest > EACH:
        note = f"A block of {largest} nodes is too large to take its nodes out one by one: no node has a value."
        return Scores(_undefined(network), whole, (note,))
    values = dict.fromkeys(network, 0)
    for block, known in zip(blocks, least, strict=True):
        for node in block:
            values[node] += known - frustration_index(block.subgraph(set(block) - {node}))
    return Scores.of_nodes(values, **whole)


def _undefined(network: "nx.Graph[str]") -> dict[tuple[str, ...], Value]:
    return {(node,): None for node in network}


def frustration_index(network: "nx.Graph[str]") -> int:
    """The least number of ties that have to be left out for a network to be balanced (Harary 1959).

    It takes time that doubles with each node of the largest unbalanced block: some seconds for 30.
    """
    return sum(_least(network.subgraph(block)) for block in _unbalanced(network))


def _unbalanced(network: "nx.Graph[str]") -> list[set[str]]:
    """The blocks of a network that cannot be divided into two camps with all negative ties between, positive within."""
    found: Any = nx.biconnected_components(network)
    return [block for block in sorted(found, key=sorted) if not _is_balanced(network.subgraph(block))]


def _is_balanced(block: "nx.Graph[str]") -> bool:
    """Whether a connected network is balanced, by the camps that a tree of it gives (Harary 1953)."""
    start = min(block)
    camp = {start: 1}
    for one, other in nx.bfs_edges(block, start):
        camp[other] = camp[one] * block.edges[one, other]["sign"]
    return all(camp[one] * camp[other] == data["sign"] for one, other, data in block.edges(data=True))


def _least(block: "nx.Graph[str]") -> int:
    """The frustration index, by going through all divisions: those of one half of the nodes beside those of the other.

    With a 1 or -1 for the camp of each node, `sum(sign * camp * camp)` is what ties in place outnumber those out of it;
    numbers as small as these are exact as floats.
    """
    signs: Any = _matrix(block)
    half = len(block) // 2
    inside, across, outside = signs[:half, :half], signs[:half, half:], signs[half:, half:]
    # The first node's camp is 1: turning all round changes nothing.
    ones, others = _camps(half)[: 2 ** (half - 1)], _camps(len(block) - half)
    of_ones, of_others = (ones @ inside * ones).sum(axis=1) / 2, (others @ outside * others).sum(axis=1) / 2
    # One product for each part of the ones: their ties to the others, and the sums inside either half.
    rows = np.column_stack((ones @ across, of_ones, np.ones_like(of_ones)))
    columns = np.column_stack((others, np.ones_like(of_others), of_others)).T
    best = max(float((rows[at : at + _ROWS] @ columns).max()) for at in range(0, len(rows), _ROWS))
    return (block.number_of_edges() - round(best)) // 2


def _camps(nodes: int) -> "Signs":
    """All ways to give nodes a 1 or -1, as rows; in the first half of them the first has 1."""
    numbers = np.arange(2**nodes)[:, None] >> np.arange(nodes)[::-1]
    found: Signs = (1 - 2 * (numbers & 1)).astype(np.float32)
    return found
