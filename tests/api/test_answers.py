"""Which answers of the SPARQL endpoint are kept, and which are asked for anew."""

from pathlib import Path
from threading import Event, Thread

import pytest
from fastapi.testclient import TestClient

from cagraph.graph import Endpoint, Graph, Keys, QueryRequest, Reply
from cagraph.mirror import Changed
from cagraph.store import EmbeddedStore
from cagraph_api.app import create_app
from cagraph_api.service import Service


class Counted(Endpoint):
    """Notes the queries that reach the workers."""

    def __init__(self, graph: Graph) -> None:
        super().__init__(graph)
        self.asked: list[str] = []

    async def query(self, request: QueryRequest, client: str = "") -> Reply:
        self.asked.append(request.text)
        request = QueryRequest(request.text.replace("SERVICE <urn:elsewhere>", ""), request.result_type)
        return await super().query(request, client)


@pytest.mark.parametrize(
    ("query", "times"),
    [
        ("SELECT ?x { VALUES ?x { 1 } }", 1),
        ("SELECT (NOW() AS ?x) {}", 2),
        ("SELECT ?x { SERVICE <urn:elsewhere> { VALUES ?x { 1 } } }", 2),
    ],
)
def test_what_rests_on_more_than_the_data_is_asked_for_anew(graph: Graph, query: str, times: int) -> None:
    endpoint = Counted(graph)
    service = Service(graph, endpoint, Service.of(graph).keys)
    with TestClient(create_app(graph, service)) as client:
        answers = [client.get("/sparql", params={"query": query}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert ("etag" in answers[0].headers) == (times == 1)
    assert len(endpoint.asked) == times


class Slow(Endpoint):
    """Waits, when its workers have gone on to the next version, before the graph does."""

    def __init__(self, graph: Graph) -> None:
        super().__init__(graph)
        self.between, self.further = Event(), Event()

    def _reopen(self, root: Path, changed: Changed | None) -> None:
        self.between.set()
        self.further.wait(60)
        super()._reopen(root, changed)


def test_no_answer_is_older_than_one_given_before(tmp_path: Path) -> None:
    keys = Keys(tmp_path / "keys.json")
    key = keys.add("writer", "write")
    graph = Graph(EmbeddedStore())
    endpoint = Slow(graph)
    graph_uri = "http://example.org/counters"
    known = f"SELECT ?n {{ GRAPH <{graph_uri}> {{ <urn:a> <urn:n> ?n }} }}"
    with TestClient(create_app(graph, Service(graph, endpoint, keys))) as client:

        def asked(query: str) -> tuple[list[str], str]:
            answer = client.get("/sparql", params={"query": query})
            found = [row["n"]["value"] for row in answer.json()["results"]["bindings"]]
            return found, answer.headers["x-data-version"]

        assert asked(known)[0] == []
        assert asked(known)[0] == []  # kept
        headers = {"content-type": "application/sparql-update", "authorization": f"Bearer {key}"}
        text = f"INSERT DATA {{ GRAPH <{graph_uri}> {{ <urn:a> <urn:n> 1 }} }}"
        writing = Thread(target=lambda: client.post("/sparql", content=text, headers=headers))
        writing.start()
        try:
            assert endpoint.between.wait(60)
            fresh, again = asked(known + " LIMIT 5"), asked(known)
        finally:
            endpoint.further.set()
            writing.join()
        assert fresh[0] == again[0] == ["1"]
        assert fresh[1] == again[1] == graph.data_version
