"""Every view against a count over the records themselves, in plain Python that knows nothing of the mirror."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date
from fractions import Fraction
from itertools import combinations
from typing import Any

import networkx as nx
import pytest
from diplomacy import DAYS, LEVELS, POSTS, STATES, diplomacy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cagraph.errors import NotFoundError
from cagraph.graph import Graph
from cagraph.mirror import views
from cagraph.model import MODEL, Entity
from cagraph.model.evidence import Polarity
from cagraph.model.kinds.events import TreatyAct

Edge = tuple[str, str, str]
Counted = dict[Edge, dict[str, Fraction]]
STATES_SET = frozenset(STATES)
DATED = {"Treaty": ("signed",), "Instrument": ("signed",)}
LEVEL_OF = {post: f"level.{post[:-4]}" for post in POSTS}


class Count:
    """The accepted records, and the edges that the rules of each view make of them."""

    def __init__(self, records: list[Entity], asked: dict[str, Any], graph: Graph) -> None:
        self.asked, self.graph = asked, graph
        self.records = [one for one in records if all(told.polarity is Polarity.ASSERTED for told in one.evidence)]
        self.by_id: dict[str, Any] = {one.id: one for one in self.records}

    def of(self, *kinds: str) -> Iterator[Any]:
        """The records of these kinds that lie in the span."""
        for record in self.records:
            if type(record).__name__ in kinds and self.lies_within(record):
                yield record

    def lies_within(self, record: Any) -> bool:
        first, last, dated = self.span(record)
        since = self.asked.get("since") or self.asked.get("on")
        until = self.asked.get("until") or self.asked.get("on")
        if not dated:
            return not (since or until)
        return not (since and last < date.fromisoformat(since)) and not (until and first > date.fromisoformat(until))

    @staticmethod
    def span(record: Any) -> tuple[date, date, bool]:
        """First and last day, and whether anything is known of them."""
        if hasattr(record, "start"):
            start, end = record.start, record.end
        else:
            start = end = record.signed if hasattr(record, "signed") else record.date
        first = start.earliest if start else None
        last = end.latest if end else None
        return first or date.min, last or date.max, bool(first or last)

    def events(self) -> dict[str, Any]:
        """The events that bring people together, by id."""
        kinds = self.asked.get("kinds")
        found = self.of(*([kinds] if kinds else ["Event", "Meeting", "Negotiation", "Visit"]))
        return {one.id: one for one in found if not self.asked.get("bilateral") or len(self.circle(one)) == 2}

    @staticmethod
    def circle(event: Any) -> set[str]:
        return {part.party for part in event.participants if part.party} | {getattr(event, "to", None)} - {None}

    def level_of(self, event: Any, part: Any) -> set[str]:
        if part.level:
            return {f"level.{part.level}"}
        if part.post:
            return {LEVEL_OF[part.post]}
        return {
            LEVEL_OF[tenure.post]
            for tenure in self.tenures(event)
            if tenure.person == part.who and (not part.party or tenure.post.endswith(part.party.lower()))
        }

    def tenures(self, event: Any) -> Iterator[Any]:
        """The tenures that surely last through an event."""
        if not event.date or not event.date.earliest or not event.date.latest:
            return
        first, last = event.date.earliest, event.date.latest
        for tenure in self.records:
            if type(tenure).__name__ == "Tenure":
                seen = first == last and first.isoformat() in {day.text for day in tenure.attested}
                begun = tenure.start and tenure.start.latest and tenure.start.latest <= first
                over = tenure.end and not (tenure.end.earliest and tenure.end.earliest >= last)
                if seen or (begun and not over):
                    yield tenure

    def at_level(self, event: Any, part: Any, default: str = "") -> bool:
        wanted = self.asked.get("level", default)
        return not wanted or f"level.{wanted}" in self.level_of(event, part)

    def without_wholes(self, there: dict[str, set[str]]) -> Iterator[tuple[str, tuple[str, str]]]:
        """Each event with each two who were there, unless both were at an event that it is a part of."""
        for id_, who in there.items():
            for pair in combinations(sorted(who), 2):
                whole = self.by_id[id_].part_of
                covered = False
                while whole and whole in self.by_id:
                    covered = covered or set(pair) <= there.get(whole, set())
                    whole = self.by_id[whole].part_of
                if not covered:
                    yield id_, pair

    def co_participation(self) -> Iterator[tuple[Edge, str, Fraction]]:
        there = {
            id_: {part.party for part in event.participants if part.party and self.at_level(event, part)}
            for id_, event in self.events().items()
        }
        for id_, pair in self.without_wholes(there):
            if STATES_SET.issuperset(pair):
                n = len(there[id_])
                weight = {"newman": Fraction(1, n - 1), "pairs": Fraction(2, n * (n - 1))}
                yield (*pair, "took part together"), id_, weight.get(self.asked.get("weight", ""), Fraction(1))

    def contacts(self) -> Iterator[tuple[Edge, str, Fraction]]:
        there: dict[str, set[str]] = {}
        for id_, event in self.events().items():
            there[id_] = {
                person
                for part in event.participants
                if (person := part.who or self.holder(event, part)) and self.at_level(event, part, "head-of-state")
            }
        for id_, pair in self.without_wholes(there):
            yield (*pair, "met"), id_, Fraction(1)

    def holder(self, event: Any, part: Any) -> str:
        """The one person who held the post of that level of the party."""
        posts = [
            post
            for post in POSTS
            if post.endswith(str(part.party).lower()) and LEVEL_OF[post] in self.level_of(event, part)
        ]
        holders = {tenure.person for tenure in self.tenures(event) if tenure.post in posts}
        return holders.pop() if len(holders) == 1 else ""

    def visits(self) -> Iterator[tuple[Edge, str, Fraction]]:
        for visit in self.of("Visit"):
            if self.asked.get("bilateral") and len(self.circle(visit)) != 2:
                continue
            came = [part for part in visit.participants if part.role == "visitor"]
            if not came:
                came = [part for part in visit.participants if part.role is None]
            for party in {part.party for part in came if part.party and self.at_level(visit, part)} - {visit.to}:
                yield (party, visit.to, "visited"), visit.id, Fraction(1)

    def treaties(self) -> Iterator[tuple[Edge, str, Fraction]]:
        kinds = [self.asked["kinds"]] if self.asked.get("kinds") else ["Treaty", "Instrument"]
        if "Instrument" in kinds:
            kinds = ["Treaty", "Instrument"]
        day = self.asked.get("on")
        for one in self.records:
            if type(one).__name__ not in kinds or not (day or self.lies_within(one)):
                continue
            acting = {act.party for act in self.records if getattr(act, "instrument", "") == one.id}  # type: ignore[attr-defined]
            parties = {*one.parties, *acting}  # type: ignore[attr-defined]
            if self.asked.get("bilateral") and not (len(parties) == 2 and parties == set(one.parties)):  # type: ignore[attr-defined]
                continue
            if day:
                counts = type(one).__name__ == "Treaty" or one.in_force  # type: ignore[attr-defined]
                parties = {party for party in parties if counts and self.in_force(one.id, party, day)}
            for pair in combinations(sorted(parties & STATES_SET), 2):
                yield (*pair, type(one).__name__.lower()), one.id, Fraction(1)

    def in_force(self, instrument: str, party: str, day: str) -> bool:
        return bool(self.graph.status(instrument, party, day)["status"]["in_force"]["value"] == "yes")

    def memberships(self) -> Iterator[tuple[Edge, str, Fraction]]:
        for spell in self.of("Membership"):
            status = spell.status if spell.status else "of unknown status"
            if spell.member != "league":
                yield (spell.member, spell.organisation, status), spell.id, Fraction(1)

    def relations(self) -> Iterator[tuple[Edge, str, Fraction]]:
        for spell in self.of("Relation"):
            level = spell.level
            if self.asked.get("level", level) == level:
                yield (min(spell.between), max(spell.between), level), spell.id, Fraction(1)

    def signed(self) -> Iterator[tuple[Edge, str, Fraction]]:
        for spell in self.of("Relation"):
            if self.asked.get("kinds", "Relation") == "Relation" and spell.level != "recognition":
                yield (min(spell.between), max(spell.between), spell.level), spell.id, Fraction(1)
        for one in self.of("Situation"):
            states = sorted(STATES_SET.intersection(one.concerns))
            quarrel = one.form in {"armed-conflict", "border-dispute"}
            if self.asked.get("kinds", "Situation") == "Situation" and quarrel and len(states) == 2:
                yield (*states, one.form.replace("-", " ")), one.id, Fraction(1)

    def ties(self) -> Iterator[tuple[Edge, str, Fraction]]:
        bilateral = self.asked.get("bilateral")
        for event in self.events().values():
            parties = {part.party for part in event.participants if part.party}
            for pair in combinations(sorted(parties), 2):
                yield (*pair, "met"), event.id, Fraction(1, len(parties) - 1)
        for one in self.of("Treaty", "Instrument"):
            acting = {act.party for act in self.records if getattr(act, "instrument", "") == one.id}  # type: ignore[attr-defined]
            if not bilateral or ({*one.parties, *acting} == set(one.parties) and len(one.parties) == 2):
                for pair in combinations(sorted(one.parties), 2):
                    yield (*pair, "agreed"), one.id, Fraction(1)
        for spell in self.of("Relation"):
            yield (min(spell.between), max(spell.between), spell.level), spell.id, Fraction(1)


COUNTS: dict[str, Callable[[Count], Iterator[tuple[Edge, str, Fraction]]]] = {
    "co-participation": Count.co_participation,
    "contacts": Count.contacts,
    "memberships": Count.memberships,
    "relations": Count.relations,
    "signed": Count.signed,
    "ties": Count.ties,
    "treaties": Count.treaties,
    "visits": Count.visits,
}
KINDS = {
    "treaties": ("Treaty", "Instrument"),
    "signed": ("Relation", "Situation"),
    "co-participation": ("Meeting", "Visit"),
    "contacts": ("Meeting", "Visit"),
}


@st.composite
def asked_of(draw: st.DrawFn, view: str) -> dict[str, Any]:
    """Some of the options that a view has."""
    names = views()[view].choices.names
    asked: dict[str, Any] = {}
    span = draw(st.sampled_from(("", "", "", "on", "since", "until", "both")))
    if span == "on":
        asked["on"] = draw(st.sampled_from(DAYS)).isoformat()
    elif span:
        ends = sorted(draw(st.tuples(st.sampled_from(DAYS), st.sampled_from(DAYS))))
        asked |= {"since": ends[0].isoformat()} if span in {"since", "both"} else {}
        asked |= {"until": ends[1].isoformat()} if span in {"until", "both"} else {}
    if "kinds" in names and view in KINDS and draw(st.booleans()):
        asked["kinds"] = draw(st.sampled_from(KINDS[view]))
    if "level" in names and draw(st.booleans()):
        asked["level"] = draw(st.sampled_from(("alliance", "partnership") if view == "relations" else LEVELS))
    if "bilateral" in names and draw(st.booleans()):
        asked["bilateral"] = True
    if "weight" in names:
        asked["weight"] = draw(st.sampled_from(tuple(views()[view].choices.weights)))
    return asked


def edges_of(network: Any) -> dict[Edge, dict[str, Any]]:
    """The edges, those of an undirected network with the lesser end first."""
    directed = network.is_directed()
    return {
        (one, other, key) if directed or one < other else (other, one, key): data
        for one, other, key, data in network.edges(keys=True, data=True)
    }


def test_every_view_of_ties_is_counted() -> None:
    assert {*COUNTS, "events"} == set(views())


@pytest.mark.parametrize("view", COUNTS)
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data(), records=diplomacy())
def test_a_view_is_what_is_counted(view: str, data: st.DataObject, records: list[Entity]) -> None:
    asked = data.draw(asked_of(view))
    graph = Graph.of(records)
    counted: Counted = defaultdict(dict)
    for edge, record, weight in COUNTS[view](Count(records, asked, graph)):
        counted[edge][record] = weight
    found = edges_of(graph.mirror(view, **asked))
    assert {edge: data["records"] for edge, data in found.items()} == {
        edge: sorted(weights) for edge, weights in counted.items()
    }
    for edge, attributes in found.items():
        assert attributes["weight"] == pytest.approx(float(sum(counted[edge].values())), abs=1e-6)
        assert attributes["count"] == len(counted[edge])


@pytest.mark.parametrize("view", sorted(views()))
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data(), records=diplomacy())
def test_edges_can_be_traced(view: str, data: st.DataObject, records: list[Entity]) -> None:
    """No loops; every edge with accepted claims about records that are there, and the spells of all but instruments."""
    asked = data.draw(asked_of(view))
    graph = Graph.of(records)
    network: Any = graph.mirror(view, **asked)
    mirror = graph.mirror()
    accepted = {claim["claim"]: claim["about"] for one in records for claim in _claims(graph, one.id)}
    for one, other, key, attributes in network.edges(keys=True, data=True):
        assert one != other
        assert attributes["kind"] == attributes["label"] == key
        assert set(attributes["claims"]) <= set(accepted)
        about = {accepted[claim] for claim in attributes["claims"]}
        # Where an instrument names no parties, the acts on it do, and so do the claims about these.
        about |= {one.instrument for one in records if isinstance(one, TreatyAct) and one.id in about}
        assert set(attributes["records"]) <= about
        # Of instruments the treaty clock tells when they are there: tests/exports/test_gexf_time.py.
        others = [id_ for id_ in attributes["records"] if not MODEL.is_a(mirror.nodes[id_]["kind"], "Instrument")]
        spans = {(mirror.nodes[id_].get("earliest", ""), mirror.nodes[id_].get("latest", "")) for id_ in others}
        dated = {span for span in spans if any(span)}
        assert dated <= set(attributes["spells"])
        if len(others) == len(attributes["records"]):
            assert dated == set(attributes["spells"])
    assert network.graph["rule"].startswith(views()[view].rule)
    for name, value in asked.items():
        assert network.graph[name] == ("true" if value is True else value)


def _claims(graph: Graph, id_: str) -> list[dict[str, Any]]:
    try:
        return [claim | {"about": id_} for claim in graph.evidence(id_)]
    except NotFoundError:
        return []


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(records=diplomacy())
def test_newman_is_networkx_collaboration(records: list[Entity]) -> None:
    """The projection of the bipartite graph of parties and events, as networkx weighs it."""
    alone = [one.model_copy(update={"part_of": None}) if hasattr(one, "part_of") else one for one in records]
    bipartite: nx.Graph[str] = nx.Graph()
    for event in Count(alone, {}, None).events().values():  # type: ignore[arg-type]
        bipartite.add_edges_from((part.party, event.id) for part in event.participants if part.party)
    parties = [node for node in bipartite if not node.startswith("event-")]
    projected = nx.bipartite.collaboration_weighted_projected_graph(bipartite, parties)
    wanted = {
        (min(pair), max(pair)): weight
        for *pair, weight in projected.edges(data="weight")
        if STATES_SET.issuperset(pair)
    }
    found = edges_of(Graph.of(alone).mirror("co-participation", weight="newman"))
    assert {edge[:2]: data["weight"] for edge, data in found.items()} == pytest.approx(wanted, abs=1e-6)
