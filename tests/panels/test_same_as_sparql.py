"""Counts of panels beside aggregates in SPARQL over the shipped data, and beside the views."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Any

import pytest

from cagraph.graph import Graph, Panel

YEARS = range(1992, 2026)
FIVE = frozenset({"KAZ", "KGZ", "TJK", "TKM", "UZB"})
Cell = tuple[str, str, int]

# Each gives ?a ?b ?year ?n: the records of states ?a and ?b that surely lie in a year.
VISITS = """
SELECT ?a ?b ?year (COUNT(DISTINCT ?v) AS ?n) WHERE {
  ?v a cag:Visit ; cag:to ?b ; cag:participation ?part ; cag:dateEarliest ?first ; cag:dateLatest ?last .
  ?part cag:onBehalfOf ?a . ?a a cag:State . FILTER(?a != ?b)
  FILTER(
    EXISTS { ?part cag:role id:role.visitor }
    || (NOT EXISTS { ?v cag:participation/cag:role id:role.visitor } && NOT EXISTS { ?part cag:role ?any })
  )
  BIND(SUBSTR(STR(?first), 1, 4) AS ?year) FILTER(SUBSTR(STR(?last), 1, 4) = ?year)
} GROUP BY ?a ?b ?year
"""
MEETINGS = """
SELECT ?a ?b ?year (COUNT(DISTINCT ?m) AS ?n) WHERE {
  ?m a cag:Meeting ; cag:participatingParty ?a, ?b ; cag:dateEarliest ?first ; cag:dateLatest ?last .
  ?a a cag:State . ?b a cag:State . FILTER(?a != ?b)
  FILTER NOT EXISTS { ?m cag:partOf+ ?whole . ?whole a cag:Meeting ; cag:participatingParty ?a, ?b }
  BIND(SUBSTR(STR(?first), 1, 4) AS ?year) FILTER(SUBSTR(STR(?last), 1, 4) = ?year)
} GROUP BY ?a ?b ?year
"""
SIGNED = """
SELECT ?a ?b ?year (COUNT(DISTINCT ?t) AS ?n) WHERE {
  ?t a cag:Treaty ; cag:signedEarliest ?first ; cag:signedLatest ?last .
  { ?t cag:party ?a } UNION { ?act_a cag:instrument ?t ; cag:party ?a }
  { ?t cag:party ?b } UNION { ?act_b cag:instrument ?t ; cag:party ?b }
  ?a a cag:State . ?b a cag:State . FILTER(?a != ?b)
  BIND(SUBSTR(STR(?first), 1, 4) AS ?year) FILTER(SUBSTR(STR(?last), 1, 4) = ?year)
} GROUP BY ?a ?b ?year
"""
# What surely lasted on the last day of a year.
ALLIED = """
SELECT ?a ?b (STR(?y) AS ?year) (COUNT(DISTINCT ?r) AS ?n) WHERE {
  VALUES ?y { %s }
  ?r a cag:Relation ; cag:between ?a, ?b ; cag:level id:relation.%s ; cag:startLatest ?begun . FILTER(?a != ?b)
  ?a a cag:State . ?b a cag:State .
  FILTER(STR(?begun) <= CONCAT(STR(?y), "-12-31"))
  OPTIONAL { ?r cag:end ?told . OPTIONAL { ?r cag:endEarliest ?over } }
  FILTER(!BOUND(?told) || (BOUND(?over) && STR(?over) > CONCAT(STR(?y), "-12-31")))
} GROUP BY ?a ?b ?y
"""
SHARED = """
SELECT ?a ?b (STR(?y) AS ?year) (COUNT(DISTINCT ?o) AS ?n) WHERE {
  VALUES ?y { %s }
  ?one a cag:Membership ; cag:member ?a ; cag:organisation ?o ; cag:status id:membership.member ; cag:startLatest ?in1 .
  ?two a cag:Membership ; cag:member ?b ; cag:organisation ?o ; cag:status id:membership.member ; cag:startLatest ?in2 .
  ?a a cag:State . ?b a cag:State . FILTER(?a != ?b)
  FILTER(STR(?in1) <= CONCAT(STR(?y), "-12-31") && STR(?in2) <= CONCAT(STR(?y), "-12-31"))
  OPTIONAL { ?one cag:end ?told1 . OPTIONAL { ?one cag:endEarliest ?out1 } }
  OPTIONAL { ?two cag:end ?told2 . OPTIONAL { ?two cag:endEarliest ?out2 } }
  FILTER(!BOUND(?told1) || (BOUND(?out1) && STR(?out1) > CONCAT(STR(?y), "-12-31")))
  FILTER(!BOUND(?told2) || (BOUND(?out2) && STR(?out2) > CONCAT(STR(?y), "-12-31")))
} GROUP BY ?a ?b ?y
"""


def counted(graph: Graph, text: str) -> dict[Cell, int]:
    """The counts of SPARQL of pairs with one of the five, in the years."""
    found = {}
    for row in graph.sparql(text).rows:
        a, b, year, n = (term.value.rpartition("/")[2] for term in row)  # type: ignore[union-attr]
        if {a, b} & FIVE and int(year) in YEARS:
            found[a, b, int(year)] = int(n)
    return found


def shown(panel: Panel, variable: str) -> dict[Cell, int]:
    """The counts of a directed panel that are not zero."""
    return {(row["iso3_1"], row["iso3_2"], row["year"]): row[variable] for row in panel["rows"] if row[variable]}


def in_one_year(told: Mapping[str, str]) -> bool:
    first, last = told.get("earliest", "")[:4], told.get("latest", "")[:4]
    return first == last != "" and int(first) in YEARS


def as_values(years: range) -> str:
    return " ".join(map(str, years))


@pytest.fixture(scope="module")
def flows(graph: Graph) -> Panel:
    return graph.panel(
        "dyad-year", ["visits", "meetings", "treaties-signed"], since="1992", until="2025", directed=True
    )


@pytest.fixture(scope="module")
def stocks(graph: Graph) -> Panel:
    return graph.panel("dyad-year", ["relations", "memberships"], since="1992", until="2025", directed=True)


@pytest.mark.parametrize(
    ("variable", "text"), [("visits", VISITS), ("meetings", MEETINGS), ("treaties_signed", SIGNED)]
)
def test_flows(graph: Graph, flows: Panel, variable: str, text: str) -> None:
    expected = counted(graph, text)
    assert len(expected) > 100
    assert shown(flows, variable) == expected


@pytest.mark.parametrize(
    ("variable", "level"), [("rel_alliance", "alliance"), ("rel_diplo_relat", "diplomatic-relations")]
)
def test_levels_of_relations(graph: Graph, stocks: Panel, variable: str, level: str) -> None:
    expected = counted(graph, ALLIED % (as_values(YEARS), level))
    assert expected
    assert shown(stocks, variable) == expected


def test_common_memberships(graph: Graph, stocks: Panel) -> None:
    years = range(2000, 2025, 6)
    expected = counted(graph, SHARED % as_values(years))
    assert expected
    assert {cell: n for cell, n in shown(stocks, "memberships").items() if cell[2] in years} == expected


def test_a_pair_without_direction_has_both_ways_together(graph: Graph, flows: Panel) -> None:
    panel = graph.panel("dyad-year", ["visits", "meetings"], since="1992", until="2025")
    there = {(row["iso3_1"], row["iso3_2"], row["year"]): row for row in flows["rows"]}
    assert len(panel["rows"]) * 2 == len(there)
    for row in panel["rows"]:
        one, other, year = row["iso3_1"], row["iso3_2"], row["year"]
        assert row["visits"] == there[one, other, year]["visits"] + there[other, one, year]["visits"]
        assert row["meetings"] == there[one, other, year]["meetings"] == there[other, one, year]["meetings"]


def test_a_state_has_what_ties_it_to_anybody(graph: Graph) -> None:
    panel = graph.panel("state-year", ["visits", "meetings"], since="1992", until="2025", records=True)
    mirror: Any = graph.mirror("visits")
    expected: dict[tuple[str, str], set[str]] = defaultdict(set)
    for visitor, host, data in mirror.edges(data=True):
        expected[visitor, "visits_made"].update(data["records"])
        expected[host, "visits_received"].update(data["records"])
    for state in FIVE:
        for variable in ("visits_made", "visits_received"):
            found = {id_ for row in panel["rows"] if row["iso3"] == state for id_ in row[f"{variable}_records"]}
            assert found == {id_ for id_ in expected[state, variable] if in_one_year(graph.mirror().nodes[id_])}
            assert found
    assert all(row["meetings"] == len(row["meetings_records"]) for row in panel["rows"])


@pytest.mark.parametrize("year", [1998, 2024])
def test_treaties_in_force_are_those_of_the_view_on_the_last_day(graph: Graph, year: int) -> None:
    panel = graph.panel("dyad-year", ["in-force"], since=str(year), until=str(year), records=True)
    network: Any = graph.mirror("treaties", on=f"{year}-12-31", kinds="Treaty")
    expected = {
        frozenset((one, other)): set(data["records"])
        for one, other, data in network.edges(data=True)
        if {one, other} & FIVE
    }
    found = {
        frozenset((row["iso3_1"], row["iso3_2"])): set(row["in_force_records"])
        for row in panel["rows"]
        if row["in_force"]
    }
    assert expected
    assert found == expected


def test_leaders_have_what_the_views_show_in_each_year(graph: Graph) -> None:
    panel = graph.panel("leader-year", ["meetings"], since="2019", until="2024", records=True)
    mirror = graph.mirror()
    for year in (2019, 2024):
        network: Any = graph.mirror("contacts", str(year), str(year), level="leaders", kinds="Meeting")
        expected: Mapping[str, set[str]] = defaultdict(set)
        for *ends, data in network.edges(data=True):
            for person in ends:
                expected[person].update(
                    record
                    for record in data["records"]
                    if mirror.nodes[record]["earliest"][:4] == mirror.nodes[record]["latest"][:4] == str(year)
                )
        rows = [row for row in panel["rows"] if row["year"] == year]
        assert rows
        for row in rows:
            assert set(row["meetings_records"]) == expected[row["person"]], row
        assert sum(row["meetings"] for row in rows) > 20


def test_visits_of_leaders_are_those_of_their_states_at_their_level(graph: Graph) -> None:
    leaders = graph.panel("leader-year", ["visits"], since="1992", until="2025", level="head-of-state", records=True)
    states = graph.panel("state-year", ["visits"], since="1992", until="2025", level="head-of-state", records=True)
    by_state = Counter((row["iso3"], row["year"], id_) for row in leaders["rows"] for id_ in row["visits_made_records"])
    expected = {(row["iso3"], row["year"], id_) for row in states["rows"] for id_ in row["visits_made_records"]}
    assert len(expected) > 100
    assert set(by_state) <= expected
    assert len(by_state) > 0.95 * len(expected), "some records do not tell who the head of state was"
    assert set(by_state.values()) == {1}


def test_events_are_the_records_of_the_views(graph: Graph) -> None:
    panel = graph.panel("event", ["visits"], since="2024", until="2024")
    network: Any = graph.mirror("visits", "2024", "2024")
    expected = {record for *_, data in network.edges(data=True) for record in data["records"]}
    assert {row["record"] for row in panel["rows"]} == expected
    assert {row["counted_in"] for row in panel["rows"]} == {"visits"}
    named = {(row["record"], row["person"]) for row in panel["rows"] if row["person"]}
    assert ("visit-tokayev-uzb-2024-04-05", "kassym-jomart-tokayev") in named
    assert {row["year"] for row in panel["rows"]} == {2024}
