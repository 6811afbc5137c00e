"""SPARQL over HTTP as the protocols have it: negotiation, parameters, bodies, refusals, descriptions."""

import gzip
from typing import Any

import pytest
from pyoxigraph import RdfFormat, parse
from served import Served

TABLE = "SELECT ?s WHERE { ?s a cag:State } ORDER BY ?s"
GRAPH = "CONSTRUCT WHERE { id:KAZ rdfs:label ?label }"
JSON, XML = "application/sparql-results+json", "application/sparql-results+xml"
CSV, TSV = "text/csv", "text/tab-separated-values"
TURTLE, TRIPLES, JSONLD = "text/turtle", "application/n-triples", "application/ld+json"
RDFXML, TRIG, QUADS = "application/rdf+xml", "application/trig", "application/n-quads"
QUERY_BODY, UPDATE_BODY = "application/sparql-query", "application/sparql-update"


def got(served: Served, query: str, accept: str = "*/*", **parameters: str) -> Any:
    return served.client.get("/sparql", params={"query": query, **parameters}, headers={"accept": accept})


def kind(response: Any) -> str:
    assert response.status_code == 200, response.text
    return str(response.headers["content-type"]).partition(";")[0]


def problem(response: Any, status: int) -> dict[str, Any]:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    assert response.headers["cache-control"] == "no-store"
    body: dict[str, Any] = response.json()
    assert body["status"] == status
    assert body["hint"]
    return body


@pytest.mark.parametrize(
    ("accept", "table", "graph"),
    [
        ("", JSON, TURTLE),
        ("*/*", JSON, TURTLE),
        ("application/json", JSON, TURTLE),
        ("application/xml", XML, TURTLE),
        ("text/csv;q=0.1, application/sparql-results+xml;q=0.2, application/n-triples", XML, TRIPLES),
        ("text/csv;q=0, */*;q=0.1", JSON, TURTLE),
        ("application/sparql-results+json;q=0, text/turtle;q=0, */*;q=0.3", XML, TRIPLES),
        ("text/*", CSV, TURTLE),
        ("text/tab-separated-values, application/ld+json", TSV, JSONLD),
        ("application/rdf+xml;q=0.9, text/csv;q=0.9, */*;q=0.8", CSV, RDFXML),
        ("TEXT/CSV; Q=1.0, Application/N-Quads", CSV, QUADS),
        ("text/csv, application/trig;q=0.5, text/turtle;q=broken", CSV, TRIG),
    ],
)
def test_the_type_liked_best_is_sent(served: Served, accept: str, table: str, graph: str) -> None:
    assert kind(got(served, TABLE, accept)) == table
    if graph != TURTLE or "*" in accept or not accept:
        assert kind(got(served, GRAPH, accept)) == graph


@pytest.mark.parametrize(
    ("query", "accept", "words"),
    [
        (TABLE, "image/png", "nothing can be had as"),
        (TABLE, "*/*;q=0", "nothing can be had as"),
        (TABLE, TURTLE, "the answer is a table"),
        ("ASK {}", TURTLE, "the answer is a truth value"),
        (GRAPH, CSV, "the answer is a graph"),
    ],
)
def test_what_cannot_be_sent_is_not_acceptable(served: Served, query: str, accept: str, words: str) -> None:
    body = problem(got(served, query, accept), 406)
    assert words in body["detail"]
    assert "accept one of" in body["hint"]


@pytest.mark.parametrize("name", ["format", "output", "results"])
@pytest.mark.parametrize(
    ("value", "query", "media_type"),
    [("csv", TABLE, CSV), ("XML", TABLE, XML), (TSV, TABLE, TSV), ("nt", GRAPH, TRIPLES), ("json", GRAPH, JSONLD)],
)
def test_format_goes_before_accept(served: Served, name: str, value: str, query: str, media_type: str) -> None:
    assert kind(got(served, query, "image/png", **{name: value})) == media_type


def test_a_format_that_is_not_known_is_refused(served: Served) -> None:
    assert "did you mean 'turtle'" in problem(got(served, GRAPH, format="turtel"), 400)["hint"]


@pytest.mark.parametrize("accept", [JSON, XML, CSV, TSV])
def test_every_table_holds_every_row(served: Served, accept: str) -> None:
    text = got(served, TABLE, accept).text
    for row in served.ask(TABLE):
        assert row["s"] in text


@pytest.mark.parametrize("accept", [TURTLE, TRIPLES, JSONLD, RDFXML, TRIG, QUADS])
def test_every_type_of_graph_reads_back_as_the_same_triples(served: Served, accept: str) -> None:
    found = {(quad.subject, quad.predicate, quad.object) for quad in parsed(got(served, GRAPH, accept))}
    assert found == {(quad.subject, quad.predicate, quad.object) for quad in parsed(got(served, GRAPH, TRIPLES))}
    assert found


def parsed(response: Any) -> list[Any]:
    return list(parse(response.content, RdfFormat.from_media_type(kind(response))))


def test_head_is_get_without_the_body(served: Served) -> None:
    full = got(served, TABLE)
    for path, parameters in (("/sparql", {"query": TABLE}), ("/sparql", {}), ("/data", {"default": ""})):
        head = served.client.head(path, params=parameters)
        assert (head.status_code, head.content) == (200, b"")
        assert head.headers["content-type"] == served.client.get(path, params=parameters).headers["content-type"]
    assert served.client.head("/sparql", params={"query": TABLE}).headers["etag"] == full.headers["etag"]


def test_what_has_not_changed_is_not_sent_again(served: Served) -> None:
    tag = got(served, TABLE).headers["etag"]
    parameters = {"query": TABLE}
    for known in (tag, f'"other", {tag}', f"W/{tag}"):
        same = served.client.get("/sparql", params=parameters, headers={"if-none-match": known})
        assert (same.status_code, same.content, same.headers["etag"]) == (304, b"", tag)
    assert served.client.get("/sparql", params=parameters, headers={"if-none-match": '"x"'}).status_code == 200
    assert got(served, TABLE, CSV).headers["etag"] != tag
    assert got(served, TABLE + " #").headers["etag"] != tag


def test_a_write_makes_another_tag(served: Served) -> None:
    before = got(served, TABLE)
    assert served.update("INSERT DATA { GRAPH <urn:tag> { <urn:a> <urn:b> 1 } }", "write").status_code == 200
    after = served.client.get("/sparql", params={"query": TABLE}, headers={"if-none-match": before.headers["etag"]})
    assert after.status_code == 200
    assert after.headers["x-data-version"] != before.headers["x-data-version"]
    assert served.update("DROP GRAPH <urn:tag>", "write").status_code == 200


@pytest.mark.parametrize("call", ["NOW()", "RAND()", "UUID()", "struuid ()"])
def test_what_differs_each_time_has_no_tag(served: Served, call: str) -> None:
    first, second = (got(served, f"SELECT ({call} AS ?x) {{}}") for _ in range(2))
    assert "etag" not in first.headers
    assert first.text != second.text


def test_pages_of_other_sites_may_ask_but_not_send_a_key(served: Served) -> None:
    def preflight(method: str, headers: str) -> Any:
        asked = {"access-control-request-method": method, "access-control-request-headers": headers}
        return served.client.options("/sparql", headers={"origin": "https://yasgui.example", **asked})

    allowed = preflight("POST", "content-type, accept")
    assert allowed.status_code == 200
    assert allowed.headers["access-control-allow-origin"] == "*"
    assert "authorization" not in allowed.headers["access-control-allow-headers"].lower()
    assert "access-control-allow-credentials" not in allowed.headers
    assert preflight("POST", "authorization").status_code == 400
    assert preflight("PUT", "content-type").status_code == 400
    asked = served.client.get("/sparql", params={"query": TABLE}, headers={"origin": "https://yasgui.example"})
    assert asked.headers["access-control-allow-origin"] == "*"


def test_a_term_that_is_not_in_the_ontology_is_warned_of(served: Served) -> None:
    warned = got(served, "SELECT * { ?s a cag:Traety }").headers["warning"]
    assert warned.startswith('299 cagraph "')
    assert "cag:Traety is not in the ontology; did you mean 'Treaty'?" in warned
    ontology = served.service.graph.names.ontology
    assert "cag:Traety" in got(served, f"SELECT * {{ ?s a <{ontology}Traety> }}").headers["warning"]
    assert "warning" not in got(served, "SELECT * { ?s a cag:Treaty }").headers


def test_a_header_holds_nothing_but_ascii_on_one_line(served: Served) -> None:
    warned = got(served, "SELECT * { ?s cag:Дата ?o }").headers["warning"]
    assert warned.isascii()
    assert warned.count('"') == 2


def test_the_dataset_is_what_the_parameters_say(served: Served) -> None:
    names = served.service.graph.names
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    named = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"

    def number(query: str, pairs: list[tuple[str, str]]) -> int:
        response = served.client.get("/sparql", params=[("query", query), *pairs])
        assert response.status_code == 200, response.text
        return int(response.json()["results"]["bindings"][0]["n"]["value"])

    meta, provenance = ("default-graph-uri", names.meta), ("default-graph-uri", names.provenance)
    only = number(count, [meta])
    assert 0 < only < number(count, [])
    assert number(count, [meta, provenance]) == only + number(count, [provenance])
    assert number(named, [meta]) == 0
    assert number(named, [("named-graph-uri", names.meta)]) == only
    assert number(count, [("named-graph-uri", names.meta)]) == 0
    assert number(count, [("default-graph-uri", "http://example.org/none")]) == 0
    as_form = served.client.post("/sparql", data={"query": count, "default-graph-uri": names.meta})
    assert int(as_form.json()["results"]["bindings"][0]["n"]["value"]) == only
    headers = {"content-type": QUERY_BODY}
    as_body = served.client.post("/sparql", params=[meta], content=count, headers=headers)
    assert int(as_body.json()["results"]["bindings"][0]["n"]["value"]) == only
    from_wins = f"SELECT (COUNT(*) AS ?n) FROM <{names.provenance}> {{ ?s ?p ?o }}"
    assert number(from_wins, [meta]) == only, "the protocol's dataset goes before that of the text (2.1.4)"


@pytest.mark.parametrize(
    ("pairs", "words"),
    [
        ([("query", TABLE), ("query", TABLE)], "query: given 2 times"),
        ([("query", TABLE), ("qurey", "x")], "there is no parameter 'qurey'"),
        ([("update", "DROP ALL")], "GET changes nothing"),
        ([("query", TABLE), ("update", "DROP ALL")], "GET changes nothing"),
        ([("default-graph-uri", "http://example.org/g")], "query: given 0 times"),
        ([("query", TABLE), ("default-graph-uri", "relative")], "'relative' is no absolute IRI"),
        ([("query", TABLE), ("named-graph-uri", "http://x/> } #")], "is no absolute IRI"),
        ([("query", TABLE), ("using-graph-uri", "http://x/")], "there is no parameter 'using-graph-uri'"),
        ([("query", "DROP ALL")], "DROP is an update, and this is read as a query"),
        ([("query", "")], "line 1, column 1"),
    ],
)
def test_a_bad_get_is_told_what_is_wrong(served: Served, pairs: list[tuple[str, str]], words: str) -> None:
    assert words in problem(served.client.get("/sparql", params=pairs), 400)["detail"]


def test_update_and_query_do_not_go_together(served: Served) -> None:
    both = served.client.post("/sparql", data={"query": TABLE, "update": "DROP ALL"})
    assert "given together" in problem(both, 400)["detail"]
    twice = served.client.post(
        "/sparql", data={"update": ["DROP ALL", "DROP ALL"]}, headers=served.authorised("curate")
    )
    assert "update: given 2 times" in problem(twice, 400)["detail"]
    query = served.update(TABLE)
    assert problem(query, 400)["type"] == "urn:cagraph:problem:sparql-syntax"


@pytest.mark.parametrize(
    ("content_type", "content", "more", "status", "words"),
    [
        (QUERY_BODY + "; charset=utf-16", TABLE.encode("utf-16"), {}, 415, "charset utf-16"),
        (QUERY_BODY + "; charset=latin-1", TABLE.encode(), {}, 415, "charset latin-1"),
        (QUERY_BODY, TABLE.encode("utf-16"), {}, 400, "not UTF-8 at byte 0"),
        (QUERY_BODY, gzip.compress(TABLE.encode(), mtime=0), {"content-encoding": "gzip"}, 415, "compressed"),
        (QUERY_BODY, b"x" * 200_001, {}, 413, "larger than 200000"),
        (UPDATE_BODY, b"x" * (2 << 20 | 1), {}, 413, "larger than 2097152"),
        ("application/x-www-form-urlencoded", b"query=" + b"x" * (2 << 20), {}, 413, "larger than"),
        ("application/x-www-form-urlencoded", b"query=%FF%FE", {}, 400, "not UTF-8"),
        ("application/x-www-form-urlencoded", b"a=1&" * 201, {}, 400, "more than 200 fields"),
        ("application/x-www-form-urlencoded", b"", {}, 400, "query: given 0 times"),
        ("text/plain", TABLE.encode(), {}, 415, "'text/plain' is not read"),
        ("", TABLE.encode(), {}, 415, "is not read"),
    ],
)
def test_a_body_that_is_not_read_is_refused(
    served: Served, content_type: str, content: bytes, more: dict[str, str], status: int, words: str
) -> None:
    headers = {"content-type": content_type, **more}
    assert words in problem(served.client.post("/sparql", content=content, headers=headers), status)["detail"]


@pytest.mark.parametrize("charset", ["utf-8", '"UTF-8"', "us-ascii"])
def test_utf_8_is_read_however_it_is_written(served: Served, charset: str) -> None:
    headers = {"content-type": f"{QUERY_BODY}; charset={charset}"}
    found = served.client.post("/sparql", content='SELECT ("Тоқаев" AS ?x) {}'.encode(), headers=headers)
    assert found.json()["results"]["bindings"][0]["x"]["value"] == "Тоқаев"


@pytest.mark.parametrize(
    ("query", "first", "marked", "hint"),
    [
        ("SELECT *\nWHERE { ?s ?p }", "line 2, column 16", "WHERE { ?s ?p }", "a triple needs an object"),
        ("SELECT * { ?s ex:p ?o }", "the prefix 'ex:' is not declared", "SELECT * { ?s ex:p ?o }", "declare it"),
        ("SELECT * { ?s foaf:name ?o }", "'foaf:' is not declared", "foaf:name", "xmlns.com/foaf/0.1/"),
        ("SELECT * { ?s ?p 1 # note: this\n . ?s ex:p ?o }", "'ex:' is not declared", "ex:p", "declare it"),
        ('SELECT * { ?s ?p "note: ', "a string is not closed", "note: ", "close it"),
        ("SELECT * { ?s ?p # note:", "the query ends too early", "# note:", "a triple needs an object"),
        ("PREFIX ex: SELECT * { ?s ex:p ?o }", "'SELECT' is not expected here", "ex: SELECT", ""),
        ("SELCT * { ?s ?p ?o }", "line 1, column 1", "SELCT", "did you mean 'SELECT'"),
        ('SELECT * { ?s ?p "x }', "a string is not closed", '"x }', "close it with the quote"),
    ],
)
def test_a_syntax_error_shows_its_place(served: Served, query: str, first: str, marked: str, hint: str) -> None:
    body = problem(got(served, query), 400)
    assert body["type"] == "urn:cagraph:problem:sparql-syntax"
    place, line, caret = body["detail"].split("\n")
    assert place.startswith("line ")
    assert first in place
    assert marked in line
    assert caret == " " * (int(place.partition("column ")[2].partition(":")[0]) - 1) + "^"
    assert hint in body["hint"]
