"""Views of the mirror: the networks that people analyse and export, each with its rule in its metadata."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from types import MappingProxyType
from typing import Any, Final

import networkx as nx

from cagraph.errors import NotFoundError, ParameterError, suggestion
from cagraph.model import Model, PartialDate
from cagraph.model.grammar import spaced

Mirror = nx.MultiDiGraph
ACTORS: Final = "Actor"
HAPPENINGS: Final = ("Event", "Document")
_PART: Final = "participation"


@dataclass(frozen=True)
class Window:
    """A span of days, either end open. Something lies in it when it can have happened within it."""

    since: date | None = None
    until: date | None = None

    @classmethod
    def parse(cls, since: str = "", until: str = "") -> "Window":
        """From dates of any precision, `since` from its first day, `until` to its last. Raises ParameterError."""
        first = _date("since", since).earliest if since else None
        last = _date("until", until).latest if until else None
        if first and last and first > last:
            raise ParameterError(f"since ({since}) is after until ({until})", "swap them")
        return cls(first, last)

    def holds(self, attributes: dict[str, Any]) -> bool:
        """Whether a node's place in time overlaps the span; the undated lie only in the open one."""
        earliest, latest = attributes.get("earliest"), attributes.get("latest")
        if not (earliest or latest):
            return self.since is None and self.until is None
        after = self.since is None or not latest or latest >= self.since.isoformat()
        before = self.until is None or not earliest or earliest <= self.until.isoformat()
        return after and before


def _date(name: str, value: str) -> PartialDate:
    try:
        return PartialDate.parse(value)
    except ValueError as error:
        raise ParameterError(f"{name}: {error}", "write 2024, 2024-08 or 2024-08-09") from error


@dataclass(frozen=True)
class View:
    """A named way to make a network of the mirror."""

    name: str
    title: str
    rule: str
    make: Callable[["Mirror[str]", Model, Window], "nx.Graph[str]"]


def events(mirror: "Mirror[str]", model: Model, window: Window) -> "nx.MultiDiGraph[str]":
    """Actors, and the events and documents they took part in, as two sorts of nodes with one edge a kind.

    Edges run from the actor to the happening, and between happenings from the later to what it rests on.
    """
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node, attributes in mirror.nodes(data=True):
        if any(model.is_a(attributes["kind"], kind) for kind in HAPPENINGS) and window.holds(attributes):
            graph.add_node(node, **attributes, **_whereabouts(mirror, node))
    happenings = set(graph)
    for source, target, key, attributes in list(mirror.edges(keys=True, data=True)):
        for one, other, kind in _event_edges(mirror, model, source, target, key, attributes):
            if other in happenings and (one in happenings or model.is_a(mirror.nodes[one]["kind"], ACTORS)):
                graph.add_node(one, **mirror.nodes[one])
                _join(graph, one, other, kind, attributes["claims"])
    return graph


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


def _event_edges(
    mirror: "Mirror[str]", model: Model, source: str, target: str, key: str, attributes: dict[str, Any]
) -> Iterator[tuple[str, str, str]]:
    """The edges of the events view that one edge of the mirror stands for: actor first, or later happening first."""
    if key == _PART:
        yield source, target, "took part"
        if attributes.get("party"):
            yield attributes["party"], target, "was represented"
    elif model.is_a(mirror.nodes[target]["kind"], ACTORS):
        yield target, source, spaced(key)
    else:
        yield source, target, spaced(key)


def _join(graph: "nx.MultiDiGraph[str]", one: str, other: str, kind: str, claims: list[str]) -> None:
    """Add an edge, or the evidence to the edge of the same kind that is there: parallel edges get lost in Gephi."""
    if graph.has_edge(one, other, key=kind):
        known = graph.edges[one, other, kind]
        known["claims"] = sorted({*known["claims"], *claims})
    else:
        graph.add_edge(one, other, key=kind, kind=kind, label=kind, weight=1.0, claims=sorted(claims))


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
    edges += [edge for id_ in listed for edge in whole.in_edges(id_, keys=True, data=True) if edge[2] == _PART]
    for id_ in listed:
        graph.add_node(id_, **whole.nodes[id_], **_whereabouts(whole, id_))
    for source, target, key, attributes in edges:
        for one, other, kind in _event_edges(whole, model, source, target, key, attributes):
            for node in (one, other):
                if node not in graph:
                    graph.add_node(node, **whole.nodes[node])
            _join(graph, one, other, kind, attributes["claims"])
    return graph


def ties(mirror: "Mirror[str]", model: Model, window: Window) -> "nx.MultiGraph[str]":
    """States and organisations, tied by common meetings, common instruments, common bodies and declared relations."""
    groups: dict[tuple[str, str, str], list[tuple[float, dict[str, Any], list[str]]]] = defaultdict(list)
    for node, attributes in mirror.nodes(data=True):
        kind, members, claims = _circle(mirror, model, node, attributes)
        if kind and window.holds(attributes):
            share = 1.0 / max(1, len(members) - 1) if kind == "met" else 1.0
            for one, other in combinations(sorted(members), 2):
                groups[(one, other, kind)].append((share, attributes, claims))
    graph: nx.MultiGraph[str] = nx.MultiGraph()
    for (one, other, kind), found in sorted(groups.items()):
        for node in (one, other):
            graph.add_node(node, **mirror.nodes[node])
        spells = sorted(
            {(a.get("earliest", ""), a.get("latest", "")) for _, a, _ in found if a.get("earliest") or a.get("latest")}
        )
        graph.add_edge(
            one,
            other,
            key=kind,
            kind=kind,
            label=kind,
            weight=round(sum(share for share, _, _ in found), 6),
            count=len(found),
            spells=spells,
            claims=sorted({claim for _, _, claims in found for claim in claims}),
        )
    return graph


def _circle(
    mirror: "Mirror[str]", model: Model, node: str, attributes: dict[str, Any]
) -> tuple[str, set[str], list[str]]:
    """What kind of tie a node makes among which parties, and the claims behind it; an empty kind makes none."""
    kind = attributes["kind"]
    if model.is_a(kind, "Event") and not model.is_a(kind, "TreatyAct"):
        return "met", *_represented(mirror, model, node)
    if model.is_a(kind, "Instrument"):
        return "agreed", *_linked(mirror, node, "party")
    if model.is_a(kind, "Body"):
        return "set up a body", *_linked(mirror, node, "founder")
    if model.is_a(kind, "Relation"):
        level = str(attributes.get("level", "")).partition(".")[2].replace("-", " ")
        return level, *_linked(mirror, node, "between")
    return "", set(), []


def _represented(mirror: "Mirror[str]", model: Model, event: str) -> tuple[set[str], list[str]]:
    """The parties for which somebody took part in an event, and the claims that say so."""
    parties: set[str] = set()
    claims: list[str] = []
    for actor, _, data in mirror.in_edges(event, data=True):
        party = data.get("party") or (actor if model.is_a(mirror.nodes[actor]["kind"], "Party") else "")
        if party in mirror:
            parties.add(party)
            claims += data["claims"]
    return parties, claims


def _linked(mirror: "Mirror[str]", node: str, key: str) -> tuple[set[str], list[str]]:
    """What a node is linked to by one kind of edge, and the claims that say so."""
    found = [
        (other, data["claims"]) for _, other, edge, data in mirror.out_edges(node, keys=True, data=True) if edge == key
    ]
    return {other for other, _ in found}, [claim for _, claims in found for claim in claims]


VIEWS: Final = MappingProxyType(
    {
        view.name: view
        for view in (
            View(
                "events",
                "Who took part in which events and documents",
                "an edge for each way in which an actor had part in an event or document, weight 1; events stay whole",
                events,
            ),
            View(
                "ties",
                "Ties between states and organisations",
                "met: each common event adds 1/(n-1) for n parties (Newman 2001); agreed, set up a body: each common "
                "instrument or body adds 1; declared levels of relations: 1 for each spell",
                ties,
            ),
        )
    }
)


def view(mirror: "Mirror[str]", model: Model, name: str, window: Window) -> "nx.Graph[str]":
    """Make the view of that name. Its metadata stand in the graph's attributes. Raises NotFoundError."""
    if name not in VIEWS:
        raise NotFoundError(f"there is no view '{name}'", suggestion(name, list(VIEWS)))
    chosen = VIEWS[name]
    graph = chosen.make(mirror, model, window)
    graph.graph.update(view=name, title=chosen.title, rule=chosen.rule)
    graph.graph.update({end: day.isoformat() for end, day in (("since", window.since), ("until", window.until)) if day})
    return graph
