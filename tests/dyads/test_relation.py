"""The lists of a pair against a plain filter over the records, and what stands on a day."""

import made_up
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cagraph.graph import Graph
from cagraph.model import MODEL, Entity
from cagraph.model.claims import accepted_values, is_accepted
from cagraph.model.kinds.actors import Person, Post, Tenure
from cagraph.model.kinds.relations import Relation
from cagraph.model.kinds.sources import Concept

STATES = ["KAZ", "KGZ", "TJK", "TKM", "UZB", "RUS", "CHN", "AZE"]


def plain(records: list[Entity], one: str, other: str) -> dict[str, set[str]]:
    """The ids that each list of a pair must hold, straight from the accepted values of the records."""
    accepted = {
        record.id: accepted_values(record, MODEL.kinds[type(record).__name__])
        for record in records
        if is_accepted(record, MODEL.kinds[type(record).__name__])
    }
    kinds = {record.id: type(record).__name__ for record in records}
    signing: dict[str, set[str]] = {}
    for id_, values in accepted.items():
        if kinds[id_] == "TreatyAct" and "instrument" in values and "party" in values:
            signing.setdefault(values["instrument"], set()).add(values["party"])
    found: dict[str, set[str]] = {name: set() for name in ("relations", "instruments", "meetings", "visits", "bodies")}
    for id_, values in accepted.items():
        kind, to = kinds[id_], values.get("to")
        represented = {part.party or part.who for part in values.get("participants", [])}
        circles = {
            "relations": (kind == "Relation", set(values.get("between", []))),
            "instruments": (MODEL.is_a(kind, "Instrument"), {*values.get("parties", []), *signing.get(id_, ())}),
            "meetings": (kind == "Meeting", represented),
            "visits": (kind == "Visit" and to in (one, other), represented | {to}),
            "bodies": (MODEL.is_a(kind, "Organisation"), set(values.get("founders", []))),
        }
        for name, (fits, circle) in circles.items():
            if fits and {one, other} <= circle:
                found[name].add(id_)
    return found


@settings(max_examples=20, deadline=None)
@given(pair=st.lists(st.sampled_from(STATES), min_size=2, max_size=2, unique=True))
def test_lists_are_those_of_a_plain_filter(graph: Graph, records: list[Entity], pair: list[str]) -> None:
    found = graph.dyad(*pair)
    wanted = plain(records, *pair)
    until = found["on"]
    dated = graph.mirror().nodes
    for name, ids in wanted.items():
        by_then = {id_ for id_ in ids if dated[id_].get("earliest", "") <= until}
        assert {record["id"] for record in found[name]} == by_then, name


def test_every_fact_names_claims_that_exist_and_are_accepted(graph: Graph) -> None:
    found = graph.dyad("KAZ", "UZB")
    for name in ("relations", "instruments", "meetings", "visits", "bodies", "events"):
        for record in found[name]:
            assert record["evidence"], record["id"]
    for claim in {claim for record in found["instruments"][:10] for claim in record["evidence"]}:
        assert graph.claim(claim)["accepted"]


def test_both_ratifications_of_the_alliance_treaty(graph: Graph) -> None:
    treaty = next(one for one in graph.dyad("KAZ", "UZB")["instruments"] if one["id"] == "kaz-uzb-alliance-2022")
    acts = {(act["act"], act["party"][0]["id"]): act["date"] for act in treaty["acts"]}
    assert acts["ratification", "UZB"] == "2023-11-30"
    assert acts["ratification", "KAZ"] == "2024-05-20"
    assert treaty["status"]["consent"]["value"] == "yes"
    assert treaty["status"]["in_force"]["value"] == graph.status("kaz-uzb-alliance-2022")["status"]["in_force"]["value"]
    early = next(
        one for one in graph.dyad("KAZ", "UZB", on="2023-12-31")["instruments"] if one["id"] == "kaz-uzb-alliance-2022"
    )
    assert early["status"]["consent"]["value"] == "no"
    assert early["status"]["consent"]["parties"]["UZB"]["value"] == "yes"


def test_status_is_that_of_the_clock(graph: Graph) -> None:
    clock = graph.instruments_in_force(["KAZ", "UZB"])
    wanted = {row["id"]: value for value in ("yes", "no", "unknown") for row in clock[value]}
    found = {
        one["id"]: one["status"]["in_force"]["value"]
        for one in graph.dyad("KAZ", "UZB")["instruments"]
        if one["status"]
    }
    assert found
    assert found == wanted


def test_a_convention_of_many_is_no_matter_of_the_two_whose_acts_are_recorded(graph: Graph) -> None:
    found = {one["id"]: one for one in graph.dyad("TKM", "UZB")["instruments"]}
    conventions = [one for one in found.values() if not one.get("parties")]
    assert conventions
    assert not any(one["bilateral"] for one in conventions)
    assert not any(gap["about"] in {one["id"] for one in conventions} for gap in graph.dyad("TKM", "UZB")["not_known"])


def test_leaders_are_those_of_the_day(graph: Graph) -> None:
    def heads(day: str) -> set[str]:
        leaders = graph.dyad("KAZ", "UZB", on=day)["leaders"]
        return {one["person"]["id"] for one in leaders if one["level"] == "level.head-of-state"}

    assert heads("2010-01-01") == {"nursultan-nazarbayev", "islam-karimov"}
    assert heads("2024-08-09") == {"kassym-jomart-tokayev", "shavkat-mirziyoyev"}


def test_a_visit_has_a_direction(graph: Graph) -> None:
    visits = {one["id"]: one for one in graph.dyad("UZB", "KAZ")["visits"]}
    visit = visits["visit-tokayev-uzb-2022-12-21"]
    assert (visit["visitor"], visit["visited"], visit["form"]) == ("KAZ", "UZB", "visit.state")


def test_pairs_count_what_ties_the_two_alone(graph: Graph) -> None:
    pairs = {tuple(one["parties"]): one for one in graph.dyads("KAZ")["pairs"]}
    found = graph.dyad("KAZ", "UZB")
    for section, count in pairs["KAZ", "UZB"]["counts"].items():
        assert count == found["counts"][section]["bilateral"], section


def spelled(start: str | None, end: str | None = None, attested: tuple[str, ...] = ()) -> list[Entity]:
    return [
        *made_up.small(),
        Post(id="chief", label="Chief", of="BBB", level="head-of-state", evidence=made_up.said("of", "level")),
        Person(id="fay", label="Fay", evidence=made_up.said()),
        Tenure(
            id="fay-chief", person="fay", post="chief", start=start, end=end, attested=list(attested),
            evidence=made_up.said(
                "person", "post", *(["start"] if start else []), *(["end"] if end else []),
                *(["attested"] if attested else []),
            ),
        ),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("start", "end", "attested", "on", "value"),
    [
        ("2020", None, (), "2019-12-31", None),
        ("2020", None, (), "2020-06-01", "unknown"),
        ("2020", None, (), "2021-01-01", "yes"),
        ("2020", "2021-05-05", (), "2021-05-05", "yes"),
        ("2020", "2021-05-05", (), "2021-05-06", None),
        ("2020", "2021-05", (), "2021-05-06", "unknown"),
        (None, None, ("2020-01-01",), "2020-01-01", "yes"),
        (None, None, ("2020-01-01",), "2022-01-01", "unknown"),
        (None, None, ("2020-01-01", "2022-02-02"), "2021-01-01", "yes"),
    ],
)
def test_who_is_in_office(
    start: str | None, end: str | None, attested: tuple[str, ...], on: str, value: str | None
) -> None:
    level = Concept(id="level.head-of-state", label="Head of state", scheme="level")
    found = Graph.of([level, *spelled(start, end, attested)]).dyad("AAA", "BBB", on=on)["leaders"]
    assert [one["in_office"] for one in found] == ([value] if value else [])


def test_what_is_not_known() -> None:
    records = [
        *made_up.small(),
        made_up.meeting("planned", "2021-01-01", ("ann", "AAA"), ("bob", "BBB"), manner="planned"),
        made_up.meeting("when", None, ("ann", "AAA"), ("bob", "BBB")),
        Relation(id="tie", between=["AAA", "BBB"], level="x", evidence=made_up.said("between", "level")),
    ]
    found = Graph.of(records).dyad("AAA", "BBB", on="2024-01-01")
    gaps = {(gap["what"], gap["about"]) for gap in found["not_known"]}
    assert {("claimed", "planned"), ("date", "when"), ("in-force", "pact"), ("completeness", None)} <= gaps
    assert ("claimed", "first") not in gaps
    assert "planned" not in {meeting["id"] for meeting in found["meetings"]}
    assert {claim["about"] for claim in found["claimed"]} == {"planned"}
