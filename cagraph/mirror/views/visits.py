"""Who visited whom."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

import networkx as nx

from cagraph.mirror.options import Choices, Options
from cagraph.mirror.views.base import Scene, Tie, View, woven
from cagraph.mirror.views.parts import Parts, bilateral, visitors


def visits(scene: Scene, options: Options) -> "nx.Graph[str]":
    """Parties, with an edge from each that visited to the state that it visited.

    Each visit adds 1 to the weight, however many went. Visitors are those recorded in that role; where nobody is, all
    who came in no told role for another party than the state visited. A level is that of the visitors.
    """
    return woven(scene, _ties(scene, options), directed=True)


def _ties(scene: Scene, options: Options) -> Iterator[Tie]:
    parts = Parts(scene)
    for visit in scene.records(("Visit",), options):
        if options.bilateral and not bilateral(scene, visit):
            continue
        for state, told in scene.linked(visit, "to").items():
            claims: dict[str, set[str]] = defaultdict(set)
            for part in visitors(parts.of(visit), state):
                if part.at(options.levels) and part.party in scene.mirror:
                    claims[part.party].update(part.claims, told)
            for party, found in claims.items():
                yield Tie(party, state, "visited", visit, found)


VIEW: Final = View(
    "visits",
    "Visits from party to state",
    "a directed edge from the party of whoever visited to the state visited; each visit adds 1, however many went",
    visits,
    Choices(scheme="level", bilateral=True),
)
