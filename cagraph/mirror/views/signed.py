"""States as friends and foes: by declared partnerships and by disputes between them."""

from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Any, Final

import networkx as nx

from cagraph.mirror.options import Choices, Options
from cagraph.mirror.views.base import Scene, Tie, View, woven

# Which records give which sign stands here alone. Diplomatic relations and recognition are had with almost everybody
# and tell no friends; a trend is no dispute.
FRIENDS: Final = (
    "relation.alliance",
    "relation.comprehensive-strategic-partnership",
    "relation.deepened-strategic-partnership",
    "relation.partnership",
    "relation.strategic-partnership",
)
FOES: Final = ("situation.armed-conflict", "situation.border-dispute", "situation.disruption")


def signed(scene: Scene, options: Options) -> "nx.Graph[str]":
    """States, tied positively by declared partnerships and alliances, negatively by situations that are between them.

    Edges have `sign`, 1 or -1, besides what edges of other views have; two can be tied by edges of both signs. The
    attribute `signed` of the network tells that its edges have signs.
    """
    graph = woven(scene, _ties(scene, options))
    negative = {_words(concept) for concept in FOES}
    for *_, data in graph.edges(data=True):
        data["sign"] = -1 if data["kind"] in negative else 1
    graph.graph["signed"] = True
    return graph


def _ties(scene: Scene, options: Options) -> Iterator[Tie]:
    for record in scene.records(("Relation", "Situation"), options):
        concept, states = _between(scene, record)
        if concept in FRIENDS or (concept in FOES and len(states) == 2):
            for one, other in combinations(sorted(states), 2):
                yield Tie(one, other, _words(concept), record, {*states[one], *states[other]})


def _between(scene: Scene, record: str) -> tuple[str, Mapping[str, list[str]]]:
    """What a record says of which states, each with the claims behind it."""
    attributes: Mapping[str, Any] = scene.mirror.nodes[record]
    relation = scene.is_a(record, "Relation")
    linked = scene.linked(record, "between" if relation else "concerns")
    states = {party: claims for party, claims in linked.items() if scene.is_a(party, "State")}
    return str(attributes.get("level" if relation else "form", "")), states


def _words(concept: str) -> str:
    return concept.partition(".")[2].replace("-", " ")


VIEW: Final = View(
    "signed",
    "Friends and foes",
    "an edge for each two states and declared partnership or alliance, positive, and for each armed conflict, border "
    "dispute or disruption that concerns just the two, negative; weight 1 for each spell or situation; a spell without "
    "a recorded end is taken to last",
    signed,
    Choices(kinds=("Relation", "Situation")),
)
