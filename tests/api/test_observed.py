"""Ids of requests, the log, the metrics, and the page of the REST reference."""

import json
import logging
import re
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from prometheus_client.parser import text_string_to_metric_families

from cagraph.graph import Endpoint, Graph, Keys
from cagraph.settings import Settings
from cagraph_api import Service, create_app
from cagraph_api.observed import LOG, JsonLines, Metrics, PlainLines


@pytest.fixture
def client(graph: Graph) -> Iterator[TestClient]:
    with TestClient(create_app(graph), client=("127.0.0.1", 5)) as found:
        yield found


def counted(client: TestClient) -> dict[tuple[str, str, str], float]:
    text = client.get("/metrics").text
    return {
        (sample.labels["section"], sample.labels["method"], sample.labels["status"]): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        if sample.name == "cagraph_requests_total"
    }


def test_requests_are_counted_by_section_and_no_client_makes_series(client: TestClient) -> None:
    for path in ("/v1/states", "/v1/states/KAZ", "/v1/states/KAZ", "/nothing/here", "/else", "/v1/nothing"):
        client.get(path)
    client.head("/v1/states/KAZ")
    client.request("BREW", "/v1/states")
    found = counted(client)
    assert found["/v1/states", "GET", "200"] == 3
    assert found["/v1/states", "HEAD", "200"] == 1
    assert found["/v1/states", "other", "405"] == 1
    assert found["other", "GET", "404"] == 2
    assert found["/v1", "GET", "404"] == 1


def test_metrics_tell_the_data_version_and_how_queries_ended(client: TestClient, graph: Graph) -> None:
    assert client.get("/sparql", params={"query": "ASK {}"}).status_code == 200
    samples = {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(client.get("/metrics").text)
        for sample in family.samples
    }
    assert samples["cagraph_queries_ended", "answered"] == 1
    assert samples["cagraph_quads", graph.data_version] == len(graph.store)


@pytest.mark.parametrize(
    ("peer", "headers", "watchers", "status"),
    [
        ("127.0.0.1", {}, (), 200),
        ("::1", {}, (), 200),
        ("192.0.2.1", {}, (), 403),
        ("192.0.2.1", {}, ("192.0.2.0/24",), 200),
        ("127.0.0.1", {}, ("192.0.2.0/24",), 403),
        ("127.0.0.1", {"X-Forwarded-For": "127.0.0.1"}, (), 403),
        ("a name", {}, (), 403),
    ],
)
def test_only_watchers_read_the_metrics(
    graph: Graph, peer: str, headers: dict[str, str], watchers: tuple[str, ...], status: int
) -> None:
    settings = Settings(store="memory:", hosts=("testserver",), **({"metrics": watchers} if watchers else {}))
    service = Service.of(graph, settings)
    with TestClient(create_app(graph, service), client=(peer, 5)) as client:
        answer = client.get("/metrics", headers=headers)
    assert answer.status_code == status
    if status == 403:
        assert "CAGRAPH_METRICS" in answer.json()["hint"]


def test_every_answer_has_the_id_of_its_request(client: TestClient) -> None:
    assert client.get("/health", headers={"X-Request-ID": "desk-7.1"}).headers["x-request-id"] == "desk-7.1"
    made = client.get("/health", headers={"X-Request-ID": "two\twords"}).headers["x-request-id"]
    assert re.fullmatch(r"[0-9a-f]{16}", made)
    problem = client.get("/v1/states/KAS", headers={"X-Request-ID": "q"})
    assert (problem.json()["request"], problem.headers["x-request-id"]) == ("q", "q")
    assert problem.json()["suggestion"] == "KAZ"


def test_a_problem_names_the_parameter_at_fault(client: TestClient) -> None:
    assert client.get("/v1/treaties?party=UZK").json()["parameter"] == "party"
    assert "parameter" not in client.get("/v1/treaties?partie=UZB").json()


@pytest.mark.parametrize("style", ["json", "plain"])
def test_a_line_for_each_request_holds_no_query_and_no_key(
    client: TestClient, caplog: pytest.LogCaptureFixture, style: str
) -> None:
    with caplog.at_level(logging.INFO, LOG.name):
        client.get("/v1/treaties?party=KAZ", headers={"Authorization": "Bearer cagraph_secret", "X-Request-ID": "r1"})
    (record,) = caplog.records
    line = (JsonLines() if style == "json" else PlainLines()).format(record)
    assert not re.search("secret|party", line)
    if style == "json":
        told = json.loads(line)
        assert (told["request"], told["method"], told["path"], told["status"]) == ("r1", "GET", "/v1/treaties", 200)
        assert told["bytes"] > 0
        assert told["ms"] > 0
    else:
        assert re.fullmatch(r"127\.0\.0\.1 GET /v1/treaties 200 \d+ B [\d.]+ ms r1", line)


def test_sections_come_from_the_paths_that_there_are() -> None:
    metrics = Metrics(["/v1", "/v1/treaties"])
    assert metrics.section("/v1/treaties.csv") == "/v1/treaties"
    assert metrics.section("/v1/treaties/a/b") == "/v1/treaties"
    assert metrics.section("/v1/" + "x" * 1000) == "/v1"
    assert metrics.section("/etc/passwd") == "other"


def test_the_page_of_the_reference_fetches_nothing_from_elsewhere(client: TestClient) -> None:
    page = client.get("/docs")
    assert page.status_code == 200
    assert "script-src 'self'" in page.headers["content-security-policy"]
    wanted = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    assert len(wanted) == 5
    for address in wanted:
        assert address.startswith("/")
        answer = client.get(address)
        assert answer.status_code == 200
        assert answer.content
    assert client.get("/docs/start.js").text.count("http") == 0


def test_a_service_without_settings_lets_this_machine_watch(graph: Graph) -> None:
    assert Service(graph, Endpoint(graph), Keys(Settings(store="memory:").keys_file)).watchers == (
        "127.0.0.0/8",
        "::1",
    )
