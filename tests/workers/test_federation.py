"""SERVICE for allowed endpoints: what they answer is put into the query as VALUES."""

import asyncio
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import ClassVar
from urllib.parse import parse_qs

import pyoxigraph as ox
import pytest

from cagraph.errors import AnswerTooLargeError, ServiceError
from cagraph.workers import Federation

ROWS = {
    "head": {"vars": ["s", "n"]},
    "results": {
        "bindings": [
            {"s": {"type": "uri", "value": "http://x/1"}, "n": {"type": "literal", "value": 'a "b"', "xml:lang": "en"}},
            {"s": {"type": "bnode", "value": "b0"}},
        ]
    },
}


class Other(BaseHTTPRequestHandler):
    """Another endpoint: it answers what it was told to, and remembers what it was asked."""

    asked: ClassVar[list[str]] = []
    answer: bytes = b""
    status = 200

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"])).decode()
        type(self).asked.append(parse_qs(body)["query"][0])
        self.send_response(self.status)
        self.send_header("content-length", str(len(self.answer)))
        self.end_headers()
        self.wfile.write(self.answer)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def other() -> Iterator[type[Other]]:
    Other.asked, Other.answer, Other.status = [], json.dumps(ROWS).encode(), 200
    server = HTTPServer(("127.0.0.1", 0), Other)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    Other.address = f"http://127.0.0.1:{server.server_port}/sparql"  # type: ignore[attr-defined]
    yield Other
    server.shutdown()
    thread.join()
    server.server_close()


def expand(text: str, *allowed: str) -> str:
    return asyncio.run(Federation(allowed, {"ex": "http://ex/"}).expand(text))


def test_the_result_stands_where_the_call_stood(other: type[Other]) -> None:
    text = f"PREFIX a: <http://a/>\nSELECT * {{ ?s a:p 1 . SERVICE <{other.address}> {{ ?s a:q ?n }} }}"
    expanded = expand(text, other.address)
    assert other.asked == ["PREFIX a: <http://a/>\nSELECT * WHERE { ?s a:q ?n }"]
    assert "SERVICE" not in expanded
    store = ox.Store()
    store.update("PREFIX a: <http://a/> INSERT DATA { <http://x/1> a:p 1 . <http://x/2> a:p 1 }")
    assert [row["n"].value for row in store.query(expanded)] == ['a "b"']


def test_prefixed_addresses_and_several_calls(other: type[Other]) -> None:
    host = other.address.removesuffix("sparql")
    calls = "{ SERVICE h:sparql { ?s ?p ?n } } UNION { service silent h:sparql {} }"
    expanded = expand(f"PREFIX h: <{host}> SELECT * {{ {calls} }}", other.address)
    assert "service" not in expanded.lower()
    assert len(other.asked) == 2


def test_others_are_left_for_the_guard(other: type[Other]) -> None:
    for text in (
        f"SELECT * {{ SERVICE <{other.address}/not> {{ ?s ?p ?n }} }}",
        "SELECT * { SERVICE ?where { ?s ?p ?n } }",
        f'SELECT * {{ ?s ?p "SERVICE <{other.address}> {{ }}" }}',
        f"SELECT * {{ ?s ?p ?o }} # SERVICE <{other.address}> {{ }}",
    ):
        assert expand(text, other.address) == text
    assert other.asked == []


def test_nobody_is_asked_without_a_list(other: type[Other]) -> None:
    text = f"SELECT * {{ SERVICE <{other.address}> {{ ?s ?p ?n }} }}"
    assert expand(text) == text
    assert other.asked == []


@pytest.mark.parametrize(
    ("status", "answer", "error"),
    [
        (500, b"{}", ServiceError),
        (302, b"{}", ServiceError),
        (200, b"<html>", ServiceError),
        (200, b'{"boolean": true}', ServiceError),
        (200, b'{"head": {"vars": ["s"]}, "results": {"bindings": [7]}}', ServiceError),
        (200, b" " * (9 << 20), AnswerTooLargeError),
        (
            200,
            json.dumps({"head": {"vars": ["s"]}, "results": {"bindings": [{}] * 10_001}}).encode(),
            AnswerTooLargeError,
        ),
    ],
    ids=["500", "redirect", "html", "ask", "junk", "bytes", "rows"],
)
def test_a_failing_service_is_told_unless_silent(
    other: type[Other], status: int, answer: bytes, error: type[Exception]
) -> None:
    other.status, other.answer = status, answer
    text = f"SELECT * {{ SERVICE {{}} <{other.address}> {{ ?s ?p ?n }} }}"
    with pytest.raises(error):
        expand(text.replace("{}", ""), other.address)
    assert expand(text.replace("{}", "SILENT"), other.address) == "SELECT * { { } }"


def test_a_service_that_is_not_there() -> None:
    with pytest.raises(ServiceError, match="cannot be asked"):
        expand("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?n } }", "http://127.0.0.1:1/")
