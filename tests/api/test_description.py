"""The service described: in RDF of its own, and as editors ask for it by SPARQL."""

from typing import Any

import pytest
from pyoxigraph import RdfFormat, parse
from served import Served

SD = "http://www.w3.org/ns/sparql-service-description#"
VOID = "http://rdfs.org/ns/void#"
PREFIXES = """PREFIX sh: <http://www.w3.org/ns/shacl#>
SELECT DISTINCT ?prefix ?namespace WHERE { [] sh:namespace ?namespace ; sh:prefix ?prefix } ORDER BY ?prefix"""
CLASSES = """PREFIX void: <http://rdfs.org/ns/void#>
PREFIX void-ext: <http://ldf.fi/void-ext#>
SELECT DISTINCT ?c ?p ?oc ?dt WHERE {
  ?cp void:class ?c ; void:propertyPartition ?pp . ?pp void:property ?p .
  OPTIONAL {
    { ?pp void:classPartition [ void:class ?oc ] } UNION { ?pp void-ext:datatypePartition [ void-ext:datatype ?dt ] }
  }
}"""
EXAMPLES = """PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT DISTINCT ?sq ?comment ?query WHERE {
  ?sq a sh:SPARQLExecutable ; rdfs:comment ?comment ; sh:select|sh:ask|sh:construct|sh:describe ?query
} ORDER BY ?sq"""


def triples(served: Served, path: str, accept: str = "text/turtle") -> set[tuple[str, str, str]]:
    response = served.client.get(path, headers={"accept": accept})
    assert response.status_code == 200, response.text
    assert response.headers["content-type"].partition(";")[0] == accept
    found = parse(response.content, RdfFormat.from_media_type(accept))
    return {(getattr(one.subject, "value", ""), one.predicate.value, getattr(one.object, "value", "")) for one in found}


@pytest.mark.parametrize("path", ["/sparql", "/.well-known/void"])
@pytest.mark.parametrize("accept", ["application/n-triples", "application/rdf+xml", "application/ld+json"])
def test_a_description_is_the_same_in_every_type(served: Served, path: str, accept: str) -> None:
    assert triples(served, path, accept) == triples(served, path)
    for format_ in ("nt", "turtle"):
        assert served.client.get(path, params={"format": format_}).status_code == 200


def test_the_service_describes_itself(served: Served) -> None:
    found = triples(served, "/sparql")
    service, endpoint = "http://testserver/sparql#service", "http://testserver/sparql"
    assert (service, SD + "endpoint", endpoint) in found
    languages = {value for subject, name, value in found if (subject, name) == (service, SD + "supportedLanguage")}
    assert languages == {SD + "SPARQL11Query", SD + "SPARQL11Update"}
    assert (service, SD + "feature", SD + "BasicFederatedQuery") not in found, "SERVICE reaches nothing"
    for format_ in ("SPARQL_Results_JSON", "SPARQL_Results_CSV", "Turtle", "JSON-LD"):
        assert (service, SD + "resultFormat", f"http://www.w3.org/ns/formats/{format_}") in found


def test_every_function_that_is_described_is_there(served: Served) -> None:
    found = triples(served, "/sparql")
    functions = {value for _, name, value in found if name == SD + "extensionFunction"}
    assert functions
    for function in functions:
        calls = [f"SELECT (<{function}>({', '.join(['1992'] * n)}) AS ?x) {{}}" for n in (1, 2)]
        assert [served.client.get("/sparql", params={"query": call}).status_code for call in calls] == [200, 200]
    unknown = served.client.get("/sparql", params={"query": "SELECT (cagf:none(1) AS ?x) {}"})
    assert unknown.status_code == 403


def test_void_tells_what_is_there_and_where(served: Served) -> None:
    found = triples(served, "/.well-known/void")
    dataset = served.service.graph.names.base
    assert (dataset, VOID + "sparqlEndpoint", "http://testserver/sparql") in found
    assert (dataset, "http://purl.org/dc/terms/identifier", served.service.graph.data_version) in found
    dump = next(value for subject, name, value in found if (subject, name) == (dataset, VOID + "dataDump"))
    assert served.client.get(dump).status_code == 200
    for _, _, partition in [one for one in found if one[1] == VOID + "classPartition" and one[0] == dataset]:
        about = {name: value for subject, name, value in found if subject == partition}
        counted = served.ask(f"SELECT (COUNT(DISTINCT ?s) AS ?n) {{ ?s a <{about[VOID + 'class']}> }}")
        assert int(counted[0]["n"]) >= int(about[VOID + "entities"]) > 0
    assert not [one for one in found if "/examples/" in one[0]]


def test_editors_find_the_prefixes(served: Served) -> None:
    found = {row["prefix"]: row["namespace"] for row in served.ask(PREFIXES)}
    assert found == served.service.graph.names.prefixes


def test_editors_find_classes_with_their_properties(served: Served) -> None:
    names = served.service.graph.names
    found = served.ask(CLASSES)
    assert len({row["c"] for row in found}) > 5
    assert {names.ontology + "Treaty", names.ontology + "State"} <= {row["c"] for row in found}
    for row in found:
        pattern = f"?s a <{row['c']}> ; <{row['p']}> ?o"
        if "oc" in row:
            pattern += f" . ?o a <{row['oc']}>"
        if "dt" in row:
            pattern += f" FILTER(DATATYPE(?o) = <{row['dt']}>)"
        assert served.holds(pattern), row
    assert any("oc" in row for row in found)
    assert any("dt" in row for row in found)


def test_every_example_runs_as_it_stands(served: Served) -> None:
    found = served.ask(EXAMPLES)
    assert len(found) == len(served.service.graph.queries)
    answers = 0
    for row in found:
        response = served.client.get("/sparql", params={"query": row["query"]})
        assert response.status_code == 200, (row["sq"], response.text)
        assert "warning" not in response.headers, row["sq"]
        assert row["comment"]
        answers += answered(response)
    assert answers > len(found) / 2


def answered(response: Any) -> bool:
    if not response.headers["content-type"].startswith("application/sparql-results+json"):
        return bool(list(parse(response.content, RdfFormat.TURTLE)))
    body = response.json()
    return bool(body.get("boolean", True) and body.get("results", {"bindings": [1]})["bindings"])


def test_the_description_is_no_claim(served: Served) -> None:
    """It stands in the default graph, where editors look, and in no graph of provenance."""
    assert served.holds("?s sh:namespace ?o")
    assert not served.holds("GRAPH ?g { ?s sh:namespace ?o }")
