"""One suite for every engine: what the rest of the program relies on."""

import json
from collections.abc import Callable, Iterator

import pytest
from pyoxigraph import (
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    QueryResultsFormat,
    RdfFormat,
    parse,
    parse_query_results,
)
from servers import BASE, Server

from cagraph.errors import NotAcceptableError, QuerySyntaxError
from cagraph.store import GRAPH_TYPES, IN_MEMORY, RESULT_TYPES, RemoteStore, Store

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


SYNTAXES = dict(
    zip(GRAPH_TYPES, (RdfFormat.TURTLE, RdfFormat.N_TRIPLES, RdfFormat.RDF_XML, RdfFormat.JSON_LD), strict=True)
)
# Servers and the dialects in which each is spoken to.
REMOTE = ["oxigraph:standard", "oxigraph:oxigraph", "fuseki:standard", "fuseki:fuseki", "virtuoso:virtuoso"]
# What an engine is known not to do: test, engine, how it shows, and why.
GAPS: dict[tuple[str, str], tuple[type[BaseException], str]] = {}


@pytest.fixture(params=[*sorted(IN_MEMORY), *REMOTE])
def store(request: pytest.FixtureRequest, server: Callable[[str], Server]) -> Iterator[Store]:
    gap = GAPS.get((request.node.originalname, request.param.partition(":")[0]))
    if gap:
        request.applymarker(pytest.mark.xfail(raises=gap[0], reason=gap[1], strict=True))
    made = IN_MEMORY[request.param]() if request.param in IN_MEMORY else remote(request.param, server)
    made.replace(QUADS)
    yield made
    made.close()


def remote(name: str, server: Callable[[str], Server]) -> Store:
    program, _, dialect = name.partition(":")
    running = server(program)
    return RemoteStore(running.locations[dialect], BASE, running.credentials)


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


AWKWARD = [
    Literal('quotes " and \' and \\ and """'),
    Literal("lines\nand\ttabs, {braces} $slots ?and %s"),
    Literal("Тәжікстан Ўзбекистон 𐰴𐰀𐰔 \u00e9 e\u0301"),
    Literal("; DROP ALL } INSERT DATA { <a:b> <a:b> <a:b>"),
    Literal("true", datatype=NamedNode(XSD + "boolean")),
    Literal("5.7", datatype=NamedNode(XSD + "decimal")),
    Literal("2021-08/..", datatype=NamedNode("http://id.loc.gov/datatypes/edtf/EDTF")),
    Literal("Нурсултан", language="ru"),
    Literal(""),
]


def test_awkward_values_come_back_as_they_were(store: Store) -> None:
    put = [Quad(node("a"), node("p"), value, graph) for value in AWKWARD for graph in (DefaultGraph(), node("g"))]
    store.replace(put)
    assert sorted(map(str, store.quads())) == sorted(map(str, put))
    found = store.select(f"SELECT ?o WHERE {{ <{EX}a> <{EX}p> ?o }}")
    assert sorted(str(row[0]) for row in found.rows) == sorted(map(str, AWKWARD))


@pytest.mark.parametrize("result_type", RESULT_TYPES[:3])
def test_every_table_says_the_same(store: Store, result_type: str) -> None:
    text = f"SELECT ?p ?o WHERE {{ <{EX}a> ?p ?o FILTER(isIRI(?o)) }}"
    answer = store.answer(text, result_type, "")
    assert answer.media_type == result_type
    if result_type == "text/csv":
        assert answer.body.decode().split() == ["p,o", f"{EX}p,{EX}b"]
    else:
        kind = QueryResultsFormat.JSON if result_type.endswith("json") else QueryResultsFormat.XML
        found = parse_query_results(answer.body, format=kind)
        assert [tuple(row) for row in found] == [(node("p"), node("b"))]  # type: ignore[union-attr]


@pytest.mark.parametrize("asked", [True, False])
def test_asking_gives_a_truth_value(store: Store, asked: bool) -> None:
    text = f"# whether\nPREFIX e: <{EX}> ASK {{ e:{'a' if asked else 'nobody'} ?p ?o }}"
    for result_type, kind in zip(RESULT_TYPES[:2], (QueryResultsFormat.JSON, QueryResultsFormat.XML), strict=True):
        found = parse_query_results(store.answer(text, result_type, "").body, format=kind)
        assert bool(found) is asked


@pytest.mark.parametrize("graph_type", GRAPH_TYPES)
def test_every_syntax_says_the_same(store: Store, graph_type: str) -> None:
    text = f"CONSTRUCT {{ ?s <{EX}q> ?o }} WHERE {{ ?s <{EX}label> ?o }}"
    answer = store.answer(text, "", graph_type)
    assert answer.media_type == graph_type
    (triple,) = parse(answer.body, format=SYNTAXES[graph_type])
    assert triple.object.value == "Қазақстан"  # type: ignore[union-attr]
    assert triple.object.language.lower() == "kk-cyrl"  # type: ignore[union-attr]
