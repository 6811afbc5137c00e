"""Leaders by the events at which they met."""

from collections.abc import Iterator
from itertools import combinations
from typing import Final

import networkx as nx

from cagraph.mirror.options import Choices, Options
from cagraph.mirror.views.base import Scene, Tie, View, woven
from cagraph.mirror.views.parts import MEETS, Part, Parts, happenings, in_office


def contacts(scene: Scene, options: Options) -> "nx.Graph[str]":
    """Persons, tied by the events that both attended: heads of state, unless other levels are asked for.

    Each common event adds 1 to the weight. The level of a person is that of the post held on the occasion: the one
    that the record of the event names, else the one that the tenures show. Where the record names a party and a level
    and nobody, the person is the one who surely held such a post of that party through the event. What is part of an
    event that both attended adds nothing.
    """
    graph = woven(scene, _ties(scene, options))
    in_office(scene, graph)
    return graph


def _ties(scene: Scene, options: Options) -> Iterator[Tie]:
    parts = Parts(scene)
    met = {event: _present(parts, event, options.levels) for event in happenings(scene, options)}
    for event, persons in met.items():
        wholes = [set(met[whole]) for whole in scene.wholes(event) if whole in met]
        for one, other in combinations(sorted(persons), 2):
            if not any({one, other} <= whole for whole in wholes):
                yield Tie(one, other, "met", event, persons[one].claims | persons[other].claims)


def _present(parts: Parts, event: str, levels: frozenset[str]) -> dict[str, Part]:
    return {part.person: part for part in parts.persons(event) if part.at(levels)}


VIEW: Final = View(
    "contacts",
    "Leaders who met",
    "an edge for each two persons who took part in an event other than a treaty act, by default as heads of state; "
    "each event adds 1; posts are those named in the record, else those surely held on the day; what is part of an "
    "event that both attended adds nothing",
    contacts,
    Choices(kinds=(MEETS,), scheme="level", level="head-of-state", bilateral=True),
)
