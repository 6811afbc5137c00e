"""Which answers of the SPARQL endpoint are kept, and which are asked for anew."""

import pytest
from fastapi.testclient import TestClient

from cagraph.graph import Endpoint, Graph, QueryRequest, Reply
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
