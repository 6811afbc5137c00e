"""The `.rq` files."""

import pytest

from cagraph import resources
from cagraph.errors import NotFoundError, ParameterError, StoreError
from cagraph.graph import Graph
from cagraph.model import Namespaces
from cagraph.queries.library import Library, Parameter, literal, parse
from cagraph.settings import DEFAULT_BASE

LIBRARY = Library(resources.queries(), Namespaces(DEFAULT_BASE))
QUERIES = list(LIBRARY)


def test_there_are_enough() -> None:
    assert len(QUERIES) >= 15


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_it_finds_what_its_header_expects(article_on_memory: Graph, graph: Graph, query) -> None:  # type: ignore[no-untyped-def]
    found = str(graph.run(query.name, **query.example()).rows)
    assert all(f"'{wanted}'" in found for wanted in query.expects), (query.expects, found)


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_it_runs_unchanged_as_sparql(graph: Graph, query) -> None:  # type: ignore[no-untyped-def]
    rows = graph.sparql(query.text).rows
    assert query.computed or len(rows) == len(graph.run(query.name, **query.example()).rows)


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_its_example_question_is_read_as_itself(graph: Graph, query, language: str) -> None:  # type: ignore[no-untyped-def]
    question = graph.examples(language)[query.name]
    answer = graph.ask(question)
    assert answer.query == query.name, (question, answer.answer)
    assert answer.language == language


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_it_says_on_what_its_rows_rest(graph: Graph, query) -> None:  # type: ignore[no-untyped-def]
    for row in graph.run(query.name, **query.example()).rows:
        assert row["evidence"] or query.name == "source-details" or query.computed


def test_parameters_are_checked(graph: Graph) -> None:
    with pytest.raises(NotFoundError, match="did you mean 'treaties-between'"):
        graph.run("treaties-betwen")
    with pytest.raises(ParameterError, match="needs the parameter 'b'"):
        graph.run("treaties-between", a="KAZ")
    with pytest.raises(ParameterError, match=r"no parameter 'c' \(known: a, b, since, topic, until\)"):
        graph.run("treaties-between", a="KAZ", b="UZB", c="TJK")
    with pytest.raises(ParameterError, match=r"a: there is no State 'KAS' \(did you mean 'KAZ'\?\)"):
        graph.run("treaties-between", a="KAS", b="UZB")
    with pytest.raises(ParameterError, match="since: month must be in"):
        graph.run("treaties-between", a="KAZ", b="UZB", since="2022-13")
    with pytest.raises(ParameterError, match="since: '2019/2024' is no single date"):
        graph.run("treaties-between", a="KAZ", b="UZB", since="2019/2024")


def test_since_filters(article: Graph) -> None:
    assert article.run("treaties-between", a="KAZ", b="UZB", since="2022").rows
    assert article.run("treaties-between", a="KAZ", b="UZB", since="2023").status == "not_stated"


def test_a_state_has_no_treaty_with_itself(graph: Graph) -> None:
    assert graph.run("treaties-between", a="KAZ", b="KAZ").rows == []


@pytest.mark.parametrize(
    "attack",
    [
        "KAZ> ) } DROP ALL #",
        '"} SELECT * { ?s ?p ?o',
        "UNDEF) (id:UZB",
        "<http://x>",
        "KAZ\n}",
        "’; --",
        "\x00",
        "a" * 5000,
    ],
)
def test_injection_is_refused_or_harmless(graph: Graph, attack: str) -> None:
    for query in QUERIES:
        given = query.example()
        for slot in query.parameters:
            try:
                answer = graph.run(query.name, **{**given, slot.name: attack})
            except ParameterError:
                continue
            assert slot.type == "Text"
            assert answer.rows == []


def test_text_is_placed_as_one_literal() -> None:
    placed = literal(Parameter("words", "Text", optional=False), 'a"b\\c\n)d')
    assert placed == r'"a\"b\\c\n)d"'


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("SELECT * { ?s ?p ?o }", "header and VALUES row do not fit"),
        ("#: title: T\n#: a: State\nSELECT * { ?s ?p ?o }", "header and VALUES row do not fit"),
        ("#: title: T\n#: title: U\nSELECT * { ?s ?p ?o }", "title"),
        ("#: title: T\nSELECT * { VALUES (?a) { (1) } }", "header and VALUES row do not fit"),
    ],
)
def test_a_file_that_does_not_fit_is_told(text: str, reason: str) -> None:
    with pytest.raises(StoreError, match=reason):
        parse("broken", text)


def test_the_answer_lists_evidence_once_and_refers_to_it(article: Graph) -> None:
    answer = article.run("event-attendees", event="consultative-meeting-6")
    known = {claim["claim"] for claim in answer.evidence}
    assert len(known) == len(answer.evidence) == 2
    assert {claim for row in answer.rows for claim in row["evidence"]} == known
    assert {claim["at"] for claim in answer.evidence} == {"S2", "S3"}
    assert answer.data_version == article.data_version
