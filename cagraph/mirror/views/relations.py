"""Parties by the declared levels of their relations, and when each level held."""

from collections.abc import Iterator
from itertools import combinations
from typing import Final

import networkx as nx

from cagraph.mirror.options import Choices, Options
from cagraph.mirror.views.base import Scene, Tie, View, woven


def relations(scene: Scene, options: Options) -> "nx.Graph[str]":
    """Parties, with an edge for each level of relations that was declared between two of them.

    Each spell adds 1 to the weight and stands in `spells`; a spell without an end is taken to last.
    """
    return woven(scene, _ties(scene, options))


def _ties(scene: Scene, options: Options) -> Iterator[Tie]:
    for spell in scene.records(("Relation",), options):
        if not options.levels or scene.mirror.nodes[spell].get("level") in options.levels:
            between = scene.linked(spell, "between")
            for one, other in combinations(sorted(between), 2):
                yield Tie(one, other, scene.concept(spell, "level"), spell, {*between[one], *between[other]})


VIEW: Final = View(
    "relations",
    "Declared levels of relations",
    "an edge for each two parties and declared level of relations, weight 1 for each spell; a spell without a recorded "
    "end is taken to last",
    relations,
    Choices(scheme="relation"),
)
