"""How networks of a graph are drawn when they are written to files: in which words, where, how large, how coloured."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from cagraph.errors import ParameterError, suggestion
from cagraph.exports import Manner
from cagraph.graph.lists import check_language
from cagraph.graph.places import FORCE, LAYOUTS, Places
from cagraph.measures import MEASURES, Archive, analyse
from cagraph.measures.communities import SEEDS, partition
from cagraph.measures.networks import both_ways, groups, simple
from cagraph.mirror import Requested, flag
from cagraph.mirror.drawing import Colour, Drawn, degree, records
from cagraph.mirror.geography import homes
from cagraph.mirror.layout import colour, sizes

if TYPE_CHECKING:
    import networkx as nx

DEGREE: Final = "degree"
EVENTS: Final = "events"
COUNTED: Final[Mapping[str, tuple[str, Callable[["nx.Graph[str]"], dict[str, float | None]]]]] = MappingProxyType(
    {
        DEGREE: ("number of ties", degree),
        EVENTS: ("number of events, documents and spells that its ties are made of", records),
    }
)
KIND: Final = "kind"
COMMUNITY: Final = "community"
SIDE: Final = "side"
COLOURED: Final[Mapping[str, str]] = MappingProxyType(
    {
        KIND: "kind, in the colours of Okabe and Ito (2008)",
        COMMUNITY: f"community by the Louvain method (Blondel et al. 2008, resolution 1, seed {SEEDS[0]}), in the "
        "colours of Tol (2021); those after the ninth together in grey",
        SIDE: "side: a state of a region of which the records name the members, another state, or an organisation; "
        "persons are on the side of the state they act for, happenings on that of all who are tied to them, mixed "
        "where they are of several",
    }
)
# Tol (2021), Colour Schemes, SRON/EPS/TN/09-002: muted, and its grey for what has no colour of its own.
MUTED: Final[tuple[Colour, ...]] = (
    (51, 34, 136), (136, 204, 238), (221, 204, 119), (17, 119, 51), (204, 102, 119), (136, 34, 85), (68, 170, 153),
    (153, 153, 51), (170, 68, 153),
)  # fmt: skip
GREY: Final[Colour] = (187, 187, 187)
OTHERS: Final = "Other communities"
# Okabe and Ito (2008); mixed lies between the two blues and reds that it mixes.
PARTNERS, ORGANISATIONS, MIXED, NO_SIDE = "Partner states", "Organisations", "Mixed", "No side"
REGION: Final[Colour] = (0, 114, 178)
SIDES: Final[Mapping[str, Colour]] = MappingProxyType(
    {PARTNERS: (213, 94, 0), ORGANISATIONS: (0, 158, 115), MIXED: (204, 121, 167), NO_SIDE: GREY}
)


def check(manner: Manner) -> None:
    """Refuse a look that nothing has. Raises ParameterError."""
    check_language(manner.lang)
    flag("dynamic", manner.dynamic)
    sized = [*COUNTED, *(name for name, one in MEASURES.items() if one.of == "nodes" and one.amounts)]
    for name, known in (("layout", list(LAYOUTS)), ("size", sized), ("colour", list(COLOURED))):
        value = str(getattr(manner, name))
        if value and value not in known:
            raise ParameterError(f"{name}: '{value[:80]}' is not known", suggestion(value, known))


@dataclass(frozen=True)
class Drawings:
    """Draws the views of a version of the data; `label` tells what an entity is called in a language."""

    archive: Archive
    places: Places
    label: Callable[[str, str], str]

    def of(self, network: "nx.Graph[str]", requested: Requested, manner: Manner) -> Drawn:
        """How a view looks that was made as `requested`. Raises ParameterError for what it cannot be given."""
        check(manner)
        layout, size, chosen = manner.layout or FORCE, manner.size or DEGREE, manner.colour or KIND
        size_told, amounts = self._amounts(network, requested, size)
        coloured, colours = self._coloured(network, chosen)
        told = {"place": LAYOUTS[layout], "size": f"{size_told}, its square root", "colour": COLOURED[chosen]}
        if manner.lang:
            told["labels"] = f"names in the language {manner.lang}, where they are recorded, else in English"
        return Drawn(
            self._labels(network, manner.lang),
            self.places.of(network, layout),
            sizes(amounts),
            {node: colours[group] for node, group in coloured.items()},
            told,
            amounts,
            coloured,
        )

    def _labels(self, network: "nx.Graph[str]", language: str) -> dict[str, str]:
        if language in {"", "en"}:
            return {node: str(label) for node, label in network.nodes(data="label")}
        return {node: self.label(node, language) for node in network}

    def _amounts(
        self, network: "nx.Graph[str]", requested: Requested, size: str
    ) -> tuple[str, dict[str, float | None]]:
        """What the sizes of nodes stand for, in words, and how much of it each has."""
        if size in COUNTED:
            told, count = COUNTED[size]
            return told, count(network)
        options = requested.given
        view, since, until = str(network.graph["view"]), options.pop("since", ""), options.pop("until", "")
        found = analyse(self.archive.scene, size, view, since, until, options=options)
        (result,) = found.results
        values = {node: value for (node,), value in result.scores.values.items()}
        # Who is tied to none has no place in a measure's network.
        return found.measure.title, {node: values.get(node) for node in network}

    def _coloured(self, network: "nx.Graph[str]", chosen: str) -> tuple[dict[str, str], Mapping[str, Colour]]:
        """What the colour of each node stands for, and the colours of that."""
        if chosen == COMMUNITY:
            return _communities(network)
        if chosen == SIDE:
            return self._sides(network)
        kinds = {node: str(kind) for node, kind in network.nodes(data=KIND)}
        return kinds, {kind: colour(kind, self.archive.scene.model) for kind in kinds.values()}

    def _sides(self, network: "nx.Graph[str]") -> tuple[dict[str, str], Mapping[str, Colour]]:
        scene, regions, states = self.archive.scene, groups(self.archive.scene), homes(self.archive.scene)
        named = {state: str(scene.mirror.nodes[region]["label"]) for state, region in _single(regions).items()}
        sides: dict[str, str] = {}
        for node in network:
            if scene.is_a(node, "Person"):
                sides[node] = _side(states[node], named) if node in states else NO_SIDE
            elif scene.is_a(node, "State"):
                sides[node] = _side(node, named)
            elif scene.is_a(node, "Region"):
                sides[node] = next((named[one] for one, of in regions.items() if of == node), PARTNERS)
            elif scene.is_a(node, "Actor"):
                sides[node] = ORGANISATIONS
        happenings = {node: _mixed(network, node, sides) for node in network if node not in sides}
        return sides | happenings, {**dict.fromkeys(named.values(), REGION), **SIDES}


def _single(regions: Mapping[str, str]) -> dict[str, str]:
    """Each member of a region with it; of several, with the first."""
    return {state: of.partition(", ")[0] for state, of in regions.items()}


def _side(state: str, named: Mapping[str, str]) -> str:
    return named.get(state, PARTNERS)


def _mixed(network: Any, node: str, sides: Mapping[str, str]) -> str:
    """The side of all who are tied to a happening; organisations do not count beside states."""
    tied = {*network.pred[node], *network.succ[node]} if network.is_directed() else {*network[node]}
    found = {sides[other] for other in tied if other in sides} - {NO_SIDE}
    found = found - {ORGANISATIONS} or found
    return MIXED if len(found) > 1 else next(iter(found), NO_SIDE)


def _communities(network: "nx.Graph[str]") -> tuple[dict[str, str], Mapping[str, Colour]]:
    """The community of each node, as the measure numbers them, and their colours; the smallest share one."""
    tied = simple(network)
    numbers = partition(both_ways(tied) if tied.is_directed() else tied)
    coloured = {
        node: f"Community {number}" if number <= len(MUTED) else OTHERS for node, number in sorted(numbers.items())
    }
    named = {f"Community {number}": shade for number, shade in enumerate(MUTED, start=1)}
    return coloured, {**named, OTHERS: GREY}
