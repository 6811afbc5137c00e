"""Actors and what they took part in, as two sorts of nodes; and what the entities of a list are linked to."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

import networkx as nx

from cagraph.mirror.options import Choices, Options
from cagraph.mirror.views.base import Mirror, Scene, Spell, View, span
from cagraph.mirror.views.parts import PARTICIPATION, Parts, bilateral, in_office
from cagraph.model import Model
from cagraph.model.text import spaced

ACTORS: Final = "Actor"
PARTY: Final = "party"
HAPPENINGS: Final = ("Event", "Document")


def events(scene: Scene, options: Options) -> "nx.MultiDiGraph[str]":
    """Actors, and the events and documents they took part in, as two sorts of nodes with one edge a kind.

    Edges run from the actor to the happening, and between happenings from the later to what it rests on. With levels,
    only events in which somebody took part at one of them are shown, and of their participants only those.
    """
    mirror = scene.mirror
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    shown = _shown(scene, options)
    for node in shown:
        graph.add_node(node, **mirror.nodes[node], **_whereabouts(mirror, node), spells=scene.spells(node))
    for source, target, key, attributes in mirror.edges(keys=True, data=True):
        if key == PARTICIPATION and source not in shown.get(target, ()):
            continue
        for one, other, kind in _event_edges(mirror, scene.model, source, target, key, attributes):
            if other in shown and (one in shown or scene.is_a(one, ACTORS)):
                graph.add_node(one, **mirror.nodes[one])
                record = _record(source, target, key)
                spells = scene.spells(record, one) if key == PARTY else scene.spells(record)
                _join(graph, (one, other, kind), record, spells, attributes["claims"])
    in_office(scene, graph)
    return graph


def _shown(scene: Scene, options: Options) -> dict[str, set[str]]:
    """The happenings to show, each with those of its participants who are to be shown."""
    parts = Parts(scene)
    found = {}
    for node in scene.records(HAPPENINGS, options):
        there = {part.person or part.party for part in parts.of(node) if part.at(options.levels)}
        if (there or not options.levels) and (not options.bilateral or bilateral(scene, node)):
            found[node] = there
    return found


def _whereabouts(mirror: "Mirror[str]", node: str) -> dict[str, Any]:
    """The place of a happening with its coordinates, as attributes."""
    for _, place, key in mirror.out_edges(node, keys=True):
        if key == "place":
            known = mirror.nodes[place]
            return {
                "place": known["label"],
                **{name: known[name] for name in ("lat", "lng") if name in known},
            }
    return {}


def _record(source: str, target: str, key: str) -> str:
    """The record that an edge of the mirror stands in."""
    return target if key == PARTICIPATION else source


def _event_edges(
    mirror: "Mirror[str]", model: Model, source: str, target: str, key: str, attributes: Mapping[str, Any]
) -> Iterator[tuple[str, str, str]]:
    """The edges of the events view that one edge of the mirror stands for: actor first, or later happening first."""
    if key == PARTICIPATION:
        yield source, target, "took part"
        if attributes.get("party"):
            yield attributes["party"], target, "was represented"
    elif model.is_a(mirror.nodes[target]["kind"], ACTORS):
        yield target, source, spaced(key)
    else:
        yield source, target, spaced(key)


def _join(
    graph: "nx.MultiDiGraph[str]", edge: tuple[str, str, str], record: str, spells: Iterable[Spell], claims: list[str]
) -> None:
    """Add an edge, or the evidence to the edge of the same kind that is there: parallel edges get lost in Gephi."""
    one, other, kind = edge
    if one == other:
        return
    if not graph.has_edge(one, other, key=kind):
        graph.add_edge(
            one, other, key=kind, kind=kind, label=kind, weight=1.0, count=1, records=[], spells=[], claims=[]
        )
    known = graph.edges[one, other, kind]
    known["records"] = sorted({*known["records"], record})
    known["spells"] = sorted({*known["spells"], *spells})
    known["claims"] = sorted({*known["claims"], *claims})


def around(mirror: "nx.Graph[str]", model: Model, ids: Iterable[str], found: str) -> "nx.MultiDiGraph[str]":
    """The entities of a list, which `found` describes, and what each is linked to; edges as in the events view."""
    whole: Any = mirror
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(
        title="Entities of a list and what they are linked to",
        view="list",
        rule=f"an edge for each way in which a listed entity is linked to another, weight 1; listed: {found}",
    )
    listed = [id_ for id_ in ids if id_ in whole]
    edges = [edge for id_ in listed for edge in whole.out_edges(id_, keys=True, data=True)]
    edges += [edge for id_ in listed for edge in whole.in_edges(id_, keys=True, data=True) if edge[2] == PARTICIPATION]
    for id_ in listed:
        graph.add_node(id_, **whole.nodes[id_], **_whereabouts(whole, id_))
    for source, target, key, attributes in edges:
        for one, other, kind in _event_edges(whole, model, source, target, key, attributes):
            for node in (one, other):
                if node not in graph:
                    graph.add_node(node, **whole.nodes[node])
            record = _record(source, target, key)
            spells = [spell for spell in (span(whole.nodes[record]),) if any(spell)]
            _join(graph, (one, other, kind), record, spells, attributes["claims"])
    return graph


VIEW: Final = View(
    "events",
    "Who took part in which events and documents",
    "an edge for each way in which an actor had part in an event or document, weight 1; events stay whole",
    events,
    Choices(kinds=HAPPENINGS, scheme="level", bilateral=True),
)
