"""One suite for every engine: what the rest of the program relies on."""

import json

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from cagraph.errors import NotAcceptableError, QuerySyntaxError
from cagraph.store import IN_MEMORY, Store

EX = "http://example.org/"
XSD = "http://www.w3.org/2001/XMLSchema#"


def node(name: str) -> NamedNode:
    return NamedNode(EX + name)


QUADS = [
    Quad(node("a"), node("p"), node("b"), DefaultGraph()),
    Quad(node("a"), node("label"), Literal("Қазақстан", language="kk-cyrl"), DefaultGraph()),
    Quad(node("a"), node("day"), Literal("2022-12-22", datatype=NamedNode(XSD + "date")), DefaultGraph()),
    Quad(node("a"), node("number"), Literal("15", datatype=NamedNode(XSD + "integer")), DefaultGraph()),
    Quad(node("a"), node("p"), node("c"), node("g1")),
    Quad(node("a"), node("p"), node("c"), node("g2")),
]


@pytest.fixture(params=sorted(IN_MEMORY))
def store(request: pytest.FixtureRequest) -> Store:
    made = IN_MEMORY[request.param]()
    made.replace(QUADS)
    return made


def test_it_holds_what_was_put(store: Store) -> None:
    assert len(store) == len(QUADS)
    assert sorted(map(str, store.quads())) == sorted(map(str, QUADS))


def test_replace_puts_everything_anew(store: Store) -> None:
    store.replace(QUADS[:1])
    assert list(store.quads()) == QUADS[:1]
    store.replace([])
    assert len(store) == 0


def test_a_failed_replace_leaves_all_as_it_was(store: Store) -> None:
    def broken() -> object:
        yield QUADS[0]
        raise ValueError("broken off")

    with pytest.raises(ValueError, match="broken off"):
        store.replace(broken())  # type: ignore[arg-type]
    assert len(store) == len(QUADS)


def test_patterns(store: Store) -> None:
    assert len(list(store.quads(node("a"), node("p")))) == 3
    assert list(store.quads(node("a"), node("p"), None, DefaultGraph())) == QUADS[:1]
    assert list(store.quads(None, None, None, node("g1"))) == [QUADS[4]]
    assert list(store.quads(node("nobody"))) == []
    assert list(store.quads(None, None, Literal("15", datatype=NamedNode(XSD + "integer")))) == [QUADS[3]]


def test_the_default_graph_is_no_union(store: Store) -> None:
    found = store.select(f"SELECT ?o WHERE {{ <{EX}a> <{EX}p> ?o }}")
    assert found.rows == ((node("b"),),)


def test_named_graphs_are_asked_by_name(store: Store) -> None:
    found = store.select(f"SELECT ?g WHERE {{ GRAPH ?g {{ <{EX}a> <{EX}p> <{EX}c> }} }} ORDER BY ?g")
    assert found.variables == ("g",)
    assert found.rows == ((node("g1"),), (node("g2"),))


def test_terms_come_back_as_they_were(store: Store) -> None:
    found = store.select(f"SELECT ?l ?d ?n WHERE {{ <{EX}a> <{EX}label> ?l ; <{EX}day> ?d ; <{EX}number> ?n }}")
    assert found.rows == ((QUADS[1].object, QUADS[2].object, QUADS[3].object),)


def test_values_undef_optional_and_filters(store: Store) -> None:
    found = store.select(
        f"SELECT ?s ?x ?day WHERE {{ VALUES (?s ?x) {{ (<{EX}a> UNDEF) }} OPTIONAL {{ ?s <{EX}day> ?day }}"
        f' FILTER(!BOUND(?x) && ?day >= "2022-01-01"^^<{XSD}date>) }}'
    )
    assert found.rows == ((node("a"), None, QUADS[2].object),)


@pytest.mark.parametrize("text", ["SELECT", "SELECT * WHERE { ?s ?p }", "NONSENSE", "", "SELECT * WHERE { x:y ?p ?o }"])
def test_broken_queries_are_told(store: Store, text: str) -> None:
    with pytest.raises(QuerySyntaxError):
        store.select(text)


def test_a_select_is_asked_for(store: Store) -> None:
    with pytest.raises(QuerySyntaxError, match="not a SELECT"):
        store.select("ASK { ?s ?p ?o }")


def test_answers_go_out_serialised(store: Store) -> None:
    select = store.answer(f"SELECT ?o WHERE {{ <{EX}a> <{EX}p> ?o }}", "application/sparql-results+json", "")
    assert json.loads(select.body)["results"]["bindings"] == [{"o": {"type": "uri", "value": f"{EX}b"}}]
    ask = store.answer("ASK { ?s ?p ?o }", "application/sparql-results+json", "")
    assert json.loads(ask.body)["boolean"] is True
    csv = store.answer(f"SELECT ?o WHERE {{ <{EX}a> <{EX}p> ?o }}", "text/csv", "")
    assert csv.body.decode().split() == ["o", f"{EX}b"]
    construct = store.answer(f"CONSTRUCT {{ ?s <{EX}q> ?o }} WHERE {{ ?s <{EX}p> ?o }}", "", "application/n-triples")
    assert construct.body.decode().strip() == f"<{EX}a> <{EX}q> <{EX}b> ."


@pytest.mark.parametrize(
    ("text", "result_type", "graph_type"),
    [
        ("SELECT * { ?s ?p ?o }", "", ""),
        ("ASK { ?s ?p ?o }", "text/csv", ""),
        ("DESCRIBE <http://x/>", "", "image/png"),
    ],
)
def test_what_cannot_be_served_is_told(store: Store, text: str, result_type: str, graph_type: str) -> None:
    with pytest.raises(NotAcceptableError):
        store.answer(text, result_type, graph_type)
