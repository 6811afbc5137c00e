"""How alike the ties of two nodes to all others are: portfolios, as in the study of foreign policy positions."""

from collections.abc import Callable
from itertools import combinations
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np

from cagraph.measures.measure import Scores, Value

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Portfolio = NDArray[np.float64]


def kappa(network: "nx.Graph[str]") -> Scores:
    """Cohen's kappa of the weights of two nodes' ties to each third one (0 where there is none): 1 - D/E, D being the
    sum of squared differences, E what is expected of two portfolios with these means and variances. 1 is the same,
    0 as alike as by chance; not defined where neither portfolio varies. With a direction, ties from a node count.
    """
    return _of_pairs(network, cohen_kappa)


def pi(network: "nx.Graph[str]") -> Scores:
    """Scott's pi of the weights of two nodes' ties to each third one: as kappa, but E is what is expected of two
    portfolios that both have the mean and variance of the two together.
    """
    return _of_pairs(network, scott_pi)


def s(network: "nx.Graph[str]") -> Scores:
    """Signorino and Ritter's S of the weights of two nodes' ties to each third one: 1 - 2 D/M, D being the sum of
    absolute differences, M its largest possible value, which takes the largest weight of the network for each. 1 is
    the same, -1 as far apart as can be. It is not corrected for chance: where ties are rare it is near 1 for all.
    """
    largest = max((float(data["weight"]) for *_, data in network.edges(data=True)), default=0.0)
    found = _of_pairs(network, lambda one, other: signorino_ritter_s(one, other, largest))
    return Scores(found.values, {"largest_weight": largest}, found.notes)


def _of_pairs(network: "nx.Graph[str]", alike: "Callable[[Portfolio, Portfolio], Value]") -> Scores:
    """Each two nodes by their rows of weights, without what ties them to each other and to themselves."""
    nodes = sorted(network)
    rows: NDArray[np.float64] = (
        nx.to_numpy_array(network, nodelist=nodes, weight="weight") if nodes else np.zeros((0, 0))
    )
    values: dict[tuple[str, ...], Value] = {}
    others = np.ones(len(nodes), dtype=bool)
    for (place, one), (there, other) in combinations(enumerate(nodes), 2):
        others[[place, there]] = False
        values[one, other] = alike(rows[place, others], rows[there, others])
        others[[place, there]] = True
    return Scores(values, notes=("Portfolios are ties to third parties: what ties the two to each other is left out.",))


def cohen_kappa(one: "Portfolio", other: "Portfolio") -> Value:
    """Kappa with squared differences (Cohen 1968, Häge 2011); None where it is not defined."""
    if not _vary(one, other):
        return None
    return _corrected(one, other, _spread(one) + _spread(other) + len(one) * float(one.mean() - other.mean()) ** 2)


def scott_pi(one: "Portfolio", other: "Portfolio") -> Value:
    """Pi with squared differences (Scott 1955, Häge 2011); None where it is not defined."""
    if not _vary(one, other):
        return None
    return _corrected(one, other, _spread(np.concatenate((one, other))))


def signorino_ritter_s(one: "Portfolio", other: "Portfolio", largest: float) -> Value:
    """S with absolute differences and equal weights (Signorino and Ritter 1999); None where it is not defined."""
    if not len(one) or not largest:
        return None
    return 1.0 - 2.0 * float(np.abs(one - other).sum()) / (len(one) * largest)


def _vary(one: "Portfolio", other: "Portfolio") -> bool:
    """Whether two portfolios are not one and the same number throughout."""
    return bool(len(one)) and bool((one != one[0]).any() or (other != one[0]).any())


def _spread(values: "Portfolio") -> float:
    return float(((values - values.mean()) ** 2).sum())


def _corrected(one: "Portfolio", other: "Portfolio", expected: float) -> float:
    return 1.0 - float(((one - other) ** 2).sum()) / expected
