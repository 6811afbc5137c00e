"""States and organisations by all that ties them, in one network."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from typing import Final

import networkx as nx

from cagraph.mirror.options import Choices, Options
from cagraph.mirror.views.base import Scene, Tie, View, woven
from cagraph.mirror.views.parts import ACT, MEETS, bilateral, represented

AGREED: Final = "agreed"
_KINDS: Final = (MEETS, "Instrument", "Body", "Relation")


def ties(scene: Scene, options: Options) -> "nx.Graph[str]":
    """States and organisations, tied by common meetings, common instruments, common bodies and declared relations."""
    return woven(scene, _ties(scene, options))


def _ties(scene: Scene, options: Options) -> Iterator[Tie]:
    for record in scene.records(_KINDS, options):
        if options.bilateral and not bilateral(scene, record):
            continue
        kind, members = _circle(scene, record)
        weight = 1.0 / max(1, len(members) - 1) if kind == "met" else 1.0
        for one, other in combinations(sorted(members), 2):
            spells = scene.spells(record, one, other) if kind == AGREED else None
            yield Tie(one, other, kind, record, {*members[one], *members[other]}, weight, spells)


def _circle(scene: Scene, record: str) -> tuple[str, Mapping[str, Iterable[str]]]:
    """What kind of tie a record makes among which parties, each with the claims behind it."""
    if scene.is_a(record, MEETS):
        return "met", {} if scene.is_a(record, ACT) else represented(scene, record)
    if scene.is_a(record, "Instrument"):
        return AGREED, scene.linked(record, "party")
    if scene.is_a(record, "Body"):
        return "set up a body", scene.linked(record, "founder")
    return scene.concept(record, "level"), scene.linked(record, "between")


VIEW: Final = View(
    "ties",
    "Ties between states and organisations",
    "met: each common event adds 1/(n-1) for n parties (Newman 2001); agreed, set up a body: each common instrument or "
    "body adds 1; declared levels of relations: 1 for each spell",
    ties,
    Choices(kinds=_KINDS, bilateral=True),
)
