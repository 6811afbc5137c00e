"""States by the events that they took part in together."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations
from types import MappingProxyType
from typing import Final

import networkx as nx

from cagraph.mirror.options import Choices, Options
from cagraph.mirror.views.base import Scene, Tie, View, woven
from cagraph.mirror.views.parts import MEETS, Parts, happenings

WEIGHTS: Final = MappingProxyType(
    {
        "count": "each common event adds 1",
        "newman": "each common event adds 1/(n-1) for the n parties that took part in it (Newman 2001)",
        "pairs": "each common event adds 2/(n(n-1)) for the n parties that took part in it, so 1 over all its pairs",
    }
)


def co_participation(scene: Scene, options: Options) -> "nx.Graph[str]":
    """States, tied by the events that both were represented at.

    The weight of a pair is a sum over their common events, of n parties each:

    - `count`: 1 for an event, so that a meeting of twelve makes 66 ties as strong as that of a meeting of two.
    - `newman`: 1/(n-1) for an event, so that it ties each party with strength 1 in all, however many came
      (M. E. J. Newman, Scientific collaboration networks. II, Phys. Rev. E 64, 016132, 2001).
    - `pairs`: 2/(n(n-1)) for an event, so that all its pairs together have strength 1.

    n counts every party, organisations among them, at the level asked for. A state is represented where somebody took
    part for it, or it is named itself. What is part of an event that both attended adds nothing.
    """
    return woven(scene, _ties(scene, options))


def _ties(scene: Scene, options: Options) -> Iterator[Tie]:
    parts = Parts(scene)
    attended = {event: _represented(parts, event, options.levels) for event in happenings(scene, options)}
    for event, claims in attended.items():
        states = sorted(party for party in claims if scene.is_a(party, "State"))
        wholes = [set(attended[whole]) for whole in scene.wholes(event) if whole in attended]
        for one, other in combinations(states, 2):
            if not any({one, other} <= whole for whole in wholes):
                weight = _weight(options.weight, len(claims))
                yield Tie(one, other, "took part together", event, claims[one] | claims[other], weight)


def _represented(parts: Parts, event: str, levels: frozenset[str]) -> dict[str, set[str]]:
    """The parties at those levels, each with the claims that say so."""
    found: dict[str, set[str]] = defaultdict(set)
    for part in parts.of(event):
        if parts.scene.is_a(part.party, "Party") and part.at(levels):
            found[part.party] |= part.claims
    return found


def _weight(rule: str, parties: int) -> float:
    return {"count": 1.0, "newman": 1 / (parties - 1), "pairs": 2 / (parties * (parties - 1))}[rule]


VIEW: Final = View(
    "co-participation",
    "States that took part in events together",
    "an edge for each two states that were represented at an event other than a treaty act; what is part of an event "
    "that both attended adds nothing",
    co_participation,
    Choices(kinds=(MEETS,), scheme="level", bilateral=True, weights=WEIGHTS),
)
