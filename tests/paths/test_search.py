"""The search against a plain one: every chain is one of accepted facts, and there is none shorter."""

from collections.abc import Mapping
from itertools import pairwise

import made_up
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cagraph.graph import Graph
from cagraph.mirror import Window
from cagraph.model import MODEL, Entity
from cagraph.model.claims import accepted_values, is_accepted
from cagraph.model.kinds.actors import Organisation
from cagraph.paths import Bounds, Index, connect

PEOPLE = [f"p{number}" for number in range(6)]
STATES = ["AAA", "BBB"]
DATES = [None, "2019", "2020-06", "2021-03-04"]


def accepted_neighbours(records: list[Entity]) -> Mapping[str, set[str]]:
    """Who is tied to whom, straight from the records."""
    ties: dict[str, set[str]] = {record.id: set() for record in records}
    for record in records:
        kind = MODEL.kinds[type(record).__name__]
        if not is_accepted(record, kind):
            continue
        for name, value in accepted_values(record, kind).items():
            spec = kind.field[name]
            values = value if spec.many else [value]
            others = values if spec.term.edge else []
            if spec.component:
                others = [end for part in values for end in (part.who, part.party) if end]
            for other in others:
                ties[record.id].add(other)
                ties[other].add(record.id)
    return ties


def shortest(ties: Mapping[str, set[str]], start: str, goal: str, barred: set[str]) -> int:
    """The number of hops by a plain search; 0 for none."""
    ring, seen, hops = {start}, {start}, 0
    while ring:
        hops += 1
        ring = {other for node in ring if node == start or node not in barred for other in ties[node]} - seen
        if goal in ring:
            return hops
        seen |= ring
    return 0


@st.composite
def graphs(draw: st.DrawFn) -> list[Entity]:
    meetings = draw(
        st.lists(
            st.tuples(
                st.sampled_from(DATES),
                st.lists(st.tuples(st.sampled_from(PEOPLE), st.sampled_from(["", *STATES])), min_size=1, max_size=3,
                         unique_by=lambda one: one[0]),
                st.booleans(),
            ),
            min_size=1, max_size=7,
        )
    )  # fmt: skip
    made = [
        made_up.meeting(f"m{number}", date, *who, denied=denied) for number, (date, who, denied) in enumerate(meetings)
    ]
    return [made_up.SOURCE, *map(made_up.person, PEOPLE), *map(made_up.state, STATES), *made]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    records=graphs(),
    ends=st.lists(st.sampled_from([*PEOPLE, *STATES]), min_size=2, max_size=2, unique=True),
    avoid=st.sets(st.sampled_from([*PEOPLE, *STATES, "m0", "m1"]), max_size=2),
    since=st.sampled_from(["", "2020", "2020-07"]),
    until=st.sampled_from(["", "2020-12-31", "2021"]),
    hubs=st.sampled_from(["last", "allow", "never"]),
)
def test_chains_are_shortest_chains_of_accepted_facts_within_the_bounds(
    records: list[Entity], ends: list[str], avoid: set[str], since: str, until: str, hubs: str
) -> None:
    index = Index(Graph.of(records).mirror(), MODEL)
    window = Window.parse(since, until)
    start, goal = ends
    found = connect(index, start, goal, Bounds(6, window, (), avoid), 20, hubs)
    ties = accepted_neighbours(records)
    outside = {
        record.id
        for record in records
        if "date" in type(record).model_fields
        and (window.since or window.until)
        and not window.holds(
            {"earliest": record.date.earliest.isoformat(), "latest": record.date.latest.isoformat()}
            if record.date
            else {}
        )
    }
    barred = outside | avoid
    assert len(set(found.paths)) == len(found.paths)
    assert found.total >= len(found.paths)
    for path in found.paths:
        assert (path[0], path[-1]) == (start, goal)
        assert len(set(path)) == len(path)
        assert all(other in ties[one] for one, other in pairwise(path))
        assert not set(path[1:-1]) & barred
        if hubs == "never" or (hubs == "last" and not found.through_hubs):
            assert not set(path[1:-1]) & index.hubs
    anyhow, clear = (shortest(ties, start, goal, barred | more) for more in (set(), set(index.hubs)))
    wanted = {"allow": anyhow, "never": clear, "last": clear or anyhow}[hubs]
    assert {len(path) - 1 for path in found.paths} == ({wanted} if 0 < wanted <= 6 else set())
    costs = [sum(index.cost(node) for node in path[1:-1]) for path in found.paths]
    assert costs == sorted(costs)


@pytest.fixture(scope="module")
def index() -> Index:
    return Index(Graph.of(made_up.small()).mirror(), MODEL)


def test_a_denied_meeting_connects_nobody(index: Index) -> None:
    assert connect(index, "ann", "dot", Bounds(6), 20, "allow").paths == ()


def test_a_party_is_tied_to_the_event_it_was_represented_at(index: Index) -> None:
    links = index.neighbours("first")["AAA"]
    assert [(link.field, link.record, dict(link.details)) for link in links] == [
        ("participation", "first", {"who": "ann"})
    ]
    assert all(link.claims for link in links)


def test_kinds_in_between(index: Index) -> None:
    assert connect(index, "ann", "bob", Bounds(6, via=["Meeting"]), 20).paths == (("ann", "first", "bob"),)
    assert connect(index, "ann", "bob", Bounds(6, via=["Treaty"]), 20).paths == ()


def test_terms_and_sources_connect_nothing_by_themselves(index: Index) -> None:
    assert connect(index, "form.treaty", "AAA", Bounds(6), 20, "allow").paths == ()
    assert connect(index, "book", "AAA", Bounds(6), 20, "allow").paths == ()


def test_a_hop_count_that_is_too_small_finds_nothing(index: Index) -> None:
    assert connect(index, "ann", "cid", Bounds(1), 20, "allow").paths == ()
    assert connect(index, "ann", "cid", Bounds(2), 20, "allow").total == 1


def test_the_date_of_a_link_keeps_its_precision(index: Index) -> None:
    told = {node: index.when(node) for node in ("second", "third", "ann-post", "pact")}
    assert {node: when and when.text for node, when in told.items()} == {
        "second": "2021-02", "third": None, "ann-post": "2019/..", "pact": "2022-12-22",
    }  # fmt: skip


def test_what_began_and_ended_within_days_lasts_from_the_first_to_the_last_of_them() -> None:
    times = {"founded": "2019-05-01/2019-05-03", "dissolved": "2021-01/2021-02"}
    club = Organisation(id="club", label="Club", evidence=made_up.said(*times), **times)
    when = Index(Graph.of([*made_up.small(), club]).mirror(), MODEL).when("club")
    assert when is not None
    assert when.text == "2019-05-01/2021-02"


def test_names_mean_entities_in_any_spelling(index: Index) -> None:
    assert index.named("ANN  doe") == ("ann",)
    assert index.named("Twin") == ("dot", "eve")
    assert index.named("nobody") == ()
