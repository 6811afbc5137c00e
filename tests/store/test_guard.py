"""What may not reach the engine's parser."""

import pytest

from cagraph.errors import QueryRefusedError
from cagraph.store import refuse_unsafe


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
        "select * { service silent <http://127.0.0.1:1/> { ?s ?p ?o } }",
        "SELECT * { { SELECT * { SERVICE ?x {} } } }",
        "#\nSELECT * {\nSERVICE<http://127.0.0.1:1/>{} }",
        "LOAD <http://127.0.0.1:1/>",
        "INSERT DATA { <a> <b> <c> }",
        "DELETE WHERE { ?s ?p ?o }",
        "DROP ALL",
        "CLEAR DEFAULT",
        "SELECT * " + "{" * 100 + "}" * 100,
        "SELECT * { FILTER(" + "(" * 5000 + "1" + ")" * 5000 + ") }",
        "SELECT * { " + " UNION ".join(["{ ?s ?p ?o }"] * 1000) + " }",
        "SELECT * { ?s ?p ?o } #" + "x" * 70_000,
        "SELECT * { FILTER(" + "||".join(["?o=1"] * 1000) + ") }",
    ],
    ids=lambda text: text[:40],
)
def test_refused(text: str) -> None:
    with pytest.raises(QueryRefusedError):
        refuse_unsafe(text)


@pytest.mark.parametrize(
    "text",
    [
        'SELECT * { ?s ?p "SERVICE <http://x/> { }" }',
        'SELECT * { ?s ?p \'it\'\'s\', """a "quoted" SERVICE""" }',
        "SELECT * { ?s <http://example.org/service> ?o } # SERVICE <http://x/>",
        "PREFIX service: <http://x/> SELECT ?service { ?service service:load :insert }",
        "SELECT * { ?s a cag:Treaty . FILTER(?a < 3 && ?b > 2) }",
        "SELECT (COUNT(*) AS ?n) { ?s (<p>|<q>)* ?o }",
    ],
    ids=lambda text: text[:40],
)
def test_let_through(text: str) -> None:
    refuse_unsafe(text)
