"""Who took part in an event, for whom, and at what level: as its record says, else by the posts held on its day."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final

import networkx as nx

from cagraph.mirror.options import Options
from cagraph.mirror.views.base import Scene, Spell, span
from cagraph.model import PartialDate

PARTICIPATION: Final = "participation"
MEETS: Final = "Event"
ACT: Final = "TreatyAct"
VISITOR: Final = "role.visitor"


@dataclass(frozen=True)
class Part:
    """One participant. An empty person, party or role is not told; `levels` are those of the posts held then."""

    person: str
    party: str
    role: str
    levels: frozenset[str]
    claims: frozenset[str]

    def at(self, levels: frozenset[str]) -> bool:
        """Whether they took part at one of these levels; without any, at whichever."""
        return not levels or not levels.isdisjoint(self.levels)


@dataclass(frozen=True)
class _Tenure:
    """A person's time in a post of a party, at a level."""

    person: str
    party: str
    level: str
    attributes: Mapping[str, Any]
    claims: frozenset[str]

    @property
    def spells(self) -> list[Spell]:
        """When it lasted, as far as that is known."""
        whole = span(self.attributes)
        if any(whole):
            return [whole]
        seen = (PartialDate.parse(day) for day in self.attributes.get("attested", ()))
        return [(str(day.earliest), str(day.latest)) for day in seen if day.earliest and day.latest]

    def covers(self, event: Mapping[str, Any]) -> bool:
        """Whether it surely lasted through an event: one known by its days alone, only on those days."""
        first, last = event.get("earliest", ""), event.get("latest", "")
        if not (first and last):
            return False
        if first == last and first in self.attributes.get("attested", ()):
            return True
        start, end = self.attributes.get("start"), self.attributes.get("end")
        begun = PartialDate.parse(start).latest if start else None
        over = PartialDate.parse(end).earliest if end else None
        return begun is not None and begun.isoformat() <= first and (not end or bool(over and last <= over.isoformat()))


@dataclass(frozen=True)
class Parts:
    """The participants of events. Made for one view, since it reads the tenures once."""

    scene: Scene

    @cached_property
    def _tenures(self) -> list[_Tenure]:
        found = []
        for node, attributes in self.scene.mirror.nodes(data=True):
            if not self.scene.is_a(node, "Tenure"):
                continue
            for person, one in self.scene.linked(node, "holder").items():
                for post, other in self.scene.linked(node, "post").items():
                    level = str(self.scene.mirror.nodes[post].get("level", ""))
                    for party in self.scene.linked(post, "postOf"):
                        found.append(_Tenure(person, party, level, attributes, frozenset((*one, *other))))
        return found

    @cached_property
    def by_person(self) -> Mapping[str, list[_Tenure]]:
        """The tenures of each person."""
        return _grouped((tenure.person, tenure) for tenure in self._tenures)

    @cached_property
    def _by_party(self) -> Mapping[str, list[_Tenure]]:
        return _grouped((tenure.party, tenure) for tenure in self._tenures)

    def of(self, event: str) -> list[Part]:
        """Everybody whom the record of an event names.

        The level is the one that the record gives, else that of the post it names, else those of the posts that the
        person surely held then, for the party where one is named.
        """
        return [
            self._part(event, actor, data)
            for actor, _, key, data in self.scene.mirror.in_edges(event, keys=True, data=True)
            if key == PARTICIPATION
        ]

    def _part(self, event: str, actor: str, data: Mapping[str, Any]) -> Part:
        is_party = self.scene.is_a(actor, "Party")
        part = Part(
            "" if is_party else actor,
            actor if is_party else str(data.get("party", "")),
            str(data.get("role", "")),
            frozenset(),
            frozenset(data["claims"]),
        )
        post = self.scene.mirror.nodes.get(data.get("post", ""), {})
        level = data.get("level") or post.get("level", "")
        if level:
            return replace(part, levels=frozenset((level,)))
        held = [one for one in self._held(event, part.person) if part.party in {"", one.party}]
        claims = part.claims.union(*(one.claims for one in held))
        return replace(part, levels=frozenset(one.level for one in held), claims=claims) if held else part

    def _held(self, event: str, person: str) -> list[_Tenure]:
        attributes = self.scene.mirror.nodes[event]
        return [one for one in self.by_person.get(person, ()) if one.level and one.covers(attributes)]

    def persons(self, event: str) -> list[Part]:
        """Everybody who took part as a person: where only a party and a level are told, who surely held that post.

        Where several did, or none is known, nobody.
        """
        return [one for part in self.of(event) if (one := part if part.person else self._named(event, part))]

    def _named(self, event: str, part: Part) -> Part | None:
        attributes = self.scene.mirror.nodes[event]
        held = [
            one for one in self._by_party.get(part.party, ()) if one.level in part.levels and one.covers(attributes)
        ]
        if len({one.person for one in held}) != 1:
            return None
        return replace(part, person=held[0].person, claims=part.claims.union(*(one.claims for one in held)))


def in_office(scene: Scene, graph: "nx.Graph[str]") -> None:
    """Give each person of a network who held a post `spells`: those of the posts, and of what they took part in.

    A post without a known beginning or end is there on the days on which it is seen. Without spells, and so always
    there, are those with a tie that has none.
    """
    for person, tenures in Parts(scene).by_person.items():
        if person in graph:
            held = [spell for tenure in tenures for spell in tenure.spells]
            ties = _ties_of(graph, person)
            if held and all(tie["spells"] for tie in ties):
                graph.nodes[person]["spells"] = sorted({*held, *(spell for tie in ties for spell in tie["spells"])})


def _ties_of(graph: Any, node: str) -> list[dict[str, Any]]:
    edges = [*graph.edges(node, data=True), *(graph.in_edges(node, data=True) if graph.is_directed() else ())]
    return [data for *_, data in edges]


def _grouped(pairs: Iterable[tuple[str, _Tenure]]) -> Mapping[str, list[_Tenure]]:
    found: dict[str, list[_Tenure]] = defaultdict(list)
    for key, tenure in pairs:
        found[key].append(tenure)
    return found


def visitors(parts: list[Part], state: str) -> list[Part]:
    """Those of the participants of a visit to a state who visited it.

    They are those recorded in that role; where nobody is, all who came in no told role for another party.
    """
    named = [part for part in parts if part.role == VISITOR]
    return named or [part for part in parts if not part.role and part.party != state]


def represented(scene: Scene, event: str) -> dict[str, set[str]]:
    """The parties for which somebody took part in an event, each with the claims that say so."""
    found: dict[str, set[str]] = defaultdict(set)
    for actor, _, key, data in scene.mirror.in_edges(event, keys=True, data=True):
        party = data.get("party") or actor
        if key == PARTICIPATION and scene.is_a(party, "Party"):
            found[party].update(data["claims"])
    return found


def parties(scene: Scene, record: str) -> dict[str, set[str]]:
    """The parties that a record stands between, each with the claims that say so.

    Of an event, those for whom somebody took part, and the state visited; of an instrument, those it names and those
    with an act on it; of a body, its founders; of a relation, the two.
    """
    found = represented(scene, record)
    for field in ("to", "party", "founder", "between"):
        for party, claims in scene.linked(record, field).items():
            if scene.is_a(party, "Party"):
                found[party].update(claims)
    if scene.is_a(record, "Instrument"):
        for act, claims in scene.naming(record, "instrument").items():
            for party, told in scene.linked(act, "party").items():
                found[party].update(claims, told)
    return found


def bilateral(scene: Scene, record: str) -> bool:
    """Whether a record stands between exactly two parties; an instrument, only where it names both."""
    circle = set(parties(scene, record))
    return len(circle) == 2 and (not scene.is_a(record, "Instrument") or circle == set(scene.linked(record, "party")))


def happenings(scene: Scene, options: Options) -> Iterable[str]:
    """The events that can bring people together, treaty acts left out, as far as they are asked for."""
    for event in scene.records((MEETS,), options):
        if not scene.is_a(event, ACT) and (not options.bilateral or bilateral(scene, event)):
            yield event
