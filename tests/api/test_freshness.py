"""Entity tags, 304, HEAD, compression and kept answers of the REST addresses."""

import pytest
from fastapi.testclient import TestClient
from starlette.types import Receive, Scope, Send

from cagraph.graph import Graph
from cagraph_api import create_app
from cagraph_api.freshness import Freshness

PATHS = ["/", "/health", "/v1", "/v1/treaties?party=KAZ&limit=3", "/v1/treaties/kaz-uzb-alliance-2022", "/openapi.json"]


@pytest.fixture
def client(article_on_memory: Graph) -> TestClient:
    return TestClient(create_app(article_on_memory))


@pytest.mark.parametrize("path", PATHS)
def test_what_has_not_changed_is_not_sent_again(client: TestClient, path: str) -> None:
    first = client.get(path)
    tag = first.headers["etag"]
    assert first.headers["x-data-version"]
    again = client.get(path)
    assert (again.status_code, again.content, again.headers["etag"]) == (200, first.content, tag)
    for known in (tag, f'"other", {tag}', f"W/{tag}"):
        unchanged = client.get(path, headers={"if-none-match": known})
        assert (unchanged.status_code, unchanged.content, unchanged.headers["etag"]) == (304, b"", tag)
    assert client.get(path, headers={"if-none-match": '"other"'}).status_code == 200


@pytest.mark.parametrize("path", PATHS)
def test_head_is_get_without_the_body(client: TestClient, path: str) -> None:
    for _ in range(2):  # at first made, then kept
        head = client.head(path)
        assert (head.status_code, head.content) == (200, b"")
        assert head.headers["etag"] == client.get(path).headers["etag"]


def test_tags_depend_on_address_and_what_is_accepted(client: TestClient) -> None:
    tags = {
        client.get(path, headers={"accept": accept}).headers["etag"]
        for path in PATHS
        for accept in ("*/*", "text/turtle")
    }
    assert len(tags) == 2 * len(PATHS)


def test_compression(client: TestClient) -> None:
    plain = client.get("/v1", headers={"accept-encoding": "identity"})
    small = client.get("/v1", headers={"accept-encoding": "gzip"})
    assert small.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert small.content == plain.content
    assert small.headers["etag"] != plain.headers["etag"]


def test_errors_have_no_tag_and_are_not_kept(client: TestClient) -> None:
    for _ in range(2):
        missing = client.get("/v1/treaties/none-such")
        assert missing.status_code == 404
        assert "etag" not in missing.headers
        assert missing.headers["cache-control"] == "no-store"


def test_vary_says_each_header_once(client: TestClient) -> None:
    for _ in range(2):
        response = client.get("/v1/treaties?limit=50", headers={"Accept-Encoding": "gzip"})
        assert response.headers["content-encoding"] == "gzip"
        assert response.headers["vary"] == "Accept, Accept-Encoding"


def test_pages_of_other_sites_may_read_what_is_kept(client: TestClient) -> None:
    path = "/v1/treaties?limit=7"
    plain = client.get(path)
    assert "access-control-allow-origin" not in plain.headers
    for _ in range(2):
        crossing = client.get(path, headers={"Origin": "https://example.org"})
        assert crossing.headers["access-control-allow-origin"] == "*"
    tag = {"Origin": "https://example.org", "If-None-Match": plain.headers["etag"]}
    unchanged = client.get(path, headers=tag)
    assert (unchanged.status_code, unchanged.headers["access-control-allow-origin"]) == (304, "*")


def test_what_is_kept_is_not_given_to_another_host(client: TestClient) -> None:
    path = "/v1/treaties?limit=9"
    kept = client.get(path)
    for sent in ({}, {"If-None-Match": kept.headers["etag"]}):
        assert client.get(path, headers={"Host": "evil.example", **sent}).status_code == 421


def test_an_answer_that_a_client_hung_up_on_is_not_kept() -> None:
    async def hung_up(_: Scope, __: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"begun", "more_body": True})

    async def whole(_: Scope, __: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"begun and ended"})

    answers = iter([hung_up, whole])

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await next(answers)(scope, receive, send)

    client = TestClient(Freshness(app, lambda: "1", lambda: "", ("/v1",)))
    client.get("/v1/export/ties.gexf")
    assert client.get("/v1/export/ties.gexf").content == b"begun and ended"
