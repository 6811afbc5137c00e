"""The mirror as a search for connections needs it: neighbours, links with their dates and claims, degrees, names."""

import dataclasses
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from math import isqrt, log2
from typing import TYPE_CHECKING, Any, Final

from cagraph.mirror import Window
from cagraph.model import Kind, Model
from cagraph.model.text import fold, search_key

if TYPE_CHECKING:
    import networkx as nx

_SCALE: Final = 1000


@dataclass(frozen=True)
class Link:
    """One accepted fact that ties two entities: the field `field` of `record` names `value`.

    `claims` are the ids of the claims it rests on; `details` the other values of a participation, by field name.
    """

    record: str
    field: str
    value: str
    claims: tuple[str, ...]
    details: Mapping[str, str] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True)
class When:
    """A record's place in time as its source gives it, and the field that says so."""

    text: str
    field: str


@dataclass(frozen=True)
class Index:
    """Every accepted entity with its neighbours. Made once of a mirror; a search then needs no store."""

    mirror: "nx.MultiDiGraph[str]"
    model: Model

    @cached_property
    def links(self) -> Mapping[str, Mapping[str, tuple[Link, ...]]]:
        """The links between each two neighbours, both ways round, in a fixed order."""
        found: dict[str, dict[str, list[Link]]] = defaultdict(lambda: defaultdict(list))
        for source, target, key, data in self.mirror.edges(keys=True, data=True):
            for link in self._links(source, target, key, data):
                if link.record != link.value:
                    found[link.record][link.value].append(link)
                    found[link.value][link.record].append(link)
        return {
            node: {other: tuple(sorted(links, key=_order)) for other, links in sorted(others.items())}
            for node, others in found.items()
        }

    def _links(self, source: str, target: str, key: str, data: Mapping[str, Any]) -> list[Link]:
        """The links that one edge of the mirror stands for: a participation ties the event to person and to party."""
        claims = tuple(data["claims"])
        if key not in self._component_fields:
            return [Link(source, key, target, claims)]
        ends, rest = self._component_fields[key]
        known = {name: value for name, value in data.items() if name != "claims"}
        links = [Link(target, key, source, claims, known)]
        first = next(name for name in ends if name not in known or known[name] == source)
        for name in ends:
            other = known.get(name)
            if name != first and other in self.mirror and other != source:
                details = {first: source} | {one: known[one] for one in rest if one in known}
                links.append(Link(target, key, str(other), claims, details))
        return links

    @cached_property
    def _component_fields(self) -> Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]:
        """The fields that hold components, by local name: which of their parts are entities tied, and which are not."""
        found = {}
        for kind in self.model.kinds.values():
            for spec in kind.fields:
                if spec.component:
                    parts = spec.component.fields
                    found[spec.term.property.partition(":")[2]] = (
                        tuple(part.name for part in parts if part.term.edge),
                        tuple(part.name for part in parts if not part.term.edge),
                    )
        return found

    def neighbours(self, node: str) -> Mapping[str, tuple[Link, ...]]:
        """The entities tied to one, with the links to each."""
        return self.links.get(node, {})

    def degree(self, node: str) -> int:
        """How many entities a node is tied to."""
        return len(self.neighbours(node))

    def cost(self, node: str) -> int:
        """How little passing through a node says: the binary logarithm of its degree, in thousandths."""
        return round(_SCALE * log2(max(1, self.degree(node))))

    @cached_property
    def hub_degree(self) -> int:
        """The degree above which a node is a hub: the square root of twice the number of ties.

        In a network wired at random with the same degrees, two nodes above it would be tied more than once on
        average, so that a tie of theirs says nothing (the structural cutoff: Boguñá, Pastor-Satorras and Vespignani,
        Eur. Phys. J. B 38, 2004).
        """
        return isqrt(sum(map(self.degree, self.links)))

    @cached_property
    def hubs(self) -> frozenset[str]:
        """The nodes above the degree of hubs."""
        return frozenset(node for node in self.links if self.degree(node) > self.hub_degree)

    def kind(self, node: str) -> Kind:
        """The kind of an entity."""
        return self.model.kinds[self.mirror.nodes[node]["kind"]]

    def label(self, node: str, lang: str = "") -> str:
        """The name of an entity in a language, else in English."""
        attributes = self.mirror.nodes[node]
        return str(attributes["labels"].get(lang, attributes["label"]))

    def within(self, node: str, window: Window) -> bool:
        """Whether an entity can lie in a span: what has no place in time by its kind lies in every span."""
        if window.since is None and window.until is None:
            return True
        return self.kind(node).name in self._timeless or window.holds(self.mirror.nodes[node])

    @cached_property
    def _timeless(self) -> frozenset[str]:
        kinds = self.model.concrete
        return frozenset(kind.name for kind in kinds if not any(spec.term.time for spec in kind.fields))

    def when(self, node: str) -> When | None:
        """The date of a record in the words of its source: its first day, or its spell from start to end."""
        attributes = self.mirror.nodes[node]
        dated = [spec for spec in self.kind(node).fields if spec.term.time and spec.name in attributes]
        days = [(str(attributes[spec.name]), spec.name) for spec in dated if spec.term.time == "at"]
        if days:
            return When(*min(days))
        start = next(((attributes[spec.name], spec.name) for spec in dated if spec.term.time == "start"), None)
        end = next(((attributes[spec.name], spec.name) for spec in dated if spec.term.time == "end"), None)
        if not (start or end):
            return None
        # What began or ended within days lasts from the first of the former to the last of the latter.
        first = str(start[0]).partition("/")[0] if start else ".."
        last = str(end[0]).rpartition("/")[2] if end else ".."
        return When(f"{first}/{last}", (start or end or ("", ""))[1])

    @cached_property
    def _names(self) -> Mapping[str, frozenset[str]]:
        """The entities that each name, as it is compared and by its sound, can mean."""
        found: dict[str, set[str]] = defaultdict(set)
        for node, attributes in self.mirror.nodes(data=True):
            names = {attributes["label"], *attributes["labels"].values()}
            for key in {key for name in names for key in (fold(name), search_key(name))}:
                found[key].add(node)
        return {key: frozenset(nodes) for key, nodes in found.items()}

    def named(self, text: str) -> tuple[str, ...]:
        """The accepted entities that have this whole name, in any script, case or spelling."""
        return tuple(sorted(self._names.get(fold(text)) or self._names.get(search_key(text)) or ()))


def _order(link: Link) -> tuple[str, ...]:
    return (link.field, link.record, link.value, *(f"{name}={value}" for name, value in sorted(link.details.items())))
