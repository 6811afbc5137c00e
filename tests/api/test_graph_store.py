"""The Graph Store Protocol, method by method: graphs named by a parameter, and at their own address."""

from typing import Any

import pytest
from served import OWN, Served

ONE, TWO = "<urn:g:a> <urn:g:b> 1 .", "<urn:g:a> <urn:g:b> 2 ."
DIRECT = "http://testserver/data/notes/mine"
PLACES = {"indirect": ("/data", {"graph": OWN + "/gsp"}, OWN + "/gsp"), "direct": ("/data/notes/mine", {}, DIRECT)}


def sent(served: Served, method: str, path: str, params: Any, body: str = "", media_type: str = "text/turtle") -> Any:
    headers = {"content-type": media_type, **served.authorised("write")} if body else served.authorised("write")
    return served.client.request(method, path, params=params, content=body, headers=headers)


def values(served: Served, graph: str) -> set[str]:
    return {row["o"] for row in served.ask(f"SELECT ?o {{ GRAPH <{graph}> {{ <urn:g:a> <urn:g:b> ?o }} }}")}


@pytest.mark.parametrize("place", sorted(PLACES))
def test_every_method_does_what_it_says(served: Served, place: str) -> None:
    path, params, graph = PLACES[place]
    assert served.client.get(path, params=params).status_code == 404
    assert served.client.head(path, params=params).status_code == 404
    assert sent(served, "DELETE", path, params).status_code == 404
    assert sent(served, "PUT", path, params, ONE).status_code == 201
    assert values(served, graph) == {"1"}
    assert sent(served, "PUT", path, params, TWO).status_code == 204
    assert values(served, graph) == {"2"}
    assert sent(served, "POST", path, params, ONE).status_code == 204
    assert values(served, graph) == {"1", "2"}
    got = served.client.get(path, params=params, headers={"accept": "application/n-triples"})
    assert got.headers["content-type"].startswith("application/n-triples")
    assert len(got.text.splitlines()) == 2
    same = served.client.get(path, params=params, headers={"accept": "image/png"})
    assert same.status_code == 406
    head = served.client.head(path, params=params, headers={"accept": "application/n-triples"})
    assert (head.status_code, head.content, head.headers["etag"]) == (200, b"", got.headers["etag"])
    known = {"accept": "application/n-triples", "if-none-match": got.headers["etag"]}
    assert served.client.get(path, params=params, headers=known).status_code == 304
    assert sent(served, "PUT", path, params, TWO).status_code == 204
    assert served.client.get(path, params=params, headers=known).status_code == 200
    assert sent(served, "DELETE", path, params).status_code == 204
    assert served.client.get(path, params=params).status_code == 404
    assert sent(served, "POST", path, params, ONE).status_code == 201
    assert sent(served, "DELETE", path, params).status_code == 204


def test_a_post_to_the_store_makes_a_graph_with_a_name_of_its_own(served: Served) -> None:
    made = sent(served, "POST", "/data", {}, ONE)
    assert made.status_code == 201
    place = made.headers["location"]
    assert place.startswith("http://testserver/data/")
    assert served.client.get(place).status_code == 200
    assert sent(served, "POST", "/data", {}, ONE).headers["location"] != place
    assert values(served, place) == {"1"}


def test_relative_iris_are_of_the_graph(served: Served) -> None:
    assert sent(served, "PUT", "/data/notes/base", {}, "<x> <y> <#z> .").status_code == 201
    graph = "http://testserver/data/notes/base"
    assert served.holds(f"GRAPH <{graph}> {{ <http://testserver/data/notes/x> ?p <{graph}#z> }}")


@pytest.mark.parametrize(
    ("media_type", "body"),
    [
        ("text/turtle", ONE),
        ("application/x-turtle", ONE),
        ("application/n-triples", '<urn:g:a> <urn:g:b> "1" .'),
        ("application/ld+json", '{"@id": "urn:g:a", "urn:g:b": "1"}'),
        (
            "application/rdf+xml",
            '<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:g="urn:g:">'
            '<r:Description r:about="urn:g:a"><g:b>1</g:b></r:Description></r:RDF>',
        ),
        (
            "multipart/form-data; boundary=x",
            f'--x\r\nContent-Disposition: form-data; name="f"; filename="f.ttl"\r\n'
            f"Content-Type: text/turtle\r\n\r\n{ONE}\r\n--x--\r\n",
        ),
    ],
)
def test_every_type_of_triples_is_read(served: Served, media_type: str, body: str) -> None:
    graph = OWN + "/types"
    assert sent(served, "PUT", "/data", {"graph": graph}, body, media_type).is_success
    assert values(served, graph) == {"1"}


@pytest.mark.parametrize(
    ("params", "body", "media_type", "status", "words"),
    [
        ({"graph": "relative"}, ONE, "text/turtle", 400, "is no absolute IRI"),
        ({"graph": "http://x/\ue000"}, ONE, "text/turtle", 400, "is no absolute IRI"),
        ({"default": "1"}, ONE, "text/turtle", 400, "it takes no value"),
        ({"graph": "http://x/> <y"}, ONE, "text/turtle", 400, "is no absolute IRI"),
        ({"graph": OWN, "default": ""}, ONE, "text/turtle", 400, "given together"),
        ({"graph": [OWN, OWN]}, ONE, "text/turtle", 400, "given 2 times"),
        ({"grpah": OWN}, ONE, "text/turtle", 400, "there is no parameter 'grpah'"),
        ({}, ONE, "text/turtle", 400, "no graph is named"),
        ({"graph": OWN}, ONE, "text/plain-wrong", 415, "are not read"),
        ({"graph": OWN}, ONE, "text/turtle; charset=utf-16", 415, "charset utf-16"),
        ({"graph": OWN}, "<urn:a> <urn:b>", "text/turtle", 400, "does not parse"),
        ({"graph": OWN}, "<urn:a> <urn:b> <urn:c> <urn:g> .", "application/n-quads", 400, "graphs of its own"),
        ({"graph": OWN}, "x", "multipart/form-data; boundary=x", 400, "holds no part"),
    ],
)
def test_what_is_not_written_is_told(
    served: Served, params: Any, body: str, media_type: str, status: int, words: str
) -> None:
    response = sent(served, "PUT", "/data", params, body, media_type)
    assert response.status_code == status, response.text
    assert words in response.json()["detail"]
    assert response.json()["hint"]


def test_a_body_of_a_graph_has_a_limit(served: Served) -> None:
    response = sent(served, "PUT", "/data", {"graph": OWN}, "#" * ((50 << 20) + 1))
    assert response.status_code == 413


def test_a_graph_that_is_not_there_is_told_of(served: Served) -> None:
    for path in (f"/data?graph={OWN}/none", "/data/none"):
        assert served.client.get(path).json()["detail"].startswith("there is no graph")
    assert served.client.get("/data").status_code == 400
    both = served.client.get("/data/none", params={"default": ""})
    assert "names a graph already" in both.json()["detail"]


def test_the_default_graph_is_read_whole(served: Served) -> None:
    got = served.client.get("/data?default", headers={"accept": "application/n-triples"})
    counted = served.ask("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")[0]["n"]
    assert len(got.text.splitlines()) == int(counted) > 0


@pytest.mark.parametrize("method", ["PATCH", "OPTIONS"])
def test_other_methods_are_not_answered(served: Served, method: str) -> None:
    response = served.client.request(method, "/data", params={"graph": OWN})
    assert response.status_code == 405
    assert response.headers["content-type"] == "application/problem+json"


def test_a_method_that_is_not_answered_names_those_that_are(served: Served) -> None:
    for path, allowed in (("/data", "DELETE, GET, HEAD, POST, PUT"), ("/sparql", "GET, HEAD, POST")):
        answer = served.client.patch(path)
        assert (answer.status_code, answer.headers["allow"]) == (405, allowed)
