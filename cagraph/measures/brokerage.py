"""Who stands between others, and between which groups (Gould and Fernandez 1989)."""

from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

import networkx as nx

from cagraph.measures.measure import Scores, Value

COORDINATOR: Final = "coordinator"
CONSULTANT: Final = "consultant"
GATEKEEPER: Final = "gatekeeper"
REPRESENTATIVE: Final = "representative"
LIAISON: Final = "liaison"
ROLES: Final = (COORDINATOR, CONSULTANT, GATEKEEPER, REPRESENTATIVE, LIAISON)


def brokerage(network: "nx.Graph[str]") -> Scores:
    """For how many ordered pairs of others, not tied from the first to the second, a node has a tie from the first and
    one to the second, in whatever role; without a direction each pair counts both ways. Of the whole network: how often
    each role is played. What chance would bring is not taken off.
    """
    played = _played(network)
    values: dict[tuple[str, ...], Value] = {(node,): roles.total() for node, roles in played.items()}
    whole = {role: sum(roles[role] for roles in played.values()) for role in ROLES}
    return Scores(values, whole, _groups(network))


def coordinator(network: "nx.Graph[str]") -> Scores:
    """How often a node brokers between two of its own group."""
    return _in_role(network, COORDINATOR)


def consultant(network: "nx.Graph[str]") -> Scores:
    """How often a node brokers between two of one group, which is not its own: as an itinerant broker."""
    return _in_role(network, CONSULTANT)


def gatekeeper(network: "nx.Graph[str]") -> Scores:
    """How often a node brokers from somebody of another group to somebody of its own."""
    return _in_role(network, GATEKEEPER)


def representative(network: "nx.Graph[str]") -> Scores:
    """How often a node brokers from somebody of its own group to somebody of another."""
    return _in_role(network, REPRESENTATIVE)


def liaison(network: "nx.Graph[str]") -> Scores:
    """How often a node brokers between two of different groups, neither of which is its own."""
    return _in_role(network, LIAISON)


def _in_role(network: "nx.Graph[str]", role: str) -> Scores:
    values: dict[tuple[str, ...], Value] = {(node,): roles[role] for node, roles in _played(network).items()}
    return Scores(values, notes=_groups(network))


def _groups(network: "nx.Graph[str]") -> tuple[str, ...]:
    """A note of which groups there are, and how many nodes each has."""
    counted = Counter(str(group) for _, group in network.nodes(data="group"))
    return (f"Groups: {', '.join(f'{name} ({many})' for name, many in sorted(counted.items()))}.",) if counted else ()


def _played(network: "nx.Graph[str]") -> dict[str, Counter[str]]:
    """How often each node plays each role."""
    directed: Any = network if network.is_directed() else network.to_directed()
    group = dict(directed.nodes(data="group"))
    return {
        node: Counter(role(group[one], group[node], group[other]) for one, other in _brokered(directed, node))
        for node in directed
    }


def _brokered(network: Any, node: str) -> Iterator[tuple[str, str]]:
    """The ordered pairs of others between which a way leads through the node, and no tie."""
    for one in network.predecessors(node):
        for other in network.successors(node):
            if one != other and not network.has_edge(one, other):
                yield one, other


def role(giver: str | None, broker: str | None, taker: str | None) -> str:
    """The role of a broker by the groups of the three: w_I, w_O, b_OI, b_IO and b_O of the paper.

    >>> role("A", "B", "B"), role("A", "A", "B"), role("A", "B", "A")
    ('gatekeeper', 'representative', 'consultant')
    """
    if giver == taker:
        return COORDINATOR if giver == broker else CONSULTANT
    if broker == taker:
        return GATEKEEPER
    return REPRESENTATIVE if broker == giver else LIAISON
