"""States by the treaties and other instruments between them."""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import combinations
from typing import Final

import networkx as nx

from cagraph.mirror.options import Choices, Options
from cagraph.mirror.views.base import Scene, Tie, View, woven
from cagraph.mirror.views.parts import bilateral, parties
from cagraph.model.text import spaced

INSTRUMENT: Final = "Instrument"


def treaties(scene: Scene, options: Options) -> "nx.Graph[str]":
    """States, tied by the instruments to which both are parties, one edge for each kind of instrument.

    Each instrument adds 1. Within a span: those signed, concluded, adopted, approved or issued in it, between the
    states they name and those with an act on them. On a day: those which the treaty clock shows in force for both on
    it, beyond doubt; instruments that are no treaties only where a record says when they entered into force. Spells are
    the days on which they were made, and those on which the clock shows them in force for both.
    """
    return woven(scene, _ties(scene, options))


def _ties(scene: Scene, options: Options) -> Iterator[Tie]:
    chosen = Options(kinds=options.kinds, topics=options.topics) if options.on else options
    for record in scene.records((INSTRUMENT,), chosen):
        if options.bilateral and not bilateral(scene, record):
            continue
        claims: Mapping[str, set[str]] = parties(scene, record)
        if options.on:
            claims = _in_force(scene, record, claims, options.on)
        on = [(options.on.isoformat(),) * 2] if options.on else None
        kind = spaced(scene.mirror.nodes[record]["kind"])
        for one, other in combinations(sorted(party for party in claims if scene.is_a(party, "State")), 2):
            spells = on or scene.spells(record, one, other)
            yield Tie(one, other, kind, record, claims[one] | claims[other], spells=spells)


def _in_force(scene: Scene, record: str, claims: Mapping[str, set[str]], day: date) -> dict[str, set[str]]:
    """The parties for which it was in force on a day, with the claims that show it."""
    if not scene.has_force(record):
        return {}
    shown = {party: scene.in_force(record, party, day) for party in claims}
    return {party: claims[party] | why for party, why in shown.items() if why is not None}


VIEW: Final = View(
    "treaties",
    "Treaties and other instruments between states",
    "an edge for each two states and kind of instrument; each instrument made in the span adds 1, and on a day each "
    "that the treaty clock shows in force for both, what cannot be known left out",
    treaties,
    Choices(kinds=(INSTRUMENT,), bilateral=True, topic=True),
)
