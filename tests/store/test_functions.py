"""Extension functions: names in any script, uncertain dates; on both sides of what can be known."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode

from cagraph.graph import Graph
from cagraph.store.functions import EXTENSIONS, functions

BY_NAME = {extension.name: extension.function for extension in EXTENSIONS}
DAY = timedelta(days=1)
FIRST = date(2020, 1, 1)


def holds(name: str, one: str, other: str) -> bool | None:
    found = BY_NAME[name](Literal(one), Literal(other))
    return None if found is None else found.value == "true"


@pytest.mark.parametrize(
    ("one", "other", "certainly", "possibly"),
    [
        ("2022-12-21", "2022-12-22", True, True),
        ("2022-12-22", "2022-12-22", False, False),
        ("2022-12", "2022-12-22", False, True),
        ("2022-11", "2022-12", True, True),
        ("2022", "2022", False, True),
        ("2019/..", "2024", False, True),
        ("../2019", "2024", True, True),
        ("2024", "../2019", False, False),
        ("2023", "2022", False, False),
    ],
)
def test_before(one: str, other: str, certainly: bool, possibly: bool) -> None:
    assert holds("certainlyBefore", one, other) is certainly
    assert holds("possiblyBefore", one, other) is possibly
    assert holds("certainlyAfter", other, one) is certainly
    assert holds("possiblyAfter", other, one) is possibly


@pytest.mark.parametrize(
    ("one", "other", "certainly", "possibly"),
    [
        ("2022-12-22", "2022-12-22", True, True),
        ("2022-12", "2022-12-22", False, True),
        ("2019/2024", "2022-05", True, True),
        ("2019/2024", "2019-06-01", False, True),
        ("2019/..", "2030/2031", True, True),
        ("2019/2021", "2022", False, False),
        ("2018/2020", "2020/2023", False, True),
        ("2018-01-01/2021-12-31", "2020/2023", True, True),
    ],
)
def test_overlaps(one: str, other: str, certainly: bool, possibly: bool) -> None:
    for a, b in ((one, other), (other, one)):
        assert holds("certainlyOverlaps", a, b) is certainly
        assert holds("possiblyOverlaps", a, b) is possibly


@st.composite
def points(draw: st.DrawFn) -> tuple[str, list[date]]:
    """A date of any precision in three months, and the days it can mean."""
    day = FIRST + draw(st.integers(0, 89)) * DAY
    if draw(st.booleans()):
        return day.isoformat(), [day]
    month = [d for n in range(120) if (d := FIRST - 15 * DAY + n * DAY).month == day.month and d.year == day.year]
    return day.isoformat()[:7], month


@given(points(), points())
def test_before_is_what_all_or_some_days_say(one: tuple[str, list[date]], other: tuple[str, list[date]]) -> None:
    pairs = [(a, b) for a in one[1] for b in other[1]]
    assert holds("certainlyBefore", one[0], other[0]) is all(a < b for a, b in pairs)
    assert holds("possiblyBefore", one[0], other[0]) is any(a < b for a, b in pairs)
    assert holds("possiblyOverlaps", one[0], other[0]) is any(a == b for a, b in pairs)
    assert holds("certainlyOverlaps", one[0], other[0]) is all(a == b for a, b in pairs)


@pytest.mark.parametrize("bad", [Literal("soon"), Literal("2022-13"), NamedNode("urn:x"), BlankNode("b")])
def test_what_cannot_be_read_is_an_error(bad: Literal | NamedNode | BlankNode) -> None:
    for name in BY_NAME:
        if "search" not in name and name != "matches":
            assert BY_NAME[name](bad, Literal("2022")) is None
            assert BY_NAME[name](Literal("2022"), bad) is None


@pytest.mark.parametrize("written", ["Тоқаев", "Tokayev", "ТОКАЕВ", "qasym toqaev", "kassym-jomart"])
def test_a_person_is_found_in_any_script(article_on_memory: Graph, written: str) -> None:
    rows = article_on_memory.sparql(
        "SELECT DISTINCT ?p { ?p a cag:Person ; rdfs:label|skos:prefLabel|skos:altLabel ?n "
        f"FILTER(cagf:matches(?n, {Literal(written)})) }}"
    ).rows
    assert [row[0].value.rpartition("/")[2] for row in rows] == ["kassym-jomart-tokayev"]


def test_the_plain_equivalent_gives_the_same(graph: Graph) -> None:
    named = "?p a cag:Person ; skos:prefLabel|skos:altLabel|rdfs:label ?n"
    ours = f"SELECT DISTINCT ?p {{ {named} FILTER(cagf:matches(?n, 'tokaev')) }}"
    plain = "SELECT DISTINCT ?p { ?p a cag:Person ; cag:searchKey ?k FILTER(CONTAINS(CONCAT(' ', ?k), ' tokaev')) }"
    assert set(graph.sparql(ours).rows) == set(graph.sparql(plain).rows) != set()


def test_dates_of_the_plain_equivalent(graph: Graph) -> None:
    ours = "SELECT ?t { ?t a cag:Treaty ; cag:signed ?d FILTER(cagf:certainlyBefore(?d, '1994')) }"
    plain = "SELECT ?t { ?t a cag:Treaty ; cag:signedLatest ?d FILTER(?d < '1994-01-01'^^xsd:date) }"
    assert set(graph.sparql(ours).rows) == set(graph.sparql(plain).rows) != set()


def test_each_has_an_iri_of_its_own() -> None:
    assert {node.value for node in functions("urn:f#")} == {f"urn:f#{name}" for name in BY_NAME}
