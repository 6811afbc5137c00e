"""Faulty queries, and what their authors are told."""

import pyoxigraph as ox
import pytest

from cagraph.errors import ParameterError, QuerySyntaxError
from cagraph.store.syntax import explain
from cagraph.store.using import with_dataset

PREFIXES = {"cag": "https://kg.example/ontology#", "id": "https://kg.example/id/"}


def told(text: str) -> QuerySyntaxError:
    with pytest.raises(SyntaxError) as caught:
        ox.Store().query(text, prefixes=PREFIXES)
    return explain(text, str(caught.value), PREFIXES)


@pytest.mark.parametrize(
    ("text", "words", "hint"),
    [
        ("SELECT * { ?s foaf:name ?n }", "'foaf:' is not declared", "PREFIX foaf: <http://xmlns.com/foaf/0.1/>"),
        ("SELECT * { ?s cga:name ?n }", "'cga:' is not declared", "did you mean 'cag'?"),
        ("SELECT * { ?s zzz:name ?n }", "'zzz:' is not declared", "or declare it"),
        ("SELECT * { ?s ?p }", "ends too early", "a triple needs an object"),
        ("SELECT * { ?s ?p ?o", "ends too early", "a bracket its partner"),
        ("", "ends too early", ""),
        ("SELECT * { ?s a <x> }", "no absolute IRI", "write it whole"),
        ("SELEC * {}", "not expected here", "did you mean 'SELECT'?"),
        ("SELECT * { ?s ?p ?o FILTR(?o > 1) }", "", "did you mean 'FILTER'?"),
        ("SELECT * { ?s ?p ?o OPTIONL { ?s ?q ?r } }", "", "did you mean 'OPTIONAL'?"),
        ("SELECT * WHRE { ?s ?p ?o }", "", "did you mean 'WHERE'?"),
        ("SELECT ?a (COUNT(?b) AS ?c) { ?a ?p ?b }", "a variable that is unbound", ""),
        ('SELECT * { ?s ?p "abc }', "a string is not closed", "close it"),
        ("SELECT * { BIND(1 AS ?x) BIND(2 AS ?x) }", "ends too early", "BIND a variable not yet in use"),
        ("SELECT * {} garbage", "'garbage' is not expected here", ""),
        ("SELECT ?x { ?x ?p ?o ORDER BY ?x", "is not expected here", ""),
        ("SELECT * { ?s ?p ?o . } LIMIT x", "is not expected here", ""),
        ("ASK { ?s ?p ?o ", "ends too early", ""),
        ("CONSTRUCT { ?s ?p } WHERE { ?s ?p ?o }", "is not expected here", ""),
        ("SELECT * { FILTER(?a = ) }", "ends too early", ""),
    ],
)
def test_a_fault_is_named_with_its_place_and_a_way_out(text: str, words: str, hint: str) -> None:
    error = told(text)
    assert error.message.startswith("line 1, column ")
    assert words in error.message
    assert hint in error.hint
    assert error.message.endswith("^")


def test_the_caret_stands_under_the_column() -> None:
    error = told("SELECT * WHERE {\n  ?s ?p ?o .\n  ?s foaf:name ?n\n}")
    place, line, caret = error.message.split("\n")
    column = int(place.split("column ")[1].split(":")[0])
    assert place.startswith("line 3, ")
    assert line == "  ?s foaf:name ?n"
    assert caret.index("^") == column - 1


def test_a_long_line_is_shown_around_the_fault() -> None:
    error = told("SELECT * { " + "?s ?p ?o . " * 100 + "?s foaf:name ?n }")
    _, line, caret = error.message.split("\n")
    assert len(line) <= 120
    assert "foaf:name" in line
    assert caret.index("^") < len(line)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("INSERT DATA { <urn:a> <urn:b> 1 }", "INSERT DATA { <urn:a> <urn:b> 1 }"),
        (
            "DELETE { ?s ?p 1 } WHERE { ?s ?p 1 }",
            "DELETE { ?s ?p 1 } USING <urn:g> USING NAMED <urn:n> WHERE { ?s ?p 1 }",
        ),
        ("DELETE WHERE { ?s ?p 1 }", "DELETE { ?s ?p 1 } USING <urn:g> USING NAMED <urn:n> WHERE { ?s ?p 1 }"),
        (
            "CLEAR DEFAULT; INSERT { ?s ?p 2 } where { ?s ?p 'WHERE {' } # WHERE",
            "CLEAR DEFAULT; INSERT { ?s ?p 2 } USING <urn:g> USING NAMED <urn:n> where { ?s ?p 'WHERE {' } # WHERE",
        ),
    ],
)
def test_a_dataset_given_beside_an_update(text: str, expected: str) -> None:
    found = with_dataset(text, ["urn:g"], ["urn:n"])
    assert found == expected
    ox.Store().update(found)


@pytest.mark.parametrize("clause", ["USING <urn:x> WHERE", "USING NAMED <urn:x> WHERE"])
def test_a_dataset_is_given_once(clause: str) -> None:
    with pytest.raises(ParameterError, match="names its own dataset"):
        with_dataset(f"INSERT {{ ?s ?p 1 }} {clause} {{ ?s ?p 2 }}", ["urn:g"], [])
    with pytest.raises(ParameterError, match="names its own dataset"):
        with_dataset("WITH <urn:x> DELETE { ?s ?p 1 } WHERE { ?s ?p 2 }", [], ["urn:n"])
