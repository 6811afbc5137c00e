"""Where a location leads, and how each dialect words a query: what needs no server."""

import pytest

from cagraph.errors import ParameterError
from cagraph.store import open_store
from cagraph.store.dialects import DIALECTS, parse

BASE = "http://example.org/"
SECRET = "correct horse"


@pytest.mark.parametrize(
    ("location", "told"),
    [
        ("sparql+http://", "is no address"),
        ("sparql+http://h:99999/", "is no address"),
        (f"sparql+http://anna:{SECRET}@h/sparql", "CAGRAPH_USER"),
        (f"sparql+http://h/sparql?password={SECRET}", "no parameter 'password'"),
        ("sparql+http://h/sparql?dialect=virtuso", "did you mean 'virtuoso'"),
        ("sparql+http://h/sparql?batch=0", "batch: '0' is no number"),
        ("sparql+http://h/sparql?update=http://other/", "only a path on the same server"),
        ("sparql+http://h/sparql?gsp=//other/data", "only a path on the same server"),
        ("sparql+ftp://h/sparql", "no store can be at"),
        ("http://h/sparql", r"write sparql\+http://"),
    ],
)
def test_locations_that_cannot_be_read(location: str, told: str) -> None:
    with pytest.raises(ParameterError, match=told) as error:
        open_store(location)
    assert SECRET not in str(error.value)


def test_where_a_location_leads() -> None:
    found = parse("sparql+https://h/ds/query?dialect=fuseki", BASE)
    assert (found.query, found.update, found.dataset) == (
        "https://h/ds/query",
        "https://h/ds/update",
        "https://h/ds/data",
    )
    assert not found.shared
    own = parse("sparql+http://h/repositories/r?update=/repositories/r/statements&default-graph=urn:d", BASE)
    assert (own.update, own.default_graph) == ("http://h/repositories/r/statements", "urn:d")
    assert parse("sparql+http://h/sparql?dialect=virtuoso", BASE).default_graph == f"{BASE}graph/default"


def test_graphs_by_variable() -> None:
    text = "SELECT * { graph a:b { ?s ?p 'GRAPH <x> {' } # GRAPH <y> {\n GRAPH ?g { ?s <GRAPH> ?o } GRAPH<z>{} }"
    assert DIALECTS["virtuoso"].spoken(text) == (
        "SELECT * { VALUES ?_graph1 { a:b } graph ?_graph1 { ?s ?p 'GRAPH <x> {' } # GRAPH <y> {\n"
        " GRAPH ?g { ?s <GRAPH> ?o } VALUES ?_graph2 { <z> } GRAPH ?_graph2 {} }"
    )
    assert DIALECTS["standard"].spoken(text) == text
