"""What a view is, what it is made of, and how records that tie two entities become the edges of a network."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, reduce
from math import fsum
from typing import Any

import networkx as nx

from cagraph.mirror.options import Choices, Options
from cagraph.mirror.window import Window
from cagraph.model import Model

Mirror = nx.MultiDiGraph
Spell = tuple[str, str]
# The claims that show an instrument in force for a party on a day; None where they do not show it.
Clock = Callable[[str, str, date], frozenset[str] | None]
# The spans of days in which an instrument is in force beyond doubt for a party, generally for an empty one.
Lasting = Callable[[str, str], Sequence[Spell]]


def _untold(record: str, party: str) -> Sequence[Spell]:
    return ()


@dataclass(frozen=True)
class Scene:
    """What views are made of: the mirror, the model, and the treaty clock.

    With `surely`, records lie only in a span in which they lie on whatever day their dates mean. `lasting` tells when
    treaties are in force; without it, they are there on the days on which they were made.
    """

    mirror: "Mirror[str]"
    model: Model
    in_force: Clock
    surely: bool = False
    lasting: Lasting = _untold

    def is_a(self, node: str, kind: str) -> bool:
        """Whether an entity is of a kind."""
        return node in self.mirror and self.mirror.nodes[node]["kind"] in self._specialising.get(kind, ())

    @cached_property
    def _specialising(self) -> Mapping[str, frozenset[str]]:
        """Each kind with itself and those that specialise it."""
        names = tuple(self.model.kinds)
        return {kind: frozenset(name for name in names if self.model.is_a(name, kind)) for kind in names}

    @cached_property
    def concepts(self) -> tuple[str, ...]:
        """The ids of the levels, topics and other concepts there are."""
        return tuple(node for node in self.mirror if self.is_a(node, "Concept"))

    def records(self, kinds: Iterable[str], options: Options) -> Iterator[str]:
        """The records of these kinds that fit the kinds, topics and span asked for, in the order of their ids."""
        fitting = self._of_kinds(kinds)
        if options.kinds:
            fitting &= self._of_kinds(options.kinds)
        for node, attributes in self.mirror.nodes(data=True):
            about = not options.topics or not options.topics.isdisjoint(attributes.get("topics", ()))
            if attributes["kind"] in fitting and about and self._within(options.window, attributes):
                yield node

    def _within(self, window: Window, attributes: Mapping[str, Any]) -> bool:
        if not window.holds(attributes):
            return False
        return not self.surely or window.surely_holds(self.model.kinds[attributes["kind"]], attributes)

    def _of_kinds(self, kinds: Iterable[str]) -> frozenset[str]:
        return frozenset(name for kind in kinds for name in self._specialising.get(kind, ()))

    def linked(self, record: str, field: str) -> dict[str, list[str]]:
        """What a record is linked to by an edge of that name, each with the claims that say so."""
        edges = self.mirror.out_edges(record, keys=True, data=True)
        return {other: data["claims"] for _, other, key, data in edges if key == field}

    def naming(self, node: str, field: str) -> dict[str, list[str]]:
        """The records that are linked to an entity by an edge of that name, each with the claims that say so."""
        edges = self.mirror.in_edges(node, keys=True, data=True)
        return {record: data["claims"] for record, _, key, data in edges if key == field}

    def wholes(self, event: str) -> set[str]:
        """The events that an event is a part of, near and far."""
        found: set[str] = set()
        waiting = [event]
        while waiting:
            new = set(self.linked(waiting.pop(), "partOf")) - found - {event}
            found |= new
            waiting += sorted(new)
        return found

    def spells(self, record: str, *parties: str) -> list[Spell]:
        """When a record is there: in its place in time, and while in force for all these parties, or generally."""
        found = {span(self.mirror.nodes[record])}
        if self.has_force(record):
            lasting = (list(self.lasting(record, party)) for party in parties or ("",))
            found.update(reduce(shared, lasting))
        return sorted(spell for spell in found if any(spell))

    def has_force(self, record: str) -> bool:
        """Whether a record is one of which it is asked whether it is in force."""
        told = "in_force" in self.mirror.nodes[record]
        return self.is_a(record, "Treaty") or (told and self.is_a(record, "Instrument"))

    def concept(self, node: str, field: str) -> str:
        """A concept that an entity has in a field, as words: `strategic partnership`; empty without one."""
        return str(self.mirror.nodes[node].get(field, "")).partition(".")[2].replace("-", " ")


@dataclass(frozen=True)
class View:
    """A named way to make a network of the mirror, and what it can be asked for."""

    name: str
    title: str
    rule: str
    make: Callable[[Scene, Options], "nx.Graph[str]"]
    choices: Choices = field(default_factory=Choices)


@dataclass(frozen=True)
class Tie:
    """One record that ties two entities: in which way, how strongly, and by which claims.

    `spells` are when, where that is not the record's own place in time.
    """

    one: str
    other: str
    kind: str
    record: str
    claims: Iterable[str]
    weight: float = 1.0
    spells: Sequence[Spell] | None = None


def woven(scene: Scene, ties: Iterable[Tie], directed: bool = False) -> "nx.Graph[str]":
    """The network of ties: one edge for each two entities and kind of tie, and no loops.

    Edges have `kind`, `label`, `weight` (the sum over records), `count` (how many), `records` (their ids), `spells`
    (first and last days, an empty one is open or unknown) and `claims`. Nodes have what they have in the mirror.
    """
    groups: dict[tuple[str, str, str], list[Tie]] = defaultdict(list)
    for tie in ties:
        if tie.one != tie.other:
            ends = (tie.one, tie.other) if directed else (min(tie.one, tie.other), max(tie.one, tie.other))
            groups[(*ends, tie.kind)].append(tie)
    graph: Any = nx.MultiDiGraph() if directed else nx.MultiGraph()
    for node in sorted({node for ends in groups for node in ends[:2]}):
        graph.add_node(node, **scene.mirror.nodes[node])
    for (one, other, kind), found in sorted(groups.items()):
        spells = {
            spell
            for tie in found
            for spell in ((span(scene.mirror.nodes[tie.record]),) if tie.spells is None else tie.spells)
        }
        graph.add_edge(
            one,
            other,
            key=kind,
            kind=kind,
            label=kind,
            weight=round(fsum(tie.weight for tie in found), 6),
            count=len(found),
            records=sorted({tie.record for tie in found}),
            spells=sorted(spell for spell in spells if any(spell)),
            claims=sorted({claim for tie in found for claim in tie.claims}),
        )
    return graph  # type: ignore[no-any-return]


def shared(one: Iterable[Spell], other: Iterable[Spell]) -> list[Spell]:
    """The spans in which both are, of spans whose first days are known; an empty last day is an open one.

    >>> shared([("2019-01-01", "")], [("2018-01-01", "2019-03-31"), ("2021-05-01", "")])
    [('2019-01-01', '2019-03-31'), ('2021-05-01', '')]
    """
    both = ((max(a[0], b[0]), min(filter(None, (a[1], b[1])), default="")) for a in one for b in other)
    return [(first, last) for first, last in both if not last or first <= last]


def span(attributes: Any) -> Spell:
    """The first and last day of a node's place in time; an empty one is open or unknown."""
    return str(attributes.get("earliest", "")), str(attributes.get("latest", ""))
