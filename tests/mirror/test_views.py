"""Views of the mirror: their rules by example, their options, and what is wrong with options."""

import re
from fractions import Fraction
from itertools import combinations
from typing import Any

import diplomacy
import made_up
import pytest

from cagraph.errors import NotFoundError, ParameterError
from cagraph.graph import Graph
from cagraph.mirror import views
from cagraph.model import Entity, PartialDate
from cagraph.model.kinds.actors import Membership, Tenure
from cagraph.model.kinds.documents import Treaty
from cagraph.model.kinds.events import Meeting, Participation, Visit
from cagraph.model.kinds.relations import Relation


def test_events_have_actors_on_one_side(article: Graph) -> None:
    view: Any = article.mirror("events")
    model = article.model
    for one, other, key in view.edges(keys=True):
        kinds = [view.nodes[node]["kind"] for node in (one, other)]
        assert any(model.is_a(kinds[1], kind) for kind in ("Event", "Document")), (one, other, key)
    attended = {one for one, _, key in view.in_edges("consultative-meeting-6", keys=True) if key == "took part"}
    assert len(attended) == 7
    represented = {
        one for one, _, key in view.in_edges("consultative-meeting-6", keys=True) if key == "was represented"
    }
    assert represented == {"KAZ", "KGZ", "TJK", "TKM", "UZB", "AZE", "unrcca"}


def test_there_are_no_parallel_edges_of_one_kind(article: Graph) -> None:
    for name in article.views:
        view: Any = article.mirror(name)
        pairs = [
            ((one, other) if view.is_directed() else tuple(sorted((one, other))), data["kind"])
            for one, other, data in view.edges(data=True)
        ]
        assert len(pairs) == len(set(pairs))


def test_ties_weigh_common_meetings_by_their_size(article: Graph) -> None:
    """Newman's weights worked out from the entities themselves."""
    wanted: dict[tuple[str, str], Fraction] = {}
    for kind in ("events",):
        for item in article.find(kind, limit=1000)["items"]:
            parties = sorted({part["party"]["id"] for part in item.get("participants", []) if "party" in part})
            for pair in combinations(parties, 2):
                wanted[pair] = wanted.get(pair, Fraction()) + Fraction(1, len(parties) - 1)
    view: Any = article.mirror("ties")
    found = {tuple(sorted((a, b))): d["weight"] for a, b, d in view.edges(data=True) if d["kind"] == "met"}
    assert found == pytest.approx({pair: float(weight) for pair, weight in wanted.items()}, abs=1e-6)


def test_ties_hold_declared_relations(article: Graph) -> None:
    view: Any = article.mirror("ties")
    assert view.has_edge("KAZ", "UZB", "alliance")
    assert view.has_edge("KAZ", "TKM", "strategic partnership")
    assert not view.has_edge("KGZ", "TJK", "alliance")
    assert view.edges["KAZ", "UZB", "agreed"]["count"] == 2


def test_a_span_of_dates_narrows_a_view(article: Graph) -> None:
    august: Any = article.mirror("events", since="2024-08-06", until="2024-08-07")
    meetings = {node for node, data in august.nodes(data=True) if data["kind"] == "Meeting"}
    assert meetings == {"energy-ministers-meeting-1", "kaz-uzb-presidents-2024-08-07"}
    assert august.graph["since"] == "2024-08-06"
    assert "xian-tashkent-container-train" not in august


def test_the_rule_stands_in_the_graph(article: Graph) -> None:
    for name in article.views:
        assert article.mirror(name).graph["rule"]


def test_what_is_wrong_is_told(article: Graph) -> None:
    with pytest.raises(NotFoundError, match="did you mean 'events'"):
        article.mirror("event")
    with pytest.raises(ParameterError, match="since: 'x' is no date"):
        article.mirror("events", since="x")


def meeting(id_: str, date: str, *parts: dict[str, str], part_of: str = "") -> Meeting:
    fields: dict[str, Any] = {"participants": [Participation(**part) for part in parts], "date": date}
    fields |= {"part_of": part_of} if part_of else {}
    return Meeting(id=id_, label=id_, evidence=made_up.said(*fields), **fields)


def visit(id_: str, to: str, *parts: dict[str, str]) -> Visit:
    people = [Participation(**part) for part in parts]
    return Visit(id=id_, label=id_, to=to, participants=people, evidence=made_up.said("to", "participants"))


def tenure(id_: str, person: str, post: str, **fields: Any) -> Tenure:
    return Tenure(id=id_, person=person, post=post, evidence=made_up.said("person", "post", *fields), **fields)


def network(view: str, *records: Entity, **asked: Any) -> Any:
    return Graph.of([*diplomacy.background(), *records]).mirror(view, **asked)


ANN, BOB = {"who": "ann", "party": "AAA"}, {"who": "bob", "party": "BBB"}
IN_OFFICE = (
    tenure("ann-in-office", "ann", "head-of-state-aaa", start="2019", end="2021-03-10"),
    tenure("bob-in-office", "bob", "head-of-state-bbb", attested=["2020-03-05"]),
)


@pytest.mark.parametrize("view", ["contacts", "co-participation"])
def test_a_part_of_an_event_counts_once(view: str) -> None:
    summit = meeting("summit", "2020-03-05", ANN, BOB)
    talks = meeting("talks", "2020-03-05", ANN, BOB, part_of="summit")
    drinks = meeting("drinks", "2020-03-05", ANN, BOB, part_of="talks")
    (edge,) = network(view, *IN_OFFICE, summit, talks, drinks).edges(data=True)
    assert edge[2]["records"] == ["summit"]
    alone = meeting("summit", "2020-03-05", ANN)
    (edge,) = network(view, *IN_OFFICE, alone, talks).edges(data=True)
    assert edge[2]["records"] == ["talks"], "the whole does not bring the two together"
    earlier = meeting("summit", "2019-03-05", ANN, BOB)
    (edge,) = network(view, *IN_OFFICE, earlier, talks, since="2020").edges(data=True)
    assert edge[2]["records"] == ["talks"], "the whole is not asked for"


def test_contacts_know_posts_by_tenures() -> None:
    """Surely through the event: from the end of the year the one began in; on the very day the other was seen."""
    (edge,) = network("contacts", *IN_OFFICE, meeting("talks", "2020-03-05", ANN, BOB)).edges(data=True)
    assert edge[:2] == ("ann", "bob")
    assert len(edge[2]["claims"]) == 3, "of the meeting and of both tenures"
    for day in ("2019-12-30", "2020-03-06", "2020-03-05/2020-03-06", "2021-03-11"):
        assert not network("contacts", *IN_OFFICE, meeting("talks", day, ANN, BOB)).edges
    assert network("contacts", *IN_OFFICE, meeting("talks", "2020-03-06", ANN, BOB), level="any").edges


def test_contacts_name_who_held_the_post() -> None:
    parts = ({"party": "AAA", "level": "head-of-state"}, {"party": "BBB", "level": "head-of-state"})
    talks = meeting("talks", "2020-03-05", *parts)
    (edge,) = network("contacts", *IN_OFFICE, talks).edges(data=True)
    assert edge[:2] == ("ann", "bob")
    two = tenure("cid-in-office", "cid", "head-of-state-bbb", start="2018")
    assert not network("contacts", *IN_OFFICE, two, talks).edges, "who of two it was is not known"


def test_visits_go_from_the_visitor_to_the_host() -> None:
    told = visit("told", "BBB", ANN | {"role": "visitor"}, {"who": "cid", "party": "CCC"}, BOB | {"role": "host"})
    untold = visit("untold", "AAA", ANN, BOB)
    home = visit("home", "AAA", ANN | {"role": "visitor"})
    nobody = visit("nobody", "AAA")
    found = network("visits", told, untold, home, nobody)
    assert sorted(found.edges(data="records")) == [("AAA", "BBB", ["told"]), ("BBB", "AAA", ["untold"])]
    assert list(network("visits", told, untold, bilateral=True).edges(data="records")) == [("BBB", "AAA", ["untold"])]
    assert not network("visits", told, level="head-of-state").edges


def test_weights_of_co_participation() -> None:
    three = meeting("three", "2020", ANN, BOB, {"party": "league"})
    found = {rule: network("co-participation", three, weight=rule) for rule in ("count", "newman", "pairs")}
    assert {rule: [weight for *_, weight in one.edges(data="weight")] for rule, one in found.items()} == {
        "count": [1.0], "newman": [0.5], "pairs": [0.333333],
    }  # fmt: skip
    assert "Newman 2001" in found["newman"].graph["rule"]
    assert not network("co-participation", three, bilateral=True).edges, "the league was there too"


def test_treaties_in_force_on_a_day() -> None:
    """By the clock, for both: one that is in force from a day on, and one of which that cannot be known."""
    fields: dict[str, Any] = {"parties": ["AAA", "BBB"], "signed": "2019-06-01", "in_force": "2020-03-05"}
    pact = Treaty(id="pact", label="pact", evidence=made_up.said(*fields), **fields)
    plan = made_up.treaty("plan", "2019-06-01", "AAA", "BBB")
    assert network("treaties", pact, plan).edges["AAA", "BBB", "treaty"]["records"] == ["pact", "plan"]
    edge = network("treaties", pact, plan, on="2020-03-05").edges["AAA", "BBB", "treaty"]
    assert (edge["records"], edge["spells"]) == (["pact"], [("2020-03-05", "2020-03-05")])
    assert not network("treaties", pact, plan, on="2020-03-04").edges


def test_events_at_a_level_show_whom_it_concerns() -> None:
    talks = meeting("talks", "2020-03-05", ANN | {"level": "minister"}, BOB | {"level": "head-of-state"})
    other = meeting("other", "2020-03-05", ANN | {"level": "minister"})
    found = network("events", talks, other, level="leaders")
    assert set(found) == {"talks", "bob", "BBB"}


@pytest.mark.parametrize("view", sorted(views()))
def test_windows_have_both_ends(view: str) -> None:
    """A day lies in a span that begins or ends with it, and not in one that begins after or ends before."""
    records: list[Entity] = [
        *IN_OFFICE,
        meeting("talks", "2020-03-05", ANN, BOB),
        made_up.treaty("pact", "2020-03-05", "AAA", "BBB"),
        visit("trip", "BBB", ANN | {"role": "visitor"}).model_copy(
            update={"date": PartialDate.parse("2020-03-05"), "evidence": made_up.said("to", "participants", "date")}
        ),
    ]
    for kind, fields in (
        (Membership, {"member": "AAA", "organisation": "league", "status": "member"}),
        (Relation, {"between": ["AAA", "BBB"], "level": "alliance"}),
    ):
        spell: dict[str, Any] = fields | {"start": "2020-03-05", "end": "2020-03-05"}
        records.append(kind(id=kind.__name__, evidence=made_up.said(*spell), **spell))
    graph = Graph.of([*diplomacy.background(), *records])

    def edges(**asked: str) -> int:
        return graph.mirror(view, **asked).number_of_edges()

    assert edges() == edges(since="2020-03-05") == edges(until="2020-03-05") == edges(since="2020", until="2020") > 0
    assert edges(since="2020-03-06") == edges(until="2020-03-04") == 0
    if view != "treaties":
        assert edges(on="2020-03-05") == edges()
        assert edges(on="2020-03-06") == 0


@pytest.mark.parametrize("view", sorted(views()))
def test_of_nothing_there_is_an_empty_network(view: str) -> None:
    for records in ([made_up.SOURCE], diplomacy.background()):
        graph = Graph.of(records)
        assert len(graph.mirror(view, since="2020")) == 0
        assert b'<edges count="0">' in b"".join(graph.export("gexf", view))


WRONG = [
    ("visits", {"weight": "count"}, "weight: the view 'visits' has no such option", "since, until, on, level"),
    ("visits", {"level": "head"}, "level: there is no level 'head'", "head-of-state"),
    ("relations", {"level": "aliance"}, "level: there is no level 'aliance'", "did you mean 'alliance'"),
    ("contacts", {"level": "leaders,"}, "level: a value is empty", "between commas"),
    ("ties", {"kinds": "meting"}, "kinds: no such kind of record here: 'meting'", "did you mean 'Meeting'"),
    ("treaties", {"kinds": "Meeting"}, "kinds: no such kind of record here", "Treaty"),
    ("co-participation", {"weight": "neuman"}, "weight: there is no rule 'neuman'", "did you mean 'newman'"),
    ("ties", {"bilateral": "yes"}, "bilateral: 'yes' is neither true nor false", "write true"),
    ("ties", {"on": "2024"}, "on: '2024' is not one day", "2024-08-09"),
    ("ties", {"on": "2024-08-09", "since": "2024"}, "on: it does not go together", "or for the span"),
    ("", {"on": "2024-08-09"}, "on: the whole mirror takes no options", "name a view"),
]


@pytest.mark.parametrize(("view", "asked", "message", "hint"), WRONG)
def test_options_that_are_wrong_are_told(view: str, asked: dict[str, str], message: str, hint: str) -> None:
    with pytest.raises(ParameterError, match=re.escape(message)) as error:
        network(view, **asked)
    assert hint in (error.value.hint or "")


def test_kinds_are_named_either_way() -> None:
    talks = meeting("talks", "2020", ANN, BOB)
    for kinds in ("Meeting", "meetings", "visits, meetings", "Event"):
        assert network("ties", talks, kinds=kinds).edges
    assert not network("ties", talks, kinds="Visit").edges
