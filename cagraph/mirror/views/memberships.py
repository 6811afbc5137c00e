"""Who belonged to which organisation, and when."""

from collections.abc import Iterator
from typing import Final

import networkx as nx

from cagraph.mirror.options import Options
from cagraph.mirror.views.base import Scene, Tie, View, woven


def memberships(scene: Scene, options: Options) -> "nx.Graph[str]":
    """Parties and organisations as two sorts of nodes, with an edge from the party for each status it had.

    Each spell adds 1 to the weight and stands in `spells`; a spell without an end is taken to last.
    """
    return woven(scene, _ties(scene, options), directed=True)


def _ties(scene: Scene, options: Options) -> Iterator[Tie]:
    for spell in scene.records(("Membership",), options):
        status = scene.concept(spell, "status") or "of unknown status"
        for party, one in scene.linked(spell, "member").items():
            for organisation, other in scene.linked(spell, "organisation").items():
                yield Tie(party, organisation, status, spell, {*one, *other})


VIEW: Final = View(
    "memberships",
    "Memberships in organisations",
    "a directed edge from party to organisation for each status (member, observer …), weight 1 for each spell; a spell "
    "without a recorded end is taken to last",
    memberships,
)
