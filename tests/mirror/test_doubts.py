"""Which facts are disputed or inferred, and the mirror without them."""

from datetime import date, timedelta
from itertools import product
from typing import Any

import made_up
import pytest
from diplomacy import diplomacy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cagraph.graph import Graph
from cagraph.mirror import Doubts, Window, doubts, without
from cagraph.model import MODEL, Entity, PartialDate
from cagraph.model.evidence import Evidence
from cagraph.model.kinds.actors import Membership
from cagraph.model.kinds.events import Visit
from cagraph.model.kinds.relations import Relation


def doubted(graph: Graph) -> Doubts:
    return doubts(graph.store, graph.model, graph.names, graph.mirror())  # type: ignore[arg-type]


def told(at: str = "p. 2", **more: Any) -> Evidence:
    return Evidence(source="book", at=at, **more)


def of(*more: Evidence) -> tuple[Graph, Doubts]:
    """A visit that one source tells in full, and what others say of it."""
    visit = made_up.meeting("talks", "2020-03-05", ("ann", "AAA"), ("bob", "BBB"))
    visit = visit.model_copy(update={"evidence": [*visit.evidence, *more]})
    graph = Graph.of([*made_up.small(), visit])
    return graph, doubted(graph)


DATE = ("talks", "cag:date", "2020-03-05")
ANN = ("talks", "cag:participation", "talks.participants.ann")


@pytest.mark.parametrize(
    ("evidence", "disputed"),
    [
        ({"supports": ["date"]}, set()),
        ({"supports": ["date"], "polarity": "denied"}, {DATE}),
        ({"supports": ["date"], "polarity": "denied", "retracted": "2024-01-01"}, set()),
        ({"supports": ["date"], "modality": "disputed"}, {DATE}),
        ({"supports": ["participants/ann"], "polarity": "denied"}, {ANN}),
        ({"polarity": "denied"}, {("talks", "", "")}),
        ({"says": {"date": "2020-03-06"}}, {DATE}),
        ({"says": {"date": "2020-03-06"}, "modality": "alleged"}, {DATE}),
        ({"says": {"date": "2020-03-06"}, "modality": "planned"}, set()),
        ({"says": {"date": "2020-03-06"}, "retracted": "2024-01-01"}, set()),
        ({"says": {"date": "2020-03"}}, set()),
        ({"says": {"date": "2019/.."}}, set()),
        ({"says": {"date": "2020-04"}}, {DATE}),
        ({"says": {"date": "2020-03-06/.."}}, {DATE}),
        ({"says": {"participants": [{"who": "cid", "party": "CCC"}]}}, set()),
        ({"says": {"participants": [{"who": "ann", "party": "CCC"}]}}, {ANN}),
    ],
)
def test_what_is_disputed(evidence: dict[str, Any], disputed: set[tuple[str, str, str]]) -> None:
    _, found = of(told(**evidence))
    assert found == Doubts(frozenset(disputed), frozenset())


def test_inferred_is_what_no_source_states() -> None:
    _, found = of(told(supports=["date"], modality="inferred"))
    assert not found.inferred, "the book states it too"
    records = [*made_up.small(), made_up.meeting("guess", "2020", ("ann", "AAA"), manner="inferred")]
    found = doubted(Graph.of(records))
    assert found.inferred == {
        ("guess", "cag:date", "2020"), ("guess", "cag:participation", "guess.participants.ann"),
    }  # fmt: skip


def test_a_mirror_without_some_facts() -> None:
    graph, _ = of()
    mirror: Any = graph.mirror()
    found: Any = without(mirror, MODEL, [ANN])
    assert set(mirror.edges(keys=True)) - set(found.edges(keys=True)) == {("ann", "talks", "participation")}
    found = without(mirror, MODEL, [DATE])
    assert {"date", "earliest", "latest"} & set(found.nodes["talks"]) == set()
    assert mirror.nodes["talks"]["earliest"] == "2020-03-05", "the mirror itself stays as it is"
    assert "talks" not in without(mirror, MODEL, [("talks", "", "")])
    assert set(without(mirror, MODEL, [("nobody", "cag:date", "2020")])) == set(mirror)


def test_what_loses_what_its_kind_must_have_is_not_there() -> None:
    fields = {"between": ["AAA", "BBB"], "level": "alliance", "start": "2019", "end": "2021"}
    spell = Relation(id="spell", label="Spell", evidence=made_up.said(*fields), **fields)  # type: ignore[arg-type]
    level = made_up.Concept(id="relation.alliance", label="Alliance", scheme="relation")
    mirror: Any = Graph.of([*made_up.small(), level, spell]).mirror()
    assert "spell" not in without(mirror, MODEL, [("spell", "cag:level", "relation.alliance")])
    undated: Any = without(mirror, MODEL, [("spell", "cag:start", "2019")])
    assert "latest" not in undated.nodes["spell"], "else it would have lasted for ever before its end"


@st.composite
def in_some_manner(draw: st.DrawFn) -> list[Entity]:
    """Made-up diplomacy, each of whose fields is stated or inferred; that there is such a record is stated."""
    records = []
    for record in draw(diplomacy()):
        if record.evidence and record.evidence[0].supports and record.evidence[0].polarity == "asserted":
            manners = draw(st.lists(st.sampled_from(("stated", "inferred")), min_size=8, max_size=8))
            by_field = [
                told(f"p. {place}", supports=[name], modality=manner)
                for place, (name, manner) in enumerate(zip(record.evidence[0].supports, manners, strict=False))
            ]
            record = record.model_copy(update={"evidence": [*made_up.said(), *by_field]})
        records.append(record)
    return records


MUST_HAVE = {"Relation": "level", "TreatyAct": "act"}


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(in_some_manner())
def test_without_inferred_facts_it_is_the_mirror_of_what_is_stated(records: list[Entity]) -> None:
    """Beside a graph built of the records without their inferred evidence."""
    graph = Graph.of(records)
    found: Any = without(graph.mirror(), MODEL, doubted(graph).inferred)  # type: ignore[arg-type]
    stated = [
        record.model_copy(update={"evidence": [one for one in record.evidence if one.modality != "inferred"]})
        for record in records
    ]
    expected: Any = Graph.of(stated).mirror().copy()
    expected.remove_nodes_from(
        [node for node, data in expected.nodes(data=True) if (must := MUST_HAVE.get(data["kind"])) and must not in data]
    )
    assert set(found) == set(expected)
    assert set(found.edges(keys=True)) == set(expected.edges(keys=True))
    for node, data in expected.nodes(data=True):
        lost = {"sources", "earliest", "latest"}
        kept = {name: value for name, value in data.items() if name not in lost}
        assert {name: value for name, value in found.nodes[node].items() if name not in lost and value != []} == kept


DAYS = [date(2020, 1, 25) + timedelta(days=days) for days in range(12)]
POINTS = ("2020-01-28", "2020-01", "2020-02-02", "2020-02", None)


def days(text: str | None, otherwise: date) -> list[date]:
    """Every day that a point can mean."""
    if text is None:
        return [otherwise]
    point = PartialDate.parse(text)
    assert point.earliest
    assert point.latest
    return [point.earliest + timedelta(days=more) for more in range((point.latest - point.earliest).days + 1)]


@pytest.mark.parametrize("kind", [Visit, Membership])
@given(st.sampled_from(POINTS), st.sampled_from(POINTS), st.sampled_from(DAYS), st.sampled_from(DAYS))
def test_sure_is_what_holds_on_every_day_that_is_meant(
    kind: type[Entity], first: str | None, last: str | None, since: date, until: date
) -> None:
    if since > until or first is None or (first > (last or "9") if kind is Membership else last is not None):
        return
    window = Window(since, until)
    if kind is Visit:
        attributes, expected = {"date": first}, all(since <= day <= until for day in days(first, since))
    else:
        attributes = {"start": first, "end": last or ""}
        spells = list(product(days(first, date.min), days(last, date.max)))
        # An end that comes before the start is no spell; the two are vague alone.
        expected = all(start <= until for start, _ in spells) and all(end >= since for _, end in spells)
    assert window.surely_holds(MODEL.kinds[kind.__name__], attributes) is expected


def test_intervals_last_and_open_windows_hold_all() -> None:
    visit = MODEL.kinds["Visit"]
    window = Window.parse("2020-03", "2020-03")
    assert window.surely_holds(visit, {"date": "2020-02-01/2020-04-01"})
    assert window.surely_holds(visit, {"date": "2020-02/.."})
    assert window.surely_holds(visit, {"date": "2020-03/.."})
    assert not window.surely_holds(visit, {"date": "2020-04/.."})
    assert not window.surely_holds(visit, {"date": "../2020-04"})
    assert window.surely_holds(visit, {"date": "../2020-03"})
    assert not window.surely_holds(visit, {})
    assert Window().surely_holds(visit, {})
    treaty = MODEL.kinds["Treaty"]
    assert window.surely_holds(treaty, {"signed": "2020-03-05", "issued": "2021"}), "one of its days is enough"
